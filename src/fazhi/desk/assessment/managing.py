"""An assessment: a new one, its bodies by its parts, the step to the next phase."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from fazhi.assessment import assessments, editions, queries
from fazhi.assessment.background import COUNT_TASK, VERBS
from fazhi.assessment.models import Assessment, BodyAssessment, BodyState, Objection, Phase, SystemEdition
from fazhi.assessment.scoring.sheet import PartLine, Sheet
from fazhi.assessment.sheets import sheet_of
from fazhi.desk.assessment.forms import NewForm, calendar_from
from fazhi.desk.assessment.words import body_mark, manages, phase_mark, points, shown_stage
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.government.permissions import ASSESS_MANAGE, ASSESS_VIEW, reaches_jurisdiction
from fazhi.jobs import progress

PAGE = "desk:assessment:assessment"
MOST_AT_ONCE = 10
"""Bodies whose figures are taken while the organiser waits; more are a job with a progress bar."""
NEXT: dict[Phase, tuple[Callable[..., Assessment], str, str]] = {
    Phase.PREPARING: (assessments.open_, "启动自评", "启动后各单位可以看到自己的考核表，系统按指标取数。"),
    Phase.SELF: (
        assessments.close_self,
        "结束自评，进入评审",
        "系统最后取数一次，数据和清单随即固定作为佐证，不再变动。",
    ),
    Phase.REVIEW: (assessments.announce, "告知结果，进入异议期", "各单位将看到评审得分和意见，可以提出异议。"),
    Phase.OBJECTION: (assessments.finalise, "定分", "定分以后，得分、佐证和意见都不能再改动。"),
    Phase.FINAL: (assessments.publish, "向各单位公布", "各单位将看到最终得分。"),
}


@page(permission=ASSESS_MANAGE)
def new(request: DeskRequest) -> HttpResponse:
    """A new assessment; without an edition of a system there is nothing to assess by."""
    found = list(editions.editions(request.actor))
    if not found:
        return done(request, "请先采用一个指标体系，再建立考核。", "desk:assessment:systems")
    form = NewForm.of(request, initial=calendar_from(request.now.date()) | {"edition": str(found[0].pk)})
    form.offer(found)
    if form.is_valid():
        edition = SystemEdition.objects.get(pk=int(form.cleaned_data["edition"]))
        made = apply(
            form,
            lambda: assessments.prepare(actor=request.actor, edition=edition, plan=form.plan(), at=request.now),
        )
        if made:
            return done(request, "考核已建立。核对被考核单位后启动自评。", PAGE, made.value.pk)
    intro = "建立以后先不通知各单位；启动自评时系统取数，各单位才看到考核表。"
    trail = [("考核", reverse("desk:assessment:home"))]
    return show_form(
        request, form, title="新建考核", submit="建立", back=reverse("desk:assessment:home"), intro=intro, trail=trail
    )


@page(permission=ASSESS_VIEW, methods=("GET",))
def assessment(request: DeskRequest, pk: int) -> HttpResponse:
    """Bodies by parts. They stand in the order of the tree; in that of points only where the system says so."""
    found = get_object_or_404(queries.visible(request.actor), pk=pk)
    system = found.edition.system
    rows: list[dict[str, Any]] = [_row(request, body, found) for body in _bodies(request, found)]
    all_seen = reaches_jurisdiction(request.actor, ASSESS_VIEW)
    ranked = system.ranked and all_seen and found.stage.order >= Phase.FINAL.order
    if ranked:
        rows.sort(key=lambda row: -row["sheet"].total)
    context = {
        "title": found.title,
        "mark": phase_mark(found),
        "trail": [("考核", reverse("desk:assessment:home"))],
        "assessment": found,
        "system": system,
        "rows": rows,
        "ranked": ranked,
        "steps": _steps(found),
        "next": _next(found) if manages(request.actor, found) else None,
        "counts": _counts(found) if all_seen else None,
        "entries": found.entries.filter(body=None).select_related("by"),
    }
    return show(request, "desk/assessment/assessment.html", context)


@page(permission=ASSESS_MANAGE, methods=("POST",))
def next_phase(request: DeskRequest, pk: int) -> HttpResponse:
    """The step to the next phase; a refusal is a page that says what is missing."""
    found = get_object_or_404(queries.visible(request.actor), pk=pk)
    verb, label, _ = NEXT.get(found.stage, (None, "", ""))
    if verb is None or request.POST.get("from") != found.phase:
        return done(request, "这项考核已经进入别的阶段。", PAGE, pk)
    if found.stage in VERBS and found.bodies.count() > MOST_AT_ONCE:
        job = progress.ask(
            actor=request.actor,
            title=f"{found.title}：{label}",
            task=COUNT_TASK,
            arguments={
                "assessment_id": pk,
                "person_id": request.actor.person.pk,
                "phase": found.phase,
                "next_url": reverse(PAGE, args=[pk]),
            },
            at=request.now,
        )
        return redirect("desk:job", job.pk)
    verb(actor=request.actor, assessment=found, at=request.now)
    return done(request, f"已办理：{label}。", PAGE, pk)


def _bodies(request: DeskRequest, found: Assessment) -> list[BodyAssessment]:
    rows = queries.visible_bodies(request.actor).filter(assessment=found).prefetch_related("items", "vetoes")
    bodies = list(rows)
    for body in bodies:
        body.assessment = found
    return bodies


def _row(request: DeskRequest, body: BodyAssessment, found: Assessment) -> dict[str, Any]:
    made = sheet_of(body, found.edition.system, shown_stage(request.actor, body))
    return {
        "body": body,
        "sheet": made,
        "parts": [(part.part.title, points(part.points), points(part.full), _colour(part)) for part in made.parts],
        "mark": body_mark(body, request.now.date()),
        "waiting": made.waiting,
        "lost": _most_lost(made),
    }


def _colour(part: PartLine) -> str:
    """A part that brought less than six tenths is marked, with its number beside it."""
    return "low" if part.full and not part.waiting and part.points < part.full * 6 / 10 else ""


def _most_lost(made: Sheet) -> str:
    """The item that lost most, for the reader who asks where to look."""
    lost = max(made.lines, key=lambda line: line.lost, default=None)
    return lost.item.title if lost is not None and lost.lost > 0 else ""


def _steps(found: Assessment) -> list[dict[str, object]]:
    days = {Phase.SELF: found.self_until, Phase.REVIEW: found.review_until, Phase.OBJECTION: found.objection_until}
    return [
        {
            "label": phase.label,
            "until": days.get(phase),
            "current": phase is found.stage,
            "past": phase.order < found.stage.order,
        }
        for phase in Phase
    ]


def _next(found: Assessment) -> dict[str, str] | None:
    step = NEXT.get(found.stage)
    return None if step is None else {"label": step[1], "say": step[2]}


def _counts(found: Assessment) -> dict[str, object]:
    every = found.bodies.count()
    return {
        "bodies": every,
        "submitted": found.bodies.filter(state=BodyState.SUBMITTED).count(),
        "unsettled": len(assessments.unsettled(found)) if found.stage is Phase.REVIEW else 0,
        "objections": Objection.objects.filter(body__assessment=found).count(),
        "open": Objection.objects.filter(body__assessment=found, upheld=None).count(),
    }
