"""信用公示（双公示）: penalties or licences of a period as rows, what is to be mended, the files; a check of sheets."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.fields import DateField, FilesField
from fazhi.desk.forms import Form
from fazhi.desk.pages import DeskRequest, apply, page, show, show_form
from fazhi.desk.publishing.lists import tabs_for
from fazhi.documents import spreadsheet
from fazhi.documents.errors import UnreadableDocument
from fazhi.files.store import FileRefused
from fazhi.government import permissions
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import NOTICE_MANAGE, NOTICE_VIEW
from fazhi.publishing.credit import checking, exporting
from fazhi.publishing.credit.rows import CreditRow, rows
from fazhi.publishing.credit.sources import ENDED
from fazhi.publishing.credit.tables import LICENCE, PENALTY, CreditTable, table
from fazhi.publishing.refusals import Refused

KINDS = {"penalty": PENALTY, "licence": LICENCE}
"""Field sets by the word in the address."""
LONGEST = 366
SHOWN = 200
"""Rows on the page; the files have all."""
MOST_CHECKED = 5_000
LABELS = {"xlsx": "Excel 表（.xlsx）", "csv": "CSV（UTF-8，带 BOM）", "json": "JSON"}


class PeriodForm(Form):
    """From a day to a day, both included."""

    first = DateField(label="决定日期自", required=False)
    last = DateField(label="至", required=False)


class FullForm(Form):
    """For the export with numbers of persons."""

    form = forms.ChoiceField(label="格式", choices=list(LABELS.items()))
    purpose = forms.CharField(label="用途", max_length=300, help_text="写明报送到哪里，如“报送省信用信息共享平台”")


class SheetForm(Form):
    """A sheet made elsewhere."""

    file_field = "sheet"
    sheet = FilesField(label="行政许可信息表", extensions=(".xlsx",), most=1)


def period_of(request: DeskRequest) -> tuple[date, date]:
    """The period asked for: by default this month and the one before."""
    today = request.now.date()
    form = PeriodForm(request.GET, actor=request.actor)
    form.is_valid()
    first = form.cleaned_data.get("first") or (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    last = max(form.cleaned_data.get("last") or today, first)
    return first, min(last, first + timedelta(days=LONGEST))


@dataclass(frozen=True)
class Line:
    """A row as the list shows it; ``last`` is what matters besides: a fine, or until when a licence runs."""

    row: CreditRow
    number: str
    party: str
    last: str


def _line(defined: CreditTable, row: CreditRow) -> Line:
    def told(ending: str) -> str:
        return row.values.get(defined.named(ending), "")

    until = told("yxqzi") + ("（已无效）" if told("zt") == ENDED else "")
    return Line(row, told("wsh"), told("xdr_mc"), told("nr_fk") if defined.id == PENALTY else until)


def _table(request: DeskRequest) -> tuple[str, CreditTable]:
    """The field set asked for: that of penalties where nothing is said. Raises Http404 for an unknown one."""
    kind = request.GET.get("kind", "penalty")
    if kind not in KINDS:
        raise Http404
    return kind, table(KINDS[kind])


def _rows(request: DeskRequest) -> tuple[tuple[CreditRow, ...], Jurisdiction, date, date]:
    jurisdiction = Jurisdiction.objects.filter(pk=request.actor.jurisdiction_id or 0).first()
    if jurisdiction is None:
        raise Http404
    first, last = period_of(request)
    on, defined = request.now.date(), _table(request)[1]
    made = rows(jurisdiction=jurisdiction, first=first, last=last, on=on, actor=request.actor, defined=defined)
    return made, jurisdiction, first, last


@page(permission=NOTICE_VIEW)
def credit(request: DeskRequest) -> HttpResponse:
    """The rows of a period with what is wrong with each, and the ways out."""
    made, _, first, last = _rows(request)
    (kind, defined), today = _table(request), request.now.date()
    wrong = [each for each in made if not each.is_right]
    context = {
        "title": "信用公示（双公示）",
        "tabs": tabs_for("credit"),
        "form": PeriodForm(initial={"first": first, "last": last}, actor=request.actor),
        "kind": kind,
        "kinds": {key: table(name).title for key, name in KINDS.items()},
        "query": f"kind={kind}&first={first}&last={last}",
        "lines": [_line(defined, each) for each in [*wrong, *(each for each in made if each.is_right)][:SHOWN]],
        "count": len(made),
        "right": len(made) - len(wrong),
        "wrong": len(wrong),
        "open": sum(each.is_right and each.is_public for each in made),
        "late": sum(not each.is_right and each.due_on is not None and each.due_on < today for each in made),
        "today": today,
        "table": defined,
        "forms": LABELS,
        "manages": permissions.may(request.actor, NOTICE_MANAGE),
    }
    return show(request, "desk/publishing/credit.html", context)


@page(permission=NOTICE_VIEW)
def credit_public(request: DeskRequest, form: str) -> HttpResponse:
    """The masked file."""
    if form not in exporting.FORMS:
        raise Http404
    made, _, first, last = _rows(request)
    defined = _table(request)[1]
    data = exporting.public_file(defined, made, form, on=request.now.date())
    return _file(data, form, f"{defined.title}（公开版）{first:%Y%m%d}-{last:%Y%m%d}")


@page(permission=NOTICE_MANAGE)
def credit_full(request: DeskRequest) -> HttpResponse:
    """Asks for the purpose, then hands out the whole rows."""
    made, jurisdiction, first, last = _rows(request)
    form, defined = FullForm.of(request), _table(request)[1]
    if form.is_valid():
        asked: exporting.Form = form.cleaned_data["form"]
        if applied := apply(
            form,
            lambda: exporting.full_file(
                actor=request.actor,
                jurisdiction=jurisdiction,
                defined=defined,
                rows=made,
                form=asked,
                purpose=form.cleaned_data["purpose"],
                at=request.now,
            ),
        ):
            return _file(applied.value, asked, f"{defined.title}（完整版）{first:%Y%m%d}-{last:%Y%m%d}")
    good = sum(each.is_right for each in made)
    what = f"{defined.title}，{first}至{last}核对无误的 {good} 条"
    intro = f"{what}，含自然人姓名和证件号码。导出人、时间、用途会记入管理日志。"
    back = f"{reverse('desk:publishing:credit')}?{request.GET.urlencode()}"
    trail = [("公开事项", reverse("desk:publishing:home")), ("信用公示", back)]
    return show_form(request, form, title="导出完整版", submit="导出", back=back, trail=trail, intro=intro)


@page(permission=NOTICE_VIEW)
def credit_check(request: DeskRequest) -> HttpResponse:
    """Checks a sheet of licences made elsewhere; nothing of it is kept."""
    form, context = SheetForm.of(request), _check_context()
    if form.is_valid():
        applied = apply(form, lambda: _checked(form.cleaned_data["sheet"][0].read(), request.now.date()))
        if applied:
            context |= applied.value
    return show(request, "desk/publishing/credit_check.html", context, form=form)


def _check_context() -> dict[str, Any]:
    trail = [("公开事项", reverse("desk:publishing:home")), ("信用公示", reverse("desk:publishing:credit"))]
    return {"title": "核对行政许可信息表", "trail": trail, "table": table(LICENCE)}


def _checked(data: bytes, today: date) -> dict[str, Any]:
    defined = table(LICENCE)
    wanted = {code: (code, field.title, _short(field.title)) for code, field in defined.fields.items()}
    try:
        read = spreadsheet.read_table(data, wanted, required=(defined.named("xdr_mc"),))
    except UnreadableDocument as fault:
        raise FileRefused(str(fault)) from None
    lines = [{code: row.values.get(code, "").strip() for code in defined.fields} for row in read.rows]
    if not lines:
        raise Refused("表里没有数据行。")
    if len(lines) > MOST_CHECKED:
        raise Refused(f"一次最多核对{MOST_CHECKED}行，这张表有{len(lines)}行，请分开核对。")
    faults = checking.check_all(defined, lines, today=today)
    name = defined.named("xdr_mc")
    wrong = [(row.number, line[name], each) for row, line, each in zip(read.rows, lines, faults, strict=True) if each]
    return {"checked": len(lines), "wrong": wrong[:SHOWN], "wrong_count": len(wrong)}


def _short(title: str) -> str:
    return title.partition("（")[0]


def _file(data: bytes, form: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=exporting.TYPES[form])
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.{form}"
    return response
