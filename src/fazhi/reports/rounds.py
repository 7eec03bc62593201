"""Rounds 征求意见: asking units for their opinion on the draft, their replies, and the end of a round."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import REPORT_WRITE
from fazhi.reports import carrying, knowing
from fazhi.reports.carrying import Doing
from fazhi.reports.language.course import Moment
from fazhi.reports.locking import enter, held_by_manager, must_be_open
from fazhi.reports.models import Comment, Reply, Report, ReportEntry, Round
from fazhi.reports.refusals import Refused

Kind = ReportEntry.Kind


@transaction.atomic
def ask(
    *, actor: Actor, report: Report, units: Sequence[Organization], due_on: date, text: str = "", at: datetime
) -> Round:
    """Opens a round: the report is out for opinions until it is closed."""
    report = held_by_manager(report, actor)
    must_be_open(report)
    if report.rounds.filter(closed_at=None).exists():
        raise Refused("上一轮征求意见还没有结束，请先结束再发起。")
    if not units:
        raise Refused("请选择征求意见的单位。", field="units")
    if any(unit.jurisdiction_id != report.jurisdiction_id for unit in units):
        raise Refused("只能征求本辖区单位的意见。", field="units")
    if due_on < timezone.localtime(at).date():
        raise Refused(f"反馈期限 {due_on} 早于今天，请重新选择。", field="due_on")
    opened = Round.objects.create(
        report=report,
        number=report.rounds.count() + 1,
        text=text.strip(),
        due_on=due_on,
        opened_by=actor.person,
        opened_at=at,
    )
    Reply.objects.bulk_create(Reply(round=opened, unit=unit) for unit in dict.fromkeys(units))
    report.state = Report.State.CONSULTING
    report.save(update_fields=["state"])
    today = timezone.localtime(at).date()
    known = {**knowing.of_text(report, today=today), **knowing.of_round(opened)}
    act = carrying.carry(actor=actor, report=report, doing=Doing(Moment.CONSULT, today, at, known))
    enter(report, Kind.CONSULT, actor, f"第{opened.number}轮，{len(units)}个单位，{due_on}前反馈。{act}", at)
    return opened


@transaction.atomic
def reply(*, actor: Actor, reply: Reply, text: str = "", at: datetime) -> Reply:
    """A unit answers: with `text`, with the comments its people wrote on sections, or that it has none."""
    reply = Reply.objects.select_for_update(of=("self",)).select_related("round__report", "unit").get(pk=reply.pk)
    permissions.require(actor, REPORT_WRITE, organization=reply.unit)
    if reply.round.closed_at is not None:
        raise Refused("这一轮征求意见已经结束。")
    if reply.at is not None:
        raise Refused(f"{reply.unit}已由{reply.by}反馈。补充意见请直接在章节上提出。")
    commented = Comment.objects.filter(round=reply.round, unit=reply.unit).count()
    reply.text = text.strip() or (f"提出意见 {commented} 条，见各章节。" if commented else "无意见。")
    reply.by, reply.at = actor.person, at
    reply.save(update_fields=["text", "by", "at"])
    return reply


@transaction.atomic
def close(*, actor: Actor, opened: Round, at: datetime) -> Round:
    """Ends a round; units that have not answered are named in the record."""
    report = held_by_manager(opened.report, actor)
    opened = Round.objects.select_for_update(of=("self",)).get(pk=opened.pk)
    if opened.closed_at is not None:
        raise Refused("这一轮征求意见已经结束。")
    opened.closed_at = at
    opened.save(update_fields=["closed_at"])
    silent = [str(each.unit) for each in opened.replies.filter(at=None).select_related("unit")]
    said = f"第{opened.number}轮结束" + (f"，未反馈：{'、'.join(silent)}。" if silent else "，全部反馈。")
    report.state = Report.State.DRAFTING
    report.save(update_fields=["state"])
    enter(report, Kind.RECALL, actor, said + take_in(actor=actor, report=report, opened=opened, at=at), at)
    return opened


def take_in(*, actor: Actor, report: Report, opened: Round, at: datetime) -> str:
    """Gives the opinions of a round that is over to the case, once all of them are answered; says as which act.

    They came back on the day on which the round was closed, however long the answers took.
    """
    if opened.closed_at is None or not knowing.comments(opened):
        return ""
    day = timezone.localtime(opened.closed_at).date()
    doing = Doing(Moment.COMMENTS, day, at, knowing.of_round(opened))
    return carrying.carry(actor=actor, report=report, doing=doing)
