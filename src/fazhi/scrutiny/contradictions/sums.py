"""Items that do not add up to their total: brackets, 其中 lists, 分别为, 共N件 behind its parts (V01–V03, V12)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from fazhi.plans.reading.wordlists import words
from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page, Stated
from fazhi.scrutiny.contradictions.wording import plain, quoted, written
from fazhi.scrutiny.rounding import Band, band_of, is_exact
from fazhi.scrutiny.units import closely_same, same_unit

_AMONG = re.compile(r"其中|包括|包含|分别(?:为|是|有)|(?<!不)含(?!有)")
_COMPLETE = re.compile(r"分别(?:为|是|有)")
_NO_ITEM = re.compile(
    r"同比|环比|较上|比上|增长|下降|上升|提高|增加|减少|占|率|分之|平均|每|共(?!同|享|建)|累计|合计|总|其余以外|超过|高于|低于|达到|由|从|至|实现|涉及|惠及|覆盖|罚|金额|排名|居|第"
)
_NOT_ALL = re.compile(r"其中|包括|包含|含|等|另|主要|重点|如|例如|同比|比|较|由|从|不含|除|原|含有|每|平均")
_OVERLAP = re.compile(
    r"女|男女|党员|本科|高级|重点|新增|优秀|省级|国家级|少数民族|涉(?!外|港)|首次|当年|今年|本年|上年|结转|重大|典型|示范|农民工|学历|硕士|持证|专职"
)
_SUMMED = re.compile(
    r"^[\s,、;:]*(?:[一二两三四五六七八九十\d]+(?:项|类|者|级|种))?(?:总共|一共|共计|合计|总计|共)\s*$"
)
_SHARE = re.compile(r"^[\s,、;(]*(?:约)?占")
_SEPARATORS = " ,、;和及与:以“”\"'\n"
_LONGEST_ITEM, _SHORT_ITEM = 18, 6
_CLOSE, _NEAR = 0.8, 0.9
_MOST_ITEMS = 30
# Names that, listed together, are the whole: one of each group must be named.
_WHOLES = tuple(
    tuple(words(group) for group in line)
    for line in (
        ("市本级 区本级 县本级 省本级 本级", "县区 区县 县市区 县(市、区) 各县 乡镇 镇街 街道 下级"),
        ("国内", "涉外 涉港 涉外涉港"),
        ("刑事", "民事", "行政"),
        ("城镇 城市", "农村 乡村"),
        ("书面", "现场 当面 口头"),
        ("线上 网上 网络", "线下 现场 窗口"),
        ("来访", "来信"),
        ("男", "女"),
        ("首席", "专家", "律师"),
    )
)
_OUTCOMES = words("维持 撤销 驳回 终止 确认违法 责令履行 责令 变更 调解 和解 撤回 不予受理 确认无效")


def sums(page: Page) -> Iterator[Contradiction]:
    """Totals that their items do not add up to."""
    for total in page.stated:
        if total.is_rate or total.figure.high is not None or total.aimed:
            continue
        items = _bracketed(page, total)
        if items:
            yield from _judged(total, items, complete=True)
            continue
        marker, items = _listed(page, total)
        if items:
            yield from _judged(total, items, complete=bool(_COMPLETE.search(marker)))
    for total in page.stated:
        if _SUMMED.match(total.left) and not total.is_rate and total.depth == 0:
            yield from _summed(page, total)


def _bracketed(page: Page, total: Stated) -> list[Stated]:
    """The items of 472件(民事351件,刑事118件,行政3件), where the bracket claims to be all of it."""
    sentence = page.by_sentence[total.sentence]
    inside = [each for each in sentence[: _MOST_ITEMS * 3] if each.order > total.order]
    items: list[Stated] = []
    for each in inside:
        if each.depth == total.depth + 1:
            items.append(each)
        elif items or each.depth > total.depth or same_unit(each.unit, total.unit):
            break
    if len(items) < 2:
        return []
    opened = page.text.rfind("(", total.end, items[0].start)
    closed = page.text.find(")", items[-1].end)
    if opened < 0 or closed < 0 or opened - total.end > 30 or _NOT_ALL.search(page.text[opened:closed]):
        return []
    if any(")" in page.text[one.end : two.start] for one, two in pairwise(items)):
        return []
    return items if all(closely_same(each.unit, total.unit) for each in items) else []


def _listed(page: Page, total: Stated) -> tuple[str, list[Stated]]:
    """The marker (其中, 分别为) behind a total and the items that follow it."""
    follows = page.next(total)
    while follows is not None and (follows.depth > total.depth or _SHARE.match(follows.left)):
        follows = page.next(follows)
    if follows is None or follows.depth != total.depth:
        return "", []
    marker = _AMONG.search(follows.left)
    if marker is None or not closely_same(follows.unit, total.unit):
        return "", []
    items = [follows]
    each: Stated | None = follows
    while (each := page.next(each) if each else None) is not None:
        if each.depth > total.depth or _SHARE.match(each.left):
            continue
        if not _is_item(each, total):
            break
        items.append(each)
    return marker.group(), items


def _is_item(each: Stated, total: Stated) -> bool:
    name = each.left.rsplit(")", 1)[-1].strip(_SEPARATORS)
    begins = each.left.rsplit(")", 1)[-1].lstrip()[:1]
    return (
        closely_same(each.unit, total.unit)
        and begins in ("、", ",", ";", "和", "及", "与", "以")
        and len(name) <= _LONGEST_ITEM
        and not _NO_ITEM.search(name)
        and "," not in name
        and not (begins == ";" and not 0 < len(name) <= _SHORT_ITEM)
        and each.value <= total.value
    )


def _judged(total: Stated, items: Sequence[Stated], *, complete: bool) -> Iterator[Contradiction]:
    if not _comparable(total, items):
        return
    whole = band_of(total.figure)
    if any(_added(items[:count]).meets(whole) for count in range(2, len(items) + 1)):
        return
    names = [each.figure.what + each.left for each in items]
    overlapping = any(_OVERLAP.search(name) for name in names)
    exhaustive = _is_whole(names) and not overlapping
    summed = sum(each.value for each in items)
    severity = _severity(summed / total.value, len(items), complete=complete and not overlapping, exhaustive=exhaustive)
    if overlapping and severity is not None and summed > total.value:
        severity = None
    if severity is Severity.CERTAIN and not all(map(is_exact, (total.figure, *(each.figure for each in items)))):
        severity = Severity.LOOK
    if severity is not None:
        yield _found(total, items, summed, severity)


def _severity(ratio: float, count: int, *, complete: bool, exhaustive: bool) -> Severity | None:
    """How sure a sum that is `ratio` of its total is wrong."""
    if complete or exhaustive:
        if _CLOSE <= ratio <= 1 / _CLOSE:
            return Severity.CERTAIN
        return Severity.LOOK if count > 2 or exhaustive else None
    if count < 2 or (count == 2 and ratio < 1):
        return None
    return Severity.LOOK if ratio > 1 or (count > 2 and ratio >= _NEAR) else None


def _comparable(total: Stated, items: Sequence[Stated]) -> bool:
    return len(items) >= 2 and total.value > 0 and not any(each.is_growth or each.aimed for each in items)


def _added(items: Sequence[Stated]) -> Band:
    band = Band(0, 0)
    for each in items:
        band = band.plus(band_of(each.figure))
    return band


def _is_whole(names: Sequence[str]) -> bool:
    return any(
        all(any(any(word in name for word in group) for name in names) for group in whole)
        and all(any(word in name for group in whole for word in group) for name in names)
        for whole in _WHOLES
    )


def _found(total: Stated, items: Sequence[Stated], summed: float, severity: Severity) -> Contradiction:
    apart = summed - total.value
    adding = "＋".join(plain(each.value) for each in items)
    more = "多" if apart > 0 else "少"
    say = f"分项合计 {plain(summed)}{total.unit}（{adding}），比{quoted(total)}{more} {plain(abs(apart))}{total.unit}。"
    if severity is Severity.LOOK:
        if apart < 0 and any(any(word in each.figure.what for word in _OUTCOMES) for each in items):
            say += "如另有其他结案方式，请列明。"
        elif apart < 0:
            say += "如还有其他项，请写明“其他”。"
    spans = tuple(sorted((total.span, *(each.span for each in items))))
    return Contradiction(Rule.SUM, severity, say, spans, abs(apart))


def _summed(page: Page, total: Stated) -> Iterator[Contradiction]:
    """新收96件,上年结转2件,共98件: the total behind its parts."""
    before = [
        each
        for each in page.by_sentence[total.sentence]
        if each.order < total.order and each.depth == total.depth and not each.is_rate
    ]
    parts: list[Stated] = []
    for each in reversed(before):
        if not closely_same(each.unit, total.unit) or each.is_growth or each.value > total.value:
            break
        parts.insert(0, each)
        if ";" in each.left or ":" in each.left:
            break
    if len(parts) < 2 or any("其中" in each.left for each in parts) or not _comparable(total, parts):
        return
    if any(_added(parts[at:]).meets(band_of(total.figure)) for at in range(len(parts) - 1)):
        return
    summed = sum(each.value for each in parts)
    if _NEAR <= summed / total.value <= 1 / _NEAR:
        exact = all(map(is_exact, (total.figure, *(each.figure for each in parts))))
        yield _found(total, parts, summed, Severity.CERTAIN if exact else Severity.LOOK)
    elif written(total) and _CLOSE / 2 <= summed / total.value <= 2:
        yield _found(total, parts, summed, Severity.LOOK)
