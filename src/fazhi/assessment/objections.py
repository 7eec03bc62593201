"""Objections 异议: raised by a body on an item of its reviewed sheet, answered once by somebody of another unit."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils import timezone

from fazhi.assessment.holding import item_row, note, own_body, reviewed_body
from fazhi.assessment.models import BodyAssessment, EntryKind, Objection, Phase
from fazhi.assessment.refusals import Refused
from fazhi.assessment.reviewing import decide
from fazhi.government.actors import Actor


@transaction.atomic
def raise_(*, actor: Actor, body: BodyAssessment, item: str, text: str, at: datetime) -> Objection:
    """Objects to the reviewed points of an item. Raises NotAllowed; Refused outside the time, or without a reason."""
    held = own_body(actor, body, Phase.OBJECTION)
    until = held.assessment.objection_until
    if _day(at) > until:
        raise Refused(f"异议期到 {until} 为止，已经届满。")
    item_row(held, item)
    if not text.strip():
        raise Refused("请写明理由：哪里与事实不符，应当是多少。", field="text")
    try:
        with transaction.atomic():
            made = Objection.objects.create(
                body=held, item=item, text=text.strip(), raised_by=actor.person, raised_at=at
            )
    except IntegrityError:  # the same page sent twice
        raise Refused("对这个项目已经提出异议，请等待答复。") from None
    note(held.assessment, EntryKind.OBJECTED, actor, at, body=held, item=item, text=made.text)
    return made


@transaction.atomic
def answer(
    *,
    actor: Actor,
    objection: Objection,
    upheld: bool,
    answer: str,
    points: Decimal | None = None,
    excluded: bool = False,
    at: datetime,
) -> Objection:
    """Answers an objection; one that is upheld gives the item other points, or takes it off the sheet.

    Raises NotAllowed; Refused for a second answer, one without words, or points that an item cannot have.
    """
    held = reviewed_body(actor, objection.body, Phase.OBJECTION)
    found = Objection.objects.select_for_update().get(pk=objection.pk)
    if found.upheld is not None:
        raise Refused("这件异议已经答复。")
    if not answer.strip():
        raise Refused("请写明答复意见，提出单位会看到。", field="answer")
    row = item_row(held, found.item)
    if upheld:
        if not excluded and points == row.standing:
            raise Refused("异议成立的，得分应当有变化。", field="points")
        decide(held, row, points=points, excluded=excluded, text=answer)
    found.upheld, found.answer, found.answered_by, found.answered_at = upheld, answer.strip(), actor.person, at
    found.save(update_fields=["upheld", "answer", "answered_by", "answered_at"])
    said = f"{'成立' if upheld else '不成立'}：{found.answer}"
    note(held.assessment, EntryKind.ANSWERED, actor, at, body=held, item=found.item, text=said, points=row.standing)
    return found


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
