"""From a deadline's norm (the reader's notation) to the day it falls on, in the light of the plan's years. Pure.

A plan often leaves the year out: “6月底前” in the plan of 2026 is 30 June 2026. Where the plan runs over several years
the first one is taken, because such a plan speaks of the year it is issued in, and the day is marked `assumed` so that
the coordinator is asked to look at it.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

_PERIOD = re.compile(r"^(P1M|P3M|P6M|P1Y)(?:@--(\d\d)(?:-(\d\d))?|@(Q[1-4]|H[12]))?$")
# So many days of something, a turn that is shorter than a month (每周), or one of another length (每两年): no day, and
# no turn that tasks are reported by.
_WITHOUT_DAY = re.compile(r"^P(?:T?\d+(?:D|WD|H|W)|(?!(?:1|3|6)M|1Y)\d+[MY])(?:@.*)?$")
_SOME_TIME = re.compile(r"^P\d+[MY]$")
_POINT = re.compile(r"^(?:(?P<year>\d{4})|-)?(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?|-?(?P<part>Q[1-4]|H[12]|year))?$")
_LAST_MONTH = {"Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12, "H1": 6, "H2": 12, "year": 12}


@dataclass(frozen=True, slots=True)
class DueDay:
    """What a norm comes to: the last day on which it is kept, a frequency, or neither.

    `assumed` says that the year was not written and had to be taken from a plan of several years. `understood` is
    False for a notation that is none.
    """

    day: date | None = None
    frequency: str = ""
    is_ongoing: bool = False
    assumed: bool = False
    understood: bool = True


def due_day(norm: str, *, starts_on: date, ends_on: date, text: str = "") -> DueDay:
    """Resolves `norm` for a plan that runs from `starts_on` to `ends_on`.

    2025 → 31 December; 2023-06 and --06 → the month's last day; Q1, H1, year → the last day of that part; a/b → the
    end of b; P1M, P3M, P6M, P1Y → a frequency (P1Y@--01-31 also a day, the last one inside the plan); ongoing → no day;
    P15D, P20WD (within so many days of something), P1W, P2Y → no day. `text`, the deadline as written, tells 三个月内
    (within three months of something) from 每三个月, which have the same norm.
    """
    norm = norm.strip()
    if norm == "ongoing":
        return DueDay(is_ongoing=True)
    if _WITHOUT_DAY.match(norm) or (_SOME_TIME.match(norm) and text.endswith(("内", "之内", "以内"))):
        return DueDay()
    if period := _PERIOD.match(norm):
        return _periodic(period, starts_on, ends_on)
    begin, slash, end = norm.partition("/")
    if slash:
        return _span(begin, end, starts_on, ends_on)
    return _point(norm, starts_on.year, assumed=starts_on.year != ends_on.year)


def last_day(year: int, month: int, day: int | None = None) -> date:
    """A day of a month; the month's last where no day or a too late one (30 February) is given."""
    length = monthrange(year, month)[1]
    return date(year, month, min(day or length, length))


def _span(begin: str, end: str, starts_on: date, ends_on: date) -> DueDay:
    first = _point(begin, starts_on.year, assumed=False)
    several = starts_on.year != ends_on.year and not begin[:4].isdigit()
    year = first.day.year if first.day else starts_on.year
    until = _point(end, year, assumed=several)
    if not first.understood or not until.understood:
        return DueDay(understood=False)
    if until.day and first.day and until.day < first.day and not end[:4].isdigit():
        # 11月至次年3月: a period without years that ends before it begins runs over the turn of the year.
        return _point(end, year + 1, assumed=several)
    return until


def _point(norm: str, year: int, *, assumed: bool) -> DueDay:
    found = _POINT.match(norm)
    if found is None or not norm.strip("-"):
        return DueDay(understood=False)
    written = found["year"]
    month = int(found["month"]) if found["month"] else _LAST_MONTH.get(found["part"] or "", 12)
    if not 1 <= month <= 12 or (written and not 1949 <= int(written) <= 2199):
        return DueDay(understood=False)
    day = int(found["day"]) if found["day"] else None
    return DueDay(last_day(int(written or year), month, day), assumed=assumed and not written)


def _periodic(period: re.Match[str], starts_on: date, ends_on: date) -> DueDay:
    frequency, month, day = period[1], period[2], period[3]
    if part := period[4]:
        month = str(_LAST_MONTH[part])
    if month is None or frequency != "P1Y":
        # 每月25日前 (P1M@--25) is met month by month; the day inside the month is the plan's own word.
        return DueDay(frequency=frequency)
    if not 1 <= int(month) <= 12:
        return DueDay(understood=False)
    wanted = int(day) if day else None
    years = range(ends_on.year, starts_on.year - 1, -1)
    days = (last_day(year, int(month), wanted) for year in years)
    return DueDay(next((found for found in days if found <= ends_on), None), frequency)
