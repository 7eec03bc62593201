"""What people do with sheets: begin, correct, carry over, make final, hand back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms as fields
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from fazhi.desk.forms import Form
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.returns.addresses import cell_url, home_url, sheet_url
from fazhi.desk.returns.asking import family_of, sheet_for, year_of
from fazhi.desk.returns.sheet_page import heading
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import REPORT_VIEW
from fazhi.procedures.pauses import PLACE
from fazhi.returns import sheets
from fazhi.returns.bodies import bodies
from fazhi.returns.checked import wrong_with_report
from fazhi.returns.checks import Check
from fazhi.returns.filling import fill
from fazhi.returns.language.definition import FilledBy
from fazhi.returns.language.layout import CellKind
from fazhi.returns.language.library import FAMILIES, forms
from fazhi.returns.models import Sheet


class Correction(Form):
    """调整."""

    value = fields.DecimalField(label="填报数", min_value=0, max_digits=18)
    reason = fields.CharField(
        label="理由",
        max_length=sheets.LONGEST,
        widget=fields.Textarea(attrs={"rows": 3}),
        help_text="写明为什么与记录不同、数从哪里来（台账、文号），供汇总和公开前核对。",
    )


class Finality(Form):
    """定稿."""

    without = fields.CharField(
        label="有单位没有定稿，仍然定稿的理由",
        required=False,
        max_length=sheets.LONGEST,
        widget=fields.Textarea(attrs={"rows": 2}),
        help_text="这些单位按平台上的记录统计。",
    )


class Return(Form):
    """退回."""

    reason = fields.CharField(label="退回的理由", max_length=sheets.LONGEST, widget=fields.Textarea(attrs={"rows": 3}))


@page(permission=REPORT_VIEW, methods=("POST",))
def begin(request: DeskRequest) -> HttpResponse:
    """All tables of a report for one body (or the whole) and year; then the first of them."""
    family, year = family_of(request.POST), year_of(request.POST, request.now)
    area = get_object_or_404(Jurisdiction, pk=request.actor.jurisdiction_id)
    if request.POST.get("unit") == "all":
        made = _opened(request, area, bodies(area.pk, year), family, year)
        return done(request, f"已建立报表 {len(made)} 张，能由记录统计的已经填好。", home_url(family, year))
    made = _opened(request, area, [_body(request.POST.get("unit", ""), area)], family, year)
    return done(request, "已建立报表，能由记录统计的已经填好。", sheet_url(made[0].pk))


@page(permission=REPORT_VIEW)
def correct(request: DeskRequest, pk: UUID, row: str, column: str) -> HttpResponse:
    """Puts another number into a cell, with the reason."""
    sheet = sheet_for(request.actor, pk)
    key = f"{row}.{column}"
    cell = fill(sheet, today=request.now.astimezone(PLACE).date()).cells.get(key)
    if cell is None or cell.kind is CellKind.SUM:
        raise Http404
    form = Correction.of(request, initial={"value": cell.value})
    form.fields["value"].label = f"填报数（{cell.spec.unit}）"
    if form.is_valid():
        data = form.cleaned_data
        applied = apply(
            form,
            lambda: sheets.correct(
                actor=request.actor, sheet_id=pk, cell=key, value=data["value"], reason=data["reason"], at=request.now
            ),
        )
        if applied:
            return done(request, "已调整。", sheet_url(pk, key))
    counted = "记录统计为 " + str(cell.counted) + "。" if cell.kind is CellKind.COUNTED else cell.spec.manual
    own = heading(sheet)
    return show_form(
        request,
        form,
        title="填报" if cell.kind is CellKind.MANUAL else "调整",
        submit="保存",
        back=cell_url(pk, key),
        intro=f"{cell.spec.title}。{counted}",
        trail=[*own["trail"], (own["title"], sheet_url(pk, key))],
    )


@page(permission=REPORT_VIEW, methods=("POST",))
def restore(request: DeskRequest, pk: UUID, row: str, column: str) -> HttpResponse:
    """Takes a correction back."""
    sheet_for(request.actor, pk)
    key = f"{row}.{column}"
    sheets.restore(actor=request.actor, sheet_id=pk, cell=key, at=request.now)
    return done(request, "已撤销调整，恢复为记录统计的数。", sheet_url(pk, key))


@page(permission=REPORT_VIEW, methods=("POST",))
def carry(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Fills 上年结转 from last year's final table."""
    sheet_for(request.actor, pk)
    changed = sheets.carry_over(actor=request.actor, sheet_id=pk, at=request.now)
    say = f"已按上年度表填列，改了 {changed} 格。" if changed else "上年结转与上年度表一致，没有改动。"
    return done(request, say, sheet_url(pk))


@page(permission=REPORT_VIEW)
def finalise(request: DeskRequest) -> HttpResponse:
    """Makes the tables of a body (or of the whole) final together: all of them, or none and what does not agree."""
    family, year = family_of(request.GET), year_of(request.GET, request.now)
    area = get_object_or_404(Jurisdiction, pk=request.actor.jurisdiction_id)
    body = _body(request.GET.get("unit", ""), area)
    own = _own(area, body, family, year)
    if not own:
        raise Http404
    today = request.now.astimezone(PLACE).date()
    filled = [fill(sheet, today=today) for sheet in own]
    failures = wrong_with_report(filled, family=family)
    form = Finality.of(request)
    if not any(each.missing for each in filled):
        del form.fields["without"]
    waived = bool(form.is_valid() and form.cleaned_data.get("without"))
    stop = [each for each in failures if not (waived and each.check is Check.BODIES)]
    if request.method == "POST" and form.is_valid() and not stop:
        applied = apply(form, lambda: _made_final(request, own, form.cleaned_data.get("without", "")))
        if applied:
            return done(request, f"{FAMILIES[family]}的表已定稿。", sheet_url(own[0].pk))
    elif request.method == "POST" and form.is_valid():
        form.add_error(None, f"有 {len(stop)} 处核对不上，改正以后才能定稿。")
    places = {sheet.form: sheet for sheet in own}
    back = home_url(family, year)
    context: dict[str, Any] = {
        "title": f"{FAMILIES[family]}定稿（{year}年度）",
        "trail": [("统计报表", back)],
        "whose": own[0].whose,
        "sheets": [(sheet, forms().get(sheet.form), sheet_url(sheet.pk)) for sheet in own],
        "failures": [(each, _place(places, each.form, each.cell)) for each in failures],
        "checks": [(check.label, sum(each.check is check for each in failures)) for check in _checked(body)],
        "may": sheets.may_finalise(request.actor, own[0]) and not all(sheet.final for sheet in own),
        "back": sheet_url(own[0].pk),
    }
    return show(request, "desk/returns/finalise.html", context, form=form)


@page(permission=REPORT_VIEW)
def reopen(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Hands a final table back to be mended."""
    sheet = sheet_for(request.actor, pk)
    form = Return.of(request)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        applied = apply(form, lambda: sheets.reopen(actor=request.actor, sheet_id=pk, reason=reason, at=request.now))
        if applied:
            return done(request, "已退回，可以更正后重新定稿。", sheet_url(pk))
    own = heading(sheet)
    return show_form(
        request,
        form,
        title="退回更正",
        submit="退回",
        back=sheet_url(pk),
        intro=f"{sheet.whose}：{own['title']}。原来定稿的数留在记录里。",
        trail=[*own["trail"], (own["title"], sheet_url(pk))],
    )


def _opened(
    request: DeskRequest, area: Jurisdiction, whose: Sequence[Organization | None], family: str, year: int
) -> list[Sheet]:
    with transaction.atomic():
        return [
            sheets.open_sheet(
                actor=request.actor, jurisdiction=area, organization=body, form=form.id, year=year, at=request.now
            )
            for body in whose
            for form in forms().family(family)
            if body is None or form.filled_by is FilledBy.BODIES
        ]


def _made_final(request: DeskRequest, own: Sequence[Sheet], without: str) -> None:
    with transaction.atomic():
        for sheet in own:
            if not sheet.final:
                sheets.finalise(actor=request.actor, sheet_id=sheet.pk, without=without, at=request.now)


def _checked(body: Organization | None) -> list[Check]:
    """The checks that tables without their report's text go through."""
    told = [Check.BLANK, Check.NUMBER, Check.ROWS, Check.BALANCE, Check.COLUMNS, Check.CARRIED]
    return told if body is not None else [*told, Check.BODIES]


def _own(area: Jurisdiction, body: Organization | None, family: str, year: int) -> list[Sheet]:
    order = [form.id for form in forms().family(family)]
    found = (
        Sheet.objects.filter(jurisdiction=area, organization=body, year=year, form__in=order)
        .select_related("organization", "jurisdiction")
        .prefetch_related("entries")
    )
    return sorted(found, key=lambda sheet: order.index(sheet.form))


def _place(places: dict[str, Sheet], form: str, cell: str) -> str:
    if form not in places:
        return ""
    return sheet_url(places[form].pk, cell) if cell else f"{sheet_url(places[form].pk)}#bodies"


def _body(text: str, area: Jurisdiction) -> Organization | None:
    """The body that the address names; '' for the whole. Raises Http404."""
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return get_object_or_404(Organization, pk=int(text), jurisdiction=area)
