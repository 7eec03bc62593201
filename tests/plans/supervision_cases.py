"""What the tests of follow-up, months, problems and bulletins share: one way to issue, to plan, to register."""

from datetime import date, datetime
from typing import Any
from uuid import uuid4

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.plans import problems
from fazhi.plans.followup import followups
from fazhi.plans.models import FollowUp, Plan, Problem, Task, TaskUnit


def issued(actor: Actor, unit: Organization, at: datetime, **given: Any) -> FollowUp:
    """A follow-up as the coordinator issues it, under 13710 unless told otherwise."""
    words = {"matter": "占道经营整治进展缓慢，请限期整改。", "source": "区政府常务会议", "rule": "13710"}
    [followup] = followups.issue(actor=actor, units=[unit], at=at, **(words | given))
    return followup


def registered(actor: Actor, unit: Organization, at: datetime, **given: Any) -> Problem:
    """A problem as the coordinator registers it, due on 30 June."""
    words = {
        "source": "inspection",
        "text": "行政处罚案卷说理不充分。部分案卷缺少裁量依据。",
        "due_on": date(2026, 6, 30),
    }
    return problems.register(actor=actor, unit=unit, at=at, **(words | given))


def planned(actor: Actor, at: datetime, *units: Organization, **given: Any) -> Task:
    """A task of an annual plan with its units; the first leads."""
    area = units[0].jurisdiction
    plan, _made = Plan.objects.get_or_create(
        jurisdiction=area,
        kind="annual",
        title="2026年法治政府建设工作要点",
        defaults={
            "starts_on": date(2026, 1, 1),
            "ends_on": date(2026, 12, 31),
            "series": uuid4(),
            "made_by": actor.person,
            "made_at": at,
        },
    )
    values = {"title": "规范行政执法", "order": plan.tasks.count(), "due_on": date(2026, 2, 20)} | given
    task = Task.objects.create(jurisdiction=area, plan=plan, **values)
    parts = [TaskUnit.Part.LEAD] + [TaskUnit.Part.SUPPORTING] * (len(units) - 1)
    for unit, part in zip(units, parts, strict=True):
        TaskUnit.objects.create(task=task, organization=unit, part=part)
    return task
