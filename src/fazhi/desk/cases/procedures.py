"""办事流程图: the procedures of the catalog as anybody may read them, without signing in."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.cases.articles import ArticleLink, articles_of
from fazhi.desk.cases.parameters import own_values, rows_of
from fazhi.desk.cases.words import family_title
from fazhi.desk.pages import show
from fazhi.desk.statutes.open_pages import OpenRequest, open_page
from fazhi.government.models import Jurisdiction
from fazhi.procedures.casework.naming import title_of, title_of_actor
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.procedures.language.limits import TimeLimit
from fazhi.procedures.language.steps import Step, alternatives


@dataclass(frozen=True)
class StepView:
    """A step in words."""

    step: Step
    anchor: str
    by: str
    after: str
    thread: str
    asks: list[str]
    papers: list[str]
    results: list[tuple[str, str, list[ArticleLink]]]
    rules: list[tuple[str, str, list[ArticleLink]]]
    articles: list[ArticleLink]


@dataclass(frozen=True)
class LimitView:
    """A time limit in words."""

    limit: TimeLimit
    kind: str
    start: str
    end: str
    within: str
    notes: list[str]
    articles: list[ArticleLink]


@open_page
def procedures(request: OpenRequest) -> HttpResponse:
    """Every procedure by family."""
    families = [(family_title(family, members), members) for family, members in library().families().items()]
    return show(request, "desk/cases/procedures.html", {"title": "办事流程图", "families": families})


@open_page
def procedure(request: OpenRequest, procedure: str) -> HttpResponse:
    """One procedure as a person would explain it: steps, limits, parameters, outcomes, what is published."""
    definition = _asked(procedure, request.GET.get("edition", ""))
    jurisdiction = _jurisdiction(request)
    today = request.now.date()
    own = own_values(jurisdiction.pk if jurisdiction else None)[definition.id]
    context = {
        "title": definition.title,
        "trail": [("办事流程图", reverse("desk:procedures"))],
        "definition": definition,
        "articles": articles_of(definition.basis, definition.sources),
        "editions": library().editions(procedure),
        "steps": [_step(definition, name) for name in definition.steps],
        "limits": [_limit(definition, each) for each in definition.time_limits.values()],
        "parameters": rows_of(definition, own, today),
        "jurisdiction": jurisdiction,
        "outcomes": list(definition.outcomes.values()),
        "instruments": [(each, articles_of(each.basis, each.sources)) for each in definition.instruments.values()],
        "publications": [(each, articles_of(each.basis, each.sources)) for each in definition.publish.values()],
    }
    return show(request, "desk/cases/procedure.html", context)


def _asked(procedure: str, edition: str) -> Definition:
    try:
        editions = library().editions(procedure)
    except UnknownProcedureError:
        raise Http404 from None
    if not edition:
        return editions[-1]
    found = next((each for each in editions if each.edition.isoformat() == edition), None)
    if found is None:
        raise Http404
    return found


def _jurisdiction(request: OpenRequest) -> Jurisdiction | None:
    """That of the person; for a guest the one of this site, where there is only one."""
    if request.actor and request.actor.jurisdiction_id:
        return Jurisdiction.objects.get(pk=request.actor.jurisdiction_id)
    found = list(Jurisdiction.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def _step(definition: Definition, name: str) -> StepView:
    step = definition.steps[name]
    fields = dict.fromkeys((*step.collect, *(each for result in step.results.values() for each in result.collect)))
    parts: list[Any] = [step, *step.results.values()]
    rules = [
        (each.say, each.breach.label, articles_of(each.basis, each.sources))
        for part in parts
        for each in (*part.requires, *part.rules)
        if each.say
    ]
    return StepView(
        step=step,
        anchor=f"step-{name}",
        by="、".join(title_of_actor(definition, each) for each in step.actors),
        after="；".join("或".join(title_of(definition, each) for each in group) for group in alternatives(step.after)),
        thread=definition.threads[step.thread].title if step.thread else "",
        asks=[definition.fields[each].title for each in fields],
        papers=[definition.instruments[each].title for each in listed(step.instrument)],
        results=[
            (each.title, definition.outcomes.get(each.close or "", ""), articles_of(each.basis, each.sources))
            for each in step.results.values()
        ],
        rules=rules,
        articles=articles_of(step.basis, step.sources),
    )


def _limit(definition: Definition, limit: TimeLimit) -> LimitView:
    parameter = definition.parameters.get(limit.within)
    field = definition.fields.get(limit.within)
    if parameter is not None:
        within = f"按参数“{parameter.title}”" + ("" if parameter.value else "（由本地区设定）")
    else:
        within = f"按填写的“{field.title}”" if field is not None else _length(limit.within)
    notes = [f"{definition.intervals[each].title}不计入" for each in listed(limit.excludes)]
    notes += [f"“{title_of(definition, each.by)}”可以延长" for each in limit.extensions]
    notes += [f"届满前不得办理“{title_of(definition, each)}”" for each in listed(limit.holds)]
    if limit.deems:
        notes.append(f"届满未办的，视为{title_of(definition, limit.deems)}")
    return LimitView(
        limit=limit,
        kind=limit.kind.label,
        start="或".join(title_of(definition, each) for each in limit.start.any),
        end="或".join(title_of(definition, each) for each in limit.end.any),
        within=within,
        notes=notes,
        articles=articles_of(limit.basis, limit.sources),
    )


def _length(text: str) -> str:
    try:
        return parse_duration(text).chinese
    except CountingError:
        return text
