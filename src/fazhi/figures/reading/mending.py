"""Pass 1, mending: the text without page noise, with line breaks and blanks inside numbers closed."""

from __future__ import annotations

import re

from fazhi.figures.reading.measures import MEASURES
from fazhi.plans.reading.folding import fold
from fazhi.plans.reading.mapped import Mapped
from fazhi.plans.reading.noise import lines_of, without_noise
from fazhi.plans.reading.paragraphs import paragraphs_of

_NUMBER = r"[0-9零一二三四五六七八九十百千万亿两余多]"
_TAIL = re.compile(r"[\u4e00-\u9fff\"”)(:、,][^\n]{0,12}$(?<=[0-9零一二三四五六七八九十百千万亿.两余多])")
_HEAD = re.compile(
    r"[.]?\d|分之|余|多|万|亿|千|百|元|%|个百分点|百分点|工作日|小时|(?:人|批|场|户|家|件|班|车|台|卷|轮)次"
    r"|[个人名位家件项次部期场批户处所条份篇册本卷宗起例类种支套台辆座间张笔天年户]|[一二三四五六七八九十]"
)
_LIST_MARK = re.compile(r"\d{1,2}[.、](?!\d)|\d{1,2}\)|[一二三四五六七八九十]{1,3}[、是]")
_PART_OF_UNIT = re.compile(rf"{_NUMBER}\s?([个工作百分平方立小公自然学人批场户家件轮卷台]{{1,3}})$")
_MID_SENTENCE = re.compile(r"\d[^。;\n]*,[^。;:!?)】\n]*$")
_BREAK = re.compile(r" *\n *")

# 1 045件: digits in threes, told by what stands before and after; 2 6 份: a page that parts every character.
_THOUSANDS = re.compile(r"(?<![\d.])\d{1,3}( )\d{3}(?:( )\d{3})?(?=(?:\.\d+)?\s?[余多]?\s?[万亿\u4e00-\u9fff%])")
_PARTED = re.compile(r"(?<=[\u4e00-\u9fff\"”] )\d( )\d(?:( )\d)?(?= [余多万亿\u4e00-\u9fff%])")
# 案件1 5件: one blank slipped into a number, the measure close behind; 附件1 5份 are two numbers.
_SLIPPED = re.compile(r"(?<=[\u4e00-\u9fff])(?<![第表图])(?<!附件)\d( )\d{1,2}(?=[件起个人次名份场户项家条宗])")
_PARTED_UNIT = re.compile(r"\d( )[万亿余多千百](?: ?[\u4e00-\u9fff%])|\d( )个( )?(?:工作日|百分点)")


def mended(text: str) -> Mapped:
    """The text of a report without page noise, its soft line breaks closed, those inside a number too."""
    folded = fold(text)
    decisions: list[str] = []
    joined = paragraphs_of(folded, without_noise(folded, lines_of(folded), decisions))
    joined = joined.without([found.span() for found in _BREAK.finditer(joined.folded) if _cuts_number(joined, found)])
    return joined.without(_blanks(joined.folded))


def _cuts_number(joined: Mapped, found: re.Match[str]) -> bool:
    """Whether a number, a number's unit or a sentence that states numbers goes on behind the line break."""
    before, after = joined.folded[max(0, found.start() - 80) : found.start()], joined.folded[found.end() :][:8]
    if _LIST_MARK.match(after) or "|" in before[-8:] + after or "\t" in before[-8:] + after:
        return False
    if _MID_SENTENCE.search(before) and "\u4e00" <= after[:1] <= "\u9fff":
        return True
    if _TAIL.search(before):
        return bool(_HEAD.match(after))
    part = _PART_OF_UNIT.search(before)
    whole = "" if part is None else part.group(1)
    return bool(whole) and len(MEASURES.at(whole + after, 0)) > len(whole)


def _blanks(folded: str) -> list[tuple[int, int]]:
    """Blanks inside numbers."""
    found = [
        match.span(group)
        for pattern in (_THOUSANDS, _PARTED, _SLIPPED, _PARTED_UNIT)
        for match in pattern.finditer(folded)
        for group in range(1, pattern.groups + 1)
        if match.span(group)[0] >= 0
    ]
    return sorted(set(found))
