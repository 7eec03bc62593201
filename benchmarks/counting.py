"""Due dates a second, as a ratio to plainly adding days: `date + timedelta`.

Baseline: the least that any counting must do, with no holidays, no explanation and no result to keep. Five rounds over
the same 2,000 days, in turn; medians are shown. The last two lines are what a page asks for: sentences and single days.
"""

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.counting import Extension, Pause, due
from fazhi.procedures.durations import parse_duration

ROUNDS = 5
CALENDAR = standard_calendar()
STARTS = [date(2018, 1, 1) + timedelta(days=n) for n in range(2000)]
NINETY, SEVEN, QUARTER = parse_duration("90 days"), parse_duration("7 working days"), parse_duration("3 months")
MONTH = [Extension(parse_duration("30 days"))]


def plain(start: date) -> object:
    return start + timedelta(days=90)


def suspended(start: date) -> object:
    pauses = [Pause(start + timedelta(days=20), start + timedelta(days=40), "鉴定")]
    return due(start, NINETY, calendar=CALENDAR, rolls=True, pauses=pauses, extensions=MONTH)


KINDS: dict[str, Callable[[date], object]] = {
    "date + timedelta": plain,
    "90 days": lambda start: due(start, NINETY, calendar=CALENDAR),
    "90 days, rolling": lambda start: due(start, NINETY, calendar=CALENDAR, rolls=True),
    "7 working days": lambda start: due(start, SEVEN, calendar=CALENDAR),
    "3 months": lambda start: due(start, QUARTER, calendar=CALENDAR),
    "paused, extended": suspended,
    "7 working days, explained": lambda start: due(start, SEVEN, calendar=CALENDAR).explain(),
    "90 days, day by day": lambda start: due(start, NINETY, calendar=CALENDAR).days,
}


def main() -> None:
    rounds = [{name: measure(count) for name, count in KINDS.items()} for _ in range(ROUNDS)]
    rates = {name: len(STARTS) / statistics.median(each[name] for each in rounds) for name in KINDS}
    baseline = rates["date + timedelta"]
    for name, rate in rates.items():
        print(f"{name:28}{rate:12,.0f} /s   ratio {rate / baseline:.4f} of date + timedelta")


def measure(count: Callable[[date], object]) -> float:
    """Seconds for counting from every start."""
    started = time.perf_counter()
    for start in STARTS:
        count(start)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
