"""The life of a consultation 征求意见: prepared, opened for long enough, extended, closed by time, answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from fazhi.cases.models import Case
from fazhi.consultations import numbering
from fazhi.consultations.drafts import passages_of, points_of
from fazhi.consultations.holding import day_of, locked, locked_draft, note
from fazhi.consultations.kinds import Kind, kinds
from fazhi.consultations.models import Channel, Consultation, ConsultationFile, Role, State, StepKind
from fazhi.consultations.periods import LONGEST, count
from fazhi.consultations.refusals import Refused
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.models import Organization, Person
from fazhi.government.permissions import CONSULT_MANAGE, require
from fazhi.statutes.reading import BadCitation, Citation

MOST_FILES = 20


@dataclass(frozen=True)
class Plan:
    """What an announcement says. ``channels`` are keys of Channel; ``contact`` is where the office is reached."""

    kind: str
    title: str
    explanation: str = ""
    asked: str = ""
    channels: Sequence[str] = (Channel.PORTAL,)
    contact: str = ""
    is_anonymous: bool = True
    closes_on: date | None = None
    short_reason: str = ""


@transaction.atomic
def make(
    *, actor: Actor, organization: Organization, plan: Plan, at: datetime, case: Case | None = None
) -> Consultation:
    """Prepares a consultation in the name of a unit. Nobody outside sees it. Raises NotAllowed, Refused."""
    require(actor, CONSULT_MANAGE, organization=organization)
    return prepared(organization=organization, plan=plan, at=at, by=actor.person, case=case)


def prepared(
    *,
    organization: Organization,
    plan: Plan,
    at: datetime,
    by: Person | None,
    case: Case | None = None,
    seq: int | None = None,
) -> Consultation:
    """Writes a draft; for verbs of this app, which have asked for the right. Must run in a transaction."""
    _check(plan)
    made = Consultation(
        jurisdiction_id=organization.jurisdiction_id,
        organization=organization,
        case=case,
        seq=seq,
        number=numbering.give(jurisdiction_id=organization.jurisdiction_id, year=day_of(at).year),
        made_by=by,
        made_at=at,
    )
    _planned(made, plan).save()
    note(made, StepKind.MADE, by=by, at=at)
    return made


@transaction.atomic
def amend(*, actor: Actor, consultation: Consultation, plan: Plan, at: datetime) -> Consultation:
    """Changes one that is being prepared. Raises NotAllowed; Refused once it is open."""
    held = locked_draft(actor, consultation)
    _check(plan)
    _planned(held, plan).save()
    note(held, StepKind.AMENDED, by=actor.person, at=at)
    return held


@transaction.atomic
def attach(*, actor: Actor, consultation: Consultation, role: str, kept: KeptFile, at: datetime) -> ConsultationFile:
    """Adds a paper; of a draft that can be read, the articles become what opinions can be about."""
    held = locked_draft(actor, consultation)
    if held.files.count() >= MOST_FILES:
        raise Refused(f"最多放 {MOST_FILES} 份材料。", field="files")
    added = ConsultationFile.objects.create(
        consultation=held, role=role, kept=kept, passages=passages_of(kept) if role != Role.OTHER else []
    )
    _take_points(held)
    note(held, StepKind.FILED, by=actor.person, at=at, reason=f"放入{added.get_role_display()}：{kept.name}")
    return added


@transaction.atomic
def detach(*, actor: Actor, consultation: Consultation, file: ConsultationFile, at: datetime) -> None:
    """Takes a paper out again before the draft is open."""
    held = locked_draft(actor, consultation)
    words = f"撤下{file.get_role_display()}：{file.kept.name}"
    held.files.filter(pk=file.pk).delete()
    _take_points(held)
    note(held, StepKind.FILED, by=actor.person, at=at, reason=words)


@transaction.atomic
def open_(
    *, actor: Actor, consultation: Consultation, closes_on: date, short_reason: str = "", at: datetime
) -> Consultation:
    """Puts the draft before everybody from today, until the end of ``closes_on``.

    Raises Refused with the article: for a period that is too short without a reason, and where draft, explanation or
    the ways to speak are missing.
    """
    held = locked_draft(actor, consultation)
    kind = kind_of(held)
    today = day_of(at)
    _check_papers(held, kind)
    _check_period(kind, today, closes_on, short_reason)
    held.opens_on, held.closes_on, held.short_reason = today, closes_on, short_reason.strip()[:300]
    held.state = State.OPEN
    held.save(update_fields=["opens_on", "closes_on", "short_reason", "state"])
    note(held, StepKind.OPENED, by=actor.person, at=at, reason=held.short_reason)
    return held


@transaction.atomic
def extend(*, actor: Actor, consultation: Consultation, closes_on: date, reason: str, at: datetime) -> Consultation:
    """Moves the end further out; one that has closed, and is not answered yet, opens again. It never moves nearer."""
    held = locked(actor, consultation)
    if held.state not in (State.OPEN, State.CLOSED) or held.closes_on is None:
        raise Refused(f"“{held.title}”{held.get_state_display()}，不能延长。")
    if closes_on <= held.closes_on:
        raise Refused(f"新的截止日期应晚于原来的 {held.closes_on}。", field="closes_on")
    if closes_on < day_of(at):
        raise Refused("新的截止日期已经过去。", field="closes_on")
    if closes_on > day_of(at) + timedelta(days=LONGEST):
        raise Refused(f"截止日期不能晚于今天起 {LONGEST} 日。", field="closes_on")
    if not reason.strip():
        raise Refused("请写明延长的理由，随公告公布。", field="reason")
    held.closes_on, held.state = closes_on, State.OPEN
    held.save(update_fields=["closes_on", "state"])
    note(held, StepKind.EXTENDED, by=actor.person, at=at, reason=reason.strip())
    return held


@transaction.atomic
def withdraw(*, actor: Actor, consultation: Consultation, reason: str, at: datetime) -> Consultation:
    """Takes a consultation back. One that was open stays to be seen with the reason; a draft was seen by nobody."""
    held = locked(actor, consultation)
    if held.state in (State.ANSWERED, State.WITHDRAWN):
        raise Refused(f"“{held.title}”{held.get_state_display()}，不能撤回。")
    if not reason.strip():
        raise Refused("请写明撤回的原因，已经公布的要让公众看到。", field="reason")
    held.state, held.why_withdrawn = State.WITHDRAWN, reason.strip()[:300]
    held.save(update_fields=["state", "why_withdrawn"])
    note(held, StepKind.WITHDRAWN, by=actor.person, at=at, reason=held.why_withdrawn)
    return held


@transaction.atomic
def publish_answers(*, actor: Actor, consultation: Consultation, summary: str, at: datetime) -> Consultation:
    """Publishes what became of every opinion. Raises Refused before the end, and while one waits for an answer."""
    held = locked(actor, consultation)
    _require_over(held, at)
    waiting = held.opinions.filter(fate="").count()
    if waiting:
        raise Refused(f"还有 {waiting} 条意见没有答复。逐条或者成组答复以后再公布。")
    if not summary.strip():
        raise Refused("请写采纳情况说明：收到多少、主要是什么、怎样处理。", field="summary")
    held.state, held.summary, held.answered_on = State.ANSWERED, summary.strip(), day_of(at)
    held.save(update_fields=["state", "summary", "answered_on"])
    note(held, StepKind.ANSWERED, by=actor.person, at=at, text=held.summary)
    return held


@transaction.atomic
def correct_summary(
    *, actor: Actor, consultation: Consultation, summary: str, reason: str, at: datetime
) -> Consultation:
    """Mends the published account; what stood there before remains in the history."""
    held = locked(actor, consultation)
    if held.state != State.ANSWERED:
        raise Refused("采纳情况还没有公布，请直接公布。")
    if not summary.strip():
        raise Refused("请写采纳情况说明。", field="summary")
    if not reason.strip():
        raise Refused("请写明为什么更正。", field="reason")
    held.summary = summary.strip()
    held.save(update_fields=["summary"])
    note(held, StepKind.CORRECTED, by=actor.person, at=at, reason=reason.strip(), text=held.summary)
    return held


def close_passed(*, at: datetime) -> int:
    """Closes every consultation whose last day is over; returns how many. Safe to run twice, and at any time."""
    today = day_of(at)
    closed = 0
    for pk in list(Consultation.objects.filter(state=State.OPEN, closes_on__lt=today).values_list("pk", flat=True)):
        closed += _close(pk, today, at)
    return closed


@transaction.atomic
def _close(pk: UUID, today: date, at: datetime) -> int:
    """One at a time: an extension that came in between keeps it open."""
    due = Consultation.objects.select_for_update().filter(pk=pk, state=State.OPEN, closes_on__lt=today).first()
    if due is None:
        return 0
    due.state = State.CLOSED
    due.save(update_fields=["state"])
    note(due, StepKind.CLOSED, by=None, at=at)
    return 1


def kind_of(consultation: Consultation) -> Kind:
    """Its kind by the catalog. Raises Refused for one that the catalog no longer has."""
    found = kinds().find(consultation.kind)
    if found is None:
        raise Refused(f"没有名为“{consultation.kind}”的征求意见种类，请改选种类。", field="kind")
    return found


def articles_in_words(basis: dict[str, object]) -> str:
    """《重大行政决策程序暂行条例》第十五条第一款、… for sentences."""
    return "、".join(_words(key) for key in basis)


def _words(key: str) -> str:
    try:
        return Citation.parse(key).chinese
    except BadCitation:
        return key


def _planned(consultation: Consultation, plan: Plan) -> Consultation:
    consultation.kind, consultation.title = plan.kind, plan.title.strip()[:200]
    consultation.explanation, consultation.asked = plan.explanation.strip(), plan.asked.strip()
    consultation.channels = list(dict.fromkeys(plan.channels))
    consultation.contact, consultation.is_anonymous = plan.contact.strip(), plan.is_anonymous
    consultation.closes_on, consultation.short_reason = plan.closes_on, plan.short_reason.strip()[:300]
    return consultation


def _check(plan: Plan) -> None:
    if kinds().find(plan.kind) is None:
        raise Refused("请选择征求意见的种类。", field="kind")
    if not plan.title.strip():
        raise Refused("请填写标题，如“某某办法（征求意见稿）”。", field="title")
    if unknown := set(plan.channels) - set(Channel.values):
        raise Refused(f"没有这种渠道：{'、'.join(sorted(unknown))}。", field="channels")


def _check_papers(consultation: Consultation, kind: Kind) -> None:
    """What an announcement must hold: the draft, its explanation, the ways to speak."""
    law = articles_in_words(dict(kind.basis))
    roles = set(consultation.files.values_list("role", flat=True))
    if Role.DRAFT not in roles:
        raise Refused(f"还没有放入草案。公开征求意见要公布草案及其说明（{law}）。", field="files")
    if not consultation.explanation and Role.EXPLANATION not in roles:
        raise Refused(f"还没有起草说明。请填写，或者放入说明文件（{law}）。", field="explanation")
    if not consultation.channels:
        raise Refused("请至少选一种提出意见的渠道。", field="channels")
    if set(consultation.channels) != {Channel.PORTAL} and not consultation.contact:
        raise Refused("选了本网站以外的渠道，请写明地址、电话或者邮箱。", field="contact")


def _check_period(kind: Kind, opens_on: date, closes_on: date, short_reason: str) -> None:
    if closes_on <= opens_on:
        raise Refused("截止日期应晚于今天。", field="closes_on")
    if closes_on > opens_on + timedelta(days=LONGEST):
        raise Refused(f"截止日期不能晚于今天起 {LONGEST} 日。", field="closes_on")
    period = count(kind, opens_on, closes_on)
    if not period.is_short or kind.period is None:
        return
    law = articles_in_words(dict(kind.basis)) or "、".join(kind.sources)
    told = f"期限只有 {period.words}，少于 {kind.period.chinese}（{law}）；最早到 {period.earliest} 截止"
    if not period.may_be_shorter:
        raise Refused(f"{told}。请改截止日期。", field="closes_on")
    if not short_reason.strip():
        raise Refused(f"{told}。因情况紧急等原因需要缩短的，请写明理由，随公告公布。", field="short_reason")


def _require_over(consultation: Consultation, at: datetime) -> None:
    if consultation.state == State.ANSWERED:
        raise Refused("采纳情况已经公布。要改，请用更正。")
    if consultation.state in (State.DRAFT, State.WITHDRAWN):
        raise Refused(f"“{consultation.title}”{consultation.get_state_display()}，没有采纳情况可公布。")
    if consultation.is_taking(day_of(at)):
        raise Refused(f"期限到 {consultation.closes_on} 届满，届满后才能公布采纳情况。")


def _take_points(consultation: Consultation) -> None:
    drafts = consultation.files.filter(role=Role.DRAFT).values_list("passages", flat=True)
    consultation.points = points_of(passage for passages in drafts for passage in passages)
    consultation.save(update_fields=["points"])
