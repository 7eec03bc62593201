"""Registers as the portal reads them: what is public of what is in force today, for one place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from fazhi.desk.registers.open_pages import found_openly, open_rows, plain_names
from fazhi.desk.registers.places import Place
from fazhi.government.models import Jurisdiction
from fazhi.procedures.casework.entries import BLANK
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.importing import cells
from fazhi.registers.models import Entry, EntryState


def public_registers() -> dict[str, RegisterDefinition]:
    """The registers that have something to publish, by id."""
    return {each.id: each for each in library.shelf() if each.publish is not None}


def good_today(today: date) -> Q:
    """The condition that an entry of any register is in force and within its time; entries repeat both days."""
    begun = Q(valid_from=None) | Q(valid_from__lte=today)
    lasting = Q(valid_until=None) | Q(valid_until__gte=today)
    return Q(state=EntryState.IN_FORCE) & begun & lasting


def rows(definition: RegisterDefinition, jurisdiction: Jurisdiction, today: date, words: str = "") -> QuerySet[Entry]:
    """The public entries, those that have every word in a published field where words are given."""
    found = open_rows(definition, Place(jurisdiction, [jurisdiction], asked=True), today, today=today)
    return found_openly(definition, found, words)


def counts(jurisdiction: Jurisdiction, registers: Iterable[str], today: date) -> dict[str, int]:
    """How many entries each register shows. One statement."""
    found = Entry.objects.filter(good_today(today), jurisdiction=jurisdiction, register__in=list(registers))
    return dict(found.order_by().values_list("register").annotate(count=Count("pk")))


def texts(definition: RegisterDefinition, data: Mapping[str, object]) -> list[tuple[str, str]]:
    """(title of the field, words) of what everybody may read as it is: no masked field, no personal data."""
    return [
        (definition.fields[name].title, cells.written(definition.fields[name], data[name]))
        for name in plain_names(definition)
        if data.get(name) not in BLANK
    ]


def entry_address(entry: Entry) -> str:
    """The public page of an entry."""
    return reverse("desk:open-register-entry", args=[entry.register, entry.pk])
