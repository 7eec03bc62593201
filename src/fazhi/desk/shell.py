"""Context processor: what the frame of every page shows, whoever looks at it."""

from typing import Any

from django.http import HttpRequest

from fazhi import clock
from fazhi.desk.navigation import links_for
from fazhi.desk.pages import actor_of
from fazhi.desk.worklist import unread
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction

SITE = "法治 Fazhi"


def shell(request: HttpRequest) -> dict[str, Any]:
    """`shell`: site name, and for a person who is in, navigation, unread count, seats and roles."""
    actor = actor_of(request)
    frame: dict[str, Any] = {"site": SITE, "now": clock.now()}
    if actor is None or actor.person.must_change_password:
        return {"shell": frame | {"actor": None}}
    # Fragments that htmx asks for draw no frame, so they need not count either.
    whole = not request.headers.get("HX-Request")
    return {
        "shell": frame
        | {
            "actor": actor,
            "place": _place(actor),
            "groups": links_for(actor, request.path) if whole else [],
            "unread": unread(actor, frame["now"]) if whole else 0,
        }
    }


def _place(actor: Actor) -> str:
    """The name of the jurisdiction, asked for once a request."""
    if actor.jurisdiction_id is None:
        return ""
    name = Jurisdiction.objects.filter(pk=actor.jurisdiction_id).values_list("name", flat=True).first()
    return name or ""
