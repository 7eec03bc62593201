"""Whether entries may be what they are to become: rules of the register, and values that no two entries may share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.casework.facts import field_value
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.definitions import rules_of
from fazhi.registers.marks import marks_of, unique_mark
from fazhi.registers.models import EntryState, Ledger, Version
from fazhi.registers.sealing import is_sealed, open_

# One look at the index of marks for each value. Entries that the changes themselves touch are left out: what counts is
# what they become.
SHARED = """
SELECT w.mark, e.title FROM unnest(%(wanted)s::text[]) AS w(mark)
JOIN registers_entry e ON e.marks @> ARRAY[w.mark] AND e.ledger_id = %(ledger)s AND e.state <> 'withdrawn'
WHERE NOT e.id = ANY(%(touched)s)
"""


class Facts(Mapping[str, Any]):
    """An entry's fields as rules see them, each converted when asked for; sealed values are opened then."""

    def __init__(self, definition: RegisterDefinition, data: Mapping[str, Any], since: date) -> None:
        self._definition, self._data, self._since = definition, data, since

    def __getitem__(self, name: str) -> Any:
        if name == "since":
            return self._since
        spec = self._definition.fields[name]
        kept = self._data.get(name)
        if is_sealed(kept):
            kept = open_(kept, register=self._definition.id, field=name)
        if kept is not None and spec.type is Kind.ENTRY:
            # It was looked up as the change came in: a reference that is not in force does not come this far.
            return {"valid": True, **kept}
        return field_value(spec, kept)

    def __iter__(self) -> Iterator[str]:
        return iter((*self._definition.fields, "since"))

    def __len__(self) -> int:
        return len(self._definition.fields) + 1


def broken_rules(
    definition: RegisterDefinition, data: Mapping[str, Any], since: date, given: Mapping[str, Any]
) -> Iterator[tuple[str, str]]:
    """(field, sentence) of each rule that does not hold. The field is one that the change sets, where one is.

    A rule that rests on a field left blank says nothing: whether it must be filled in is for ``required``.
    """
    facts = Facts(definition, data, since)
    for rule in rules_of(definition):
        if rule.that.evaluate(facts, calendar=standard_calendar()) is False:
            field = next((name for name in rule.reads if name in given), rule.reads[0] if rule.reads else "")
            yield field, rule.say


@dataclass(frozen=True, slots=True)
class Holder:
    """An entry with what it will hold. ``number`` is that of its change; ``new``: it is not in the register yet."""

    number: int
    entry: UUID
    title: str
    data: Mapping[str, Any]
    new: bool


def shared_values(
    definition: RegisterDefinition, ledger: Ledger | None, holders: Sequence[Holder], touched: Sequence[UUID]
) -> Iterator[tuple[int, str, str]]:
    """(number of the change, field, sentence) of each value that would stand in two entries in force.

    ``holders`` are those that will not be withdrawn. What is entered for later days counts too: it will be there. Two
    statements.
    """
    wanted: dict[str, tuple[tuple[str, ...], list[Holder]]] = {}
    for holder in sorted(holders, key=lambda each: each.new):
        for names in definition.unique:
            mark = unique_mark(definition, names, holder.data)
            if mark is not None:
                wanted.setdefault(mark, (names, []))[1].append(holder)
    elsewhere = _elsewhere(definition, ledger, list(wanted), touched)
    for mark, (names, together) in wanted.items():
        title = "、".join(f"“{definition.fields[name].title}”" for name in names)
        first, *others = together
        which = "本次" if first.new else "已有"
        for holder in others:
            yield holder.number, names[0], f"{title}与{which}的“{first.title}”相同，不能重复，请核对。"
        if mark in elsewhere:
            for holder in together:
                yield holder.number, names[0], f"{title}与已有的“{elsewhere[mark]}”相同，不能重复，请核对。"


def _elsewhere(
    definition: RegisterDefinition, ledger: Ledger | None, wanted: Sequence[str], touched: Sequence[UUID]
) -> dict[str, str]:
    """The title of another entry that has the mark, by mark."""
    if ledger is None or not wanted:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(SHARED, {"wanted": list(wanted), "ledger": ledger.pk, "touched": list(touched)})
        found: dict[str, str] = dict(cursor.fetchall())
    later = Version.objects.filter(ledger=ledger, since__gt=ledger.settled_on).exclude(state=EntryState.WITHDRAWN)
    asked = set(wanted)
    for title, data in later.exclude(entry_id__in=touched).values_list("title", "data"):
        found |= {mark: title for mark in marks_of(definition, data) if mark in asked}
    return found
