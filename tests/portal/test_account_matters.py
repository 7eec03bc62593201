"""我的事项: what is handed in while signed in or kept with a code, nothing else; one's data changed, taken, erased."""

import json
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fazhi.citizens.models import Account, Matter, SignedIn
from fazhi.government.actors import Actor
from fazhi.intake import applying, handling, personal, queueing
from fazhi.intake.applying import Submitted
from fazhi.intake.models import Application
from fazhi.portal.account import session
from fazhi.procedures.applications.library import forms
from tests.conftest import District
from tests.intake.office import CITIZEN, OTHER, WANTED
from tests.intake.office import example_form as example_form
from tests.portal.account_pages import BASE, PASSWORD, WHO, open_account, sign_in
from tests.portal.applying_pages import ANSWERS, fill_in, go_on, proof_for
from tests.portal.applying_pages import BASE as FORM

pytestmark = pytest.mark.usefixtures("example_form")


@pytest.fixture
def citizen(district: District, settings: Any, at: datetime) -> Client:
    client = Client()
    assert open_account(client, settings, at).status_code == 302
    return client


@pytest.fixture
def handed_in(district: District, at: datetime) -> Submitted:
    """Handed in by the same person, without the account."""
    return applying.submit(
        form=forms().get("example"),
        organization=district.market,
        applicant=CITIZEN,
        data={"information": WANTED},
        at=at - timedelta(days=1),
    )


def attach(client: Client, made: Submitted, code: str = "") -> Any:
    return client.post(f"{BASE}/attach/", {"number": made.application.number, "code": code or made.code})


def test_applying_signed_in(citizen: Client, district: District, settings: Any, at: datetime) -> None:
    page = citizen.get(f"{FORM}/1/").content.decode()
    assert 'value="person" checked' in page
    go_on(citizen, "1", **ANSWERS)
    you = citizen.get(f"{FORM}/you/").content.decode()
    assert "已经按您的账号填好" in you
    assert [word for word in WHO.values() if f'value="{word}"' not in you] == []
    check = fill_in(citizen, settings, at, district.market.pk)
    go_on(citizen, "you", **WHO | {"phone": "13700001111"})
    assert citizen.post(f"{FORM}/check/", {"proof": proof_for(check)})["Location"] == f"{FORM}/sent/"
    application = Application.objects.get()
    assert personal.opened_applicant(application)["phone"] == "13700001111"
    listed = citizen.get(f"{BASE}/").content.decode()
    assert (application.number in listed, listed.count("看这件事")) == (True, 1)
    assert "138****5678" in citizen.get(f"{BASE}/me/").content.decode()


def test_form_goes_with_the_sign_in(citizen: Client, settings: Any, at: datetime) -> None:
    open_account(Client(), settings, at, phone="13998765432")
    go_on(citizen, "1", **ANSWERS)
    go_on(citizen, "you", **WHO)
    sign_in(citizen)
    assert "2025年度" in citizen.get(f"{FORM}/1/").content.decode()
    sign_in(citizen, phone="13998765432")
    assert "2025年度" not in citizen.get(f"{FORM}/1/").content.decode()
    go_on(citizen, "1", **ANSWERS)
    go_on(citizen, "you", **WHO)
    citizen.post(f"{BASE}/out/")
    assert "钱知行" not in citizen.get(f"{FORM}/you/").content.decode()


def test_sent_form_that_waits_its_turn(citizen: Client, district: District, settings: Any, at: datetime) -> None:
    settings.INTAKE_AT_ONCE = 0
    check = fill_in(citizen, settings, at, district.market.pk)
    assert citizen.post(f"{FORM}/check/", {"proof": proof_for(check)})["Location"] == f"{FORM}/wait/"
    assert "账号里还没有事项" in citizen.get(f"{BASE}/").content.decode()
    citizen.post(f"{BASE}/out/")
    assert queueing.work_off(now=lambda: at + timedelta(minutes=2)) == 1
    sign_in(citizen)
    assert Application.objects.get().number in citizen.get(f"{BASE}/").content.decode()


def test_applying_without_the_account(district: District, settings: Any, at: datetime) -> None:
    client = Client()
    check = fill_in(client, settings, at, district.market.pk)
    assert "登录</a>后不用填" in client.get(f"{FORM}/you/").content.decode()
    client.post(f"{FORM}/check/", {"proof": proof_for(check)})
    assert (Application.objects.count(), Matter.objects.count()) == (1, 0)


def test_same_person_is_no_reason_to_show_a_matter(citizen: Client, handed_in: Submitted) -> None:
    page = citizen.get(f"{BASE}/").content.decode()
    assert handed_in.application.number not in page


def test_attaching(citizen: Client, handed_in: Submitted) -> None:
    wrong = attach(citizen, handed_in, code="23456789ABCD")
    assert (wrong.status_code, f'value="{handed_in.application.number}"' in wrong.content.decode()) == (422, True)
    assert [attach(citizen, handed_in)["Location"] for _ in range(2)] == [f"{BASE}/?told=kept"] * 2
    page = citizen.get(f"{BASE}/").content.decode()
    assert page.count("看这件事") == 1
    for word in (handed_in.application.number, "清和区市场监督管理局", "2026年3月10日", "这个日子怎么算的"):
        assert word in page


def test_opening_a_matter_needs_no_code(citizen: Client, handed_in: Submitted) -> None:
    attach(citizen, handed_in)
    matter = str(Matter.objects.get().pk)
    opened = citizen.post(f"{BASE}/open/", {"matter": matter})
    assert opened["Location"] == "/open/follow/matter/"
    page = citizen.get(opened["Location"])
    text = page.content.decode()
    assert (page["Cache-Control"], "已经收到，等待工作人员查看" in text) == ("private, no-store", True)
    assert ("回到我的事项" in text, "退出登录" in text) == (True, True)
    assert citizen.post("/open/follow/remove/")["Location"] == f"{BASE}/?told=removed"
    assert citizen.post(f"{BASE}/open/", {"matter": matter}).status_code == 404


def test_matter_of_somebody_else(citizen: Client, handed_in: Submitted, settings: Any, at: datetime) -> None:
    attach(citizen, handed_in)
    other = Client()
    open_account(other, settings, at, phone="13998765432")
    for typed in (str(Matter.objects.get().pk), "", "-1", "9" * 30, "一"):
        assert other.post(f"{BASE}/open/", {"matter": typed}).status_code == 404
    assert Client().post(f"{BASE}/open/", {"matter": str(Matter.objects.get().pk)})["Location"] == f"{BASE}/in/"


def test_keeping_what_one_follows(handed_in: Submitted, settings: Any, at: datetime) -> None:
    client = Client()
    assert client.get("/open/follow/keep/")["Location"] == "/open/follow/"
    client.post("/open/follow/", {"number": handed_in.application.number, "code": handed_in.code})
    assert "存到我的账号" in client.get("/open/follow/matter/").content.decode()
    client.post("/open/follow/keep/")
    assert Matter.objects.count() == 0
    page = client.get("/open/follow/keep/").content.decode()
    assert f"{BASE}/new/?to=%2Fopen%2Ffollow%2Fkeep%2F" in page
    assert open_account(client, settings, at, to="/open/follow/keep/")["Location"] == "/open/follow/keep/"
    assert client.post("/open/follow/keep/")["Location"] == f"{BASE}/?told=kept"
    assert Matter.objects.get().application == handed_in.application
    assert "存到我的账号" not in client.get("/open/follow/matter/").content.decode()


def test_leaving_closes_the_open_matter(citizen: Client, handed_in: Submitted) -> None:
    attach(citizen, handed_in)
    citizen.post(f"{BASE}/open/", {"matter": str(Matter.objects.get().pk)})
    citizen.post(f"{BASE}/out/")
    assert citizen.get("/open/follow/matter/")["Location"] == "/open/follow/"


def test_two_windows_mix_nothing_up(citizen: Client, handed_in: Submitted, district: District, at: datetime) -> None:
    second = applying.submit(
        form=forms().get("example"),
        organization=district.market,
        applicant=OTHER,
        data={"information": "另一件"},
        at=at,
    )
    attach(citizen, handed_in)
    attach(citizen, second)
    first_matter = Matter.objects.get(application=handed_in.application)
    citizen.post(f"{BASE}/open/", {"matter": str(first_matter.pk)})
    refused = citizen.post("/open/follow/say/withdraw/", {"of": str(second.application.pk)})
    assert (refused.status_code, "别的窗口打开了另一件事" in refused.content.decode()) == (422, True)
    assert set(Application.objects.values_list("state", flat=True)) == {"received"}


def test_what_is_wanted_comes_first(
    citizen: Client, handed_in: Submitted, district: District, handler: Actor, at: datetime
) -> None:
    later = applying.submit(
        form=forms().get("example"),
        organization=district.market,
        applicant=CITIZEN,
        data={"information": "后来的"},
        at=at,
    )
    attach(citizen, handed_in)
    attach(citizen, later)
    handling.return_for_correction(
        actor=handler, application_id=handed_in.application.pk, text="请写明年份。", until=date(2026, 3, 9), at=at
    )
    page = citizen.get(f"{BASE}/").content.decode()
    for word in ("等您办的", "请写明年份。", "去补充", "2026年3月9日"):
        assert word in page
    assert page.index(handed_in.application.number) < page.index(later.application.number)
    handling.answer(actor=handler, application_id=later.application.pk, text="已公开。", remedies="可以复议。", at=at)
    assert "办完的" in citizen.get(f"{BASE}/").content.decode()


def test_forgotten_password_with_a_query_code(citizen: Client, handed_in: Submitted) -> None:
    typed = {**WHO, "code": handed_in.code, "password": "Another-word-8", "again": "Another-word-8"}
    assert Client().post(f"{BASE}/forgotten/", typed).status_code == 422
    attach(citizen, handed_in)
    weak = Client().post(f"{BASE}/forgotten/", {**typed, "password": "x", "again": "x"})
    assert (weak.status_code, "太短" in weak.content.decode()) == (422, True)
    assert Client().post(f"{BASE}/forgotten/", typed)["Location"] == f"{BASE}/in/?told=set"
    assert sign_in(Client(), password="Another-word-8").status_code == 302


def test_changing_what_is_kept(citizen: Client) -> None:
    page = citizen.get(f"{BASE}/me/").content.decode()
    assert ("138****5678" in page, "11010519491231002X" in page, page.count("<time")) == (True, False, 1)
    form = {"name": "钱知行", "id_number": WHO["id_number"], "address": "清和区东街1号"}
    refused = citizen.post(f"{BASE}/me/details/", {**form, "password": "Wrong-1"})
    assert (refused.status_code, "清和区东街1号" in refused.content.decode()) == (422, True)
    assert citizen.post(f"{BASE}/me/details/", {**form, "password": PASSWORD}).status_code == 302
    assert "清和区东街1号" in citizen.get(f"{BASE}/me/").content.decode()


def test_changing_the_telephone(citizen: Client, settings: Any, at: datetime) -> None:
    open_account(Client(), settings, at, phone="13998765432")
    taken = citizen.post(f"{BASE}/me/phone/", {"phone": "13998765432", "password": PASSWORD})
    assert (taken.status_code, "已经开过账号" in taken.content.decode()) == (422, True)
    moved = citizen.post(f"{BASE}/me/phone/", {"phone": "13700001111", "password": PASSWORD})
    assert moved["Location"] == f"{BASE}/me/?told=phone"
    assert [sign_in(Client(), phone=each).status_code for each in (WHO["phone"], "13700001111")] == [422, 302]


def test_changing_the_password_ends_other_sign_ins(citizen: Client) -> None:
    other = Client()
    sign_in(other)
    new = {"password": "Another-word-8", "again": "Another-word-8"}
    assert citizen.post(f"{BASE}/me/password/", {**new, "old": "Wrong-1"}).status_code == 422
    assert citizen.post(f"{BASE}/me/password/", {**new, "old": PASSWORD})["Location"] == f"{BASE}/me/?told=password"
    assert (citizen.get(f"{BASE}/").status_code, other.get(f"{BASE}/").status_code) == (200, 302)


def test_taking_ones_data(citizen: Client, handed_in: Submitted) -> None:
    attach(citizen, handed_in)
    assert citizen.post(f"{BASE}/me/data/", {"password": "Wrong-1"}).status_code == 422
    answer = citizen.post(f"{BASE}/me/data/", {"password": PASSWORD})
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="account.json"'
    found = json.loads(answer.content)
    assert found["本人信息"] == {"姓名": "钱知行", "身份证号": "11010519491231002X", "电话": "13812345678"}
    assert [each["编号"] for each in found["我的事项"]] == [handed_in.application.number]
    assert len(found["登录时间"]) == 1


def test_closing_erases(citizen: Client, handed_in: Submitted) -> None:
    attach(citizen, handed_in)
    assert citizen.post(f"{BASE}/me/close/", {"password": "Wrong-1"}).status_code == 422
    closed = citizen.post(f"{BASE}/me/close/", {"password": PASSWORD})
    assert (closed["Location"], citizen.cookies[session.COOKIE].value) == (f"{BASE}/in/?told=closed", "")
    assert [each.objects.count() for each in (Account, Matter, SignedIn)] == [0, 0, 0]
    assert sign_in(Client()).status_code == 422
    found = Client().post("/open/follow/", {"number": handed_in.application.number, "code": handed_in.code})
    assert found["Location"] == "/open/follow/matter/"
    assert personal.opened_applicant(handed_in.application)["name"] == "钱知行"
