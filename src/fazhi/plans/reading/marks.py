"""Pass 4, marks: every place where the text may begin a numbered item, with its family and value.

This pass only collects candidates, in lines and inside them; outline.py decides by sequence which of them are marks.
Families: chapter 第一章, section 第一节, article 第一条, comma 一、, bracket （一）, point 1., small (1), boxed 【1】,
circle ①, decimal 1.1, word 任务一, namely 一是, urge 一要.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from fazhi.plans.reading.ordinals import CHARACTERS as CN
from fazhi.plans.reading.ordinals import value_of

LINE, BOUNDARY, GLUED = 3, 2, 1
"""How firmly a candidate stands: at the beginning of a line, after the end of a sentence, in running text."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A candidate: text[start:end] is the mark with its point, `number` is how it is quoted."""

    family: str
    value: int
    start: int
    end: int
    number: str
    strength: int


_N: Final = f"[{CN}]{{1,4}}"
_WORDS: Final = "(?:重点|主要|工作|整改)?任务|问题|措施|行动|工程|项目|事项|专项|举措|要点|重点"
_MARK = re.compile(
    rf"""
      (?P<chapter>第\s?(?:{_N}|\d{{1,2}})\s?(?:章|部分|编|篇))
    | (?P<section>第\s?(?:{_N}|\d{{1,2}})\s?节)
    | (?P<article>第\s?(?:{_N}|\d{{1,3}})\s?条)
    | (?<![\u4e00-\u9fff])(?P<word>(?:{_WORDS})(?:{_N}|\d{{1,2}})(?=[:.、\s]))[:.、\s]+
    | (?P<first>首先|其次|再次|最后|第[一二三四五六七八九]|其[一二三四五六])[,:]
    | (?P<namely>{_N}是)
    | (?P<urge>{_N}要)
    | (?P<comma>{_N})\s?(?:、(?!{_N}、)|\.(?!\d))
    | (?P<bracket>[(〔\[【]\s?{_N}\s?[)〕\]】])[、.,]?
    | (?P<closing>{_N}\)|\d{{1,2}}\))[、.]?
    | (?P<wide>[㈠-㈩])
    | (?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,2}})(?=[.、\s\u4e00-\u9fff“《])(?!月)[.、]?
    | (?P<point>\d{{1,3}})\s?(?:\.(?![\d%])|\.(?=20\d\d年|\d{{1,2}}月)|、(?!\d{{1,3}}(?!\d)|%))
    | (?P<dotted>[⒈-⒛])
    | [【〖]\s?(?P<boxed>\d{{1,2}})\s?[】〗]
    | (?P<small>\(\s?\d{{1,2}}\s?\))[、.]?
    | (?P<ringed>[⑴-⒇])
    | (?P<circle>[①-⑳])[、.]?
    | (?P<bare>\d{{1,2}})(?=\s+[\u4e00-\u9fff“《])
    """,
    re.VERBOSE,
)
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "最后": 4}
_FAMILY_OF = {"wide": "bracket", "dotted": "point", "ringed": "small", "bare": "point"}
_AFTER_BOUNDARY = frozenset("。;!?:)]】〕”》| \t")
_QUANTITY_AFTER_DECIMAL = re.compile(
    r"\s?(?:个|万|亿|倍|%|元|小时|天|年|月|日|项|件|人|公里|平方|以上|级|版|亩|吨|分|次|至|到|成|-|—)"
)
_REFERENCE_BEFORE = re.compile(r"(?:第|见|款|项|条|按照|本文|上述|前述|之|附件|附表|表|图|其|每|不)\s?$")
_NAMELY_BEFORE = frozenset("。;:,、!?\n )”》")
LIMIT = 200


def find_marks(text: str) -> list[Mark]:
    """All candidates in a folded text whose lines are paragraphs, in order."""
    quoted = _quoted_spans(text)
    found: list[Mark] = []
    quote = 0
    for match in _MARK.finditer(text):
        start = match.start()
        while quote < len(quoted) and quoted[quote][1] <= start:
            quote += 1
        if quote < len(quoted) and quoted[quote][0] < start:
            continue
        mark = _candidate(text, match)
        if mark:
            found.append(mark)
    return found


def find_line_marks(text: str, starts: Iterable[int]) -> dict[int, Mark]:
    """The candidates at the given line starts, by their place."""
    found = {}
    for start in starts:
        match = _MARK.match(text, start)
        mark = _candidate(text, match, LINE) if match else None
        if mark:
            found[start] = mark
    return found


def _candidate(text: str, match: "re.Match[str]", firmly: int = GLUED) -> Mark | None:
    kind = match.lastgroup or ""
    number = match.group(kind)
    start, end = match.start(), match.end()
    strength = max(firmly, _strength(text, start))
    value = _value(kind, number)
    if not 0 < value <= LIMIT or (number[0] == "0" and not (kind == "point" and len(number) == 2)):
        return None
    if kind in ("namely", "urge", "first"):
        if strength != LINE and text[start - 1] not in _NAMELY_BEFORE:
            return None
        strength = max(strength, BOUNDARY)
    elif kind in ("bare", "decimal", "closing"):
        if strength != LINE or (kind == "decimal" and _QUANTITY_AFTER_DECIMAL.match(text, end)):
            return None
    elif strength != LINE and not _may_stand_inside(text, kind, start, end):
        return None
    return Mark(_family(kind, number), value, match.start("boxed") if kind == "boxed" else start, end, number, strength)


def _family(kind: str, number: str) -> str:
    if kind == "decimal":
        return f"decimal{number.count('.')}"
    if kind == "closing":
        return "small" if number[0].isdecimal() else "bracket"
    return _FAMILY_OF.get(kind, kind)


def _value(kind: str, number: str) -> int:
    if kind == "wide":
        return ord(number) - ord("㈠") + 1
    if kind == "dotted":
        return ord(number) - ord("⒈") + 1
    if kind == "ringed":
        return ord(number) - ord("⑴") + 1
    if kind == "circle":
        return ord(number) - ord("①") + 1
    if kind == "decimal":
        return int(number.rsplit(".", 1)[1])
    if kind == "first" and number in _ORDER:
        return _ORDER[number]
    digits = re.sub(rf"[^{CN}\d]", "", number)
    return value_of(digits)


def _strength(text: str, start: int) -> int:
    before = start
    while before > 0 and text[before - 1] == " ":
        before -= 1
    if before == 0 or text[before - 1] == "\n":
        return LINE
    return BOUNDARY if before < start or text[start - 1] in _AFTER_BOUNDARY else GLUED


def _may_stand_inside(text: str, kind: str, start: int, end: int) -> bool:
    """Whether a mark inside a line is no reference (第二条第(一)项), figure or word (一、二审)."""
    previous = text[start - 1]
    if previous.isdigit() or (kind == "comma" and previous in CN + "第、,"):
        return False
    if kind in ("article", "chapter", "section"):
        return (
            _strength(text, start) == BOUNDARY and text[start - 1] not in "》" and end < len(text) and text[end] in " :"
        )
    if _REFERENCE_BEFORE.search(text, max(0, start - 4), start):
        return False
    return end >= len(text) or text[end] not in "项款条%)、,。" or kind in ("circle", "ringed")


_OPEN, _CLOSE = "“《(〔[【{", "”》)〕]】}"
_SIGN = re.compile(r"[“《(〔\[【{”》)〕\]】}\n]")
_PAIR = dict(zip(_CLOSE, _OPEN, strict=True))


def _quoted_spans(text: str) -> list[tuple[int, int]]:
    """Stretches inside quotation marks, book title marks and brackets: no item begins there.

    A span begins at its opening sign, so that (一) is not inside itself. Signs without a partner in their paragraph
    count for nothing, and a very long stretch is taken for a lost partner.
    """
    spans: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for match in _SIGN.finditer(text):
        place, sign = match.start(), match.group()
        if sign == "\n":
            stack.clear()
        elif sign in _OPEN:
            if len(stack) < 8:
                stack.append((sign, place))
        else:
            while stack and stack[-1][0] != _PAIR[sign]:
                stack.pop()
            if stack:
                begin = stack.pop()[1]
                if place - begin < 400:
                    while spans and spans[-1][0] >= begin:
                        spans.pop()
                    spans.append((begin, place + 1))
    return spans
