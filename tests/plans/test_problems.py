"""The problem ledger: course, numbering, separation of mending and verifying, into the plan, import."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.government.actors import Actor
from fazhi.government.models import Alias
from fazhi.government.permissions import NotAllowed
from fazhi.government.roles import Role
from fazhi.plans import problem_import, problems
from fazhi.plans.models import Plan, Problem, ProblemEntry, TaskUnit
from fazhi.plans.refusals import Refused
from fazhi.plans.supervision_queries import visible_problems
from tests.conftest import District
from tests.plans.supervision_cases import planned, registered

HEADER = ("序号", "问题描述", "整改措施", "责任单位", "整改期限", "来源", "类别")


def ledger(*rows: tuple[object, ...]) -> bytes:
    return write_workbook([Sheet("台账", [Column(title) for title in HEADER], rows, heading="问题整改台账")])


def kinds(problem: Problem) -> list[str]:
    return [entry.kind for entry in problem.entries.all()]


def test_registering_gives_a_number_of_the_year(coordinator: Actor, district: District, at: datetime) -> None:
    numbers = [registered(coordinator, district.market, moment).number for moment in (at, at + timedelta(days=1))]
    assert numbers == ["清问〔2026〕1号", "清问〔2026〕2号"]


@pytest.mark.parametrize(
    ("given", "field", "say"),
    [
        ({"text": ""}, "text", "请填写问题描述。"),
        ({"source": "rumour"}, "source", "请选择问题来源。"),
        ({"due_on": date(2026, 3, 1)}, "due_on", "整改期限 2026-03-01 早于今天，请重新选择。"),
        ({"category": "类" * 61}, "category", "类别最多 60 字。"),
    ],
)
def test_registering_refuses_what_is_wrong(
    coordinator: Actor, district: District, at: datetime, given: dict[str, object], field: str, say: str
) -> None:
    with pytest.raises(Refused) as refused:
        registered(coordinator, district.market, at, **given)
    assert (refused.value.field, refused.value.say) == (field, say)


def test_whole_course_ends_verified(
    coordinator: Actor, supervisor: Actor, handler: Actor, district: District, at: datetime
) -> None:
    problem = registered(coordinator, district.market, at)
    problems.progress(actor=handler, problem=problem, text="已培训。", at=at)
    problems.rectify(actor=handler, problem=problem, text="已整改。", at=at)
    problems.return_(actor=supervisor, problem=problem, text="抽查仍有缺项。", at=at)
    problems.rectify(actor=handler, problem=problem, text="已补齐。", at=at)
    problems.verify(actor=supervisor, problem=problem, text="抽查10件均合格。", at=at)
    problem.refresh_from_db()
    assert problem.state == Problem.State.VERIFIED
    assert kinds(problem) == ["register", "progress", "rectify", "return", "rectify", "verify"]


def test_verifying_before_rectifying_is_refused(coordinator: Actor, district: District, at: datetime) -> None:
    problem = registered(coordinator, district.market, at)
    for verb in (problems.verify, problems.return_):
        with pytest.raises(Refused, match="责任单位尚未申请销号"):
            verb(actor=coordinator, problem=problem, text="好。", at=at)


def test_nothing_is_taken_from_the_unit_while_it_waits(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    problem = registered(coordinator, district.market, at)
    problems.rectify(actor=handler, problem=problem, text="已整改。", at=at)
    for verb in (problems.progress, problems.rectify):
        with pytest.raises(Refused, match="正等待核验"):
            verb(actor=handler, problem=problem, text="补充。", at=at)


def test_nobody_verifies_what_they_rectified(
    join: Callable[..., Actor], coordinator: Actor, supervisor: Actor, district: District, at: datetime
) -> None:
    both = join("shuang.zhi", "双职", district.justice, Role.HANDLER, Role.COORDINATOR)
    problem = registered(coordinator, district.justice, at)
    problems.rectify(actor=both, problem=problem, text="已整改。", at=at)
    with pytest.raises(Refused, match="不能由本人核验"):
        problems.verify(actor=both, problem=problem, text="合格。", at=at)
    assert problems.verify(actor=supervisor, problem=problem, text="合格。", at=at).kind == ProblemEntry.Kind.VERIFY


@pytest.mark.parametrize(
    ("days", "colour"), [(0, "blue"), (112, "blue"), (113, "yellow"), (120, "yellow"), (121, "red")]
)
def test_colour_follows_the_due_day(
    days: int, colour: str, coordinator: Actor, district: District, at: datetime
) -> None:
    registered(coordinator, district.market, at)
    [problem] = visible_problems(coordinator, at.date() + timedelta(days=days))
    assert problem.colour == colour  # type: ignore[attr-defined]  # annotated


def test_colour_of_what_waits_and_what_is_verified(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    problem = registered(coordinator, district.market, at)
    late = date(2027, 1, 1)
    problems.rectify(actor=handler, problem=problem, text="已整改。", at=at)
    assert visible_problems(coordinator, late).get().colour == "blue"  # type: ignore[attr-defined]
    problems.verify(actor=coordinator, problem=problem, text="合格。", at=at)
    assert visible_problems(coordinator, late).get().colour == "green"  # type: ignore[attr-defined]


def test_into_plan_makes_a_task_of_the_unit(coordinator: Actor, district: District, at: datetime) -> None:
    plan = planned(coordinator, at, district.urban).plan
    problem = registered(coordinator, district.market, at, measure="开展案卷评查。")
    task = problems.into_plan(actor=coordinator, problem=problem, plan=plan, at=at)
    assert task.title == "整改清问〔2026〕1号问题：行政处罚案卷说理不充分"
    assert (task.plan, task.heading_path, task.due_on) == (plan, ["问题整改"], date(2026, 12, 31))
    assert task.body == "行政处罚案卷说理不充分。部分案卷缺少裁量依据。\n开展案卷评查。"
    assert [(part.organization, part.part) for part in task.units.all()] == [(district.market, TaskUnit.Part.LEAD)]
    problem.refresh_from_db()
    assert problem.task == task
    assert kinds(problem) == ["register", "plan"]
    with pytest.raises(Refused, match="无需重复"):
        problems.into_plan(actor=coordinator, problem=problem, plan=plan, at=at)
    assert plan.tasks.filter(is_branch=False).count() == 2


def test_into_a_plan_that_is_over_is_refused(coordinator: Actor, district: District, at: datetime) -> None:
    plan = planned(coordinator, at, district.urban).plan
    plan.state = Plan.State.CLOSED
    plan.save()
    problem = registered(coordinator, district.market, at)
    with pytest.raises(Refused, match="只能列入执行中的计划"):
        problems.into_plan(actor=coordinator, problem=problem, plan=plan, at=at)


def test_ledger_is_taken_in_whole(coordinator: Actor, district: District, at: datetime) -> None:
    data = ledger(
        (1, "案卷说理不充分", "开展评查", "区市场监管局", date(2026, 6, 30), "法治督察", "行政执法"),
        (2, "证件未亮明", "", "清和区城市管理局", "2026年7月1日", "", ""),
    )
    made = problem_import.take_in(actor=coordinator, jurisdiction=district.jurisdiction, data=data, at=at)
    assert [(each.number, each.unit, each.due_on, each.source) for each in made] == [
        ("清问〔2026〕1号", district.market, date(2026, 6, 30), "inspection"),
        ("清问〔2026〕2号", district.urban, date(2026, 7, 1), "other"),
    ]


def test_ledger_with_a_wrong_row_takes_nothing_and_names_each_row(
    coordinator: Actor, district: District, at: datetime
) -> None:
    data = ledger(
        (1, "案卷说理不充分", "", "区市场监管局", date(2026, 6, 30), "", ""),
        (2, "", "", "区渔业局", "下月", "传闻", ""),
        (3, "证件未亮明", "", "", date(2026, 1, 1), "", ""),
    )
    with pytest.raises(problem_import.LedgerRefused) as refused:
        problem_import.take_in(actor=coordinator, jurisdiction=district.jurisdiction, data=data, at=at)
    assert refused.value.say == "有 2 行不能导入，全部未导入。请按下列提示修改后重新上传。"
    assert [str(row) for row in refused.value.rows] == [
        "第 4 行：没有问题描述。",
        "第 4 行：没有名为“区渔业局”的单位，请改用单位全称或简称，一行只写一个单位。",
        "第 4 行：整改期限“下月”不是日期，请写成 2026-06-30。",
        "第 4 行：来源“传闻”不在可选范围，请写年度报告、法治督察、考核评估、专项行动、投诉举报、其他之一。",
        "第 5 行：没有责任单位。",
        "第 5 行：整改期限 2026-01-01 已经过去。",
    ]
    assert Problem.objects.count() == 0
    assert registered(coordinator, district.market, at).number == "清问〔2026〕1号"


def test_file_that_is_no_ledger_is_refused(coordinator: Actor, district: District, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        problem_import.take_in(actor=coordinator, jurisdiction=district.jurisdiction, data=b"text", at=at)
    assert refused.value.field == "file"


@pytest.mark.parametrize("who", ["handler", "head", "unit_admin", "system_admin", "outsider"])
def test_nobody_but_overseers_register_verify_and_import(
    who: str, request: pytest.FixtureRequest, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    actor = request.getfixturevalue(who)
    problem = registered(coordinator, district.market, at)
    problems.rectify(actor=handler, problem=problem, text="已整改。", at=at)
    with pytest.raises(NotAllowed):
        registered(actor, district.market, at)
    with pytest.raises(NotAllowed):
        problem_import.take_in(actor=actor, jurisdiction=district.jurisdiction, data=b"", at=at)
    for verb in (problems.verify, problems.return_):
        with pytest.raises(NotAllowed):
            verb(actor=actor, problem=problem, text="好。", at=at)


@pytest.mark.parametrize("who", ["coordinator", "other_handler", "supervisor", "outsider"])
def test_nobody_but_the_unit_rectifies(
    who: str, request: pytest.FixtureRequest, coordinator: Actor, district: District, at: datetime
) -> None:
    problem = registered(coordinator, district.market, at)
    for verb in (problems.progress, problems.rectify):
        with pytest.raises(NotAllowed):
            verb(actor=request.getfixturevalue(who), problem=problem, text="代填。", at=at)


@pytest.mark.parametrize("who", ["handler", "supervisor", "outsider"])
def test_nobody_but_the_coordinator_plans(
    who: str, request: pytest.FixtureRequest, coordinator: Actor, district: District, at: datetime
) -> None:
    plan = planned(coordinator, at, district.urban).plan
    problem = registered(coordinator, district.market, at)
    with pytest.raises(NotAllowed):
        problems.into_plan(actor=request.getfixturevalue(who), problem=problem, plan=plan, at=at)


def test_unit_sees_its_own_problems_only(
    coordinator: Actor, handler: Actor, outsider: Actor, district: District, at: datetime
) -> None:
    own = registered(coordinator, district.market, at)
    other = registered(coordinator, district.urban, at)

    def seen(actor: Actor) -> set[Problem]:
        return set(visible_problems(actor, at.date()))

    assert seen(handler) == {own}
    assert seen(coordinator) == {own, other}
    assert seen(outsider) == set()


def test_alias_names_a_unit_in_a_ledger(coordinator: Actor, district: District, at: datetime) -> None:

    Alias.objects.create(
        jurisdiction=district.jurisdiction, organization=district.urban, name="综合执法局", key="综合执法局"
    )
    data = ledger((1, "证件未亮明", "", "区综合执法局", date(2026, 6, 30), "", ""))
    [made] = problem_import.take_in(actor=coordinator, jurisdiction=district.jurisdiction, data=data, at=at)
    assert made.unit == district.urban
