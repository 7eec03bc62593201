"""清单台账: all registers by family, with how each stands; the search over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.registers.asking import area_id, visible_drafts
from fazhi.desk.registers.found import Found, find_entries
from fazhi.desk.registers.validity import soon_of
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REGISTER_VIEW
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition, Seen
from fazhi.registers.keeping import permission_for
from fazhi.registers.models import Entry, EntryState, Revision
from fazhi.registers.models.draft import DraftState

MOST_HITS = 50


@dataclass(frozen=True)
class Card:
    """A register on the home page."""

    definition: RegisterDefinition
    keeps: bool
    count: int
    expiring: int
    expired: int
    last: Revision | None
    drafts: int

    @property
    def expired_words(self) -> str:
        return f"已过有效期 {self.expired}"

    @property
    def expiring_words(self) -> str:
        return f"临期 {self.expiring}"

    @property
    def url(self) -> str:
        return reverse("desk:registers:list", args=[self.definition.id])


@page(permission=REGISTER_VIEW, methods=("GET",))
def home(request: DeskRequest) -> HttpResponse:
    """Every register; with words to search for, the entries that have them."""
    words = request.GET.get("q", "").strip()[:100]
    hits: Sequence[Found] = find_entries(request.actor, words, MOST_HITS + 1, on=request.now.date()) if words else []
    context = {
        "title": "清单台账",
        "q": words,
        "hits": hits[:MOST_HITS],
        "cut": len(hits) > MOST_HITS,
        "most": MOST_HITS,
        "families": [] if words else cards_of(request.actor, request.now.date()),
    }
    return show(request, "desk/registers/home.html", context)


def cards_of(actor: Actor, today: date) -> list[tuple[str, list[Card]]]:
    """The registers by family; three queries, however many there are."""
    counts = _counts(actor, today)
    last = _last_revisions(actor)
    open_states = (DraftState.OPEN, DraftState.SUBMITTED)
    pending = visible_drafts(actor).filter(state__in=open_states).order_by().values_list("register")
    drafts = dict(pending.annotate(number=Count("pk")))
    families = [
        (
            family,
            [
                Card(
                    each, permissions.may(actor, permission_for(each)), *counts.get(each.id, (0, 0, 0)),
                    last.get(each.id), drafts.get(each.id, 0),
                )
                for each in members
                if each.seen_by is Seen.ALL or permissions.may(actor, permission_for(each))
            ],
        )
        for family, members in library.shelf().families().items()
    ]  # fmt: skip
    return [(family, cards) for family, cards in families if cards]


def _counts(actor: Actor, today: date) -> dict[str, tuple[int, int, int]]:
    """How many entries of each register are in force, will soon run out, have run out."""
    soon = Q(pk=None)
    for each in library.shelf():
        if until := soon_of(each, today):
            soon |= Q(register=each.id, valid_until__gte=today, valid_until__lte=until)
    found = Entry.objects.filter(jurisdiction_id=area_id(actor), state=EntryState.IN_FORCE).order_by()
    over = Q(valid_until__lt=today)
    rows = found.values_list("register").annotate(
        good=Count("pk", filter=~over | Q(valid_until=None)),
        near=Count("pk", filter=soon),
        over=Count("pk", filter=over),
    )
    return {register: (good, near, gone) for register, good, near, gone in rows}


def _last_revisions(actor: Actor) -> dict[str, Revision]:
    found = Revision.objects.filter(ledger__jurisdiction_id=area_id(actor), seq=F("ledger__head_seq"))
    return {each.ledger.register: each for each in found.select_related("ledger", "person").defer("body")}
