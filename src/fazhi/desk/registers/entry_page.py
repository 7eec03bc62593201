"""条目页: everything about one entry on one page, today or on a day of the past."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.fieldwork.articles import articles_of
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.refusals import REFUSALS
from fazhi.desk.registers.asking import asked, day_asked, may_keep
from fazhi.desk.registers.columns import codes_of
from fazhi.desk.registers.history import steps_of, version_on, versions_of
from fazhi.desk.registers.showing import facts_of, words_of
from fazhi.desk.registers.uses import uses_of
from fazhi.desk.registers.validity import mark_of, soon_of
from fazhi.government.permissions import REGISTER_UNMASK, REGISTER_VIEW
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import reading, unmasking
from fazhi.registers.changes import ChangeKind
from fazhi.registers.models import Entry, EntryState, Unmasking

DONE_TO = {
    EntryState.IN_FORCE: (ChangeKind.AMEND, ChangeKind.SUSPEND, ChangeKind.WITHDRAW),
    EntryState.SUSPENDED: (ChangeKind.AMEND, ChangeKind.RESUME, ChangeKind.WITHDRAW),
    EntryState.WITHDRAWN: (ChangeKind.RESTORE,),
}
MOST_VIEWINGS = 20


@dataclass(frozen=True)
class Revealed:
    """A field that was unmasked for this one showing."""

    name: str
    words: str


def found_entry(request: DeskRequest, register: str, pk: UUID) -> tuple[RegisterDefinition, Entry]:
    """The register and its entry, if this person may see it. Raises Http404."""
    definition = asked(register, request.actor)
    entry = reading.visible(request.actor, register).filter(pk=pk).select_related("organization").first()
    if entry is None:
        raise Http404
    return definition, entry


@page(permission=REGISTER_VIEW, methods=("GET",))
def entry_page(request: DeskRequest, register: str, pk: UUID) -> HttpResponse:
    """Fields, validity, where it is used, its history."""
    definition, entry = found_entry(request, register, pk)
    return show(request, "desk/registers/entry.html", context_of(request, definition, entry))


@page(permission=REGISTER_UNMASK)
def unmask(request: DeskRequest, register: str, pk: UUID, field: str) -> HttpResponse:
    """查看个人信息: asks for the purpose, keeps who looked, and shows the value on this one answer."""
    definition, entry = found_entry(request, register, pk)
    if field not in definition.personal:
        raise Http404
    context = context_of(request, definition, entry)
    if request.method != "POST":
        return show(request, "desk/registers/entry.html", context | {"asking": field})
    purpose = request.POST.get("purpose", "").strip()
    try:
        value = unmasking.unmask(actor=request.actor, entry=entry, field=field, purpose=purpose, at=request.now)
    except REFUSALS as refused:
        again = {"asking": field, "purpose": purpose, "purpose_error": refused.say}
        response = show(request, "desk/registers/entry.html", context | again)
        response.status_code = 422
        return response
    seen = {"revealed": Revealed(field, str(value)), "viewings": viewings_of(definition, entry)}
    return show(request, "desk/registers/entry.html", context | seen)


def context_of(request: DeskRequest, definition: RegisterDefinition, entry: Entry) -> dict[str, Any]:
    """Everything that the page shows; a fixed number of queries."""
    actor, today = request.actor, request.now.date()
    day = day_asked(request.GET.get("on", "")) or today
    version = version_on(versions_of(entry.pk), day) if day != today else None
    if day != today and version is None:
        raise Http404
    state = version.state if version else entry.state
    data: Mapping[str, Any] = version.data if version else entry.data
    keeps = may_keep(actor, definition, entry.organization)
    return {
        "title": (version.title if version else entry.title) or definition.entry,
        "trail": [
            ("清单台账", reverse("desk:registers:home")),
            (definition.title, reverse("desk:registers:list", args=[definition.id])),
        ],
        "definition": definition,
        "entry": entry,
        "day": day,
        "is_another_day": day != today,
        "mark": mark_of(definition, state, data, on=day, soon=soon_of(definition, day)),
        "codes": [(definition.fields[n].title, words_of(definition, n, data.get(n))) for n in codes_of(definition)],
        "facts": facts_of(definition, data),
        "may_unmask": unmasking.may_unmask(actor, entry) and day == today,
        "acts": list(DONE_TO[EntryState(entry.state)]) if keeps and day == today else [],
        "history": steps_of(definition, entry, on=today),
        "used": uses_of(actor, entry.pk),
        "public_url": public_address(definition, entry, today),
        "public_fields": [
            definition.fields[name].title for name in (definition.publish.fields if definition.publish else ())
        ],
        "basis": articles_of(definition.basis, definition.sources),
        "viewings": viewings_of(definition, entry) if definition.personal and keeps else [],
    }


def viewings_of(definition: RegisterDefinition, entry: Entry) -> list[tuple[Unmasking, str]]:
    """Who looked at which personal field of the entry, the latest first."""
    found = Unmasking.objects.filter(entry_id=entry.pk).select_related("person")[:MOST_VIEWINGS]
    titles = {name: field.title for name, field in definition.fields.items()}
    return [(each, titles.get(each.field, each.field)) for each in found]


def public_address(definition: RegisterDefinition, entry: Entry, today: date) -> str:
    """The page on which everybody reads this entry; "" while it is not public."""
    shown = definition.publish is not None and entry.state == EntryState.IN_FORCE
    good = shown and (entry.valid_until is None or entry.valid_until >= today)
    good = good and (entry.valid_from is None or entry.valid_from <= today)
    return reverse("desk:open-register-entry", args=[definition.id, entry.pk]) if good else ""
