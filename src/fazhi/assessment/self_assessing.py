"""Self-assessment 自评: a body looks at what was counted, says otherwise where it must, and submits."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from fazhi.assessment.counting import counted
from fazhi.assessment.holding import item_row, managed, note, own_body
from fazhi.assessment.language.definition import Item, plain
from fazhi.assessment.models import BodyAssessment, BodyState, EntryKind, ItemScore, Phase
from fazhi.assessment.refusals import Refused
from fazhi.government.actors import Actor

NAMED = 8


@transaction.atomic
def recount(*, actor: Actor, body: BodyAssessment, at: datetime) -> BodyAssessment:
    """Takes the figures anew, after records were put right. Raises NotAllowed; Refused outside self-assessment."""
    held = own_body(actor, body, Phase.SELF)
    assessment = held.assessment
    counted([held], assessment.edition.system, assessment.year, at=at, today=timezone.localtime(at).date())
    note(assessment, EntryKind.COUNTED, actor, at, body=held)
    return held


@transaction.atomic
def state(
    *,
    actor: Actor,
    body: BodyAssessment,
    item: str,
    points: Decimal | None,
    text: str,
    excluded: bool = False,
    at: datetime,
) -> ItemScore:
    """States the body's own points for an item, or that it does not apply; without points it accepts what was counted.

    Raises NotAllowed; Refused outside self-assessment, after submitting, for points out of range or between the levels
    of a scale, and without a reason where they differ from what was counted.
    """
    held = own_body(actor, body, Phase.SELF)
    _still_open(held)
    row = item_row(held, item)
    meant = held.assessment.edition.system.item(item)
    if not row.applicable:
        raise Refused(f"“{meant.title}”对本单位不适用，不用自评。")
    if points is not None and not excluded:
        check_points(meant, points)
    says_otherwise = excluded or (points is not None and points != row.computed)
    if says_otherwise and not text.strip():
        why = "请说明为什么不适用。" if excluded else "请写明自评理由，评审人会看到。"
        raise Refused(why, field="text")
    row.self_points, row.self_text, row.self_excluded = (None if excluded else points), text.strip(), excluded
    row.save(update_fields=["self_points", "self_text", "self_excluded"])
    said = f"不适用：{row.self_text}" if excluded else row.self_text
    note(held.assessment, EntryKind.SELF, actor, at, body=held, item=item, text=said, points=row.self_points)
    return row


@transaction.atomic
def submit(*, actor: Actor, body: BodyAssessment, at: datetime) -> BodyAssessment:
    """Hands the sheet in. Raises NotAllowed; Refused while judged items have no points, naming them."""
    held = own_body(actor, body, Phase.SELF)
    _still_open(held)
    if missing := unstated(held):
        system = held.assessment.edition.system
        named = "、".join(f"“{system.item(row.item).title}”" for row in missing[:NAMED])
        more = f"等 {len(missing)} 项" if len(missing) > NAMED else ""
        raise Refused(f"还有项目没有自评：{named}{more}。")
    held.state, held.submitted_by, held.submitted_at = BodyState.SUBMITTED, actor.person, at
    held.save(update_fields=["state", "submitted_by", "submitted_at"])
    note(held.assessment, EntryKind.SUBMITTED, actor, at, body=held)
    return held


@transaction.atomic
def return_(*, actor: Actor, body: BodyAssessment, reason: str, at: datetime) -> BodyAssessment:
    """Gives a sheet back to its body while self-assessment runs. Raises NotAllowed, Refused without a reason."""
    assessment = managed(actor, body.assessment, Phase.SELF)
    held = BodyAssessment.objects.select_for_update(of=("self",)).select_related("organization").get(pk=body.pk)
    if held.state != BodyState.SUBMITTED:
        raise Refused(f"{held.organization}还没有提交，不用退回。")
    if not reason.strip():
        raise Refused("请写明退回的原因。", field="reason")
    held.state, held.submitted_by, held.submitted_at = BodyState.OPEN, None, None
    held.save(update_fields=["state", "submitted_by", "submitted_at"])
    note(assessment, EntryKind.RETURNED, actor, at, body=held, text=reason.strip())
    return held


def unstated(body: BodyAssessment) -> list[ItemScore]:
    """Items that are not counted and that the body has not stated yet; bonus items need not be."""
    system = body.assessment.edition.system
    due = {item.id for item in system.items}
    rows = body.items.filter(applicable=True, computed=None, self_points=None, self_excluded=False).order_by("id")
    return [row for row in rows if row.item in due]


def check_points(item: Item, points: Decimal) -> None:
    """Raises Refused for points that an item cannot have."""
    if not 0 <= points <= item.points:
        raise Refused(f"“{item.title}”的分值在 0 至 {plain(item.points)} 分之间。", field="points")
    if item.judged is not None and points not in {level.points for level in item.judged.scale}:
        levels = "、".join(plain(level.points) for level in item.judged.scale)
        raise Refused(f"“{item.title}”按档评分，可选 {levels} 分。", field="points")
    if points != points.quantize(Decimal("0.01")):
        raise Refused("分值最多两位小数。", field="points")


def _still_open(body: BodyAssessment) -> None:
    if body.state == BodyState.SUBMITTED:
        raise Refused("自评已经提交。需要修改的，请依法治区办退回。")
