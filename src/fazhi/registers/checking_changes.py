"""Judges changes before anything is written: every fault of every change at once, in a fixed number of statements.

Previews, drafts and revisions all come through here, so that what the preview showed is what is written.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fazhi.database.identifiers import uuid7
from fazhi.government.models import Jurisdiction
from fazhi.procedures.casework.entries import Unfit
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import keys
from fazhi.registers.bases import Stand, Timeline, timelines
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.fitting import Row, fit_rows, given_references
from fazhi.registers.judging import Holder, broken_rules, shared_values
from fazhi.registers.ledgers import ledger_if_any
from fazhi.registers.models import EntryState, Ledger
from fazhi.registers.references import Target, Targets, listed
from fazhi.registers.refusals import Fault
from fazhi.registers.sealing import find, is_sealed, seal

IN_FORCE, SUSPENDED, WITHDRAWN = EntryState.IN_FORCE.value, EntryState.SUSPENDED.value, EntryState.WITHDRAWN.value
BECOMES = {
    ChangeKind.ADD: IN_FORCE,
    ChangeKind.SUSPEND: SUSPENDED,
    ChangeKind.RESUME: IN_FORCE,
    ChangeKind.WITHDRAW: WITHDRAWN,
    ChangeKind.RESTORE: IN_FORCE,
}
"""The state after each change; an amendment leaves it as it is."""
FROM = {
    ChangeKind.AMEND: {IN_FORCE, SUSPENDED},
    ChangeKind.SUSPEND: {IN_FORCE},
    ChangeKind.RESUME: {SUSPENDED},
    ChangeKind.WITHDRAW: {IN_FORCE, SUSPENDED},
    ChangeKind.RESTORE: {WITHDRAWN},
}
"""The states in which an entry may be changed so."""
STATE_WORDS = {IN_FORCE: "有效", SUSPENDED: "已暂停", WITHDRAWN: "已取消"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """A change that is in order, with the entry as it leaves it. ``data`` is in its kept form, personal values sealed.

    ``before`` is how it stood on the day, None for a new one. ``again_on``: a later day for which the entry had been
    changed and that change undone; the new stand has to be written for that day too, or it would end there.
    """

    number: int
    kind: ChangeKind
    entry: UUID
    key: str
    title: str
    state: str
    data: Mapping[str, Any]
    organization_id: int | None
    before: Stand | None
    again_on: date | None = None

    @property
    def unchanged(self) -> bool:
        """Whether the entry stands just so already."""
        before = self.before
        return before is not None and (before.state, before.data) == (self.state, self.data)

    def as_change(self) -> Change:
        """The same as a change that can be kept in a draft: only what differs, personal values sealed."""
        old = self.before.data if self.before else {}
        data = {name: self.data.get(name) for name in {**old, **self.data} if old.get(name) != self.data.get(name)}
        return Change(self.kind, self.before.entry if self.before else None, data)


def check(
    definition: RegisterDefinition,
    jurisdiction: Jurisdiction,
    changes: Sequence[Change],
    since: date,
    *,
    merge: bool = False,
) -> tuple[list[Prepared], list[Fault]]:
    """What the changes would make of the entries from ``since`` on, and every fault, by number of the change.

    With ``merge`` an addition whose key is there already amends that entry (or restores it where it is withdrawn), as
    the rows of a sheet do. Only changes without a fault are prepared. The number of statements does not depend on the
    number of changes: what is looked up is looked up for all of them.
    """
    ledger = ledger_if_any(jurisdiction.pk, definition.id)
    rows = [Row(number, each, each.kind, each.entry or uuid7()) for number, each in enumerate(changes)]
    fit_rows(definition, jurisdiction, rows)
    stands = timelines(ledger, ids=[each.entry for each in changes if each.entry], keys=_new_keys(definition, rows))
    _place(definition, rows, stands, merge=merge)
    _fit_references(definition, jurisdiction.pk, rows, since)
    _twice(rows, definition.entry)
    made = [_prepared(definition, row, stands.get(row.entry), since) for row in rows]
    prepared = [each for each in made if each is not None]
    _share_nothing(definition, ledger, rows, prepared)
    faults = [fault for row in rows for fault in row.faults]
    faulty = {fault.number for fault in faults}
    return [each for each in prepared if each.number not in faulty], faults


def _new_keys(definition: RegisterDefinition, rows: Sequence[Row]) -> list[str]:
    return [
        keys.key_of(definition, row.plain) for row in rows if row.kind is ChangeKind.ADD and _has_key(definition, row)
    ]


def _has_key(definition: RegisterDefinition, row: Row) -> bool:
    return all(row.plain.get(name) is not None for name in definition.key)


def _place(
    definition: RegisterDefinition, rows: Sequence[Row], stands: Mapping[UUID, Timeline], *, merge: bool
) -> None:
    """Finds the entry of each change: by its id, or by key where one is added that is there already."""
    by_key = {timeline.last.key: timeline for timeline in stands.values()}
    for row in rows:
        if row.kind is not ChangeKind.ADD:
            if row.change.entry is None or row.change.entry not in stands:
                row.fault("", f"没有要{row.kind.label}的{definition.entry}，请刷新后重新选择。")
            continue
        there = by_key.get(keys.key_of(definition, row.plain)) if _has_key(definition, row) else None
        if there is None:
            continue
        if merge:
            row.kind = ChangeKind.RESTORE if there.last.withdrawn else ChangeKind.AMEND
            row.entry = there.last.entry
        elif there.last.withdrawn:
            say = (
                f"“{there.last.title}”（{there.last.key}）已于{there.last.since}取消，请对它办理“重新列入”，不要新增。"
            )
            row.fault(definition.key[0], say)
        else:
            titles = "、".join(f"“{definition.fields[name].title}”" for name in definition.key)
            row.fault(definition.key[0], f"{titles}与已有的“{there.last.title}”相同，不能重复，请核对或者改为变更。")


def _fit_references(definition: RegisterDefinition, jurisdiction_id: int, rows: Sequence[Row], since: date) -> None:
    by_register: dict[str, list[Any]] = {}
    given = list(given_references(rows))
    for _, _, spec, value in given:
        assert spec.refers_to
        wanted = by_register.setdefault(spec.refers_to, [])
        # The whole text too: a title may have a semicolon in it.
        wanted += [value] if spec.type is Kind.ENTRY else listed(value)
    beside = [
        Target(row.entry, keys.key_of(definition, row.plain), keys.title_of(definition, row.plain))
        for row in rows
        if definition.id in by_register and row.kind is ChangeKind.ADD and _has_key(definition, row)
    ]
    targets = {
        register: Targets(
            jurisdiction_id, register, values, on=since, beside=beside if register == definition.id else ()
        )
        for register, values in by_register.items()
    }
    for row, name, spec, value in given:
        assert spec.refers_to
        try:
            row.plain[name] = targets[spec.refers_to].fitted(spec, value)
        except Unfit as unfit:
            row.fault(name, str(unfit))


def _twice(rows: Sequence[Row], entry: str) -> None:
    """Two changes of one entry in the same set."""
    first: dict[UUID, Row] = {}
    for row in rows:
        if row.entry in first:
            row.fault("", f"本次有两处变更的是同一个{entry}，请并为一处。")
        first.setdefault(row.entry, row)


def _prepared(definition: RegisterDefinition, row: Row, timeline: Timeline | None, since: date) -> Prepared | None:
    """The entry as the change leaves it; None where it cannot be said, the faults noted."""
    before, again_on = None, None
    if row.kind is not ChangeKind.ADD:
        if timeline is None:
            return None
        found = _base(row, timeline, since)
        if found is None:
            return None
        before, again_on = found
        if before.state not in FROM[row.kind]:
            row.fault("", _not_now(definition, row, before))
            return None
    data = _merged(definition, row, before)
    state = BECOMES.get(row.kind) or (before.state if before else IN_FORCE)
    _check_key(definition, row, before)
    if state != WITHDRAWN:
        _check_content(definition, row, data, since)
    if before is None and not _has_key(definition, row):
        return None
    key = before.key if before else keys.key_of(definition, data)
    title = keys.title_of(definition, data)
    kept = _sealed(definition, row, data, before)
    organization_id = keys.organization_of(definition, data)
    return Prepared(row.number, row.kind, row.entry, key, title, state, kept, organization_id, before, again_on)


def _base(row: Row, timeline: Timeline, since: date) -> tuple[Stand, date | None] | None:
    """How the entry stands on the day, and a later day for which the new stand must be written again."""
    before, later = timeline.on(since), timeline.after(since)
    if before is None:
        first = timeline.stands[0]
        row.fault("", f"“{first.title}”现在的内容自{first.since}起施行，施行日期不能早于这一天。")
        return None
    if not later:
        return before, None
    if (later[-1].state, later[-1].data) == (before.state, before.data):
        return before, later[-1].since
    row.fault(
        "",
        f"“{before.title}”已有自{later[-1].since}起施行的变更（第{later[-1].seq}次修订），"
        "请先撤销该次修订，或者把施行日期改到那一天以后。",
    )
    return None


def _not_now(definition: RegisterDefinition, row: Row, before: Stand) -> str:
    said = f"“{before.title}”{STATE_WORDS[before.state]}，不能{row.kind.label}"
    if before.withdrawn:
        return f"{said}；如需再用，请办理“重新列入”。"
    if row.kind is ChangeKind.RESTORE:
        return f"{said}：只有已取消的{definition.entry}才能重新列入。"
    return f"{said}，请核对。"


def _merged(definition: RegisterDefinition, row: Row, before: Stand | None) -> dict[str, Any]:
    """The fields after the change: personal ones open where they are given, sealed where they stay."""
    data = {**(before.data if before else {}), **row.plain}
    return {name: data[name] for name in definition.fields if data.get(name) is not None}


def _check_key(definition: RegisterDefinition, row: Row, before: Stand | None) -> None:
    if before is None:
        if _has_key(definition, row) and len(keys.key_of(definition, row.plain)) > keys.LONGEST_KEY:
            title = definition.fields[definition.key[0]].title
            row.fault(definition.key[0], f"“{title}”等唯一标识合计超过{keys.LONGEST_KEY}字，请缩短。")
        return
    given = {name: row.plain[name] for name in definition.key if name in row.plain and not row.faulty(name)}
    if not given or keys.key_of(definition, {**before.data, **given}) == before.key:
        return
    name = next(iter(given))
    title = definition.fields[name].title
    row.fault(name, f"“{title}”是{definition.entry}的唯一标识，不能变更。请取消本条，再按新的{title}新增。")


def _check_content(definition: RegisterDefinition, row: Row, data: Mapping[str, Any], since: date) -> None:
    for name in definition.fields:
        if name in {*definition.required, *definition.key} and name not in data and not row.faulty(name):
            row.fault(name, f"请填写“{definition.fields[name].title}”。")
    # A rule over a field that is itself wrong would only say the same again.
    for field, say in broken_rules(definition, data, since, row.plain):
        if not row.faulty(field):
            row.fault(field, say)


def _sealed(definition: RegisterDefinition, row: Row, data: Mapping[str, Any], before: Stand | None) -> dict[str, Any]:
    """The fields in their kept form. A personal value that is as before keeps its seal: nothing changed."""
    kept = dict(data)
    for name in definition.personal & data.keys():
        value = data[name]
        old = before.data.get(name) if before else None
        if is_sealed(value):
            continue
        if is_sealed(old) and old["find"] == find(value, register=definition.id, field=name):
            kept[name] = old
        else:
            kept[name] = row.sealed.get(name) or seal(value, register=definition.id, field=name)
    return kept


def _share_nothing(
    definition: RegisterDefinition, ledger: Ledger | None, rows: Sequence[Row], prepared: Sequence[Prepared]
) -> None:
    staying = [each for each in prepared if each.state != WITHDRAWN]
    new: dict[str, Prepared] = {}
    for each in prepared:
        if each.before is None and each.key in new:
            name = definition.key[0]
            say = f"“{definition.fields[name].title}”与本次的“{new[each.key].title}”相同，不能重复，请核对。"
            rows[each.number].fault(name, say)
        elif each.before is None:
            new[each.key] = each
    holders = [Holder(each.number, each.entry, each.title, each.data, new=each.before is None) for each in staying]
    for number, name, say in shared_values(definition, ledger, holders, [each.entry for each in prepared]):
        if not rows[number].faulty(name):
            rows[number].fault(name, say)
