"""Wording that leaves a number open: mixed units (V05, V13), 近…余 (V15), 累计 since when (V17)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from fazhi.figures.reading import FigureKind
from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page, Stated
from fazhi.scrutiny.contradictions.wording import named, quoted, written
from fazhi.scrutiny.normalizing import normal

_MIXED = re.compile(
    r"\d[余多]?\s?(?:[件起宗]\s?[(/、]\s?[人户][)]?\s?次?|[人件]\s?\([件人]\)\s?次?|[件批]次?/人次?|件\(人\)次?|人\(件\)次?|批\(人\)次)"
)
_BOTH_WAYS = re.compile(
    r"(?:近|将近|接近|不足|不到)\s?[\d.,零一二三四五六七八九十百千万两]+\s?(?:余|多)\s?[百千万亿]?(?!年)"
)
_ABOUT_MORE = re.compile(
    r"(?:约|大约|左右)\s?[\d.,]+\s?[万亿]?(?:余|多)|(?:超过?|逾|突破)\s?[\d.,]+\s?[万亿]?(?:余|多)"
)
_SINCE = re.compile(
    r"以来|自|从|年来|截至|全年|期间|今年|本年|上半年|季度|(?:19|20)\d\d年|[一二三四五]年|五年|任期|年度"
)
_PERIODS = re.compile(
    r"“?十[二三四五]五”?(?:以来|期间|时期)|(?:19|20)\d\d年以来|(?:[两三四五六七八九]|\d)年来|近[两三四五]年|每年|党的(?:十[八九]|二十)大以来"
)
_COUNTED_UP = re.compile(r"累计(?!达|总|为|至|分别|完成投资)[\u4e00-\u9fff]{2,}")
_MANY_PERIODS, _NAMED = 3, 3
_WORKING, _CALENDAR = frozenset({"工作日"}), frozenset({"天", "日", "自然日"})
_SHORTEST = 4
_LEGAL = re.compile(r"复议|应诉|处罚|许可|备案|法律援助|规范性文件|公开申请")


def phrases(page: Page) -> Iterator[Contradiction]:
    """All of them, in no order."""
    yield from _mixed(page)
    yield from _vague(page)
    yield from _days(page)
    yield from _cumulative(page)
    yield from _periods(page)


def _mixed(page: Page) -> Iterator[Contradiction]:
    for found in _MIXED.finditer(page.text):
        say = f"“{found.group().strip()}”把两种计量单位混在一起，件数和人次应当分别统计。"
        yield Contradiction(Rule.UNIT, Severity.LOOK, say, (page.source(*found.span()),))


def _vague(page: Page) -> Iterator[Contradiction]:
    for found in _BOTH_WAYS.finditer(page.text):
        say = f"“{found.group()}”既说不到又说超过，请写准确的数。"
        yield Contradiction(Rule.VAGUE, Severity.CERTAIN, say, (page.source(*found.span()),))
    for found in _ABOUT_MORE.finditer(page.text):
        say = f"“{found.group()}”约数用语重复，请写准确的数或者只留一个。"
        yield Contradiction(Rule.VAGUE, Severity.LOOK, say, (page.source(*found.span()),))
    for each in page.stated:
        if {"余", "多"} & set(each.figure.qualifiers) and _LEGAL.search(each.figure.what) and each.unit in ("件", "起"):
            say = f"“{named(each)}”写作“{written(each)}”，这是有台账可查的数，宜写准确的数。"
            yield Contradiction(Rule.VAGUE, Severity.LOOK, say, (each.span,))


def _days(page: Page) -> Iterator[Contradiction]:
    """One time limit in working days here and in days there."""
    groups: dict[str, list[Stated]] = defaultdict(list)
    for each in page.stated:
        if each.figure.kind is FigureKind.DURATION and len(normal(each.figure.what)) >= _SHORTEST:
            name = re.sub(
                r"(?:压[减缩]|缩[短减]|减少|提速|办理|办结|时间|时限|到|至|实现|平均)+", "", normal(each.figure.what)
            )
            groups[name].append(each)
    for name, members in groups.items():
        working = next((each for each in members if each.unit in _WORKING), None)
        calendar = next((each for each in members if each.unit in _CALENDAR), None)
        if working is not None and calendar is not None and len(name) >= 3:
            one, two = sorted((working, calendar), key=lambda each: each.order)
            say = f"“{named(one)}”一处用“{written(one)}”，一处用“{written(two)}”，工作日和自然日请统一。"
            yield Contradiction(Rule.UNIT, Severity.LOOK, say, (one.span, two.span))


def _cumulative(page: Page) -> Iterator[Contradiction]:
    """All numbers that are counted up from nobody says when, as one finding."""
    found = []
    for each in page.stated:
        start = page.text.rfind("\n", 0, each.start) + 1
        if _COUNTED_UP.search(each.left) and not each.is_rate and not _SINCE.search(page.text[start : each.start]):
            found.append(each)
    if found:
        which = "、".join(quoted(each) for each in found[:_NAMED])
        many = f"等 {len(found)} 处" if len(found) > _NAMED else ""
        say = f"{which}{many}是累计数，没有写明从何时起累计，请注明统计期间。"
        yield Contradiction(Rule.PERIOD, Severity.LOOK, say, tuple(each.span for each in found))


def _periods(page: Page) -> Iterator[Contradiction]:
    """Several long periods side by side: whoever reads must know which number belongs to which."""
    found: dict[str, tuple[int, int]] = {}
    for each in page.stated:
        start = page.sentences[each.sentence][0]
        for said in _PERIODS.finditer(page.text[start : each.start]):
            found.setdefault(said.group().strip("“”"), (start + said.start(), start + said.end()))
    if len(found) >= _MANY_PERIODS:
        words = "、".join(f"“{word}”" for word in found)
        say = f"文中的数字用了 {len(found)} 种统计期间（{words}），请逐个数字写明期间，避免混用。"
        yield Contradiction(
            Rule.PERIOD, Severity.LOOK, say, tuple(sorted(page.source(*place) for place in found.values()))
        )
