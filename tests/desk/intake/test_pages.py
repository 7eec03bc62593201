"""The clerk's pages over HTTP: list, the page of an application, every act, what is refused, who may read."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.cases.models import Case
from fazhi.cases.taking import Given, take
from fazhi.files import store
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.intake import applying, speaking
from fazhi.intake.models import Application, Channel, State
from fazhi.procedures.applications.library import forms
from fazhi.registers.models import Unmasking
from tests.conftest import District
from tests.intake.office import CITIZEN, OTHER, WANTED, HandIn, with_file

SignIn = Callable[[Actor], Client]
CONFIRMED = {"f.received_on": "2026-03-02", "f.confirmed_on": "2026-03-02"}


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def url(application: Application, *rest: str) -> str:
    return "/".join(["/intake", str(application.pk), *rest, ""])


def test_list_has_the_late_ones_first_and_nobody_elses(
    hand_in: HandIn, handler: Actor, sign_in: SignIn, district: District
) -> None:
    fresh, late = hand_in(), hand_in(days_ago=30, wanted="2024年度预算报告")
    hand_in(to=district.urban, wanted="城管局的清单")
    page = text_of(sign_in(handler).get("/intake/"))
    assert page.index(late.title) < page.index(fresh.title)
    assert "逾期 " in page
    assert "城管局的清单" not in page
    assert "钱知行" not in page


def test_list_asks_the_same_questions_for_one_as_for_three(hand_in: HandIn, handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(handler)
    counts = []
    for _ in range(2):
        hand_in()
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/intake/").status_code == 200
        counts.append(len(asked))
        hand_in()
    assert counts[0] == counts[1]


def test_page_masks_the_applicant_until_it_is_opened_and_records_it(
    hand_in: HandIn, handler: Actor, sign_in: SignIn
) -> None:
    application = hand_in()
    client = sign_in(handler)
    page = client.get(url(application)).content.decode()
    assert WANTED in page
    assert CITIZEN["name"] not in page
    assert "138****5678" in page
    opened = client.post(url(application, "reveal")).content.decode()
    assert CITIZEN["name"] in opened
    assert CITIZEN["phone"] in opened
    assert [each.person for each in Unmasking.objects.all()] == [handler.person]
    assert CITIZEN["name"] not in client.get(url(application)).content.decode()


def test_supervisor_states_a_purpose_and_acts_on_nothing(hand_in: HandIn, supervisor: Actor, sign_in: SignIn) -> None:
    application = hand_in()
    client = sign_in(supervisor)
    page = client.get(url(application)).content.decode()
    assert "立案，办下一件" not in page
    refused = client.post(url(application, "reveal"), {"purpose": ""})
    assert refused.status_code == 422
    assert CITIZEN["name"] not in refused.content.decode()
    assert CITIZEN["name"] in client.post(url(application, "reveal"), {"purpose": "核对投诉"}).content.decode()
    assert client.post(url(application, "note"), {"text": "记一笔"}).status_code == 403


def test_accepting_on_the_page_asks_only_what_is_missing_and_goes_to_the_next(
    hand_in: HandIn, handler: Actor, sign_in: SignIn
) -> None:
    first, second = hand_in(days_ago=1), hand_in(who=OTHER, wanted="2024年度预算报告")
    client = sign_in(handler)
    page = client.get(url(first)).content.decode()
    assert 'name="f.received_on"' in page
    assert 'name="f.information"' not in page
    assert 'name="f.applicant"' not in page
    refused = client.post(url(first, "accept"), {"performed_on": "2026-03-02"})
    assert refused.status_code == 422
    assert "没有立案" in text_of(refused)
    sent = {"performed_on": "2026-03-02", "key": "k1", **CONFIRMED}
    done = client.post(url(first, "accept"), sent)
    assert done.headers["Location"] == url(second)
    case = Case.objects.get()
    assert (case.data["information"], case.data["applicant"]["name"]) == (WANTED, CITIZEN["name"])
    last = client.post(url(second, "accept"), sent | {"key": "k2"})
    assert last.headers["Location"] == "/intake/"


def test_whole_form_lets_the_clerk_change_what_is_carried_and_records_the_look(
    hand_in: HandIn, handler: Actor, sign_in: SignIn
) -> None:
    application = hand_in()
    client = sign_in(handler)
    page = client.get(url(application, "accept", "whole")).content.decode()
    assert f'value="{CITIZEN["name"]}"' in page
    assert Unmasking.objects.get().purpose == "立案填报"
    key = re.search(r'name="key" value="([0-9a-f]+)"', page)
    sent = {
        "performed_on": "2026-03-02", "key": key[1] if key else "", "f.applicant.kind": "person",
        "f.applicant.name": "钱知行", "f.applicant_category": "natural_person", "f.information": "2024年的清单",
        "f.channel": "internet", "f.arrived_on": "2026-03-02", **CONFIRMED,
    }  # fmt: skip
    done = client.post(url(application, "accept", "whole"), sent | {"then": "case"})
    case = Case.objects.get()
    assert done.headers["Location"] == f"/cases/{case.pk}/"
    assert case.data["information"] == "2024年的清单"


def test_template_fills_the_answer_and_blanks_are_refused(hand_in: HandIn, handler: Actor, sign_in: SignIn) -> None:
    application = hand_in()
    client = sign_in(handler)
    page = client.get(f"{url(application)}?act=answer&template=disclosure_already_public").content.decode()
    found = re.search(r'<textarea name="text"[^>]*id="answer_text"[^>]*>\s*(.*?)</textarea>', page, re.DOTALL)
    assert found
    assert f"（编号{application.number}）" in found[1]
    sent = {"text": found[1], "remedies": "可以申请行政复议。"}
    refused = client.post(url(application, "answer"), sent)
    assert refused.status_code == 422
    assert "还有1处没有填写" in text_of(refused)
    done = client.post(url(application, "answer"), sent | {"text": "见区政府网站。"})
    assert done.headers["Location"] == "/intake/"
    application.refresh_from_db()
    assert application.state == State.ANSWERED


@pytest.mark.parametrize(
    ("act", "sent", "state"),
    [
        ("correction", {"text": "请写明年份。", "until": "2026-03-16"}, State.RETURNED),
        ("decline", {"ground": "不属于本机关", "text": "请向住建局提出。", "remedies": "可以复议。"}, State.DECLINED),
        ("note", {"text": "已电话联系。"}, State.RECEIVED),
    ],
)
def test_each_act_does_what_it_says(
    hand_in: HandIn, handler: Actor, sign_in: SignIn, act: str, sent: dict[str, str], state: State
) -> None:
    application = hand_in()
    assert sign_in(handler).post(url(application, act), sent).status_code == 302
    application.refresh_from_db()
    assert (application.state, application.messages.count()) == (state, 1)


def test_transfer_and_merge_from_the_page(
    hand_in: HandIn, handler: Actor, other_handler: Actor, sign_in: SignIn, district: District
) -> None:
    first, second, third = hand_in(days_ago=2), hand_in(), hand_in(who=OTHER, wanted="2024年度预算报告")
    client = sign_in(handler)
    page = text_of(client.get(url(second)))
    assert "很可能是同一件" in page
    assert "同一申请人、内容相同" in page
    assert client.post(url(second, "merge"), {"into": "没有这个号"}).status_code == 422
    client.post(url(second, "merge"), {"into": first.number})
    client.post(url(third, "transfer"), {"to": district.urban.pk, "reason": "由城管局保存。"})
    second.refresh_from_db()
    assert second.merged_into == first
    assert third.title in text_of(sign_in(other_handler).get("/intake/"))
    assert third.title in text_of(client.get("/intake/list/passed/"))
    assert client.get(url(third)).status_code == 200


def test_story_is_read_by_those_who_handle_it_and_masked_for_those_who_watch(
    district: District, join: Callable[..., Actor], supervisor: Actor, sign_in: SignIn, at: datetime
) -> None:
    clerk = join("yuan.zhu", "袁助", district.justice, Role.HANDLER)
    aid = forms().get("legal_aid")
    story = "老板欠我四个月工资，打电话不接。"
    data = {
        "scope": "labour", "matter": "欠薪", "facts": story, "recipient": "migrant", "means": "migrant",
    }  # fmt: skip
    application = applying.submit(
        form=aid, organization=district.justice, applicant=CITIZEN, data=data, at=at
    ).application
    seen = [text_of(sign_in(actor).get(url(application))) for actor in (clerk, supervisor)]
    assert [story in page for page in seen] == [True, False]


def test_those_that_were_merged_are_told_from_the_page(
    hand_in: HandIn, handler: Actor, sign_in: SignIn, at: datetime
) -> None:
    first, second = hand_in(), hand_in(who=OTHER)
    client = sign_in(handler)
    client.post(url(first, "accept"), {"performed_on": "2026-03-02", "key": "k1", **CONFIRMED})
    client.post(url(second, "merge"), {"into": first.number})
    case = Case.objects.get()
    data = {"provide_form": "as_wanted", "provide_detail": "已经寄出。"}
    take(actor=handler, case_id=case.pk, given=Given("reply", at.date(), result="granted", data=data), at=at)
    assert "获取的方式、途径和时间：已经寄出。" in client.get(url(first)).content.decode()
    assert client.post(url(first, "tell"), {"text": "名单已经寄出。"}).status_code == 302
    assert [each.said for each in second.messages.filter(kind="answer")] == ["名单已经寄出。"]


def test_supplement_of_a_case_is_put_in_with_one_click(
    hand_in: HandIn, handler: Actor, sign_in: SignIn, at: datetime
) -> None:
    application = hand_in()
    client = sign_in(handler)
    client.post(url(application, "accept"), {"performed_on": "2026-03-02", "key": "k1", **CONFIRMED})
    speaking.supplement(application_id=application.pk, text="补充一句。", at=at + timedelta(minutes=30))
    assert "补充材料到了" in text_of(client.get("/intake/list/news/"))
    assert "补充一句。" in text_of(client.get(url(application)))
    client.post(url(application, "attach"))
    case = Case.objects.get()
    assert case.attachments.count() == 1
    assert application.number in text_of(client.get(f"/cases/{case.pk}/"))
    assert "补充材料到了" not in text_of(client.get("/intake/list/news/"))


def test_file_of_a_citizen_is_for_those_who_may_read_the_application(
    hand_in: HandIn,
    handler: Actor,
    other_handler: Actor,
    supervisor: Actor,
    sign_in: SignIn,
    district: District,
    at: datetime,
) -> None:
    application = hand_in()
    kept = store.keep(name="身份证.txt", data="证".encode(), jurisdiction=district.jurisdiction, by=None, at=at)
    lonely = store.keep(name="无主.txt", data="无".encode(), jurisdiction=district.jurisdiction, by=None, at=at)
    with_file(application, kept)
    answers = [sign_in(actor).get(f"/files/{kept.pk}/").status_code for actor in (handler, supervisor, other_handler)]
    assert answers == [200, 200, 404]
    assert sign_in(handler).get(f"/files/{lonely.pk}/").status_code == 404


def test_file_that_a_clerk_took_in_is_no_more_open_than_a_citizens(
    hand_in: HandIn, handler: Actor, other_handler: Actor, sign_in: SignIn, district: District, at: datetime
) -> None:
    application = hand_in()
    area = district.jurisdiction
    kept = store.keep(name="信.txt", data="信".encode(), jurisdiction=area, by=handler.person, at=at)
    with_file(application, kept)
    assert sign_in(other_handler).get(f"/files/{kept.pk}/").status_code == 404


def test_home_names_what_waits(hand_in: HandIn, handler: Actor, head: Actor, sign_in: SignIn, at: datetime) -> None:
    late = hand_in(days_ago=30)
    speaking.urge(application_id=late.pk, text="请快一点。", at=at)
    page = text_of(sign_in(handler).get("/"))
    assert "待办理的来件" in page
    assert "群众来文" in page
    assert "逾期未办的来件" in text_of(sign_in(head).get("/"))


def test_search_finds_by_number_and_never_by_person(hand_in: HandIn, handler: Actor, sign_in: SignIn) -> None:
    application = hand_in()
    client = sign_in(handler)
    assert application.title in text_of(client.get("/search/", {"q": application.number}))
    assert application.title not in text_of(client.get("/search/", {"q": CITIZEN["name"]}))


def test_what_came_by_telephone_is_entered_with_the_same_checks(
    example_form: None, handler: Actor, sign_in: SignIn, district: District
) -> None:
    client = sign_in(handler)
    assert "申请公开政府信息" in text_of(client.get("/intake/register/"))
    page = client.get("/intake/register/example/").content.decode()
    key = re.search(r'name="key" value="([0-9a-f]+)"', page)
    sent = {
        "key": key[1] if key else "", "channel": "phone", "received_on": "2026-02-27", "kind": "person",
        "a.name": CITIZEN["name"], "a.id_number": "123", "a.phone": CITIZEN["phone"], "d.information": WANTED,
    }  # fmt: skip
    refused = client.post("/intake/register/example/", sent)
    assert refused.status_code == 422
    assert WANTED in refused.content.decode()
    done = client.post("/intake/register/example/", sent | {"a.id_number": CITIZEN["id_number"]})
    application = Application.objects.get()
    assert (application.channel, application.handler) == (Channel.PHONE, handler.person)
    assert application.due_on.isoformat() == "2026-03-09"
    assert application.number in text_of(done)
    assert "查询码" in text_of(done)
    again = client.post("/intake/register/example/", sent | {"a.id_number": CITIZEN["id_number"]})
    assert "没有重复登记" in text_of(again)


def test_outsider_sees_nothing(hand_in: HandIn, outsider: Actor, sign_in: SignIn) -> None:
    application = hand_in()
    client = sign_in(outsider)
    assert client.get(url(application)).status_code == 404
    assert application.title not in text_of(client.get("/intake/list/all/"))
