"""关于本站: who keeps what is shown, how mistakes are told, what can be done by whom with this site, what is kept."""

from django.http import HttpResponse
from django.urls import reverse

from fazhi.portal import registers
from fazhi.portal.frame import inside
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.registers.models import Entry

BODIES, CONTACTS = "enforcement_bodies", "supervision_contacts"
MOST = 100


@public_page()
def about(request: PublicRequest) -> HttpResponse:
    """With the telephones of the bodies, from the public register of those who enforce the law."""
    context = {
        "title": "关于本站",
        "apply": inside("apply/"),
        "verify": inside("verify/"),
        "phones": _phones(request),
        "contacts_url": request.frame.with_area(reverse("desk:open-register", args=[CONTACTS]))
        if CONTACTS in registers.public_registers()
        else "",
    }
    return show(request, "portal/about.html", context)


def _phones(request: PublicRequest) -> list[tuple[str, str, str]]:
    """(body, address, telephone) of what the register of enforcing bodies publishes."""
    definition = registers.public_registers().get(BODIES)
    if definition is None or definition.publish is None or not {"phone", "address"} <= set(definition.publish.fields):
        return []
    rows = Entry.objects.filter(registers.good_today(request.now.date()), register=BODIES)
    rows = rows.filter(jurisdiction=request.jurisdiction).order_by("organization__order", "title")[:MOST]
    return [(each.title, str(each.data.get("address") or ""), str(each.data.get("phone") or "")) for each in rows]
