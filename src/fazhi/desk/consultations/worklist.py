"""What waits for a person in consultations: to be opened, about to close, opinions to answer, answers to publish."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from fazhi.consultations import queries
from fazhi.consultations.models import Consultation
from fazhi.desk.consultations.words import LIST, OPINIONS, PAGE
from fazhi.desk.worklist import Work, WorkItem, WorkSource, register
from fazhi.government.actors import Actor
from fazhi.government.permissions import CONSULT_MANAGE, may

SHOWN = 8
NOTHING = Work((), 0)


def to_open(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Prepared, and not yet before the public."""
    if not may(actor, CONSULT_MANAGE):
        return NOTHING
    found = list(queries.preparing(actor)[: SHOWN + 1])
    return _work(found, [_item(each, PAGE, "yellow", "待发布") for each in found[:SHOWN]])


def closing(actor: Actor, now: datetime) -> Work:
    """Open, and about to close."""
    if not may(actor, CONSULT_MANAGE):
        return NOTHING
    found = list(queries.closing(actor, now.date())[: SHOWN + 1])
    return _work(found, [_item(each, PAGE, "blue", f"{each.days_left(now.date())} 天后截止") for each in found[:SHOWN]])


def to_answer(actor: Actor, now: datetime) -> Work:
    """Over, with opinions to answer, or with answers to publish."""
    if not may(actor, CONSULT_MANAGE):
        return NOTHING
    today = now.date()
    found = list(queries.over(actor, today)[: SHOWN + 1])
    items = []
    for each in found[:SHOWN]:
        waiting: int = getattr(each, "waiting", 0)
        is_long = each.closes_on is not None and today > each.closes_on + queries.ANSWER_WITHIN
        words = f"{waiting} 条待答复" if waiting else "待公布采纳情况"
        items.append(_item(each, OPINIONS if waiting else PAGE, "orange" if is_long else "yellow", words))
    return _work(found, items)


def _item(consultation: Consultation, page: str, colour: str, words: str) -> WorkItem:
    return WorkItem(
        title=consultation.title,
        url=reverse(page, args=[consultation.pk]),
        due=consultation.closes_on,
        colour=colour,
        words=words,
        note=f"{consultation.organization}　收到 {consultation.said} 条",
    )


def _work(found: list[Consultation], items: list[WorkItem]) -> Work:
    return Work(items, len(found), reverse(LIST))


register(WorkSource("consultations.open", "待发布的征求意见", to_open, order=31))
register(WorkSource("consultations.closing", "即将截止的征求意见", closing, order=32))
register(WorkSource("consultations.answer", "征求意见：待答复、待公布", to_answer, order=33))
