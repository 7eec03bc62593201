"""一单两库: a pool out of the registers: whom the items are about, who holds a card, who is left out and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from fazhi.cases import parameters
from fazhi.government.models import Jurisdiction
from fazhi.inspections import visits
from fazhi.inspections.drawing.model import ONE_STRATUM, Excluded, Item, Pool, PoolObject, PoolOfficer, Recusal
from fazhi.inspections.refusals import Refused
from fazhi.procedures.language.library import library
from fazhi.registers.models import Entry, EntryState

OFFICERS = "enforcement_officers"
ITEMS = "inspection_items"
CEASED = {"suspended": "歇业", "revoked": "已吊销", "moved": "已迁出", "deregistered": "已注销"}
"""登记状态 of an enterprise that is not there to be inspected, as `market_entities` has them."""


@dataclass(frozen=True)
class Wanted:
    """What a draw is to be made from. Empty collections narrow nothing.

    ``items``: entries of inspection_items; ``streets``: ids of units; ``risks``: classes of credit risk.
    """

    items: tuple[UUID, ...]
    streets: frozenset[int] = frozenset()
    risks: frozenset[str] = frozenset()
    recusals: tuple[Recusal, ...] = ()


@dataclass(frozen=True)
class Built:
    """A pool with the items it is for; ``categories`` are the kinds of objects that these items are about."""

    pool: Pool
    items: tuple[Item, ...]
    entries: tuple[Entry, ...]
    categories: frozenset[str] = field(default=frozenset())


def build(*, jurisdiction: Jurisdiction, wanted: Wanted, on: date) -> Built:
    """The pool as the registers have it on a day; a fixed number of queries. Raises Refused with what is missing.

    Left out, with the reason that is published: who has closed down, who was visited within the cooling period, who
    has reached the yearly cap of all chosen items.
    """
    entries = _items(jurisdiction.pk, wanted.items)
    categories = frozenset(str(each) for entry in entries for each in entry.data.get("object_categories") or ())
    if not categories:
        raise Refused("所选检查事项没有写明对象类别，请先在检查事项清单中补充。", field="items")
    bodies = {entry.organization.name for entry in entries if entry.organization}
    officers = _officers(jurisdiction.pk, {entry.organization_id for entry in entries if entry.organization_id}, on)
    for body in sorted(bodies - {officer.body for officer in officers}):
        raise Refused(f"“{body}”没有持有效执法证的人员，不能参加抽取。请先核对行政执法人员与证件。", field="items")
    objects = list(_objects(jurisdiction.pk, categories, wanted))
    reasons = _reasons(objects, jurisdiction.pk, on)
    kept = tuple(_object(each) for each in objects if each.pk not in reasons)
    if not kept:
        raise Refused("按这些条件没有可以抽取的检查对象，请放宽条件。", field="items")
    excluded = tuple(
        Excluded(str(each.pk), each.title, each.key, reasons[each.pk]) for each in objects if each.pk in reasons
    )
    known = {each.id for each in kept}
    recusals = tuple(each for each in wanted.recusals if each.object in known)
    items = tuple(Item(entry.title, _body(entry)) for entry in entries)
    return Built(Pool(kept, officers, recusals, excluded), items, entries, categories)


def items_to_choose(jurisdiction_id: int) -> QuerySet[Entry]:
    """The inspection items in force from which a draw can be made."""
    found = Entry.objects.filter(jurisdiction_id=jurisdiction_id, register=ITEMS, state=EntryState.IN_FORCE)
    return found.select_related("organization").order_by("organization__order", "key")


def strata_of(pool: Pool) -> Mapping[str, int]:
    """How many objects each stratum has."""
    found: dict[str, int] = {}
    for each in pool.objects:
        found[each.stratum] = found.get(each.stratum, 0) + 1
    return found


def _items(jurisdiction_id: int, asked: Collection[UUID]) -> tuple[Entry, ...]:
    found = tuple(items_to_choose(jurisdiction_id).filter(pk__in=list(asked)))
    if not asked or len(found) < len(set(asked)):
        raise Refused("请选择已公布、有效的检查事项。", field="items")
    return found


def _objects(jurisdiction_id: int, categories: frozenset[str], wanted: Wanted) -> QuerySet[Entry]:
    """By the index of `data`: every category is asked for on its own, since an entry holds a list of them."""
    any_of = Q()
    for each in sorted(categories):
        any_of |= Q(data__contains={"categories": [each]})
    found = Entry.objects.filter(
        any_of, jurisdiction_id=jurisdiction_id, register=visits.REGISTER, state=EntryState.IN_FORCE
    )
    if wanted.risks:
        found = found.filter(data__risk_class__in=sorted(wanted.risks))
    if wanted.streets:
        ids = sorted(wanted.streets)
        found = found.filter(data__street__id__in=[*ids, *(str(each) for each in ids)])
    return found.only("pk", "key", "title", "data").order_by("key")


def _object(entry: Entry) -> PoolObject:
    street = entry.data.get("street")
    name = str(street.get("name", "")) if isinstance(street, Mapping) else ""
    return PoolObject(
        str(entry.pk), entry.title, entry.key, str(entry.data.get("risk_class") or ""), name or ONE_STRATUM
    )


def _reasons(objects: Sequence[Entry], jurisdiction_id: int, on: date) -> dict[UUID, str]:
    own = parameters.values_for(jurisdiction_id=jurisdiction_id, procedure=visits.PROCEDURE, on=on)
    declared = library().editions(visits.PROCEDURE)[-1].parameters

    def value(name: str) -> int | None:
        found = own.get(name, declared[name].value if name in declared else None)
        return int(found) if found is not None else None

    ids = [each.pk for each in objects]
    cooling = value("cooling_days")
    last = visits.last_visits(ids) if cooling is not None else {}
    times = visits.times_in_year(ids, on.year)
    reasons = {}
    for each in objects:
        status, risk = str(each.data.get("status") or ""), str(each.data.get("risk_class") or "")
        cap = value(f"cap_{risk}") if risk else None
        made, day = times.get(each.pk, 0), last.get(each.pk)
        if status in CEASED:
            reasons[each.pk] = CEASED[status]
        elif cooling is not None and day is not None and (on - day).days < cooling:
            reasons[each.pk] = f"{day.isoformat()}已被检查，未满{cooling}天的最短间隔"
        elif cap is not None and made >= cap:
            reasons[each.pk] = f"{on.year}年已被检查{made}次，达到年度频次上限{cap}次"
    return reasons


def _officers(jurisdiction_id: int, bodies: Collection[int], on: date) -> tuple[PoolOfficer, ...]:
    """Who holds a card of one of these bodies that is good on the day."""
    good = Q(valid_until=None) | Q(valid_until__gte=on)
    rows = Entry.objects.filter(
        good,
        Q(valid_from=None) | Q(valid_from__lte=on),
        jurisdiction_id=jurisdiction_id,
        register=OFFICERS,
        state=EntryState.IN_FORCE,
        organization__in=list(bodies),
    ).select_related("organization")
    found = [_officer(each) for each in rows.order_by("key") if each.data.get("card_number")]
    return tuple(_once(found))


def _officer(entry: Entry) -> PoolOfficer:
    person: Any = entry.data.get("person") or {}
    return PoolOfficer(
        str(person.get("id", "")),
        str(person.get("name", "")),
        _body(entry),
        str(entry.data.get("card_number") or ""),
    )


def _body(entry: Entry) -> str:
    """The full name of the body that an entry belongs to, as the bodies of items are written."""
    return entry.organization.name if entry.organization else ""


def _once(officers: Iterable[PoolOfficer]) -> Iterable[PoolOfficer]:
    """Each person once: who holds two cards is drawn as one."""
    found: dict[str, PoolOfficer] = {}
    for each in officers:
        found.setdefault(each.id, each)
    return found.values()
