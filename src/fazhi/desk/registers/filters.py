"""Filters of a register's list, made from its fields. They read the JSON of entries and of versions alike.

What a person may filter by is what they may read: a field with personal data 个人信息 is only found whole, by its blind
index, and never on a public page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.fields.json import KT
from django.db.models.lookups import GreaterThanOrEqual, IContains, LessThanOrEqual

from fazhi.desk.fields import DateField, OrganizationField
from fazhi.desk.filters import Choice, DateRange, Filter, Unit
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition

LONGEST = 100
FINITE = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.BOOLEAN, Kind.ORGANIZATION, Kind.DATE})
"""Types by which every register can be filtered, whether its definition says so or not."""
AS_OF = "on"


@dataclass(frozen=True)
class Text(Filter):
    """A text that a field holds somewhere; `narrow` gets what was typed."""

    narrow: Callable[[str], Q] = lambda _: Q()

    def fields(self, actor: Actor) -> dict[str, forms.Field]:  # noqa: ARG002 -- the same for everybody
        return {self.key: forms.CharField(label=self.label, required=False, max_length=LONGEST)}

    def condition(self, values: Mapping[str, Any]) -> Q:
        value = (values.get(self.key) or "").strip()
        return self.narrow(value) if value else Q()


@dataclass(frozen=True)
class JsonDates(DateRange):
    """From a day to a day in a JSON field: days are kept as 2026-03-02, whose order is that of the calendar."""

    def condition(self, values: Mapping[str, Any]) -> Q:
        found = Q()
        if since := values.get(f"{self.key}_from"):
            found &= Q(GreaterThanOrEqual(KT(f"data__{self.field}"), since.isoformat()))
        if until := values.get(f"{self.key}_to"):
            found &= Q(LessThanOrEqual(KT(f"data__{self.field}"), until.isoformat()))
        return found


@dataclass(frozen=True)
class Body(Unit):
    """A body; on a public page one of the jurisdiction that the page shows."""

    area: Jurisdiction | None = None

    def fields(self, actor: Actor | None) -> dict[str, forms.Field]:
        if self.area is None and actor is not None:
            return super().fields(actor)
        units = Organization.objects.filter(jurisdiction=self.area, dissolved_on=None)
        label = f"全部{self.label}"
        picker = OrganizationField(label=self.label, required=False, empty_label=label, queryset=units, hint="筛选")
        return {self.key: picker}


@dataclass(frozen=True)
class AsOf(Filter):
    """The day whose state the list shows; which rows there are then is the list's matter."""

    def fields(self, actor: Actor) -> dict[str, forms.Field]:  # noqa: ARG002
        return {self.key: DateField(label=self.label, required=False)}

    def condition(self, values: Mapping[str, Any]) -> Q:  # noqa: ARG002
        return Q()


def filters_of(
    definition: RegisterDefinition,
    *,
    only: Iterable[str] | None = None,
    personal: Callable[[str, str], Q] | None = None,
    area: Jurisdiction | None = None,
) -> tuple[list[Filter], list[Filter]]:
    """The filters that the definition names, and those for the other fields with few values.

    Args: `only` leaves out all fields but these (what a public page may show); `personal` makes the condition for a
    field with personal data from its name and what was typed; without it such fields are no filters; `area` the
    jurisdiction whose bodies can be chosen, where nobody is signed in.
    """
    allowed = list(definition.fields) if only is None else [name for name in definition.fields if name in set(only)]
    named = [name for name in definition.list.filters if name in allowed]
    other = [
        name
        for name in allowed
        if name not in named and (definition.fields[name].personal or definition.fields[name].type in FINITE)
    ]
    first, more = (
        [made for name in names if (made := _filter(definition, name, personal, area)) is not None]
        for names in (named, other)
    )
    return first, more


def _filter(
    definition: RegisterDefinition, name: str, personal: Callable[[str, str], Q] | None, area: Jurisdiction | None
) -> Filter | None:
    field, key = definition.fields[name], f"f_{name}"
    if field.personal:
        return Text(key, f"{field.title}（全文一致）", name, narrow=partial(personal, name)) if personal else None
    match field.type:
        case Kind.CHOICE | Kind.CHOICES:
            choices, narrow = tuple(field.options.items()), partial(_chosen, name, field)
            return Choice(key, field.title, name, choices=choices, narrow=narrow)
        case Kind.BOOLEAN:
            return Choice(key, field.title, name, choices=(("yes", "是"), ("no", "否")), narrow=partial(_truth, name))
        case Kind.ORGANIZATION:
            own = name == definition.organization
            narrow_by = _own_body if own else partial(_named_body, name)
            return Body(key, field.title, name, narrow=narrow_by, area=area)
        case Kind.DATE:
            return JsonDates(key, field.title, name)
        case Kind.ROWS | Kind.PARTIES | Kind.ENTRIES | Kind.PEOPLE | Kind.CHANGES:
            return None
    return Text(key, field.title, name, narrow=partial(_contains, path_of(name, field)))


def path_of(name: str, field: Field) -> str:
    """Where the words of a field stand in the JSON."""
    inner = {Kind.PERSON: "__name", Kind.ORGANIZATION: "__name", Kind.PARTY: "__name", Kind.ENTRY: "__title"}
    return f"data__{name}{inner.get(field.type, '')}"


def _chosen(name: str, field: Field, value: str) -> Q:
    return Q(data__contains={name: [value] if field.type is Kind.CHOICES else value})


def _truth(name: str, value: str) -> Q:
    return Q(data__contains={name: value == "yes"})


def _own_body(path: str) -> Q:
    return Q(organization_id__in=Organization.objects.filter(path__startswith=path).values("pk"))


def _named_body(name: str, path: str) -> Q:
    """A body and those below it, in a field that is not the one an entry belongs to."""
    numbers = Organization.objects.filter(path__startswith=path).values_list("pk", flat=True)
    return Q(**{f"data__{name}__id__in": [each for pk in numbers for each in (pk, str(pk))]})


def _contains(path: str, value: str) -> Q:
    return Q(IContains(KT(path), value))
