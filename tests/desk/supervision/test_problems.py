"""Pages of the problem ledger over HTTP."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from fazhi.documents.spreadsheet import Column, Sheet, write_workbook
from fazhi.government.actors import Actor
from fazhi.plans import problems
from fazhi.plans.models import Problem
from tests.conftest import District
from tests.plans.supervision_cases import planned, registered

SignIn = Callable[[Actor], Client]
Queries = Callable[[Client, str], int]
Upload = Callable[[str, bytes], SimpleUploadedFile]
LIST = "/supervision/problems/"


def page_of(problem: Problem) -> str:
    return f"{LIST}{problem.pk}/"


def ledger(*rows: tuple[object, ...]) -> bytes:
    columns = [Column(title) for title in ("问题描述", "责任单位", "整改期限")]
    return write_workbook([Sheet("台账", columns, rows)])


def test_registering_shows_the_new_problem(
    sign_in: SignIn, coordinator: Actor, district: District, upload: Upload
) -> None:
    given = {
        "source": "inspection",
        "text": "案卷说理不充分。",
        "unit": district.market.pk,
        "due_on": "2026-6-30",
        "attachments": upload("反馈意见.txt", "一".encode()),
    }
    response = sign_in(coordinator).post(f"{LIST}new/", given, follow=True)
    problem = Problem.objects.get()
    assert response.redirect_chain == [(page_of(problem), 302)]
    assert (problem.number, problem.due_on) == ("清问〔2026〕1号", date(2026, 6, 30))
    assert [each.name for each in problem.entries.get().files.all()] == ["反馈意见.txt"]


def test_past_limit_is_refused_at_its_field(sign_in: SignIn, coordinator: Actor, district: District) -> None:
    given = {"source": "other", "text": "问题。", "unit": district.market.pk, "due_on": "2026-03-01"}
    response = sign_in(coordinator).post(f"{LIST}new/", given)
    assert response.status_code == 422
    assert response.context["form"].errors == {"due_on": ["整改期限 2026-03-01 早于今天，请重新选择。"]}


def test_unit_and_verifier_take_the_problem_to_its_end(
    sign_in: SignIn, coordinator: Actor, handler: Actor, supervisor: Actor, district: District, at: datetime
) -> None:
    problem = registered(coordinator, district.market, at)
    steps = [(handler, "progress"), (handler, "rectify"), (supervisor, "return"), (handler, "rectify"),
             (supervisor, "verify")]  # fmt: skip
    for actor, verb in steps:
        assert sign_in(actor).post(page_of(problem), {"verb": verb, "text": "办理。"}).status_code == 302
    problem.refresh_from_db()
    assert problem.state == Problem.State.VERIFIED


def test_problem_goes_into_a_plan(sign_in: SignIn, coordinator: Actor, district: District, at: datetime) -> None:
    plan = planned(coordinator, at, district.urban).plan
    problem = registered(coordinator, district.market, at)
    client = sign_in(coordinator)
    assert f"{page_of(problem)}plan/" in client.get(page_of(problem)).content.decode()
    client.post(f"{page_of(problem)}plan/", {"plan": plan.pk})
    problem.refresh_from_db()
    assert problem.task is not None
    assert problem.task.plan == plan
    assert f"{page_of(problem)}plan/" not in client.get(page_of(problem)).content.decode()


def test_ledger_is_imported(sign_in: SignIn, coordinator: Actor, district: District, upload: Upload) -> None:
    data = ledger(("案卷说理不充分", "区市场监管局", date(2026, 6, 30)), ("证件未亮明", "区城管局", date(2026, 7, 1)))
    response = sign_in(coordinator).post(f"{LIST}import/", {"file": upload("台账.xlsx", data)}, follow=True)
    assert "已导入 2 个问题。" in response.content.decode()


def test_ledger_with_a_wrong_row_names_it(
    sign_in: SignIn, coordinator: Actor, district: District, upload: Upload
) -> None:
    data = ledger(("案卷说理不充分", "区市场监管局", date(2026, 6, 30)), ("证件未亮明", "区渔业局", date(2026, 7, 1)))
    response = sign_in(coordinator).post(f"{LIST}import/", {"file": upload("台账.xlsx", data)})
    assert response.status_code == 422
    assert [str(row) for row in response.context["wrong"]] == [
        "第 3 行：没有名为“区渔业局”的单位，请改用单位全称或简称，一行只写一个单位。"
    ]
    assert Problem.objects.count() == 0


def test_list_page_and_home_cost_the_same_whatever_is_in_them(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime, queries_of: Queries
) -> None:
    client = sign_in(handler)
    problem = registered(coordinator, district.market, at)
    paths = (LIST, page_of(problem), "/")
    problems.progress(actor=handler, problem=problem, text="一。", at=at)
    one = [queries_of(client, path) for path in paths]
    for _ in range(2):
        registered(coordinator, district.market, at)
        problems.progress(actor=handler, problem=problem, text="二。", at=at)
    assert [queries_of(client, path) for path in paths] == one


def test_colour_filter_finds_the_overdue(sign_in: SignIn, coordinator: Actor, district: District, at: datetime) -> None:
    late = registered(coordinator, district.market, at.replace(month=1), due_on=date(2026, 2, 1))
    timely = registered(coordinator, district.urban, at)
    seen = sign_in(coordinator).get(f"{LIST}?colour=red").content.decode()
    assert (late.number in seen, timely.number in seen) == (True, False)


@pytest.mark.parametrize("who", ["other_handler", "outsider"])
def test_problem_of_another_unit_is_not_found(
    who: str, request: pytest.FixtureRequest, sign_in: SignIn, coordinator: Actor, district: District, at: datetime
) -> None:
    problem = registered(coordinator, district.market, at)
    client = sign_in(request.getfixturevalue(who))
    assert client.get(page_of(problem)).status_code == 404
    assert client.post(page_of(problem), {"verb": "rectify", "text": "好"}).status_code == 404


def test_units_neither_register_nor_import_nor_plan(
    sign_in: SignIn, handler: Actor, coordinator: Actor, district: District, at: datetime
) -> None:
    problem = registered(coordinator, district.market, at)
    client = sign_in(handler)
    for path in (f"{LIST}new/", f"{LIST}import/", f"{page_of(problem)}plan/"):
        assert client.get(path).status_code == 403
    assert client.post(page_of(problem), {"verb": "verify", "text": "好"}).status_code == 403
