"""Comparing two texts of a section, clause by clause. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

_CLAUSES = re.compile(r"[^，。；！？\n]*(?:[，。；！？]\n*|\n+|$)")


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text that both have, or that only the older (`out`) or the newer (`in`) has."""

    kind: Literal["same", "out", "in"]
    text: str


def compare(older: str, newer: str) -> tuple[Segment, ...]:
    """What became of `older`: its ``same`` and ``out`` make it up, ``same`` and ``in`` make up `newer`."""
    before, after = _clauses(older), _clauses(newer)
    found: list[Segment] = []
    for tag, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found.append(Segment("same", "".join(before[a:b])))
            continue
        if a < b:
            found.append(Segment("out", "".join(before[a:b])))
        if c < d:
            found.append(Segment("in", "".join(after[c:d])))
    return tuple(found)


def _clauses(text: str) -> Sequence[str]:
    return [each for each in _CLAUSES.findall(text) if each]
