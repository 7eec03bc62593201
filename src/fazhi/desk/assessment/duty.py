"""述法材料: the draft of a duty report to copy into its case, and the ways to the procedures of 述法 and 督察."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from fazhi.assessment.duty import REPORTING, draft, reporters
from fazhi.desk.assessment.words import sections
from fazhi.desk.figures.addresses import figure_url
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.figures.periods import Period
from fazhi.government.models import Person
from fazhi.government.permissions import ASSESS_VIEW, CASE_WORK, may
from fazhi.procedures.language.library import library

PROCEDURES = (REPORTING, "rule_of_law_inspection")
FIRST_YEAR = 2015


@page(permission=ASSESS_VIEW, methods=("GET",))
def duty(request: DeskRequest) -> HttpResponse:
    """The draft for a person and a year; one's own of this year unless another is asked for."""
    asked = request.GET.get("year", "")
    this_year = request.now.year
    wanted = whole(asked) or 0
    sound = FIRST_YEAR <= wanted <= this_year
    year = wanted if sound else this_year
    error = "" if sound or not asked else f"年度应在 {FIRST_YEAR} 至 {this_year} 之间，已改为今年。"
    people = list(reporters(request.actor))
    person = _person(request, people)
    made = draft(actor=request.actor, person=person, year=year, today=request.now.date())
    period, unit = Period.year(year), made.unit.pk if made.unit else None
    facts = [
        {
            "title": each.title,
            "text": each.text,
            "url": figure_url(each.figure, period, unit) if each.figure else "",
        }
        for each in made.facts
    ]
    context = {
        "title": "述法材料",
        "tabs": sections(request.actor, "duty"),
        "year": year,
        "error": error,
        "people": people if len(people) > 1 else [],
        "person": person,
        "draft": {"text": made.text, "facts": facts},
        "procedures": _procedures(request),
    }
    return show(request, "desk/assessment/duty.html", context)


def _person(request: DeskRequest, people: list[Person]) -> Person:
    asked = request.GET.get("person", "")
    return next((each for each in people if str(each.pk) == asked), request.actor.person)


def _procedures(request: DeskRequest) -> list[dict[str, str]]:
    """Where 述法 and 督察 are carried out, once their procedures are in the library."""
    known = {each.id: each for each in library().latest()}
    found = []
    for name in PROCEDURES:
        if name not in known:
            continue
        found.append(
            {"title": f"{known[name].title}：查看事项", "url": f"{reverse('desk:cases:all')}?procedure={name}"}
        )
        if may(request.actor, CASE_WORK):
            url = reverse("desk:cases:open", args=[name])
            found.append({"title": f"{known[name].title}：新办一件", "url": url})
    return found
