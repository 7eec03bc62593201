"""Links between files of the catalog: procedures and registers, and procedures among themselves.

What one file shows is checked when it is read (`language.outward`); here every name that leads into another file is
followed, and every value that goes there is held against the type it meets.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from fazhi.catalog.loading import CatalogProblem, Located, Place
from fazhi.procedures.casework.converting import goes_into
from fazhi.procedures.casework.naming import first_step
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import entered
from fazhi.procedures.language.fields import REFERENCES, Field
from fazhi.procedures.language.following import Does, LeadsTo, Records, Revises, part, renamed_options, source_field
from fazhi.procedures.language.steps import parts_of
from fazhi.procedures.registers.definition import RegisterDefinition


def check_links(
    procedures: Iterable[Located[Definition]], registers: Iterable[RegisterDefinition]
) -> list[CatalogProblem]:
    """Everything wrong with what leads from one file to another; only files without problems of their own belong here.

    ``procedures`` may hold several editions of one procedure: a case follows from the latest.
    """
    files = list(procedures)
    latest = {file.value.id: file.value for file in sorted(files, key=lambda file: file.value.edition)}
    known = {register.id: register for register in registers}
    credentials = {register.credential.kind for register in known.values() if register.credential}
    return [problem for file in files for problem in _Links(file, known, latest, credentials)]


class _Links:
    """One procedure's links, each blamed where it stands."""

    def __init__(
        self,
        file: Located[Definition],
        registers: Mapping[str, RegisterDefinition],
        procedures: Mapping[str, Definition],
        credentials: Collection[str],
    ) -> None:
        self.file, self.registers, self.procedures, self.credentials = file, registers, procedures, credentials
        self.definition = file.value

    def __iter__(self) -> Iterator[CatalogProblem]:
        for name, declared in self.definition.fields.items():
            yield from self._field(declared, ("fields", name))
        for name, step in self.definition.steps.items():
            for key, each in zip(("", *step.results), parts_of(step), strict=True):
                place: Place = ("steps", name, "results", key) if key else ("steps", name)
                if each.revises is not None:
                    yield from self._revises(each.revises, (*place, "revises"))
                for index, records in enumerate(each.records):
                    yield from self._records(records, (*place, "records", index))
                for index, leads_to in enumerate(each.leads_to):
                    yield from self._leads_to(leads_to, (*place, "leads_to", index))

    def _blame(self, place: Place, wrong: str, mend: str) -> CatalogProblem:
        return self.file.problem(place, wrong, mend)

    def _field(self, declared: Field, place: Place) -> Iterator[CatalogProblem]:
        if declared.holds and declared.holds not in self.credentials:
            yield self._blame((*place, "holds"), f"没有清单登记证件“{declared.holds}”", "请核对证件名，或补上该清单")
        if declared.type not in REFERENCES:
            return
        register = self.registers.get(str(declared.refers_to))
        if register is None:
            yield self._blame((*place, "refers_to"), f"没有清单“{declared.refers_to}”", "请核对清单标识")
            return
        if declared.own and register.organization is None:
            yield self._blame((*place, "own"), f"清单“{register.title}”的条目不分单位", "请删去 own")
        for target, source in declared.fills.items():
            yield from self._filled(register, target, source, (*place, "fills", target))

    def _filled(self, register: RegisterDefinition, target: str, source: str, place: Place) -> Iterator[CatalogProblem]:
        gives = register.fields.get(source)
        if gives is None:
            yield self._blame(place, f"清单“{register.title}”没有要素“{source}”", "请核对要素名")
        elif gives.personal:
            yield self._blame(place, f"“{gives.title}”是个人信息，不能自动带出", "请由办理人填写")
        else:
            yield from self._fits(gives, part(self.definition.fields, target), place)

    def _fits(self, gives: Field, takes: Field | None, place: Place) -> Iterator[CatalogProblem]:
        if takes is not None and not goes_into(gives, takes):
            wrong = f"“{gives.title}”（{gives.type.label}）不能填入“{takes.title}”（{takes.type.label}）"
            yield self._blame(place, wrong, "请让两边的类型和选项一致")

    def _revises(self, revises: Revises, place: Place) -> Iterator[CatalogProblem]:
        changes = self.definition.fields[revises.changes]
        register = self.registers.get(str(changes.refers_to))
        if register is not None and register.changed_by != self.definition.id:
            wrong = f"清单“{register.title}”不由本程序变更"
            yield self._blame(place, wrong, f"请在该清单写 changed_by: {self.definition.id}")

    def _records(self, records: Records, place: Place) -> Iterator[CatalogProblem]:
        register = self.registers.get(records.into)
        if register is None:
            yield self._blame((*place, "into"), f"没有清单“{records.into}”", "请核对清单标识")
            return
        for target, source in records.fields.items():
            where = (*place, "fields", target)
            takes = register.fields.get(target)
            gives = source_field(self.definition.fields, self.definition.time_limits, source)
            if takes is None:
                yield self._blame(where, f"清单“{register.title}”没有要素“{target}”", "请核对要素名")
            elif gives is not None:
                names = records.renamed.get(target)
                yield from self._fits(renamed_options(gives, names) if names else gives, takes, where)
        for target in records.values:
            if target not in register.fields:
                where = (*place, "values", target)
                yield self._blame(where, f"清单“{register.title}”没有要素“{target}”", "请核对要素名")
        given = records.fields.keys() | records.values.keys()
        missing = [name for name in (*register.key, *register.required) if name not in given]
        if records.does is Does.ADD and missing:
            titles = "、".join(dict.fromkeys(register.fields[name].title for name in missing))
            yield self._blame(place, f"列入清单“{register.title}”缺少{titles}", "请在 fields 或 values 里补上")

    def _leads_to(self, leads_to: LeadsTo, place: Place) -> Iterator[CatalogProblem]:
        other = self.procedures.get(leads_to.procedure)
        if other is None:
            yield self._blame((*place, "procedure"), f"没有程序“{leads_to.procedure}”", "请核对程序标识")
            return
        asked = entered(other, first_step(other))
        for target, source in leads_to.carry.items():
            where = (*place, "carry", target)
            takes = part(other.fields, target)
            if takes is None or target.partition(".")[0] not in asked:
                wrong = f"“{other.title}”的“{first_step(other).title}”不填“{target}”"
                yield self._blame(where, wrong, "请核对要素名")
                continue
            gives = source_field(self.definition.fields, self.definition.time_limits, source)
            if gives is not None:
                yield from self._fits(gives, takes, where)
