"""人员: the directory, a person's page, and what administrators do to accounts, seats and roles."""

import secrets
import string
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from fazhi.desk.forms import DateField, Form, OrganizationField
from fazhi.desk.lists import Action, Choice, Column, ListPage, Unit
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.desk.templatetags.desk import mark
from fazhi.government import people, permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Membership, Organization, Person
from fazhi.government.models.person import LOGIN_FORM
from fazhi.government.roles import ADMINISTRATORS, Role

MANAGING = (permissions.UNIT_MANAGE, permissions.ROLE_GRANT, permissions.RECORD_READ)


def visible(actor: Actor) -> QuerySet[Person]:
    """The people whom an actor may look up: those who sit, or sat, in the actor's jurisdictions.

    Disabled accounts are shown to administrators only: for everybody else the list is a directory.
    """
    areas = {seat.jurisdiction_id for seat in actor.seats}
    seats = Membership.objects.filter(person=OuterRef("pk"), organization__jurisdiction__in=areas)
    if not manages(actor):
        return Person.objects.filter(Exists(seats.filter(ended_on=None)), is_active=True)
    return Person.objects.filter(Exists(seats))


def manages(actor: Actor) -> bool:
    """Whether the actor administers anybody, and so sees login names and states of accounts."""
    return any(permissions.may(actor, each) for each in MANAGING)


def _seats(person: Person) -> list[Membership]:
    """The present seats, as `rows` prefetched them."""
    seats: list[Membership] = person.present_seats  # type: ignore[attr-defined]  # prefetched by People.rows
    return seats


def _state(person: Person) -> SafeString:
    if not person.is_active:
        return mark("grey", "已停用")
    return mark("yellow", "未改初始密码") if person.must_change_password else mark("green", "正常")


def _with_role(value: str) -> Q:
    present = Membership.objects.filter(person=OuterRef("pk"), ended_on=None)
    wanted = present.filter(roles=[]) if value == "none" else present.filter(roles__contains=[value])
    return Q(Exists(wanted))


def _in_unit(path: str) -> Q:
    return Q(
        Exists(Membership.objects.filter(person=OuterRef("pk"), ended_on=None, organization__path__startswith=path))
    )


_NAME: Column[Person] = Column(
    "name", "姓名", lambda p: p.name, sort="name", width=12, link=lambda p: reverse("desk:person", args=[p.pk])
)
_UNIT: Column[Person] = Column(
    "unit", "单位", lambda p: "、".join(str(seat.organization) for seat in _seats(p)), sort="unit_order", width=24
)
_POSITION: Column[Person] = Column("position", "职务", lambda p: "、".join(s.position for s in _seats(p) if s.position))
_ROLES: Column[Person] = Column(
    "roles", "角色", lambda p: "；".join(s.role_labels or "未授角色" for s in _seats(p)), wide=True, width=30
)
_PHONE: Column[Person] = Column("phone", "联系电话", lambda p: p.phone, width=16)
_LOGIN: Column[Person] = Column("login", "登录名", lambda p: p.login, sort="login", width=16)
_STATE: Column[Person] = Column(
    "state",
    "账号",
    lambda p: "已停用" if not p.is_active else "未改初始密码" if p.must_change_password else "正常",
    cell=_state,
    sort="is_active",
)


class People(ListPage[Person]):
    """The directory; administrators also see accounts."""

    title = "人员"
    unit_word = "人"
    columns = (_NAME, _UNIT, _POSITION, _ROLES, _PHONE)
    filters = (
        Unit("unit", "单位", narrow=_in_unit),
        Choice("roles", "角色", choices=[("none", "未授角色"), *Role.choices], narrow=_with_role),
    )
    search_fields = ("name", "login", "phone")
    search_label = "姓名、登录名、电话"
    order = "unit"
    empty = "还没有人员。"

    def shown_columns(self) -> Sequence[Column[Any]]:
        """Administrators also see accounts."""
        return (*self.columns, _LOGIN, _STATE) if manages(self.actor) else self.columns

    def rows(self) -> QuerySet[Person]:
        present = Membership.objects.filter(ended_on=None).select_related("organization").order_by("id")
        first = present.filter(person=OuterRef("pk")).values("organization__order")[:1]
        return (
            visible(self.actor)
            .annotate(unit_order=Subquery(first))
            .prefetch_related(Prefetch("memberships", present, to_attr="present_seats"))
        )

    def actions(self) -> Sequence[Action]:
        if not permissions.may(self.actor, permissions.UNIT_MANAGE):
            return ()
        return (Action("登记人员", reverse("desk:person-new")),)


class PersonForm(Form):
    """Registering a person."""

    name = forms.CharField(label="姓名", max_length=50)
    login = forms.CharField(
        label="登录名",
        max_length=40,
        validators=[LOGIN_FORM],
        help_text="小写字母开头，3 至 40 位，如 zhang.wei。一人一号，不得共用。",
        widget=forms.TextInput(attrs={"autocapitalize": "none", "autocomplete": "off"}),
    )
    organization = OrganizationField(label="单位")
    position = forms.CharField(label="职务", max_length=50, required=False)
    phone = forms.CharField(label="联系电话", max_length=30, required=False)
    password = forms.CharField(
        label="初始密码",
        max_length=100,
        strip=False,
        help_text="已随机生成，请当面告知本人；首次登录时必须修改。",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "class": "code"}),
    )


class SeatForm(Form):
    organization = OrganizationField(label="单位")
    position = forms.CharField(label="职务", max_length=50, required=False)


class RolesForm(Form):
    roles = forms.MultipleChoiceField(
        label="角色", choices=Role.choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class EndForm(Form):
    on = DateField(label="离任日期")


@page(methods=("GET",))
def person(request: DeskRequest, pk: int) -> HttpResponse:
    """A person's page: seats and roles, and for administrators the account."""
    return _person_page(request, _found(request, pk))


@page(permission=permissions.UNIT_MANAGE)
def register_person(request: DeskRequest) -> HttpResponse:
    """Makes an account with its first seat; roles are another person's business (三员分立)."""
    form = PersonForm.of(request, initial={"organization": request.GET.get("unit"), "password": _suggested_password()})
    form.narrow("organization", _manageable(request.actor))
    if form.is_valid():
        given: dict[str, Any] = form.cleaned_data
        made = apply(form, lambda: people.register(actor=request.actor, at=request.now, **given))
        if made:
            say = f"已登记{made.value.name}。请安全管理员授予角色，之后才能办理业务。"
            return done(request, say, "desk:person", made.value.pk)
    return show_form(
        request, form, title="登记人员", submit="登记", back=reverse("desk:people"), trail=_above(),
        intro="登记后由安全管理员授予角色。",
    )  # fmt: skip


@page(permission=permissions.UNIT_MANAGE)
def add_seat(request: DeskRequest, pk: int) -> HttpResponse:
    """Gives a person a further seat."""
    who = _found(request, pk)
    form = SeatForm.of(request)
    form.narrow("organization", _manageable(request.actor))
    if form.is_valid():
        given = form.cleaned_data
        if apply(form, lambda: people.seat(actor=request.actor, person=who, at=request.now, **given)):
            return done(request, f"已登记{who}在“{given['organization']}”任职。", "desk:person", pk)
    return _person_form(request, who, form, title="增加任职", submit="增加")


@page(permission=permissions.ROLE_GRANT)
def grant(request: DeskRequest, pk: int) -> HttpResponse:
    """Sets the roles of a seat."""
    seat = _seat(request, pk)
    form = RolesForm.of(request, initial={"roles": seat.roles})
    if form.is_valid():
        roles = form.cleaned_data["roles"]
        if apply(form, lambda: people.grant(actor=request.actor, membership=seat, roles=roles, at=request.now)):
            return done(request, f"{seat.person}在“{seat.organization}”的角色已更新。", "desk:person", seat.person_id)
    kinds = "、".join(role.label for role in Role if role in ADMINISTRATORS)
    intro = f"{seat.organization} {seat.position}。{kinds}须由不同的人担任，且不得兼任业务角色。"
    return _person_form(request, seat.person, form, title="授予角色", submit="保存", intro=intro)


@page(permission=permissions.UNIT_MANAGE)
def end_seat(request: DeskRequest, pk: int) -> HttpResponse:
    """Ends a seat."""
    seat = _seat(request, pk)
    form = EndForm.of(request, initial={"on": request.now.date()})
    if form.is_valid():
        on = form.cleaned_data["on"]
        if apply(form, lambda: people.end_seat(actor=request.actor, membership=seat, on=on, at=request.now)):
            return done(request, f"{seat.person}已从“{seat.organization}”离任。", "desk:person", seat.person_id)
    intro = f"自离任日期起，{seat.person}不再以“{seat.organization}”的身份办理业务；已办的记录都保留。"
    return _person_form(request, seat.person, form, title="办理离任", submit="离任", intro=intro)


@page(permission=permissions.UNIT_MANAGE, methods=("POST",))
def disable(request: DeskRequest, pk: int) -> HttpResponse:
    """Closes an account."""
    who = _found(request, pk)
    people.disable(actor=request.actor, person=who, at=request.now)
    return done(request, f"{who}的账号已停用。", "desk:person", pk)


@page(permission=permissions.UNIT_MANAGE, methods=("POST",))
def enable(request: DeskRequest, pk: int) -> HttpResponse:
    """Opens it again."""
    who = _found(request, pk)
    people.enable(actor=request.actor, person=who, at=request.now)
    return done(request, f"{who}的账号已启用。", "desk:person", pk)


@page(permission=permissions.UNIT_MANAGE, methods=("POST",))
def reset_password(request: DeskRequest, pk: int) -> HttpResponse:
    """Shows the new first password once: on this answer, and nowhere else."""
    who = _found(request, pk)
    password = people.reset_password(actor=request.actor, person=who, at=request.now)
    return _person_page(request, who, new_password=password)


def _person_page(request: DeskRequest, who: Person, *, new_password: str = "") -> HttpResponse:
    seats = list(who.memberships.select_related("organization").order_by("ended_on", "id"))
    actor = request.actor
    present = [seat for seat in seats if seat.ended_on is None]
    # Someone without a present seat is administered where they last sat, as the verbs have it.
    places = [seat.organization for seat in present or seats[-1:]]
    may_manage = any(permissions.may(actor, permissions.UNIT_MANAGE, organization=unit) for unit in places)
    account = manages(actor) or who.pk == actor.person.pk
    facts: list[tuple[str, object]] = [("姓名", who.name), ("联系电话", who.phone)]
    if account:
        changed = f"{localtime(who.password_changed_at):%Y-%m-%d}" if who.password_changed_at else ""
        facts += [("登录名", who.login), ("账号", _state(who)), ("上次改密", changed)]
    context = {
        "title": who.name,
        "who": who,
        "facts": facts,
        "trail": _above(),
        "seats": [(seat, *_may_for(actor, seat)) for seat in seats],
        "may_manage": may_manage,
        "is_self": who.pk == actor.person.pk,
        "new_password": new_password,
    }
    return show(request, "desk/people/person.html", context)


def _may_for(actor: Actor, seat: Membership) -> tuple[bool, bool]:
    """Whether the actor may grant roles to this seat, and whether they may end it."""
    if seat.ended_on is not None:
        return False, False
    unit = seat.organization
    grants = permissions.may(actor, permissions.ROLE_GRANT, organization=unit) and seat.person_id != actor.person.pk
    return grants, permissions.may(actor, permissions.UNIT_MANAGE, organization=unit)


def _manageable(actor: Actor) -> QuerySet[Organization]:
    return Organization.objects.filter(permissions.within_reach(actor, permissions.UNIT_MANAGE), dissolved_on=None)


def _found(request: DeskRequest, pk: int) -> Person:
    return get_object_or_404(visible(request.actor), pk=pk)


def _seat(request: DeskRequest, pk: int) -> Membership:
    areas = {seat.jurisdiction_id for seat in request.actor.seats}
    seats = Membership.objects.select_related("person", "organization")
    return get_object_or_404(seats, pk=pk, organization__jurisdiction__in=areas)


def _above() -> list[tuple[str, str]]:
    return [("人员", reverse("desk:people"))]


def _person_form(
    request: DeskRequest, who: Person, form: Form, *, title: str, submit: str, intro: str = ""
) -> HttpResponse:
    back = reverse("desk:person", args=[who.pk])
    trail = [*_above(), (who.name, back)]
    return show_form(request, form, title=f"{title}：{who}", submit=submit, back=back, intro=intro, trail=trail)


def _suggested_password() -> str:
    """A first password that fulfils the rules and is easy to read aloud: three groups, no look-alikes."""
    letters = "".join(c for c in string.ascii_lowercase if c not in "ilo")
    groups = ["".join(secrets.choice(letters) for _ in range(4)) for _ in range(2)]
    digits = "".join(secrets.choice("23456789") for _ in range(4))
    return f"{groups[0].capitalize()}-{groups[1]}-{digits}"


def _find(actor: Actor, words: Iterable[str], limit: int) -> list[Hit]:
    present = Membership.objects.filter(ended_on=None).select_related("organization").order_by("id")
    fields = ("name", "login") if manages(actor) else ("name",)
    found = visible(actor).filter(matching(list(words), *fields), is_active=True).order_by("name", "id")
    found = found.prefetch_related(Prefetch("memberships", present, to_attr="present_seats"))
    return [
        Hit(who.name, reverse("desk:person", args=[who.pk]), "、".join(_place(seat) for seat in _seats(who)))
        for who in found[:limit]
    ]


def _place(seat: Membership) -> str:
    return f"{seat.organization} {seat.position}".strip()


register(SearchSource("people", "人员", _find, order=90))
