"""Which fields an act enters: those its form asks, and those that an entry of a register chosen there fills."""

from __future__ import annotations

from collections.abc import Iterable

from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.steps import Step, asked


def filled_by(definition: Definition, names: Iterable[str]) -> frozenset[str]:
    """The fields that these fields fill; of a part of a party (``party.name``) the party."""
    fields = definition.fields
    return frozenset(
        target.partition(".")[0] for name in names if name in fields for target in fields[name].fills
    )  # fmt: skip


def entered(definition: Definition, step: Step, result: str | None = None) -> frozenset[str]:
    """Fields that an act of the step may enter at all, whoever types them."""
    names = asked(step, result)
    return names | filled_by(definition, names)
