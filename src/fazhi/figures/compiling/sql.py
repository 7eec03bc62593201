"""A piece of SQL with its parameters, joined without ever writing a value into the text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Sql:
    """``text`` has one ``%s`` for each of ``parameters``; a percent sign of its own is written ``%%``."""

    text: str
    parameters: tuple[Any, ...] = ()

    def __add__(self, other: Sql) -> Sql:
        return Sql(self.text + other.text, self.parameters + other.parameters)


def value(kept: Any) -> Sql:
    """A parameter."""
    return Sql("%s", (kept,))


def sql(template: str, *parts: Sql) -> Sql:
    """The template with its ``{}`` filled by the parts, in order."""
    texts = template.split("{}")
    assert len(texts) == len(parts) + 1, template
    whole = Sql(texts[0])
    for part, text in zip(parts, texts[1:], strict=True):
        whole = whole + part + Sql(text)
    return whole


def joined(between: str, parts: Iterable[Sql]) -> Sql:
    """The parts with ``between`` between them."""
    whole: Sql | None = None
    for part in parts:
        whole = part if whole is None else whole + Sql(between) + part
    return whole or Sql("")


def every(parts: Iterable[Sql]) -> Sql:
    """All of the conditions; none of them: true."""
    found = [part for part in parts if part.text]
    return joined(" AND ", [sql("({})", part) for part in found]) if found else Sql("TRUE")
