"""Repeats 重复件 and serial requests 集中来件: earlier applications of the same matter, person or place.

Nothing is opened for it: persons are compared by blind indexes, texts and places by digests (`likeness`). Three indexes
answer, however many applications there are. What is found is shown to the clerk with the reason, and decides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q, QuerySet

from fazhi.intake import likeness
from fazhi.intake.models import Application
from fazhi.intake.rules import IntakeRules, rules

MOST_LOOKED_AT = 200
"""So many candidates are compared, the latest: more are no repeats but a common subject."""
MOST = 8
UNREAD = ("applicant", "data")


@dataclass(frozen=True)
class Alike:
    """An earlier application and why it is shown. ``score``: 0 to 1; ``certain``: as good as the same matter."""

    application: Application
    score: float
    text: float
    same_person: bool
    same_place: bool
    certain: bool

    @property
    def why(self) -> str:
        """The reasons, in words."""
        said = ["同一申请人"] if self.same_person else []
        said += ["同一地点"] if self.same_place else []
        if self.text >= rules().repeats.text_same_place:
            said.append("内容相同" if self.text >= 0.9 else f"内容约{round(self.text * 10)}成相同")
        return "、".join(said)


@dataclass(frozen=True)
class Serial:
    """How many applications one applicant has made of late; ``many``: as many as the rules call serial."""

    count: int
    days: int
    many: bool
    say: str


def similar(application: Application, *, most: int = MOST, by: IntakeRules | None = None) -> list[Alike]:
    """Earlier applications of the jurisdiction that may be the same matter, the likeliest first. Two queries."""
    measures = (by or rules()).repeats
    since = application.received_at - timedelta(days=measures.days)
    earlier = Application.objects.filter(
        jurisdiction_id=application.jurisdiction_id, received_at__gte=since, received_at__lte=application.received_at
    ).exclude(pk=application.pk)
    found = [_compared(application, each, by or rules()) for each in _candidates(application, earlier)]
    likely = [each for each in found if each is not None]
    return sorted(likely, key=lambda each: (-each.score, -each.application.received_at.timestamp()))[:most]


def serial(application: Application, *, by: IntakeRules | None = None) -> Serial:
    """How many the same applicant has handed in, this one included, in the time that the rules look back on."""
    measures = (by or rules()).serial
    person = _person(application)
    if person is None:
        return Serial(1, measures.days, many=False, say="")
    since = application.received_at - timedelta(days=measures.days)
    count = Application.objects.filter(
        person,
        jurisdiction_id=application.jurisdiction_id,
        received_at__gt=since,
        received_at__lte=application.received_at,
    ).count()
    many = count >= measures.count
    return Serial(count, measures.days, many=many, say=measures.say if many else "")


def _person(application: Application) -> Q | None:
    """The condition that it is the same applicant; None for one without telephone and number."""
    found = Q()
    if application.phone:
        found |= Q(phone=application.phone)
    if application.identity:
        found |= Q(identity=application.identity)
    return found or None


def _candidates(application: Application, earlier: QuerySet[Application]) -> Iterable[Application]:
    """By digests and by person apart: each has its own index, and the two together would use neither."""
    rows = earlier.select_related("organization").defer(*UNREAD).order_by("-received_at", "-pk")
    found: dict[object, Application] = {}
    if application.likeness:
        alike = rows.filter(likeness__has_any_keys=application.likeness)
        found |= {each.pk: each for each in alike[:MOST_LOOKED_AT]}
    if (person := _person(application)) is not None:
        found |= {each.pk: each for each in rows.filter(person)[:MOST_LOOKED_AT]}
    return found.values()


def _compared(one: Application, other: Application, by: IntakeRules) -> Alike | None:
    measures = by.repeats
    text = likeness.shared(one.likeness, other.likeness)
    place = likeness.same_place(one.likeness, other.likeness)
    same_phone = bool(one.phone) and one.phone == other.phone
    person = same_phone or (bool(one.identity) and one.identity == other.identity)
    least = min(
        measures.text,
        measures.text_same_place if place else 1.0,
        measures.text_same_person if person else 1.0,
    )
    if text < least:
        return None
    score = min(1.0, text + 0.25 * place + 0.25 * person)
    return Alike(other, score, text, person, place, certain=score >= measures.certain)
