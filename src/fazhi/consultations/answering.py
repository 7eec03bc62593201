"""Answering 研究答复: what becomes of each opinion, alone or together with others, and what everybody reads of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from fazhi.consultations.holding import locked
from fazhi.consultations.models import (
    NEEDS_REASON,
    Consultation,
    Fate,
    Opinion,
    OpinionStep,
    OpinionStepKind,
    State,
)
from fazhi.consultations.refusals import Refused
from fazhi.consultations.speaking import SEALED
from fazhi.government.actors import Actor
from fazhi.registers.sealing import open_

LONGEST_REASON = 2_000


@transaction.atomic
def answer(
    *,
    actor: Actor,
    consultation: Consultation,
    seqs: Collection[int],
    fate: str,
    reason: str,
    at: datetime,
    with_alike: bool = False,
) -> int:
    """Gives opinions the same answer, those with the same words as well where ``with_alike``; returns how many.

    An earlier answer is replaced and stays in the history. Raises NotAllowed; Refused where nothing was picked, and
    without a reason for any answer but 采纳.
    """
    held = locked(actor, consultation)
    if held.state in (State.DRAFT, State.WITHDRAWN):
        raise Refused(f"“{held.title}”{held.get_state_display()}，没有意见要答复。")
    if fate not in Fate.values:
        raise Refused("请选择怎样处理：采纳、部分采纳、未采纳，或者解释说明。", field="fate")
    words = reason.strip()
    if fate in NEEDS_REASON and not words:
        raise Refused(f"{Fate(fate).label}的要写明理由，提意见的人会看到。", field="reason")
    if len(words) > LONGEST_REASON:
        raise Refused(f"理由最多 {LONGEST_REASON} 字。", field="reason")
    picked = held.opinions.filter(seq__in=seqs)
    if with_alike:
        picked = held.opinions.filter(alike__in=list(picked.values_list("alike", flat=True)))
    found = list(picked.values_list("pk", flat=True))
    if not found:
        raise Refused("请先勾选要答复的意见。")
    Opinion.objects.filter(pk__in=found).update(fate=fate, reason=words, answered_by=actor.person, answered_at=at)
    OpinionStep.objects.bulk_create(
        OpinionStep(opinion_id=pk, kind=OpinionStepKind.ANSWERED, at=at, by=actor.person, fate=fate, text=words)
        for pk in found
    )
    return len(found)


@transaction.atomic
def mask(*, actor: Actor, opinion: Opinion, is_shown: bool, shown_text: str, why_hidden: str, at: datetime) -> Opinion:
    """Sets what everybody reads of an opinion. Not to show one takes a reason; the opinion is counted all the same."""
    locked(actor, opinion.consultation)
    held = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if is_shown and not shown_text.strip():
        raise Refused("请填写公开文本，或者选择不公开并写明理由。", field="shown_text")
    if not is_shown and not why_hidden.strip():
        raise Refused("不公开的要写明理由，如涉及国家秘密、商业秘密、个人隐私，或者与草案无关。", field="why_hidden")
    held.is_shown, held.shown_text = is_shown, shown_text.strip()
    held.why_hidden = "" if is_shown else why_hidden.strip()[:200]
    held.save(update_fields=["is_shown", "shown_text", "why_hidden"])
    words = held.shown_text if is_shown else f"不公开：{held.why_hidden}"
    OpinionStep.objects.create(opinion=held, kind=OpinionStepKind.MASKED, at=at, by=actor.person, text=words)
    return held


@transaction.atomic
def speaker(*, actor: Actor, opinion: Opinion, at: datetime) -> dict[str, str]:
    """The name and phone that were left, opened for whoever has to call back; who looked is noted."""
    locked(actor, opinion.consultation)
    opened = {field: str(open_(value, register=SEALED, field=field)) for field, value in opinion.speaker.items()}
    if opened:
        OpinionStep.objects.create(opinion=opinion, kind=OpinionStepKind.OPENED, at=at, by=actor.person)
    return opened
