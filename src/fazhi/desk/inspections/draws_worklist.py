"""What waits for a person in draws: the next step of those they organize, and their own sealed values."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.worklist import WorkItem, WorkSource, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import DRAW_HOLD, DRAW_VIEW
from fazhi.inspections import draw_queries
from fazhi.inspections.draw_entries import Kind
from fazhi.inspections.drawing.model import SourceKind
from fazhi.inspections.models import Draw, DrawState

SHOWN = 8
WORDS = {DrawState.FROZEN: "待公布名单", DrawState.SEEDED: "待抽取", DrawState.DRAWN: "待公布结果"}


def steps_to_take(actor: Actor, now: datetime) -> Sequence[WorkItem]:
    """The draws that wait for whoever organizes them; one that waits for its day is left in peace till then."""
    if not permissions.may(actor, DRAW_HOLD):
        return ()
    ripe = Q(state__in=list(WORDS)) | Q(state=Kind.ANNOUNCED, given_at__lte=now)
    waiting = draw_queries.waiting(actor, [*WORDS, DrawState.ANNOUNCED]).filter(ripe).order_by("given_at", "id")
    return [_item(found, _words(found)) for found in waiting[:SHOWN]]


def values_to_reveal(actor: Actor, now: datetime) -> Sequence[WorkItem]:
    """The values that the person committed to and must now reveal."""
    if not permissions.may(actor, DRAW_VIEW):
        return ()
    owed = draw_queries.commitments_to_reveal(actor).filter(given_at__gte=now).order_by("given_at", "id")
    return [_item(found, "待公开随机数") for found in owed[:SHOWN]]


def _words(found: Draw) -> str:
    state = DrawState(found.state)  # type: ignore[attr-defined]  # annotated
    if state in WORDS:
        return WORDS[state]
    return "待录入随机数" if found.source_kind == SourceKind.PUBLIC else "公开截止，待处理"


def _item(found: Draw, words: str) -> WorkItem:
    return WorkItem(
        title=found.title,
        url=reverse("desk:inspections:draw", args=[found.pk]),
        due=timezone.localtime(found.given_at).date(),
        colour="blue",
        words=words,
        note=str(found.organization),
    )


register(WorkSource("draws.steps", "双随机抽取待办", steps_to_take, order=36))
register(WorkSource("draws.reveal", "待公开的随机数", values_to_reveal, order=35))
