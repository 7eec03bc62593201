"""Entries found by words in all registers, as the search box and the home page show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from fazhi.desk.components import Mark
from fazhi.desk.registers.columns import codes_of
from fazhi.desk.registers.showing import words_of
from fazhi.desk.registers.validity import mark_of
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REGISTER_VIEW
from fazhi.procedures.casework.entries import BLANK
from fazhi.procedures.registers import library
from fazhi.registers import reading
from fazhi.registers.models import Entry, EntryState


@dataclass(frozen=True)
class Found:
    """An entry that was found."""

    title: str
    url: str
    register: str
    about: str
    mark: Mark


def find_entries(actor: Actor, words: str, limit: int, *, on: date) -> list[Found]:
    """Entries of all registers that have all the words, those in force first; one query."""
    if not permissions.may(actor, REGISTER_VIEW):
        return []
    rows = reading.searched(reading.visible(actor), words).select_related("organization")
    known = {each.id for each in library.shelf()}
    in_order = [*rows.filter(state=EntryState.IN_FORCE).order_by("register", "key")[:limit]]
    if len(in_order) < limit:
        others = rows.exclude(state=EntryState.IN_FORCE).order_by("register", "key")
        in_order += others[: limit - len(in_order)]
    return [_found(entry, on) for entry in in_order if entry.register in known]


def _found(entry: Entry, on: date) -> Found:
    definition = library.shelf().get(entry.register)
    names = [name for name in codes_of(definition) if entry.data.get(name) not in BLANK]
    said = [definition.title, *(str(words_of(definition, name, entry.data[name], links=False)) for name in names)]
    if entry.organization is not None:
        said.append(str(entry.organization))
    address = reverse("desk:registers:entry", args=[definition.id, entry.pk])
    shown = mark_of(definition, entry.state, entry.data, on=on, soon=None)
    return Found(entry.title or definition.entry, address, definition.title, "　".join(said), shown)
