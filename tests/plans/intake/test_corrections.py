"""Correcting a draft: every verb, its refusals, and two coordinators at once."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from fazhi.government.actors import Actor
from fazhi.government.models import Alias
from fazhi.government.permissions import NotAllowed
from fazhi.plans.intake import corrections
from fazhi.plans.intake.draft import Draft, DraftDeadline, DraftTarget, DraftTask, DraftUnit, from_json
from fazhi.plans.models import Intake
from fazhi.plans.refusals import Refused
from tests.conftest import District
from tests.plans.conftest import PLAN_TEXT


class Desk:
    """An open draft and its coordinator; each call uses the newest version."""

    def __init__(self, intake: Intake, actor: Actor, at: datetime) -> None:
        self.intake, self.actor, self.at = intake, actor, at

    @property
    def draft(self) -> Draft:
        return from_json(self.intake.draft)

    def __call__(self, verb: Callable[..., Intake], **arguments: object) -> Draft:
        arguments = {"version": self.intake.version, **arguments}
        self.intake = verb(actor=self.actor, intake=self.intake, at=self.at, **arguments)
        return self.draft


@pytest.fixture
def desk(receive: Callable[..., Intake], coordinator: Actor, at: datetime) -> Desk:
    return Desk(receive(), coordinator, at)


def test_describe_sets_name_number_and_term(desk: Desk) -> None:
    desk(
        corrections.describe,
        title=" 要点 ",
        document_number="清法治办〔2026〕1号",
        starts_on=date(2026, 1, 1),
        ends_on=date(2026, 6, 30),
    )
    desk.intake.refresh_from_db()
    assert (desk.intake.title, desk.intake.document_number, desk.intake.ends_on) == (
        "要点",
        "清法治办〔2026〕1号",
        date(2026, 6, 30),
    )


@pytest.mark.parametrize(
    ("title", "ends_on", "field"),
    [("", date(2026, 12, 31), "title"), ("x", date(2025, 12, 31), "ends_on"), ("x", date(2099, 1, 1), "ends_on")],
)
def test_describe_wrong_is_refused_at_its_field(desk: Desk, title: str, ends_on: date, field: str) -> None:
    with pytest.raises(Refused) as refusal:
        desk(corrections.describe, title=title, document_number="", starts_on=date(2026, 1, 1), ends_on=ends_on)
    assert refusal.value.field == field


def test_change_task_replaces_it(desk: Desk, district: District) -> None:
    task = replace(
        desk.draft.tasks[0],
        title=" 规范检查 ",
        units=(DraftUnit("区法院", "lead"),),
        deadlines=(DraftDeadline("每月", "P1M"),),
        targets=(DraftTarget("次数", ">=", "4", "次"),),
    )
    draft = desk(corrections.change_task, task=task)
    assert draft.tasks[0].title == "规范检查"
    assert draft.names["区法院"].organization_ids == (district.court.pk,)
    assert len(draft.tasks) == 4


@pytest.mark.parametrize(
    ("changes", "field", "say"),
    [
        ({"title": " "}, "title", "请填写任务名称"),
        ({"title": "长" * 301}, "title", "最多 300 字"),
        ({"frequency": "P2D"}, "frequency", "频次"),
        ({"units": (DraftUnit("区法院", "boss"),)}, "units", "职责"),
        ({"targets": (DraftTarget("x", "!", "1"),)}, "targets", "要求"),
        ({"deadlines": (DraftDeadline("尽快", ""),)}, "deadlines", "“尽快”看不懂"),
        ({"extra": {"none": "x"}}, "extra", "没有"),
        ({"key": 99}, "", "已从草稿中删除"),
    ],
)
def test_change_task_wrong_is_refused_at_its_field(
    desk: Desk, changes: dict[str, object], field: str, say: str
) -> None:
    with pytest.raises(Refused, match=say) as refusal:
        desk(corrections.change_task, task=replace(desk.draft.tasks[0], **changes))
    assert refusal.value.field == field


def test_add_task_goes_behind_the_one_named(desk: Desk) -> None:
    draft = desk(corrections.add_task, task=DraftTask(key=0, title="新任务"), after=desk.draft.tasks[0].key)
    assert [task.title for task in draft.tasks][:3] == ["规范涉企行政检查", "新任务", "优化政务服务"]
    draft = desk(corrections.add_task, task=DraftTask(key=0, title="末任务"))
    assert draft.tasks[-1].title == "末任务"
    assert len({task.key for task in draft.tasks}) == 6


def test_delete_tasks_takes_them_out(desk: Desk) -> None:
    keys = [task.key for task in desk.draft.tasks[:2]]
    assert [task.title for task in desk(corrections.delete_tasks, keys=keys).tasks] == [
        "加强行政执法培训",
        "开展案卷评查",
    ]
    with pytest.raises(Refused, match="请先勾选"):
        desk(corrections.delete_tasks, keys=[])


def test_merge_tasks_joins_texts_units_and_deadlines(desk: Desk) -> None:
    first, second = desk.draft.tasks[:2]
    draft = desk(corrections.merge_tasks, keys=[second.key, first.key])
    merged = draft.tasks[0]
    assert len(draft.tasks) == 3
    assert (merged.title, merged.start, merged.end) == (first.title, first.start, second.end)
    assert merged.body == f"{first.body}\n{second.body}"
    assert set(merged.units) == set(first.units) | set(second.units)
    assert merged.targets == second.targets
    with pytest.raises(Refused, match="至少要勾选两项"):
        desk(corrections.merge_tasks, keys=[merged.key])


def test_split_task_at_a_place_in_its_body(desk: Desk) -> None:
    task = desk.draft.tasks[0]
    draft = desk(corrections.split_task, key=task.key, second_title="并向社会公布")
    first, second = draft.tasks[:2]
    assert first.body + second.body == task.body
    assert (second.title, second.units) == ("并向社会公布", task.units)
    for wrong, say in (("没有这句", "正文中找不到"), (" ", "请填写")):
        with pytest.raises(Refused, match=say):
            desk(corrections.split_task, key=first.key, second_title=wrong)


def test_settle_name_holds_for_all_tasks(desk: Desk, district: District) -> None:
    draft = desk(corrections.settle_name, name="区城管局", organizations=[district.court])
    assert district.court.pk in dict(draft.parts(draft.tasks[0]))
    assert district.court.pk in dict(draft.parts(draft.tasks[2]))


def test_settle_name_can_be_remembered(
    receive: Callable[..., Intake], coordinator: Actor, district: District, at: datetime
) -> None:
    text = PLAN_TEXT.replace("东街街道", "西山管理处")
    desk = Desk(receive(text), coordinator, at)
    assert list(desk.draft.unsettled()) == ["西山管理处"]
    desk(corrections.settle_name, name="西山管理处", organizations=[district.street], remember=True)
    assert Alias.objects.get().organization == district.street
    assert from_json(receive(text + "\n").draft).unsettled() == {}


def test_settle_name_remembered_for_another_unit_is_refused(desk: Desk, district: District) -> None:
    desk(corrections.settle_name, name="区城管局", organizations=[district.court], remember=True)
    with pytest.raises(Refused, match="已是“区法院”的别名") as refusal:
        desk(corrections.settle_name, name="区城管局", organizations=[district.urban], remember=True)
    assert refusal.value.field == "remember"


def test_settle_name_wrong_is_refused(desk: Desk, district: District, outsider: Actor) -> None:
    from fazhi.government.models import Organization  # noqa: PLC0415

    foreign = Organization.objects.get(pk=outsider.seats[0].organization_id)
    for arguments, say in (
        ({"name": "没有此名", "organizations": []}, "草稿中没有"),
        ({"name": "区城管局", "organizations": [foreign]}, "不是本辖区现有单位"),
        ({"name": "区城管局", "organizations": [district.urban, district.court], "remember": True}, "只有对应到一个"),
    ):
        with pytest.raises(Refused, match=say):
            desk(corrections.settle_name, **arguments)


def test_two_coordinators_do_not_overwrite_each_other(desk: Desk) -> None:
    seen = desk.intake.version
    desk(corrections.delete_tasks, keys=[desk.draft.tasks[0].key])
    with pytest.raises(Refused, match=r"已由童畴于03月02日 09:00修改，本次没有保存"):
        desk(corrections.delete_tasks, keys=[desk.draft.tasks[0].key], version=seen)
    assert len(desk.draft.tasks) == 3


@pytest.mark.parametrize("who", ["outsider", "handler", "head", "supervisor", "system_admin"])
def test_corrections_are_for_the_coordinator(desk: Desk, who: str, request: pytest.FixtureRequest) -> None:
    desk.actor = request.getfixturevalue(who)
    task = desk.draft.tasks[0]
    for verb, arguments in (
        (
            corrections.describe,
            {"title": "x", "document_number": "", "starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)},
        ),
        (corrections.change_task, {"task": task}),
        (corrections.add_task, {"task": task}),
        (corrections.delete_tasks, {"keys": [task.key]}),
        (corrections.merge_tasks, {"keys": [1, 2]}),
        (corrections.split_task, {"key": task.key, "second_title": "x"}),
        (corrections.settle_name, {"name": "区城管局", "organizations": []}),
    ):
        with pytest.raises(NotAllowed):
            desk(verb, **arguments)
