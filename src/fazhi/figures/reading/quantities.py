"""Pass 2, quantities: every number that a report may state, with its unit."""

from __future__ import annotations

import re
from dataclasses import replace

from fazhi.figures.reading.measures import MEASURES
from fazhi.figures.reading.rows import cells_of
from fazhi.plans.reading.numerals import chinese_value, read_numeral
from fazhi.plans.reading.quantities import Quantity, scan_quantities

# The scanner takes a number beside these marks for part of a name; in reports they part two statements (4期/320人) or
# sign a change (-3.8%). Each is replaced by one character, so that offsets stay.
_DASHES = dict.fromkeys(map(ord, "–—―－~～"), "-")
_PARTING = re.compile(r"(?<=[\u4e00-\u9fff])/(?=\d)")
_SIGN = re.compile(r"(?:(?<=[|\s:(,、])|^)[+-](?=\d+(?:\.\d+)?\s?(?:%|[\u4e00-\u9fff]))", re.MULTILINE)

_TENTHS = re.compile(r"(?<![\d.])(\d(?:\.\d)?)成(?![为立功员果效本熟长交都品绩片套就因年])")
_RATIO = re.compile(r"(?<![\d/.])(\d{1,2})/(\d{1,3})(?![\d/年月])(?=的|以上|以下|左右|[,。;、)]|$)")
_SHARED_UNIT = re.compile(r"[、和至]\d+(?:\.\d+)?个(工作日|百分点|小时|月)")
_BARE = re.compile(
    r"(?:[量数]|粉丝|惠及|近|约|逾|超|突破|达到?)\s?:?(\d[\d,]*(?:\.\d+)?(?:余|多)?[万亿](?:余|多)?)(?=\+|以上|[,。;、)\n]|$)"
    r"|(?<![\d.])(\d+(?:\.\d+)?(?:余|多)?万(?:余|多)?)(?=(?:群众|居民|农民|职工|学生|儿童|老人|考生|青年|农户))"
)
# 近百件, 逾千万元: a round number in one character, told from 千名律师 by the word before it.
_ROUND = re.compile(r"(?<![附就临靠通经])(?:近|超过?|逾|约|达到?)([百千万亿]{1,2})(?=[\u4e00-\u9fff])")
_UNSURE = re.compile(r"几(?=[十百千万])|数(?=[十百千万][^一二三四五六七八九])")  # 几十余位, 数十次: nobody counted
_LISTED_BARE = re.compile(r"分别[^\d,。;\n第]{0,12}((?:[+-]?\d+(?:,\d{3})*(?:\.\d+)?[、和及])+)[+-]?$")
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def quantities_of(folded: str) -> list[Quantity]:
    """All quantities of a folded text, in order and not overlapping."""
    plain = _SIGN.sub(" ", _PARTING.sub("、", folded)).translate(_DASHES)
    scanned = [each for each in scan_quantities(plain, MEASURES) if not _unsure(plain, each)]
    found = [_whole_unit(plain, each) for each in scanned]
    taken = bytearray(len(plain))
    for each in found:
        taken[each.start : each.end] = b"\1" * (each.end - each.start)
    extras = (*_shares(plain), *_bare(plain), *cells_of(plain), *_round(plain), *_unit_said_last(plain, found))
    for extra in extras:
        if 1 not in taken[extra.start : extra.end]:
            found.append(extra)
            taken[extra.start : extra.end] = b"\1" * (extra.end - extra.start)
    return sorted(found, key=lambda each: each.start)


def _whole_unit(text: str, quantity: Quantity) -> Quantity:
    """The quantity in the unit that is meant: 4个、3个工作日 both are 工作日, 50万千瓦 so many 千瓦."""
    shared = _SHARED_UNIT.match(text, quantity.end) if quantity.unit == "个" else None
    if shared:
        return replace(quantity, unit="个月" if shared[1] == "月" else shared[1])
    if quantity.unit in ("瓦", "瓦时", "米", "克") and text[quantity.end - len(quantity.unit) - 1] == "千":
        return replace(quantity, value=quantity.value / 1000, unit="千" + quantity.unit)
    return quantity


def _unsure(text: str, quantity: Quantity) -> bool:
    return bool(quantity.chinese and quantity.start and _UNSURE.match(text, quantity.start - 1))


def _round(text: str) -> list[Quantity]:
    """近百件, 超千万元: round numbers with a word before them that says they are meant as numbers."""
    found = []
    for match in _ROUND.finditer(text):
        value, unit = chinese_value(match[1]), MEASURES.at(text, match.end())
        if value is not None and unit:
            found.append(Quantity(match.start(1), match.end() + len(unit), value, unit, False))
    return found


def _unit_said_last(text: str, found: list[Quantity]) -> list[Quantity]:
    """分别提高1.1、2.2和3.3个百分点: the numbers before the last, whose unit only the last one says."""
    extra = []
    for last in found:
        listed = _LISTED_BARE.search(text, max(0, last.start - 60), last.start)
        own = _NUMBER.match(text, last.start)
        if listed is None or own is None or last.high is not None or not float(own[0].replace(",", "")):
            continue
        factor = last.value / float(own[0].replace(",", ""))
        for match in _NUMBER.finditer(text, *listed.span(1)):
            value = round(float(match[0].replace(",", "")) * factor, 6)
            extra.append(Quantity(match.start(), match.end(), value, last.unit, False))
    return extra


def _shares(text: str) -> list[Quantity]:
    """8成, 1/4: shares in digits, in per cent."""
    tenths = [Quantity(m.start(), m.end(), round(float(m[1]) * 10, 2), "%", False) for m in _TENTHS.finditer(text)]
    ratios = [
        Quantity(m.start(), m.end(), round(int(m[1]) / int(m[2]) * 100, 4), "%", False)
        for m in _RATIO.finditer(text)
        if 0 < int(m[1]) < int(m[2])
    ]
    return tenths + ratios


def _bare(text: str) -> list[Quantity]:
    """订阅数6.3万: a count in tens of thousands that names no unit."""
    found = []
    for match in _BARE.finditer(text):
        start = match.start(1) if match[1] else match.start(2)
        number = read_numeral(text, start)
        if number is not None and number.value >= 1000:
            found.append(Quantity(start, number.end, number.value, "", False))
    return found
