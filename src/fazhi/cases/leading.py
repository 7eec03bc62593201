"""Cases that follow from cases 据此立案: what an act leads to, what is carried over, and the link between the two."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fazhi.cases.models import Attachment, Case, CaseLink
from fazhi.cases.outward import about_case, holds
from fazhi.cases.refusals import Refused
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_VIEW, within_reach
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.converting import carried
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.requests import Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.following import ABOUT_THE_CASE, LeadsTo
from fazhi.procedures.language.library import library
from fazhi.procedures.language.steps import following


@dataclass(frozen=True)
class Source:
    """The act of another case from which a case is opened."""

    case_id: UUID
    seq: int

    def to_json(self) -> dict[str, Any]:
        return {"case": str(self.case_id), "seq": self.seq}


@dataclass(frozen=True)
class FollowUp:
    """A case that can be opened from an act: ``data`` are the fields of its first step that are known already."""

    source: Source
    procedure: str
    title: str
    step: str
    data: dict[str, Any] = field(default_factory=dict)
    files: tuple[KeptFile, ...] = ()
    """Files that go along into its first act."""


def follow_ups(case: Case, context: Context) -> tuple[FollowUp, ...]:
    """What the acts of a case lead to, without what has been opened already; one query (the links), and one where files
    go along.
    """
    state = case.folded
    found = [each for event in _standing(state) for each in _of(case, state, event, context)]
    if not found:
        return ()
    links = CaseLink.objects.filter(source=case).values_list("seq", "case__procedure")
    opened = set(links)
    return tuple(each for each in found if (each.source.seq, each.procedure) not in opened)


def check(*, actor: Actor, source: Source, procedure: str, today: date) -> FollowUp:
    """The follow-up that somebody is about to open. Raises Refused where the act leads to no such case.

    Holds the row of the source until the transaction ends: of two who follow it at once the second is told.
    """
    Case.objects.select_for_update().filter(pk=source.case_id).values_list("pk").first()
    return found(actor, source, procedure, today=today)


def found(actor: Actor, source: Source, procedure: str, *, today: date) -> FollowUp:
    """The same for a page that shows the form."""
    reach = within_reach(actor, CASE_VIEW, "organization", area="jurisdiction")
    case = Case.objects.filter(reach, pk=source.case_id).select_related("organization").first()
    if case is None:
        raise Refused("没有找到来源案件，或者您无权查看，请回到来源案件重新选择。", field="source")
    for each in follow_ups(case, Context(today=today)):
        if each.procedure == procedure and each.source.seq == source.seq:
            return each
    raise Refused(f"第{source.seq}号办理记录不能据以办理本程序，或者已经据此立案，请回到来源案件核对。", field="source")


def _standing(state: CaseState) -> Iterator[Event]:
    found = {event.seq: event for events in state.standing.values() for event in events}
    yield from (found[seq] for seq in sorted(found))


def _of(case: Case, state: CaseState, event: Event, context: Context) -> Iterator[FollowUp]:
    definition = state.definition
    for each in leads(definition, event.step, event.result):
        request = Request(event.step, event.by, frozenset(), event.on, result=event.result, thread=event.thread)
        if each.when is None or holds(state, each.when, request=request, context=context, thread=event.thread):
            yield _follow_up(case, state, event, each)


def leads(definition: Definition, step: str, result: str) -> tuple[LeadsTo, ...]:
    """The procedures that a step with a result leads to."""
    return tuple(each for part in following(definition.steps[step], result) for each in part.leads_to)


def _follow_up(case: Case, state: CaseState, event: Event, leads_to: LeadsTo) -> FollowUp:
    other = library().editions(leads_to.procedure)[-1]
    fields = {**ABOUT_THE_CASE, **state.definition.fields}
    values = {**about_case(case, event.on), **state.facts_of(event.thread)}
    step = state.definition.steps[event.step]
    return FollowUp(
        source=Source(case.pk, event.seq),
        procedure=other.id,
        title=leads_to.title or f"据此办理{other.short or other.title}",
        step=step.title,
        data=carried(leads_to.carry, source=fields, values=values, target=other.fields),
        files=_files(case) if leads_to.files else (),
    )


def _files(case: Case) -> tuple[KeptFile, ...]:
    """The files of its first act."""
    return tuple(each.file for each in Attachment.objects.filter(case=case, seq=1).select_related("file"))


Followed = Callable[[Actor, Case, Case, datetime], None]
"""Called with who opened it, the new case, the one that led to it, and the moment; in the same transaction."""

_followed: dict[str, Followed] = {}


def register(key: str, follow: Followed) -> None:
    """Tells another package of every case that was opened from another; one with the same key is replaced."""
    _followed[key] = follow


def tell(*, actor: Actor, case: Case, source: Source, at: datetime) -> None:
    """Tells those who registered that a case was opened from another."""
    origin = Case.objects.get(pk=source.case_id)
    for key in sorted(_followed):
        _followed[key](actor, case, origin, at)


def done_before(case: Case) -> list[Case]:
    """The cases that this one does again 重办, the earliest first; a query for each, and one that finds none."""
    found: list[Case] = []
    while link := _links().filter(case=found[0] if found else case, source__procedure=case.procedure).first():
        found.insert(0, link.source)
    return found


def done_again(case: Case) -> list[Case]:
    """The cases that do this one again, the latest last."""
    found: list[Case] = []
    last = case
    while link := _links().filter(source=last, case__procedure=case.procedure).first():
        last = link.case
        found.append(last)
    return found


def _links() -> QuerySet[CaseLink]:
    return CaseLink.objects.select_related("case__organization", "source__organization")
