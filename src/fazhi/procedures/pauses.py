"""What changes a running time limit: pauses 中止、扣除 and extensions 延长."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fazhi.procedures.durations import Duration
from fazhi.procedures.errors import CountingError

PLACE = ZoneInfo("Asia/Shanghai")
"""All of China keeps one time. A moment from a database in UTC would else fall on the wrong day."""

FOREVER = date.max.toordinal() + 1
"""Last day of a pause that has no end yet."""

Spans = tuple[tuple[int, int], ...]
"""Paused days as ordinals, first and last included; sorted, apart from each other by at least one day."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that are not counted. Raises CountingError when ``end`` comes before ``start``.

    **Both ends are paused**: a pause from 8 to 17 October takes ten days out of the count. That is how people write and
    read such spans (鉴定期间：10月8日至17日). Laws that let the count go on from the day of resumption itself
    (恢复之日起继续计算) are served by giving the day before it as ``end``; which of the two holds is a rule of the
    procedure, so the procedure decides it and not the counting. A pause of one day has ``start == end``; with
    ``end=None`` it is still open.

    Days count whole. Only limits in hours look at the time of day, where start and end may be moments (the pause then
    runs from the one to the other); a plain date there means the whole day.
    """

    start: date
    end: date | None
    why: str = ""
    basis: str = ""

    def __post_init__(self) -> None:
        if self.end is None:
            return
        try:
            backwards = day_of(self.end) < day_of(self.start) or (
                isinstance(self.start, datetime) and isinstance(self.end, datetime) and self.end < self.start
            )
        except TypeError:
            raise CountingError("暂停的起止时刻一个有时区、一个没有，无法比较。请统一。") from None
        if backwards:
            raise CountingError(f"暂停的结束日{self.end}早于开始日{self.start}。请核对，起止两日都不计入期限。")

    def covers(self, day: date) -> bool:
        return day_of(self.start) <= day and (self.end is None or day <= day_of(self.end))

    @property
    def order(self) -> tuple[int, str, int, str, str, str]:
        """A total order, so that facts told in any order give the same result, to the last word."""
        last, end = (day_of(self.end).toordinal(), self.end.isoformat()) if self.end else (FOREVER, "")
        return day_of(self.start).toordinal(), self.start.isoformat(), last, end, self.why, self.basis


@dataclass(frozen=True, slots=True)
class Extension:
    """A limit made longer 延长: by how much, why, on which basis."""

    by: Duration
    why: str = ""
    basis: str = ""


def day_of(value: date) -> date:
    """The day of a date or a moment; an aware moment is first taken to the time of the place."""
    if not isinstance(value, datetime):
        return value
    return (value.astimezone(PLACE) if value.tzinfo else value).date()


def moment_of(value: date, *, after: bool = False) -> datetime:
    """A date or a moment as an aware moment of the place. A date becomes its 0:00, with ``after`` its 24:00."""
    if isinstance(value, datetime):
        return value.astimezone(PLACE) if value.tzinfo else value.replace(tzinfo=PLACE)
    start = datetime.combine(value, time.min, PLACE)
    return start + timedelta(days=1) if after else start


def paused_days(pauses: Iterable[Pause]) -> Spans:
    """The days that any of the pauses takes out: overlapping and touching pauses become one."""
    spans: list[tuple[int, int]] = []
    days = ((day_of(each.start).toordinal(), day_of(each.end).toordinal() if each.end else FOREVER) for each in pauses)
    for first, last in sorted(days):
        if spans and first <= spans[-1][1] + 1:
            spans[-1] = (spans[-1][0], max(last, spans[-1][1]))
        else:
            spans.append((first, last))
    return tuple(spans)
