"""The last step of an import: the register is revised as the check found, or a draft is made for a procedure."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.jobs.models import Job
from fazhi.registers import drafts
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.importing import rows
from fazhi.registers.importing.imports import MOST_AT_ONCE, held_for, in_background, missing
from fazhi.registers.ledgers import ledger_for, lock
from fazhi.registers.models import Draft, ImportState, SheetImport
from fazhi.registers.models.ledger import RevisionKind
from fazhi.registers.refusals import ChangesRefused, Refused
from fazhi.registers.revising import Revised, revise

APPLY_TASK = "fazhi.registers.importing.apply"
PROPOSE_TASK = "fazhi.registers.importing.propose"


def start_apply(
    *,
    actor: Actor,
    sheet_import: SheetImport,
    reason: str,
    document: str,
    withdraw_missing: bool,
    next_url: str,
    at: datetime,
) -> Revised | Job:
    """Applies the import at once, or in the background where it has many rows. Raises what `apply` raises."""
    if sheet_import.row_count <= MOST_AT_ONCE:
        return apply(
            actor=actor,
            sheet_import=sheet_import,
            reason=reason,
            document=document,
            withdraw_missing=withdraw_missing,
            at=at,
        )
    if not reason.strip():
        raise Refused("请填写事由。", field="reason")
    arguments = {"reason": reason, "document": document, "withdraw_missing": withdraw_missing, "next_url": next_url}
    return in_background(actor, sheet_import, ImportState.APPLYING, APPLY_TASK, arguments, at)


@transaction.atomic
def apply(
    *,
    actor: Actor,
    sheet_import: SheetImport,
    reason: str,
    document: str = "",
    withdraw_missing: bool = False,
    at: datetime,
) -> Revised:
    """Revises the register as the check found; with ``withdraw_missing`` entries that the sheet has not are withdrawn.

    Raises NotAllowed; Refused where the register was revised since the check; ChangesRefused where a day has passed on
    which something else became of it.
    """
    found = held_for(actor, sheet_import, ImportState.READY, ImportState.APPLYING)
    changes = _changes(actor, found, at, withdraw_missing=withdraw_missing)
    try:
        done = revise(
            actor=actor,
            jurisdiction=found.jurisdiction,
            register=found.register,
            changes=changes,
            reason=reason,
            document=document,
            since=found.since,
            at=at,
            kind=RevisionKind.IMPORT,
        )
    except ChangesRefused as refused:
        raise Refused(f"核对之后情况有变，没有导入：{refused.faults[0].say}请重新核对。") from None
    found.state, found.revision, found.changed_at = ImportState.DONE, done.revision.seq, at
    found.save(update_fields=["state", "revision", "changed_at"])
    return done


def start_propose(
    *, actor: Actor, sheet_import: SheetImport, title: str, withdraw_missing: bool, next_url: str, at: datetime
) -> Draft | Job:
    """Makes the draft at once, or in the background where there are many rows. Raises what `propose` raises."""
    if sheet_import.row_count <= MOST_AT_ONCE:
        return propose(actor=actor, sheet_import=sheet_import, title=title, withdraw_missing=withdraw_missing, at=at)
    arguments = {"title": title, "withdraw_missing": withdraw_missing, "next_url": next_url}
    return in_background(actor, sheet_import, ImportState.APPLYING, PROPOSE_TASK, arguments, at)


@transaction.atomic
def propose(
    *, actor: Actor, sheet_import: SheetImport, title: str, withdraw_missing: bool = False, at: datetime
) -> Draft:
    """Makes a draft 拟调整 of the import, for a register that is changed only through a procedure.

    Raises NotAllowed, Refused.
    """
    found = held_for(actor, sheet_import, ImportState.READY, ImportState.APPLYING)
    draft = drafts.make(
        actor=actor,
        jurisdiction=found.jurisdiction,
        register=found.register,
        title=title,
        changes=_changes(actor, found, at, withdraw_missing=withdraw_missing),
        organization=drafts.organization_for(actor),
        at=at,
    )
    found.state, found.draft, found.changed_at = ImportState.DONE, draft, at
    found.save(update_fields=["state", "draft", "changed_at"])
    return draft


def said(done: Revised) -> str:
    """What a revision by import did, in words: 第3次修订，新增 5 条，变更 2 条，取消 0 条."""
    each = done.revision
    return f"第 {each.seq} 次修订：新增 {each.added} 条，变更 {each.changed} 条，取消 {each.withdrawn} 条"


def _changes(actor: Actor, found: SheetImport, at: datetime, *, withdraw_missing: bool) -> list[Change]:
    ledger = lock(ledger_for(found.jurisdiction_id, found.register, at=at))
    if ledger.head_seq != found.based_on:
        raise Refused("核对之后清单又有修订，核对结果可能已经不对，没有导入。请点“重新核对”。")
    changes = list(rows.changes_of(found.rows.all()))
    if withdraw_missing:
        gone = missing(actor, found).values_list("pk", flat=True)
        changes += [Change(ChangeKind.WITHDRAW, entry) for entry in gone]
    if not changes:
        raise Refused("表中内容与清单现状完全相同，没有要变更的。")
    return changes
