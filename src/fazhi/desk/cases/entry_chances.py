"""The list of entries to choose from, while somebody types: the same template as in the form."""

from django.http import Http404, HttpResponse
from django.shortcuts import render

from fazhi.desk.fieldwork.inputs import Input, entry_chances
from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, page
from fazhi.government.permissions import REGISTER_VIEW
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers import library

KINDS = {kind.value: kind for kind in (Kind.ENTRY, Kind.ENTRIES)}


@page(permission=REGISTER_VIEW, methods=("GET",))
def entry_choices(request: DeskRequest, register: str) -> HttpResponse:
    """Answers `find` of an input: its name, its kind, whether only the body's own entries are meant."""
    asked = request.GET
    name, kind = asked.get("name", ""), KINDS.get(asked.get("kind", ""))
    if register not in library.shelf() or kind is None or not name:
        raise Http404
    body = _body(request)
    spec = Field(title="条目", type=kind, refers_to=register, own=asked.get("own") == "1")
    find, chosen = asked.get(f"{name}.find", ""), [each for each in asked.getlist(name) if each]
    roster = Roster(actor=request.actor, organization_id=body, on=request.now.date())
    made = Input(name, "", "entry", {"find": find, "chosen": chosen}, kind=kind.value)
    made.chances = entry_chances(roster.entries(spec, words=find, chosen=chosen))
    return render(request, "desk/fieldwork/entry_chances.html", {"input": made})


def _body(request: DeskRequest) -> int:
    """The body that the form is for: the one named, where the actor sits in it, else their first."""
    seats = [seat.organization_id for seat in request.actor.seats]
    asked = whole(request.GET.get("organization", ""))
    if not seats:
        raise Http404
    return asked if asked in seats else seats[0]
