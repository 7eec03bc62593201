"""Entries of registers to choose in a form: found by key or words, without JavaScript too.

The form has a text field and a button 查找; with htmx the list changes while one types, from the same template.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from fazhi.desk.numbers import whole
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.registers.models import Draft, Entry, EntryState
from fazhi.registers.models.draft import DraftState
from fazhi.registers.reading import searched, visible
from fazhi.registers.standing import standing

MOST = 20
"""How many are shown at once; more are found by more words."""


@dataclass(frozen=True)
class KnownEntry:
    """An entry to choose: ``note`` is its key and body, or why it is not good on the day."""

    pk: str
    title: str
    note: str
    valid: bool
    chosen: bool


def entries_to_choose(
    actor: Actor,
    register: str,
    *,
    body: Organization,
    own: bool,
    on: date,
    words: str = "",
    chosen: Sequence[str] = (),
) -> list[KnownEntry]:
    """The chosen ones, then those in force that have the words, the body's own before others.

    Without words nothing more is shown once something is chosen. Two queries, three where something is chosen.
    """
    entries = visible(actor, register).filter(jurisdiction_id=body.jurisdiction_id)
    ids = list(_uuids(chosen))
    found = list(_chosen(entries, ids, on))
    if words.strip() or not found:
        in_force = entries.filter(state=EntryState.IN_FORCE).exclude(pk__in=ids)
        found += _candidates(_narrowed(in_force, body) if own else in_force, body, words.strip(), on)
    return found


def drafts_to_carry(actor: Actor, register: str, *, jurisdiction_id: int, chosen: str) -> list[tuple[str, str]]:
    """Number and title of the submitted drafts that a case could carry; those of the actor's bodies, and the chosen."""
    own = [seat.organization_id for seat in actor.seats]
    free = Q(state=DraftState.SUBMITTED, case_id=None) & (Q(organization__in=own) | Q(made_by=actor.person))
    picked = Q(pk=whole(chosen))
    drafts = Draft.objects.filter(free | picked, register=register, jurisdiction_id=jurisdiction_id)
    return [
        (str(each.pk), f"{each.title}（新增{each.added}、变更{each.changed}、取消{each.withdrawn}）")
        for each in drafts.order_by("-pk")[:MOST]
    ]


def _chosen(entries: QuerySet[Entry], ids: list[UUID], on: date) -> Iterator[KnownEntry]:
    if not ids:
        return
    known = standing(entries.filter(pk__in=ids).values_list("pk", flat=True), on=on)
    for pk in ids:
        if stand := known.get(pk):
            yield KnownEntry(str(pk), stand.title, stand.why or stand.key, stand.valid, chosen=True)


def _candidates(entries: QuerySet[Entry], body: Organization, words: str, on: date) -> Iterator[KnownEntry]:
    bounded = (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_until=None) | Q(valid_until__gte=on))
    found = entries.filter(bounded)
    if words:
        found = (found.filter(key__startswith=words) | searched(found, words)).distinct()
    rows = found.select_related("organization").defer("data", "search").order_by("key")[: MOST * 3]
    for each in sorted(rows, key=lambda entry: entry.organization_id != body.pk)[:MOST]:
        unit = each.organization.short_name if each.organization and each.organization_id != body.pk else ""
        yield KnownEntry(str(each.pk), each.title, "　".join(filter(None, (each.key, unit))), valid=True, chosen=False)


def _narrowed(entries: QuerySet[Entry], body: Organization) -> QuerySet[Entry]:
    """Those of the body, and of bodies above and below it."""
    above = [int(each) for each in body.path.split(".") if each]
    return entries.filter(Q(organization__in=above) | Q(organization__path__startswith=body.path))


def _uuids(texts: Sequence[str]) -> Iterator[UUID]:
    for each in texts:
        with suppress(ValueError):
            yield UUID(each)
