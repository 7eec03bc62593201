"""Handing in a report to be checked."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.fields import FilesField
from fazhi.desk.forms import Form
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.desk.scrutiny.words import HOME, PAGE, trail
from fazhi.government.models import Organization
from fazhi.government.permissions import REPORT_MANAGE, REPORT_WRITE, reaches_jurisdiction
from fazhi.scrutiny import drafts
from fazhi.scrutiny.models import Draft
from fazhi.scrutiny.rights import checked_bodies

DOCUMENTS = (".docx", ".pdf", ".html", ".htm", ".txt")
WHOLE = ""


class UploadForm(Form):
    """A report, its year, whose it is, and whether it is a draft or one of an earlier year."""

    file = FilesField(
        label="报告文件",
        extensions=DOCUMENTS,
        most=1,
        help_text="Word（.docx）、文字版 PDF、网页或者文本，不超过 20 MB。",
    )
    year = forms.IntegerField(label="报告年度", min_value=1990, max_value=2100)
    body = forms.ChoiceField(label="报告的单位", required=False, help_text="数字与这个范围内的记录核对。")
    kind = forms.ChoiceField(
        label="类型",
        choices=Draft.Kind.choices,
        initial=Draft.Kind.DRAFT,
        widget=forms.RadioSelect,
        help_text="历年报告只检查文内是否矛盾，其中的数字存为“历年数据”，标明是陈述数。",
    )

    def offer(self, bodies: list[Organization], *, whole: str) -> None:
        """The bodies to choose from; `whole` names the jurisdiction where the actor may check its report."""
        choices = [(str(each.pk), str(each)) for each in bodies]
        field = self.fields["body"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(WHOLE, f"{whole}（全部单位）"), *choices] if whole else choices


@page(permission=(REPORT_MANAGE, REPORT_WRITE))
def new(request: DeskRequest) -> HttpResponse:
    """The upload."""
    actor = request.actor
    whole = reaches_jurisdiction(actor, REPORT_MANAGE)
    bodies = list(checked_bodies(actor).select_related("jurisdiction").order_by("order", "pk"))
    form = UploadForm.of(request, initial={"year": request.now.year - (request.now.month <= 6)})
    form.offer(bodies, whole=str(bodies[0].jurisdiction) if whole and bodies else "全区" if whole else "")
    if form.is_valid():
        data = form.cleaned_data
        file = data["file"][0]
        chosen = next((each for each in bodies if str(each.pk) == data["body"]), None)

        def take() -> Draft:
            return drafts.receive(
                actor=actor, name=str(file.name), data=file.read(), year=data["year"], kind=data["kind"],
                organization=chosen, at=request.now,
            )  # fmt: skip

        if applied := apply(form, take):
            count = applied.value.figures.count()
            return done(request, f"读出 {count} 个数字，已逐个核对。", PAGE, applied.value.pk)
    context = {"title": "核对报告", "trail": trail(), "back": reverse(HOME)}
    return show(request, "desk/scrutiny/upload.html", context, form=form)
