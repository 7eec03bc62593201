"""The import wizard through its pages: upload, corrections, names, confirmation."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.government.actors import Actor
from fazhi.plans.intake.draft import from_json
from fazhi.plans.models import Intake, Plan
from tests.conftest import District
from tests.plans.conftest import ADJUSTED_TEXT, PLAN_TEXT

Upload = Callable[[str, bytes], Any]
SignIn = Callable[[Actor], Client]


def address(name: str, *args: object) -> str:
    return reverse(f"desk:plans:{name}", args=args)


@pytest.fixture
def desk(sign_in: SignIn, coordinator: Actor) -> Client:
    return sign_in(coordinator)


@pytest.fixture
def intake(receive: Callable[..., Intake]) -> Intake:
    """A draft with one name that nobody knows."""
    return receive(PLAN_TEXT.replace("东街街道", "西山管理处"))


def text_of(response: Any) -> str:
    return response.content.decode()


def test_upload_leads_to_the_draft(desk: Client, upload: Upload) -> None:
    response = desk.post(
        address("receive"), {"file": upload("要点.txt", PLAN_TEXT.encode()), "kind": "annual"}, follow=True
    )
    intake = Intake.objects.get()
    assert response.redirect_chain == [(address("draft", intake.pk), 302)]
    assert "已读出 4 项任务，请核对后确认。" in text_of(response)


def test_upload_of_the_same_file_is_noticed_and_may_be_insisted_on(desk: Client, plan: Plan, upload: Upload) -> None:
    data = {"kind": "annual", "file": upload("b.txt", PLAN_TEXT.encode())}
    response = desk.post(address("receive"), data)
    assert response.status_code == 422
    assert "内容完全相同" in response.context["form"].errors["again"][0]
    assert f'href="{address("plan", plan.pk)}"' in text_of(response)
    again = desk.post(address("receive"), {**data, "file": upload("b.txt", PLAN_TEXT.encode()), "again": "on"})
    assert again.status_code == 302


def test_upload_of_a_wrong_table_lists_its_rows(desk: Client, upload: Upload) -> None:
    sheet = Sheet("表", [Column("任务"), Column("完成时限")], [["甲", "择机"], ["", "2026年6月"]])
    data = {"kind": "annual", "file": upload("表.xlsx", write_workbook([sheet]))}
    response = desk.post(address("receive"), data)
    assert response.status_code == 422
    assert [fault.row for fault in response.context["faults"]] == [2, 3]


@pytest.mark.parametrize("name", ["图.png", "空.txt"])
def test_upload_of_what_cannot_be_read_is_refused_at_the_field(desk: Client, upload: Upload, name: str) -> None:
    response = desk.post(address("receive"), {"kind": "annual", "file": upload(name, b"")})
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["file"]


def test_draft_points_from_each_task_to_its_place(desk: Client, intake: Intake) -> None:
    page = text_of(desk.get(address("draft", intake.pk)))
    for task in from_json(intake.draft).tasks:
        assert f'id="task-{task.key}"' in page
        assert f'id="place-{task.key}" href="#task-{task.key}"' in page


def test_draft_asks_for_each_unknown_name_once(desk: Client, intake: Intake) -> None:
    response = desk.get(address("draft", intake.pk))
    assert [row.name for row in response.context["open_names"]] == ["西山管理处"]
    assert "还不能确认" in text_of(response)


def test_name_is_settled_from_the_panel(desk: Client, intake: Intake, district: District) -> None:
    data = {"name": "西山管理处", "version": intake.version, "organizations": district.street.pk, "remember": "on"}
    response = desk.post(address("draft-name", intake.pk), data)
    assert response.status_code == 302
    intake.refresh_from_db()
    assert from_json(intake.draft).names["西山管理处"].organization_ids == (district.street.pk,)


def test_name_may_stay_a_text(desk: Client, intake: Intake) -> None:
    desk.post(address("draft-name", intake.pk), {"name": "西山管理处", "version": intake.version, "as_text": "1"})
    intake.refresh_from_db()
    assert from_json(intake.draft).names["西山管理处"].state == "text"


def test_name_without_an_answer_is_refused(desk: Client, intake: Intake) -> None:
    assert desk.get(address("draft-name", intake.pk), {"name": "西山管理处"}).status_code == 200
    response = desk.post(address("draft-name", intake.pk), {"name": "西山管理处", "version": intake.version})
    assert response.status_code == 422
    assert "请选择对应的单位" in response.context["form"].errors["organizations"][0]


def test_confirm_with_open_names_says_all_that_blocks(desk: Client, intake: Intake) -> None:
    response = desk.post(address("draft-confirm", intake.pk), {"version": intake.version})
    assert response.status_code == 422
    assert "“西山管理处”（1 项任务）还没有对应到单位。" in text_of(response)
    assert Plan.objects.count() == 0


def test_confirm_makes_the_plan(desk: Client, receive: Callable[..., Intake]) -> None:
    intake = receive()
    response = desk.post(address("draft-confirm", intake.pk), {"version": intake.version}, follow=True)
    plan = Plan.objects.get()
    assert response.redirect_chain == [(address("plan", plan.pk), 302)]
    assert "规范涉企行政检查" in text_of(response)
    assert desk.get(address("draft", intake.pk)).headers["Location"] == address("plan", plan.pk)


def task_form(desk: Client, intake: Intake, key: int) -> dict[str, Any]:
    form = desk.get(address("draft-task", intake.pk, key)).context["form"]
    return {field.name: "" if field.value() is None else field.value() for field in form}


def test_task_page_gives_back_what_it_shows(desk: Client, intake: Intake) -> None:
    for task in from_json(intake.draft).tasks:
        intake.refresh_from_db()
        assert (
            desk.post(address("draft-task", intake.pk, task.key), task_form(desk, intake, task.key)).status_code == 302
        )
    before, after = from_json(intake.draft), from_json(Intake.objects.get().draft)
    assert after.tasks == before.tasks


def test_task_page_changes_units_deadlines_and_targets(desk: Client, intake: Intake) -> None:
    data = task_form(desk, intake, 1) | {
        "lead": "区法院",
        "supporting": "区司法局、区城管局",
        "deadlines": "2026年10月底前\n每月",
        "targets": "检查计划公开率等于100%",
    }
    assert desk.post(address("draft-task", intake.pk, 1), data).status_code == 302
    intake.refresh_from_db()
    task = from_json(intake.draft).tasks[0]
    assert [(unit.part, unit.name) for unit in task.units] == [
        ("lead", "区法院"),
        ("supporting", "区司法局"),
        ("supporting", "区城管局"),
    ]
    assert [line.norm for line in task.deadlines] == ["2026-10", "P1M"]
    assert (task.targets[0].metric, task.targets[0].comparison, task.targets[0].value) == ("检查计划公开率", "=", "100")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"deadlines": "择机"}, "deadlines"),
        ({"targets": "越多越好"}, "targets"),
        ({"version": "99"}, "__all__"),
    ],
)
def test_task_page_refuses_at_the_field_and_keeps_what_was_typed(
    desk: Client, intake: Intake, changes: dict[str, str], field: str
) -> None:
    data = task_form(desk, intake, 1) | {"body": "改过的内容"} | changes
    response = desk.post(address("draft-task", intake.pk, 1), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert "改过的内容" in text_of(response)


def test_tasks_are_added_merged_split_and_deleted(desk: Client, intake: Intake) -> None:
    def version() -> int:
        intake.refresh_from_db()
        return intake.version

    many = address("draft-tasks", intake.pk)
    data = {"title": "手工任务", "version": version(), "frequency": ""}
    assert desk.post(address("draft-task-new", intake.pk), data).status_code == 302
    assert desk.post(many, {"keys": [1, 2], "what": "merge", "version": version()}).status_code == 302
    split = {"second_title": "并向社会公布", "version": version()}
    assert desk.post(address("draft-split", intake.pk, 1), split).status_code == 302
    assert desk.post(many, {"keys": [3], "what": "delete", "version": version()}).status_code == 302
    version()
    assert [task.title for task in from_json(intake.draft).tasks] == [
        "规范涉企行政检查",
        "并向社会公布",
        "开展案卷评查",
        "手工任务",
    ]
    refused = desk.post(many, {"keys": [4], "what": "merge", "version": version()})
    assert (refused.status_code, refused.context["refused"]) == (422, ["合并至少要勾选两项任务。"])
    refused = desk.post(address("draft-split", intake.pk, 4), {"second_title": "没有", "version": version()})
    assert refused.status_code == 422


def test_describe_changes_the_term(desk: Client, intake: Intake) -> None:
    data = {"title": "新名", "document_number": "", "starts_on": "2026-01-01", "ends_on": "2025-01-01"}
    response = desk.post(address("draft-describe", intake.pk), data | {"version": intake.version})
    assert response.status_code == 422
    assert "结束日期不能早于" in text_of(response)
    data |= {"ends_on": "2026年6月30日", "version": intake.version}
    assert desk.post(address("draft-describe", intake.pk), data).status_code == 302
    intake.refresh_from_db()
    assert (intake.title, str(intake.ends_on)) == ("新名", "2026-06-30")


def test_adjusting_is_offered_and_compared(desk: Client, plan: Plan, upload: Upload) -> None:
    form = desk.get(address("receive"), {"adjusts": plan.pk}).context["form"]
    assert form.initial == {"adjusts": plan.pk, "kind": "annual"}
    data = {"file": upload("调整.txt", ADJUSTED_TEXT.encode()), "kind": "annual", "adjusts": plan.pk}
    desk.post(address("receive"), data)
    intake = Intake.objects.get(adjusts=plan)
    found = desk.get(address("draft-compare", intake.pk)).context["found"]
    assert [len(part) for part in (found.added, found.changed, found.dropped, found.same)] == [1, 1, 1, 2]
    desk.post(address("draft-confirm", intake.pk), {"version": intake.version})
    edition = Plan.objects.get(edition=2)
    shown = desk.get(address("compare", edition.pk)).context["found"]
    assert [len(part) for part in (shown.added, shown.changed, shown.dropped, shown.same)] == [1, 1, 1, 2]
    assert "已被新版替代。下面是替代时的样子" in text_of(desk.get(address("plan", plan.pk)))


def test_abandon_closes_the_draft(desk: Client, intake: Intake) -> None:
    assert desk.post(address("draft-abandon", intake.pk)).status_code == 302
    assert "这份草稿已放弃，不能再改。" in text_of(desk.get(address("draft", intake.pk)))


@pytest.mark.parametrize("name", ["draft", "draft-compare", "draft-task-new"])
def test_draft_pages_of_another_district_are_not_found(
    name: str, intake: Intake, outsider: Actor, sign_in: SignIn
) -> None:
    assert sign_in(outsider).get(address(name, intake.pk)).status_code == 404


POSTS = ["draft-describe", "draft-tasks", "draft-name", "draft-confirm", "draft-abandon", "draft-task-new"]


@pytest.mark.parametrize("name", POSTS)
def test_draft_verbs_are_out_of_reach_of_others(
    name: str, intake: Intake, outsider: Actor, handler: Actor, sign_in: SignIn
) -> None:
    before = intake.version
    assert sign_in(outsider).post(address(name, intake.pk), {"version": before}).status_code == 404
    assert sign_in(handler).post(address(name, intake.pk), {"version": before}).status_code == 403
    intake.refresh_from_db()
    assert (intake.version, intake.state) == (before, Intake.State.OPEN)


@pytest.mark.parametrize("who", ["handler", "head", "supervisor", "unit_admin", "system_admin"])
def test_imports_are_for_coordinators(who: str, request: pytest.FixtureRequest, sign_in: SignIn) -> None:
    client = sign_in(request.getfixturevalue(who))
    for name in ("intakes", "receive"):
        assert client.get(address(name)).status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_list_of_imports_takes_a_fixed_number_of_queries(
    count: int, desk: Client, receive: Callable[..., Intake], django_assert_num_queries: Callable[..., Any]
) -> None:
    for number in range(count):
        receive(PLAN_TEXT + "\n" * number)
    with django_assert_num_queries(7):
        assert desk.get(address("intakes")).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_draft_takes_a_fixed_number_of_queries(
    count: int, desk: Client, receive: Callable[..., Intake], django_assert_num_queries: Callable[..., Any]
) -> None:
    lines = "\n".join(f"{n}.开展第{n}项工作。（责任单位：区司法局、区城管局）" for n in range(1, count + 3))
    intake = receive(f"清和区2026年法治政府建设工作要点\n\n一、主要任务\n{lines}\n")
    with django_assert_num_queries(7):
        assert desk.get(address("draft", intake.pk)).status_code == 200
