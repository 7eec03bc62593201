"""The section editor: the text, what may be put into it, how it reads, what others said; nothing typed is ever lost."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.desk.reports.finding import HOME, HOME_TITLE, PAGE, SECTION, manages, section_or_404
from fazhi.desk.reports.forms import AnswerForm, BodyForm, CommentForm
from fazhi.desk.reports.picking import figures_to_pick, material_for
from fazhi.desk.reports.showing import ShownRun, section_mark, shown
from fazhi.government.permissions import REPORT_VIEW, REPORT_WRITE
from fazhi.reports import writing
from fazhi.reports.comparing import Segment, compare
from fazhi.reports.language.library import shelf
from fazhi.reports.language.numbering import numbered
from fazhi.reports.models import Comment, Section
from fazhi.reports.whole import read
from fazhi.reports.writing import Collided


@dataclass(frozen=True)
class Clash:
    """Two texts of one section, side by side: what somebody else saved meanwhile, and what was typed here."""

    by: object
    at: object
    theirs: tuple[Segment, ...]
    yours: tuple[Segment, ...]


@page(permission=REPORT_VIEW)
def section(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """The editor for those who write the section, its text for others."""
    found = section_or_404(request.actor, pk, section)
    may_write = found.report.is_open and writing.may_write(request.actor, found)
    form = BodyForm.of(request, initial={"body": found.body, "version": found.version})
    if form.is_valid():
        given = form.cleaned_data
        applied = apply(
            form,
            lambda: writing.save(
                actor=request.actor, section=found, body=given["body"], version=given["version"], at=request.now
            ),
        )
        if applied and isinstance(applied.value, Collided):
            return _collided(request, applied.value)
        if applied:
            if "hand_in" in request.POST:
                writing.hand_in(actor=request.actor, section=found)
                return done(request, "已保存并交稿。", PAGE, pk)
            return done(request, "已保存。", SECTION, pk, section)
    context = _context(request, found) | {"may_write": may_write}
    return show(request, "desk/reports/section.html", context, form=form)


@page(permission=REPORT_WRITE, methods=("POST",))
def preview(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """How what is being typed will read; changes nothing."""
    found = section_or_404(request.actor, pk, section)
    today = timezone.localtime(request.now).date()
    paragraphs, statements = read(found.report, request.POST.get("body", "")[: writing.LONGEST], today=today)
    return show(request, "desk/reports/preview.html", _reading(shown(paragraphs, statements)))


@page(permission=REPORT_VIEW, methods=("GET",))
def figures(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """The figures that may be put into the text."""
    found = section_or_404(request.actor, pk, section)
    if not request.htmx:
        return section_page(request, pk, section)
    today = timezone.localtime(request.now).date()
    return show(request, "desk/reports/figures.html", _picks(found, request.GET.get("figure", ""), today))


def section_page(request: DeskRequest, pk: int, section_pk: int) -> HttpResponse:
    """Without JavaScript the search for figures is a page of its own: the editor, with what was found."""
    found = section_or_404(request.actor, pk, section_pk)
    form = BodyForm(actor=request.actor, initial={"body": found.body, "version": found.version})
    may_write = found.report.is_open and writing.may_write(request.actor, found)
    return show(request, "desk/reports/section.html", _context(request, found) | {"may_write": may_write, "form": form})


def _context(request: DeskRequest, found: Section) -> dict[str, Any]:
    today = timezone.localtime(request.now).date()
    paragraphs, statements = read(found.report, found.body, today=today)
    rows = list(found.report.sections.all())
    numbers = dict(zip((row.pk for row in rows), numbered(row.level for row in rows), strict=True))
    at = [row.pk for row in rows].index(found.pk)
    template = shelf().find(found.report.template)
    definition = template.section(found.key) if template and found.key else None
    source, material = material_for(found)
    comments = Comment.objects.filter(section=found).select_related("by", "unit", "answered_by", "round")
    return {
        "title": f"{numbers[found.pk]}{found}",
        "trail": [(HOME_TITLE, reverse(HOME)), (found.report.title, reverse(PAGE, args=[found.report.pk]))],
        "report": found.report,
        "section": found,
        "mark": section_mark(found),
        "guidance": definition.guidance if definition else "",
        **_reading(shown(paragraphs, statements)),
        "previous": rows[at - 1] if at else None,
        "next": rows[at + 1] if at + 1 < len(rows) else None,
        "material_source": source,
        "material": material,
        "comments": [(each, AnswerForm(auto_id=f"answer-{each.pk}-%s")) for each in comments],
        "comment_form": CommentForm(auto_id="comment-%s"),
        "may_manage": manages(request.actor, found.report),
        "may_comment": not found.report.is_frozen,
        "revision_count": found.revisions.count(),
        **_picks(found, request.GET.get("figure", ""), today),
    }


def _reading(paragraphs: list[list[ShownRun]]) -> dict[str, Any]:
    """The text as it reads, and below it in words what of it cannot stay so."""
    doubts = [run for runs in paragraphs for run in runs if run.kind == "doubt"]
    return {"paragraphs": paragraphs, "doubts": doubts}


def _picks(found: Section, words: str, today: date) -> dict[str, Any]:
    picks, more = figures_to_pick(found, words=words, today=today)
    return {"picks": picks, "more": more, "words": words, "section": found, "report": found.report}


def _collided(request: DeskRequest, collided: Collided) -> HttpResponse:
    """Both texts, and the editor with what was typed, to be saved over the newer version once they are merged."""
    found = collided.section
    segments = compare(found.body, collided.aside.body)
    clash = Clash(
        found.saved_by,
        found.saved_at,
        tuple(each for each in segments if each.kind != "in"),
        tuple(each for each in segments if each.kind != "out"),
    )
    form = BodyForm(actor=request.actor, initial={"body": collided.aside.body, "version": found.version})
    context = _context(request, found) | {"may_write": True, "form": form, "clash": clash}
    response = show(request, "desk/reports/section.html", context)
    response.status_code = 409
    return response
