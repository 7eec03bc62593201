"""Revises registers 修订: the one gate through which entries change, by hand, by import, by a case, or to undo.

A revision is one transaction that holds the row of its ledger, so that revisions have one order and each is judged
against what the one before it left. Its changes are hashed into a Merkle root, its body continues the hash of the
revision before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.procedures.pauses import day_of
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.record.chain import written_moment
from fazhi.record.ledger import changes_root, revision_body, revision_hash
from fazhi.registers import keeping, reversing
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.checking_changes import Prepared, check
from fazhi.registers.definitions import definition
from fazhi.registers.ledgers import ledger_for, lock
from fazhi.registers.models import Ledger, Revision
from fazhi.registers.models.ledger import RevisionKind
from fazhi.registers.refusals import ChangesRefused, Refused
from fazhi.registers.settling import settle
from fazhi.registers.storage import Written, show, write_versions, written_text

MOST_CHANGES = 200_000
LONGEST_REASON, LONGEST_DOCUMENT = 500, 300


@dataclass(frozen=True)
class Revised:
    """What a revision did: the revision, and the entries it left otherwise than they were, in order."""

    revision: Revision
    entries: tuple[UUID, ...]


@dataclass(frozen=True)
class Said:
    """What is said about a revision: by whom, why, under which document, for which day."""

    actor: Actor | None
    reason: str
    document: str
    since: date
    at: datetime
    kind: RevisionKind
    case_id: UUID | None = None
    undoes: int | None = None


@transaction.atomic
def revise(
    *,
    actor: Actor | None,
    jurisdiction: Jurisdiction,
    register: str,
    changes: Sequence[Change],
    reason: str,
    document: str = "",
    since: date,
    at: datetime,
    kind: RevisionKind = RevisionKind.CHANGE,
    case_id: UUID | None = None,
) -> Revised:
    """Changes entries of a register from a day on, all of them or none.

    ``actor`` is None only while installing. With a ``case_id`` the case's procedure has decided who may do this, and a
    register that is changed only by a procedure can be changed. Changes that would leave an entry as it is are passed
    over. Raises NotAllowed; Refused for what concerns the whole; ChangesRefused with every fault of every change.
    """
    defined = definition(register)
    said = _said(Said(actor, reason, document, since, at, kind, case_id))
    if not changes:
        raise Refused("没有要变更的内容，请至少变更一条。")
    if len(changes) > MOST_CHANGES:
        raise Refused(f"一次最多变更{MOST_CHANGES}条，本次有{len(changes)}条，请分批办理。")
    _may_revise(said, defined, jurisdiction)
    ledger = _held(jurisdiction, register, at)
    prepared, faults = check(defined, jurisdiction, changes, since)
    if faults:
        raise ChangesRefused(faults)
    return _revised(ledger, defined, jurisdiction, prepared, said)


@transaction.atomic
def undo(
    *, actor: Actor | None, revision: Revision, reason: str, document: str = "", since: date, at: datetime
) -> Revised:
    """Takes a revision back by a new one: its entries stand again as before it, new ones are withdrawn.

    Raises NotAllowed; Refused where ``since`` is before the revision's own day; ChangesRefused where an entry was
    revised again since then, or what it had held has gone to another entry.
    """
    ledger = Ledger.objects.select_related("jurisdiction").get(pk=revision.ledger_id)
    defined = definition(ledger.register)
    said = _said(Said(actor, reason, document, since, at, RevisionKind.UNDO, undoes=revision.seq))
    _may_revise(said, defined, ledger.jurisdiction)
    held = _held(ledger.jurisdiction, ledger.register, at)
    prepared = reversing.restored(defined, held, revision, since)
    return _revised(held, defined, ledger.jurisdiction, prepared, said)


def _said(said: Said) -> Said:
    reason, document = said.reason.strip(), said.document.strip()
    if not reason:
        raise Refused("请填写事由。", field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refused(f"事由有{len(reason)}字，请不要超过{LONGEST_REASON}字。", field="reason")
    if len(document) > LONGEST_DOCUMENT:
        raise Refused(f"依据文件有{len(document)}字，请不要超过{LONGEST_DOCUMENT}字。", field="document")
    if not 1949 <= said.since.year <= 2999:
        raise Refused(f"施行日期“{said.since}”不对，请核对年份。", field="since")
    return replace(said, reason=reason, document=document)


def _may_revise(said: Said, defined: RegisterDefinition, jurisdiction: Jurisdiction) -> None:
    if said.actor is None or said.case_id is not None:
        return
    keeping.require_keeper(said.actor, defined, jurisdiction)
    if defined.changed_by:
        raise Refused(f"《{defined.title}》只能经规定的程序变更：请先编制拟调整内容，再提交办理。")


def _held(jurisdiction: Jurisdiction, register: str, at: datetime) -> Ledger:
    """The ledger, locked, with its entries as they stand on the day of ``at``."""
    ledger = lock(ledger_for(jurisdiction.pk, register, at=at))
    settle(ledger, on=day_of(at))
    return ledger


def _revised(
    ledger: Ledger, defined: RegisterDefinition, jurisdiction: Jurisdiction, prepared: Sequence[Prepared], said: Said
) -> Revised:
    changed = [each for each in prepared if not each.unchanged]
    if not changed:
        raise Refused("内容与现状完全相同，没有要变更的。")
    if said.actor is not None and said.case_id is None:
        before = {each.before.organization_id for each in changed if each.before}
        after = {each.organization_id for each in changed}
        keeping.require_keeper(said.actor, defined, jurisdiction, before | after)
    seq = ledger.head_seq + 1
    rows, later = _rows(changed, said.since, seq)
    leaves = [row.leaf() for row in (*rows, *later)]
    revision = _revision(ledger, changed, said, seq, changes_root(leaves), len(leaves))
    revision.save(force_insert=True)
    write_versions(ledger, [*rows, *later], leaves)
    if said.since <= ledger.settled_on:
        pairs = list(zip(changed, rows, strict=True))
        new = [row for each, row in pairs if each.before is None]
        show(defined, ledger, new=new, changed=[row for each, row in pairs if each.before is not None])
        show(defined, ledger, changed=[row for row in later if row.since <= ledger.settled_on])
    ledger.head_seq, ledger.head_hash = seq, revision.hash
    ledger.save(update_fields=["head_seq", "head_hash"])
    return Revised(revision, tuple(each.entry for each in changed))


def _rows(changed: Sequence[Prepared], since: date, seq: int) -> tuple[list[Written], list[Written]]:
    """What is written: each entry from its day on, and again those for which an undone later day is in the way."""
    rows = [
        Written(
            entry=each.entry,
            key=each.key,
            title=each.title,
            state=each.state,
            since=since,
            seq=seq,
            number=number,
            organization_id=each.organization_id,
            data=each.data,
            text=written_text(each.data),
        )
        for number, each in enumerate(changed, 1)
    ]
    again = [(row, each.again_on) for each, row in zip(changed, rows, strict=True) if each.again_on]
    later = [replace(row, since=day, number=number) for number, (row, day) in enumerate(again, len(rows) + 1)]
    return rows, later


def _revision(ledger: Ledger, changed: Sequence[Prepared], said: Said, seq: int, root: bytes, count: int) -> Revision:
    kinds = [each.kind for each in changed]
    added = sum(kind in (ChangeKind.ADD, ChangeKind.RESTORE) for kind in kinds)
    withdrawn = kinds.count(ChangeKind.WITHDRAW)
    person = said.actor.person if said.actor else None
    revision = Revision(
        ledger=ledger,
        seq=seq,
        kind=said.kind,
        since=said.since,
        reason=said.reason,
        document=said.document,
        person=person,
        case_id=said.case_id,
        undoes=said.undoes,
        recorded_at=said.at,
        added=added,
        changed=len(kinds) - added - withdrawn,
        withdrawn=withdrawn,
    )
    body = revision_body(
        {
            "ledger": str(ledger.pk),
            "seq": seq,
            "kind": str(said.kind),
            "since": said.since.isoformat(),
            "reason": said.reason,
            "document": said.document,
            "person": {"id": person.pk, "name": person.name} if person else None,
            "case": str(said.case_id) if said.case_id else None,
            "undoes": said.undoes,
            "recorded_at": written_moment(said.at),
            "added": revision.added,
            "changed": revision.changed,
            "withdrawn": revision.withdrawn,
            "count": count,
            "root": root.hex(),
        }
    )
    revision.body = body.decode()
    revision.hash = revision_hash(bytes(ledger.head_hash), body)
    return revision
