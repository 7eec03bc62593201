"""Holding an exam while a verb changes it, so that two who act at once have an order."""

from __future__ import annotations

from fazhi.exams.models import Exam, ExamState
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import EXAM_MANAGE, require


def locked(actor: Actor, exam: Exam) -> Exam:
    """The exam as it is now, held until the verb ends. Raises NotAllowed."""
    require(actor, EXAM_MANAGE, organization=exam.organization)
    found = Exam.objects.select_for_update(of=("self",)).select_related("organization", "jurisdiction")
    held = found.filter(pk=exam.pk).first()
    if held is None:
        raise Refused("这场考试的草稿已被他人删除。")
    return held


def locked_draft(actor: Actor, exam: Exam) -> Exam:
    """As `locked`. Raises Refused for an exam that is no draft any more."""
    held = locked(actor, exam)
    if held.state != ExamState.DRAFT:
        raise Refused(f"“{held.title}”{held.get_state_display()}，不能再改。如需更改，请取消后另建一场。")
    return held
