"""Pages of assessments: who sees what, forms that keep what was typed, the way of an officer and a reviewer."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.assessment import assessments
from fazhi.assessment.models import Evidence, ItemScore, Objection, Phase, SystemEdition
from fazhi.cases import taking
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.assessment.stage import adopted, opened, problem, sheet_of_unit, under_review
from tests.conftest import AT, District

pytestmark = pytest.mark.django_db

SignIn = Callable[[Actor], Client]


@pytest.fixture(autouse=True)
def now(settings: Any) -> None:
    settings.FIXED_NOW = AT.isoformat()


def said(response: Any) -> str:
    return str(response.content.decode())


def test_systems_are_shown_adopted_and_adjusted(coordinator: Actor, district: District, sign_in: SignIn) -> None:
    client = sign_in(coordinator)
    page = said(client.get("/assessment/systems/catalog/county_model/"))
    assert "重大执法决定法制审核" in page
    assert "重大执法决定法制审核率不少于100%的，得 3 分；否则不得分" in page
    made = client.post("/assessment/systems/catalog/department_model/adopt/")
    edition = SystemEdition.objects.get()
    assert made["Location"] == f"/assessment/systems/{edition.pk}/"
    form = {"parts-3-indicators-0-items-0-points": "9", "why": "试"}
    fields = client.get(f"/assessment/systems/{edition.pk}/adjust/").context["form"]
    whole = {name: field.initial or "" for name, field in fields.fields.items()} | form
    refused = client.post(f"/assessment/systems/{edition.pk}/adjust/", whole)
    assert refused.status_code == 422
    assert "所属项目合计 21 分" in said(refused)
    assert 'value="9"' in said(refused)
    saved = client.post(
        f"/assessment/systems/{edition.pk}/adjust/", whole | {"parts-3-indicators-0-items-4-points": "3"}, follow=True
    )
    assert "“年度任务完成”分值：8 → <b>9</b>" in said(saved)


def test_new_assessment_is_opened_step_by_step(coordinator: Actor, district: District, sign_in: SignIn) -> None:
    edition = adopted(coordinator)
    client = sign_in(coordinator)
    form = {
        "edition": edition.pk,
        "title": "年度考核",
        "year": "2026",
        "bodies": [district.market.pk, district.street.pk],
        "self_until": "2026-03-20",
        "review_until": "2026-04-10",
        "objection_until": "2026-04-20",
    }
    refused = client.post("/assessment/new/", form | {"bodies": [district.court.pk]})
    assert (refused.status_code, "不考核这类单位：区法院" in said(refused)) == (422, True)
    made = client.post("/assessment/new/", form)
    page = made["Location"]
    assert "启动自评" in said(client.get(page))
    client.post(f"{page}next/", {"from": "preparing"})
    shown = said(client.get(page))
    assert "自评中" in shown
    assert "按单位次序排列，不排名" in shown


def test_officer_states_submits_and_sees_what_to_raise(
    coordinator: Actor, handler: Actor, district: District, sign_in: SignIn
) -> None:
    problem(coordinator, district.market)
    made = opened(coordinator, district)
    body = sheet_of_unit(made, district.market)
    client, base = sign_in(handler), f"/assessment/bodies/{body.pk}"
    home = said(client.get("/assessment/"))
    assert "继续自评，还有" in home
    page = said(client.get(f"{base}/d_problems/"))
    assert "问题整改率" in page
    assert "件中再多 1 件" in page
    # What is worked out stands in the item's own points, what it brings beside it in those of the whole sheet.
    sheet = client.get(f"{base}/").content.decode()
    assert "它们的分值折算到其他项目" in sheet
    row = sheet.partition(f'{base}/d_overdue/"')[2].partition("</tr>")[0]
    cell = r'data-label="(分值|取数分|得分)">(?:<b>)?([\d.]+)(?:</b> <span class="quiet">/ ([\d.]+))?'
    assert re.findall(cell, row) == [
        ("分值", "3", ""), ("取数分", "3", ""), ("得分", "11.12", "11.12"),
    ]  # fmt: skip
    refused = client.post(f"{base}/d_problems/state/", {"points": "2", "text": ""})
    assert (refused.status_code, "请写明自评理由" in said(refused)) == (422, True)
    saved = client.post(f"{base}/d_duty_report/state/", {"points": "2", "text": "见述法报告"})
    assert saved["Location"] == f"{base}/d_duty_report/"
    sent = client.post(f"{base}/submit/", follow=True)
    assert "自评已提交" in said(sent)
    assert client.post(f"{base}/d_duty_report/review/", {"points": "4"}).status_code == 403


def test_body_of_another_unit_is_not_shown(
    coordinator: Actor, other_handler: Actor, outsider: Actor, district: District, sign_in: SignIn
) -> None:
    made = opened(coordinator, district)
    body = sheet_of_unit(made, district.market)
    for actor in (other_handler, outsider):
        client = sign_in(actor)
        for address in ("", "d_problems/", "advice/", "binder.zip"):
            assert client.get(f"/assessment/bodies/{body.pk}/{address}").status_code == 404
    assert sign_in(outsider).get(f"/assessment/{made.pk}/").status_code == 404
    assert sign_in(other_handler).post(f"/assessment/{made.pk}/next/", {"from": "self"}).status_code == 403


def test_reviewer_decides_and_the_body_sees_it_only_when_announced(
    coordinator: Actor, handler: Actor, supervisor: Actor, district: District, sign_in: SignIn
) -> None:
    made = under_review(coordinator, handler, district, bodies=[district.market])
    body = sheet_of_unit(made, district.market)
    client, base = sign_in(supervisor), f"/assessment/bodies/{body.pk}"
    queue = said(client.get("/assessment/review/"))
    assert "述法" in queue
    client.post(f"{base}/d_duty_report/review/", {"points": "0", "text": "没有写问题"})
    assert ItemScore.objects.get(body=body, item="d_duty_report").review_points == 0
    assert "没有写问题" not in said(sign_in(handler).get(f"{base}/d_duty_report/"))
    frozen = Evidence.objects.get(body=body, item="d_problems")
    assert "案卷缺少送达回证" in said(client.get(f"/assessment/evidence/{frozen.pk}/"))
    assessments.announce(actor=coordinator, assessment=made, at=AT + timedelta(days=31))
    assert "没有写问题" in said(sign_in(handler).get(f"{base}/d_duty_report/"))
    sign_in(handler).post(f"{base}/d_duty_report/object/", {"text": "写了三个问题"})
    objection = Objection.objects.get()
    answer = {"upheld": "yes", "points": "2", "answer": "查证属实"}
    answered = client.post(f"/assessment/objections/{objection.pk}/", answer, follow=True)
    assert "已答复" in said(answered)
    assert ItemScore.objects.get(body=body, item="d_duty_report").review_points == 2
    assert client.get(f"{base}/binder.zip")["Content-Type"] == "application/zip"


def test_who_is_called_to_report_is_led_to_the_draft_and_so_is_who_handles_the_case(
    coordinator: Actor, handler: Actor, head: Actor, join: Callable[..., Actor], district: District, sign_in: SignIn,
    settings: Any,
) -> None:  # fmt: skip
    office = join("jia", "贾办", district.justice, Role.HANDLER, Role.COORDINATOR)
    listed = {
        "reporter_name": head.person.name, "reporter_person": str(head.person.pk), "position": "局长",
        "unit": {"name": str(district.market)}, "report_year": AT.year, "duty_kind": "department_head",
        "form": "written",
    }  # fmt: skip
    opened_case = taking.open_case(
        actor=office, procedure="duty_reporting", organization=district.justice,
        given=Given("list", AT.date(), data=listed), at=AT,
    )  # fmt: skip
    call = {"call_document": "通〔2026〕1号", "due_on": date(2026, 3, 20), "form": "written"}
    taking.take(actor=office, case_id=opened_case.case.pk, given=Given("call", AT.date(), data=call), at=AT)
    draft = f"/assessment/duty/?person={head.person.pk}&amp;year={AT.year}"
    assert draft in sign_in(head).get("/").content.decode()
    assert "2026年度述法报告" not in said(sign_in(handler).get("/"))
    assert draft in sign_in(office).get(f"/cases/{opened_case.case.pk}/").content.decode()


def test_duty_draft_says_what_records_hold(
    coordinator: Actor, head: Actor, district: District, sign_in: SignIn
) -> None:
    problem(coordinator, district.market)
    page = said(sign_in(head).get("/assessment/duty/"))
    assert "清和区市场监督管理局傅泽2026年度述法报告" in page
    assert "案卷缺少送达回证（问题台账" in page
    assert "年度应在" in said(sign_in(head).get("/assessment/duty/?year=1900"))
    theirs = said(sign_in(coordinator).get(f"/assessment/duty/?person={head.person.pk}"))
    assert "傅泽2026年度述法报告" in theirs


@pytest.mark.parametrize("bodies", [1, 3])
def test_assessment_costs_the_same_for_any_number_of_bodies(
    coordinator: Actor, district: District, sign_in: SignIn, bodies: int
) -> None:
    units = [district.market, district.urban, district.street][:bodies]
    made = opened(coordinator, district, bodies=units)
    client = sign_in(coordinator)
    client.get("/assessment/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/assessment/{made.pk}/").status_code == 200
    assert len(queries) == 14
    assert made.stage is Phase.SELF


def test_veto_is_read_by_the_body_and_found_by_a_reviewer_alone(
    coordinator: Actor, handler: Actor, supervisor: Actor, district: District, sign_in: SignIn
) -> None:
    made = under_review(coordinator, handler, district, bodies=[district.market])
    page = f"/assessment/bodies/{sheet_of_unit(made, district.market).pk}/vetoes/d_false_data/"
    finding = {"applies": "yes", "text": "述法材料与记录不符"}
    own, reviewer = sign_in(handler), sign_in(supervisor)
    read = own.get(page)
    assert (read.status_code, "总分不高于" in said(read), "form" in read.context) == (200, True, False)
    assert own.post(page, finding).status_code == 403
    assert reviewer.post(page, finding).status_code == 302
    assert "述法材料与记录不符" in said(reviewer.get(page))
    assert "述法材料与记录不符" not in said(own.get(page))
