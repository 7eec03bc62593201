"""Taking a step in a case, correcting an act 更正, adding papers 补充材料."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fazhi.cases import correcting, queries, taking
from fazhi.cases.models import Act, Case
from fazhi.cases.models.act import ActKind
from fazhi.cases.taking import roles_in
from fazhi.desk.cases.case_page import found_case
from fazhi.desk.cases.next_steps import whys
from fazhi.desk.cases.step_form import StepForm
from fazhi.desk.cases.taking_forms import attempt, tell
from fazhi.desk.cases.timeline import current_data
from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.forms import FilesField, Form
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.supervision.uploads import with_files
from fazhi.government import permissions
from fazhi.government.permissions import CASE_WORK
from fazhi.procedures.casework.offering import Option

CASE = "desk:cases:case"


@page(permission=CASE_WORK)
def step(request: DeskRequest, pk: UUID, name: str) -> HttpResponse:
    """The form of one step; refused, it comes again with every reason and everything that was typed."""
    case = found_case(request, pk)
    if name not in case.definition.steps:
        raise Http404
    posted = request.method == "POST"
    source = request.POST if posted else request.GET
    thread = whole(source.get("thread", "")) or 0
    option = None if posted and "more" not in request.POST else _option(request, case, name, thread)
    form = StepForm(
        case.definition,
        name,
        roster=Roster(actor=request.actor, organization_id=case.organization_id, on=request.now.date()),
        today=request.now.date(),
        known=case.folded.facts_of(thread),
        post=request.POST if posted else None,
        files=request.FILES.getlist("files"),
        option=option,
    )
    if posted and not form.wants_more:
        if answer := _taken(request, case, form, thread):
            return answer
        form.heed(_option(request, case, name, thread))
    context = _frame(case, form.step.title) | {
        "form": form,
        "thread": thread,
        "reasons": whys(option.reasons) if option else [],
        "submit": "提交",
    }
    response = show(request, "desk/cases/step.html", context)
    response.status_code = 422 if form.complaints else 200
    return response


@page(permission=CASE_WORK)
def correct(request: DeskRequest, pk: UUID, seq: int) -> HttpResponse:
    """更正: the same form as the act's own, filled with what it says now."""
    case = found_case(request, pk)
    acts = list(case.acts.order_by("seq"))
    act = next((each for each in acts if each.seq == seq), None)
    if act is None or act.kind not in (ActKind.STEP, ActKind.DEEMED):
        raise Http404
    permissions.require(request.actor, CASE_WORK, organization=case.organization)
    data, on = current_data(acts, seq)
    form = _correction_form(request, case, act, data, on or act.performed_on)
    reason = request.POST.get("reason", "")
    if request.method == "POST" and not form.wants_more and (answer := _corrected(request, case, act, form, on)):
        return answer
    own = act.person_id == request.actor.person.pk or "head" in roles_in(request.actor, case.organization_id)
    context = _frame(case, f"更正：{form.step.title}") | {
        "form": form,
        "act": act,
        "reason": reason,
        "reason_errors": form.errors_at("reason"),
        "own": own,
        "submit": "更正",
    }
    response = show(request, "desk/cases/correct.html", context)
    response.status_code = 422 if form.complaints else 200
    return response


class SupplementForm(Form):
    """What is added, and why."""

    text = forms.CharField(label="说明", widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False)
    materials = FilesField(label="材料")
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)


@page(permission=CASE_WORK)
def supplement(request: DeskRequest, pk: UUID) -> HttpResponse:
    """补充材料: papers that belong to no step; a closed case takes them too."""
    case = found_case(request, pk)
    permissions.require(request.actor, CASE_WORK, organization=case.organization)
    form = SupplementForm.of(request, initial={"key": secrets.token_hex(16)})
    if form.is_valid():
        cleaned = form.cleaned_data

        def write() -> taking.Taken:
            return with_files(
                request,
                cleaned["materials"],
                case.organization.jurisdiction,
                lambda kept: correcting.supplement(
                    actor=request.actor,
                    case_id=case.pk,
                    text=cleaned["text"],
                    attachments=kept,
                    at=request.now,
                    key=cleaned["key"],
                ),
            )

        if apply(form, write):
            return done(request, "材料已补充入卷。", CASE, case.pk)
    frame = _frame(case, "补充材料")
    back = reverse(CASE, args=[case.pk])
    return show_form(request, form, title=frame["title"], submit="补充", back=back, trail=frame["trail"])


def _option(request: DeskRequest, case: Case, name: str, thread: int) -> Option | None:
    outlook = queries.outlook(actor=request.actor, case=case, at=request.now)
    found = [each for each in outlook.options if each.name == name]
    return next((each for each in found if each.thread == thread), found[0] if found else None)


def _frame(case: Case, title: str) -> dict[str, Any]:
    back = reverse(CASE, args=[case.pk])
    return {
        "title": title,
        "case": case,
        "definition": case.definition,
        "trail": [("案件", reverse("desk:cases:list")), (case.number, back)],
        "back": back,
    }


def _taken(request: DeskRequest, case: Case, form: StepForm, thread: int) -> HttpResponse | None:
    day, uploads = form.day(), form.checked_files()
    if day is not None:
        form.moment(day)
    if day is None or form.complaints:
        return None
    taken = attempt(
        request,
        form,
        case.organization.jurisdiction,
        uploads,
        lambda files: taking.take(
            actor=request.actor,
            case_id=case.pk,
            given=form.given(day, thread=thread, attachments=files),
            at=request.now,
            key=form.key,
        ),
    )
    if taken is None:
        return None
    tell(request, taken, f"已办理“{form.step.title}”。")
    return redirect(CASE, case.pk)


def _correction_form(request: DeskRequest, case: Case, act: Act, data: dict[str, Any], on: Any) -> StepForm:
    posted = request.method == "POST"
    post = request.POST.copy() if posted else None
    if post is not None:
        post["result"] = act.result
    form = StepForm(
        case.definition,
        act.step,
        roster=Roster(actor=request.actor, organization_id=case.organization_id, on=request.now.date()),
        today=on,
        known=data,
        post=post,
        files=request.FILES.getlist("files"),
        whole=True,
    )
    form.endings = [each for each in form.endings if each.name == act.result]
    for ending in form.endings:
        ending.checked = True
    return form


def _corrected(request: DeskRequest, case: Case, act: Act, form: StepForm, on: date | None) -> HttpResponse | None:
    day, uploads = form.day(), form.checked_files()
    if day is None or form.complaints:
        return None
    taken = attempt(
        request,
        form,
        case.organization.jurisdiction,
        uploads,
        lambda files: correcting.correct(
            actor=request.actor,
            case_id=case.pk,
            seq=act.seq,
            reason=request.POST.get("reason", ""),
            performed_on=day if day != on else None,
            data=form.changed(),
            attachments=files,
            at=request.now,
            key=form.key,
        ),
    )
    if taken is None:
        return None
    tell(request, taken, f"已更正第{act.seq}号记录，原内容保留可查。")
    return redirect(CASE, case.pk)
