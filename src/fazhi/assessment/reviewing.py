"""Review 评审: reviewers decide what was not counted or is disputed, comment, and find whether vetoes apply."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from fazhi.assessment.holding import in_phase, item_row, note, reviewed_body
from fazhi.assessment.language.definition import plain
from fazhi.assessment.models import BodyAssessment, Entry, EntryKind, ItemScore, Phase, VetoScore
from fazhi.assessment.refusals import Refused
from fazhi.assessment.self_assessing import check_points
from fazhi.government.actors import Actor
from fazhi.government.permissions import ASSESS_REVIEW, ASSESS_SELF, may, require


@transaction.atomic
def review(
    *,
    actor: Actor,
    body: BodyAssessment,
    item: str,
    points: Decimal | None,
    text: str,
    excluded: bool = False,
    at: datetime,
) -> ItemScore:
    """Decides an item. Raises NotAllowed: a reviewer never reviews a unit of their own.

    Raises Refused outside review, and without words where the points differ from what was counted or stated.
    """
    held = reviewed_body(actor, body, Phase.REVIEW)
    row = item_row(held, item)
    decide(held, row, points=points, excluded=excluded, text=text)
    said = f"不适用：{row.review_text}" if excluded else row.review_text
    note(held.assessment, EntryKind.REVIEWED, actor, at, body=held, item=item, text=said, points=row.review_points)
    return row


@transaction.atomic
def decide_veto(*, actor: Actor, body: BodyAssessment, veto: str, applies: bool, text: str, at: datetime) -> VetoScore:
    """Finds whether a veto applies to a body. Raises NotAllowed; Refused without words where that changes anything."""
    held = reviewed_body(actor, body, Phase.REVIEW)
    row = VetoScore.objects.select_for_update().filter(body=held, veto=veto).first()
    if row is None:
        raise Refused("这个指标体系没有这种情形。")
    if (applies or applies != bool(row.computed)) and not text.strip():
        raise Refused("请写明认定的事实和依据。", field="text")
    row.decided, row.text = applies, text.strip()
    row.save(update_fields=["decided", "text"])
    title = held.assessment.edition.system.veto(veto).title
    said = f"{title}：{'适用' if applies else '不适用'}。{row.text}"
    note(held.assessment, EntryKind.VETO, actor, at, body=held, item=veto, text=said)
    return row


@transaction.atomic
def comment(*, actor: Actor, body: BodyAssessment, item: str, text: str, at: datetime) -> Entry:
    """Says something on an item, by the body or a reviewer, until the result is final. Raises NotAllowed, Refused."""
    if not may(actor, ASSESS_SELF, organization=body.organization):
        require(actor, ASSESS_REVIEW, organization=body.organization)
    assessment = in_phase(body.assessment, Phase.SELF, Phase.REVIEW, Phase.OBJECTION)
    item_row(body, item)
    if not text.strip():
        raise Refused("请填写内容。", field="text")
    return note(assessment, EntryKind.COMMENT, actor, at, body=body, item=item, text=text.strip())


def decide(body: BodyAssessment, row: ItemScore, *, points: Decimal | None, excluded: bool, text: str) -> None:
    """Writes a reviewer's decision on an item. Raises Refused for points it cannot have, or for want of words."""
    item = body.assessment.edition.system.item(row.item)
    if not row.applicable and not excluded:
        raise Refused(f"“{item.title}”对{body.organization}不适用，不评分。")
    if not excluded:
        if points is None:
            raise Refused("请填写评审得分。", field="points")
        check_points(item, points)
    known = {row.computed, row.self_points} - {None}
    # A body that gave its reasons is owed reasons; agreeing with what was counted is none.
    disputed = row.self_points is not None and row.self_points != points
    agrees = row.self_excluded if excluded else points in known and not (disputed or row.self_excluded)
    if not agrees and not text.strip():
        stated = "、".join(f"{plain(each)} 分" for each in sorted(each for each in known if each is not None))
        what = f"与取数或者自评（{stated}）不同" if stated else "需要说明"
        raise Refused(f"评审意见{what}，请写明理由，被考核单位会看到。", field="text")
    row.review_points, row.review_excluded = (None if excluded else points), excluded
    row.review_text = text.strip()
    row.save(update_fields=["review_points", "review_excluded", "review_text"])
