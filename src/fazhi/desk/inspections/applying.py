"""提出检查 from the page of an enterprise: the first step of a case, with the enterprise chosen already."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from fazhi.cases import taking
from fazhi.cases.taking import Taken, roles_in
from fazhi.desk.cases.opening import bodies_of
from fazhi.desk.cases.step_form import StepForm
from fazhi.desk.cases.taking_forms import attempt, tell
from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.inspections.enterprise import PAGE, found
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.files.models import KeptFile
from fazhi.government.models import Organization
from fazhi.government.permissions import CASE_WORK
from fazhi.inspections.visits import PROCEDURE
from fazhi.procedures.casework.naming import roles_for, title_of_actor
from fazhi.procedures.language.library import library

STEP = "apply"


@page(permission=CASE_WORK)
def apply_for(request: DeskRequest, pk: UUID) -> HttpResponse:
    """The form of the first step; refused, it comes again with every reason and everything that was typed."""
    entry = found(request.actor, pk)
    today = request.now.date()
    definition = library().edition(PROCEDURE, today)
    bodies = bodies_of(request.actor)
    if not bodies:
        raise Http404
    posted = request.method == "POST"
    asked = request.POST.get("organization", "")
    body = next((each for each in bodies if str(each.pk) == asked), bodies[0])
    form = StepForm(
        definition,
        STEP,
        roster=Roster(actor=request.actor, organization_id=body.pk, on=today),
        today=today,
        known={
            "entity": {"id": str(entry.pk), "key": entry.key, "title": entry.title},
            "planned_on": today.isoformat(),
        },
        post=request.POST if posted else None,
        files=request.FILES.getlist("files"),
    )
    if posted and not form.wants_more and (taken := _opened(request, form, body)):
        tell(request, taken, f"已提出检查，编号{taken.case.number}。请负责人审批。")
        return redirect("desk:cases:case", taken.case.pk)
    step = definition.steps[STEP]
    context = {
        "title": f"提出检查：{entry.title}",
        "trail": [("行政检查", reverse("desk:inspections:home")), (entry.title, reverse(PAGE, args=[entry.pk]))],
        "definition": definition,
        "form": form,
        "bodies": bodies,
        "chosen": body,
        "allowed": bool(roles_in(request.actor, body.pk) & roles_for(definition, step)),
        "by": "、".join(title_of_actor(definition, each) for each in step.actors),
        "submit": step.title,
        "back": reverse(PAGE, args=[entry.pk]),
    }
    response = show(request, "desk/cases/open.html", context)
    response.status_code = 422 if form.complaints else 200
    return response


def _opened(request: DeskRequest, form: StepForm, body: Organization) -> Taken | None:
    day, uploads = form.day(), form.checked_files()
    if day is None or form.complaints:
        return None

    def verb(files: list[KeptFile]) -> Taken:
        return taking.open_case(
            actor=request.actor,
            procedure=PROCEDURE,
            organization=body,
            given=form.given(day, thread=0, attachments=files),
            at=request.now,
            key=form.key,
        )

    return attempt(request, form, body.jurisdiction, uploads, verb)
