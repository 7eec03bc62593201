"""Opens cases and takes acts. The one gate: pages, the API, imports and simulations all come through here.

An act is one transaction that holds the row of its case, so that of two people who act at once the second sees what the
first has done. It costs a fixed number of statements, whatever the case has behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from fazhi.cases import leading, numbering, outward, parameters, resolving
from fazhi.cases.appending import Entry, Pending
from fazhi.cases.locking import lock
from fazhi.cases.models import Act, Case
from fazhi.cases.models.act import ActKind
from fazhi.cases.projections import Shift, title_of
from fazhi.cases.refusals import ActRefused, Refused
from fazhi.database.identifiers import uuid7
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import CASE_WORK, require
from fazhi.procedures.casework.assessing import assess
from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.clocks import deemed
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.entries import fit_all
from fazhi.procedures.casework.events import SYSTEM
from fazhi.procedures.casework.naming import roles_for
from fazhi.procedures.casework.papers import papers_of
from fazhi.procedures.casework.requests import Code, Raised, Reason, Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE
from fazhi.record.chain import CaseHeader, header_hash


@dataclass(frozen=True)
class Given:
    """What somebody enters with an act. ``data`` by field; ``attachments`` are kept files of the jurisdiction."""

    step: str
    performed_on: date
    result: str = ""
    thread: int = 0
    performed_at: datetime | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    attachments: Sequence[KeptFile] = ()


@dataclass(frozen=True)
class Taken:
    """What an act did: its case as it now stands, its number, the findings it raised, the clocks it moved."""

    case: Case
    seq: int
    findings: tuple[Raised, ...] = ()
    shifts: tuple[Shift, ...] = ()
    repeated: bool = False
    """The same key had been used before: this is what was done then, and nothing was done now."""


def open_case(
    *,
    actor: Actor,
    procedure: str,
    organization: Organization,
    given: Given,
    at: datetime,
    key: str | None = None,
    source: leading.Source | None = None,
) -> Taken:
    """Opens a case by its first act; ``source`` is the act of another case that led to it 据此立案.

    The edition is the one in force on the day of the act. Raises NotAllowed, ActRefused with every reason, Refused for
    a procedure that does not exist or was not in force on that day, and for a source that leads to no such case. With
    a ``key`` used before, returns that case.
    """
    try:
        return _opened(actor, procedure, organization, given, at, key, source)
    except IntegrityError:
        # Of two requests with one key that came at once, the other may have won: its case is the answer to both.
        if key and (earlier := _repeated(organization.jurisdiction_id, key)):
            return earlier
        raise


@transaction.atomic
def _opened(
    actor: Actor,
    procedure: str,
    organization: Organization,
    given: Given,
    at: datetime,
    key: str | None,
    source: leading.Source | None,
) -> Taken:
    require(actor, CASE_WORK, organization=organization)
    if key and (earlier := _repeated(organization.jurisdiction_id, key)):
        return earlier
    definition = _definition(procedure, given.performed_on)
    more: dict[str, Any] = {}
    if source is not None:
        leading.check(actor=actor, source=source, procedure=procedure, today=at.astimezone(PLACE).date())
        more["source"] = source.to_json()
    case = Case(
        id=uuid7(),
        jurisdiction_id=organization.jurisdiction_id,
        organization=organization,
        procedure=definition.id,
        edition=definition.edition,
        handler=actor.person,
        opened_on=given.performed_on,
        last_act_at=at,
    )
    case.header = (
        CaseHeader(
            case=case.id,
            jurisdiction=organization.jurisdiction.code,
            organization=str(organization.pk),
            procedure=definition.id,
            edition=definition.edition,
            opened_at=at,
        )
        .canonical()
        .decode()
    )
    case.head_hash = header_hash(case.header.encode())
    state = CaseState(definition)
    pending = Pending(case, state, context_for(case, at), at)
    request, entry, findings = _assessed(pending, actor, organization, given, key)
    case.number = numbering.give(organization=organization, patterns=[definition.number], on=given.performed_on)[0]
    case.title = title_of(state.taken(next_event(state, request, seq=1), request.data))
    case.save(force_insert=True)
    more |= outward.carry_out(case=case, state=state, request=request, context=pending.context, actor=actor, at=at)
    seq = pending.add(entry, request, findings, number=case.number, **more)
    moved = tuple(pending.write())
    if source is not None:
        leading.tell(actor=actor, case=case, source=source, at=at)
    return Taken(case, seq, findings, moved)


@transaction.atomic
def take(*, actor: Actor, case_id: UUID, given: Given, at: datetime, key: str | None = None) -> Taken:
    """Takes one act in a case.

    Raises NotAllowed where the person has no part in the case's body, ActRefused with every reason where the procedure
    forbids it; nothing is written then. With a ``key`` used before, returns what was done then.
    """
    held = lock(case_id, today=at.astimezone(PLACE).date(), key=key)
    case = held.case
    require(actor, CASE_WORK, organization=case.organization)
    if held.used is not None:
        return Taken(case, held.used, repeated=True)
    pending = Pending(case, case.folded, Context(today=at.astimezone(PLACE).date(), parameters=held.parameters), at)
    settle(pending)
    request, entry, findings = _assessed(pending, actor, case.organization, given, key)
    more = outward.carry_out(
        case=case, state=pending.state, request=request, context=pending.context, actor=actor, at=at
    )
    seq = pending.add(entry, request, findings, **more)
    return Taken(case, seq, findings, tuple(pending.write()))


def settle(pending: Pending) -> int:
    """Takes the steps that the law takes as done because a limit has passed 视为; returns how many."""
    count = 0
    while event := deemed(pending.state, pending.context, seq=pending.next_seq):
        request = Request(event.step, SYSTEM, frozenset(), event.on, result=event.result, thread=event.thread)
        pending.add(Entry(ActKind.DEEMED, None, "", "", None, (), ()), request, ())
        count += 1
    return count


def roles_in(actor: Actor, organization_id: int) -> frozenset[str]:
    """The roles a person holds in the body that carries on a case."""
    return frozenset().union(*(seat.roles for seat in actor.seats if seat.organization_id == organization_id))


def context_for(case: Case, at: datetime) -> Context:
    """What the engine has to know besides the case: the day, and the jurisdiction's parameters on that day."""
    today = at.astimezone(PLACE).date()
    own = parameters.values_for(jurisdiction_id=case.jurisdiction_id, procedure=case.procedure, on=today)
    return Context(today=today, parameters=own)


def _definition(procedure: str, on: date) -> Definition:
    try:
        return library().edition(procedure, on)
    except LookupError:
        raise Refused(f"没有在{on}施行的程序“{procedure}”，请核对程序和日期。", field="procedure") from None


def _repeated(jurisdiction_id: int, key: str) -> Taken | None:
    act = Act.objects.filter(jurisdiction_id=jurisdiction_id, key=key).select_related("case__organization").first()
    return Taken(act.case, act.seq, repeated=True) if act else None


def _assessed(
    pending: Pending, actor: Actor, organization: Organization, given: Given, key: str | None
) -> tuple[Request, Entry, tuple[Raised, ...]]:
    definition = pending.state.definition
    values, wrong = resolving.resolve(
        definition,
        given.data,
        step=given.step,
        result=given.result,
        on=given.performed_on,
        organization=organization,
        case=pending.case if pending.state.events else None,
    )
    known = {name: value for name, value in values.items() if name in definition.fields}
    fitted, problems = fit_all(definition.fields, known)
    wrong += [Reason(Code.FIELD, say, field=name) for name, say in problems.items()]
    unknown = {name: values[name] for name in values if name not in definition.fields}
    request = Request(
        step=given.step,
        by=str(actor.person.pk),
        roles=roles_in(actor, organization.pk),
        on=given.performed_on,
        at=given.performed_at,
        result=given.result,
        thread=given.thread,
        data={**fitted, **unknown},
        attachments=len(given.attachments),
    )
    answer = assess(pending.state, request, pending.context)
    if wrong or answer.reasons:
        told = {reason.field for reason in wrong}
        raise ActRefused([*wrong, *(each for each in answer.reasons if not each.field or each.field not in told)])
    step = definition.steps[given.step]
    made = papers_of(pending.state, request, pending.context)
    papers = [(name, definition.instruments[name].number) for name in made]
    numbered = [number for _, number in papers if number]
    numbers = iter(numbering.give(organization=organization, patterns=numbered, on=given.performed_on))
    entry = Entry(
        kind=ActKind.STEP,
        person=actor.person,
        role="、".join(sorted(request.roles & roles_for(definition, step))),
        on_behalf_of=next(
            (each for each in step.actors if each in definition.actors and not definition.actors[each].role), ""
        ),
        key=key,
        attachments=tuple(given.attachments),
        papers=tuple((name, next(numbers) if number else "") for name, number in papers),
    )
    return request, entry, answer.findings
