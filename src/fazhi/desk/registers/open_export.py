"""导出个人信息: what a list shows, with personal data open, for a purpose that is kept with every value that leaves."""

from __future__ import annotations

from urllib.parse import quote

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.forms import Form
from fazhi.desk.lists import XLSX
from fazhi.desk.pages import DeskRequest, apply, page, show_form
from fazhi.desk.registers.asking import asked
from fazhi.desk.registers.lists import Entries
from fazhi.desk.registers.revisions import trail_of
from fazhi.government.permissions import REGISTER_UNMASK
from fazhi.registers import exporting


class PurposeForm(Form):
    """What the data is needed for."""

    purpose = forms.CharField(label="用途", max_length=300, help_text="写明办什么事要用，如“报送年度持证人员核查”")


@page(permission=REGISTER_UNMASK)
def export_open(request: DeskRequest, register: str) -> HttpResponse:
    """Asks for the purpose, then hands out the workbook; the filters are those of the list that one came from."""
    definition = asked(register, request.actor)
    if not definition.personal:
        raise Http404
    listed = Entries.without_request(
        actor=request.actor, now=request.now, query=request.GET.urlencode(), kwargs={"register": register}
    )
    assert isinstance(listed, Entries)
    if listed.is_another_day:
        raise Http404
    rows = listed.found()
    form = PurposeForm.of(request)
    if form.is_valid():
        made = apply(
            form,
            lambda: exporting.open_workbook(
                actor=request.actor, register=register, entries=rows, purpose=form.cleaned_data["purpose"],
                at=request.now,
            ),
        )  # fmt: skip
        if made:
            response = HttpResponse(made.value, content_type=XLSX)
            name = f"{definition.title}（含个人信息）{request.now:%Y%m%d}.xlsx"
            response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
            return response
    fields = "、".join(definition.fields[name].title for name in definition.fields if name in definition.personal)
    intro = f"将导出 {rows.count()} 条，其中{fields}不遮蔽。每一条的查看人、时间、用途都会记录。"
    back = f"{reverse('desk:registers:list', args=[register])}?{request.GET.urlencode()}"
    title = f"导出{definition.title}（含个人信息）"
    return show_form(request, form, title=title, submit="导出", back=back, trail=trail_of(definition), intro=intro)
