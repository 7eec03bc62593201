"""The example tables beside the tests: sentences in the genre, with the deadlines and targets a labeller would mark."""

from dataclasses import dataclass
from pathlib import Path

import yaml


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence; deadlines as (text, norm), targets as (metric, op, value, unit)."""

    text: str
    deadlines: tuple[tuple[str, str], ...]
    targets: tuple[tuple[str, str, float, str], ...]


def load_examples(name: str) -> list[Example]:
    entries = yaml.safe_load((Path(__file__).parent / f"{name}.yaml").read_text(encoding="utf-8"))
    return [Example(e["text"], _deadlines(e.get("deadlines", [])), _targets(e.get("targets", []))) for e in entries]


def _deadlines(rows: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((text.strip(), norm.strip()) for text, norm in (row.split("|") for row in rows))


def _targets(rows: list[str]) -> tuple[tuple[str, str, float, str], ...]:
    return tuple((m.strip(), op.strip(), float(v), u.strip()) for m, op, v, u in (row.split("|") for row in rows))


def f1(right: int, found: int, wanted: int) -> float:
    """The harmonic mean of precision (right/found) and recall (right/wanted)."""
    return 2 * right / (found + wanted) if found + wanted else 1.0
