"""What comes round again and what runs (周期与时长): 每季度, 按月, 每年1月31日前; 15日内, 10个工作日内, 三年内."""

from dataclasses import dataclass

from fazhi.plans.reading.dates import read_date
from fazhi.plans.reading.numerals import CHINESE_DIGITS, read_numeral, skip_spaces

_EVERY = (
    ("半年度", "P6M"), ("半年", "P6M"), ("个季度", "P3M"), ("季度", "P3M"), ("季", "P3M"), ("个月", "P1M"),
    ("月份", "P1M"), ("月", "P1M"), ("年度", "P1Y"), ("年", "P1Y"), ("个星期", "P1W"), ("星期", "P1W"),
    ("周", "P1W"), ("天", "P1D"), ("日", "P1D"),
)  # fmt: skip
_BY = (
    ("季度", "P3M"),
    ("季", "P3M"),
    ("月度", "P1M"),
    ("月", "P1M"),
    ("年度", "P1Y"),
    ("年", "P1Y"),
    ("半年", "P6M"),
    ("周", "P1W"),
)
# “一季度一调度”: the second half must be a doing, else 一年一月 would be one.
_ONCE_EVERY = (("半年", "P6M"), ("一季度", "P3M"), ("一季", "P3M"), ("一月", "P1M"), ("一周", "P1W"), ("一年", "P1Y"))
_ONCE = frozenset("次调通督评考小检总会研分报清晾排专述")

# 按年龄, 按月薪, 按年度计划: no period.
_NO_PERIOD = frozenset("龄薪级期初终年计任要工目")

_SPANS = (
    ("个工作日", "WD"), ("工作日", "WD"), ("个自然日", "D"), ("自然日", "D"), ("个星期", "W"), ("星期", "W"),
    ("个月", "M"), ("周", "W"), ("日", "D"), ("天", "D"), ("年", "Y"), ("月", "M"),
)  # fmt: skip
_WITHIN = ("以内", "之内", "内")


@dataclass(frozen=True, slots=True)
class Recurrence:
    """[start, end) of 每季度, 每年1月31日前, or a time limit such as 15日内, with its norm."""

    start: int
    end: int
    norm: str


def read_recurrence(text: str, pos: int) -> Recurrence | None:
    """The recurring time that starts at pos of a folded text, or None."""
    if text[pos : pos + 1] == "每":
        return _every(text, pos)
    if text[pos : pos + 1] in {"按", "逐"}:
        return _by(text, pos)
    for word, norm in _ONCE_EVERY:
        if text.startswith(word + "一", pos) and text[pos + len(word) + 1 : pos + len(word) + 2] in _ONCE:
            return Recurrence(pos, pos + len(word), norm)
    return None


def _every(text: str, pos: int) -> Recurrence | None:
    for word, norm in _EVERY:
        if text.startswith(word, pos + 1):
            end = pos + 1 + len(word)
            return _dated(text, pos, end, norm)
    number = read_numeral(text, skip_spaces(text, pos + 1))
    if number is None or not 1 <= number.value <= 10 or number.value != int(number.value):
        return None
    for word, unit in (
        ("个月", "M"),
        ("年", "Y"),
        ("周", "W"),
        ("个季度", "Q"),
        ("季度", "Q"),
        ("天", "D"),
        ("日", "D"),
    ):
        if text.startswith(word, number.end):
            count = int(number.value)
            norm = f"P{count * 3}M" if unit == "Q" else f"P{count}{unit}"
            return Recurrence(pos, number.end + len(word), norm)
    return None


def _dated(text: str, pos: int, end: int, norm: str) -> Recurrence:
    """Take in the day within the period: 每年1月31日前 → P1Y@--01-31, 每月25日前 → P1M@--25."""
    at = skip_spaces(text, end)
    if text.startswith("的", at):
        at += 1
    if norm == "P1Y":
        date = read_date(text, at)
        if date is not None and date.year is None and date.part != "year":
            return Recurrence(pos, date.end, f"P1Y@{date.norm}")
    day = read_numeral(text, at)
    if norm == "P1M" and day is not None and 1 <= day.value <= 31 and text[day.end : day.end + 1] in {"日", "号"}:
        stop = next(
            (day.end + 1 + len(w) for w in ("之前", "以前", "前") if text.startswith(w, day.end + 1)), day.end + 1
        )
        return Recurrence(pos, stop, f"P1M@--{int(day.value):02d}")
    for word in ("月底前", "底前", "末前", "底", "末"):
        if norm in {"P1M", "P3M"} and text.startswith(word, at) and text[at + len(word) : at + len(word) + 1] != "月":
            return Recurrence(pos, at + len(word), norm)
    return _month_of_quarter(text, pos, at, end, norm)


def _month_of_quarter(text: str, pos: int, at: int, end: int, norm: str) -> Recurrence:
    """每季度首月10日前: the norm has no form for it, the span still covers it."""
    if norm == "P3M":
        for word in ("首月", "末月", "第一个月", "最后一个月", "次月"):
            if text.startswith(word, at):
                day = read_numeral(text, at + len(word))
                if day is not None and text[day.end : day.end + 1] in {"日", "号"}:
                    stop = day.end + 1 + (1 if text[day.end + 1 : day.end + 2] == "前" else 0)
                    return Recurrence(pos, stop, norm)
    return Recurrence(pos, end, norm)


def _by(text: str, pos: int) -> Recurrence | None:
    """按季度, 逐月; not 按年龄, 按月薪."""
    for word, norm in _BY:
        end = pos + 1 + len(word)
        if text.startswith(word, pos + 1):
            named = text[end : end + 1] in _NO_PERIOD or (text[pos] == "逐" and norm == "P1Y")
            return None if named else Recurrence(pos, end, norm)
    return None


def read_time_limit(text: str, pos: int) -> Recurrence | None:
    """15日内, 10个工作日以内, 两个月内, 半年内 that starts at pos of a folded text, or None."""
    if text.startswith("半", pos):
        for word, norm in (("半年", "P6M"), ("半个月", "P15D")):
            end = pos + len(word)
            within = _within(text, end)
            if text.startswith(word, pos) and within:
                return Recurrence(pos, within, norm)
        return None
    number = read_numeral(text, pos)
    if number is None or number.value != int(number.value) or not 1 <= number.value <= 999:
        return None
    at = skip_spaces(text, number.end)
    for word, unit in _SPANS:
        if text.startswith(word, at):
            within = _within(text, at + len(word))
            if not within or (word == "月" and text[number.start] not in CHINESE_DIGITS):
                return None
            return Recurrence(pos, within, f"P{int(number.value)}{unit}")
    return None


def _within(text: str, pos: int) -> int:
    """Where 内, 以内 or 之内 at pos ends; 0 when none stands there (内部 is none)."""
    for word in _WITHIN:
        if text.startswith(word, pos):
            return 0 if word == "内" and text[pos + 1 : pos + 2] in {"部", "外", "容", "设"} else pos + len(word)
    return 0
