"""Taking a revision back 撤销修订: what its entries were before it, as they are to stand again."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.bases import Stand
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.checking_changes import Prepared
from fazhi.registers.judging import Holder, shared_values
from fazhi.registers.models import EntryState, Ledger, Revision, Version
from fazhi.registers.refusals import ChangesRefused, Fault, Refused


def restored(definition: RegisterDefinition, ledger: Ledger, revision: Revision, since: date) -> list[Prepared]:
    """The entries of a revision as they stood before it, to hold from ``since`` on. Three statements, and the
    unique fields. Raises Refused, and ChangesRefused with every entry that stands in the way.
    """
    if since < revision.since:
        raise Refused(f"该次修订自{revision.since}起施行，撤销的施行日期不能早于这一天。", field="since")
    latest, before = _around(ledger, revision)
    prepared, faults = [], []
    for number, (entry, last) in enumerate(latest.items()):
        if last.seq != revision.seq:
            say = f"“{last.title}”之后又有变更（第{last.seq}次修订），请先撤销该次修订，或者对它单独变更。"
            faults.append(Fault(number, "", say))
            continue
        prepared.append(_prepared(number, last, before.get(entry), since))
    holders = [
        Holder(each.number, each.entry, each.title, each.data, new=each.before is None)
        for each in prepared
        if each.state != EntryState.WITHDRAWN
    ]
    for number, field, say in shared_values(definition, ledger, holders, list(latest)):
        faults.append(Fault(number, field, say))
    if faults:
        raise ChangesRefused(faults)
    return prepared


def reversal(revision: Revision) -> list[Change]:
    """The same as changes, for a register that only a procedure changes: they go into a draft 拟调整."""
    latest, before = _around(Ledger.objects.get(pk=revision.ledger_id), revision)
    changes = []
    for entry, last in latest.items():
        old = before.get(entry)
        if old is None:
            changes.append(Change(ChangeKind.WITHDRAW, entry))
            continue
        data = {
            name: old.data.get(name) for name in {**last.data, **old.data} if last.data.get(name) != old.data.get(name)
        }
        changes.append(Change(_kind(last.state, old.state), entry, data))
    return changes


def _around(ledger: Ledger, revision: Revision) -> tuple[dict[UUID, Stand], dict[UUID, Stand]]:
    """How the entries of a revision stand last of all, and how they stood before it; in the order of the revision."""
    entries = Version.objects.filter(ledger=ledger, seq=revision.seq)
    places = dict(entries.order_by("-number").values_list("entry_id", "number"))
    versions = Version.objects.filter(ledger=ledger, entry_id__in=entries.values("entry_id"))
    order = versions.order_by("entry_id", "-since", "-seq").distinct("entry_id")
    in_turn = sorted(map(_stand, order), key=lambda each: places[each.entry])
    latest = {each.entry: each for each in in_turn}
    before = {each.entry: each for each in map(_stand, order.filter(seq__lt=revision.seq))}
    return latest, before


def _stand(version: Version) -> Stand:
    return Stand(
        version.entry_id,
        version.key,
        version.title,
        version.state,
        version.since,
        version.seq,
        version.data,
        version.organization_id,
    )


def _prepared(number: int, last: Stand, old: Stand | None, since: date) -> Prepared:
    stand = old or last
    state = old.state if old else EntryState.WITHDRAWN.value
    kind = _kind(last.state, state)
    return Prepared(
        number,
        kind,
        last.entry,
        last.key,
        stand.title,
        state,
        stand.data,
        stand.organization_id,
        last,
        last.since if last.since > since else None,
    )


def _kind(now: str, then: str) -> ChangeKind:
    """What leads from one state to the other; a suspended entry that was withdrawn comes back as it was."""
    if now == then:
        return ChangeKind.AMEND
    if then == EntryState.WITHDRAWN:
        return ChangeKind.WITHDRAW
    if now == EntryState.WITHDRAWN:
        return ChangeKind.RESTORE
    return ChangeKind.SUSPEND if then == EntryState.SUSPENDED else ChangeKind.RESUME
