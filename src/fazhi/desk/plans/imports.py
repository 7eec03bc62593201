"""任务导入: what was brought in, bringing a file in, comparing a corrected edition before it is taken."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html

from fazhi.desk.components import Mark
from fazhi.desk.lists import Action, Choice, Column, ListPage
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.desk.plans.forms import ReceiveForm
from fazhi.desk.templatetags.desk import mark
from fazhi.government.permissions import PLAN_IMPORT
from fazhi.plans import queries
from fazhi.plans.editions.faces import compare_with_draft
from fazhi.plans.intake import intakes
from fazhi.plans.intake.sheet_drafts import SheetRefused
from fazhi.plans.kinds import kind_of
from fazhi.plans.models import Intake, Plan

STATE_COLOURS = {Intake.State.OPEN: "yellow", Intake.State.CONFIRMED: "green", Intake.State.ABANDONED: "grey"}


class Intakes(ListPage[Intake]):
    """Files that were brought in, open drafts first."""

    title, permission, order, unit_word = "任务导入", PLAN_IMPORT, "-at", "份"
    columns = (
        Column(
            "title",
            "名称",
            lambda i: i.title or i.file.name,
            link=lambda i: (
                reverse("desk:plans:plan", args=[i.plan_id]) if i.plan_id else reverse("desk:plans:draft", args=[i.pk])
            ),
            wide=True,
            width=46,
        ),
        Column("file", "文件", lambda i: i.file.name, width=30),
        Column("kind", "类型", lambda i: kind_of(i.kind).title, width=22, phone=False),
        Column("by", "导入人", lambda i: str(i.by)),
        Column("at", "上传时间", lambda i: i.at, sort="at", width=18),
        Column(
            "state",
            "状态",
            lambda i: i.get_state_display(),
            cell=lambda i: mark(Mark(STATE_COLOURS[Intake.State(i.state)], i.get_state_display())),
            sort="state",
        ),
    )
    filters = (Choice("state", "状态", "state", choices=Intake.State.choices),)
    search_fields = ("title", "file__name")
    search_label = "名称、文件名"
    empty = "还没有导入过文件。点“导入文件”开始。"

    def rows(self) -> QuerySet[Intake]:
        return queries.visible_intakes(self.actor).select_related("file", "by", "plan").defer("draft", "text")

    def actions(self) -> Sequence[Action]:
        return (Action("导入文件", reverse("desk:plans:receive"), icon="import"),)


@page(permission=PLAN_IMPORT)
def receive(request: DeskRequest) -> HttpResponse:
    """The upload: file, kind, and whether it is a new edition of a plan."""
    active = queries.visible_plans(request.actor).filter(state=Plan.State.ACTIVE)
    asked = whole(request.GET.get("adjusts", ""))
    adjusts = active.filter(pk=asked).first() if asked is not None else None
    initial = {"adjusts": adjusts.pk, "kind": adjusts.kind} if adjusts else {}
    form = ReceiveForm.of(request, initial=initial)
    form.fields["adjusts"].queryset = active  # type: ignore[attr-defined]  # a model choice field
    faults: Sequence[object] = ()
    earlier: Intake | None = None
    if form.is_valid():
        data = form.cleaned_data
        file = data["file"][0]

        def take() -> Intake:
            nonlocal faults, earlier
            try:
                return intakes.receive(
                    actor=request.actor,
                    name=str(file.name),
                    data=file.read(),
                    kind=data["kind"],
                    adjusts=data["adjusts"],
                    again=data["again"],
                    at=request.now,
                )
            except SheetRefused as refusal:
                faults = refusal.faults
                raise
            except intakes.SeenBefore as refusal:
                earlier = refusal.intake
                raise

        if applied := apply(form, take):
            found = len(applied.value.draft["tasks"])
            return done(request, f"已读出 {found} 项任务，请核对后确认。", "desk:plans:draft", applied.value.pk)
    context = {
        "title": "导入规划计划",
        "trail": [("任务导入", reverse("desk:plans:intakes"))],
        "faults": faults,
        "earlier": _earlier_link(earlier),
    }
    return show(request, "desk/plans/receive.html", context, form=form)


@page(permission=PLAN_IMPORT, methods=("POST",))
def abandon(request: DeskRequest, pk: int) -> HttpResponse:
    """Puts a draft aside."""
    intake = get_object_or_404(queries.visible_intakes(request.actor), pk=pk)
    intakes.abandon(actor=request.actor, intake=intake, at=request.now)
    return done(request, "已放弃这份草稿。", "desk:plans:intakes")


@page(permission=PLAN_IMPORT, methods=("GET",))
def compare(request: DeskRequest, pk: int) -> HttpResponse:
    """What a corrected edition would change."""
    seen = queries.visible_intakes(request.actor).select_related("adjusts", "jurisdiction")
    intake = get_object_or_404(seen, pk=pk)
    if intake.adjusts is None or intake.state != Intake.State.OPEN:
        raise Http404
    context = {
        "title": f"与“{intake.adjusts.title}”比较",
        "trail": [
            ("任务导入", reverse("desk:plans:intakes")),
            (intake.title, reverse("desk:plans:draft", args=[pk])),
        ],
        "found": compare_with_draft(intake),
        "draft": intake,
    }
    return show(request, "desk/plans/compare.html", context)


def _earlier_link(earlier: Intake | None) -> str:
    if earlier is None:
        return ""
    if earlier.plan is not None:
        address = reverse("desk:plans:plan", args=[earlier.plan.pk])
        return format_html('<a href="{}">打开“{}”</a>', address, earlier.plan.title)
    return format_html('<a href="{}">继续处理那份草稿</a>', reverse("desk:plans:draft", args=[earlier.pk]))
