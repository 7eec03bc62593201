"""Replacing what falls out after the draw: the next in the order that the seed gave, and nobody's choice."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.inspections.draw_entries import History, Kind, append, frozen_of, held_for, row_of
from fazhi.inspections.drawing.holding import hold
from fazhi.inspections.drawing.model import EVERYWHERE, Assignment, CannotDraw, Withdrawal
from fazhi.inspections.models import Draw, DrawEntry, DrawState, ObjectGround, OfficerGround
from fazhi.inspections.refusals import Refused

LONGEST_NOTE = 500


@transaction.atomic
def replace_object(
    *, actor: Actor, draw: Draw, object_id: str, ground: ObjectGround, note: str, at: datetime
) -> DrawEntry:
    """Takes a drawn object out; the next of its stratum comes in.

    Args: `ground` is published; `note` (who agreed, on what paper) is kept inside.
    Raises: NotAllowed; Refused when it was not drawn.
    """
    return _replace(actor, draw, Withdrawal(object_id, "", ObjectGround(ground).label), note, at)


@transaction.atomic
def replace_officer(
    *,
    actor: Actor,
    draw: Draw,
    officer_id: str,
    ground: OfficerGround,
    note: str,
    at: datetime,
    object_id: str = EVERYWHERE,
) -> DrawEntry:
    """Takes an officer from one object (回避), or from all (`object_id` empty); the next in line comes in.

    Args and errors as for `replace_object`; Refused also when the body has nobody left to send.
    """
    return _replace(actor, draw, Withdrawal(object_id, officer_id, OfficerGround(ground).label), note, at)


def _replace(actor: Actor, draw: Draw, withdrawal: Withdrawal, note: str, at: datetime) -> DrawEntry:
    history = held_for(draw, actor, DrawState.DRAWN, DrawState.PUBLISHED, what="替换")
    note = note.strip()
    if not note or len(note) > LONGEST_NOTE:
        raise Refused(f"请说明情况和同意人，最多 {LONGEST_NOTE} 字。这项说明内部留存，不公布。", field="note")
    frozen = frozen_of(history.draw)
    before = history.assignments()
    try:
        after = hold(
            seed=history.seed,
            items=frozen.items,
            pool=frozen.pool,
            rule=frozen.rule,
            withdrawals=[*history.withdrawals, withdrawal],
        )
    except CannotDraw as fault:
        raise Refused(fault.say) from None
    body = {
        "object": withdrawal.object,
        "officer": withdrawal.officer,
        "names": _names(history, withdrawal),
        "ground": withdrawal.ground,
        "note": note,
        "removed": sorted({each.object for each in before} - {each.object for each in after}),
        "rows": row_of(frozen, _new(before, after)),
    }
    return append(history, Kind.REPLACED, actor=actor, at=at, body=body)


def _new(before: Sequence[Assignment], after: Sequence[Assignment]) -> list[Assignment]:
    """Only what changed: a record of a large draw stays small."""
    known = set(before)
    return [each for each in after if each not in known]


def _names(history: History, withdrawal: Withdrawal) -> dict[str, str]:
    """The names of whom it is about, as the record shows them."""
    drawn = history.drawn()
    officers = {officer.id: officer for each in drawn for officer in each.officers}
    found = officers.get(withdrawal.officer)
    return {
        "object": next((each.object.name for each in drawn if each.object.id == withdrawal.object), ""),
        "officer": f"{found.name}（{found.card}）" if found else "",
    }
