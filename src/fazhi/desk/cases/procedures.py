"""办事流程图: the procedures of the catalog as anybody may read them, without signing in."""

from functools import lru_cache

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.cases.parameters import own_values, rows_of
from fazhi.desk.cases.words import family_title
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.desk.pages import show
from fazhi.desk.statutes.open_pages import OpenRequest, open_page
from fazhi.government.models import Jurisdiction
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.procedures.outlining.building import outline
from fazhi.procedures.outlining.outline import Outline
from fazhi.procedures.outlining.svg import drawing


@open_page
def procedures(request: OpenRequest) -> HttpResponse:
    """Every procedure by family."""
    families = [(family_title(family, members), members) for family, members in library().families().items()]
    return show(request, "desk/cases/procedures.html", {"title": "办事流程图", "families": families})


@open_page
def procedure(request: OpenRequest, procedure: str) -> HttpResponse:
    """One procedure as a person would explain it: steps, limits, parameters, outcomes, what is published."""
    definition = asked(procedure, request.GET.get("edition", ""))
    jurisdiction = _jurisdiction(request)
    own = own_values(jurisdiction.pk if jurisdiction else None)[definition.id]
    address = reverse("desk:procedure-chart", args=[definition.id])
    context = {
        "title": definition.title,
        "trail": [("办事流程图", reverse("desk:procedures"))],
        "definition": definition,
        "outline": _outline(definition.key),
        "editions": library().editions(procedure),
        "parameters": rows_of(definition, own, request.now.date()),
        "jurisdiction": jurisdiction,
        "instruments": [(each, articles_of(each.basis, each.sources)) for each in definition.instruments.values()],
        "chart_url": f"{address}?edition={definition.edition.isoformat()}",
    }
    return show(request, "desk/cases/procedure.html", context)


@open_page
def chart(request: OpenRequest, procedure: str) -> HttpResponse:
    """The flow chart alone, to be shown in the page and to be printed."""
    definition = asked(procedure, request.GET.get("edition", ""))
    return HttpResponse(_drawing(definition.key), content_type="image/svg+xml")


def asked(procedure: str, edition: str) -> Definition:
    """The edition asked for, else the latest. Raises Http404."""
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


def _definition(key: str) -> Definition:
    return next(each for each in library() if each.key == key)


@lru_cache(maxsize=64)
def _outline(key: str) -> Outline:
    """Made once a process: a definition does not change while the site runs."""
    return outline(_definition(key))


@lru_cache(maxsize=64)
def _drawing(key: str) -> str:
    return drawing(_definition(key))


def _jurisdiction(request: OpenRequest) -> Jurisdiction | None:
    """That of the person; for a guest the one of this site, where there is only one."""
    if request.actor and request.actor.jurisdiction_id:
        return Jurisdiction.objects.get(pk=request.actor.jurisdiction_id)
    found = list(Jurisdiction.objects.all()[:2])
    return found[0] if len(found) == 1 else None
