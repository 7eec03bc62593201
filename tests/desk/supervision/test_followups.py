"""Pages of follow-up over HTTP: list, matter, issuing, reminders, who may see what, numbers of queries."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from fazhi.government.actors import Actor
from fazhi.plans.followup import followups, reminders
from fazhi.plans.models import FollowUp, Reminder
from tests.conftest import District
from tests.plans.supervision_cases import issued, planned

SignIn = Callable[[Actor], Client]
Queries = Callable[[Client, str], int]
LIST = "/supervision/followups/"


def move(settings: Any, moment: datetime) -> None:
    settings.FIXED_NOW = moment.isoformat()


def page_of(followup: FollowUp) -> str:
    return f"{LIST}{followup.pk}/"


def test_list_shows_what_is_within_reach(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    own, other = (issued(coordinator, unit, at) for unit in (district.market, district.urban))
    seen = sign_in(handler).get(LIST).content.decode()
    assert (own.number in seen, other.number in seen) == (True, False)
    seen = sign_in(coordinator).get(LIST).content.decode()
    assert (own.number in seen, other.number in seen) == (True, True)


def test_list_narrows_by_mark(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime, settings: Any
) -> None:
    red = issued(coordinator, district.urban, at)
    answered = issued(coordinator, district.market, at)
    followups.feedback(actor=handler, followup=answered, text="正在办。", at=at)
    move(settings, at + timedelta(days=4))
    seen = sign_in(coordinator).get(f"{LIST}?mark=red").content.decode()
    assert (red.number in seen, answered.number in seen) == (True, False)


def test_list_costs_the_same_whatever_its_length(
    sign_in: SignIn, coordinator: Actor, district: District, at: datetime, queries_of: Queries
) -> None:
    client = sign_in(coordinator)
    issued(coordinator, district.market, at)
    one = queries_of(client, LIST)
    for unit in (district.urban, district.street):
        issued(coordinator, unit, at)
    assert queries_of(client, LIST) == one


def test_matter_costs_the_same_whatever_was_written(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime, queries_of: Queries
) -> None:
    followup = issued(coordinator, district.market, at)
    client = sign_in(handler)
    followups.feedback(actor=handler, followup=followup, text="第一次。", at=at)
    one = queries_of(client, page_of(followup))
    for text in ("第二次。", "第三次。"):
        followups.feedback(actor=handler, followup=followup, text=text, at=at)
    assert queries_of(client, page_of(followup)) == one


def test_export_holds_what_the_list_shows(
    sign_in: SignIn, coordinator: Actor, district: District, at: datetime
) -> None:
    issued(coordinator, district.market, at)
    response = sign_in(coordinator).get(f"{LIST}?export=xlsx")
    sheet = load_workbook(io.BytesIO(response.content)).active
    assert sheet is not None
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[2][:5] == ["督办编号", "督办事项", "承办单位", "亮牌", "状态"]
    assert rows[3][:6] == [
        "清督〔2026〕1号",
        "占道经营整治进展缓慢，请限期整改。",
        "区市场监管局",
        "正常",
        "办理中",
        "当日响应（2026年3月2日24时）",
    ]


def test_matter_shows_how_each_limit_was_counted(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    seen = sign_in(handler).get(page_of(followup)).content.decode()
    assert "3月2日交办，当日不计，3个自然日，至2026年3月5日24时止" in seen
    assert "不设时限，跟踪至销号" in seen
    assert "今天到期" in seen


def test_unit_feeds_back_with_a_file(
    sign_in: SignIn,
    coordinator: Actor,
    handler: Actor,
    district: District,
    at: datetime,
    upload: Callable[[str, bytes], SimpleUploadedFile],
) -> None:
    followup = issued(coordinator, district.market, at)
    client = sign_in(handler)
    given = {"verb": "feedback", "text": "已完成排查。", "attachments": upload("台账.txt", "一".encode())}
    response = client.post(page_of(followup), given, follow=True)
    assert response.redirect_chain == [(page_of(followup), 302)]
    assert "已反馈进展。" in response.content.decode()
    entry = followup.entries.get(kind="feedback")
    assert (entry.text, [each.name for each in entry.files.all()]) == ("已完成排查。", ["台账.txt"])


def test_refused_entry_keeps_what_was_chosen(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    response = sign_in(handler).post(page_of(followup), {"verb": "settle", "text": " "})
    assert response.status_code == 422
    form = response.context["form"]
    assert form.errors == {"text": ["请写明办理结果。"]}
    assert form["verb"].value() == "settle"


def test_bad_file_writes_nothing(
    sign_in: SignIn,
    coordinator: Actor,
    handler: Actor,
    district: District,
    at: datetime,
    upload: Callable[[str, bytes], SimpleUploadedFile],
) -> None:
    followup = issued(coordinator, district.market, at)
    given = {"verb": "feedback", "text": "见附件。", "attachments": upload("照片.png", b"no picture")}
    response = sign_in(handler).post(page_of(followup), given)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["attachments"]
    assert followup.entries.count() == 1


def test_verb_that_became_impossible_is_told_in_words(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at)
    response = sign_in(handler).post(page_of(followup), {"verb": "feedback", "text": "补充。"})
    assert response.status_code == 422
    assert response.context["form"].non_field_errors() == [
        "该事项已申请办结，正等待销号，不能再反馈。如需补充，请联系督办人员退回。"
    ]


@pytest.mark.parametrize(("who", "verb"), [("handler", "close"), ("supervisor", "settle"), ("coordinator", "respond")])
def test_verb_of_another_role_is_forbidden(
    who: str, verb: str, request: pytest.FixtureRequest, sign_in: SignIn, coordinator: Actor, district: District,
    at: datetime,
) -> None:  # fmt: skip
    followup = issued(coordinator, district.market, at)
    client = sign_in(request.getfixturevalue(who))
    assert client.post(page_of(followup), {"verb": verb, "text": "试试"}).status_code == 403
    assert followup.entries.count() == 1


def test_issuing_to_two_units_makes_two(sign_in: SignIn, coordinator: Actor, district: District, at: datetime) -> None:
    given = {
        "matter": "整治占道经营。",
        "source": "区长批示",
        "units": [district.market.pk, district.urban.pk],
        "rule": "13710",
        "difficulty": "ordinary",
    }
    response = sign_in(coordinator).post(f"{LIST}new/", given, follow=True)
    assert response.redirect_chain == [(LIST, 302)]
    assert "已交办 2 件：清督〔2026〕1号、清督〔2026〕2号。" in response.content.decode()
    assert set(FollowUp.objects.values_list("unit", flat=True)) == {district.market.pk, district.urban.pk}


def test_issuing_on_a_task_comes_filled_and_keeps_the_task(
    sign_in: SignIn, coordinator: Actor, district: District, at: datetime
) -> None:
    task = planned(coordinator, at, district.market, district.urban, title="规范行政执法")
    client = sign_in(coordinator)
    address = f"{LIST}new/?task={task.pk}"
    initial = client.get(address).context["form"].initial
    assert initial == {
        "matter": "“规范行政执法”，要求2026年2月20日前完成，请抓紧推进并按时反馈。",
        "source": "2026年法治政府建设工作要点",
        "units": [district.market.pk],
    }
    client.post(address, initial | {"rule": "13710", "difficulty": "hard"})
    assert FollowUp.objects.get().task == task


def test_incomplete_issue_is_shown_again(sign_in: SignIn, coordinator: Actor) -> None:
    response = sign_in(coordinator).post(f"{LIST}new/", {"matter": "整治占道经营。", "rule": "13710"})
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"source", "units", "difficulty"}
    assert "整治占道经营。" in response.content.decode()


def test_unit_of_another_district_cannot_be_chosen(sign_in: SignIn, coordinator: Actor, outsider: Actor) -> None:
    given = {
        "matter": "整治。",
        "source": "批示",
        "units": [outsider.seats[0].organization_id],
        "rule": "13710",
        "difficulty": "ordinary",
    }
    response = sign_in(coordinator).post(f"{LIST}new/", given)
    assert (response.status_code, list(response.context["form"].errors)) == (422, ["units"])


def test_unit_signs_for_a_reminder(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime, settings: Any
) -> None:
    followup = issued(coordinator, district.market, at)
    move(settings, at + timedelta(days=1))
    reminders.remind(jurisdiction=district.jurisdiction, at=at + timedelta(days=1))
    client = sign_in(handler)
    assert "黄牌提醒" in client.get("/").content.decode()
    address = f"/supervision/reminders/{Reminder.objects.get().pk}/read/"
    assert address in client.get(page_of(followup)).content.decode()
    response = client.post(address, follow=True)
    assert response.redirect_chain == [(page_of(followup), 302)]
    assert Reminder.objects.get().read_by == handler.person
    assert address not in response.content.decode()
    assert client.post(address).status_code == 422


def test_reminder_list_costs_the_same_whatever_its_length(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime, queries_of: Queries
) -> None:
    client = sign_in(handler)
    issued(coordinator, district.market, at)
    reminders.remind(jurisdiction=district.jurisdiction, at=at + timedelta(days=1))
    one = queries_of(client, "/supervision/reminders/")
    for _ in range(2):
        issued(coordinator, district.market, at)
    reminders.remind(jurisdiction=district.jurisdiction, at=at + timedelta(days=1))
    assert queries_of(client, "/supervision/reminders/") == one


def test_home_costs_the_same_whatever_waits(
    sign_in: SignIn, coordinator: Actor, handler: Actor, district: District, at: datetime, queries_of: Queries
) -> None:
    client = sign_in(handler)
    issued(coordinator, district.market, at)
    reminders.remind(jurisdiction=district.jurisdiction, at=at + timedelta(days=1))
    one = queries_of(client, "/")
    for _ in range(2):
        issued(coordinator, district.market, at)
    reminders.remind(jurisdiction=district.jurisdiction, at=at + timedelta(days=1))
    assert queries_of(client, "/") == one


@pytest.mark.parametrize("who", ["other_handler", "outsider"])
def test_matter_of_another_unit_is_not_found(
    who: str, request: pytest.FixtureRequest, sign_in: SignIn, coordinator: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    client = sign_in(request.getfixturevalue(who))
    assert client.get(page_of(followup)).status_code == 404
    assert client.post(page_of(followup), {"verb": "feedback", "text": "好"}).status_code == 404


@pytest.mark.parametrize("path", [LIST, f"{LIST}new/", f"{LIST}1/", "/supervision/reminders/"])
def test_administrators_and_strangers_stay_outside(path: str, sign_in: SignIn, audit_admin: Actor) -> None:
    assert sign_in(audit_admin).get(path).status_code == 403
    assert Client().get(path).status_code == 302


def test_only_the_coordinator_opens_the_form(sign_in: SignIn, handler: Actor, coordinator: Actor) -> None:
    assert sign_in(handler).get(f"{LIST}new/").status_code == 403
    assert sign_in(coordinator).get(f"{LIST}new/").status_code == 200


def test_search_finds_a_matter_by_its_number(
    sign_in: SignIn, coordinator: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    address = page_of(followup)
    assert address in sign_in(coordinator).get("/search/", {"q": "清督 占道"}).content.decode()
    assert address not in sign_in(other_handler).get("/search/", {"q": "清督 占道"}).content.decode()
