"""立案 from an application, with what is left to add or with the whole form; what the citizen sends later, put in."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fazhi.cases.models import Case
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Taken
from fazhi.desk.cases.step_form import StepForm
from fazhi.desk.cases.taking_forms import attempt, tell
from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.intake.application import shown_page
from fazhi.desk.intake.finding import HOME, PAGE, found, to_next
from fazhi.desk.intake.rest_forms import RestForm, rest_form, whole_form
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.government.permissions import INTAKE_HANDLE
from fazhi.intake import accepting, again, revealing
from fazhi.intake.models import Application
from fazhi.procedures.language.fields import Kind

CASE = "desk:cases:case"
WORDS = (Kind.LONG_TEXT, Kind.TEXT)


@page(permission=INTAKE_HANDLE)
def accept(request: DeskRequest, pk: UUID) -> HttpResponse:
    """立案 with what the citizen gave and what the clerk added; refused, the page comes again with the reasons."""
    application = found(request, pk)
    if request.method != "POST":
        return redirect(PAGE, pk)
    form = rest_form(request, application, bound=True)
    if not form.wants_more and (taken := _accepted(request, application, form, whole=False)):
        return _after(request, application, taken)
    return shown_page(request, application, opened_act="accept", accept=form)


@page(permission=INTAKE_HANDLE)
def accept_whole(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The whole form of the opening step, filled in; it shows who the applicant is, and that is recorded."""
    application = found(request, pk)
    posted = request.method == "POST"
    if not posted:
        revealing.reveal(actor=request.actor, application=application, purpose="立案填报", at=request.now)
    form = whole_form(request, application, bound=posted)
    if posted and not form.wants_more and (taken := _accepted(request, application, form, whole=True)):
        return _after(request, application, taken)
    return _step_page(request, application, form, submit=form.step.title, title=f"立案：{application.title}")


@page(permission=INTAKE_HANDLE, methods=("POST",))
def attach(request: DeskRequest, pk: UUID) -> HttpResponse:
    """入卷: what the citizen sent goes into the record of the case as it is."""
    application = found(request, pk)
    taken = accepting.attach_to_case(actor=request.actor, application_id=application.pk, at=request.now)
    messages.success(request, f"已补充入卷（第{taken.seq}号记录）。")
    return redirect(PAGE, application.pk)


@page(permission=INTAKE_HANDLE, methods=("POST",))
def open_again(request: DeskRequest, pk: UUID) -> HttpResponse:
    """不满意重办: one press opens the new case; where the procedure asks for more, the form of the old case's page."""
    application = found(request, pk)
    offered, key = again.offered(application, at=request.now), request.POST.get("key", "")[:64] or None
    try:
        taken = again.open_again(actor=request.actor, application_id=application.pk, at=request.now, key=key)
    except ActRefused as refused:
        messages.error(request, "".join(each.say for each in refused.reasons))
        if offered is None:
            return redirect(PAGE, application.pk)
        messages.info(request, "请在下面补上缺的内容，原案件的内容已经带入。")
        named = f"{offered.source.case_id}:{offered.source.seq}"
        return redirect(f"{reverse('desk:cases:open', args=[offered.procedure])}?{urlencode({'source': named})}")
    tell(request, taken, f"已另立一件重办，案号{taken.case.number}。请派单或者直接答复。")
    return redirect(CASE, taken.case.pk)


@page(permission=INTAKE_HANDLE)
def case_step(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The step of the case that takes what the citizen sent last, with their words in it and their files with it."""
    application = found(request, pk)
    case, name = application.case, accepting.step_for(application, at=request.now)
    if case is None or name is None or name not in case.definition.steps:
        raise Http404
    posted = request.method == "POST"
    form = StepForm(
        case.definition,
        name,
        roster=Roster(actor=request.actor, organization_id=case.organization_id, on=request.now.date()),
        today=request.now.date(),
        known={**case.folded.facts_of(0), **_words(application, case, name)},
        post=request.POST if posted else None,
        files=request.FILES.getlist("files"),
    )
    if not posted:
        form.choose(accepting.result_for(application, name))
    if posted and not form.wants_more:
        day, uploads = form.day(), form.checked_files()
        if day is not None and not form.complaints:
            taken = attempt(
                request,
                form,
                case.organization.jurisdiction,
                uploads,
                lambda files: accepting.attach_to_case(
                    actor=request.actor,
                    application_id=application.pk,
                    given=form.given(day, thread=0, attachments=files),
                    at=request.now,
                    key=form.key,
                ),
            )
            if taken is not None:
                tell(request, taken, f"已办理“{form.step.title}”，群众来文和材料已入卷。")
                return redirect(PAGE, application.pk)
    return _step_page(request, application, form, submit=form.step.title, title=f"{form.step.title}：{case.number}")


def _words(application: Application, case: Case, name: str) -> dict[str, Any]:
    """The citizen's words in the field that the form names; else in the first text of the step that wants words."""
    values = accepting.values_for_step(application, name)
    if values:
        return values
    step = case.definition.steps[name]
    fields = case.definition.fields
    first = next((each for each in (*step.collect, *step.offer) if fields[each].type in WORDS), None)
    return {first: accepting.words_of(application, application.attention)} if first else {}


def _accepted(request: DeskRequest, application: Application, form: RestForm, *, whole: bool) -> Taken | None:
    day, uploads = form.day(), form.checked_files()
    if day is not None:
        form.moment(day)
    if day is None or form.complaints:
        return None
    return attempt(
        request,
        form,
        application.organization.jurisdiction,
        uploads,
        lambda files: accepting.accept(
            actor=request.actor,
            application_id=application.pk,
            given=form.given(day, thread=0, attachments=files),
            whole=whole,
            at=request.now,
            key=form.key,
        ),
    )


def _after(request: DeskRequest, application: Application, taken: Taken) -> HttpResponse:
    """To the case where that was asked for, else to the next application."""
    tell(request, taken, f"已立案，案号{taken.case.number}。")
    if request.POST.get("then") == "case":
        return redirect(CASE, taken.case.pk)
    return to_next(request, application)


def _step_page(
    request: DeskRequest, application: Application, form: StepForm, *, submit: str, title: str
) -> HttpResponse:
    back = reverse(PAGE, args=[application.pk])
    context = {
        "title": title,
        "trail": [("群众来件", reverse(HOME)), (application.number, back)],
        "application": application,
        "form": form,
        "files_along": accepting.new_files(application) if application.case_id else application.attachments.all(),
        "submit": submit,
        "back": back,
    }
    response = show(request, "desk/intake/step.html", context)
    response.status_code = 422 if form.complaints else 200
    return response
