"""监督发现: the list, and one with what was said on it; explained by the body, settled by the supervisor."""

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.cases import findings, queries
from fazhi.cases.models import Finding, FindingEntry
from fazhi.cases.models.finding import FindingState
from fazhi.cases.refusals import Refused
from fazhi.desk.cases.words import finding_mark, procedure_choices, procedure_title
from fazhi.desk.components import Mark, Moment
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.desk.filters import Choice, DateRange, Filter, Unit
from fazhi.desk.forms import Form
from fazhi.desk.lists import Column, ListPage, by_key
from fazhi.desk.pages import DeskRequest, Needed, apply, done, page, show
from fazhi.desk.templatetags.desk import mark
from fazhi.government import permissions
from fazhi.government.permissions import CASE_VIEW, FINDING_EXPLAIN, FINDING_SETTLE
from fazhi.procedures.language.basis import Breach

BREACHES = [(each.value, each.label) for each in (Breach.DEFECT, Breach.LATE)]


class Findings(ListPage[Finding]):
    """Findings within reach, the newest first."""

    permission: ClassVar[Needed] = CASE_VIEW
    title, order, unit_word = "监督发现", "-found", "条"
    search_fields = ("say", "case__number", "case__title")
    search_label = "内容、案号、案件名称"
    empty = "没有监督发现。办理中的程序瑕疵和逾期会自动列在这里。"
    filters: ClassVar[Sequence[Filter]] = (
        Choice("state", "状态", "state", choices=FindingState.choices),
        Choice("breach", "类别", "breach", choices=BREACHES),
        Choice("procedure", "程序", "case__procedure", choices=lambda _: procedure_choices()),
        Unit("unit", "单位", "organization"),
        DateRange("found", "发现", "found_at", moment=True),
    )
    columns = (
        Column(
            "say",
            "内容",
            lambda f: f.say,
            link=lambda f: reverse("desk:cases:finding", args=[f.pk]),
            wide=True,
            width=60,
        ),
        Column("state", "状态", lambda f: f.get_state_display(), cell=lambda f: mark(finding_mark(f)), sort="state"),
        Column("breach", "类别", lambda f: Breach(f.breach).label, sort="breach", width=12),
        Column(
            "case",
            "案件",
            lambda f: f.case.number,
            link=lambda f: reverse("desk:cases:case", args=[f.case_id]),
            width=28,
        ),
        Column("procedure", "程序", lambda f: procedure_title(f.case), width=16, phone=False),
        Column("unit", "单位", lambda f: str(f.organization), sort="organization__order", width=18),
        Column("found", "发现时间", lambda f: f.found_at, sort="found_at", width=18),
    )

    def trail(self) -> Sequence[tuple[str, str]]:
        return [("案件", reverse("desk:cases:list"))]

    def rows(self) -> QuerySet[Finding]:
        return queries.visible_findings(self.actor).select_related(None)

    def dressed(self, rows: QuerySet[Finding]) -> QuerySet[Finding]:
        heavy = ("case__data", "case__state", "case__header", "case__search", "case__head_hash")
        return by_key(rows).select_related("case", "organization").defer(*heavy)


class FindingForm(Form):
    """What is said on a finding; the button says what it means."""

    text = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 4}), max_length=2000)


@page(permission=CASE_VIEW)
def finding(request: DeskRequest, pk: int) -> HttpResponse:
    """One finding: what is wrong, on which articles, what was said; and what this person may do about it."""
    found = get_object_or_404(queries.visible_findings(request.actor), pk=pk)
    form = FindingForm.of(request)
    verdict = request.POST.get("verdict", "")
    if form.is_valid() and apply(form, lambda: _entered(request, found, verdict, form.cleaned_data["text"])):
        return done(request, _SAID[verdict], "desk:cases:finding", pk)
    context = {
        "title": "监督发现",
        "trail": [
            ("案件", reverse("desk:cases:list")),
            (found.case.number, reverse("desk:cases:case", args=[found.case_id])),
        ],
        "finding": found,
        "case": found.case,
        "mark": finding_mark(found),
        "breach": Breach(found.breach).label,
        "articles": articles_of(found.basis),
        "entries": [_moment(entry) for entry in found.entries.select_related("by")],
        "form": form,
        "explains": _may(request, FINDING_EXPLAIN, found),
        "settles": _may(request, FINDING_SETTLE, found),
    }
    return show(request, "desk/cases/finding.html", context, form=form)


_SAID = {
    "explain": "已说明。",
    "rectify": "已登记整改。",
    "settle": "已核销。",
    "send_back": "已退回，请承办单位补充。",
}


def _entered(request: DeskRequest, found: Finding, verdict: str, text: str) -> object:
    if verdict == "settle":
        return findings.settle(actor=request.actor, finding=found, text=text, at=request.now)
    if verdict == "send_back":
        return findings.send_back(actor=request.actor, finding=found, text=text, at=request.now)
    if verdict not in ("explain", "rectify"):
        raise Refused("请选择要办理的事项。")
    rectified = verdict == "rectify"
    return findings.explain(actor=request.actor, finding=found, text=text, rectified=rectified, at=request.now)


def _may(request: DeskRequest, permission: permissions.Permission, found: Finding) -> bool:
    settled = found.state == FindingState.DISMISSED
    return not settled and permissions.may(request.actor, permission, organization=found.organization)


def _moment(entry: FindingEntry) -> Moment:
    state = FindingState(entry.state)
    colour = {"open": "red", "explained": "yellow", "rectified": "blue", "dismissed": "green"}[state.value]
    words = "退回" if state is FindingState.OPEN else state.label
    return Moment(words, entry.at, entry.by, text=entry.text, mark=Mark(colour, ""))
