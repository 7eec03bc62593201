"""The check page: the text with every number marked, beside the list of what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.components import Mark, Tab
from fazhi.desk.lists import XLSX
from fazhi.desk.pages import DeskRequest, done, page, show
from fazhi.desk.scrutiny.marking import Passage, passages_of
from fazhi.desk.scrutiny.words import (
    HOME,
    PAGE,
    fault_mark,
    figure_address,
    figure_title,
    rule_label,
    trail,
    verdict_mark,
)
from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.government.permissions import REPORT_VIEW, NotAllowed
from fazhi.scrutiny import drafts
from fazhi.scrutiny.contradictions import Severity
from fazhi.scrutiny.models import Draft, StatedFigure
from fazhi.scrutiny.rights import require_checking, visible_drafts
from fazhi.scrutiny.verdicts import Verdict

EVERYTHING, FAULTS = "all", "faults"
LISTED = (Verdict.DIFFERS, Verdict.UNBACKED, Verdict.AGREES, Verdict.STATED, Verdict.LEFT)
OFFERED = 3


@dataclass(frozen=True)
class Fault:
    """A contradiction as the page shows it; `place` is the anchor of its first number in the text."""

    number: int
    mark: Mark
    rule: str
    say: str
    place: str
    severity: Severity


@dataclass(frozen=True)
class Item:
    """A stated number as the list shows it."""

    stated: StatedFigure
    mark: Mark
    title: str
    url: str
    candidates: Sequence[tuple[str, str]]
    faults: Sequence[Fault]


@page(permission=REPORT_VIEW, methods=("GET",))
def check(request: DeskRequest, pk: int) -> HttpResponse:
    """What was found in one report."""
    draft = draft_of(request, pk)
    rows = list(draft.figures.all())
    faults = faults_of(draft)
    counted = Counter(Verdict(row.verdict) for row in rows)
    shown = request.GET.get("show") or _first(faults, counted)
    chosen = [row for row in rows if shown in (EVERYTHING, row.verdict)]
    context = {
        "title": draft.title,
        "trail": trail(),
        "draft": draft,
        "faults": faults if shown in (EVERYTHING, FAULTS) else [],
        "items": [_item(row, draft, faults) for row in chosen],
        "passages": _passages(draft, rows, faults, shown),
        "tabs": list(_tabs(faults, counted, len(rows), shown)),
        "shown": shown,
        "may_decide": _may_decide(request, draft),
        "looks": any(fault.severity is Severity.LOOK for fault in faults),
        "is_draft": drafts.is_compared(draft),
        "legend": [(verdict, verdict_mark(verdict)) for verdict in (Verdict.CONTRADICTS, *LISTED) if counted[verdict]],
    }
    return show(request, "desk/scrutiny/check.html", context)


@page(permission=REPORT_VIEW, methods=("POST",))
def recheck(request: DeskRequest, pk: int) -> HttpResponse:
    """Holds the same text against the records of today."""
    draft = drafts.recheck(actor=request.actor, draft=draft_of(request, pk), at=request.now)
    return done(request, "已按现在的记录重新核对。", PAGE, draft.pk)


@page(permission=REPORT_VIEW, methods=("POST",))
def discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Takes a report off the list."""
    drafts.discard(actor=request.actor, draft=draft_of(request, pk))
    return done(request, "已删除这份核对稿。", HOME)


@page(permission=REPORT_VIEW, methods=("GET",))
def workbook(request: DeskRequest, pk: int) -> HttpResponse:
    """The list as .xlsx: the numbers, and what contradicts itself."""
    draft = draft_of(request, pk)
    faults = faults_of(draft)
    numbers = Sheet(
        "数字核对",
        [Column("序号", 6), Column("所在部分", 24), Column("事项", 34), Column("原文", 14), Column("期间", 14),
         Column("结论", 16), Column("对应数据", 28), Column("记录", 14), Column("相差", 12), Column("说明", 50)],
        [_row(row, faults) for row in draft.figures.all()],
        heading=f"{draft.title}：数字核对清单",
        subheading=f"{draft.year} 年度，{draft.scope_words}，{draft.checked_at.astimezone():%Y-%m-%d %H:%M} 核对",
    )  # fmt: skip
    inside = Sheet(
        "文内矛盾",
        [Column("序号", 6), Column("程度", 12), Column("核对项", 16), Column("说明", 80)],
        [[fault.number, fault.mark.words, fault.rule, fault.say] for fault in faults],
    )
    name = quote(f"{draft.title}_数字核对.xlsx")
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return HttpResponse(write_workbook([numbers, inside]), content_type=XLSX, headers=headers)


def draft_of(request: DeskRequest, pk: int) -> Draft:
    seen = visible_drafts(request.actor).select_related("file", "organization", "jurisdiction", "by")
    return get_object_or_404(seen, pk=pk)


def faults_of(draft: Draft) -> list[Fault]:
    """The contradictions of a draft, the certain ones first."""
    found = [_fault(number, each) for number, each in enumerate(draft.faults)]
    return sorted(found, key=lambda fault: (fault.severity is not Severity.CERTAIN, fault.number))


def _fault(number: int, kept: Mapping[str, Any]) -> Fault:
    severity = Severity(kept["severity"])
    place = f"p-{number}"
    return Fault(number, fault_mark(severity), rule_label(kept["rule"]), kept["say"], place, severity)


def _item(row: StatedFigure, draft: Draft, faults: Sequence[Fault]) -> Item:
    by_number = {fault.number: fault for fault in faults}
    return Item(
        stated=row,
        mark=verdict_mark(row.found),
        title=figure_title(row.figure) if row.figure else "",
        url=figure_address(row, draft.organization_id) if row.figure else "",
        candidates=[(name, figure_title(name)) for name, _ in row.candidates[:OFFERED] if name != row.figure],
        faults=[by_number[number] for number in row.faults if number in by_number],
    )


def _passages(draft: Draft, rows: Sequence[StatedFigure], faults: Sequence[Fault], shown: str) -> list[Passage]:
    spans = {fault.number: draft.faults[fault.number]["spans"] for fault in faults}
    certain = {fault.number for fault in faults if fault.severity is Severity.CERTAIN}
    address = reverse(PAGE, args=[draft.pk])
    return passages_of(draft.text, rows, spans, certain, address=address, shown=shown)


def _first(faults: Sequence[Fault], counted: Counter[Verdict]) -> str:
    """What needs a person first: contradictions, then numbers that differ, then those without a record."""
    if faults:
        return FAULTS
    return next((verdict.value for verdict in LISTED[:2] if counted[verdict]), EVERYTHING)


def _tabs(faults: Sequence[Fault], counted: Counter[Verdict], total: int, shown: str) -> Sequence[Tab]:
    tabs = [Tab("文内矛盾", f"?show={FAULTS}#list", shown == FAULTS, len(faults))]
    tabs += [
        Tab(verdict.label, f"?show={verdict.value}#list", shown == verdict.value, counted[verdict])
        for verdict in LISTED
        if counted[verdict] or verdict is Verdict.DIFFERS
    ]
    return [*tabs, Tab("全部", f"?show={EVERYTHING}#list", shown == EVERYTHING, total)]


def _may_decide(request: DeskRequest, draft: Draft) -> bool:
    try:
        require_checking(request.actor, draft.organization)
    except NotAllowed:
        return False
    return True


def _row(row: StatedFigure, faults: Sequence[Fault]) -> list[Any]:
    says = [fault.say for fault in faults if fault.number in row.faults]
    return [
        row.order + 1, row.section, row.what, row.written, row.period, row.found.label,
        figure_title(row.figure) if row.figure else "", row.recorded_text,
        None if row.difference is None else row.difference.normalize() if row.difference else 0,
        "；".join(filter(None, [row.say, *says])),
    ]  # fmt: skip
