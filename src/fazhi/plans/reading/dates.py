"""Calendar expressions as plans write them (日期): what is written at a place, and its norm.

A hand-written grammar over folded text: year, half, quarter, month, day and their endings (底, 前, 上旬), in digits or
Chinese numerals; periods from one to another; five-year plans. Whether one is a deadline is for deadlines.py to say.
"""

from dataclasses import dataclass, replace

from fazhi.plans.reading.numerals import ASCII_DIGITS, CHINESE_DIGITS, chinese_value, digits_end, skip_spaces
from fazhi.plans.reading.wordlists import words

_POSITIONAL = {
    "零": "0",
    "〇": "0",
    "一": "1",
    "二": "2",
    "三": "3",
    "四": "4",
    "五": "5",
    "六": "6",
    "七": "7",
    "八": "8",
    "九": "9",
}
_RELATIVE_YEARS = ("今年", "本年", "当年", "明年")
_YEAR_ENDS = ("年底", "年末", "年终", "岁末", "底", "末")
_MONTH_PARTS = words("上旬 中旬 下旬 月底 月末 底 末 中 初")
_BEFORE = ("之前", "以前", "前")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_PLANS = {"十四五": (2021, 2025), "十五五": (2026, 2030), "十六五": (2031, 2035)}


@dataclass(frozen=True, slots=True)
class CalendarDate:
    """A calendar expression [start, end) of a folded text.

    `marked` says it carries a sign of an end (前, 底, 末, 内): such a one is a deadline without further proof.
    """

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str = ""
    marked: bool = False
    until: "CalendarDate | None" = None

    @property
    def norm(self) -> str:
        """The norm of the labelled documents: 2023-06-30, --09-30, Q4, 2024-Q4, year, 2021/2025."""
        if self.until is not None:
            return f"{self._point()}/{self.until._point()}"
        return self._point()

    @property
    def bare_year(self) -> bool:
        """Only a year (2024年) or years (2021-2025年): often part of a name."""
        return self.month is None and not self.part

    def _point(self) -> str:
        year = "" if self.year is None else str(self.year)
        if self.part:
            if self.part == "year":
                return year or "year"
            return f"{year}-{self.part}" if year else self.part
        if self.month is None:
            return year
        day = "" if self.day is None else f"-{self.day:02d}"
        return f"{year or '-'}-{self.month:02d}{day}"


def read_date(text: str, pos: int) -> CalendarDate | None:
    """The calendar expression that starts at pos of a folded text, periods and endings included, or None."""
    special = _half_written_period(text, pos) or _plan_period(text, pos)
    if special is not None:
        return special
    first = _point(text, pos)
    if first is None:
        return None
    joint = skip_spaces(text, first.end)
    if text[joint : joint + 1] in {"-", "至", "到"} and not first.marked:
        second = _point(text, skip_spaces(text, joint + 1))
        if second is not None and _follows(first, second):
            second = replace(second, year=second.year if second.year is not None else first.year)
            return replace(first, end=_tail(text, second).end, until=second, marked=_tail(text, second).marked)
    return _tail(text, first)


def _follows(first: CalendarDate, second: CalendarDate) -> bool:
    """Whether the two make a period: of the same grain, or a whole year to a month."""
    return bool(first.part) == bool(second.part) and (first.month is None) == (second.month is None)


def _tail(text: str, date: CalendarDate) -> CalendarDate:
    """Take in the sign of an end that follows: 前, 底前, 以前, 期间, 内."""
    pos = skip_spaces(text, date.end)
    for word in _BEFORE:
        if text.startswith(word, pos) and not text.startswith(("前三", "前期", "前后", "前列", "前往"), pos):
            return replace(date, end=pos + len(word), marked=True)
    if date.part and date.part[0] in "QH" and text[pos : pos + 1] in {"末", "底"}:
        return _tail(text, replace(date, end=pos + 1, marked=True))
    if text.startswith("期间", pos) and date.until is not None:
        return replace(date, end=pos + 2)
    return date


def _half_written_period(text: str, pos: int) -> CalendarDate | None:
    """Periods that write their unit once: 2021-2025年, 5-6月, 2024年1-6月 (read from its year)."""
    year, start = _year_of_period(text, pos)
    low = _small_number(text, start, 12)
    if low is not None:
        joint = skip_spaces(text, low[1])
        if text[joint : joint + 1] in {"-", "至", "到"}:
            second = _month(text, skip_spaces(text, joint + 1), year)
            if second is not None and second.month is not None and second.day is None:
                first = CalendarDate(pos, low[1], year, low[0])
                return replace(_tail(text, replace(second, start=pos)), month=first.month, until=second)
    if year is not None or text[pos : pos + 1] not in ASCII_DIGITS or digits_end(text, pos) != pos + 4:
        return None
    joint = skip_spaces(text, pos + 4)
    if text[joint : joint + 1] in {"-", "至", "到"}:
        last = _year(text, skip_spaces(text, joint + 1))
        value = int(text[pos : pos + 4])
        if last is not None and 1949 < value < last[0] < 2100:
            second = CalendarDate(joint + 1, last[1], last[0])
            return replace(_tail(text, replace(second, start=pos)), year=value, until=second)
    return None


def _year_of_period(text: str, pos: int) -> tuple[int | None, int]:
    year = _year(text, pos)
    return (None, pos) if year is None else (year[0], skip_spaces(text, year[1]))


def _plan_period(text: str, pos: int) -> CalendarDate | None:
    """“十四五”期间 is the period of the plan, “十四五”末 its last year."""
    start = pos + 1 if text[pos : pos + 1] in {"“", '"', "”"} else pos
    years = _PLANS.get(text[start : start + 3])
    if years is None:
        return None
    end = start + 3
    if start > pos and text[end : end + 1] in {"”", '"', "“"}:
        end += 1
    for word in ("规划期末", "时期末", "期间末", "期末", "末"):
        if text.startswith(word, end):
            return _tail(text, CalendarDate(pos, end + len(word), years[1], marked=True))
    for word in ("规划期间", "规划期内", "期间", "时期", "期内"):
        if text.startswith(word, end):
            last = CalendarDate(start, end, years[1])
            return CalendarDate(pos, end + len(word), years[0], until=last)
    return None


def _point(text: str, pos: int) -> CalendarDate | None:
    return _numeric(text, pos) or _from_year(text, pos) or _without_year(text, pos, pos, None)


def _numeric(text: str, pos: int) -> CalendarDate | None:
    """2024.10.31, 2024-06-30, 2024/6."""
    if digits_end(text, pos) != pos + 4 or text[pos] not in "12":
        return None
    year, mark = int(text[pos : pos + 4]), text[pos + 4 : pos + 5]
    if not 1949 < year < 2100 or mark not in {".", "-", "/"}:
        return None
    month = _small_number(text, pos + 5, 12)
    if month is None or month[1] - pos > 7:
        return None
    if text[month[1] : month[1] + 1] == mark:
        day = _small_number(text, month[1] + 1, 31)
        if day is not None:
            return CalendarDate(pos, day[1], year, month[0], day[0])
    if text[month[1] : month[1] + 1] in {"月", "年", "%"} or text[month[1] : month[1] + 1] in ASCII_DIGITS:
        return None
    return CalendarDate(pos, month[1], year, month[0])


def _from_year(text: str, pos: int) -> CalendarDate | None:
    year = _year(text, pos)
    if year is None:
        return _relative_year(text, pos)
    after = skip_spaces(text, year[1])
    finer = _without_year(text, after, pos, year[0])
    if finer is not None:
        return finer
    for word in ("底", "末", "内"):
        if text.startswith(word, after) and not text.startswith(("内部", "底线", "底数"), after):
            month = None if word == "内" else 12
            return CalendarDate(pos, after + 1, year[0], month, part="year" if word == "内" else "", marked=True)
    return CalendarDate(pos, year[1], year[0])


def _relative_year(text: str, pos: int) -> CalendarDate | None:
    """今年6月底前, 本年度内: the plan's own year, which the norm leaves open."""
    for word in _RELATIVE_YEARS:
        if text.startswith(word, pos):
            after = skip_spaces(text, pos + len(word))
            finer = _without_year(text, after, pos, None)
            if finer is not None:
                return finer
            if text[after : after + 1] in {"底", "末"}:
                return CalendarDate(pos, after + 1, month=12, marked=True)
            for tail in ("度内", "内"):
                if text.startswith(tail, after):
                    return CalendarDate(pos, after + len(tail), part="year", marked=True)
    return None


def _year(text: str, pos: int) -> tuple[int, int] | None:
    """(year, where it ends) of 2024年 or 二〇二四年."""
    run = text[pos : pos + 4]
    if len(run) < 4:
        return None
    if all(c in ASCII_DIGITS for c in run):
        if pos and text[pos - 1] in ASCII_DIGITS:
            return None
        value = int(run)
    elif run[0] in "一二" and all(c in CHINESE_DIGITS and c in _POSITIONAL for c in run):
        value = int("".join(_POSITIONAL[c] for c in run))
    else:
        return None
    after = skip_spaces(text, pos + 4)
    if text[after : after + 1] != "年" or not 1949 < value < 2100:
        return None
    return value, after + 1


def _without_year(text: str, pos: int, start: int, year: int | None) -> CalendarDate | None:
    """What may follow a year or stand alone: 第四季度, 上半年, 年底, 年内, 全年, 6月30日."""
    named = _named_part(text, pos, start, year)
    if named is not None:
        return named
    date = _month(text, pos, year)
    return None if date is None else replace(date, start=start)


def _named_part(text: str, pos: int, start: int, year: int | None) -> CalendarDate | None:
    for word, part in (("上半年", "H1"), ("下半年", "H2")):
        if text.startswith(word, pos):
            return CalendarDate(start, pos + 3, year, part=part)
    at = pos + 1 if text[pos : pos + 1] == "第" else pos
    number = _QUARTERS.get(text[at : at + 1])
    if number is not None:
        for word in ("个季度", "季度"):
            if text.startswith(word, at + 1):
                return CalendarDate(start, at + 1 + len(word), year, part=f"Q{number}")
    for word in _YEAR_ENDS[:4]:
        if text.startswith(word, pos):
            return CalendarDate(start, pos + len(word), year, 12)
    if text.startswith("年中", pos) and not text.startswith("年中央", pos):
        return CalendarDate(start, pos + 2, year, 6)
    for word in ("本年度内", "本年度", "年度内", "年内", "全年"):
        if text.startswith(word, pos):
            return CalendarDate(start, pos + len(word), year, part="year", marked=word.endswith("内"))
    return None


def _small_number(text: str, pos: int, largest: int) -> tuple[int, int] | None:
    """(value, end) of a month or day number at pos, in digits or Chinese numerals."""
    if pos < len(text) and text[pos] in ASCII_DIGITS:
        end = digits_end(text, pos)
        value = int(text[pos:end]) if end - pos <= 2 else 0
    else:
        end = pos
        while end < len(text) and end < pos + 4 and text[end] in "一二三四五六七八九十":
            end += 1
        value = int(chinese_value(text[pos:end]) or 0)
    return (value, end) if 1 <= value <= largest else None


def _month(text: str, pos: int, year: int | None) -> CalendarDate | None:
    number = _small_number(text, pos, 12)
    if number is None or (pos and text[pos - 1] in ASCII_DIGITS):
        return None
    at = skip_spaces(text, number[1])
    if text[at : at + 1] != "月":
        return None
    end = at + 2 if text.startswith("月份", at) else at + 1
    day_at = skip_spaces(text, end)
    day = _small_number(text, day_at, 31)
    if day is not None and text[skip_spaces(text, day[1]) : skip_spaces(text, day[1]) + 1] in {"日", "号"}:
        return CalendarDate(pos, skip_spaces(text, day[1]) + 1, year, number[0], day[0])
    for word in _MONTH_PARTS:
        if text.startswith(word, day_at) and not text.startswith(("中央", "初步", "底线"), day_at):
            return CalendarDate(pos, day_at + len(word), year, number[0], marked=word not in {"中", "初"})
    return CalendarDate(pos, end, year, number[0])
