"""Entries of registers named in an act: kept with how they stand on its day, and what they say filled in.

Chosen by id; a program may also name one by its key or title. One statement for where they belong and one for how they
stand, however many an act names; none for an act that names none.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from fazhi.government.models import Organization
from fazhi.procedures.casework.converting import carried
from fazhi.procedures.casework.requests import Code, Reason
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.language.steps import asked
from fazhi.registers.definitions import definition as register_of
from fazhi.registers.models import Entry
from fazhi.registers.sealing import is_sealed
from fazhi.registers.standing import Standing, standing


@dataclass(frozen=True)
class _Known:
    """An entry of the jurisdiction: what it is called, and the body it belongs to."""

    id: UUID
    register: str
    key: str
    title: str
    path: str
    body: str


def resolve(
    definition: Definition, given: Mapping[str, Any], *, step: str, result: str, on: date, organization: Organization
) -> tuple[dict[str, Any], list[Reason]]:
    """The given values with entries and what they fill put in, and what is wrong with those that nobody can mean.

    An entry that is not good on the day is kept as such, with the reason: the engine refuses the act by it.
    """
    values = dict(given)
    fields = {
        name: field
        for name in values
        if (field := definition.fields.get(name)) and field.type in (Kind.ENTRY, Kind.ENTRIES)
    }
    meant = [(name, each) for name in fields for each in _listed(values[name])]
    if not meant:
        return values, []
    found = _Found(organization, on, {str(field.refers_to) for field in fields.values()}, (each for _, each in meant))
    wrong: list[Reason] = []
    for name, field in fields.items():
        kept = []
        for each in _listed(values[name]):
            record, say = found.record(field, each)
            kept += [record] if record else []
            wrong += [Reason(Code.FIELD, say, field=name)] if say else []
        values[name] = kept if field.type is Kind.ENTRIES else (kept[0] if kept else None)
    if not wrong:
        wrong += _fill(definition, values, found, asked(definition.steps[step], result or None))
    return values, wrong


class _Found:
    """The entries that an act may mean, each with how it stands on the day."""

    def __init__(self, organization: Organization, on: date, registers: set[str], given: Iterable[Any]) -> None:
        self.organization, self.on = organization, on
        ids, words = _asked(given)
        rows = Entry.objects.filter(
            Q(pk__in=ids) | Q(key__in=words) | Q(title__in=words),
            jurisdiction_id=organization.jurisdiction_id,
            register__in=registers,
        )
        columns = ("pk", "register", "key", "title", "organization__path", "organization__name")
        self._known = [
            _Known(pk, register, key, title, path or "", body or "")
            for pk, register, key, title, path, body in rows.values_list(*columns)
        ]
        self.standing: dict[UUID, Standing] = standing((each.id for each in self._known), on=on)

    def record(self, field: Field, given: Any) -> tuple[dict[str, Any] | None, str]:
        """The entry as an act keeps it; or None and what is wrong."""
        pk, word = _meant(given)
        own = [each for each in self._known if each.register == field.refers_to]
        found = [each for each in own if each.id == pk or (word and each.key == word)]
        found = found or [each for each in own if word and each.title == word]
        register = register_of(str(field.refers_to)).title
        if not found:
            return None, f"“{field.title}”选的“{word or '条目'}”不在《{register}》中，请重新选择。"
        if len(found) > 1:
            keys = "、".join(each.key for each in found[:5])
            return None, f"“{field.title}”写的“{word}”在《{register}》中有{len(found)}条（{keys}），请改写编码。"
        return self._kept(field, found[0]), ""

    def _kept(self, field: Field, known: _Known) -> dict[str, Any]:
        stand = self.standing[known.id]
        why = stand.why
        if not why and field.own and not same_line(known.path, self.organization.path):
            why = f"属于{known.body or '其他单位'}，不是{self.organization.name}的"
        kept = {"id": str(known.id), "key": stand.key, "title": stand.title, "valid": not why}
        return kept | ({"why": why} if why else {})


def _fill(definition: Definition, values: dict[str, Any], found: _Found, own: frozenset[str]) -> list[Reason]:
    """Puts what entries say into the fields they fill; what somebody has typed where the step asks for it stands."""
    wrong = []
    for name, field in definition.fields.items():
        kept = values.get(name) if field.fills else None
        if not kept:
            continue
        stand = found.standing[UUID(kept["id"])]
        register = register_of(stand.register)
        said = {key: value for key, value in stand.data.items() if not is_sealed(value)}
        for target, value in carried(
            field.fills, source=register.fields, values=said, target=definition.fields
        ).items():
            typed = values.get(target)
            if typed in (None, "", [], {}):
                values[target] = value
            elif target not in own:
                say = f"“{definition.fields[target].title}”由“{field.title}”带出，请不要另填。"
                wrong.append(Reason(Code.FIELD, say, field=target))
            elif isinstance(typed, Mapping) and isinstance(value, Mapping):
                values[target] = {**value, **{part: each for part, each in typed.items() if each not in (None, "")}}
    return wrong


def same_line(path: str, other: str) -> bool:
    """Whether one body is the other, or stands above or below it in the tree. A path is ``1.4.12.``."""
    return bool(path) and bool(other) and (path.startswith(other) or other.startswith(path))


def _listed(value: Any) -> list[Any]:
    if value in (None, "", [], {}):
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


def _asked(given: Iterable[Any]) -> tuple[list[UUID], list[str]]:
    meant = [_meant(each) for each in given]
    return [pk for pk, _ in meant if pk], [word for _, word in meant if word]


def _meant(given: Any) -> tuple[UUID | None, str]:
    """An id, or a key or title."""
    if isinstance(given, Mapping):
        given = given.get("id") or given.get("key") or given.get("title") or ""
    with suppress(ValueError, AttributeError, TypeError):
        return UUID(str(given)), ""
    return None, str(given).strip()
