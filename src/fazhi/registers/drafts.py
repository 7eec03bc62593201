"""Drafts 拟调整: changes prepared by hand or by import, before they become a revision; often through a procedure.

What is in a draft has passed the same check as a revision. It is checked again when it applies, for the register may
have moved on; and it does not apply to an entry that was revised since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import REGISTER_VIEW, within_reach
from fazhi.procedures.pauses import day_of
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.record.canonical import canonical
from fazhi.record.sm3 import sm3
from fazhi.registers import keeping, reversing
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.checking_changes import Prepared, check
from fazhi.registers.definitions import definition
from fazhi.registers.ledgers import ledger_if_any
from fazhi.registers.models import Draft, Entry, Revision
from fazhi.registers.models.draft import DraftState
from fazhi.registers.models.ledger import RevisionKind
from fazhi.registers.refusals import ChangesRefused, Fault, Refused
from fazhi.registers.revising import Revised, revise

LONGEST_TITLE = 200


def visible(actor: Actor, register: str | None = None) -> QuerySet[Draft]:
    """The drafts of registers that a person may see, the newest first."""
    found = Draft.objects.filter(within_reach(actor, REGISTER_VIEW, "organization", area="jurisdiction"))
    return found.filter(register=register) if register is not None else found


def organization_for(actor: Actor) -> Organization | None:
    """The body in whose name the actor prepares a draft: that of their first seat."""
    return Organization.objects.filter(pk=actor.seats[0].organization_id).first() if actor.seats else None


@transaction.atomic
def make(
    *,
    actor: Actor,
    jurisdiction: Jurisdiction,
    register: str,
    title: str,
    changes: Sequence[Change],
    organization: Organization | None,
    at: datetime,
) -> Draft:
    """A new draft. Raises NotAllowed; Refused for its title; ChangesRefused with every fault of every change."""
    defined = definition(register)
    keeping.require_keeper(actor, defined, jurisdiction)
    draft = Draft(
        jurisdiction=jurisdiction,
        register=register,
        organization=organization,
        title=_title(title),
        made_by=actor.person,
        made_at=at,
    )
    _fill(draft, defined, actor, changes, at)
    draft.save()
    return draft


@transaction.atomic
def put(*, actor: Actor, draft: Draft, changes: Sequence[Change], at: datetime, number: int | None = None) -> Draft:
    """Adds changes to an open draft. A change of an entry that is in it already is put in the place of that one, as is
    the first of ``changes`` in the place of change ``number`` (from 0) where that is said.

    Raises NotAllowed, Refused, ChangesRefused with the faults of all changes in the draft.
    """
    held = _open(actor, draft)
    kept = changes_of(held)
    if number is not None:
        _there(kept, number)
        kept[number : number + 1] = changes[:1]
        changes = changes[1:]
    again = {each.entry for each in changes if each.entry is not None}
    kept = [each for each in kept if each.entry is None or each.entry not in again]
    _fill(held, definition(held.register), actor, [*kept, *changes], at)
    held.save()
    return held


@transaction.atomic
def remove(*, actor: Actor, draft: Draft, number: int, at: datetime) -> Draft:
    """Takes change ``number`` (from 0) out of an open draft. Raises NotAllowed, Refused."""
    held = _open(actor, draft)
    kept = changes_of(held)
    _there(kept, number)
    _fill(held, definition(held.register), actor, [*kept[:number], *kept[number + 1 :]], at)
    held.save()
    return held


@transaction.atomic
def submit(*, actor: Actor, draft: Draft, at: datetime) -> Draft:
    """Closes a draft and fixes its digest: what is reviewed is what will apply.

    Raises NotAllowed; Refused for an empty draft; ChangesRefused where the register has moved on in its way.
    """
    held = _open(actor, draft)
    if not held.changes:
        raise Refused("拟调整里还没有内容，请先编制。")
    _refuse_conflicts(held)
    _, faults = preview(held, on=day_of(at))
    if faults:
        raise ChangesRefused(faults)
    held.state, held.sm3 = DraftState.SUBMITTED, digest_of(held)
    held.save()
    return held


@transaction.atomic
def carried_by(*, draft: Draft, case_id: UUID) -> None:
    """Notes the case that carries a submitted draft. Called by the case."""
    Draft.objects.filter(pk=draft.pk, state=DraftState.SUBMITTED).update(case_id=case_id)


@transaction.atomic
def reopen(*, actor: Actor | None, draft: Draft, at: datetime) -> Draft:  # noqa: ARG001 -- verbs are told when
    """Opens a submitted draft again, when the case gives it back. ``actor`` None: the case has decided it."""
    held = _held(actor, draft, DraftState.SUBMITTED)
    held.state, held.sm3, held.case_id = DraftState.OPEN, "", None
    held.save()
    return held


@transaction.atomic
def drop(*, actor: Actor | None, draft: Draft, at: datetime) -> Draft:  # noqa: ARG001 -- verbs are told when
    """Gives a draft up for good. ``actor`` None: the case that carried it has ended without it."""
    held = _held(actor, draft, DraftState.OPEN, DraftState.SUBMITTED)
    held.state = DraftState.DROPPED
    held.save()
    return held


@transaction.atomic
def apply(
    *,
    draft_id: int,
    sm3: str,  # noqa: A002, RUF100 -- what the case calls it
    actor: Actor | None,
    reason: str,
    document: str,
    since: date,
    at: datetime,
    case_id: UUID | None = None,
) -> Revised:
    """Makes a revision of a draft, whose digest must be the one that was reviewed ("" for an open draft).

    Called within the act of a case that decides it, with its ``case_id``; without, by the keeper of a register that is
    changed directly. Raises NotAllowed; Refused where the draft is another by now, or was applied; ChangesRefused where
    an entry of it was revised since, or it no longer fits.
    """
    held = Draft.objects.select_for_update(of=("self",)).select_related("jurisdiction").filter(pk=draft_id).first()
    if held is None:
        raise Refused("没有这份拟调整，请核对。")
    if held.state == DraftState.APPLIED:
        raise Refused(f"拟调整“{held.title}”已经生效（第{held.revision}次修订），不能再次生效。")
    if held.state == DraftState.DROPPED or (case_id is not None and held.state != DraftState.SUBMITTED):
        raise Refused(f"拟调整“{held.title}”{DraftState(held.state).label}，不能生效；请重新提交。")
    if held.sm3 != sm3 or (held.sm3 and digest_of(held) != held.sm3):
        raise Refused(f"拟调整“{held.title}”与送审时的内容不一致，不能生效；请重新提交审核。")
    _refuse_conflicts(held)
    revised = revise(
        actor=actor,
        jurisdiction=held.jurisdiction,
        register=held.register,
        changes=changes_of(held),
        reason=reason,
        document=document,
        since=since,
        at=at,
        kind=RevisionKind.PROCEDURE if case_id else RevisionKind.IMPORT,
        case_id=case_id,
    )
    held.state, held.case_id, held.revision = DraftState.APPLIED, case_id, revised.revision.seq
    held.save()
    return revised


def preview(draft: Draft, *, on: date) -> tuple[list[Prepared], list[Fault]]:
    """What the draft would make of the register if it applied from a day on, and what stands in its way by now."""
    return check(definition(draft.register), draft.jurisdiction, changes_of(draft), on)


def reversal_of(revision: Revision) -> list[Change]:
    """The changes that take a revision back, for a draft: the only way where a procedure guards the register."""
    return reversing.reversal(revision)


def changes_of(draft: Draft) -> list[Change]:
    """The changes in a draft, personal values sealed."""
    return [
        Change(ChangeKind(each["kind"]), UUID(each["entry"]) if each["entry"] else None, each["data"])
        for each in draft.changes
    ]


def value_of(draft: Draft) -> dict[str, Any]:
    """What a case keeps of a draft in its field of type `changes`."""
    return {
        "draft": draft.pk,
        "sm3": draft.sm3,
        "title": draft.title,
        "added": draft.added,
        "changed": draft.changed,
        "withdrawn": draft.withdrawn,
    }


def digest_of(draft: Draft) -> str:
    """Hex SM3 of what a draft says: where, on which footing, which changes."""
    said = {
        "jurisdiction": draft.jurisdiction_id,
        "register": draft.register,
        "title": draft.title,
        "based_on": draft.based_on,
        "changes": draft.changes,
    }
    return sm3(canonical(said)).hex()


@dataclass(frozen=True, slots=True)
class _Counts:
    added: int
    changed: int
    withdrawn: int


def _fill(draft: Draft, defined: RegisterDefinition, actor: Actor, changes: Sequence[Change], at: datetime) -> None:
    """Checks all changes and puts them into the draft, on the footing of the register as it now is."""
    prepared, faults = check(defined, draft.jurisdiction, changes, day_of(at))
    if faults:
        raise ChangesRefused(faults)
    before = {each.before.organization_id for each in prepared if each.before}
    keeping.require_keeper(actor, defined, draft.jurisdiction, before | {each.organization_id for each in prepared})
    written = [each.as_change() for each in prepared if not each.unchanged]
    draft.changes = [
        {"kind": each.kind.value, "entry": str(each.entry) if each.entry else None, "data": dict(each.data)}
        for each in written
    ]
    counts = _counted(written)
    draft.added, draft.changed, draft.withdrawn = counts.added, counts.changed, counts.withdrawn
    ledger = ledger_if_any(draft.jurisdiction_id, draft.register)
    draft.based_on = ledger.head_seq if ledger else 0


def _counted(changes: Sequence[Change]) -> _Counts:
    added = sum(each.kind in (ChangeKind.ADD, ChangeKind.RESTORE) for each in changes)
    withdrawn = sum(each.kind is ChangeKind.WITHDRAW for each in changes)
    return _Counts(added, len(changes) - added - withdrawn, withdrawn)


def _refuse_conflicts(draft: Draft) -> None:
    """Somebody else may have revised an entry after it was looked at here."""
    numbers = {each.entry: number for number, each in enumerate(changes_of(draft)) if each.entry is not None}
    moved = Entry.objects.filter(pk__in=numbers, seq__gt=draft.based_on).order_by("key")
    faults = [
        Fault(numbers[each.pk], "", f"“{each.title}”在编制以后又有变更（第{each.seq}次修订），请重新核对后再提交。")
        for each in moved
    ]
    if faults:
        raise ChangesRefused(faults)


def _open(actor: Actor, draft: Draft) -> Draft:
    return _held(actor, draft, DraftState.OPEN)


def _held(actor: Actor | None, draft: Draft, *states: DraftState) -> Draft:
    """The draft, locked, in one of these states, where the actor keeps its register."""
    held = Draft.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=draft.pk)
    if actor is not None:
        keeping.require_keeper(actor, definition(held.register), held.jurisdiction, _bodies(held))
    if held.state not in states:
        raise Refused(f"拟调整“{held.title}”{DraftState(held.state).label}，不能再改。")
    return held


def _bodies(draft: Draft) -> list[int | None]:
    """A draft is the business of the body that made it; one of nobody's in particular, of who keeps the whole."""
    return [draft.organization_id]


def _there(changes: Sequence[Change], number: int) -> None:
    if not 0 <= number < len(changes):
        raise Refused("拟调整里没有这一条，可能已被删去，请刷新页面。")


def _title(title: str) -> str:
    title = title.strip()
    if not title:
        raise Refused("请填写拟调整的名称。", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"名称有{len(title)}字，请不要超过{LONGEST_TITLE}字。", field="title")
    return title
