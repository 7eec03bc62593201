"""docs/law-coverage: what is said to live somewhere in a procedure is there."""

import re
from pathlib import Path
from typing import Any

import pytest

from fazhi.procedures.language.library import library

DOCS = Path(__file__).parents[2] / "docs" / "law-coverage"
KINDS = "steps|time_limits|fields|conditions|parameters|intervals|threads|instruments|publish|outcomes|actors"
PLACE = re.compile(rf"\b(?:{KINDS})\.[a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*|\[\d+\])*")


def places(name: str) -> list[str]:
    return PLACE.findall((DOCS / f"{name}.md").read_text(encoding="utf-8"))


def resolves(definition: Any, place: str) -> bool:
    part: Any = definition
    for word in place.split("."):
        name, _, index = word.partition("[")
        part = part.get(name) if isinstance(part, dict) else getattr(part, name, None)
        if index and part is not None:
            number = int(index.rstrip("]"))
            part = part[number] if number < len(part) else None
        if part is None:
            return False
    return True


@pytest.mark.parametrize("definition", library().latest(), ids=lambda each: each.id)
def test_every_place_named_is_in_the_procedure(definition: Any) -> None:
    named = places(definition.id)
    assert named
    assert [place for place in named if not resolves(definition, place)] == []
