"""Progress: reports, contributions, their answers, and the fold of them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from fazhi.files.store import FileRefused, content
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.government.roles import Role
from fazhi.plans import progress, tasks
from fazhi.plans.models import Entry, Plan, Task
from fazhi.plans.refusals import Refused
from tests.conftest import District


@pytest.fixture
def reported(task: Task, handler: Actor, district: District, at: datetime) -> Entry:
    """The market bureau's handler says 40 percent."""
    return progress.report(actor=handler, task=task, unit=district.market, text="已形成初稿", percent=40, at=at)


def test_report_waits_and_changes_nothing(task: Task, reported: Entry) -> None:
    task.refresh_from_db()
    assert (reported.kind, task.percent, task.status) == ("report", 0, "open")


def test_report_keeps_its_files(task: Task, handler: Actor, district: District, at: datetime) -> None:
    entry = progress.report(
        actor=handler,
        task=task,
        unit=district.market,
        text="附件为证",
        percent=10,
        files=[("证明.txt", b"data")],
        at=at,
    )
    assert content(entry.files.get()) == b"data"


def test_report_with_a_wrong_file_leaves_nothing(task: Task, handler: Actor, district: District, at: datetime) -> None:
    with pytest.raises(FileRefused):
        progress.report(
            actor=handler, task=task, unit=district.market, text="x", percent=10, files=[("a.exe", b"MZ")], at=at
        )
    assert Entry.objects.count() == 0


def test_accept_makes_a_report_count(task: Task, reported: Entry, coordinator: Actor, at: datetime) -> None:
    answer = progress.accept(actor=coordinator, entry=reported, at=at)
    task.refresh_from_db()
    assert (answer.answers, task.percent, task.status) == (reported, 40, "open")


def test_report_of_all_done_settles_the_task(
    task: Task, handler: Actor, coordinator: Actor, district: District, at: datetime
) -> None:
    entry = progress.report(actor=handler, task=task, unit=district.market, text="完成", percent=100, at=at)
    progress.accept(actor=coordinator, entry=entry, at=at + timedelta(days=3))
    task.refresh_from_db()
    assert (task.percent, task.status, task.done_on) == (100, "done", at.date())


def test_return_gives_a_report_back_and_a_new_one_is_taken(
    task: Task, reported: Entry, handler: Actor, coordinator: Actor, district: District, at: datetime
) -> None:
    progress.return_(actor=coordinator, entry=reported, reason="请附公示截图", at=at)
    task.refresh_from_db()
    assert task.percent == 0
    again = progress.report(actor=handler, task=task, unit=district.market, text="已附", percent=50, at=at)
    progress.accept(actor=coordinator, entry=again, at=at)
    task.refresh_from_db()
    assert task.percent == 50
    assert [entry.kind for entry in task.entries.all()] == ["report", "return", "report", "accept"]


def test_return_needs_a_reason(reported: Entry, coordinator: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="退回原因") as refusal:
        progress.return_(actor=coordinator, entry=reported, reason=" ", at=at)
    assert refusal.value.field == "reason"


def test_a_report_is_answered_once(reported: Entry, coordinator: Actor, at: datetime) -> None:
    progress.accept(actor=coordinator, entry=reported, at=at)
    with pytest.raises(Refused, match="已由他人审核"):
        progress.return_(actor=coordinator, entry=reported, reason="x", at=at)


def test_a_unit_has_one_waiting_report(
    task: Task, reported: Entry, head: Actor, district: District, at: datetime
) -> None:
    with pytest.raises(Refused, match="还在等待审核"):
        progress.report(actor=head, task=task, unit=district.market, text="x", percent=50, at=at)


def test_contribution_is_reviewed_by_the_head_of_the_leading_unit(
    task: Task, head: Actor, other_handler: Actor, other_head: Actor, district: District, at: datetime
) -> None:
    entry = progress.report(actor=other_handler, task=task, unit=district.urban, text="已提供名单", at=at)
    assert entry.kind == "contribution"
    with pytest.raises(NotAllowed, match="由牵头单位负责人"):
        progress.accept(actor=other_head, entry=entry, at=at)
    answer = progress.accept(actor=head, entry=entry, at=at)
    task.refresh_from_db()
    assert (answer.unit, task.percent) == (district.market, 0)


def test_contribution_may_be_reviewed_by_the_coordinator(
    task: Task, coordinator: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    entry = progress.report(actor=other_handler, task=task, unit=district.urban, text="已提供", at=at)
    assert progress.accept(actor=coordinator, entry=entry, at=at).unit == district.justice


@pytest.mark.parametrize("who", ["handler", "head", "other_head", "supervisor", "outsider", "unit_admin"])
def test_report_is_reviewed_by_the_coordinator_only(
    reported: Entry, who: str, request: pytest.FixtureRequest, at: datetime
) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        progress.accept(actor=actor, entry=reported, at=at)
    with pytest.raises(NotAllowed):
        progress.return_(actor=actor, entry=reported, reason="x", at=at)


def test_nobody_reviews_their_own(measured: Task, join: Callable[..., Actor], district: District, at: datetime) -> None:
    both = join("shuang.zhi", "双职", district.justice, Role.HANDLER, Role.COORDINATOR)
    entry = progress.report(actor=both, task=measured, unit=district.justice, text="x", percent=5, at=at)
    with pytest.raises(NotAllowed, match="不能审核自己填报的内容"):
        progress.accept(actor=both, entry=entry, at=at)


@pytest.mark.parametrize(
    "who", ["coordinator", "outsider", "other_handler", "supervisor", "unit_admin", "street_handler"]
)
def test_report_is_for_the_units_own_people(
    task: Task, who: str, district: District, request: pytest.FixtureRequest, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        progress.report(actor=request.getfixturevalue(who), task=task, unit=district.market, text="x", percent=1, at=at)


def test_report_by_a_unit_without_a_part_is_refused(
    measured: Task, other_handler: Actor, district: District, at: datetime
) -> None:
    with pytest.raises(Refused, match="不是这项任务的"):
        progress.report(actor=other_handler, task=measured, unit=district.urban, text="x", at=at)


@pytest.mark.parametrize(
    ("arguments", "field"),
    [
        ({"text": " ", "percent": 1}, "text"),
        ({"text": "长" * 5001, "percent": 1}, "text"),
        ({"text": "x"}, "percent"),
        ({"text": "x", "percent": 101}, "percent"),
        ({"text": "x", "percent": -1}, "percent"),
        ({"text": "x", "percent": 1, "values": {0: "3"}}, "values"),
    ],
)
def test_report_wrong_is_refused_at_its_field(
    task: Task, handler: Actor, district: District, at: datetime, arguments: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        progress.report(actor=handler, task=task, unit=district.market, at=at, **arguments)
    assert refusal.value.field == field
    assert Entry.objects.count() == 0


def test_target_value_counts_once_accepted(
    measured: Task, join: Callable[..., Actor], coordinator: Actor, district: District, at: datetime
) -> None:
    clerk = join("si.fa", "司法", district.justice, Role.HANDLER)
    target = measured.targets.get()
    with pytest.raises(Refused, match="应为数字") as refusal:
        progress.report(
            actor=clerk, task=measured, unit=district.justice, text="x", percent=5, values={target.pk: "很多"}, at=at
        )
    assert refusal.value.field == f"value_{target.pk}"
    entry = progress.report(
        actor=clerk, task=measured, unit=district.justice, text="x", percent=60, values={target.pk: "96.5%"}, at=at
    )
    assert (entry.values, measured.targets.get().current) == ({str(target.pk): "96.5000"}, None)
    progress.accept(actor=coordinator, entry=entry, at=at)
    found = measured.targets.get()
    assert (found.current, found.is_met) == (Decimal("96.5"), True)


def test_units_side_by_side_stand_at_their_mean(
    plan: Plan, coordinator: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    shared = plan.tasks.get(title="加强行政执法培训")
    fields = tasks.TaskFields(
        title=shared.title, responsible=(district.market, district.urban), due_on=date(2026, 9, 1)
    )
    tasks.adjust(actor=coordinator, task=shared, fields=fields, reason="改为一次完成", at=at)
    for actor, unit in ((handler, district.market), (other_handler, district.urban)):
        entry = progress.report(actor=actor, task=shared, unit=unit, text="x", percent=100, at=at)
        progress.accept(actor=coordinator, entry=entry, at=at)
        shared.refresh_from_db()
        assert shared.percent == (50 if unit == district.market else 100)
    assert shared.status == "done"


def test_periods_are_met_by_all_who_answer(
    quarterly: Task, coordinator: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    first = quarterly.periods.first()
    for actor, unit in ((handler, district.market), (other_handler, district.urban)):
        entry = progress.report(actor=actor, task=quarterly, unit=unit, text="已培训", period=first, at=at)
        progress.accept(actor=coordinator, entry=entry, at=at)
    quarterly.refresh_from_db()
    first.refresh_from_db()
    assert (first.met_on, quarterly.percent, quarterly.due_on) == (at.date(), 25, date(2026, 6, 30))
    with pytest.raises(Refused, match="2026年第1季度已完成"):
        progress.report(actor=handler, task=quarterly, unit=district.market, text="x", period=first, at=at)


def test_report_on_a_task_with_periods_names_one(
    quarterly: Task, task: Task, handler: Actor, district: District, at: datetime
) -> None:
    with pytest.raises(Refused, match="请选择期次") as refusal:
        progress.report(actor=handler, task=quarterly, unit=district.market, text="x", at=at)
    assert refusal.value.field == "period"
    with pytest.raises(Refused, match="不属于这项任务"):
        progress.report(
            actor=handler, task=task, unit=district.market, text="x", percent=1, period=quarterly.periods.first(), at=at
        )


def test_dropped_task_takes_no_report(
    task: Task, reported: Entry, coordinator: Actor, head: Actor, district: District, at: datetime
) -> None:
    tasks.drop(actor=coordinator, task=task, reason="上级取消", at=at)
    with pytest.raises(Refused, match="任务已取消"):
        progress.report(actor=head, task=task, unit=district.market, text="x", percent=1, at=at)
    with pytest.raises(Refused, match="任务已取消"):
        progress.accept(actor=coordinator, entry=reported, at=at)


def test_rebuild_gives_what_the_entries_come_to(
    measured: Task, quarterly: Task, join: Callable[..., Actor], coordinator: Actor, handler: Actor, district: District,
    at: datetime,
) -> None:  # fmt: skip
    clerk = join("si.fa", "司法", district.justice, Role.HANDLER)
    target = measured.targets.get()
    for percent, value in ((30, "80"), (100, "97")):
        entry = progress.report(
            actor=clerk,
            task=measured,
            unit=district.justice,
            text="x",
            percent=percent,
            values={target.pk: value},
            at=at,
        )
        progress.accept(actor=coordinator, entry=entry, at=at)
    entry = progress.report(
        actor=handler, task=quarterly, unit=district.market, text="x", period=quarterly.periods.first(), at=at
    )
    progress.accept(actor=coordinator, entry=entry, at=at)

    def state() -> list[object]:
        fields = ("pk", "percent", "status", "done_on", "due_on")
        return [
            list(Task.objects.order_by("pk").values_list(*fields)),
            list(measured.targets.values_list("current")),
            list(quarterly.periods.values_list("met_on")),
        ]

    before = state()
    Task.objects.filter(is_branch=False).update(percent=7, status="open", done_on=None)
    measured.targets.update(current=1)
    quarterly.periods.update(met_on=at.date())
    for row in Task.objects.filter(is_branch=False):
        progress.rebuild(row)
    assert state() == before


@pytest.mark.parametrize("verb", ["update", "delete"])
def test_database_refuses_to_change_an_entry(reported: Entry, verb: str) -> None:
    entries = Entry.objects.filter(pk=reported.pk)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entries.update(text="x") if verb == "update" else entries.delete()


def test_database_refuses_to_change_the_files_of_an_entry(
    task: Task, handler: Actor, district: District, at: datetime
) -> None:
    entry = progress.report(
        actor=handler, task=task, unit=district.market, text="x", percent=1, files=[("a.txt", b"data")], at=at
    )
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        entry.files.clear()
