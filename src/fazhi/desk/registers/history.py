"""沿革: what happened to one entry, each revision with who, when, why, and what it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from fazhi.desk.registers.showing import Difference, difference
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import reading
from fazhi.registers.changes import ChangeKind
from fazhi.registers.models import Entry, EntryState, Revision, Version

IN_FORCE, SUSPENDED, WITHDRAWN = EntryState.IN_FORCE, EntryState.SUSPENDED, EntryState.WITHDRAWN
COLOURS = {
    ChangeKind.ADD: "green", ChangeKind.AMEND: "blue", ChangeKind.SUSPEND: "orange",
    ChangeKind.RESUME: "green", ChangeKind.WITHDRAW: "grey", ChangeKind.RESTORE: "green",
}  # fmt: skip


@dataclass(frozen=True)
class Step:
    """A version of an entry, with the revision that made it, and what it changed."""

    version: Version
    revision: Revision
    kind: ChangeKind
    changed: Sequence[Difference]
    to_come: bool

    @property
    def colour(self) -> str:
        return COLOURS[self.kind]


def versions_of(entry_id: UUID) -> list[Version]:
    """Every version of an entry; one query."""
    return list(Version.objects.filter(entry_id=entry_id).order_by("since", "seq").defer("leaf"))


def version_on(versions: Iterable[Version], day: date) -> Version | None:
    """The version that holds on a day; None where the entry did not stand yet."""
    held = [each for each in versions if each.since <= day]
    return max(held, key=lambda each: (each.since, each.seq), default=None)


def steps_of(
    definition: RegisterDefinition, entry: Entry, *, on: date, only: Iterable[str] | None = None, public: bool = False
) -> list[Step]:
    """What happened to an entry, the latest day first; `only`: the fields whose changes are shown. Two queries."""
    shown = frozenset(definition.fields if only is None else only)
    return [
        Step(
            each.version,
            each.revision,
            kind_of(each.before.state if each.before else None, each.version.state),
            [
                difference(definition, field.name, field.before, field.after, public=public)
                for field in (each.fields if each.before else ())
                if field.name in shown
            ],
            each.version.since > on,
        )
        for each in reading.history(entry)
    ]


def kind_of(before: str | None, after: str) -> ChangeKind:
    """What was done to an entry whose state went from one to the other."""
    if before is None:
        return ChangeKind.ADD
    if before == after:
        return ChangeKind.AMEND
    if after == WITHDRAWN:
        return ChangeKind.WITHDRAW
    if after == SUSPENDED:
        return ChangeKind.SUSPEND
    return ChangeKind.RESTORE if before == WITHDRAWN else ChangeKind.RESUME
