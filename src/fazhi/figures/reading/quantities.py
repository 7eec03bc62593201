"""Pass 2, quantities: every number that a report may state, with its unit."""

from __future__ import annotations

import re
from dataclasses import replace

from fazhi.figures.reading.measures import MEASURES
from fazhi.figures.reading.rows import cells_of
from fazhi.plans.reading.numerals import read_numeral
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
    r"(?:[量数]|粉丝|惠及(?:近|约|超)?|超|突破|达到?)\s?:?(\d[\d,]*(?:\.\d+)?(?:余|多)?[万亿](?:余|多)?)(?=\+|以上|[,。;、)\n]|$)"
    r"|(?<![\d.])(\d+(?:\.\d+)?(?:余|多)?万(?:余|多)?)(?=(?:群众|居民|农民|职工|学生|儿童|老人|考生|青年|农户))"
)


def quantities_of(folded: str) -> list[Quantity]:
    """All quantities of a folded text, in order and not overlapping."""
    plain = _SIGN.sub(" ", _PARTING.sub("、", folded)).translate(_DASHES)
    found = [_whole_unit(plain, each) for each in scan_quantities(plain, MEASURES)]
    taken = bytearray(len(plain))
    for each in found:
        taken[each.start : each.end] = b"\1" * (each.end - each.start)
    for extra in (*_shares(plain), *_bare(plain), *cells_of(plain)):
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
