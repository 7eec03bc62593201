"""Pages of plans and tasks: what they show, to whom, what may be done on them, and at what cost."""

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from fazhi.desk import background
from fazhi.desk.plans import board_export, worklist
from fazhi.desk.search import _sources
from fazhi.files import store
from fazhi.government.actors import Actor
from fazhi.jobs.models import Job
from fazhi.plans import breakdown, progress, tasks
from fazhi.plans.models import Entry, Plan, Task
from fazhi.plans.tasks import TaskFields
from tests.conftest import District

SignIn = Callable[[Actor], Client]
Queries = Callable[..., Any]


@pytest.fixture(autouse=True)
def today(settings: Any) -> None:
    settings.FIXED_NOW = "2026-03-02T09:00:00+08:00"


def address(name: str, *args: object) -> str:
    return reverse(f"desk:plans:{name}", args=args)


def text_of(response: Any) -> str:
    return response.content.decode()


SEEN_BY_ALL = ["list", "board", "timeline", "tasks"]


@pytest.mark.parametrize("name", SEEN_BY_ALL)
@pytest.mark.parametrize("who", ["coordinator", "supervisor", "handler", "head", "unit_admin", "street_handler"])
def test_pages_open_for_everybody_with_business(
    name: str, who: str, plan: Plan, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    response = sign_in(request.getfixturevalue(who)).get(address(name))
    assert response.status_code == 200
    assert "清和区2026年法治政府建设工作要点" in text_of(response) or name in {"board", "tasks"}


@pytest.mark.parametrize("name", SEEN_BY_ALL)
@pytest.mark.parametrize("who", ["system_admin", "security_admin", "audit_admin"])
def test_pages_are_closed_to_administrators(
    name: str, who: str, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    assert sign_in(request.getfixturevalue(who)).get(address(name)).status_code == 403


@pytest.mark.parametrize("name", ["plan", "compare", "worksheet", "source", "breakdown", "task-new"])
def test_plan_pages_of_another_district_are_not_found(name: str, plan: Plan, outsider: Actor, sign_in: SignIn) -> None:
    assert sign_in(outsider).get(address(name, plan.pk)).status_code == 404


@pytest.mark.parametrize("name", ["task", "adjust", "drop"])
def test_task_pages_of_another_district_are_not_found(name: str, task: Task, outsider: Actor, sign_in: SignIn) -> None:
    assert sign_in(outsider).get(address(name, task.pk)).status_code == 404


def test_outsider_sees_nothing_in_lists(plan: Plan, outsider: Actor, sign_in: SignIn) -> None:
    client = sign_in(outsider)
    for name in SEEN_BY_ALL:
        assert "规范涉企行政检查" not in text_of(client.get(address(name)))
        assert plan.title not in text_of(client.get(address(name)))


def test_plan_page_shows_its_tree_and_figures(plan: Plan, coordinator: Actor, sign_in: SignIn) -> None:
    response = sign_in(coordinator).get(address("plan", plan.pk))
    assert [(branch.title, len(branch.rows)) for branch in response.context["branches"]] == [
        ("一、依法全面履行政府职能", 2),
        ("二、严格规范公正文明执法", 2),
    ]
    assert [(label, count) for label, count, _, _ in response.context["figures"]] == [
        ("任务", 4),
        ("已逾期", 0),
        ("30日内到期", 1),
        ("正常推进", 3),
        ("已完成", 0),
    ]


def test_plan_page_shows_a_unit_only_its_own(plan: Plan, street_handler: Actor, sign_in: SignIn) -> None:
    page = text_of(sign_in(street_handler).get(address("plan", plan.pk)))
    assert "规范涉企行政检查" in page
    assert "优化政务服务" not in page
    assert "添加任务" not in page


def test_plan_by_hand_with_a_task(coordinator: Actor, district: District, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    data = {"title": "经费", "kind": "budget", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    assert client.post(address("new"), data | {"title": ""}).status_code == 422
    client.post(address("new"), data)
    plan = Plan.objects.get()
    fields = {
        "title": "普法宣传",
        "responsible": [district.justice.pk],
        "extra.subject": "普法",
        "extra.budgeted": "5万元",
    }
    refused = client.post(address("task-new", plan.pk), fields | {"extra.budgeted": "很多"})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["extra.budgeted"])
    refused = client.post(address("task-new", plan.pk), fields | {"targets": "很多"})
    assert list(refused.context["form"].errors) == ["targets"]
    response = client.post(address("task-new", plan.pk), fields | {"targets": "场次不低于4场"}, follow=True)
    task = plan.tasks.get()
    assert task.extra == {"subject": "普法", "budgeted": "50000.00"}
    assert "50,000.00元" in text_of(response)


def test_unit_reports_and_coordinator_returns_then_accepts(
    task: Task, handler: Actor, coordinator: Actor, sign_in: SignIn, upload: Callable[..., Any]
) -> None:
    unit, desk = sign_in(handler), sign_in(coordinator)
    data = {"text": "已完成初稿", "percent": "60", "attachments": upload("证明.txt", b"proof")}
    assert unit.post(address("report", task.pk), data).status_code == 302
    first = Entry.objects.get()
    assert "证明.txt" in text_of(desk.get(address("task", task.pk)))
    refused = desk.post(address("review", first.pk), {"verdict": "return", "reason": ""})
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["reason"])
    assert desk.post(address("review", first.pk), {"verdict": "return", "reason": "请附截图"}).status_code == 302
    page = text_of(unit.get(address("task", task.pk)))
    assert "退回：请附截图" in page
    unit.post(address("report", task.pk), {"text": "已补截图", "percent": "100"})
    second = Entry.objects.filter(kind="report").last()
    desk.post(address("review", second.pk), {"verdict": "accept"})
    task.refresh_from_db()
    assert (task.percent, task.status) == (100, "done")


def test_report_refused_keeps_what_was_typed(task: Task, handler: Actor, sign_in: SignIn) -> None:
    response = sign_in(handler).post(address("report", task.pk), {"text": "写了很多", "percent": "150"})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["percent"]
    assert "写了很多" in text_of(response)


def test_report_form_asks_what_fits_the_unit(
    task: Task, measured: Task, quarterly: Task, handler: Actor, other_handler: Actor, sign_in: SignIn
) -> None:
    def asked(actor: Actor, about: Task) -> list[str]:
        return list(sign_in(actor).get(address("task", about.pk)).context["form"].fields)

    assert asked(handler, task) == ["percent", "text", "attachments"]
    assert asked(other_handler, task) == ["text", "attachments"]
    count = f"value_{quarterly.targets.get().pk}"
    assert asked(handler, quarterly) == ["period", count, "text", "attachments"]
    assert asked(handler, measured) == ["text", "attachments"]


def test_report_on_a_period(quarterly: Task, handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(handler)
    form = client.get(address("task", quarterly.pk)).context["form"]
    period = form.initial["period"]
    assert quarterly.periods.get(pk=period).label == "2026年第1季度"
    assert client.post(address("report", quarterly.pk), {"text": "已培训", "period": period}).status_code == 302
    assert Entry.objects.get().period_id == int(period)


@pytest.mark.parametrize(("who", "status"), [("coordinator", 403), ("supervisor", 403), ("outsider", 404)])
def test_report_is_closed_to_others(
    task: Task, who: str, status: int, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    client = sign_in(request.getfixturevalue(who))
    answer = client.post(address("report", task.pk), {"text": "x", "percent": "1"})
    assert answer.status_code in {403, status}
    assert Entry.objects.count() == 0


def test_review_is_closed_to_others(
    task: Task, handler: Actor, head: Actor, outsider: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    entry = progress.report(actor=handler, task=task, unit=district.market, text="x", percent=1, at=at)
    for actor, status in ((head, 403), (handler, 403), (outsider, 404)):
        assert sign_in(actor).post(address("review", entry.pk), {"verdict": "accept"}).status_code == status
    assert Entry.objects.count() == 1


def test_adjust_and_drop_ask_for_a_reason(task: Task, coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    form = client.get(address("adjust", task.pk)).context["form"]
    data = {field.name: field.value() for field in form if field.value() not in (None, "", False)}
    data["due_on"] = "2026-08-31"
    refused = client.post(address("adjust", task.pk), data)
    assert list(refused.context["form"].errors) == ["reason"]
    assert client.post(address("adjust", task.pk), data | {"reason": "上级要求"}).status_code == 302
    assert task.entries.get().changes == {"完成时限": ["2026-06-30", "2026-08-31"]}
    assert client.post(address("drop", task.pk), {}).status_code == 422
    assert client.post(address("drop", task.pk), {"reason": "取消"}, follow=True).status_code == 200
    task.refresh_from_db()
    assert task.status == "dropped"


@pytest.mark.parametrize("name", ["adjust", "drop"])
@pytest.mark.parametrize("who", ["handler", "head", "supervisor"])
def test_adjust_and_drop_are_for_the_coordinator(
    name: str, who: str, task: Task, request: pytest.FixtureRequest, sign_in: SignIn
) -> None:
    client = sign_in(request.getfixturevalue(who))
    assert client.get(address(name, task.pk)).status_code == 403
    assert client.post(address(name, task.pk), {"reason": "x"}).status_code == 403


def test_breakdown_makes_a_yearly_plan(five_year: Plan, coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    page = client.get(address("breakdown", five_year.pk), {"year": 2027})
    keys = [str(task.pk) for task in page.context["waiting"]]
    refused = client.post(address("breakdown", five_year.pk), {"year": 2027})
    assert list(refused.context["form"].errors) == ["tasks"]
    client.post(address("breakdown", five_year.pk), {"year": 2027, "tasks": keys, "title": "2027年任务"})
    yearly = Plan.objects.get(title="2027年任务")
    assert yearly.tasks.filter(is_branch=False).count() == 2
    assert "2027 年" in text_of(client.get(address("task", keys[0])))


def test_close_ends_the_plan(plan: Plan, coordinator: Actor, handler: Actor, sign_in: SignIn) -> None:
    assert sign_in(handler).post(address("close", plan.pk)).status_code == 403
    assert sign_in(coordinator).post(address("close", plan.pk)).status_code == 302
    plan.refresh_from_db()
    assert plan.state == "closed"


def test_worksheet_holds_what_the_person_sees(
    plan: Plan, coordinator: Actor, street_handler: Actor, sign_in: SignIn
) -> None:
    for actor, count in ((coordinator, 4), (street_handler, 1)):
        response = sign_in(actor).get(address("worksheet", plan.pk))
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert sheet.max_row == 3 + count


def test_board_export_holds_what_the_board_shows(plan: Plan, coordinator: Actor, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    query = {"by": "unit", "q": "区城管局"}
    shown = {
        card[0].title for column in client.get(address("board"), query).context["columns"] for card in column["cards"]
    }
    sheet = load_workbook(io.BytesIO(client.get(address("board"), query | {"export": "xlsx"}).content)).active
    assert {sheet.cell(row, 4).value for row in range(4, sheet.max_row + 1)} == shown
    assert shown == {"规范涉企行政检查", "加强行政执法培训"}


def test_long_board_is_exported_in_the_background(
    plan: Plan, coordinator: Actor, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board_export, "MOST_AT_ONCE", 1)
    client = sign_in(coordinator)
    response = client.get(address("board"), {"q": "区城管局", "export": "xlsx"})
    job = Job.objects.get()
    assert response.headers["Location"] == reverse("desk:job", args=[job.pk])
    background.export_board(job_id=job.pk, query="q=区城管局", person_id=coordinator.person.pk)
    job.refresh_from_db()
    assert (job.state, job.percent) == (Job.State.DONE, 100)
    assert job.result is not None
    sheet = load_workbook(io.BytesIO(store.content(job.result))).active
    assert {sheet.cell(row, 4).value for row in range(4, sheet.max_row + 1)} == {"规范涉企行政检查", "加强行政执法培训"}


@pytest.mark.parametrize("by", ["colour", "unit", "heading", "month", "nonsense"])
def test_board_by_each_grouping(plan: Plan, coordinator: Actor, by: str, sign_in: SignIn) -> None:
    response = sign_in(coordinator).get(address("board"), {"by": by, "colour": "blue", "plan": plan.pk})
    assert response.context["total"] == 3


def test_timeline_shows_months_with_words(plan: Plan, coordinator: Actor, sign_in: SignIn) -> None:
    lines = sign_in(coordinator).get(address("timeline"), {"year": 2026}).context["lines"]
    first = next(line for line in lines if line.task.title == "规范涉企行政检查")
    assert [cell.state for cell in first.cells] == ["run"] * 5 + ["end blue"] + [""] * 6
    quarterly = next(line for line in lines if line.task.title == "加强行政执法培训")
    assert [bool(cell.state) and cell.state != "run" for cell in quarterly.cells] == [False, False, True] * 4
    assert sign_in(coordinator).get(address("timeline"), {"year": 2031}).context["lines"] == []


def test_list_of_tasks_filters_and_finds(plan: Plan, coordinator: Actor, district: District, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    for query, count in (
        ({}, 4),
        ({"q": "检查"}, 1),
        ({"q": "城管"}, 2),
        ({"unit": district.street.pk}, 1),
        ({"colour": "yellow"}, 1),
        ({"plan": plan.pk}, 4),
        ({"due_to": "2026-06-30"}, 2),
    ):
        assert client.get(address("tasks"), query).context["count"] == count, query
    assert client.get(address("tasks"), {"export": "xlsx"}).status_code == 200


def test_mine_has_what_waits(
    task: Task, handler: Actor, coordinator: Actor, district: District, at: datetime, sign_in: SignIn
) -> None:
    client = sign_in(handler)

    def count(**query: str) -> int:
        return client.get(address("mine"), query).context["count"]

    assert (count(), count(show="supporting"), count(show="all")) == (2, 1, 3)
    assert (count(show="returned"), count(show="waiting")) == (0, 0)
    entry = progress.report(actor=handler, task=task, unit=district.market, text="x", percent=1, at=at)
    assert count(show="waiting") == 1
    progress.return_(actor=coordinator, entry=entry, reason="x", at=at)
    assert (count(show="returned"), count(show="waiting")) == (1, 0)


def test_figures_open_lists_of_as_many_tasks(
    plan: Plan, five_year: Plan, coordinator: Actor, at: datetime, sign_in: SignIn
) -> None:
    """A long task that yearly ones carry out is counted once, through them."""
    leaves = list(five_year.tasks.filter(is_branch=False))
    breakdown.carry_out(actor=coordinator, plan=five_year, tasks=leaves[:1], year=2026, at=at)
    later = at.replace(month=12, day=31)
    client = sign_in(coordinator)
    for figure in worklist.figures(coordinator, later):
        if "colour=red" not in figure.url:  # the list's colour is of the day it is opened on
            assert client.get(figure.url).context["count"] == figure.value, figure.label
    assert client.get(address("tasks")).context["count"] == 4 + len(leaves)
    assert client.get(address("tasks"), {"plan": five_year.pk}).context["count"] == len(leaves)


def test_worklist_tells_each_person_what_waits(
    task: Task, handler: Actor, head: Actor, coordinator: Actor, outsider: Actor, other_handler: Actor,
    district: District, at: datetime,
) -> None:  # fmt: skip
    progress.report(actor=handler, task=task, unit=district.market, text="x", percent=1, at=at)
    progress.report(actor=other_handler, task=task, unit=district.urban, text="x", at=at)
    assert worklist.to_review(coordinator, at).count == 2
    assert worklist.to_review(head, at).count == 1
    assert worklist.to_review(handler, at).count == 0
    assert worklist.to_review(outsider, at).count == 0
    assert [item.words for item in worklist.due_soon(handler, at).items] == ["还有 29 天"]
    assert worklist.due_soon(coordinator, at).count == 0
    assert [figure.value for figure in worklist.figures(coordinator, at)] == [4, 0, 0]
    assert worklist.figures(handler, at) == ()


def test_home_and_search_show_tasks(plan: Plan, handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(handler)
    assert "加强行政执法培训" in text_of(client.get(reverse("desk:home")))
    page = text_of(client.get(reverse("desk:search"), {"q": "政务"}))
    assert "优化政务服务" in page
    assert {"plans", "tasks"} <= set(_sources)


# --- what pages cost ---------------------------------------------------------------------------------------------


def more(plan: Plan, coordinator: Actor, district: District, at: datetime, count: int) -> None:
    for number in range(count):
        fields = TaskFields(title=f"任务{number}", lead=(district.market,), supporting=(district.urban,))
        tasks.add(actor=coordinator, plan=plan, fields=fields, at=at)


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("list", 7), ("tasks", 11), ("mine", 12), ("board", 13), ("timeline", 13)]
)
def test_lists_take_a_fixed_number_of_queries(
    name: str, queries: int, count: int, plan: Plan, coordinator: Actor, handler: Actor, district: District,
    at: datetime, sign_in: SignIn, django_assert_num_queries: Queries,
) -> None:  # fmt: skip
    more(plan, coordinator, district, at, count)
    client = sign_in(handler if name == "mine" else coordinator)
    with django_assert_num_queries(queries):
        assert client.get(address(name)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_plan_page_takes_a_fixed_number_of_queries(
    count: int, plan: Plan, coordinator: Actor, district: District, at: datetime, sign_in: SignIn,
    django_assert_num_queries: Queries,
) -> None:  # fmt: skip
    more(plan, coordinator, district, at, count)
    client = sign_in(coordinator)
    with django_assert_num_queries(11):
        assert client.get(address("plan", plan.pk)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_task_page_takes_a_fixed_number_of_queries(
    count: int, task: Task, handler: Actor, coordinator: Actor, district: District, at: datetime, sign_in: SignIn,
    django_assert_num_queries: Queries,
) -> None:  # fmt: skip
    for _ in range(count):
        entry = progress.report(
            actor=handler, task=task, unit=district.market, text="x", percent=1, files=[("a.txt", b"x")], at=at
        )
        progress.accept(actor=coordinator, entry=entry, at=at)
    client = sign_in(coordinator)
    with django_assert_num_queries(15):
        assert client.get(address("task", task.pk)).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_worklist_takes_a_fixed_number_of_queries(
    count: int, plan: Plan, coordinator: Actor, handler: Actor, district: District, at: datetime,
    django_assert_num_queries: Queries,
) -> None:  # fmt: skip
    more(plan, coordinator, district, at, count)
    for row in plan.tasks.filter(title__startswith="任务"):
        progress.report(actor=handler, task=row, unit=district.market, text="x", percent=1, at=at)
    with django_assert_num_queries(1):
        worklist.to_review(coordinator, at)
    with django_assert_num_queries(1):
        worklist.due_soon(handler, at)


def test_long_task_shows_its_yearly_ones(five_year: Plan, coordinator: Actor, at: datetime, sign_in: SignIn) -> None:
    origin = five_year.tasks.filter(is_branch=False).first()
    breakdown.carry_out(actor=coordinator, plan=five_year, tasks=[origin], year=2026, at=at)
    page = text_of(sign_in(coordinator).get(address("task", origin.pk)))
    assert "由年度任务合成：<strong>0%</strong>（共 2 年）" in page
