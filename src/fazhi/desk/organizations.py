"""单位: the tree of units, a unit's page, and what administrators do to it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.forms import DateField, Form, OrganizationField
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.government import organizations, permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Membership, Organization, OrganizationKind


@dataclass
class Node:
    """A unit with what hangs below it."""

    unit: Organization
    members: int
    children: "list[Node]" = field(default_factory=list)


class UnitForm(Form):
    """Setting up a unit."""

    kind = forms.ChoiceField(label="类型", choices=OrganizationKind.choices)
    parent = OrganizationField(label="上级单位", required=False, empty_label="无上级（辖区顶层）")
    name = forms.CharField(label="全称", max_length=100, help_text="与“三定”规定或机构编制文件一致。")
    short_name = forms.CharField(label="简称", max_length=50, required=False, help_text="列表里显示；留空则用全称。")
    aliases = forms.CharField(
        label="别名",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="文件里还会怎样称呼这个单位，一行一个。导入计划时按全称、简称和别名认出单位。",
    )


class NameForm(Form):
    name = forms.CharField(label="全称", max_length=100, help_text="更名后，原全称自动留作别名。")
    short_name = forms.CharField(label="简称", max_length=50, required=False)


class MoveForm(Form):
    parent = OrganizationField(label="新的上级单位", required=False, empty_label="无上级（辖区顶层）")


class DissolveForm(Form):
    on = DateField(label="撤销日期")


class AliasForm(Form):
    name = forms.CharField(label="别名", max_length=100)


def visible(actor: Actor) -> QuerySet[Organization]:
    """The units that a person may look up: those of their own jurisdictions."""
    return Organization.objects.filter(jurisdiction__in={seat.jurisdiction_id for seat in actor.seats})


@page(methods=("GET",))
def tree(request: DeskRequest) -> HttpResponse:
    """All units as a tree, with the number of people in each."""
    dissolved = request.GET.get("dissolved") == "1"
    units = visible(request.actor).annotate(
        members=Count("memberships", filter=Q(memberships__ended_on=None, memberships__person__is_active=True))
    )
    shown = units if dissolved else units.filter(dissolved_on=None)
    context = {
        "title": "单位",
        "roots": _grown(shown.order_by("order", "id")),
        "count": len(shown),
        "dissolved": dissolved,
        "may_create": permissions.may(request.actor, permissions.TREE_MANAGE),
    }
    return show(request, "desk/organizations/tree.html", context)


@page()
def unit(request: DeskRequest, pk: int) -> HttpResponse:
    """A unit's page: names, place in the tree, members, aliases. Posting adds an alias."""
    organization = _found(request, pk)
    form = AliasForm.of(request)
    if form.is_valid():
        name = form.cleaned_data["name"]
        call = lambda: organizations.add_alias(  # noqa: E731 -- one line of a page
            actor=request.actor, organization=organization, name=name, at=request.now
        )
        if apply(form, call):
            return done(request, f"已添加别名“{name}”。", "desk:organization", pk)
    may_manage = permissions.may(request.actor, permissions.UNIT_MANAGE, organization=organization)
    context = {
        "title": organization.name,
        "unit": organization,
        "trail": _trail(organization),
        "facts": _facts(organization),
        "members": Membership.objects.filter(organization=organization, ended_on=None, person__is_active=True)
        .select_related("person")
        .order_by("id"),
        "children": organization.children.filter(dissolved_on=None),
        "aliases": organization.aliases.all(),
        "may_manage": may_manage,
        "may_move": permissions.may(request.actor, permissions.TREE_MANAGE, organization=organization),
    }
    return show(request, "desk/organizations/unit.html", context, form=form)


@page(permission=permissions.TREE_MANAGE)
def create(request: DeskRequest) -> HttpResponse:
    """Sets up a unit in the actor's jurisdiction."""
    form = UnitForm.of(request, initial={"parent": request.GET.get("parent"), "kind": OrganizationKind.DEPARTMENT})
    if form.is_valid():
        given = form.cleaned_data
        area = Jurisdiction.objects.get(pk=request.actor.seats[0].jurisdiction_id)
        call = lambda: organizations.create(  # noqa: E731 -- the same values for one call
            actor=request.actor,
            jurisdiction=area,
            parent=given["parent"],
            kind=given["kind"],
            name=given["name"],
            short_name=given["short_name"],
            aliases=[line.strip() for line in given["aliases"].splitlines() if line.strip()],
            at=request.now,
        )
        if made := apply(form, call):
            return done(request, f"已设立“{made.value.name}”。", "desk:organization", made.value.pk)
    return show_form(
        request, form, title="设立单位", submit="设立", back=reverse("desk:organizations"), trail=_above("单位")
    )


@page(permission=permissions.TREE_MANAGE)
def rename(request: DeskRequest, pk: int) -> HttpResponse:
    """Gives a unit new names."""
    organization = _found(request, pk)
    form = NameForm.of(request, initial={"name": organization.name, "short_name": organization.short_name})
    if form.is_valid():
        given = form.cleaned_data
        if apply(
            form,
            lambda: organizations.rename(
                actor=request.actor,
                organization=organization,
                name=given["name"],
                short_name=given["short_name"],
                at=request.now,
            ),
        ):
            return done(request, f"已更名为“{given['name']}”。", "desk:organization", pk)
    return _unit_form(request, organization, form, title="单位更名", submit="更名")


@page(permission=permissions.TREE_MANAGE)
def move(request: DeskRequest, pk: int) -> HttpResponse:
    """Hangs a unit under another."""
    organization = _found(request, pk)
    form = MoveForm.of(request, initial={"parent": organization.parent_id})
    if form.is_valid():
        parent = form.cleaned_data["parent"]
        if apply(
            form,
            lambda: organizations.move(actor=request.actor, organization=organization, parent=parent, at=request.now),
        ):
            return done(request, f"“{organization}”的上级已改为“{parent or '无上级'}”。", "desk:organization", pk)
    return _unit_form(request, organization, form, title="调整隶属", submit="调整", intro="下级单位随同移动。")


@page(permission=permissions.TREE_MANAGE)
def dissolve(request: DeskRequest, pk: int) -> HttpResponse:
    """Ends a unit."""
    organization = _found(request, pk)
    form = DissolveForm.of(request, initial={"on": request.now.date()})
    if form.is_valid():
        on = form.cleaned_data["on"]
        if apply(
            form,
            lambda: organizations.dissolve(actor=request.actor, organization=organization, on=on, at=request.now),
        ):
            return done(request, f"“{organization}”已撤销。", "desk:organization", pk)
    intro = "撤销后不能再给它交办任务；已有的任务和记录都保留。有下级单位或在任人员时不能撤销。"
    return _unit_form(request, organization, form, title="撤销单位", submit="撤销", intro=intro)


@page(permission=permissions.UNIT_MANAGE, methods=("POST",))
def remove_alias(request: DeskRequest, pk: int) -> HttpResponse:
    """Forgets an alias."""
    organization = _found(request, pk)
    name = request.POST.get("name", "")
    organizations.remove_alias(actor=request.actor, organization=organization, name=name, at=request.now)
    return done(request, f"已删除别名“{name}”。", "desk:organization", pk)


def _grown(units: Iterable[Organization]) -> list[Node]:
    """The tree of units already read; one whose parent is not among them stands at the top."""
    nodes = {unit.pk: Node(unit, getattr(unit, "members", 0)) for unit in units}
    below: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes.values():
        parent = node.unit.parent_id
        below[parent if parent in nodes else None].append(node)
    for key, node in nodes.items():
        node.children = below[key]
    return below[None]


def _found(request: DeskRequest, pk: int) -> Organization:
    return get_object_or_404(visible(request.actor).select_related("parent", "jurisdiction"), pk=pk)


def _above(label: str) -> list[tuple[str, str]]:
    return [(label, reverse("desk:organizations"))]


def _trail(organization: Organization) -> list[tuple[str, str]]:
    """The units above, from the top, in one query."""
    ids = [int(part) for part in organization.path.split(".") if part][:-1]
    above = Organization.objects.in_bulk(ids)
    return _above("单位") + [(str(above[i]), reverse("desk:organization", args=[i])) for i in ids if i in above]


def _unit_form(
    request: DeskRequest, organization: Organization, form: Form, *, title: str, submit: str, intro: str = ""
) -> HttpResponse:
    back = reverse("desk:organization", args=[organization.pk])
    trail = [*_above("单位"), (str(organization), back)]
    return show_form(
        request, form, title=f"{title}：{organization}", submit=submit, back=back, intro=intro, trail=trail
    )


def _facts(organization: Organization) -> list[tuple[str, object]]:
    facts: list[tuple[str, object]] = [
        ("简称", organization.short_name),
        ("类型", organization.get_kind_display()),
        ("上级单位", organization.parent or "无"),
        ("辖区", organization.jurisdiction),
    ]
    if organization.dissolved_on:
        facts.append(("撤销日期", f"{organization.dissolved_on:%Y-%m-%d}"))
    return facts


def _find(actor: Actor, words: Iterable[str], limit: int) -> list[Hit]:
    found = visible(actor).filter(matching(list(words), "name", "short_name"), dissolved_on=None)[:limit]
    return [
        Hit(unit.name, reverse("desk:organization", args=[unit.pk]), f"{unit.get_kind_display()} · {unit.short_name}")
        for unit in found
    ]


register(SearchSource("organizations", "单位", _find, order=80))
