"""Reads that pages, the API and figures share, narrowed to what a person may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import BooleanField, F, Func, QuerySet, Value

from fazhi.cases.models import Case, Finding
from fazhi.cases.taking import context_for, roles_in
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_VIEW, within_reach
from fazhi.procedures.casework.clocks import Clock, clocks
from fazhi.procedures.casework.offering import Option, options
from fazhi.statutes.searching.bigrams import query, words_of


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases of the bodies that a person may look into."""
    reach = within_reach(actor, CASE_VIEW, "organization", area="jurisdiction")
    return Case.objects.filter(reach).select_related("organization", "handler")


def visible_findings(actor: Actor) -> QuerySet[Finding]:
    reach = within_reach(actor, CASE_VIEW, "organization", area="jurisdiction")
    return Finding.objects.filter(reach).select_related("case", "organization")


def find_case(actor: Actor, case_id: UUID) -> Case | None:
    """A case by its identifier, if the person may see it; one query."""
    return visible_cases(actor).select_related("organization__jurisdiction").filter(pk=case_id).first()


def searched(cases: QuerySet[Case], text: str) -> QuerySet[Case]:
    """Cases whose number or title has all the words."""
    words = words_of(text)
    if not words:
        return cases
    return cases.filter(_Matches(F("search"), Value(query(words))))


class _Matches(Func):
    """A vector against the literal of a tsquery, as an expression: it follows its table into a subquery."""

    template, arg_joiner = "%(expressions)s::tsquery", " @@ "
    output_field = BooleanField()


@dataclass(frozen=True)
class Outlook:
    """What a person can do in a case now, and its clocks."""

    options: tuple[Option, ...]
    clocks: tuple[Clock, ...]
    today: date


def outlook(*, actor: Actor, case: Case, at: datetime) -> Outlook:
    """Every step with the reasons against it, and every clock; one query (the parameters)."""
    context = context_for(case, at)
    state = case.folded
    found: Sequence[Option] = options(
        state, context, by=str(actor.person.pk), roles=roles_in(actor, case.organization_id), on=context.today
    )
    return Outlook(tuple(found), clocks(state, context), context.today)
