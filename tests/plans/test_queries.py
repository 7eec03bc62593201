"""Who sees what, and the board in a fixed number of statements."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from fazhi.government.actors import Actor
from fazhi.plans import board, progress, queries, tasks
from fazhi.plans.board import Grouping
from fazhi.plans.models import Plan, Task
from tests.conftest import District

ALL = ["规范涉企行政检查", "优化政务服务", "加强行政执法培训", "开展案卷评查"]


@pytest.mark.parametrize(
    ("who", "titles"),
    [
        ("coordinator", ALL),
        ("supervisor", ALL),
        ("handler", ALL[:3]),
        ("unit_admin", ALL[:3]),
        ("other_head", [ALL[0], ALL[2]]),
        ("street_handler", ALL[:1]),
        ("outsider", []),
        ("system_admin", []),
        ("audit_admin", []),
    ],
)
def test_visible_tasks(plan: Plan, who: str, titles: list[str], request: pytest.FixtureRequest) -> None:
    actor = request.getfixturevalue(who)
    assert [task.title for task in queries.visible_tasks(actor)] == titles
    assert list(queries.visible_plans(actor)) == ([plan] if titles else [])


def test_a_unit_sees_what_is_below_it(plan: Plan, join: Callable[..., Actor], district: District) -> None:
    chief = join("qu.zhang", "区长", district.government, "head")
    assert queries.visible_tasks(chief).count() == 4


def test_task_without_a_unit_is_seen_by_the_coordinator(
    plan: Plan, coordinator: Actor, handler: Actor, at: datetime
) -> None:
    task = tasks.add(actor=coordinator, plan=plan, fields=tasks.TaskFields(title="无主"), at=at)
    assert task in queries.visible_tasks(coordinator)
    assert task not in queries.visible_tasks(handler)


@pytest.mark.parametrize(
    ("words", "titles"),
    [("检查", [ALL[0]]), ("城管", [ALL[0], ALL[2]]), ("城管 培训", [ALL[2]]), ("100%", []), ("", ALL)],
)
def test_found_takes_every_word(plan: Plan, coordinator: Actor, words: str, titles: list[str]) -> None:
    assert [task.title for task in queries.found(queries.visible_tasks(coordinator), words)] == titles


def test_waiting_and_returned_entries(
    task: Task, coordinator: Actor, handler: Actor, other_handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    report = progress.report(actor=handler, task=task, unit=district.market, text="x", percent=5, at=at)
    contribution = progress.report(actor=other_handler, task=task, unit=district.urban, text="x", at=at)
    assert list(queries.waiting_entries(coordinator)) == [report, contribution]
    assert list(queries.waiting_entries(head)) == [contribution]
    assert list(queries.waiting_entries(handler)) == []
    progress.return_(actor=coordinator, entry=report, reason="x", at=at)
    assert list(queries.returned_entries(handler)) == [report]
    assert list(queries.returned_entries(other_handler)) == []
    progress.report(actor=handler, task=task, unit=district.market, text="y", percent=5, at=at)
    assert list(queries.returned_entries(handler)) == []


def columns(actor: Actor, by: Grouping, today: date) -> list[tuple[str, int, list[str]]]:
    found = board.columns(queries.visible_tasks(actor), today=today, by=by)
    return [(column.title, column.count, [task.title for task in column.tasks]) for column in found]


def test_board_by_unit(plan: Plan, coordinator: Actor, at: datetime) -> None:
    assert columns(coordinator, Grouping.UNIT, at.date()) == [
        ("区司法局", 2, [ALL[3], ALL[1]]),
        ("区市场监管局", 2, [ALL[2], ALL[0]]),
        ("区城管局", 1, [ALL[2]]),
    ]


def test_board_by_month_heading_and_colour(plan: Plan, coordinator: Actor, at: datetime) -> None:
    assert columns(coordinator, Grouping.MONTH, at.date()) == [
        ("2026年3月", 1, [ALL[2]]),
        ("2026年6月", 1, [ALL[0]]),
        ("2026年9月", 1, [ALL[3]]),
        ("2026年12月", 1, [ALL[1]]),
    ]
    assert columns(coordinator, Grouping.HEADING, at.date()) == [
        ("一、依法全面履行政府职能", 2, [ALL[0], ALL[1]]),
        ("二、严格规范公正文明执法", 2, [ALL[2], ALL[3]]),
    ]
    assert columns(coordinator, Grouping.COLOUR, at.date()) == [
        ("30日内到期", 1, [ALL[2]]),
        ("正常推进", 3, [ALL[0], ALL[3], ALL[1]]),
    ]
    assert columns(coordinator, Grouping.COLOUR, date(2026, 7, 1))[0] == ("已逾期", 2, [ALL[2], ALL[0]])


def test_board_shows_tasks_without_a_unit(plan: Plan, coordinator: Actor, at: datetime) -> None:
    tasks.add(actor=coordinator, plan=plan, fields=tasks.TaskFields(title="无主", is_ongoing=True), at=at)
    assert columns(coordinator, Grouping.UNIT, at.date())[-1] == ("未明确单位", 1, ["无主"])
    assert columns(coordinator, Grouping.MONTH, at.date())[-1] == ("没有期限", 1, ["无主"])


def test_board_cuts_long_columns_and_counts_all(plan: Plan, coordinator: Actor, at: datetime) -> None:
    for number in range(5):
        tasks.add(actor=coordinator, plan=plan, fields=tasks.TaskFields(title=f"任务{number}"), at=at)
    found = board.columns(queries.visible_tasks(coordinator), today=at.date(), by=Grouping.COLOUR, cards=3)[-1]
    assert (found.count, len(found.tasks), found.more) == (8, 3, 5)


@pytest.mark.parametrize("by", list(Grouping))
def test_board_column_holds_what_it_counts(plan: Plan, coordinator: Actor, by: Grouping, at: datetime) -> None:
    tasks.add(actor=coordinator, plan=plan, fields=tasks.TaskFields(title="无主", is_ongoing=True), at=at)
    visible = queries.visible_tasks(coordinator)
    for column in board.columns(visible, today=at.date(), by=by):
        assert board.narrowed(visible, by=by, key=column.key, today=at.date()).count() == column.count


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("by", "statements"), [("colour", 5), ("month", 5), ("heading", 5), ("unit", 7)])
def test_board_takes_a_fixed_number_of_statements(
    plan: Plan, coordinator: Actor, by: str, statements: int, count: int, at: datetime,
    django_assert_num_queries: Callable[..., object],
) -> None:  # fmt: skip
    for number in range(count):
        tasks.add(actor=coordinator, plan=plan, fields=tasks.TaskFields(title=f"任务{number}"), at=at)
    visible = queries.visible_tasks(coordinator)
    with django_assert_num_queries(statements):
        for column in board.columns(visible, today=at.date(), by=Grouping(by)):
            for task in column.tasks:
                [str(part.organization) for part in task.units.all()]
