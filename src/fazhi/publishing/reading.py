"""Reads of notices: what everybody may see today, and what staff may look into."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import BooleanField, Count, F, Func, Q, QuerySet, Value

from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import NOTICE_VIEW, within_reach
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.publishing.models import Notice, NoticeState, Removal
from fazhi.statutes.searching.bigrams import query, words_of


@dataclass(frozen=True)
class KindCount:
    """How many notices of one block of one procedure are public."""

    procedure: str
    publication: str
    title: str
    count: int


def public(jurisdiction: Jurisdiction, *, on: date) -> QuerySet[Notice]:
    """What everybody may see on a day, the newest first: published, and not past the last day of its publication.

    Whoever shows it takes ``title`` and ``fields`` and nothing else of the case.
    """
    rows = Notice.objects.filter(jurisdiction=jurisdiction, state=NoticeState.PUBLISHED)
    rows = rows.filter(Q(removes_on=None) | Q(removes_on__gte=on))
    return rows.select_related("organization").defer("search").order_by("-published_on", "-id")


def withdrawn(jurisdiction: Jurisdiction) -> QuerySet[Notice]:
    """What was public and was taken back for a reason that is told 说明理由: the newest first.

    Only kind, body, days and ``said`` may be shown of these, never title or fields.
    """
    rows = Notice.objects.filter(jurisdiction=jurisdiction, state=NoticeState.REMOVED)
    rows = rows.filter(removal__in=(Removal.WITHDRAWN, Removal.DECIDED)).exclude(published_on=None).exclude(said="")
    return rows.select_related("organization").defer("search", "fields", "title").order_by("-removed_on", "-id")


def find(notices: QuerySet[Notice], text: str) -> QuerySet[Notice]:
    """Those with all the words, each as a phrase; all of them for none."""
    words = words_of(text)
    if not words:
        return notices
    literal = query(words)
    return notices.filter(_Matches(F("search"), Value(literal))) if literal else notices.none()


def of_case(case_id: UUID) -> QuerySet[Notice]:
    """The notices of a case, whatever their state, in the order of its acts."""
    return Notice.objects.filter(case_id=case_id).defer("search").order_by("seq", "publication")


def counts_by_kind(jurisdiction: Jurisdiction, *, on: date) -> tuple[KindCount, ...]:
    """How many of each kind are public on a day, in the order of the procedures' files."""
    rows = public(jurisdiction, on=on).order_by().values_list("procedure", "publication").annotate(Count("pk"))
    counted = {(procedure, name): count for procedure, name, count in rows}
    return tuple(
        KindCount(procedure, name, kind_title(procedure, name), counted.pop((procedure, name)))
        for procedure, name in [*_kinds(), *sorted(counted)]
        if (procedure, name) in counted
    )


def kinds() -> tuple[tuple[str, str, str], ...]:
    """Every kind there is: procedure, publication, title."""
    return tuple((procedure, name, kind_title(procedure, name)) for procedure, name in _kinds())


def kind_title(procedure: str, publication: str) -> str:
    """What a kind of notice is called: 行政处罚决定. The name itself where the catalog has it no longer."""
    try:
        editions = library().editions(procedure)
    except UnknownProcedureError:
        return publication
    titles = (each.publish[publication].title for each in reversed(editions) if publication in each.publish)
    return next(titles, publication)


def visible(actor: Actor) -> QuerySet[Notice]:
    """The notices of the bodies that a person may look into, in every state."""
    reach = within_reach(actor, NOTICE_VIEW, "organization", area="jurisdiction")
    return Notice.objects.filter(reach).select_related("organization").defer("search")


def late(notices: QuerySet[Notice], *, on: date) -> QuerySet[Notice]:
    """Those that should be public by now."""
    return notices.filter(state=NoticeState.DUE, due_on__lt=on)


def _kinds() -> list[tuple[str, str]]:
    return [(each.id, name) for each in library().latest() for name in each.publish]


class _Matches(Func):
    """A vector against the literal of a tsquery."""

    template, arg_joiner = "%(expressions)s::tsquery", " @@ "
    output_field = BooleanField()
