"""Comments 意见 on sections, and their answers: adopted, partly, or not, with words."""

from datetime import datetime

from django.db import transaction

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_VIEW
from fazhi.plans.seats import acting_unit, required_text
from fazhi.reports import rounds
from fazhi.reports.locking import held, must_manage
from fazhi.reports.models import Comment, Report, Round, Section
from fazhi.reports.refusals import Refused

LONGEST_QUOTE = 500


@transaction.atomic
def comment(*, actor: Actor, section: Section, text: str, quoted: str = "", at: datetime) -> Comment:
    """Says something about a section, or a passage of it; within the open round, if the unit is asked in it."""
    report = section.report
    permissions.require(actor, REPORT_VIEW, organization=report.organization)
    if report.is_frozen:
        raise Refused(f"报告{report.get_state_display()}，不再接受意见。")
    text = required_text(text, "请填写意见。", field="text")
    quoted = quoted.strip()
    if len(quoted) > LONGEST_QUOTE:
        raise Refused(f"针对的文字最多 {LONGEST_QUOTE} 字。", field="quoted")
    unit = acting_unit(actor, REPORT_VIEW, report.organization)
    return Comment.objects.create(
        section=section,
        round=_round_of(report, actor),
        quoted=quoted,
        text=text,
        by=actor.person,
        unit=unit,
        at=at,
    )


@transaction.atomic
def answer(*, actor: Actor, comment: Comment, disposition: str, text: str = "", at: datetime) -> Comment:
    """Answers a comment. What is not adopted, or only partly, needs its reason."""
    report = comment.section.report
    must_manage(report, actor)
    comment = Comment.objects.select_for_update(of=("self",)).select_related("section__report").get(pk=comment.pk)
    if comment.answer:
        raise Refused(f"这条意见已由{comment.answered_by}处理（{comment.get_answer_display()}）。")
    if disposition not in Comment.Answer.values:
        raise Refused("请选择是否采纳。", field="disposition")
    text = text.strip()
    if disposition != Comment.Answer.ADOPTED and not text:
        raise Refused("不采纳或部分采纳的，请说明理由。", field="text")
    comment.answer, comment.answer_text = disposition, text
    comment.answered_by, comment.answered_at = actor.person, at
    comment.save(update_fields=["answer", "answer_text", "answered_by", "answered_at"])
    if comment.round is not None:
        rounds.take_in(actor=actor, report=held(report), opened=comment.round, at=at)
    return comment


def _round_of(report: Report, actor: Actor) -> Round | None:
    """The open round in which one of the actor's units is asked."""
    asked = Round.objects.filter(report=report, closed_at=None, replies__unit__in=actor.organization_ids)
    return asked.first()
