"""Tokens 数据标记: places in a report's text where a figure stands, and the small parser that finds them.

    受理行政复议申请{{ figure:reconsideration_received }}，同比{{ figure:reconsideration_received | form: change }}。
    其中适用听证程序审理{{ figure:reconsideration_hearings? }}。

Writers type these with a Chinese input method, so full-width ： ｜ ？ are read as the plain ones, and blanks do not
matter. Nothing is ever evaluated. What cannot be read becomes a `Fault` at its place: no text is lost, and the pieces
put together again are the text that was parsed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

OPEN, CLOSE = "{{", "}}"
_FIGURE = re.compile(r"figure\s*:\s*([a-z][a-z0-9_]*)\s*(\?)?")
_OPTION = re.compile(r"([a-z]+)\s*:\s*(\S(?:.*\S)?)")
_PERIOD = re.compile(r"last_year|20\d{2}(?:H[12]|Q[1-4]|-(?:0[1-9]|1[0-2]))?")
_BRACES = re.compile(r"\{\{|\}\}")
_FULL_WIDTH = str.maketrans("：｜？　", ":|? ")
WORDS = {
    "year": "报告年度",
    "last_year": "上一年",
    "next_year": "下一年",
    "place": "辖区名称",
    "area": "辖区的通称（区、县、市）",
    "body": "报告单位的全称",
    "leaders": "对主要负责人负责的单位：区委、区政府，或者本单位",
}
"""Words that are filled in once, when a report is made from its template."""


class Form(StrEnum):
    """How a figure is worded."""

    TEXT = "text"
    NUMBER = "number"
    CHANGE = "change"
    OF = "of"
    TO = "to"
    PARTS = "parts"

    @property
    def label(self) -> str:
        return {
            "text": "数字和单位", "number": "只写数字", "change": "与上年比较", "of": "比率的分子", "to": "比率的分母",
            "parts": "分子/分母",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the records: a figure over a period, of a unit. Empty: the report's own year, its own area."""

    figure: str
    period: str = ""
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Token:
    """A figure in the text. ``optional``: its clause is left out where there is nothing to state."""

    figure: str
    period: str = ""
    unit: str = ""
    form: Form = Form.TEXT
    optional: bool = False
    source: str = ""

    @property
    def asked(self) -> Asked:
        return Asked(self.figure, self.period, self.unit)


@dataclass(frozen=True, slots=True)
class Plain:
    """Text between tokens."""

    source: str


@dataclass(frozen=True, slots=True)
class Word:
    """``{{ year }}``: a word of `WORDS`."""

    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What looks like a token and cannot be read; `say` tells the writer why."""

    source: str
    say: str


Piece = Plain | Token | Word | Fault
_STRAY = Fault(CLOSE, "多出“}}”，前面没有“{{”")


def parse(text: str) -> tuple[Piece, ...]:
    """Takes a text apart. ``"".join(piece.source for piece in parse(text)) == text`` always holds."""
    pieces: list[Piece] = []
    at = 0
    while at < len(text):
        brace = _BRACES.search(text, at)
        if brace is None:
            pieces.append(Plain(text[at:]))
            break
        if brace.start() > at:
            pieces.append(Plain(text[at : brace.start()]))
        piece = _STRAY if brace.group() == CLOSE else _closed(text, brace.start())
        pieces.append(piece)
        at = brace.start() + len(piece.source)
    return tuple(pieces)


def tokens(text: str) -> tuple[Token, ...]:
    """The figures of a text, in their order."""
    return tuple(piece for piece in parse(text) if isinstance(piece, Token))


def faults(text: str) -> tuple[Fault, ...]:
    """What cannot be read in a text."""
    return tuple(piece for piece in parse(text) if isinstance(piece, Fault))


def written(token: Token) -> str:
    """The token as it is typed: what `parse` reads back as the same."""
    options = [
        f" | {name}: {value}"
        for name, value in (
            ("period", token.period),
            ("unit", token.unit),
            ("form", token.form.value if token.form is not Form.TEXT else ""),
        )
        if value
    ]
    return f"{OPEN} figure:{token.figure}{'?' if token.optional else ''}{''.join(options)} {CLOSE}"


def filled(text: str, words: dict[str, str]) -> str:
    """The text with its words filled in; figures stay as they are."""
    return "".join(words.get(p.name, p.source) if isinstance(p, Word) else p.source for p in parse(text))


def _closed(text: str, start: int) -> Piece:
    """The piece that opens here: up to its end, or up to the end of the line where it has none."""
    line_end = text.find("\n", start)
    line_end = len(text) if line_end < 0 else line_end
    end = text.find(CLOSE, start + len(OPEN), line_end)
    again = text.find(OPEN, start + len(OPEN), line_end)
    if end < 0 or 0 <= again < end:
        return Fault(text[start : again if again >= 0 else line_end], "“{{”没有对应的“}}”")
    return _read(text[start : end + len(CLOSE)])


def _read(source: str) -> Piece:
    inside = source[len(OPEN) : -len(CLOSE)].translate(_FULL_WIDTH).strip()
    if inside in WORDS:
        return Word(inside, source)
    first, *options = (part.strip() for part in inside.split("|"))
    match = _FIGURE.fullmatch(first)
    if match is None:
        return Fault(source, "应写成“{{ figure:数据标识 }}”")
    found: dict[str, str] = {}
    for option in options:
        pair = _OPTION.fullmatch(option)
        if pair is None or pair[1] not in ("period", "unit", "form"):
            return Fault(source, f"不认识“{option}”，可以写 period、unit、form")
        if pair[1] in found:
            return Fault(source, f"“{pair[1]}”写了两次")
        found[pair[1]] = pair[2]
    if wrong := _wrong(found):
        return Fault(source, wrong)
    return Token(
        figure=match[1],
        period=found.get("period", ""),
        unit=found.get("unit", ""),
        form=Form(found.get("form", Form.TEXT)),
        optional=bool(match[2]),
        source=source,
    )


def _wrong(options: dict[str, str]) -> str:
    """Why options cannot be used; empty when they can."""
    period = options.get("period", "")
    if period and not _PERIOD.fullmatch(period):
        return f"时段“{period}”应写成 last_year、2025、2025H1、2025Q3 或 2025-06"
    form = options.get("form", "")
    forms = [each.value for each in Form]
    if form and form not in forms:
        return f"写法“{form}”应为{'、'.join(forms)}之一"
    return ""
