"""Dates that cannot be, or do not lie in the report's year, and a report made public too late (V14)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page

_DATE = re.compile(r"(?<!\d)(?:((?:19|20)\d\d)[年\-.])?(\d{1,2})(?:月|[\-.](?=\d{1,2}(?!\d)))(\d{1,2})日?(?!\d)")
_WORDED = re.compile(r"(?<!\d)(?:((?:19|20)\d\d)年)?(\d{1,2})月(\d{1,2})日")
_PUBLISHED = re.compile(
    r"(?:发布|公开|公布|成文|发文)(?:日期|时间)\s*[:：|]?\s*((?:19|20)\d\d)[年\-./](\d{1,2})[月\-./](\d{1,2})"
)
_SIGNED = re.compile(r"^\s*((?:19|20)\d\d)年(\d{1,2})月(\d{1,2})日\s*$", re.MULTILINE)
_TITLE_YEAR = re.compile(r"((?:19|20)\d\d)年?(?:度)?[^\n。]{0,24}(?:报告|情况|总结)")
_YEAR_ALONE = re.compile(r"(?<![\d(])((?:19|20)\d\d)年")
_HEAD, _TAIL = 2000, 200
_LAST_MONTH, _LAST_DAY = 4, 1
_MONTH_NAMES = re.compile(r"《[^》]*》|〔[^〕]*〕|\([^)]*\)|“[^”]*”")


def dates(page: Page, year: int | None) -> Iterator[Contradiction]:
    """Impossible days, days after the year, and what is said of the report itself."""
    yield from _impossible(page)
    if year is not None:
        yield from _of_another_year(page, year)
        yield from _late(page, year)
        yield from _after(page, year)


def _impossible(page: Page) -> Iterator[Contradiction]:
    for found in _WORDED.finditer(page.text):
        if _day(found[1] or "2024", found[2], found[3]) is None:
            say = f"没有“{found.group()}”这一天。"
            yield Contradiction(Rule.DATE, Severity.CERTAIN, say, (page.source(*found.span()),))


def _of_another_year(page: Page, year: int) -> Iterator[Contradiction]:
    """The title speaks of another year."""
    for line in page.text[:400].split("\n")[:8]:
        found = _TITLE_YEAR.search(line)
        if found and len(line.strip()) <= 60:
            if int(found[1]) != year:
                at = page.text.find(line) + found.start(1)
                say = f"标题写的是 {found[1]} 年，核对的是 {year} 年度。请确认年度或者文件。"
                yield Contradiction(Rule.DATE, Severity.LOOK, say, (page.source(at, at + 5),))
            return


def _late(page: Page, year: int) -> Iterator[Contradiction]:
    """Rule of the yearly report: it is made public before 1 April of the year after."""
    text, base = page.source_text, 0
    stated = list(_PUBLISHED.finditer(text[:_HEAD]))
    if not stated:
        base = max(0, len(text) - _TAIL)
        stated = list(_SIGNED.finditer(text[base:]))
    for found in stated[:1]:
        day = _day(found[1], found[2], found[3])
        limit = date(year + 1, _LAST_MONTH, _LAST_DAY)
        if day is not None and day > limit and day.year <= year + 2:
            late = (day - limit).days
            say = f"公布（成文）日期 {day:%Y-%m-%d}，年度报告应当在 {limit:%Y-%m-%d} 以前公开，已超过 {late} 天。"
            place = (base + found.start(1), base + found.end())
            yield Contradiction(Rule.LATE, Severity.CERTAIN, say, (place,), float(late))


def _after(page: Page, year: int) -> Iterator[Contradiction]:
    """A result dated after the report's year, outside of what is planned."""
    for each in page.stated:
        if each.aimed:
            continue
        start = page.sentences[each.sentence][0]
        before = _MONTH_NAMES.sub(lambda found: " " * len(found.group()), page.text[start : each.start])
        named = list(_YEAR_ALONE.finditer(before))
        if (
            not named
            or int(named[-1][1]) <= year
            or re.search(r"规划|计划|目标|到$|至$|前$", before[: named[-1].end()][-12:])
        ):
            continue
        if any(
            other.order < each.order and other.start > start + named[-1].end()
            for other in page.by_sentence[each.sentence]
        ):
            continue
        say = f"这是 {year} 年度的报告，但这个数字的时间写的是 {named[-1].group()}。"
        at = start + named[-1].start()
        spans = (page.source(at, at + len(named[-1].group())), each.span)
        yield Contradiction(Rule.DATE, Severity.LOOK, say, spans)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
