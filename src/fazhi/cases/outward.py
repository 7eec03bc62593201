"""What an act changes in registers 清单台账, in its own transaction: a draft brought into force, an entry recorded.

The act says what it changed, and the revision names the case: from either side one finds the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from fazhi.cases.models import Case, EntryUse
from fazhi.cases.models.act import ActKind
from fazhi.cases.refusals import ActRefused
from fazhi.government.actors import Actor
from fazhi.government.models import Organization, OrganizationKind
from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.clocks import clocks_of
from fazhi.procedures.casework.context import Context, Parameters, judge_of
from fazhi.procedures.casework.converting import carried
from fazhi.procedures.casework.facts import CaseAnswers, Facts, about_act
from fazhi.procedures.casework.per_definition import per_definition
from fazhi.procedures.casework.requests import Code, Reason, Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.language.following import ABOUT_THE_CASE, Does, Records, Revises, renamed_options
from fazhi.procedures.language.steps import Result, Step, following
from fazhi.registers import drafts, refusals, revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.definitions import definition as register_of
from fazhi.registers.keys import key_of
from fazhi.registers.models import Draft, Entry, EntryState
from fazhi.registers.models.draft import DraftState
from fazhi.registers.models.ledger import RevisionKind

_DUE = Field(title="届满日", type=Kind.DATE)


@dataclass(frozen=True)
class _Taking:
    """An act that is about to be entered, and the case as it will be with it."""

    case: Case
    before: CaseState
    after: CaseState
    request: Request
    context: Context
    actor: Actor
    at: datetime

    @property
    def thread(self) -> int:
        return self.after.events[-1].thread

    @property
    def definition(self) -> Definition:
        return self.after.definition


def carry_out(
    *, case: Case, state: CaseState, request: Request, context: Context, actor: Actor, at: datetime
) -> dict[str, Any]:
    """Does to registers what the act says; gives what the act has to say of it (`recorded`, `revised`), or nothing.

    ``state`` is the case before the act. Raises ActRefused where a register does not take it, with what to mend.
    """
    definition = state.definition
    parts = following(definition.steps[request.step], request.result)
    carries = _carried(definition)
    if not carries and not any(part.records for part in parts):
        return {}
    event = next_event(state, request, seq=(state.events[-1].seq if state.events else 0) + 1)
    taking = _Taking(case, state, state.taken(event, request.data), request, context, actor, at)
    for name in carries & request.data.keys():
        drafts.carried_by(draft=_draft(request.data[name]), case_id=case.pk)
    revised = [_revised(taking, part.revises) for part in parts if part.revises]
    for name in {part.returns for part in parts if part.returns} | (carries if taking.after.outcome else set()):
        _given_back(taking, name)
    recorded = [each for group in _grouped(taking, parts) for each in _recorded(taking, group)]
    return ({"revised": revised} if revised else {}) | ({"recorded": recorded} if recorded else {})


@per_definition
def _carried(definition: Definition) -> frozenset[str]:
    """The fields that carry proposed changes."""
    return frozenset(name for name, field in definition.fields.items() if field.type is Kind.CHANGES)


def _draft(kept: Mapping[str, Any]) -> Draft:
    return Draft.objects.get(pk=int(kept["draft"]))


def _given_back(taking: _Taking, name: str) -> None:
    """A draft that was returned, or that its case has ended without: whoever prepared it can go on with it."""
    kept = taking.after.facts_of(taking.thread).get(name)
    draft = _draft(kept) if kept else None
    if draft is not None and draft.state == DraftState.SUBMITTED and draft.case_id == taking.case.pk:
        drafts.reopen(actor=None, draft=draft, at=taking.at)


def _revised(taking: _Taking, revises: Revises) -> dict[str, Any]:
    """Brings the draft that the case carries into force."""
    facts = taking.after.facts_of(taking.thread)
    kept = facts[revises.changes]
    try:
        done = drafts.apply(
            draft_id=int(kept["draft"]),
            sm3=kept["sm3"],
            actor=taking.actor,
            reason=f"{kept['title']}（{taking.definition.title}）"[:500],
            document=_document(taking, revises.document),
            since=_since(taking, revises.since),
            at=taking.at,
            case_id=taking.case.pk,
        )
    except refusals.Refused as refused:
        raise ActRefused([_reason(refused, taking, revises.changes)]) from None
    return {"register": str(taking.definition.fields[revises.changes].refers_to), "revision": done.revision.seq}


def _grouped(taking: _Taking, parts: Sequence[Step | Result]) -> list[list[Records]]:
    """What applies to the act; an amendment goes with what the act does to that register already."""
    groups: list[list[Records]] = []
    for records in (each for part in parts for each in part.records):
        if records.when is not None and not _holds(taking, records.when):
            continue
        same = next((group for group in groups if group[0].into == records.into), None)
        if same is not None and records.does is Does.AMEND and records.entry is None:
            same.append(records)
        else:
            groups.append([records])
    return groups


def _recorded(taking: _Taking, group: Sequence[Records]) -> Iterator[dict[str, Any]]:
    """Enters what the act says into a register; nothing where the entry it speaks of was never there."""
    records = group[0]
    data = {name: value for each in group for name, value in _values(taking, each).items()}
    does, entry = _target(taking, records, data)
    if does is not Does.ADD and entry is None:
        return
    try:
        done = revising.revise(
            actor=taking.actor,
            jurisdiction=taking.case.organization.jurisdiction,
            register=records.into,
            changes=[Change(ChangeKind(does.value), entry, data)],
            reason=f"{taking.definition.steps[taking.request.step].title}（{taking.case.number}）",
            document=_document(taking, records.document),
            since=_since(taking, records.since),
            at=taking.at,
            kind=RevisionKind.PROCEDURE,
            case_id=taking.case.pk,
        )
    except refusals.Refused as refused:
        raise ActRefused([_reason(refused, taking, _source_of(records, refused.field))]) from None
    number = done.revision.seq
    for each in done.entries:
        yield {"register": records.into, "entry": str(each), "does": does.value, "revision": number}


def _target(taking: _Taking, records: Records, data: dict[str, Any]) -> tuple[Does, UUID | None]:
    """What is done to which entry. What a keeper has entered by hand already is brought up to date, not doubled."""
    if records.does is not Does.ADD:
        kept = taking.after.facts_of(taking.thread).get(records.entry) if records.entry else None
        return records.does, UUID(kept["id"]) if kept else _recorded_before(taking.case, records.into)
    register = register_of(records.into)
    same = Entry.objects.filter(
        jurisdiction_id=taking.case.jurisdiction_id, register=records.into, key=key_of(register, data)
    )
    found = same.exclude(state=EntryState.WITHDRAWN).first()
    if found is None:
        return Does.ADD, None
    recorded = EntryUse.objects.filter(entry_id=found.pk, field="").exclude(case=taking.case)
    other = recorded.values_list("case__number", flat=True).first()
    if other is not None:
        named = f"{register.entry}“{found.title}”（{found.key}）"
        say = f"{named}已由案件{other}列入《{register.title}》，请核对。"
        raise ActRefused([Reason(Code.REGISTER, say, field=_known(taking, records.fields.get(register.key[0], "")))])
    return Does.AMEND, found.pk


def _recorded_before(case: Case, register: str) -> UUID | None:
    """The entry that an earlier act of the case put into the register."""
    acts = case.acts.filter(kind=ActKind.STEP, body__contains='"recorded"').order_by("-seq")
    said = (each for act in acts for each in act.content.get("recorded", ()) if each["register"] == register)
    return next((UUID(each["entry"]) for each in said), None)


def _values(taking: _Taking, records: Records) -> dict[str, Any]:
    """The fields of the entry, from the case as it is with the act."""
    fields = {**ABOUT_THE_CASE, **taking.definition.fields}
    values = {**about_case(taking.case, taking.request.on), **taking.after.facts_of(taking.thread)}
    if "government" in records.fields.values():
        values["government"] = _government(taking.case)
    links = dict(records.fields)
    for target, source in records.fields.items():
        name, dot, limit = source.partition(".")
        if name == "due" and dot:
            links[target] = f"due_{limit}"
            fields[f"due_{limit}"] = _DUE
            values[f"due_{limit}"] = _due(taking, limit)
        if names := records.renamed.get(target):
            links[target] = f"renamed_{target}"
            fields[f"renamed_{target}"] = renamed_options(fields[source], names)
            values[f"renamed_{target}"] = names.get(str(values.get(source)), values.get(source))
    made = carried(links, source=fields, values=values, target=register_of(records.into).fields)
    return {**made, **records.values}


def _government(case: Case) -> dict[str, str]:
    """The nearest government above the case's body, or the body itself where it is one."""
    above = [int(each) for each in case.organization.path.split(".") if each]
    found = Organization.objects.filter(pk__in=above, kind=OrganizationKind.GOVERNMENT).order_by("-path").first()
    body = found or case.organization
    return {"id": str(body.pk), "name": body.name}


def about_case(case: Case, on: date) -> dict[str, Any]:
    """What the platform knows of every case besides its fields, as `following.ABOUT_THE_CASE` names it."""
    return {
        "performed_on": on.isoformat(),
        "opened_on": case.opened_on.isoformat(),
        "case_number": case.number,
        "organization": {"id": str(case.organization_id), "name": case.organization.name},
    }


def _due(taking: _Taking, limit: str) -> str | None:
    """The day on which a limit of the case ends, None where it does not run."""
    found = clocks_of(taking.after, taking.context, limit)
    return found[-1].due_on.isoformat() if found and found[-1].due_on else None


def _since(taking: _Taking, name: str | None) -> date:
    kept = taking.after.facts_of(taking.thread).get(name) if name else None
    return date.fromisoformat(kept) if kept else taking.request.on


def _document(taking: _Taking, name: str | None) -> str:
    kept = taking.after.facts_of(taking.thread).get(name) if name else None
    return str(kept or taking.case.number)[:300]


def _holds(taking: _Taking, when: str) -> bool:
    return holds(taking.after, when, request=taking.request, context=taking.context, thread=taking.thread)


def holds(state: CaseState, when: str, *, request: Request, context: Context, thread: int) -> bool:
    """Whether a condition on what follows from an act is true; ``state`` is the case with the act."""
    about = about_act(on=request.on, result=request.result, attachments=request.attachments, opened_on=state.opened_on)
    parameters = Parameters(state.definition, context.parameters, request.on)
    facts = Facts(state, parameters, act=about, thread=thread, given={})
    answer = judge_of(state.definition).ask(when, facts, CaseAnswers(state, thread), context.calendar)
    return answer is True


def _source_of(records: Records, field: str) -> str:
    """The field of the case from which a field of the entry came: there the person can mend it."""
    return records.fields.get(field, "").partition(".")[0]


def _reason(refused: refusals.Refused, taking: _Taking, field: str) -> Reason:
    return Reason(Code.REGISTER, refused.say, field=_known(taking, field))


def _known(taking: _Taking, field: str) -> str:
    """The field of the form, '' where it is none of the case's."""
    return field if field in taking.definition.fields else ""
