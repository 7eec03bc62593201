"""Tasks by hand: adding, adjusting, dropping; plans by hand."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans import plans, tasks
from fazhi.plans.building import NewTarget
from fazhi.plans.models import Entry, Plan, Task
from fazhi.plans.refusals import Refused
from fazhi.plans.tasks import TaskFields, fields_of
from tests.conftest import District


def test_create_and_add_by_hand(coordinator: Actor, district: District, at: datetime) -> None:
    plan = plans.create(
        actor=coordinator, kind="annual", title=" 要点 ", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), at=at
    )
    fields = TaskFields(
        title="甲",
        heading="一、总体",
        lead=(district.market,),
        supporting=(district.urban,),
        targets=(NewTarget("场次", ">=", Decimal(4), "场"),),
    )
    task = tasks.add(actor=coordinator, plan=plan, fields=fields, at=at)
    second = tasks.add(actor=coordinator, plan=plan, fields=replace(fields, title="乙", frequency="P1M"), at=at)
    assert (task.due_on, task.parent.title, str(task.targets.get())) == (date(2026, 12, 31), "总体", "场次不低于4场")
    assert (second.parent, second.order, second.periods.count()) == (task.parent, 2, 12)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "长" * 301}, "title"),
        ({"due_on": date(1890, 1, 1)}, "due_on"),
        ({"extra": {"x": "1"}}, "extra"),
    ],
)
def test_add_wrong_is_refused_at_its_field(
    plan: Plan, coordinator: Actor, at: datetime, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        tasks.add(actor=coordinator, plan=plan, fields=replace(TaskFields(title="x"), **changes), at=at)
    assert refusal.value.field == field


def test_a_unit_has_one_part_in_a_task(plan: Plan, coordinator: Actor, district: District, at: datetime) -> None:
    fields = TaskFields(title="x", lead=(district.market,), supporting=(district.market,))
    with pytest.raises(Refused, match="只能有一种职责") as refusal:
        tasks.add(actor=coordinator, plan=plan, fields=fields, at=at)
    assert refusal.value.field == "supporting"


def test_adjust_writes_what_changed_and_why(task: Task, coordinator: Actor, district: District, at: datetime) -> None:
    fields = replace(fields_of(task), due_on=date(2026, 8, 31), supporting=(district.urban,))
    entry = tasks.adjust(actor=coordinator, task=task, fields=fields, reason="街道不参与", at=at)
    task.refresh_from_db()
    assert (entry.kind, entry.text, task.due_on, task.due_text) == (
        "adjust",
        "街道不参与",
        date(2026, 8, 31),
        "2026年8月31日前",
    )
    assert entry.changes == {
        "配合单位": ["东街街道、区城管局", "区城管局"],
        "完成时限": ["2026-06-30", "2026-08-31"],
    }
    assert (task.order, task.source_start is not None) == (1, True)


def test_adjust_keeps_the_documents_words_of_what_stays(task: Task, coordinator: Actor, at: datetime) -> None:
    tasks.adjust(actor=coordinator, task=task, fields=replace(fields_of(task), title="新名"), reason="更名", at=at)
    task.refresh_from_db()
    assert (task.title, task.due_text, task.deadlines.get().norm) == ("新名", "2026年6月底前", "2026-06")


def test_adjust_of_nothing_or_without_reason_is_refused(task: Task, coordinator: Actor, at: datetime) -> None:
    for reason, say in (("x", "没有改动"), ("", "调整原因")):
        with pytest.raises(Refused, match=say):
            tasks.adjust(actor=coordinator, task=task, fields=fields_of(task), reason=reason, at=at)
    assert Entry.objects.count() == 0


def test_adjust_of_the_frequency_makes_its_periods_anew(quarterly: Task, coordinator: Actor, at: datetime) -> None:
    fields = replace(fields_of(quarterly), frequency="P6M")
    entry = tasks.adjust(actor=coordinator, task=quarterly, fields=fields, reason="改半年一次", at=at)
    quarterly.refresh_from_db()
    assert [period.label for period in quarterly.periods.all()] == ["2026年上半年", "2026年下半年"]
    assert entry.changes["频次"] == ["每季度", "每半年"]
    assert quarterly.due_on == date(2026, 6, 30)


def test_drop_keeps_the_task_and_says_why(task: Task, coordinator: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="取消原因"):
        tasks.drop(actor=coordinator, task=task, reason="", at=at)
    tasks.drop(actor=coordinator, task=task, reason="上级取消", at=at)
    task.refresh_from_db()
    assert (task.status, task.entries.get().kind) == ("dropped", "drop")
    with pytest.raises(Refused, match="任务已取消"):
        tasks.drop(actor=coordinator, task=task, reason="x", at=at)


def test_branch_is_not_adjusted_by_itself(plan: Plan, coordinator: Actor, at: datetime) -> None:
    branch = plan.tasks.filter(is_branch=True).first()
    with pytest.raises(Refused, match="大项由所含任务组成"):
        tasks.drop(actor=coordinator, task=branch, reason="x", at=at)


def test_closed_plan_takes_no_tasks(plan: Plan, coordinator: Actor, at: datetime) -> None:
    plans.close(actor=coordinator, plan=plan, at=at)
    with pytest.raises(Refused, match="已办结，不能增改任务"):
        tasks.add(actor=coordinator, plan=plan, fields=TaskFields(title="x"), at=at)
    with pytest.raises(Refused, match="已办结，不能办结"):
        plans.close(actor=coordinator, plan=plan, at=at)


@pytest.mark.parametrize("who", ["outsider", "handler", "head", "supervisor", "unit_admin", "system_admin"])
def test_managing_tasks_is_for_the_coordinator(
    plan: Plan, task: Task, who: str, request: pytest.FixtureRequest, at: datetime
) -> None:
    actor = request.getfixturevalue(who)
    calls: tuple[Callable[[], object], ...] = (
        lambda: tasks.add(actor=actor, plan=plan, fields=TaskFields(title="x"), at=at),
        lambda: tasks.adjust(actor=actor, task=task, fields=TaskFields(title="x"), reason="x", at=at),
        lambda: tasks.drop(actor=actor, task=task, reason="x", at=at),
        lambda: plans.close(actor=actor, plan=plan, at=at),
    )
    for call in calls:
        with pytest.raises(NotAllowed):
            call()
