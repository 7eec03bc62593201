"""Growth that does not fit the two values beside it: 由12万户增加到15万户,增长30%."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page, Stated
from fazhi.scrutiny.contradictions.wording import plain, written
from fazhi.scrutiny.rounding import Band, band_of, cut_off, is_exact
from fazhi.scrutiny.units import same_unit

_FROM = re.compile(r"(?:由|从)[^,;。]{0,16}$")
_TO = re.compile(r"^[^,;。由从]{0,8}(?:至|到|为|成)了?$")
_DOWN = re.compile(r"下降|减少|降低|压减|缩短|压缩|精简|降幅|缩减|减")
_CHANGE = re.compile(
    r"^[\s,(]*(?:同比|比上年|较上年)?(?:分别)?(?:了)?(?P<by>增长|增加|上升|提高|提升|扩大|增幅|净增|下降|减少|降低|压减|缩短|压缩|精简|降幅|缩减)了?(?:幅度)?(?:达到?|为|约|近|超过?)?$"
)


def growth(page: Page) -> Iterator[Contradiction]:
    """Changes that two values stated just before them do not give."""
    for change in page.stated:
        told = _CHANGE.search(change.left)
        if told is None or change.order < 2 or change.aimed:
            continue
        after, before = page.stated[change.order - 1], page.stated[change.order - 2]
        if before.sentence != change.sentence or not _from_to(before, after):
            continue
        if change.unit == "%" and not before.is_rate:
            yield from _share(change, before, after, falls=bool(_DOWN.search(told["by"])))
        elif (change.unit == "百分点" and before.unit == after.unit == "%") or (
            same_unit(change.unit, before.unit) and not before.is_rate
        ):
            yield from _apart(change, before, after)


def _from_to(before: Stated, after: Stated) -> bool:
    return (
        bool(_FROM.search(before.left))
        and bool(_TO.search(after.left.strip()))
        and before.unit == after.unit
        and before.value > 0
        and before.figure.high is None
        and after.figure.high is None
    )


def _share(change: Stated, before: Stated, after: Stated, *, falls: bool) -> Iterator[Contradiction]:
    one, two = band_of(before.figure), band_of(after.figure)
    if one.low <= 0:
        return
    sign = -1 if falls else 1
    possible = Band(*sorted((sign * (two.low / one.high - 1) * 100, sign * (two.high / one.low - 1) * 100)))
    computed = sign * (after.value / before.value - 1) * 100
    yield from _judged(change, before, after, possible, computed, "%")


def _apart(change: Stated, before: Stated, after: Stated) -> Iterator[Contradiction]:
    one, two = band_of(before.figure), band_of(after.figure)
    low, high = two.low - one.high, two.high - one.low
    possible = Band(low, high) if after.value >= before.value else Band(-high, -low)
    yield from _judged(change, before, after, possible, abs(after.value - before.value), change.unit)


def _judged(
    change: Stated, before: Stated, after: Stated, possible: Band, computed: float, unit: str
) -> Iterator[Contradiction]:
    if possible.meets(band_of(change.figure)) or possible.meets(cut_off(change.figure)):
        return
    exact = all(is_exact(each.figure) for each in (change, before, after))
    apart = abs(computed - change.value)
    say = (
        f"由 {written(before)} 到 {written(after)}，变化应为 {plain(round(computed, 2))}{_spoken(unit)}，"
        f"文中写 {written(change)}，相差 {plain(round(apart, 2))}{_spoken('百分点' if unit == '%' else unit)}。"
    )
    severity = Severity.CERTAIN if exact else Severity.LOOK
    yield Contradiction(Rule.GROWTH, severity, say, tuple(sorted((before.span, after.span, change.span))), apart)


def _spoken(unit: str) -> str:
    return " 个百分点" if unit == "百分点" else unit
