"""Bringing plans in: from a file to a draft, from a draft to a plan, all or nothing."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from fazhi.catalog.plan_kinds import load_plan_kinds
from fazhi.documents.digest import sm3_hex
from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import NotAllowed
from fazhi.plans.intake import corrections, intakes
from fazhi.plans.intake.draft import from_json
from fazhi.plans.intake.draft_checks import Blocked, warnings
from fazhi.plans.intake.sheet_drafts import SheetRefused
from fazhi.plans.models import Intake, Plan, Task, TaskUnit
from fazhi.plans.refusals import Refused
from tests.conftest import District
from tests.plans.conftest import ADJUSTED_TEXT, FIVE_YEAR_TEXT, PLAN_TEXT

Receive = Callable[..., Intake]


def test_receive_keeps_the_file_and_reads_the_tasks(receive: Receive, district: District) -> None:
    intake = receive()
    draft = from_json(intake.draft)
    assert intake.file.sm3 == sm3_hex(PLAN_TEXT.encode())
    assert (intake.title, intake.starts_on, intake.ends_on) == (
        "清和区2026年法治政府建设工作要点",
        date(2026, 1, 1),
        date(2026, 12, 31),
    )
    assert [task.title for task in draft.tasks] == [
        "规范涉企行政检查",
        "优化政务服务",
        "加强行政执法培训",
        "开展案卷评查",
    ]
    assert draft.unsettled() == {}
    first = draft.tasks[0]
    assert intake.text[first.start : first.end].startswith("（一）规范涉企行政检查")
    assert dict(draft.parts(first)).keys() == {district.market.pk, district.urban.pk, district.street.pk}


def test_confirm_makes_the_tree_with_units_deadlines_and_targets(plan: Plan, district: District) -> None:
    assert plan.state == Plan.State.ACTIVE
    branches = plan.tasks.filter(is_branch=True)
    assert [(row.number, row.title) for row in branches] == [
        ("一", "依法全面履行政府职能"),
        ("二", "严格规范公正文明执法"),
    ]
    first = plan.tasks.get(title="规范涉企行政检查")
    assert (first.parent, first.number, first.due_on) == (branches[0], "（一）", date(2026, 6, 30))
    assert {(part.part, part.organization_id) for part in first.units.all()} == {
        ("lead", district.market.pk),
        ("supporting", district.urban.pk),
        ("supporting", district.street.pk),
    }
    target = plan.tasks.get(title="优化政务服务").targets.get()
    assert str(target) == "政务服务事项网上可办率不低于95%"
    assert [row.order for row in plan.tasks.order_by("order")] == list(range(6))


def test_confirm_makes_the_periods_of_a_task_with_a_frequency(quarterly: Task) -> None:
    assert quarterly.frequency == "P3M"
    assert [period.label for period in quarterly.periods.all()] == [f"2026年第{turn}季度" for turn in (1, 2, 3, 4)]
    assert quarterly.due_on == date(2026, 3, 31)


def test_confirm_twice_makes_one_plan(receive: Receive, coordinator: Actor, at: datetime) -> None:
    intake = receive()
    intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)
    with pytest.raises(Refused, match="已导入，不能再改"):
        intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)
    assert Plan.objects.count() == 1


def test_confirm_lists_everything_that_blocks_at_once(
    receive: Receive, coordinator: Actor, district: District, at: datetime
) -> None:
    intake = receive(PLAN_TEXT.replace("东街街道", "西山管理处").replace("区城管局", "区外星事务署"))
    with pytest.raises(Blocked) as refusal:
        intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)
    assert [problem.name for problem in refusal.value.problems] == ["区外星事务署", "西山管理处"]
    assert "（2 项任务）还没有对应到单位" in refusal.value.problems[0].say
    assert Plan.objects.count() == 0
    assert Task.objects.count() == 0


def test_confirm_after_settling_names_takes_all(
    receive: Receive, coordinator: Actor, district: District, at: datetime
) -> None:
    intake = receive(PLAN_TEXT.replace("东街街道", "西山管理处").replace("区城管局", "区外星事务署"))
    settle = {"actor": coordinator, "intake": intake, "at": at}
    intake = corrections.settle_name(
        **settle, version=intake.version, name="区外星事务署", organizations=[district.urban, district.court]
    )
    settle["intake"] = intake
    intake = corrections.settle_name(**settle, version=intake.version, name="西山管理处", organizations=[])
    plan = intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)
    quarterly = plan.tasks.get(title="加强行政执法培训")
    names = list(quarterly.units.values_list("organization__short_name", "named_as"))
    assert names == [("区城管局", "区外星事务署"), ("区法院", "区外星事务署"), ("区市场监管局", "区市场监管局")]
    assert TaskUnit.objects.filter(named_as="西山管理处").count() == 0


def test_receive_the_same_file_twice_is_noticed(receive: Receive, plan: Plan) -> None:
    with pytest.raises(intakes.SeenBefore, match="已于 2026-03-02 由童畴导入为“清和区2026年") as refusal:
        receive(name="另一个名字.txt")
    assert refusal.value.plan == plan
    assert refusal.value.field == "again"
    assert receive(again=True).pk


def test_receive_the_same_file_as_an_open_draft_is_noticed(receive: Receive) -> None:
    first = receive()
    with pytest.raises(intakes.SeenBefore, match="还未确认") as refusal:
        receive()
    assert refusal.value.intake == first


def test_receive_again_after_abandoning(receive: Receive, coordinator: Actor, at: datetime) -> None:
    intakes.abandon(actor=coordinator, intake=receive(), at=at)
    assert receive().state == Intake.State.OPEN


@pytest.mark.parametrize(
    ("name", "data", "say"),
    [
        ("空.txt", b"", "是空文件"),
        ("图.png", b"\x89PNG\r\n\x1a\n", "."),
        ("坏.docx", b"PK\x03\x04 broken", "."),
        ("表.xlsx", b"PK\x03\x04 broken", "."),
    ],
)
def test_receive_of_a_wrong_file_says_what_is_wrong(
    coordinator: Actor, at: datetime, name: str, data: bytes, say: str
) -> None:
    from fazhi.files.store import FileRefused  # noqa: PLC0415

    with pytest.raises((Refused, FileRefused), match=say):
        intakes.receive(actor=coordinator, name=name, data=data, kind="annual", at=at)
    assert Intake.objects.count() == 0


@pytest.mark.parametrize("who", ["handler", "head", "supervisor", "unit_admin", "system_admin", "audit_admin"])
def test_receive_is_for_coordinators(who: str, request: pytest.FixtureRequest, at: datetime) -> None:
    actor = request.getfixturevalue(who)
    with pytest.raises(NotAllowed, match="依法治区办统筹"):
        intakes.receive(actor=actor, name="a.txt", data=b"x", kind="annual", at=at)


def test_intake_of_another_district_is_out_of_reach(receive: Receive, outsider: Actor, at: datetime) -> None:
    intake = receive()
    with pytest.raises(NotAllowed, match="只能办理本辖区"):
        intakes.confirm(actor=outsider, intake=intake, version=intake.version, at=at)
    with pytest.raises(NotAllowed, match="只能办理本辖区"):
        intakes.abandon(actor=outsider, intake=intake, at=at)


def test_warnings_tell_days_outside_the_plan_and_tasks_without_units(receive: Receive) -> None:
    text = PLAN_TEXT.replace("2026年6月底前", "2028年6月底前").replace("（责任单位：区司法局）", "")
    intake = receive(text)
    said = [problem.say for problem in warnings(from_json(intake.draft), intake)]
    assert said[0] == "任务“规范涉企行政检查”的期限“2028年6月底前”（2028-06-30）不在规划期内，请核对。"
    assert said[-1] == "任务“开展案卷评查”没有责任单位，导入后没有单位能看到和填报。"


# --- corrected editions ------------------------------------------------------------------------------------------


def adjust(receive: Receive, coordinator: Actor, plan: Plan, at: datetime) -> Plan:
    intake = receive(ADJUSTED_TEXT, name="调整稿.txt", adjusts=plan)
    return intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)


def test_adjusted_edition_keeps_the_history_of_tasks_that_go_on(
    receive: Receive, coordinator: Actor, plan: Plan, task: Task, at: datetime
) -> None:
    edition = adjust(receive, coordinator, plan, at)
    task.refresh_from_db()
    assert (edition.edition, edition.previous, edition.series) == (2, plan, plan.series)
    assert (task.plan, task.due_on) == (edition, date(2026, 8, 31))
    entry = task.entries.get()
    assert entry.kind == "adjust"
    assert entry.changes["完成时限"] == ["2026-06-30", "2026-08-31"]
    assert set(entry.changes) == {"任务内容", "完成时限"}


def test_adjusted_edition_tells_dropped_and_added_tasks(
    receive: Receive, coordinator: Actor, plan: Plan, at: datetime
) -> None:
    dropped = plan.tasks.get(title="开展案卷评查")
    edition = adjust(receive, coordinator, plan, at)
    dropped.refresh_from_db()
    assert (dropped.plan, dropped.status, dropped.entries.get().kind) == (plan, "dropped", "drop")
    assert [row.title for row in edition.tasks.filter(is_branch=False)] == [
        "规范涉企行政检查",
        "优化政务服务",
        "推进基层综合执法改革",
        "加强行政执法培训",
    ]
    assert edition.tasks.get(title="加强行政执法培训").entries.count() == 0
    assert edition.tasks.get(title="加强行政执法培训").number == "（四）"


def test_superseded_edition_is_still_showable(receive: Receive, coordinator: Actor, plan: Plan, at: datetime) -> None:
    adjust(receive, coordinator, plan, at)
    plan.refresh_from_db()
    assert plan.state == Plan.State.SUPERSEDED
    kept = [row for row in plan.snapshot if not row["is_branch"]]
    assert [row["title"] for row in kept] == ["规范涉企行政检查", "优化政务服务", "加强行政执法培训", "开展案卷评查"]
    assert kept[0]["units"] == [["lead", "区市场监管局"], ["supporting", "区城管局"], ["supporting", "东街街道"]]
    assert kept[0]["due_on"] == "2026-06-30"


def test_a_plan_has_one_next_edition(receive: Receive, coordinator: Actor, plan: Plan, at: datetime) -> None:
    second = receive(ADJUSTED_TEXT, name="b.txt", adjusts=plan, again=True)
    first = receive(ADJUSTED_TEXT + "\n", name="a.txt", adjusts=plan, again=True)
    intakes.confirm(actor=coordinator, intake=first, version=first.version, at=at)
    with pytest.raises(Refused, match="已被新版替代，请选择它的最新版"):
        intakes.confirm(actor=coordinator, intake=second, version=second.version, at=at)


def test_adjusting_a_plan_of_another_kind_is_refused(receive: Receive, plan: Plan) -> None:
    with pytest.raises(Refused, match="类型应与") as refusal:
        receive(FIVE_YEAR_TEXT, kind="five_year", adjusts=plan)
    assert refusal.value.field == "kind"


def test_adjusting_a_plan_of_another_district_is_refused(plan: Plan, outsider: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        intakes.receive(actor=outsider, name="a.txt", data=ADJUSTED_TEXT.encode(), kind="annual", adjusts=plan, at=at)


# --- tables made elsewhere ---------------------------------------------------------------------------------------


def table(titles: list[str], *rows: list[str]) -> bytes:
    columns = [Column(title) for title in titles]
    return write_workbook([Sheet("分解表", columns, rows, heading="清和区任务分解表")])


def test_receive_of_a_table_reads_every_row(coordinator: Actor, district: District, at: datetime) -> None:
    data = table(
        ["编号", "工作任务", "牵头部门", "配合部门", "完成时间", "量化指标"],
        ["1", "编制检查计划", "区市场监管局", "区城管局、东街街道", "2026年6月底前", ""],
        ["2", "开展培训", "区司法局", "各有关部门", "每季度", "开展培训不少于4场"],
    )
    intake = intakes.receive(actor=coordinator, name="任务分解表.xlsx", data=data, kind="annual", at=at)
    draft = from_json(intake.draft)
    assert [(task.number, task.title, task.row) for task in draft.tasks] == [
        ("1", "编制检查计划", 3),
        ("2", "开展培训", 4),
    ]
    assert draft.names["各有关部门"].state == "collective"
    assert intake.text[draft.tasks[1].start : draft.tasks[1].end].startswith("〔第4行〕编号：2")
    plan = intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)
    second = plan.tasks.get(title="开展培训")
    assert (second.frequency, str(second.targets.get())) == ("P3M", "开展培训不低于4场")
    assert second.units.count() == 3


def test_receive_of_a_wrong_table_reports_each_row_and_takes_none(coordinator: Actor, at: datetime) -> None:
    data = table(
        ["序号", "任务", "责任单位", "完成时限"],
        ["1", "", "区司法局", "2026年6月"],
        ["2", "甲事项", "区司法局", "择机"],
        ["3", "乙事项", "区司法局", "2026年6月"],
    )
    with pytest.raises(SheetRefused) as refusal:
        intakes.receive(actor=coordinator, name="表.xlsx", data=data, kind="annual", at=at)
    assert [fault.row for fault in refusal.value.faults] == [3, 4]
    assert "第 3 行：没有任务名称。" in refusal.value.say
    assert "第 4 行：完成时限“择机”看不懂" in refusal.value.say
    assert Intake.objects.count() == 0


def test_receive_of_a_table_with_extra_fields_of_its_kind(coordinator: Actor, district: District, at: datetime) -> None:
    data = table(
        ["序号", "演练科目", "演练类型", "组织单位", "参演单位", "演练时间", "参演人数"],
        ["1", "防汛演练", "综合演练", "区城管局", "东街街道", "2026年7月", "80"],
    )
    intake = intakes.receive(actor=coordinator, name="演练.xlsx", data=data, kind="drills", at=at)
    plan = intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)
    assert plan.tasks.get(title="防汛演练").extra == {"type": "综合演练", "people": 80}


@pytest.mark.parametrize("kind", [kind.key for kind in load_plan_kinds().kinds])
def test_every_kind_can_be_imported_from_its_own_words(
    kind: str, coordinator: Actor, district: District, at: datetime
) -> None:
    found = next(item for item in load_plan_kinds().kinds if item.key == kind)
    samples = {"文字": "甲", "段落": "乙", "日期": "2026-05-01", "金额": "1000", "整数": "3"}
    titles = ["序号", found.wording.task, found.wording.responsible, found.wording.due]
    row = ["1", "一件事", "区司法局", "2026年6月"]
    for field in found.fields:
        titles.append(field.title)
        row.append(field.choices[0] if field.choices else samples[field.type.value])
    intake = intakes.receive(actor=coordinator, name="表.xlsx", data=table(titles, row), kind=kind, at=at)
    plan = intakes.confirm(actor=coordinator, intake=intake, version=intake.version, at=at)
    task = plan.tasks.get(is_branch=False)
    assert set(task.extra) == {field.key for field in found.fields}
    assert task.units.get().organization == Organization.objects.get(
        short_name="区司法局", jurisdiction=district.jurisdiction
    )


def test_table_is_called_by_the_title_above_its_header(coordinator: Actor, district: District, at: datetime) -> None:
    data = table(["编号", "工作任务", "牵头部门"], ["1", "编制检查计划", "区市场监管局"])
    intake = intakes.receive(actor=coordinator, name="表.xlsx", data=data, kind="annual", at=at)
    assert intake.title == "清和区任务分解表"
