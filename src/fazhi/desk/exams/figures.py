"""统计: the figures of a year for the reports; each leads to the list behind it."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode

from fazhi.desk.exams.words import sections
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.exams import officers, statistics
from fazhi.exams.models import Purpose
from fazhi.government.permissions import EXAM_MANAGE

YEARS = 5


@page(permission=EXAM_MANAGE, methods=("GET",))
def figures(request: DeskRequest) -> HttpResponse:
    """考试次数、参考人数、合格率、发证数、培训期次与人次."""
    this_year = request.now.year
    years = [str(year) for year in range(this_year, this_year - YEARS, -1)]
    year = int(request.GET["year"]) if request.GET.get("year") in years else this_year
    found = statistics.of_year(jurisdiction_id=request.actor.jurisdiction_id or 0, year=year)
    days = urlencode({"held_from": f"{year}-01-01", "held_to": f"{year}-12-31"})
    context = {
        "title": f"{year}年考试培训统计",
        "tabs": sections(request.actor, "figures"),
        "figures": found,
        "rows": [
            (each, f"{reverse('desk:exams:manage')}?{urlencode({'purpose': purpose.value})}")
            for each, purpose in zip(found.exams, Purpose, strict=True)
        ],
        "cards_url": reverse("desk:registers:list", args=[officers.register().id]),
        "trainings_url": f"{reverse('desk:exams:trainings')}?{days}",
        "years": years,
        "year": str(year),
    }
    return show(request, "desk/exams/figures.html", context)
