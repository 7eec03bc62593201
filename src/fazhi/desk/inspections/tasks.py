"""From registers to a draw, and from a draw to inspections."""

from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fazhi.desk.forms import DateField, Form, OrganizationField, OrganizationsField
from fazhi.desk.inspections.visit_words import RISKS
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization, OrganizationKind
from fazhi.government.permissions import CASE_WORK, DRAW_HOLD, within_reach
from fazhi.inspections import draw_drafts, planning, pools, tasking
from fazhi.inspections.draw_queries import drawn_for, visible_draws
from fazhi.inspections.models import Draw, DrawDraft
from fazhi.inspections.pools import Wanted

Grouped = list[tuple[str, list[tuple[str, str]]]]


class PoolForm(Form):
    """Which items, which objects. Who may be sent follows from the bodies of the items."""

    organization = OrganizationField(label="组织单位")
    title = forms.CharField(label="抽取名称", max_length=200)
    plan_reference = forms.CharField(label="检查计划", max_length=200, required=False)
    items = forms.MultipleChoiceField(
        label="检查事项", widget=forms.CheckboxSelectMultiple(attrs={"class": "ticks"}),
        help_text="选几个单位的事项，就是跨部门联合抽查（综合查一次）。",
    )  # fmt: skip
    streets = OrganizationsField(label="街道、乡镇", required=False, help_text="不选就是全辖区。")
    risks = forms.MultipleChoiceField(
        label="风险分类", choices=list(RISKS.items()), required=False, widget=forms.CheckboxSelectMultiple,
        help_text="不选就是全部；各类的抽取权重在下一步填写。",
    )  # fmt: skip

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        own = Organization.objects.filter(within_reach(actor, DRAW_HOLD), dissolved_on=None)
        self.narrow("organization", own)
        kinds = (OrganizationKind.STREET,)
        self.narrow("streets", own.model.objects.filter(jurisdiction=actor.jurisdiction_id, kind__in=kinds))
        items = self.fields["items"]
        assert isinstance(items, forms.MultipleChoiceField)
        items.choices = item_choices(actor.jurisdiction_id or 0)

    def wanted(self) -> Wanted:
        data = self.cleaned_data
        return Wanted(
            items=tuple(UUID(each) for each in data["items"]),
            streets=frozenset(each.pk for each in data["streets"]),
            risks=frozenset(data["risks"]),
        )


class TasksForm(Form):
    """What all inspections of a draw have in common."""

    items = forms.MultipleChoiceField(label="检查事项", widget=forms.CheckboxSelectMultiple)
    plan_item = forms.ChoiceField(label="年度检查计划项目")
    legal_basis = forms.CharField(label="检查依据", max_length=300, help_text="法律、法规、规章的名称和条、款")
    planned_on = DateField(label="计划检查日期")

    def __init__(self, *args: Any, actor: Actor, draw: Draw, today: date, **kwargs: Any) -> None:
        super().__init__(*args, actor=actor, **kwargs)
        named = {each["name"] for each in draw.items}
        items, plan = self.fields["items"], self.fields["plan_item"]
        assert isinstance(items, forms.MultipleChoiceField)
        assert isinstance(plan, forms.ChoiceField)
        entries = [each for each in pools.items_to_choose(draw.jurisdiction_id) if each.title in named]
        items.choices = [(str(each.pk), f"{each.title}（{each.organization}）") for each in entries]
        items.initial = [str(each.pk) for each in entries]
        found = planning.plan_items(draw.jurisdiction_id, today.year).filter(organization=draw.organization_id)
        plan.choices = [("", "请选择计划项目"), *((str(each.pk), each.title) for each in found)]


@page(permission=DRAW_HOLD)
def pool(request: DeskRequest) -> HttpResponse:
    """一单两库: the pool as the registers have it; the next page asks for rule and chance."""
    form = PoolForm.of(request)
    if form.is_valid():
        data = form.cleaned_data

        def begin() -> DrawDraft:
            area = Jurisdiction.objects.get(pk=data["organization"].jurisdiction_id)
            built = pools.build(jurisdiction=area, wanted=form.wanted(), on=request.now.date())
            return draw_drafts.begin(
                actor=request.actor,
                organization=data["organization"],
                title=data["title"],
                items=built.items,
                pool=built.pool,
                plan_reference=data["plan_reference"],
                at=request.now,
            )

        if applied := apply(form, begin):
            return done(
                request, "已从名录库生成名单。请核对，并填写规则。", "desk:inspections:draw-rule", applied.value.pk
            )
    context = {
        "title": "从名录库生成抽取名单",
        "trail": [("双随机抽取", reverse("desk:inspections:draws"))],
        "back": reverse("desk:inspections:draws"),
    }
    return show(request, "desk/inspections/pool.html", context, form=form)


@page(permission=CASE_WORK)
def tasks(request: DeskRequest, pk: UUID) -> HttpResponse:
    """Opens the inspections of a draw; what was refused is shown with every reason."""
    draw = visible_draws(request.actor).select_related("organization__jurisdiction").filter(pk=pk).first()
    if draw is None:
        raise Http404
    form = TasksForm.of(request, draw=draw, today=request.now.date())
    refused: tuple[tasking.NotOpened, ...] = ()
    if form.is_valid():
        data = form.cleaned_data
        applied = apply(
            form,
            lambda: tasking.open_from_draw(
                actor=request.actor,
                draw=draw,
                items=[UUID(each) for each in data["items"]],
                plan_item=UUID(data["plan_item"]),
                legal_basis=data["legal_basis"],
                planned_on=data["planned_on"],
                at=request.now,
            ),
        )
        if applied:
            refused = applied.value.refused
            before = f"，{len(applied.value.before)}件此前已开出" if applied.value.before else ""
            messages.success(request, f"已开出{len(applied.value.opened)}件检查{before}。")
            if not refused:
                return redirect("desk:inspections:draw-tasks", draw.pk)
    drawn = drawn_for(draw)
    opened = tasking.inspections_of(draw)
    context = {
        "title": "开出检查",
        "trail": [
            ("双随机抽取", reverse("desk:inspections:draws")),
            (draw.title, reverse("desk:inspections:draw", args=[draw.pk])),
        ],
        "draw": draw,
        "drawn": drawn,
        "opened": opened,
        "all_opened": len(opened) >= len(drawn) > 0,
        "refused": refused,
        "back": reverse("desk:inspections:draw", args=[draw.pk]),
    }
    return show(request, "desk/inspections/tasks.html", context, form=form)


def item_choices(jurisdiction_id: int) -> Grouped:
    """The inspection items in force, under the headings of their bodies."""
    found = pools.items_to_choose(jurisdiction_id)
    return [
        (body, [(str(each.pk), each.title) for each in entries])
        for body, entries in groupby(found, key=lambda each: str(each.organization or "其他"))
    ]
