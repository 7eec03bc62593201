"""The registers of the sample district: filled revision by revision, so that each has a past that can be looked at.

Cards and qualifications stand with the people who hold them (`people.yaml`); from there they become entries.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from fazhi.catalog.sample_district import SamplePeople
from fazhi.catalog.sample_registers import (
    SampleRegister,
    SampleRevision,
    Value,
    load_sample_registers,
    with_credentials,
    written_key,
)
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.sample_checking import dated
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Revision
from fazhi.registers.refusals import ChangesRefused
from fazhi.sample.stage import Stage
from fazhi.sample.years import moved_text, years_to_move

Tell = Callable[[str], object]


def load_registers(*, people: SamplePeople, stage: Stage, tell: Tell) -> int:
    """Fills every register that the sample has entries for; gives the number of entries.

    Registers that others refer to come first. Raises AssertionError where the sample does not fit its registers: the
    sample is the platform's own, and its check says so before.
    """
    by = years_to_move(stage.now.date())
    files = with_credentials((moved(file.value, by) for file in load_sample_registers()), people)
    made = sum(_Filling(stage, library.shelf().get(register), files[register]).fill() for register in order(files))
    tell(f"  清单台账 {len(files)} 个，条目 {made} 条")
    return made


def moved(file: SampleRegister, by: int) -> SampleRegister:
    """The file with the years in its texts moved; its days are counted from the day of installing anyway."""
    return SampleRegister.model_validate_json(moved_text(file.model_dump_json(), by)) if by else file


def order(registers: dict[str, SampleRegister]) -> list[str]:
    """Registers so that what is referred to stands before what refers to it; otherwise by name."""
    done: list[str] = []

    def add(register: str) -> None:
        if register in done or register not in registers:
            return
        for spec in library.shelf().get(register).fields.values():
            if spec.refers_to and spec.refers_to != register:
                add(spec.refers_to)
        done.append(register)

    for register in sorted(registers):
        add(register)
    return done


@dataclass
class _Filling:
    """One register being filled. ``entries`` are those made so far, by their keys as the file writes them."""

    stage: Stage
    definition: RegisterDefinition
    file: SampleRegister
    entries: dict[str, UUID] = field(default_factory=dict)
    revisions: list[Revision] = field(default_factory=list)

    def fill(self) -> int:
        for told in self.file.revisions:
            at = self.stage.days_ago(told.days_ago, time.fromisoformat(told.time))
            self._undo(told, at) if told.undoes else self._revise(told, at)
        return len(self.entries)

    def _revise(self, told: SampleRevision, at: datetime) -> None:
        rows = list(told.entries())
        changes = [Change(ChangeKind.ADD, None, self._values(row)) for row in rows]
        for change in told.change:
            data = self._values(change.data)
            changes += [Change(ChangeKind(change.kind.value), self.entries[key], data) for key in change.of]
        revised = _revised(self.stage, self.definition.id, told, changes, at)
        self.revisions.append(revised.revision)
        keys = [written_key(self.definition.key, row) for row in rows]
        self.entries |= dict(zip(keys, revised.entries, strict=False))

    def _undo(self, told: SampleRevision, at: datetime) -> None:
        assert told.undoes is not None
        revision = self.revisions[told.undoes - 1]
        actor = self.stage.actor(told.by) if told.by else None
        undone = revising.undo(
            actor=actor, revision=revision, reason=told.reason, document=told.document or "", since=at.date(), at=at
        )
        self.revisions.append(undone.revision)

    def _values(self, row: dict[str, Value]) -> dict[str, Any]:
        return {name: _value(self.definition.fields[name], value, self.stage) for name, value in row.items()}


def _value(spec: Field, value: Value, stage: Stage) -> Any:
    """What the file writes, as the register takes it: units and people by number, days as dates."""
    if spec.type is Kind.ORGANIZATION and value in stage.units:
        return {"id": str(stage.units[str(value)].pk), "name": stage.units[str(value)].name}
    if spec.type is Kind.PERSON and value in stage.people:
        return {"id": str(stage.people[str(value)].pk), "name": stage.people[str(value)].name}
    return dated(spec, value, lambda days: stage.now.date() + timedelta(days=days))


def _revised(
    stage: Stage, register: str, told: SampleRevision, changes: list[Change], at: datetime
) -> revising.Revised:
    try:
        return revising.revise(
            actor=stage.actor(told.by) if told.by else None,
            jurisdiction=stage.jurisdiction,
            register=register,
            changes=changes,
            reason=told.reason,
            document=told.document or "",
            since=at.date(),
            at=at,
        )
    except ChangesRefused as refused:
        faults = "".join(f"\n第 {fault.number + 1} 条 {fault.field}：{fault.say}" for fault in refused.faults)
        raise AssertionError(f"sample register {register}, {told.reason}:{faults}") from refused
