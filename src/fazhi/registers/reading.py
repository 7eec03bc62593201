"""Reads of registers that pages, exports and cases share, narrowed to what a person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import BooleanField, Count, DecimalField, Exists, F, Func, Model, OuterRef, Q, QuerySet, Value
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from fazhi.government.actors import Actor
from fazhi.government.permissions import REGISTER_VIEW, may, within_reach
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.counting import due
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition, Seen
from fazhi.registers.comparing import Comparison, Difference, FieldChange, Happened, changed_fields, compare, history
from fazhi.registers.definitions import definition
from fazhi.registers.keeping import permission_for
from fazhi.registers.marks import personal_mark
from fazhi.registers.models import Entry, EntryState, Ledger, Version
from fazhi.registers.refusals import Refused
from fazhi.registers.sealing import find
from fazhi.registers.standing import Standing, standing
from fazhi.statutes.searching.bigrams import query, words_of

Rows = TypeVar("Rows", bound=Model)

__all__ = [
    "Comparison",
    "Counted",
    "Difference",
    "Expiring",
    "FieldChange",
    "Happened",
    "Standing",
    "as_of",
    "changed_fields",
    "compare",
    "counted",
    "definition",
    "entry",
    "expiring",
    "filtered",
    "history",
    "scheduled",
    "searched",
    "standing",
    "visible",
    "visible_ledgers",
]


def visible(actor: Actor, register: str | None = None) -> QuerySet[Entry]:
    """The entries that a person may see, of one register or of all."""
    reach = within_reach(actor, REGISTER_VIEW, "organization", area="jurisdiction")
    entries = Entry.objects.filter(reach).exclude(register__in=_closed_to(actor))
    return entries.filter(register=register) if register is not None else entries


def visible_ledgers(actor: Actor) -> QuerySet[Ledger]:
    """The ledgers of the jurisdictions whose registers a person may see."""
    roles = {seat.jurisdiction_id for seat in actor.seats if seat.roles & REGISTER_VIEW.roles.keys()}
    return Ledger.objects.filter(jurisdiction__in=roles).exclude(register__in=_closed_to(actor))


def _closed_to(actor: Actor) -> list[str]:
    """Registers that only their keepers read, and that the person does not keep: the questions of exams."""
    return [
        each.id for each in library.shelf() if each.seen_by is Seen.KEEPERS and not may(actor, permission_for(each))
    ]


def entry(actor: Actor, register: str, pk: UUID) -> Entry:
    """An entry by its id. Raises Refused where there is none that the person may see."""
    found = visible(actor, register).select_related("ledger", "organization", "jurisdiction").filter(pk=pk).first()
    if found is None:
        raise Refused("没有这个条目，请核对链接，或者从清单里重新选择。")
    return found


def searched(entries: QuerySet[Rows], words: str) -> QuerySet[Rows]:
    """Entries that have all the words, each as it stands; found in titles, codes and texts, not in personal data.

    Versions, which have no index of words, are found by their title and key alone.
    """
    wanted = words_of(words)
    if not wanted:
        return entries
    if entries.model is Version:
        return entries.filter(*(Q(title__icontains=word) | Q(key__icontains=word) for word in wanted))
    return entries.filter(_Matches(F("search"), Value(query(wanted))))


def filtered(entries: QuerySet[Rows], defined: RegisterDefinition, name: str, value: Any) -> QuerySet[Rows]:
    """Entries, or versions, whose field has a value.

    ``value``: an option of a choice; the number of a person or body, the id of an entry; True or False; a text that a
    text has in it; for dates, numbers and money a pair (from, to) of which either may be None, both ends included; the
    whole of a personal value. Raises Refused for a field that cannot be filtered by.
    """
    field = defined.fields.get(name)
    if field is None or field.type in (Kind.PARTIES, Kind.ROWS):
        raise Refused(f"《{defined.title}》不能按“{field.title if field else name}”筛选。", field=name)
    if name == defined.organization and not field.personal:
        return entries.filter(organization_id=int(value))
    if field.personal:
        mark = find(value, register=defined.id, field=name)
        if entries.model is Entry:
            return entries.filter(marks__contains=[personal_mark(name, mark)])
        return entries.filter(data__contains={name: {"find": mark}})
    match field.type:
        case Kind.CHOICE | Kind.BOOLEAN:
            return entries.filter(data__contains={name: value})
        case Kind.CHOICES:
            return entries.filter(data__contains={name: [value]})
        case Kind.PERSON | Kind.ORGANIZATION | Kind.ENTRY:
            return entries.filter(data__contains={name: {"id": str(value)}})
        case Kind.PEOPLE | Kind.ENTRIES:
            return entries.filter(data__contains={name: [{"id": str(value)}]})
        case Kind.DATE | Kind.MOMENT | Kind.NUMBER | Kind.MONEY:
            return _between(entries, field.type, name, value)
        case Kind.PARTY:
            return entries.filter(**{f"data__{name}__name__icontains": value})
    return entries.filter(**{f"data__{name}__icontains": value})


def _between(entries: QuerySet[Rows], kind: Kind, name: str, value: Any) -> QuerySet[Rows]:
    low, high = value if isinstance(value, tuple) else (value, value)
    text = KeyTextTransform(name, "data")
    kept = text if kind in (Kind.DATE, Kind.MOMENT) else Cast(text, DecimalField(max_digits=24, decimal_places=6))
    found: QuerySet[Any] = entries.alias(kept=kept)
    if low is not None:
        found = found.filter(kept__gte=_written(kind, low))
    if high is None:
        return found
    # The whole of the last day: its moments begin with it and are longer.
    last = f"{_written(kind, high)}~" if kind is Kind.MOMENT else _written(kind, high)
    return found.filter(kept__lte=last)


def _written(kind: Kind, value: Any) -> Any:
    """Days are kept so that their texts have their order."""
    return str(value) if kind in (Kind.DATE, Kind.MOMENT) else Decimal(str(value))


@dataclass(frozen=True, slots=True)
class Counted:
    """How many entries have a value; ``value`` None for those that have none."""

    value: str | None
    label: str
    count: int


def counted(entries: QuerySet[Any], defined: RegisterDefinition, name: str) -> tuple[Counted, ...]:
    """Entries, or versions, by the value of a choice; the counts come to the total. One statement."""
    options = defined.fields[name].options
    rows = entries.order_by().values_list(KeyTextTransform(name, "data")).annotate(count=Count("pk"))
    counts: dict[str | None, int] = dict(rows)
    order = [*options, *sorted(each for each in counts if each is not None and each not in options)]
    found = [Counted(value, options.get(value, value), counts[value]) for value in order if value in counts]
    return (*found, Counted(None, "未填写", counts[None])) if None in counts else tuple(found)


def as_of(ledger: Ledger, day: date) -> QuerySet[Version]:
    """Every entry as it stood on a day, withdrawn ones too: of its versions since then the last, by day and number."""
    later = Q(since__gt=OuterRef("since")) | Q(since=OuterRef("since"), seq__gt=OuterRef("seq"))
    # Asked so, a page in the order of keys looks at its own entries only.
    over = Version.objects.filter(later, entry_id=OuterRef("entry_id"), since__lte=day)
    return Version.objects.filter(~Exists(over), ledger=ledger, since__lte=day)


def scheduled(ledger: Ledger) -> QuerySet[Version]:
    """What is entered for days that have not come yet, the nearest first."""
    return Version.objects.filter(ledger=ledger, since__gt=ledger.settled_on).order_by("since", "seq", "number")


@dataclass(frozen=True, slots=True)
class Expiring:
    """An entry that is about to end, or has ended. ``warned_since`` is the day from which people are told."""

    entry: Entry
    definition: RegisterDefinition
    ends: date
    expired: bool


def expiring(actor: Actor, on: date) -> tuple[Expiring, ...]:
    """The entries in force that end within the time of which their register warns, and those that have ended.

    Those that a person may keep: their own body's, or all where they keep all. The nearest end first; one statement.
    """
    warning = {each.id: each for each in library.shelf() if each.validity.ends and each.validity.warn}
    told = Q(pk__in=[])
    for defined in warning.values():
        reach = within_reach(actor, permission_for(defined), "organization", area="jurisdiction")
        told |= reach & Q(register=defined.id, valid_until__lte=warned_until(defined, on))
    rows = Entry.objects.filter(told, state=EntryState.IN_FORCE).select_related("organization")
    found = []
    for each in rows.order_by("valid_until", "register", "key"):
        assert each.valid_until is not None
        found.append(Expiring(each, warning[each.register], each.valid_until, each.valid_until < on))
    return tuple(found)


def warned_until(defined: RegisterDefinition, on: date) -> date:
    """The last end of which people are told on a day: within the register's time of warning, counted from that day."""
    assert defined.validity.warn
    ends = due(on, parse_duration(defined.validity.warn), calendar=standard_calendar()).on
    assert ends is not None
    return ends


class _Matches(Func):
    """A vector against the literal of a tsquery, as an expression: it follows its table into a subquery."""

    template, arg_joiner = "%(expressions)s::tsquery", " @@ "
    output_field = BooleanField()
