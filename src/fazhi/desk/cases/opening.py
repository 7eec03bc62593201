"""立案、登记: choosing a procedure, then its first step. The page of each procedure can be kept on a phone's screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fazhi.cases import leading, taking
from fazhi.cases.taking import roles_in
from fazhi.desk.cases.step_form import StepForm
from fazhi.desk.cases.taking_forms import attempt, tell
from fazhi.desk.cases.words import family_title
from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import CASE_WORK
from fazhi.procedures.casework.naming import first_step, roles_for, title_of_actor
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.library import UnknownProcedureError, library


@dataclass(frozen=True)
class Choice:
    """A procedure to choose; `by` says who begins it, where this person may not."""

    definition: Definition
    allowed: bool
    by: str


@page(permission=CASE_WORK, methods=("GET",))
def choose(request: DeskRequest) -> HttpResponse:
    """Every procedure by family, with what it is about."""
    families = [
        (family_title(family, members), [_choice(request.actor, each) for each in members])
        for family, members in library().families().items()
    ]
    context = {"title": "立案登记", "families": families, "trail": [("案件", reverse("desk:cases:list"))]}
    return show(request, "desk/cases/choose.html", context)


@page(permission=CASE_WORK)
def open_case(request: DeskRequest, procedure: str) -> HttpResponse:
    """The first step of a procedure; what it opens is shown when it is done."""
    try:
        definition = library().edition(procedure, request.now.date())
    except UnknownProcedureError:
        raise Http404 from None
    bodies = bodies_of(request.actor)
    posted = request.method == "POST"
    follow_up = _follow_up(request, procedure)
    chosen = _chosen(bodies, request.POST.get("organization", "") if posted else "", request.actor, definition)
    name = next(key for key, each in definition.steps.items() if each is first_step(definition))
    form = StepForm(
        definition,
        name,
        roster=Roster(actor=request.actor, organization_id=chosen.pk, on=request.now.date()),
        today=request.now.date(),
        known=follow_up.data if follow_up else _from_draft(request, definition, name),
        post=request.POST if posted else None,
        files=request.FILES.getlist("files"),
    )
    if posted and not form.wants_more and (answer := _opened(request, form, procedure, chosen, follow_up)):
        return answer
    step = definition.steps[name]
    context = {
        "title": f"{step.title}：{definition.short or definition.title}",
        "trail": [("案件", reverse("desk:cases:list")), ("立案登记", reverse("desk:cases:new"))],
        "definition": definition,
        "form": form,
        "bodies": bodies,
        "chosen": chosen,
        "follow_up": follow_up,
        "allowed": bool(roles_in(request.actor, chosen.pk) & roles_for(definition, step)),
        "by": "、".join(title_of_actor(definition, each) for each in step.actors),
        "submit": step.title,
        "back": reverse("desk:cases:new"),
    }
    response = show(request, "desk/cases/open.html", context)
    response.status_code = 422 if form.complaints else 200
    return response


def bodies_of(actor: Actor) -> list[Organization]:
    """The bodies for which a person may open cases, in one query."""
    found = Organization.objects.filter(permissions.within_reach(actor, CASE_WORK), dissolved_on=None)
    return list(found.select_related("jurisdiction").order_by("order", "pk"))


def _choice(actor: Actor, definition: Definition) -> Choice:
    step = first_step(definition)
    names = "、".join(title_of_actor(definition, each) for each in step.actors)
    return Choice(definition, bool(actor.roles & roles_for(definition, step)), names)


def _chosen(bodies: Sequence[Organization], asked: str, actor: Actor, definition: Definition) -> Organization:
    """The body that was chosen, else the first in which the person may take the first step."""
    if not bodies:
        raise Http404
    if asked:
        return next((each for each in bodies if str(each.pk) == asked), bodies[0])
    needed = roles_for(definition, first_step(definition))
    return next((each for each in bodies if roles_in(actor, each.pk) & needed), bodies[0])


def _follow_up(request: DeskRequest, procedure: str) -> leading.FollowUp | None:
    """The act of another case that the address (or the form) names, with what it carries over.

    Raises Refused where it leads to no such case.
    """
    source = (request.POST if request.method == "POST" else request.GET).get("source", "")
    number, _, seq = source.rpartition(":")
    act = whole(seq)
    if not number or act is None:
        return None
    try:
        named = leading.Source(UUID(number), act)
    except ValueError:
        raise Http404 from None
    return leading.found(request.actor, named, procedure, today=request.now.date())


def _from_draft(request: DeskRequest, definition: Definition, name: str) -> dict[str, Any]:
    """The changes of a register that the address names, in the field of the form that carries them."""
    draft = request.GET.get("draft", "")
    if whole(draft) is None:
        return {}
    step = definition.steps[name]
    carriers = [each for each in (*step.collect, *step.offer) if definition.fields[each].type is Kind.CHANGES]
    return {each: {"draft": draft} for each in carriers}


def _opened(
    request: DeskRequest, form: StepForm, procedure: str, body: Organization, follow_up: leading.FollowUp | None
) -> HttpResponse | None:
    day, uploads = form.day(), form.checked_files()
    if day is not None:
        form.moment(day)
    if day is None or form.complaints:
        return None
    taken = attempt(
        request,
        form,
        body.jurisdiction,
        uploads,
        lambda files: taking.open_case(
            actor=request.actor,
            procedure=procedure,
            organization=body,
            given=form.given(day, thread=0, attachments=[*(follow_up.files if follow_up else ()), *files]),
            at=request.now,
            key=form.key,
            source=follow_up.source if follow_up else None,
        ),
    )
    if taken is None:
        return None
    tell(request, taken, f"已{form.step.title}，案号{taken.case.number}。")
    return redirect("desk:cases:case", taken.case.pk)
