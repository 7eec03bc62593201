"""Checks what the sample district has in its registers against their definitions, before anything is installed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from fazhi.catalog.loading import CatalogProblem, Located, Place
from fazhi.catalog.sample_district import SamplePeople
from fazhi.catalog.sample_registers import SampleRegister, SampleRevision, Value, with_credentials, written_key
from fazhi.procedures.casework.entries import Unfit, fit
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.procedures.registers.library import Shelf

OUTSIDE = ("（外单位）", "（外部人员）")
TODAY = date(2026, 3, 2)
"""Any day: whether a date fits does not depend on it."""


@dataclass(frozen=True)
class SampleCheck:
    """Whether the files speak of registers, fields, units, people and entries that there are, with values that fit.

    ``units`` are keys of district.yaml, ``people`` those of people.yaml, whose cards are entries too. Rules are judged
    as the sample is loaded, by the register itself.
    """

    shelf: Shelf
    files: Collection[Located[SampleRegister]]
    units: Collection[str]
    people: SamplePeople
    _meant: dict[str, set[str]] = field(default_factory=dict)

    def problems(self) -> Iterator[CatalogProblem]:
        """Everything wrong, file by file."""
        known = [file for file in self.files if file.value.id in self.shelf]
        for file in self.files:
            if file not in known:
                wrong = f"没有清单“{file.value.id}”"
                yield file.problem(("id",), wrong, "请改为 registers 目录中某个清单的标识")
        for register, whole in with_credentials((file.value for file in known), self.people).items():
            self._meant[register] = set(_names(self.shelf.get(register), whole))
        for file in known:
            yield from self._file(file, self.shelf.get(file.value.id))

    def _file(self, file: Located[SampleRegister], definition: RegisterDefinition) -> Iterator[CatalogProblem]:
        began = with_credentials((), self.people).get(definition.id)
        there = set(_keys(definition, began)) if began else set[str]()
        for index, revision in enumerate(file.value.revisions):
            place: Place = ("revisions", index)
            if revision.by is not None and self.people.find(revision.by) is None:
                yield file.problem((*place, "by"), f"没有登录名“{revision.by}”", "请改为 people.yaml 中的登录名")
            if unknown := _unknown_names(definition, revision):
                wrong = f"《{definition.title}》没有要素“{'、'.join(unknown)}”"
                yield file.problem((*place, "columns"), wrong, "请核对名称")
                there |= {written_key(definition.key, entry) for entry in revision.entries()}
                continue
            for row, entry in enumerate(revision.entries()):
                where = (*place, "add", row)
                key = written_key(definition.key, entry)
                if key in there:
                    yield file.problem(where, f"“{key}”重复", "请改为没有用过的标识")
                there.add(key)
                for say in (*self._unfit(definition, entry), *_missing(definition, entry)):
                    yield file.problem(where, say.removesuffix("。"), "请改正这一行")
            yield from self._changes(file, definition, revision, place, there)

    def _changes(
        self,
        file: Located[SampleRegister],
        definition: RegisterDefinition,
        revision: SampleRevision,
        place: Place,
        there: set[str],
    ) -> Iterator[CatalogProblem]:
        for number, change in enumerate(revision.change):
            where = (*place, "change", number)
            for key in change.of:
                if key not in there:
                    yield file.problem((*where, "of"), f"没有“{key}”这一条", "请改为前面新增的条目的标识")
            for say in self._unfit(definition, change.data):
                yield file.problem((*where, "data"), say.removesuffix("。"), "请改正")

    def _unfit(self, definition: RegisterDefinition, entry: dict[str, Value]) -> Iterator[str]:
        for name, value in entry.items():
            if name not in definition.fields:
                yield f"没有要素“{name}”"
                continue
            spec = definition.fields[name]
            try:
                self._fit(spec, value)
            except Unfit as unfit:
                yield str(unfit)

    def _fit(self, spec: Field, value: Value) -> None:
        match spec.type:
            case Kind.ORGANIZATION:
                _among(spec, value, self.units, "单位")
            case Kind.PERSON:
                _among(spec, value, {person.login for person in self.people.people}, "登录名")
            case Kind.ENTRY:
                _among(spec, value, self._meant.get(spec.refers_to or "", ()), "条目")
            case Kind.ENTRIES:
                for each in value if isinstance(value, list) else [value]:
                    _among(spec, each, self._meant.get(spec.refers_to or "", ()), "条目")
            case _:
                fit(spec, dated(spec, value, lambda days: TODAY + timedelta(days)))


def dated(spec: Field, value: Value, day: Callable[[int], date]) -> Any:
    """The value with its days: ``day`` gives the date for a number of days from the day of installing."""
    if spec.type is Kind.DATE and isinstance(value, int):
        return day(value)
    if spec.type is not Kind.ROWS or not isinstance(value, list):
        return value
    days = [name for name, column in spec.columns.items() if column.type is Kind.DATE]
    return [{**row, **{name: day(row[name]) for name in days if isinstance(row.get(name), int)}} for row in value]


def _among(spec: Field, value: Value, known: Collection[str], what: str) -> None:
    if not isinstance(value, str) or (value not in known and not value.endswith(OUTSIDE)):
        raise Unfit(f"“{spec.title}”写的“{value}”不是已有的{what}。")


def _keys(definition: RegisterDefinition, file: SampleRegister) -> Iterator[str]:
    for revision in file.revisions:
        for entry in revision.entries():
            yield written_key(definition.key, entry)


def _names(definition: RegisterDefinition, file: SampleRegister) -> Iterator[str]:
    """Every key and title by which another file can mean an entry."""
    for revision in file.revisions:
        for entry in revision.entries():
            yield written_key(definition.key, entry)
            yield str(entry.get(definition.named_by, ""))


def _unknown_names(definition: RegisterDefinition, revision: SampleRevision) -> list[str]:
    names = {*revision.columns, *revision.common, *revision.defaults}
    return sorted(names - definition.fields.keys())


def _missing(definition: RegisterDefinition, entry: dict[str, Value]) -> Iterator[str]:
    for name in definition.required:
        if entry.get(name) is None:
            yield f"没有填写“{definition.fields[name].title}”"
