"""导入: a sheet on its way into a register, step by step; each step can be left and come back to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header

from fazhi.desk.components import Mark, Tab
from fazhi.desk.lists import XLSX
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.desk.registers.asking import asked
from fazhi.desk.registers.history import COLOURS
from fazhi.desk.registers.import_forms import ApplyForm, ColumnsForm, ProposeForm, UploadForm, with_missing
from fazhi.desk.registers.revisions import trail_of
from fazhi.desk.registers.showing import Difference, Fact, difference, facts_of
from fazhi.government.permissions import REGISTER_KEEP, REGISTER_KEEP_OWN
from fazhi.jobs.models import Job
from fazhi.procedures.registers import masking
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.changes import ChangeKind
from fazhi.registers.importing import applying, imports, rows, workbooks
from fazhi.registers.importing.comparing import WHOLE_ROW, CellFault
from fazhi.registers.models import ImportOutcome, ImportRow, ImportState, SheetImport

KEEP = (REGISTER_KEEP_OWN, REGISTER_KEEP)
STEP = "desk:registers:import-step"
PAGE = 50
STEPS = ("上传表格", "对应列", "核对", "确认导入")
STATE_COLOURS = {
    ImportState.MATCHING: "yellow",
    ImportState.CHECKING: "blue",
    ImportState.FAULTY: "red",
    ImportState.READY: "yellow",
    ImportState.APPLYING: "blue",
    ImportState.DONE: "green",
    ImportState.DROPPED: "grey",
}
MISSING = "missing"
Listed = TypeVar("Listed", bound=Model)


@dataclass(frozen=True)
class FaultLine:
    """A fault as the page lists it."""

    row: int
    place: str
    heading: str
    text: str
    say: str


@dataclass(frozen=True)
class RowLine:
    """A row that changes something: what it does, and which fields it sets."""

    number: int
    kind: ChangeKind
    title: str
    key: str
    entry: str
    changed: Sequence[Difference]
    facts: Sequence[Fact]

    @property
    def mark(self) -> Mark:
        return Mark(COLOURS[self.kind], self.kind.label)


@page(permission=KEEP)
def upload(request: DeskRequest, register: str) -> HttpResponse:
    """Hands a sheet in; below, the imports that one has not finished."""
    definition = asked(register)
    form = UploadForm.of(request)
    if form.is_valid():
        file = form.cleaned_data["file"][0]
        received = apply(
            form,
            lambda: imports.receive(
                actor=request.actor, register=register, name=str(file.name), data=file.read(), at=request.now
            ),
        )
        if received:
            say = f"已读出 {received.value.row_count} 行，请看各列对应得对不对。"
            return done(request, say, STEP, received.value.pk)
    mine = imports.imports_of(request.actor, register)
    context = {
        "title": f"导入{definition.title}",
        "trail": trail_of(definition),
        "definition": definition,
        "steps": _steps(0),
        "unfinished": [(each, _mark(each)) for each in mine.exclude(state__in=imports.CLOSED)[:PAGE]],
        "earlier": [(each, _mark(each)) for each in mine.filter(state__in=imports.CLOSED)[:10]],
        "key": "、".join(f"“{definition.fields[name].title}”" for name in definition.key),
    }
    return show(request, "desk/registers/import_upload.html", context, form=form)


@page(permission=KEEP, methods=("GET",))
def template(request: DeskRequest, register: str) -> HttpResponse:  # noqa: ARG001 -- the same for everybody
    """An empty sheet to fill in."""
    definition = asked(register)
    return _attached(workbooks.template(definition), f"{definition.title}导入模板.xlsx")


@page(permission=KEEP, methods=("GET",))
def step(request: DeskRequest, pk: int) -> HttpResponse:
    """The import where it stands: its columns, its faults, what it would change, or what it has done."""
    found = _found(request, pk)
    state = ImportState(found.state)
    if state in imports.BUSY and found.job is not None:
        return redirect("desk:job", found.job.pk)
    if state is ImportState.MATCHING or (request.GET.get("step") == "columns" and state not in imports.CLOSED):
        return _show_columns(request, found, _columns_form(request, found))
    if state is ImportState.FAULTY:
        return _show_faults(request, found)
    if state is ImportState.READY:
        return _show_preview(request, found, _apply_form(request, found))
    return show(request, "desk/registers/import_done.html", _context(found, 4 if state is ImportState.DONE else 0))


@page(permission=KEEP, methods=("POST",))
def columns(request: DeskRequest, pk: int) -> HttpResponse:
    """Says what the columns hold, and has every row checked."""
    found = _found(request, pk)
    form = _columns_form(request, found)
    if form.is_valid():
        checked = apply(form, lambda: _match_and_check(request, found, form))
        if checked:
            return _on(checked.value, found.pk)
    return _show_columns(request, found, form)


@page(permission=KEEP, methods=("POST",))
def check(request: DeskRequest, pk: int) -> HttpResponse:
    """Checks again, as the columns are matched: the register may have changed, or units been set up meanwhile."""
    found = _found(request, pk)
    address = reverse(STEP, args=[pk])
    return _on(imports.start_check(actor=request.actor, sheet_import=found, next_url=address, at=request.now), pk)


@page(permission=KEEP, methods=("POST",))
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Applies what the check found; or makes a draft of it, where a procedure has to decide."""
    found = _found(request, pk)
    definition = asked(found.register)
    form = _apply_form(request, found)
    if form.is_valid():
        start = _propose if definition.changed_by else _apply
        if begun := apply(form, lambda: start(request, found, form)):
            return begun.value
    if ImportState(found.state) is not ImportState.READY:
        return redirect(STEP, pk)
    return _show_preview(request, found, form)


@page(permission=KEEP, methods=("POST",))
def drop(request: DeskRequest, pk: int) -> HttpResponse:
    """Puts the import aside."""
    found = _found(request, pk)
    imports.drop(actor=request.actor, sheet_import=found, at=request.now)
    return done(request, "已放弃这次导入，清单没有改动。", "desk:registers:import", found.register)


@page(permission=KEEP, methods=("GET",))
def faults_workbook(request: DeskRequest, pk: int) -> HttpResponse:
    """The sheet with what is to be mended marked in it."""
    found = _found(request, pk)
    definition = asked(found.register)
    faulty = found.rows.filter(outcome=ImportOutcome.FAULT)
    if not faulty.exists():
        raise Http404
    faults = {row.number: rows.faults_of(definition, row)[1] for row in faulty.iterator(chunk_size=2000)}
    data = workbooks.marked_sheet(imports.sheet_of(found), faults)
    return _attached(data, f"{found.name.rpartition('.')[0]}（要修改的地方）.xlsx")


@page(permission=KEEP, methods=("GET",))
def original(request: DeskRequest, pk: int) -> HttpResponse:
    """The file as it was handed in, for the person who did so."""
    found = _found(request, pk)
    return _attached(imports.file_of(found), found.name)


def _apply(request: DeskRequest, found: SheetImport, form: ApplyForm | ProposeForm) -> HttpResponse:
    given = form.cleaned_data
    begun = applying.start_apply(
        actor=request.actor,
        sheet_import=found,
        reason=given["reason"],
        document=given["document"],
        withdraw_missing=bool(given.get("withdraw_missing")),
        next_url=reverse(STEP, args=[found.pk]),
        at=request.now,
    )
    if isinstance(begun, Job):
        return redirect("desk:job", begun.pk)
    return done(request, f"已导入。{applying.said(begun)}。", STEP, found.pk)


def _propose(request: DeskRequest, found: SheetImport, form: ApplyForm | ProposeForm) -> HttpResponse:
    given = form.cleaned_data
    begun = applying.start_propose(
        actor=request.actor,
        sheet_import=found,
        title=given["title"],
        withdraw_missing=bool(given.get("withdraw_missing")),
        next_url=reverse(STEP, args=[found.pk]),
        at=request.now,
    )
    if isinstance(begun, Job):
        return redirect("desk:job", begun.pk)
    return done(request, "已生成拟调整，核对后提交审核。", "desk:registers:draft", begun.pk)


def _found(request: DeskRequest, pk: int) -> SheetImport:
    return get_object_or_404(imports.imports_of(request.actor), pk=pk)


def _match_and_check(request: DeskRequest, found: SheetImport, form: ColumnsForm) -> Job | None:
    since = form.cleaned_data.get("since") or request.now.date()
    matched = imports.set_columns(
        actor=request.actor, sheet_import=found, fields=form.chosen(), since=since, at=request.now
    )
    address = reverse(STEP, args=[found.pk])
    return imports.start_check(actor=request.actor, sheet_import=matched, next_url=address, at=request.now)


def _on(job: Job | None, pk: int) -> HttpResponse:
    return redirect("desk:job", job.pk) if job is not None else redirect(STEP, pk)


def _columns_form(request: DeskRequest, found: SheetImport) -> ColumnsForm:
    return ColumnsForm.of(
        request,
        definition=asked(found.register),
        columns=imports.columns_of(found),
        samples=imports.samples_of(found),
        initial={"since": found.since},
    )


def _apply_form(request: DeskRequest, found: SheetImport) -> ApplyForm | ProposeForm:
    definition = asked(found.register)
    form = ProposeForm.of(request) if definition.changed_by else ApplyForm.of(request)
    with_missing(form, found.counts.get(MISSING, 0), definition.entry)
    return form


def _show_columns(request: DeskRequest, found: SheetImport, form: ColumnsForm) -> HttpResponse:
    definition = asked(found.register)
    read = {each.field for each in imports.columns_of(found)}
    unread = [
        definition.fields[name].title
        for name in definition.fields
        if name in {*definition.required, *definition.key} and name not in read
    ]
    context = _context(found, 1) | {"unread": unread}
    return show(request, "desk/registers/import_columns.html", context, form=form)


def _show_faults(request: DeskRequest, found: SheetImport) -> HttpResponse:
    definition = asked(found.register)
    shown = _page(request, found.rows.filter(outcome=ImportOutcome.FAULT))
    lines = [line for row in shown for line in _fault_lines(definition, found, row)]
    context = _context(found, 2) | _paged(shown) | {"lines": lines, "whole": found.row_count <= workbooks.MOST_WHOLE}
    return show(request, "desk/registers/import_faults.html", context)


def _fault_lines(definition: RegisterDefinition, found: SheetImport, row: ImportRow) -> list[FaultLine]:
    columns = imports.columns_of(found)
    headings = [each.heading for each in columns]
    texts, faults = rows.faults_of(definition, row)
    lines = []
    for fault in faults:
        place, heading, text = workbooks.placed(headings, row.number, fault, texts)
        lines.append(
            FaultLine(
                row.number, place, heading, _masked(definition, columns[fault.column].field, text, fault), fault.say
            )
        )
    return lines


def _masked(definition: RegisterDefinition, name: str, text: str, fault: CellFault) -> str:
    """What stands in the cell; of personal data as much as a page ever shows."""
    if fault.column == WHOLE_ROW or name not in definition.personal:
        return text
    return masking.masked_text(text, definition.fields[name].format)


def _show_preview(request: DeskRequest, found: SheetImport, form: ApplyForm | ProposeForm) -> HttpResponse:
    definition = asked(found.register)
    counts = found.counts
    kinds = [
        (ImportOutcome.ADD.value, "新增", counts["add"]),
        (ImportOutcome.CHANGE.value, "变更", counts["change"]),
        (ImportOutcome.SAME.value, "不变", counts["same"]),
        (MISSING, "表中没有", counts[MISSING]),
    ]
    first = next((key for key, _, count in kinds[:2] if count), ImportOutcome.SAME.value)
    asked_for = request.GET.get("show", "")
    show_kind = asked_for if asked_for in {key for key, _, _ in kinds} else first
    if show_kind == MISSING:
        gone = _page(request, imports.missing(request.actor, found))
        listed = _paged(gone) | {"gone": list(gone)}
    else:
        shown = _page(request, found.rows.filter(outcome=show_kind))
        listed = _paged(shown) | {"lines": [_row_line(definition, row) for row in shown if row.content], "rows": shown}
    tabs = [Tab(label, f"?show={key}", key == show_kind, count) for key, label, count in kinds]
    context = _context(found, 3) | listed | {"tabs": tabs, "shown": show_kind, "counts": counts}
    context["nothing"] = not (counts["add"] or counts["change"] or counts[MISSING])
    return show(request, "desk/registers/import_preview.html", context, form=form)


def _row_line(definition: RegisterDefinition, row: ImportRow) -> RowLine:
    kind, data, old = rows.kind_of(row), row.content["data"], row.content["old"]
    changed = [difference(definition, name, old.get(name), data[name]) for name in definition.fields if name in data]
    facts = facts_of(definition, data) if row.outcome == ImportOutcome.ADD else []
    return RowLine(row.number, kind, row.title, row.key, str(row.entry_id or ""), [] if facts else changed, facts)


def _page(request: DeskRequest, found: QuerySet[Listed]) -> Page[Listed]:
    return Paginator(found, PAGE).get_page(request.GET.get("page"))


def _paged(shown: Page[Listed]) -> dict[str, object]:
    pages = shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1)
    return {"page": shown, "pages": pages}


def _context(found: SheetImport, at: int) -> dict[str, object]:
    definition = asked(found.register)
    back = reverse("desk:registers:import", args=[found.register])
    return {
        "title": f"导入{definition.title}",
        "trail": [*trail_of(definition), ("导入", back)],
        "definition": definition,
        "import": found,
        "found": found,
        "mark": _mark(found),
        "steps": _steps(at),
    }


def _steps(at: int) -> list[tuple[int, str, str]]:
    """(number, words, state) of the wizard's steps: done, current or to come."""
    return [
        (number + 1, words, "done" if number < at else "current" if number == at else "")
        for number, words in enumerate(STEPS)
    ]


def _mark(found: SheetImport) -> Mark:
    state = ImportState(found.state)
    return Mark(STATE_COLOURS[state], state.label)


def _attached(data: bytes, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=XLSX if name.endswith(".xlsx") else "text/csv")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    return response


urlpatterns: list[URLPattern] = [
    path("<slug:register>/import/", upload, name="import"),
    path("<slug:register>/import/template/", template, name="import-template"),
    path("imports/<int:pk>/", step, name="import-step"),
    path("imports/<int:pk>/columns/", columns, name="import-columns"),
    path("imports/<int:pk>/check/", check, name="import-check"),
    path("imports/<int:pk>/confirm/", confirm, name="import-confirm"),
    path("imports/<int:pk>/drop/", drop, name="import-drop"),
    path("imports/<int:pk>/faults/", faults_workbook, name="import-faults"),
    path("imports/<int:pk>/file/", original, name="import-file"),
]
