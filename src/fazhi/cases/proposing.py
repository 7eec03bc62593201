"""Submits proposed changes of a register 拟调整 to the procedure through which alone it is changed: opens its case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.refusals import Refused
from fazhi.cases.taking import Given, roles_in
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import CASE_WORK, may
from fazhi.procedures.casework.naming import first_step, roles_for, title_of_actor
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.procedures.language.steps import asked
from fazhi.procedures.pauses import PLACE
from fazhi.registers import drafts
from fazhi.registers.definitions import definition as register_of
from fazhi.registers.models import Draft
from fazhi.registers.models.draft import DraftState


@transaction.atomic
def propose(*, actor: Actor, draft: Draft, at: datetime) -> Case:
    """Opens the case that carries a draft; one that is still being prepared is submitted first.

    The case belongs to the body of the draft, or, where it names none, to that of the person who proposes it. A draft
    that its case has given back is handed in again: the answer is that case, whose next step takes it.
    Raises NotAllowed, ActRefused; Refused; NeedsForm where the first step asks for more than the draft says; and
    `registers.refusals.Refused` for a draft that cannot be submitted.
    """
    register = register_of(draft.register)
    if register.changed_by is None:
        raise Refused(f"《{register.title}》不需要经过程序，可以直接生效。")
    try:
        definition = library().edition(register.changed_by, at.astimezone(PLACE).date())
    except UnknownProcedureError as unknown:
        raise Refused(str(unknown)) from None
    name, field = _carrier(definition, draft.register)
    body = _body(actor, draft, definition)
    waiting = _waiting(draft, definition, field)
    data = _known(definition, name, field, draft) if waiting is None else {}
    if draft.state == DraftState.OPEN:
        draft = drafts.submit(actor=actor, draft=draft, at=at)
    if waiting is not None:
        return waiting
    given = Given(name, at.astimezone(PLACE).date(), data=data)
    return taking.open_case(actor=actor, procedure=definition.id, organization=body, given=given, at=at).case


class NeedsForm(Refused):
    """The first step of the procedure asks for more than a draft says: somebody has to fill in its form."""

    def __init__(self, procedure: str, missing: str) -> None:
        super().__init__(f"提交时还要填写：{missing}。请在立案页面填写。")
        self.procedure = procedure


def _waiting(draft: Draft, definition: Definition, field: str) -> Case | None:
    """The open case that carries the draft, or has given it back."""
    cases = Case.objects.filter(jurisdiction_id=draft.jurisdiction_id, procedure=definition.id, closed_on=None)
    return cases.filter(**{f"data__{field}__draft": str(draft.pk)}).first()


def _known(definition: Definition, name: str, field: str, draft: Draft) -> dict[str, Any]:
    """What the first step asks for and the draft says: the changes, and the title of the case."""
    known: dict[str, Any] = {field: str(draft.pk)}
    subject = definition.subject
    if subject and definition.fields[subject].type is Kind.TEXT:
        known[subject] = draft.title
    step = definition.steps[name]
    missing = [each for each in step.collect if each not in known and not definition.fields[each].supplied]
    if missing or step.results:
        raise NeedsForm(definition.id, "、".join(definition.fields[each].title for each in missing) or "结果")
    return {each: value for each, value in known.items() if each in asked(step)}


def may_propose(actor: Actor, draft: Draft) -> bool:
    """Whether the person can open such a case for the body of the draft; for pages that show the button."""
    organization = draft.organization
    return may(actor, CASE_WORK, organization=organization) if organization else bool(_bodies(actor))


def _carrier(definition: Definition, register: str) -> tuple[str, str]:
    """The first step of a procedure, and its field that carries the changes of a register."""
    step = first_step(definition)
    name = next(key for key, each in definition.steps.items() if each is step)
    for field in sorted(asked(step)):
        declared = definition.fields[field]
        if declared.type is Kind.CHANGES and declared.refers_to == register:
            return name, field
    raise Refused(f"“{definition.title}”的第一步不能提交《{register_of(register).title}》的拟调整，请联系系统管理员。")


def _body(actor: Actor, draft: Draft, definition: Definition) -> Organization:
    if draft.organization is not None:
        return draft.organization
    needed = roles_for(definition, first_step(definition))
    for body in _bodies(actor):
        if roles_in(actor, body.pk) & needed:
            return body
    who = "、".join(title_of_actor(definition, each) for each in first_step(definition).actors)
    raise Refused(f"“{definition.title}”由{who}提出，您在任何单位都没有这一角色。")


def _bodies(actor: Actor) -> Sequence[Organization]:
    numbers = [seat.organization_id for seat in actor.seats]
    return list(Organization.objects.filter(pk__in=numbers, dissolved_on=None).order_by("pk"))
