"""Filters of a list page: each adds fields to the filter form and narrows the rows by what was chosen."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from fazhi.desk.fields import DateField, OrganizationField, living_units
from fazhi.government.actors import Actor

Choices = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Filter:
    """The base: `key` names it in the address, `label` on the page, `field` is a lookup path of the rows."""

    key: str
    label: str
    field: str = ""

    def fields(self, actor: Actor) -> dict[str, forms.Field]:
        """The form fields by the name that they have in the address."""
        raise NotImplementedError

    def condition(self, values: Mapping[str, Any]) -> Q:
        """What rows must fulfil, from cleaned values; an empty Q where nothing was chosen."""
        raise NotImplementedError


@dataclass(frozen=True)
class Choice(Filter):
    """One of a few values. `choices` may depend on the actor; `narrow` replaces the plain comparison with `field`."""

    choices: Choices | Callable[[Actor], Choices] = ()
    narrow: Callable[[str], Q] | None = None

    def fields(self, actor: Actor) -> dict[str, forms.Field]:
        given = self.choices(actor) if callable(self.choices) else self.choices
        return {
            self.key: forms.ChoiceField(label=self.label, required=False, choices=[("", f"全部{self.label}"), *given])
        }

    def condition(self, values: Mapping[str, Any]) -> Q:
        value = values.get(self.key)
        if not value:
            return Q()
        return self.narrow(value) if self.narrow else Q(**{self.field: value})


@dataclass(frozen=True)
class DateRange(Filter):
    """From a day to a day, both included; on the address as `key`_from and `key`_to. `moment` for datetime fields."""

    moment: bool = False

    def fields(self, actor: Actor) -> dict[str, forms.Field]:  # noqa: ARG002 -- the same for everybody
        return {
            f"{self.key}_from": DateField(label=f"{self.label}自", required=False),
            f"{self.key}_to": DateField(label=f"{self.label}至", required=False),
        }

    def condition(self, values: Mapping[str, Any]) -> Q:
        day = f"{self.field}__date" if self.moment else self.field
        found = Q()
        if values.get(f"{self.key}_from"):
            found &= Q(**{f"{day}__gte": values[f"{self.key}_from"]})
        if values.get(f"{self.key}_to"):
            found &= Q(**{f"{day}__lte": values[f"{self.key}_to"]})
        return found


@dataclass(frozen=True)
class Unit(Filter):
    """A unit, with everything below it. `narrow` gets the unit's path where rows hang on several units."""

    narrow: Callable[[str], Q] | None = None

    def fields(self, actor: Actor) -> dict[str, forms.Field]:
        return {
            self.key: OrganizationField(
                label=self.label,
                required=False,
                empty_label=f"全部{self.label}",
                queryset=living_units(actor),
                hint="筛选",
            )
        }

    def condition(self, values: Mapping[str, Any]) -> Q:
        unit = values.get(self.key)
        if unit is None:
            return Q()
        return self.narrow(unit.path) if self.narrow else Q(**{f"{self.field}__path__startswith": unit.path})


class FilterForm(forms.Form):
    """The filters of a page as one form, filled from the address. A value that is no good narrows nothing."""

    use_required_attribute = False

    def __init__(self, filters: Sequence[Filter], actor: Actor, data: Mapping[str, Any]) -> None:
        super().__init__(data, label_suffix="", auto_id="filter_%s")
        for each in filters:
            self.fields.update(each.fields(actor))
        self.is_valid()

    def chosen(self) -> list[tuple[str, str, str]]:
        """What was chosen, as (name in the address, label, words), to be shown and taken away again."""
        return [
            (name, str(field.label), _words(field, self.cleaned_data[name]))
            for name, field in self.fields.items()
            if self.cleaned_data.get(name)
        ]


def narrowed(rows: QuerySet[Any], filters: Sequence[Filter], values: Mapping[str, Any]) -> QuerySet[Any]:
    """The rows that fulfil every filter."""
    for each in filters:
        rows = rows.filter(each.condition(values))
    return rows


def _words(field: forms.Field, value: Any) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(dict(field.widget.choices).get(value, value))
    return f"{value:%Y-%m-%d}" if isinstance(field, DateField) else str(value)
