"""One notice: what everybody reads of it, what is withheld, how it came about, and what may be decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.cases.queries import find_case
from fazhi.desk.forms import Form
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.publishing.lists import TITLES
from fazhi.desk.publishing.words import kind_of, moments, notice_mark
from fazhi.government import permissions
from fazhi.government.permissions import NOTICE_HOLD, NOTICE_MANAGE, NOTICE_VIEW
from fazhi.procedures.language.citing import said
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.publishing import holding, reading
from fazhi.publishing.models import Notice, NoticeState, Removal, StepKind
from fazhi.publishing.rules import Purpose, grounds_for
from fazhi.publishing.settling import was_held_by_case
from fazhi.publishing.showing import withheld

NOT_PUBLIC = {
    NoticeState.DUE: "公众现在还看不到。公开后显示的就是下面的内容。",
    NoticeState.HELD: "已经决定免予公开，公众看不到下面的内容。",
    NoticeState.REMOVED: "已经撤下，公众看不到下面的内容。",
}


@dataclass(frozen=True)
class Verb:
    """Something that may be done with a notice: its address and how its button looks."""

    name: str
    label: str
    kind: str = ""


@page(permission=NOTICE_VIEW)
def notice(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The notice as the public has it beside what only the body sees."""
    found = _asked(request, pk)
    case = find_case(request.actor, found.case_id)
    state = NoticeState(found.state)
    steps = list(found.steps.select_related("by"))
    context = {
        "title": found.title,
        "trail": [("公开事项", reverse("desk:publishing:home")), (TITLES[found.state], _list_of(found))],
        "notice": found,
        "kind": kind_of(found),
        "mark": notice_mark(found, request.now.date()),
        "not_public": NOT_PUBLIC.get(state, ""),
        "moments": moments(steps),
        "case": case,
        "verbs": _verbs(request, found, steps[-1].kind if steps else ""),
        **_by_definition(found),
    }
    return show(request, "desk/publishing/notice.html", context)


def _by_definition(found: Notice) -> dict[str, Any]:
    """Which fields are masked, which of the case stay inside, and the articles that order the publication."""
    definition = _definition(found)
    if definition is None or found.publication not in definition.publish:
        return {}
    block = definition.publish[found.publication]
    inside = [field.title for name, field in definition.fields.items() if name not in block.fields]
    return {
        "masked": withheld(definition, block),
        "inside": inside,
        "basis": [(said(article), phrase) for article, phrase in block.basis.items()],
        "by_step": definition.steps[block.by].title if block.by else "",
    }


def _definition(found: Notice) -> Definition | None:
    try:
        return library().get(found.procedure, found.case.edition)
    except UnknownProcedureError:
        return None


def _verbs(request: DeskRequest, found: Notice, last: str) -> list[Verb]:
    def may(permission: permissions.Permission) -> bool:
        return permissions.may(request.actor, permission, organization=found.organization)

    verbs = []
    if found.state in (NoticeState.DUE, NoticeState.PUBLISHED) and may(NOTICE_HOLD):
        verbs.append(Verb("hold", "决定免予公开", "danger" if found.state == NoticeState.PUBLISHED else ""))
    if found.state == NoticeState.HELD and may(NOTICE_HOLD) and not was_held_by_case(found):
        verbs.append(Verb("release", "撤销免予公开决定"))
    if found.state == NoticeState.PUBLISHED and may(NOTICE_MANAGE):
        verbs.append(Verb("remove", "撤下", "danger"))
    if found.removal == Removal.DECIDED and last == StepKind.REMOVED and may(NOTICE_MANAGE):
        verbs.append(Verb("restore", "恢复公开"))
    return verbs


class GroundForm(Form):
    """A ground of the closed list."""

    ground = forms.ChoiceField(label="法定理由", widget=forms.RadioSelect)

    def __init__(self, *args: Any, procedure: str, purpose: Purpose, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["ground"]
        assert isinstance(field, forms.ChoiceField)
        grounds = grounds_for(purpose, procedure)
        field.choices = [(name, f"{each.title}（{each.articles}）") for name, each in grounds.items()]
        field.help_text = "；".join(f"{each.title}：{each.hint}" for each in grounds.values() if each.hint)


class HoldForm(GroundForm):
    """And why it applies here."""

    reason = forms.CharField(label="具体理由", widget=forms.Textarea(attrs={"rows": 4}), max_length=holding.LONGEST)


class RemoveForm(GroundForm):
    """For taking down: the reason is for everybody."""

    said = forms.CharField(
        label="向公众说明的理由",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=holding.LONGEST,
        help_text="会对外显示，不要写个人信息。",
    )


class ReasonForm(Form):
    """Why a decision is taken back."""

    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs={"rows": 4}), max_length=holding.LONGEST)


@page(permission=NOTICE_HOLD)
def hold(request: DeskRequest, pk: UUID) -> HttpResponse:
    """决定免予公开."""
    found = _asked(request, pk)
    form = HoldForm.of(request, procedure=found.procedure, purpose="hold")
    intro = "公开是原则，不公开是例外。能用隐去部分内容的办法公开的，不要免予公开。决定和理由会长期留存。"

    def verb() -> Notice:
        data = form.cleaned_data
        return holding.hold(
            actor=request.actor, notice_id=pk, ground=data["ground"], reason=data["reason"], at=request.now
        )

    return _decided(request, found, form, verb, "决定免予公开", "已决定免予公开，公众不能再看到。", intro)


@page(permission=NOTICE_HOLD)
def release(request: DeskRequest, pk: UUID) -> HttpResponse:
    """撤销免予公开决定."""
    found, form = _asked(request, pk), ReasonForm.of(request)
    intro = "撤销后，应当由平台公开的立即公开；应当在案件中办理公开步骤的，恢复为待公开。"

    def verb() -> Notice:
        return holding.release(actor=request.actor, notice_id=pk, reason=form.cleaned_data["reason"], at=request.now)

    return _decided(request, found, form, verb, "撤销免予公开决定", "已撤销免予公开决定。", intro)


@page(permission=NOTICE_MANAGE)
def remove(request: DeskRequest, pk: UUID) -> HttpResponse:
    """撤下."""
    found = _asked(request, pk)
    form = RemoveForm.of(request, procedure=found.procedure, purpose="remove")
    intro = "内容只是写错的，请在案件中更正办理记录，公开内容会随之更正，不用撤下。"

    def verb() -> Notice:
        data = form.cleaned_data
        return holding.remove(
            actor=request.actor, notice_id=pk, ground=data["ground"], said=data["said"], at=request.now
        )

    return _decided(request, found, form, verb, "撤下公开内容", "已撤下，理由已对外说明。", intro)


@page(permission=NOTICE_MANAGE)
def restore(request: DeskRequest, pk: UUID) -> HttpResponse:
    """恢复公开."""
    found, form = _asked(request, pk), ReasonForm.of(request)

    def verb() -> Notice:
        return holding.restore(actor=request.actor, notice_id=pk, reason=form.cleaned_data["reason"], at=request.now)

    return _decided(request, found, form, verb, "恢复公开", "已恢复公开。", "恢复后公众立即可以看到。")


def _decided(
    request: DeskRequest, found: Notice, form: Form, verb: Callable[[], Notice], title: str, told: str, intro: str
) -> HttpResponse:
    if form.is_valid() and apply(form, verb):
        return done(request, told, "desk:publishing:notice", found.pk)
    back = reverse("desk:publishing:notice", args=[found.pk])
    trail = [("公开事项", reverse("desk:publishing:home")), (found.title, back)]
    return show_form(request, form, title=title, submit=title, back=back, trail=trail, intro=intro)


def _asked(request: DeskRequest, pk: UUID) -> Notice:
    found = reading.visible(request.actor).select_related("case").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _list_of(found: Notice) -> str:
    return reverse("desk:publishing:home" if found.state == NoticeState.DUE else f"desk:publishing:{found.state}")
