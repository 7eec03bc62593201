"""来件页: one application in one look: what is asked, who asks, what to do; and what a clerk does with it."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fazhi.desk.cases import links
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.desk.fieldwork.values import shown
from fazhi.desk.forms import Form
from fazhi.desk.intake import showing
from fazhi.desk.intake.acting_forms import DONE, FORMS, TITLES, AnswerForm, DeclineForm, RevealForm, answer_until
from fazhi.desk.intake.finding import HOME, PAGE, found, to_next
from fazhi.desk.intake.rest_forms import rest_form
from fazhi.desk.intake.words import due_mark, news_mark, state_mark
from fazhi.desk.pages import Applied, DeskRequest, apply, page, show
from fazhi.government import permissions
from fazhi.government.permissions import CASE_VIEW, INTAKE_HANDLE, INTAKE_VIEW
from fazhi.intake import accepting, again, duplicates, handling, reading, revealing
from fazhi.intake import seen as seeing
from fazhi.intake.models import Application, State
from fazhi.intake.refusals import Refused
from fazhi.intake.revealing import Opened
from fazhi.intake.templates import Filled, Use, fill, fitting
from fazhi.procedures.applications.definition import ApplicationForm

USES = {"answer": Use.ANSWER, "correction": Use.CORRECTION, "decline": Use.DECLINE, "transfer": Use.TRANSFER}


@page(permission=INTAKE_VIEW, methods=("GET",))
def application_page(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The page; ``?act=`` opens one of the forms, ``?template=`` fills it in."""
    return shown_page(request, found(request, pk))


@page(permission=INTAKE_VIEW)
def reveal(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The same page with the applicant open; each time it is recorded. Nothing of it stands in an address."""
    application = found(request, pk)
    if request.method != "POST":
        return redirect(PAGE, pk)
    form = RevealForm.of(request)
    if revealing.own_work(request.actor, application):
        form.fields["purpose"].required = False
    opened = None
    if form.is_valid():
        purpose = form.cleaned_data["purpose"]
        applied = apply(
            form,
            lambda: revealing.reveal(actor=request.actor, application=application, purpose=purpose, at=request.now),
        )
        opened = applied.value if applied else None
    return shown_page(request, application, opened=opened, bound={"reveal": form})


@page(permission=INTAKE_HANDLE)
def act(request: DeskRequest, pk: UUID, name: str) -> HttpResponse:
    """One of the forms was sent; refused, the page comes again with it open. Reloaded, it is the page."""
    application = found(request, pk)
    if name not in FORMS:
        raise Http404
    if request.method != "POST":
        return redirect(PAGE, pk)
    form = _form(request, name, application, bound=True)
    if form.is_valid() and _done(request, form, name, application):
        stays = name in ("note", "tell")
        messages.success(request, DONE[name])
        return redirect(PAGE, application.pk) if stays else to_next(request, application)
    return shown_page(request, application, bound={name: form}, opened_act=name)


@page(permission=INTAKE_HANDLE, methods=("POST",))
def seen(request: DeskRequest, pk: UUID) -> HttpResponse:
    """已阅: what came last asks for nothing further."""
    application = found(request, pk)
    handling.seen(actor=request.actor, application_id=application.pk, at=request.now)
    messages.success(request, "已阅。")
    return redirect(PAGE, application.pk)


def shown_page(
    request: DeskRequest,
    application: Application,
    *,
    opened: Opened | None = None,
    bound: Mapping[str, Form] | None = None,
    opened_act: str = "",
    accept: Any = None,
) -> HttpResponse:
    """The page with everything on it; ``bound``: forms that were refused, by name."""
    actor, today = request.actor, request.now.date()
    form = reading.form_of(application)
    handles = permissions.may(actor, INTAKE_HANDLE, organization=application.organization)
    is_open = application.state in handling.OPEN
    chosen = opened_act or request.GET.get("act", "")
    forms = _forms(request, application, form, bound or {}) if handles else []
    if handles and is_open and form is not None and accept is None:
        accept = rest_form(request, application)
    context = {
        "title": application.title,
        "trail": [("群众来件", reverse(HOME))],
        "application": application,
        "form_known": form,
        "marks": _marks(application, today),
        "head": showing.heading_of(application),
        "matter": showing.matter_of(application, form, opened, own_work=revealing.own_work(actor, application)),
        "applicant": showing.applicant_of(application, opened),
        "opened": opened is not None,
        "may_reveal": revealing.may_reveal(actor, application),
        "own_work": revealing.own_work(actor, application),
        "reveal_form": (bound or {}).get("reveal") or RevealForm(auto_id="reveal_%s"),
        "viewings": revealing.who_saw(application),
        "papers": showing.papers_of(application),
        "said": showing.said_of(application),
        "alike": showing.alike_of(actor, application, today),
        "serial": duplicates.serial(application),
        "merged": list(application.merged.only("pk", "number", "title")),
        "handles": handles,
        "is_open": is_open,
        "forms": forms,
        "chosen": chosen or ("accept" if accept else ""),
        "accept": accept,
        "case_url": _case_url(actor, application),
        "earlier": links.redone(actor, application.case) if application.case else [],
        "news": news_of(application, at=request.now) if handles else None,
        "days": form.days if form else None,
        "day_articles": articles_of(form.days.basis, form.days.sources) if form else [],
    }
    response = show(request, "desk/intake/application.html", context)
    refused = [each for each in (bound or {}).values() if each.errors]
    response.status_code = 422 if refused or (accept is not None and accept.complaints) else 200
    return response


def news_of(application: Application, *, at: datetime) -> dict[str, Any] | None:
    """What the citizen wrote that waits, and the step of the case that would take it."""
    if not application.attention:
        return None
    step = accepting.step_for(application, at=at)
    case = application.case
    title = case.definition.steps[step].title if case is not None and step in case.definition.steps else ""
    return {
        "mark": news_mark(application),
        "step": step if title else "",
        "again": again.offered(application, at=at),
        "key": secrets.token_hex(16),
        "step_title": title,
        "to_case": application.case_id is not None and application.state in (State.ACCEPTED, State.MERGED),
        "messages": accepting.new_messages(application),
    }


def _marks(application: Application, today: Any) -> list[Any]:
    found = [state_mark(application)]
    if application.due_on is not None:
        found.append(due_mark(application, today))
    news = news_mark(application)
    return [*found, news] if news else found


def _case_url(actor: Any, application: Application) -> str:
    case = application.case
    if case is None or not permissions.may(actor, CASE_VIEW, organization=case.organization):
        return ""
    return reverse("desk:cases:case", args=[case.pk])


def _forms(
    request: DeskRequest, application: Application, form: ApplicationForm | None, bound: Mapping[str, Form]
) -> list[dict[str, Any]]:
    """The forms that fit the state, each with the templates that fill it in."""
    is_open = application.state in handling.OPEN
    names = [each for each in FORMS if each != "tell"] if is_open else _later(application)
    if form is not None and form.direct is None and "answer" in names:
        names.remove("answer")
    return [
        {
            "name": name,
            "title": TITLES[name],
            "form": bound.get(name) or _form(request, name, application, bound=False),
            "templates": fitting(form.procedure, USES[name]) if form and name in USES else [],
        }
        for name in names
    ]


def _later(application: Application) -> list[str]:
    """What is left to do once it was decided upon."""
    return ["tell", "note"] if application.case_id and application.merged.exists() else ["note"]


def _form(request: DeskRequest, name: str, application: Application, *, bound: bool) -> Form:
    """One form: what was sent, or blank, or filled by the template that the address names."""
    kwargs: dict[str, Any] = {"actor": request.actor, "auto_id": f"{name}_%s"}
    if bound:
        form = FORMS[name](request.POST, request.FILES, **kwargs)
    else:
        form = FORMS[name](initial=_initial(request, name, application), **kwargs)
    if name == "transfer":
        form.narrow("to", reading.receivers(application))
    if isinstance(form, AnswerForm) and not application.merged.exists():
        del form.fields["merged"]
    if isinstance(form, DeclineForm):
        form.fields["remedies"].help_text = "不予受理须告知救济途径。"
    return form


def _initial(request: DeskRequest, name: str, application: Application) -> dict[str, Any]:
    today = request.now.date()
    until = answer_until(today)
    initial: dict[str, Any] = {"until": until} if name == "correction" else {}
    if name == "tell":
        initial = {"text": _answered(request, application)}
    filled = _template(request, name, application)
    if filled is None:
        return initial
    text = "reason" if name == "transfer" else "text"
    return initial | {text: filled.text, "remedies": filled.remedies, "ground": filled.template.ground or ""}


def _answered(request: DeskRequest, application: Application) -> str:
    """What the applicant of the case reads as the last answer."""
    answers = seeing.seen(application, at=request.now).answers
    facts = answers[0].facts if answers else ()
    return "\n".join(f"{field.title}：{shown(field, value)}" for field, value in facts)


def _template(request: DeskRequest, name: str, application: Application) -> Filled | None:
    """The template that the address names for this form."""
    form = reading.form_of(application)
    if request.GET.get("act") != name or name not in USES or form is None:
        return None
    wanted = request.GET.get("template", "")
    chosen = next((each for each in fitting(form.procedure, USES[name]) if each.id == wanted), None)
    today = request.now.date()
    return fill(chosen, application, today=today, until=answer_until(today)) if chosen else None


def _done(request: DeskRequest, form: Form, name: str, application: Application) -> Applied[Any] | None:
    data = form.cleaned_data
    common: dict[str, Any] = {"actor": request.actor, "application_id": application.pk, "at": request.now}
    verbs: dict[str, Callable[[], object]] = {
        "answer": lambda: handling.answer(
            **common, text=data["text"], remedies=data["remedies"], merged=data.get("merged", False)
        ),
        "correction": lambda: handling.return_for_correction(**common, text=data["text"], until=data["until"]),
        "decline": lambda: handling.decline(
            **common, ground=data["ground"], text=data["text"], remedies=data["remedies"]
        ),
        "transfer": lambda: handling.transfer(**common, to=data["to"], reason=data["reason"]),
        "tell": lambda: handling.tell_merged(**common, text=data["text"], remedies=data["remedies"]),
        "merge": lambda: handling.merge(**common, into_id=_numbered(application, data["into"])),
        "note": lambda: handling.note(**common, text=data["text"]),
    }
    return apply(form, verbs[name])


def _numbered(application: Application, number: str) -> UUID:
    """The application with that number in the same body. Raises Refused."""
    rows = Application.objects.filter(organization=application.organization_id, number=number.strip())
    found_id = rows.values_list("pk", flat=True).first()
    if found_id is None:
        raise Refused(f"本单位没有编号为“{number.strip()}”的来件，请核对。", field="into")
    return found_id
