"""Plans (规划计划) made by hand, named anew, closed."""

import uuid
from datetime import date, datetime

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import PLAN_IMPORT
from fazhi.plans.kinds import kind_of
from fazhi.plans.models import Plan
from fazhi.plans.reach import jurisdictions_of, require_in
from fazhi.plans.refusals import Refused


@transaction.atomic
def create(
    *,
    actor: Actor,
    kind: str,
    title: str,
    starts_on: date,
    ends_on: date,
    at: datetime,
    document_number: str = "",
    issuer: Organization | None = None,
) -> Plan:
    """Makes an empty plan, whose tasks are then added by hand. Raises NotAllowed; Refused with the field."""
    areas = sorted(jurisdictions_of(actor, PLAN_IMPORT)) or [actor.jurisdiction_id or 0]
    require_in(actor, PLAN_IMPORT, areas[0])
    kind_of(kind)
    _check(title, starts_on, ends_on)
    return Plan.objects.create(
        jurisdiction=Jurisdiction.objects.get(pk=areas[0]),
        kind=kind,
        title=title.strip()[:200],
        document_number=document_number.strip()[:60],
        issuer=issuer,
        starts_on=starts_on,
        ends_on=ends_on,
        series=uuid.uuid4(),
        made_by=actor.person,
        made_at=at,
    )


@transaction.atomic
def close(*, actor: Actor, plan: Plan, at: datetime) -> Plan:  # noqa: ARG001 -- every verb is told when
    """Ends a plan (办结): its tasks take no more reports. Raises NotAllowed; Refused unless it is being carried out."""
    require_in(actor, PLAN_IMPORT, plan.jurisdiction_id)
    found = Plan.objects.select_for_update().get(pk=plan.pk)
    if found.state != Plan.State.ACTIVE:
        raise Refused(f"“{found.title}”{found.get_state_display()}，不能办结。")
    found.state = Plan.State.CLOSED
    found.save(update_fields=["state"])
    return found


def _check(title: str, starts_on: date, ends_on: date) -> None:
    if not title.strip():
        raise Refused("请填写名称。", field="title")
    if starts_on > ends_on:
        raise Refused(f"结束日期不能早于开始日期 {starts_on}。", field="ends_on")
