"""What everybody may know of consultations: for the portal, its search and its feeds. Nothing else is shown there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from fazhi.cases.models import Case
from fazhi.consultations.models import SHOWN, Consultation, Fate, Opinion, State
from fazhi.government.models import Jurisdiction


def public(jurisdiction: Jurisdiction) -> QuerySet[Consultation]:
    """Everything that was ever put before the public, the newest first; what is being prepared is not among it."""
    shown = Consultation.objects.filter(jurisdiction=jurisdiction, state__in=SHOWN).exclude(opens_on=None)
    return shown.select_related("organization").order_by("-opens_on", "-id")


def open_now(jurisdiction: Jurisdiction, today: date) -> QuerySet[Consultation]:
    """Those that take opinions today, the nearest end first."""
    return public(jurisdiction).filter(state=State.OPEN, closes_on__gte=today).order_by("closes_on", "id")


def ended(jurisdiction: Jurisdiction, today: date) -> QuerySet[Consultation]:
    """Those that are over, whatever became of them."""
    return public(jurisdiction).filter(~Q(state=State.OPEN) | Q(closes_on__lt=today))


def find(jurisdiction: Jurisdiction, pk: UUID) -> Consultation | None:
    """One of them by its identifier."""
    return public(jurisdiction).filter(pk=pk).first()


def matching(found: QuerySet[Consultation], words: Sequence[str]) -> QuerySet[Consultation]:
    """Those whose title, number, explanation, questions or account have all the words."""
    for word in words:
        found = found.filter(
            Q(title__icontains=word)
            | Q(number__icontains=word)
            | Q(explanation__icontains=word)
            | Q(asked__icontains=word)
            | Q(summary__icontains=word)
        )
    return found


def of_case(case: Case) -> QuerySet[Consultation]:
    """The public ones of a case, in the order in which they were opened."""
    shown = case.consultations.filter(state__in=SHOWN).exclude(opens_on=None)
    return shown.select_related("organization").order_by("opens_on", "id")


@dataclass(frozen=True)
class Counted:
    """How many opinions there were, by what became of them, and by who spoke."""

    total: int
    fates: tuple[tuple[str, str, int], ...]
    hidden: int


def counted(consultation: Consultation) -> Counted:
    """The counts that are published with the answers; one statement."""
    rows = consultation.opinions.order_by().values("fate", "is_shown").annotate(n=Count("pk"))
    by_fate = dict.fromkeys(Fate.values, 0)
    total = hidden = 0
    for row in rows:
        total += row["n"]
        hidden += 0 if row["is_shown"] else row["n"]
        if row["fate"] in by_fate:
            by_fate[row["fate"]] += row["n"]
    return Counted(total, tuple((key, Fate(key).label, n) for key, n in by_fate.items()), hidden)


def answered(consultation: Consultation, *, fate: str = "", point: str = "") -> QuerySet[Opinion]:
    """The opinions with their answers, as far as they are public: none before the answers are published.

    Only what everybody may read is loaded: the words as they were said, and who said them, never leave the table.
    """
    shown = consultation.opinions.filter(is_shown=True).exclude(fate="")
    if consultation.state != State.ANSWERED:
        shown = shown.none()
    if fate:
        shown = shown.filter(fate=fate)
    if point:
        shown = shown.filter(point=point)
    return shown.only(
        "seq", "consultation_id", "category", "channel", "point", "shown_text", "fate", "reason"
    ).order_by("seq")


def points_spoken_of(consultation: Consultation) -> list[tuple[str, int]]:
    """The articles that published opinions speak to, with how many."""
    rows = answered(consultation).order_by().values_list("point").annotate(n=Count("pk"))
    found = {point: n for point, n in rows if point}
    ordered = [point for point in consultation.points if point in found]
    return [(point, found[point]) for point in [*ordered, *sorted(set(found) - set(ordered))]]
