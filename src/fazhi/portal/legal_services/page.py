"""公共法律服务: first the telephone, then who fits, what can be asked for here, and every place with its hours."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from fazhi.portal import registers
from fazhi.portal.guides.lists import online
from fazhi.portal.legal_services import places
from fazhi.portal.pages import PublicRequest, public_page, show

HOTLINE = "12348"
"""公共法律服务热线, the same everywhere in the country."""
FORMS = ("legal_aid", "mediation", "hotline", "reconsideration", "enforcement_complaint")
FURTHER = ("village_advisers", "legal_service_teams", "mediators")


@public_page()
def legal_services(request: PublicRequest) -> HttpResponse:
    """A fixed number of statements, however many places there are."""
    area, today = request.jurisdiction, request.now.date()
    stations = places.stations(area, today)
    bodies, groups = places.bodies(area, today)
    mediators = places.Register(places.MEDIATORS, area, today)
    about = {
        "town": "家门口的第一站：问、申请援助、请人调解。",
        "village": "就在村里、社区里，先打电话问什么时候有人。",
    }
    forms = {each.id: (each, request.frame.with_area(url)) for each, url in online()}
    known = registers.public_registers()
    context = {
        "title": "公共法律服务",
        "hotline": HOTLINE,
        "first": [each for group in groups if group.key == places.AID for each in group.places]
        + [stations.place(each, "services") for each in stations.rows if stations.value(each, "level") == "county"],
        "forms": [forms[each] for each in FORMS if each in forms],
        "ways": {name: url for name, (_, url) in forms.items()},
        "levels": stations.groups("level", "services", about),
        "bodies": groups,
        "mediators": mediators.groups("kind", "disputes", {}, but=("point",)),
        "coverage": places.coverage(area, stations),
        "registers": [
            (each.definition.title, request.frame.with_area(each.address))
            for each in (stations, bodies, mediators)
            if each.definition is not None
        ]
        + [
            (known[each].title, request.frame.with_area(reverse("desk:open-register", args=[each])))
            for each in FURTHER
            if each in known
        ],
    }
    return show(request, "portal/legal_services/page.html", context)
