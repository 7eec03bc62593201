"""Matching the headings of a sheet to the fields of a register. A person may correct it, and that is remembered."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from fazhi.procedures.registers.definition import RegisterDefinition

STATE = "@state"
"""Column 状态: whether the entry is in force, suspended or withdrawn."""
ENTRY = "@entry"
"""Column 条目编号: which entry a row is, whatever its key says now."""
SPECIAL = {STATE: "状态", ENTRY: "条目编号"}
_OTHER_NAMES = {STATE: ("状态", "条目状态", "现状"), ENTRY: ("条目编号", "条目编号（勿改）", "条目编号（请勿修改）")}
NEAR_ENOUGH = 0.6
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕")
_DECORATION = re.compile(r"[\s*:、,.。“”\"'/\-_]+")


class How(StrEnum):
    """How a column came to its field."""

    REMEMBERED = "remembered"
    TITLE = "title"
    NEAR = "near"
    PERSON = "person"
    NONE = "none"

    @property
    def label(self) -> str:
        return {
            "remembered": "上次这样对应", "title": "名称相同", "near": "名称相近，请核对",
            "person": "您选定", "none": "未对应",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Matched:
    """A column of the sheet: its number from 0, its heading, the field ("" where it is not read)."""

    column: int
    heading: str
    field: str
    how: How


def plain(text: str) -> str:
    """A heading without what people add to it: blanks, marks, notes in brackets."""
    text = unicodedata.normalize("NFKC", text)
    return _DECORATION.sub("", _BRACKETED.sub("", text)).casefold()


def known_names(definition: RegisterDefinition) -> dict[str, str]:
    """Every plain heading that surely means a field: its title, its name, and those of the columns beside fields."""
    names: dict[str, str] = {}
    for name, others in _OTHER_NAMES.items():
        names |= {plain(other): name for other in others}
    names |= {plain(name): name for name in definition.fields}
    return names | {plain(field.title): name for name, field in definition.fields.items()}


def match(
    definition: RegisterDefinition, headings: Sequence[str], remembered: Mapping[str, str]
) -> tuple[Matched, ...]:
    """Each heading with its field: as remembered, by its name, else by the nearest title. No field has two columns."""
    known = known_names(definition)
    chosen: dict[int, tuple[str, How]] = {}
    taken: set[str] = set()

    def give(column: int, name: str, how: How) -> None:
        if column not in chosen and (not name or name not in taken):
            chosen[column] = (name, how)
            taken.add(name)

    for column, heading in enumerate(headings):
        kept = remembered.get(heading)
        if heading and kept is not None and (kept in definition.fields or kept in SPECIAL or not kept):
            give(column, kept, How.REMEMBERED)
    for column, heading in enumerate(headings):
        if heading and plain(heading) in known:
            give(column, known[plain(heading)], How.TITLE)
    for _, column, name in sorted(_near(definition, headings), reverse=True):
        give(column, name, How.NEAR)
    return tuple(
        Matched(column, heading, *chosen.get(column, ("", How.NONE))) for column, heading in enumerate(headings)
    )


def _near(definition: RegisterDefinition, headings: Sequence[str]) -> list[tuple[float, int, str]]:
    titles = {name: plain(field.title) for name, field in definition.fields.items()}
    found = []
    for column, heading in enumerate(headings):
        if not (written := plain(heading)):
            continue
        compared = SequenceMatcher(b=written, autojunk=False)
        for name, title in titles.items():
            compared.set_seq1(title)
            score = compared.ratio()
            if score >= NEAR_ENOUGH:
                found.append((score, column, name))
    return found
