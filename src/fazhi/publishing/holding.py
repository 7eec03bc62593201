"""What people decide about a notice: not to publish 免予公开, to take down, and to let it go again.

Every decision names a legal ground of the closed list and a reason; all are steps that stay, and lines in the
administration log. What is held back or taken down is in no answer to the public.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.permissions import NOTICE_HOLD, NOTICE_MANAGE, Permission, require
from fazhi.government.records import record
from fazhi.procedures.pauses import PLACE
from fazhi.publishing.models import Notice, NoticeState, Removal, StepKind
from fazhi.publishing.refusals import Refused
from fazhi.publishing.rules import Ground, Purpose, grounds_for
from fazhi.publishing.settling import settle, was_held_by_case
from fazhi.publishing.stepping import enter_published, enter_removed, step

SHORTEST, LONGEST = 4, 1000
"""Characters of a reason."""


@transaction.atomic
def hold(*, actor: Actor, notice_id: UUID, ground: str, reason: str, at: datetime) -> Notice:
    """A head decides that it is not to be published 免予公开; what is public already goes at once.

    ``ground`` is a name of `rules.grounds_for("hold", …)`. Raises NotAllowed, Refused.
    """
    notice = _locked(actor, NOTICE_HOLD, notice_id)
    if notice.state not in (NoticeState.DUE, NoticeState.PUBLISHED):
        raise Refused(f"该事项{notice.get_state_display()}，不能再决定免予公开。")
    chosen, reason = _ground(notice, "hold", ground), _reason(reason)
    notice.state = NoticeState.HELD
    notice.save(update_fields=["state"])
    step(notice, StepKind.HELD, at=at, by=actor.person, ground=_words(chosen), reason=reason)
    _record(actor, "决定免予公开", notice, at, ground=chosen.title, reason=reason)
    return notice


@transaction.atomic
def release(*, actor: Actor, notice_id: UUID, reason: str, at: datetime) -> Notice:
    """A head takes that decision back; it is due again, or public at once where nothing more is to be done.

    Raises NotAllowed, Refused (also where the case itself decided not to publish: then the case has to be corrected).
    """
    notice = _locked(actor, NOTICE_HOLD, notice_id)
    if notice.state != NoticeState.HELD:
        raise Refused("该事项没有免予公开，不用撤销。")
    if was_held_by_case(notice):
        raise Refused("本案办理结果为不公开。要公开，请先在案件中更正或者重新办理该步骤。")
    reason = _reason(reason)
    notice.state = NoticeState.DUE
    notice.save(update_fields=["state"])
    step(notice, StepKind.RELEASED, at=at, by=actor.person, reason=reason)
    _record(actor, "撤销免予公开决定", notice, at, reason=reason)
    settle(case_id=notice.case_id, at=at)
    notice.refresh_from_db()
    return notice


@transaction.atomic
def remove(*, actor: Actor, notice_id: UUID, ground: str, said: str, at: datetime) -> Notice:
    """Takes down early what is public. ``said`` is read by everybody: 说明理由 (行政处罚法第四十八条第二款).

    Raises NotAllowed, Refused.
    """
    notice = _locked(actor, NOTICE_MANAGE, notice_id)
    if notice.state != NoticeState.PUBLISHED:
        raise Refused(f"该事项{notice.get_state_display()}，没有可以撤下的公开内容。")
    chosen, said = _ground(notice, "remove", ground), _reason(said, field="said")
    enter_removed(
        notice,
        on=_today(at),
        removal=Removal.DECIDED,
        at=at,
        by=actor.person,
        ground=_words(chosen),
        reason=said,
        said=said,
    )
    _record(actor, "撤下公开内容", notice, at, ground=chosen.title, reason=said)
    return notice


@transaction.atomic
def restore(*, actor: Actor, notice_id: UUID, reason: str, at: datetime) -> Notice:
    """Puts back what was taken down by decision; the days of its publication go on as they were.

    Raises NotAllowed, Refused (also where its time is over meanwhile).
    """
    notice = _locked(actor, NOTICE_MANAGE, notice_id)
    if notice.state != NoticeState.REMOVED or notice.removal != Removal.DECIDED:
        raise Refused("只有经决定撤下的事项可以恢复公开。")
    if notice.removes_on and notice.removes_on < _today(at):
        raise Refused(f"公开期限已于{notice.removes_on}届满，不能恢复公开。")
    reason = _reason(reason)
    step(notice, StepKind.RESTORED, at=at, by=actor.person, reason=reason)
    enter_published(notice, on=notice.published_on or _today(at), at=at, removes_on=notice.removes_on)
    _record(actor, "恢复公开", notice, at, reason=reason)
    settle(case_id=notice.case_id, at=at)
    notice.refresh_from_db()
    return notice


def _locked(actor: Actor, permission: Permission, notice_id: UUID) -> Notice:
    found = Notice.objects.select_for_update(of=("self",)).select_related("organization").filter(pk=notice_id).first()
    if found is None:
        raise Refused("没有这个公开事项，请核对链接。")
    require(actor, permission, organization=found.organization)
    return found


def _ground(notice: Notice, purpose: Purpose, name: str) -> Ground:
    chosen = grounds_for(purpose, notice.procedure).get(name)
    if chosen is None:
        raise Refused("请从列出的法定理由中选一项。", field="ground")
    return chosen


def _reason(text: str, *, field: str = "reason") -> str:
    text = text.strip()
    if not SHORTEST <= len(text) <= LONGEST:
        raise Refused(f"请写明具体理由，{SHORTEST}至{LONGEST}字。", field=field)
    return text


def _words(ground: Ground) -> str:
    return f"{ground.title}（{ground.articles}）"


def _record(actor: Actor, verb: str, notice: Notice, at: datetime, *, reason: str, ground: str = "") -> None:
    record(actor=actor, verb=verb, subject=notice.title, at=at, notice=str(notice.pk), ground=ground, reason=reason)


def _today(at: datetime) -> date:
    return at.astimezone(PLACE).date()
