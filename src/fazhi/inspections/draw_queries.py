"""Reads of draws that pages, figures and visits share."""

from collections.abc import Sequence

from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery

from fazhi.government.actors import Actor
from fazhi.government.permissions import DRAW_HOLD, DRAW_VIEW, within_reach
from fazhi.inspections.draw_entries import STATES, Drawn, Kind, history_of, pool_bytes
from fazhi.inspections.drawing import resultfile
from fazhi.inspections.models import Draw, DrawDraft, DrawEntry, DrawState
from fazhi.inspections.refusals import Refused


def draws() -> QuerySet[Draw]:
    """All draws with `state`, and with `announced_at` (None before the pool is published)."""
    moving = DrawEntry.objects.filter(draw=OuterRef("pk"), kind__in=list(STATES)).order_by("-seq")
    announced = DrawEntry.objects.filter(draw=OuterRef("pk"), kind=Kind.ANNOUNCED)
    return Draw.objects.annotate(
        state=Subquery(moving.values("kind")[:1], output_field=CharField()),
        announced_at=Subquery(announced.values("at")[:1]),
    ).select_related("organization")


def visible_draws(actor: Actor) -> QuerySet[Draw]:
    """The draws that a person may see on the desk."""
    return draws().filter(_within(actor))


def drafts_of(actor: Actor) -> QuerySet[DrawDraft]:
    """Draws that are being prepared in units for which the person may hold draws."""
    return DrawDraft.objects.filter(within_reach(actor, DRAW_HOLD, "organization")).select_related("organization")


def public_draws() -> QuerySet[Draw]:
    """What everybody may see: every draw whose pool was announced, the cancelled ones too."""
    return draws().filter(Q(announced_at__isnull=False))


def finished_draws(jurisdiction_id: int) -> QuerySet[Draw]:
    """The draws of a jurisdiction whose results are published, the newest first."""
    return draws().filter(Q(state=DrawState.PUBLISHED), jurisdiction=jurisdiction_id)


def drawn_for(draw: Draw) -> list[Drawn]:
    """The objects of a draw with their officers, in the order of tickets, replacements included.

    Empty before the draw is held and after it was cancelled.
    """
    history = history_of(draw)
    return [] if history.state == DrawState.CANCELLED else history.drawn()


def result_file(draw: Draw) -> bytes:
    """The file that anyone can replay, as it is after every replacement. Raises Refused before the draw is held."""
    history = history_of(draw)
    if history.state not in (DrawState.DRAWN, DrawState.PUBLISHED):
        raise Refused("尚未抽取，还没有结果文件。")
    return resultfile.write(
        pool=pool_bytes(draw),
        parts=history.parts,
        seed=history.seed,
        events=history.withdrawals,
        result=history.assignments(),
    )


def waiting(actor: Actor, states: Sequence[DrawState]) -> QuerySet[Draw]:
    """Draws in one of the states that the person may organize."""
    return draws().filter(within_reach(actor, DRAW_HOLD, "organization"), Q(state__in=states))


def commitments_to_reveal(actor: Actor) -> QuerySet[Draw]:
    """Announced draws in which the person has committed to a value and not revealed it."""
    mine = DrawEntry.objects.filter(by=actor.person)
    committed = mine.filter(kind=Kind.COMMITTED).values("draw")
    revealed = mine.filter(kind=Kind.REVEALED).values("draw")
    return draws().filter(Q(state=DrawState.ANNOUNCED), pk__in=committed).exclude(pk__in=revealed)


def _within(actor: Actor) -> Q:
    return within_reach(actor, DRAW_VIEW, "organization", area="jurisdiction")
