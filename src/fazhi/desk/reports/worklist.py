"""What waits for a person in annual reports: sections to write, opinions to give, drafts to approve, days to keep."""

from collections.abc import Sequence
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from fazhi.desk.reports.finding import HOME, PAGE, SECTION
from fazhi.desk.reports.showing import publication_mark
from fazhi.desk.worklist import Work, WorkItem, WorkSource, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_APPROVE, REPORT_MANAGE, REPORT_WRITE
from fazhi.reports import approving
from fazhi.reports.models import Report
from fazhi.reports.reading import replies_to_give, sections_to_write, unpublished, visible_reports

SHOWN = 8
SOON_DAYS = 14
PUBLICATION_DAYS = 60


def sections(actor: Actor, now: datetime) -> Work:
    """Sections of the actor's units that are not handed in."""
    if not permissions.may(actor, REPORT_WRITE):
        return Work((), 0)
    today = timezone.localtime(now).date()
    waiting = list(sections_to_write(actor))
    items = [
        WorkItem(
            title=f"{each}",
            url=reverse(SECTION, args=[each.report_id, each.pk]),
            due=each.due_on,
            colour=_colour(each.due_on, today),
            words=each.get_state_display(),
            note=each.report.title,
        )
        for each in waiting[:SHOWN]
    ]
    return Work(items, len(waiting), reverse(HOME))


def replies(actor: Actor, now: datetime) -> Sequence[WorkItem]:
    """Rounds in which a unit of the actor has not answered."""
    if not permissions.may(actor, REPORT_WRITE):
        return []
    today = timezone.localtime(now).date()
    return [
        WorkItem(
            title=each.round.report.title,
            url=reverse(PAGE, args=[each.round.report_id]) + "#rounds",
            due=each.round.due_on,
            colour=_colour(each.round.due_on, today),
            words="征求意见",
            note=str(each.unit),
        )
        for each in replies_to_give(actor)
    ]


def approvals(actor: Actor, now: datetime) -> Sequence[WorkItem]:  # noqa: ARG001 -- every source is given the moment
    """Reports before the actor for approval."""
    if not permissions.may(actor, REPORT_APPROVE):
        return []
    waiting = visible_reports(actor).filter(state=Report.State.REVIEWING)
    return [
        WorkItem(
            title=each.title,
            url=reverse("desk:reports:text", args=[each.pk]),
            due=each.publish_by,
            colour="orange",
            words="待审定",
            note=str(each.maker),
        )
        for each in waiting
        if approving.may_approve(actor, each)
    ]


def publications(actor: Actor, now: datetime) -> Sequence[WorkItem]:
    """Reports that have to be public soon, or should be already."""
    if not permissions.may(actor, REPORT_MANAGE):
        return []
    today = timezone.localtime(now).date()
    found = unpublished(actor, today=today, within_days=PUBLICATION_DAYS)
    return [
        WorkItem(
            title=each.title,
            url=reverse(PAGE, args=[each.pk]),
            due=each.publish_by,
            colour=publication_mark(each, today).colour,
            words=each.get_state_display(),
            note="公开期限",
        )
        for each in found
    ]


def _colour(due: date | None, today: date) -> str:
    if due is None:
        return "grey"
    left = (due - today).days
    return "red" if left < 0 else "yellow" if left <= SOON_DAYS else "blue"


register(WorkSource("reports.approvals", "待审定的年度报告", approvals, order=22))
register(WorkSource("reports.sections", "待撰写的报告章节", sections, order=42))
register(WorkSource("reports.replies", "待反馈的报告征求意见", replies, order=43))
register(WorkSource("reports.publications", "临近公开期限的报告", publications, order=44))
