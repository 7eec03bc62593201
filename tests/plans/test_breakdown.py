"""Yearly breakdown of a long plan."""

from datetime import date, datetime

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans import breakdown, progress, tasks
from fazhi.plans.models import Plan, Task
from fazhi.plans.refusals import Refused
from tests.conftest import District


def leaves(plan: Plan) -> list[Task]:
    return list(plan.tasks.filter(is_branch=False))


def test_carry_out_makes_the_years_tasks(five_year: Plan, coordinator: Actor, district: District, at: datetime) -> None:
    yearly = breakdown.carry_out(actor=coordinator, plan=five_year, tasks=leaves(five_year), year=2027, at=at)
    first, second = leaves(yearly)
    origin = leaves(five_year)[0]
    assert (yearly.kind, yearly.starts_on, yearly.ends_on) == ("annual", date(2027, 1, 1), date(2027, 12, 31))
    assert (first.origin, first.due_on, first.parent.title) == (origin, date(2027, 6, 30), "健全政府机构职能体系")
    assert second.due_on == date(2027, 12, 31)
    assert set(first.units.values_list("organization", "part")) == set(origin.units.values_list("organization", "part"))
    entry = origin.entries.get()
    assert (entry.kind, entry.changes) == ("carry", {"task": first.pk, "year": 2027})


def test_carry_out_into_a_plan_that_is_there(five_year: Plan, plan: Plan, coordinator: Actor, at: datetime) -> None:
    breakdown.carry_out(actor=coordinator, plan=five_year, tasks=leaves(five_year)[:1], year=2026, into=plan, at=at)
    assert plan.tasks.filter(origin__plan=five_year).count() == 1
    assert [task.title for task in breakdown.not_carried_out(five_year, 2026)] == ["优化营商环境"]


def test_carry_out_twice_in_a_year_is_refused(five_year: Plan, coordinator: Actor, at: datetime) -> None:
    chosen = leaves(five_year)
    breakdown.carry_out(actor=coordinator, plan=five_year, tasks=chosen[:1], year=2026, at=at)
    with pytest.raises(Refused, match=r"“完善权责清单制度”不能分解.*2026 年已分解过"):
        breakdown.carry_out(actor=coordinator, plan=five_year, tasks=chosen, year=2026, at=at)
    assert Plan.objects.filter(kind="annual").count() == 1


def test_carry_out_wrong_is_refused(five_year: Plan, plan: Plan, coordinator: Actor, at: datetime) -> None:
    chosen = leaves(five_year)
    for arguments, say in (
        ({"plan": five_year, "tasks": chosen, "year": 2031}, "2031 年不在"),
        ({"plan": five_year, "tasks": [], "year": 2026}, "请先勾选"),
        ({"plan": plan, "tasks": leaves(plan), "year": 2026}, "本身就是一年的计划"),
        ({"plan": five_year, "tasks": leaves(plan), "year": 2026}, "不能分解"),
        ({"plan": five_year, "tasks": chosen, "year": 2027, "into": plan}, "不是 2027 年的年度计划"),
    ):
        with pytest.raises(Refused, match=say):
            breakdown.carry_out(actor=coordinator, at=at, **arguments)


@pytest.mark.parametrize("who", ["outsider", "handler", "supervisor"])
def test_carry_out_is_for_the_coordinator(
    five_year: Plan, who: str, request: pytest.FixtureRequest, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        breakdown.carry_out(
            actor=request.getfixturevalue(who), plan=five_year, tasks=leaves(five_year), year=2026, at=at
        )


def test_origin_stands_where_its_yearly_tasks_stand(
    five_year: Plan, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    origin = leaves(five_year)[1]
    assert breakdown.share_of(origin) is None
    yearly = breakdown.carry_out(actor=coordinator, plan=five_year, tasks=[origin], year=2026, at=at)
    task = leaves(yearly)[0]
    entry = progress.report(actor=handler, task=task, unit=district.market, text="x", percent=100, at=at)
    progress.accept(actor=coordinator, entry=entry, at=at)
    share = breakdown.share_of(origin)
    assert (share.percent, share.years, [row.pk for row in share.carried]) == (20, 5, [task.pk])
    tasks.drop(actor=coordinator, task=task, reason="x", at=at)
    assert breakdown.share_of(origin) is None
