"""The period 统计期间 that a sentence states for its numbers: the report's year unless it says another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?![来级初]|以来|至|—|-|度?规划|修订|版)")
_SINCE = re.compile(r"(?<!\d)((?:19|20)\d\d)年(?:(\d{1,2})月)?以来")
_UNTIL = re.compile(r"截至(?:(20\d\d)年)?(?:(\d{1,2})月)?(?:(\d{1,2})日|底|末)?")
_HALF = re.compile(r"上半年|下半年")
_QUARTERS = re.compile(r"(?:前([二三])季度|(?:第)?([一二三四])季度)")
_MONTHS = re.compile(r"(?<!\d)(\d{1,2})[-—至~](\d{1,2})月")
_COMPARED = re.compile(r"(?:较|比|与|同比|超过|高于|低于|上年|去年|由|从|自|(?:占|是|为)(?=20\d\d年))\S{0,4}$")
_PLANS = re.compile(r"“?[一二三四五六七八九十]+五”?(?:以来|期间|时期)")
_LONG = re.compile(
    r"(?:党的)?十[八九]大以来|二十大以来|(?:[两三四五六七八九十]|\d)年来|近(?:[两三四五]|\d)年|连续(?:[两三四五]|\d)年|建[区市县]以来"
)
_ORDINAL = {"一": 1, "二": 2, "三": 3, "四": 4}
_DECEMBER = 12


@dataclass(frozen=True, slots=True)
class StatedPeriod:
    """A period as stated: `first` is None where the text does not say (近五年), `words` are those of the text.

    `is_default`: nothing is said, the report's year is meant.
    """

    first: date | None
    last: date | None
    words: str
    is_default: bool = False


def year_period(year: int) -> StatedPeriod:
    """The whole report year, for sentences that name no period."""
    return StatedPeriod(date(year, 1, 1), date(year, 12, 31), f"{year}年", is_default=True)


def period_of(before: str, year: int) -> StatedPeriod:
    """The period of a number; `before` is its sentence up to the number."""
    since = _SINCE.search(before)
    if since:
        first = _day(int(since[1]), int(since[2] or 1), 1)
        return StatedPeriod(first, date(year, 12, 31), since.group())
    long = _PLANS.search(before) or _LONG.search(before)
    if long:
        return StatedPeriod(None, None, long.group())
    return _within(before, year, _named_year(before))


def _named_year(before: str) -> int | None:
    """The last year that is no comparison (较2023年) and no part of a title."""
    bare = re.sub(r"《[^》]*》?|“[^”]{8,}”|\([^)]*\)", "", before)
    named = [int(found[1]) for found in _YEAR.finditer(bare) if not _COMPARED.search(bare[: found.start()])]
    return named[-1] if named else None


def _within(before: str, year: int, named: int | None) -> StatedPeriod:
    at = named or year
    half, quarter, months = _HALF.search(before), _QUARTERS.search(before), _MONTHS.search(before)
    if half and not _COMPARED.search(before[: half.start()]):
        first, last = (1, 6) if half.group() == "上半年" else (7, 12)
        return StatedPeriod(date(at, first, 1), _month_end(at, last), half.group())
    if quarter:
        last = 3 * _ORDINAL[quarter[1] or quarter[2]]
        return StatedPeriod(date(at, 1 if quarter[1] else last - 2, 1), _month_end(at, last), quarter.group())
    if months and 1 <= int(months[1]) < int(months[2]) <= _DECEMBER:
        return StatedPeriod(date(at, int(months[1]), 1), _month_end(at, int(months[2])), months.group())
    until = _UNTIL.search(before)
    if until and (until[1] or until[2]):
        return _until(until, at)
    if named is not None and named != year:
        return StatedPeriod(date(named, 1, 1), date(named, 12, 31), f"{named}年")
    return year_period(year)


def _until(found: re.Match[str], year: int) -> StatedPeriod:
    at, month = int(found[1] or year), int(found[2] or _DECEMBER)
    last = _day(at, month, int(found[3])) if found[3] else _month_end(at, month)
    return StatedPeriod(date(at, 1, 1), last, found.group())


def _month_end(year: int, month: int) -> date:
    if not 1 <= month <= _DECEMBER:
        return date(year, 12, 31)
    return date(year, 12, 31) if month == _DECEMBER else date(year, month + 1, 1) - timedelta(days=1)


def _day(year: int, month: int, day: int) -> date:
    """The day; where the text names none that exists, the last of the year."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 12, 31)
