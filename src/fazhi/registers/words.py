"""What an entry is found by: the literal of a tsvector, as `statutes.searching.bigrams.vector` writes it, but quicker.

A list of 20,000 entries is cut into words at once, and most of its texts come again and again (bodies, kinds, duties):
each is cut once. Personal data is not in it: it would lie there open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.keys import shown
from fazhi.statutes.searching.bigrams import GAP, LAST_POSITION, tokens

# How much a word says: the title, the rest of what is short, long texts.
LONG = frozenset({Kind.LONG_TEXT, Kind.ROWS})
NOT_LOOKED_FOR = frozenset({Kind.BOOLEAN, Kind.MONEY})
LONGEST_SEARCHED = 4000
# Longer texts are seldom the same, and would fill the memory with their words.
LONGEST_KEPT = 400


def words_of(definition: RegisterDefinition, title: str, data: Mapping[str, Any]) -> str:
    """The words of an entry by weight: A its title, B what is short, D long texts; 4,000 characters in all."""
    parts = [(title, "A")]
    left = LONGEST_SEARCHED
    for name, kept in data.items():
        spec = definition.fields.get(name)
        if spec is None or spec.personal or name == definition.named_by or spec.type in NOT_LOOKED_FOR:
            continue
        text = _said(spec, kept)[:left]
        if text:
            parts.append((text, "" if spec.type in LONG else "B"))
            left -= len(text)
    return literal(parts)


def literal(parts: Sequence[tuple[str, str]]) -> str:
    """The literal of a tsvector over texts with their weights ("" for D), which stand GAP positions apart."""
    places: dict[str, str] = {}
    start = 1
    for text, weight in parts:
        found, length = _cut(text) if len(text) <= LONGEST_KEPT else _cut.__wrapped__(text)
        if start + length <= LAST_POSITION:
            for lexeme, place in found:
                said = f"{start + place}{weight}"
                places[lexeme] = f"{places[lexeme]},{said}" if lexeme in places else said
        else:
            for lexeme, place in found:
                said = f"{min(start + place, LAST_POSITION)}{weight}"
                places[lexeme] = f"{places[lexeme]},{said}" if lexeme in places else said
        start += length + GAP
    return " ".join([f"'{lexeme}':{said}" for lexeme, said in places.items()])


@lru_cache(maxsize=1000)
def _cut(text: str) -> tuple[tuple[tuple[str, int], ...], int]:
    """The lexemes of a text with their places from 0, and the last of these."""
    found = tuple((token.lexeme, token.position) for token in tokens(text, 0))
    return found, found[-1][1] if found else 0


def _said(spec: Field, kept: Any) -> str:
    return kept if isinstance(kept, str) and not spec.options else shown(spec, kept)
