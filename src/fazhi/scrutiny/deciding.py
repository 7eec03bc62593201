"""What people say of a stated number: "this is that figure", "leave it"; remembered for the same wording."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from fazhi.figures.language import library
from fazhi.government.actors import Actor
from fazhi.scrutiny import recorded
from fazhi.scrutiny.contradictions import Severity
from fazhi.scrutiny.drafts import asked_of, scope_of, settle
from fazhi.scrutiny.models import Draft, StatedFigure, Wording
from fazhi.scrutiny.refusals import Refused
from fazhi.scrutiny.rights import require_checking


@transaction.atomic
def assign(*, actor: Actor, stated: StatedFigure, figure: str, remember: bool, at: datetime) -> StatedFigure:
    """Says which figure of the platform a number is, and judges it anew. `remember`: for this wording from now on.

    Raises: NotAllowed; Refused for a figure that the catalog does not have.
    """
    if figure not in library.shelf():
        raise Refused("请选择一个数据。", field="figure")
    return _decided(actor, stated, figure, remember=remember, at=at)


@transaction.atomic
def leave(*, actor: Actor, stated: StatedFigure, remember: bool, at: datetime) -> StatedFigure:
    """Says that a number is none of the platform's figures. Raises NotAllowed."""
    return _decided(actor, stated, "", remember=remember, at=at)


@transaction.atomic
def reopen(*, actor: Actor, stated: StatedFigure, at: datetime) -> StatedFigure:
    """Takes a decision back, and the remembered wording with it. Raises NotAllowed."""
    require_checking(actor, stated.draft.organization)
    stated = _locked(stated)
    Wording.objects.filter(jurisdiction_id=stated.jurisdiction_id, key=stated.key, unit=stated.unit).delete()
    stated.figure, stated.decided_by, stated.decided_at = "", None, None
    return _judged(stated, at)


def _decided(actor: Actor, stated: StatedFigure, figure: str, *, remember: bool, at: datetime) -> StatedFigure:
    require_checking(actor, stated.draft.organization)
    stated = _locked(stated)
    stated.figure, stated.decided_by, stated.decided_at = figure, actor.person, at
    if remember and stated.key:
        Wording.objects.update_or_create(
            jurisdiction_id=stated.jurisdiction_id,
            key=stated.key,
            unit=stated.unit,
            defaults={"figure": figure, "by": actor.person, "at": at},
        )
    return _judged(stated, at)


def _locked(stated: StatedFigure) -> StatedFigure:
    """The row, held until the end: two people may decide at once, and the later one wins whole."""
    return StatedFigure.objects.select_for_update(of=("self",)).select_related("draft").get(pk=stated.pk)


def _judged(stated: StatedFigure, at: datetime) -> StatedFigure:
    draft = stated.draft
    asked = asked_of(stated) if draft.kind == Draft.Kind.DRAFT else None
    value = recorded.recorded([asked], scope=scope_of(draft), today=at.date()).get(asked) if asked else None
    contradicts = any(draft.faults[place]["severity"] == Severity.CERTAIN for place in stated.faults)
    settle(stated, draft, value, contradicts=contradicts)
    stated.save()
    return stated
