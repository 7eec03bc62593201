"""Adjusting the outline: title, headings, order, who writes what by when."""

from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.reports.finding import HOME, HOME_TITLE, MANAGERS, PAGE, Trail, report_or_404, section_or_404
from fazhi.desk.reports.forms import NewSection, SectionForm, TitleForm
from fazhi.reports import outline
from fazhi.reports.language.numbering import numbered
from fazhi.reports.models import Report

OUTLINE = "desk:reports:outline"


def _trail(report: Report) -> Trail:
    return [(HOME_TITLE, reverse(HOME)), (report.title, reverse(PAGE, args=[report.pk]))]


@page(permission=MANAGERS)
def show_outline(request: DeskRequest, pk: int) -> HttpResponse:
    """The sections in order, each to be changed, moved or removed; title and addressees."""
    report = report_or_404(request.actor, pk)
    form = TitleForm.of(request, initial={"title": report.title, "addressees": report.addressees})
    if form.is_valid() and apply(
        form, lambda: outline.describe(actor=request.actor, report=report, **form.cleaned_data)
    ):
        return done(request, "已修改。", OUTLINE, pk)
    rows = list(report.sections.select_related("writer_unit", "writer"))
    context = {
        "title": "调整提纲",
        "trail": _trail(report),
        "report": report,
        "rows": list(zip(numbered(row.level for row in rows), rows, strict=True)),
    }
    return show(request, "desk/reports/outline.html", context, form=form)


@page(permission=MANAGERS)
def add(request: DeskRequest, pk: int) -> HttpResponse:
    """Adds a section."""
    report = report_or_404(request.actor, pk)
    form = NewSection.of(request, report=report)
    if form.is_valid() and apply(
        form, lambda: outline.add(actor=request.actor, report=report, **form.cleaned_data, at=request.now)
    ):
        return done(request, "已增加一节。", OUTLINE, pk)
    back = reverse(OUTLINE, args=[pk])
    return show_form(request, form, title="增加一节", submit="增加", back=back, trail=_trail(report))


@page(permission=MANAGERS)
def change(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """Changes a section's heading and writers."""
    found = section_or_404(request.actor, pk, section)
    initial = {
        "heading": found.heading,
        "writer_unit": found.writer_unit,
        "writer": found.writer,
        "due_on": found.due_on,
    }
    form = SectionForm.of(request, initial=initial, section=found)
    if form.is_valid():
        given = {"heading": "", **form.cleaned_data}
        if apply(form, lambda: outline.change(actor=request.actor, section=found, **given)):
            return done(request, "已修改。", OUTLINE, pk)
    back = reverse(OUTLINE, args=[pk])
    return show_form(
        request, form, title=f"“{found}”的标题和分工", submit="保存", back=back, trail=_trail(found.report)
    )


@page(permission=MANAGERS, methods=("POST",))
def move(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """Moves a section up or down."""
    found = section_or_404(request.actor, pk, section)
    outline.move(actor=request.actor, section=found, up=request.POST.get("way") == "up")
    return done(request, f"已移动“{found}”。", OUTLINE, pk)


@page(permission=MANAGERS, methods=("POST",))
def remove(request: DeskRequest, pk: int, section: int) -> HttpResponse:
    """Removes an untouched section."""
    found = section_or_404(request.actor, pk, section)
    outline.remove(actor=request.actor, section=found, at=request.now)
    return done(request, f"已删除“{found}”。", OUTLINE, pk)
