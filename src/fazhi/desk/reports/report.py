"""A report: its outline with who writes what, what is missing, opinions, sending, publication, its record; its text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.components import Mark, Moment
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.reports.case_panel import panel
from fazhi.desk.reports.finding import HOME, HOME_TITLE, PAGE, manages, report_or_404
from fazhi.desk.reports.forms import ApproveForm
from fazhi.desk.reports.showing import publication_mark, section_mark, shown, state_mark, tip_of, url_of
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_VIEW
from fazhi.reports import approving, carrying, writing
from fazhi.reports.language import course
from fazhi.reports.missing import missing
from fazhi.reports.models import Comment, Publication, Reply, Report, ReportEntry, Round, Section, Sending
from fazhi.reports.whole import Change, Whole, changes, whole_of

STEPS = Report.State
ENTRY_COLOURS = {
    ReportEntry.Kind.RETURN: "orange",
    ReportEntry.Kind.REOPEN: "orange",
    ReportEntry.Kind.APPROVE: "green",
    ReportEntry.Kind.PUBLISH: "green",
}


@dataclass(frozen=True)
class Line:
    """A section in the outline."""

    section: Section
    number: str
    mark: Mark
    length: int
    comments: int
    overdue: bool
    may_write: bool
    has_text: bool


@page(permission=REPORT_VIEW)
def report(request: DeskRequest, pk: int) -> HttpResponse:
    """The report's page."""
    found = report_or_404(request.actor, pk)
    today = timezone.localtime(request.now).date()
    whole = whole_of(found, today=today)
    lacks = missing(whole) if found.is_open else []
    context = {
        "title": found.title,
        "trail": [(HOME_TITLE, reverse(HOME))],
        "report": found,
        "mark": state_mark(found),
        "public_mark": publication_mark(found, today),
        "track": track(found),
        "lines": _lines(request.actor, whole, today),
        "lacks": lacks,
        "blocks": sum(lack.blocks for lack in lacks),
        "changes": _changed(changes(found, today=today)),
        "rounds": _rounds(found, request.actor),
        "sendings": [(each, _sending_mark(each, today)) for each in Sending.objects.filter(report=found)],
        "publications": Publication.objects.filter(report=found).defer("content").select_related("by"),
        "entries": _entries(found),
        "may_manage": manages(request.actor, found),
        "may_approve": approving.may_approve(request.actor, found),
        "course": panel(request, found),
    }
    return show(request, "desk/reports/report.html", context)


@page(permission=REPORT_VIEW)
def text(request: DeskRequest, pk: int) -> HttpResponse:
    """The whole text as it will be read; those who approve do it here, beside what they read."""
    found = report_or_404(request.actor, pk)
    today = timezone.localtime(request.now).date()
    whole = whole_of(found, today=today)
    return show(request, "desk/reports/text.html", text_context(request.actor, whole, today))


def text_context(actor: Actor, whole: Whole, today: date, form: ApproveForm | None = None) -> dict[str, Any]:
    """What the page of the whole text shows."""
    found = whole.report
    differing = changes(found, today=today)
    approve = found.state == Report.State.REVIEWING and approving.may_approve(actor, found)
    return {
        "title": "通读全文",
        "trail": [(HOME_TITLE, reverse(HOME)), (found.title, reverse(PAGE, args=[found.pk]))],
        "report": found,
        "mark": state_mark(found),
        "parts": [(part, shown(part.paragraphs, whole.statements, differing)) for part in whole.parts],
        "figures": [(each, tip_of(each), url_of(each)) for each in whole.stated],
        "changes": _changed(differing),
        "form": form or (_approval(whole, today) if approve else None),
        "may_approve": approve,
        "may_return": approve or (found.state == Report.State.REVIEWING and manages(actor, found)),
    }


def _approval(whole: Whole, today: date) -> ApproveForm:
    asks = carrying.asks(whole.report, course.Moment.APPROVE)
    return ApproveForm(initial={"seen": whole.digest, "signed_on": today}, asks=asks)


def track(found: Report) -> list[tuple[str, str]]:
    """The states in their order, each done, current or to come."""
    order = list(STEPS)
    here = order.index(STEPS(found.state))
    places = ["done" if at < here else "current" if at == here else "" for at in range(len(order))]
    if found.state == STEPS.PUBLISHED:
        places[-1] = "done"
    return [(state.label, place) for state, place in zip(order, places, strict=True)]


def _lines(actor: Actor, whole: Whole, today: date) -> list[Line]:
    waiting: dict[int, int] = {}
    for pk in Comment.objects.filter(section__report=whole.report, answer="").values_list("section_id", flat=True):
        waiting[pk] = waiting.get(pk, 0) + 1
    lines = []
    for at, part in enumerate(whole.parts):
        section = part.section
        section.report = whole.report
        below = whole.parts[at + 1].section.level if at + 1 < len(whole.parts) else 0
        lines.append(
            Line(
                section,
                part.number,
                section_mark(section),
                sum(len(each.text) for each in part.paragraphs),
                waiting.get(section.pk, 0),
                bool(section.due_on and section.due_on < today and section.state in ("todo", "writing")),
                whole.report.is_open and writing.may_write(actor, section),
                not (section.level == 1 and below == 2) or bool(section.body),
            )
        )
    return lines


def _rounds(found: Report, actor: Actor) -> list[tuple[Round, list[tuple[Reply, bool]], int]]:
    rounds = Round.objects.filter(report=found).prefetch_related("replies__unit", "replies__by", "comments")
    listed = []
    for each in rounds:
        replies = [
            (reply, reply.at is None and reply.unit_id in actor.organization_ids) for reply in each.replies.all()
        ]
        listed.append((each, replies, sum(reply.at is not None for reply, _ in replies)))
    return listed[::-1]


def _changed(found: Sequence[Change]) -> list[tuple[Change, str]]:
    return [(change, url_of(change.now)) for change in found]


def _sending_mark(sending: Sending, today: date) -> Mark:
    if sending.sent_on:
        late = sending.due_on and sending.sent_on > sending.due_on
        return Mark("orange" if late else "green", f"{sending.sent_on} 报送")
    if sending.due_on is None:
        return Mark("grey", "未报送")
    left = (sending.due_on - today).days
    if left < 0:
        return Mark("red", f"已过 {-left} 天")
    return Mark("yellow" if left <= 30 else "grey", f"还有 {left} 天")


def _entries(found: Report) -> list[Moment]:
    rows = ReportEntry.objects.filter(report=found).select_related("by", "unit").order_by("-id")
    marks = {kind: Mark(colour, kind.label) for kind, colour in ENTRY_COLOURS.items()}
    return [
        Moment(
            each.get_kind_display(), each.at, each.by, each.unit, each.text, mark=marks.get(ReportEntry.Kind(each.kind))
        )
        for each in rows
    ]
