"""From a draw to inspections: one case for each object that was drawn, with the officers who were drawn for it."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.refusals import ActRefused
from fazhi.cases.refusals import Refused as CasesRefused
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_WORK, require
from fazhi.inspections.draw_entries import Drawn
from fazhi.inspections.draw_queries import drawn_for
from fazhi.inspections.models import Draw
from fazhi.inspections.refusals import Refused
from fazhi.inspections.visits import PROCEDURE, inspections

KEY = "draw"


@dataclass(frozen=True)
class NotOpened:
    """A drawn object for which no inspection could be opened, and every reason."""

    name: str
    code: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class Tasks:
    """What came of a draw: the cases opened now, those that were there already, what was refused."""

    opened: tuple[Case, ...]
    before: tuple[Case, ...]
    refused: tuple[NotOpened, ...]


def open_from_draw(
    *,
    actor: Actor,
    draw: Draw,
    items: Sequence[UUID],
    plan_item: UUID,
    legal_basis: str,
    planned_on: date,
    at: datetime,
) -> Tasks:
    """Opens an inspection for every object that was drawn; in a joint draw one for all bodies (综合查一次).

    Each case is a transaction of its own and is opened once, however often this is asked: what is refused (a visit of
    another body near by, an item withdrawn since) is said and hinders no other. Raises NotAllowed, Refused.
    """
    require(actor, CASE_WORK, organization=draw.organization)
    drawn = drawn_for(draw)
    if not drawn:
        raise Refused("还没有抽取结果，不能开出检查。")
    if not items:
        raise Refused("请选择检查事项。", field="items")
    opened: list[Case] = []
    before: list[Case] = []
    refused: list[NotOpened] = []
    common = {
        "items": [str(each) for each in items],
        "kind": "routine",
        "ground": "random",
        "plan_item": str(plan_item),
        "draw": str(draw.pk),
        "legal_basis": legal_basis,
        "planned_on": planned_on.isoformat(),
    }
    for each in drawn:
        data = common | _own(each, draw)
        try:
            taken = taking.open_case(
                actor=actor,
                procedure=PROCEDURE,
                organization=draw.organization,
                given=Given("apply", at.date(), data=data),
                at=at,
                key=f"{KEY}/{draw.pk}/{each.object.id}"[:80],
            )
        except ActRefused as refusal:
            reasons = tuple(reason.say for reason in refusal.reasons)
            refused.append(NotOpened(each.object.name, each.object.code, reasons))
        except CasesRefused as refusal:
            refused.append(NotOpened(each.object.name, each.object.code, (refusal.say,)))
        else:
            (before if taken.repeated else opened).append(taken.case)
    return Tasks(tuple(opened), tuple(before), tuple(refused))


def inspections_of(draw: Draw) -> list[Case]:
    """The inspections that a draw has led to; one query."""
    found = inspections().filter(organization_id=draw.organization_id, data__draw=str(draw.pk))
    return list(found.select_related("organization").order_by("title", "pk"))


def _own(drawn: Drawn, draw: Draw) -> dict[str, object]:
    """Object and officers; a pool from a workbook names both by their codes, one from the registers by their ids."""
    others = sorted({officer.body for officer in drawn.officers} - {str(draw.organization), draw.organization.name})
    entity = drawn.object.code
    with suppress(ValueError):
        entity = str(UUID(drawn.object.id))
    officers: list[object] = [int(each.id) if each.id.isdigit() else {"name": each.name} for each in drawn.officers]
    own: dict[str, object] = {"entity": entity, "officers": officers}
    return own | {"joint_bodies": "、".join(others)} if others else own
