"""Opening an account, coming in and going out, a forgotten password: never a duty, and nothing to do with the staff."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import settings as site
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from fazhi.citizens import recovering, tries
from fazhi.citizens.models import Account
from fazhi.government.actors import Actor
from fazhi.portal.account import session
from tests.conftest import District
from tests.portal.account_pages import BASE, OPENING, PASSWORD, WHO, open_account, sign_in, ticket_of
from tests.portal.applying_pages import answer_to, proof_for

SESSION = site.SESSION_COOKIE_NAME


@pytest.fixture
def citizen(district: District, settings: Any, at: datetime) -> Client:
    """Who has opened an account and is signed in."""
    client = Client()
    assert open_account(client, settings, at).status_code == 302
    return client


def test_opening(district: District, settings: Any, at: datetime) -> None:
    client = Client()
    answer = open_account(client, settings, at)
    assert (answer.status_code, answer["Location"]) == (302, f"{BASE}/")
    cookie = client.cookies[session.COOKIE]
    flags = (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["max-age"])
    assert flags == (True, "Lax", "/open/", "")
    assert SESSION not in client.cookies
    account = Account.objects.get()
    kept = str([account.about, account.phone, account.password])
    assert [word for word in (*WHO.values(), PASSWORD) if word in kept] == []
    page = client.get(f"{BASE}/").content.decode()
    assert "账号里还没有事项" in page


def test_opening_with_mistakes_keeps_what_was_typed(district: District, settings: Any, at: datetime) -> None:
    answer = open_account(Client(), settings, at, id_number="110105194912310021", again="other", agree="")
    page = answer.content.decode()
    assert answer.status_code == 422
    for word in (
        "有 3 处要改",
        "校验码不对",
        "两次输入的密码不一样",
        "勾选同意",
        'value="钱知行"',
        'value="13812345678"',
    ):
        assert word in page
    assert PASSWORD not in page
    assert Account.objects.count() == 0


@pytest.mark.parametrize(
    ("password", "say"),
    [("abc1", "太短"), ("12345678901", "有字母"), ("abcdefghij", "数字或者符号"), ("q812345678", "电话或者证件"),
     ("password1", "用的人太多")],
)  # fmt: skip
def test_opening_with_a_weak_password(district: District, settings: Any, at: datetime, password: str, say: str) -> None:
    answer = open_account(Client(), settings, at, password=password, again=password)
    assert (answer.status_code, say in answer.content.decode()) == (422, True)


def test_opening_for_a_child(district: District, settings: Any, at: datetime) -> None:
    answer = open_account(Client(), settings, at, id_number="110105201301010012")
    assert (answer.status_code, "不满14周岁" in answer.content.decode()) == (422, True)


def test_opening_for_an_organization(district: District, settings: Any, at: datetime) -> None:
    unit = {"for": "unit", "name": "清和好面馆", "id_number": "91350100M000100Y43", "representative": "孙晓禾"}
    missing = open_account(Client(), settings, at, **unit)
    assert "请选择您是哪一类单位" in missing.content.decode()
    assert open_account(Client(), settings, at, **unit, kind="sole_trader").status_code == 302
    assert Account.objects.get().kind == "sole_trader"


def test_opening_twice_with_one_telephone(citizen: Client, settings: Any, at: datetime) -> None:
    answer = open_account(Client(), settings, at, phone="138 1234 5678", name="别人")
    assert (answer.status_code, "这个电话已经开过账号" in answer.content.decode()) == (422, True)
    assert Account.objects.count() == 1


def test_opening_by_a_program(district: District, settings: Any, at: datetime) -> None:
    client = Client()
    page = client.get(f"{BASE}/new/").content.decode()
    whole = {**OPENING, "ticket": ticket_of(page), "proof": proof_for(page)}
    assert "提交得太快" in client.post(f"{BASE}/new/", whole).content.decode()
    settings.FIXED_NOW = (at + timedelta(seconds=30)).isoformat()
    assert "不应填写" in client.post(f"{BASE}/new/", {**whole, "website": "x"}).content.decode()
    assert "小问题" in client.post(f"{BASE}/new/", {**whole, "proof": ""}).content.decode()
    both = client.post(f"{BASE}/new/", {**whole, "proof": "", "again": "other"}).content.decode()
    assert ("小问题" in both, "两次输入的密码不一样" in both) == (True, True)
    assert Account.objects.count() == 0
    by_sum = client.post(f"{BASE}/new/", {**whole, "proof": "", "answer": answer_to(page)})
    assert by_sum.status_code == 302
    again = Client().post(f"{BASE}/new/", {**whole, "phone": "13998765432"})
    assert (again.status_code, "已经用过一次" in again.content.decode()) == (422, True)


def test_sign_in_gives_a_new_token_and_ends_the_old_one(citizen: Client) -> None:
    before = citizen.cookies[session.COOKIE].value
    assert sign_in(citizen)["Location"] == f"{BASE}/"
    assert citizen.cookies[session.COOKIE].value != before
    other = Client()
    other.cookies[session.COOKIE] = before
    assert other.get(f"{BASE}/")["Location"] == f"{BASE}/in/"


def test_wrong_telephone_and_wrong_password_are_one_answer(citizen: Client) -> None:
    seen = []
    for typed in ({"phone": "13998765432"}, {"password": "Wrong-word-7"}, {"phone": "电话", "password": "x"}):
        with CaptureQueriesContext(connection) as asked:
            answer = sign_in(Client(), **typed)
        text = answer.content.decode()
        seen.append((answer.status_code, "电话或者密码不对。" in text, len(asked)))
    assert seen[0][2] > 3
    assert seen == [(422, True, seen[0][2])] * 3


@pytest.mark.parametrize("phone", [WHO["phone"], "13998765432"])
def test_lockout_with_and_without_an_account(citizen: Client, phone: str, settings: Any, at: datetime) -> None:
    most = tries.OF_A_PHONE.most
    statuses = [sign_in(Client(), phone=phone, password="Wrong-1").status_code for _ in range(most + 1)]
    assert statuses == [422] * most + [429]
    right = sign_in(Client(), phone=phone)
    assert (right.status_code, right["Cache-Control"]) == (429, "private, no-store")
    settings.FIXED_NOW = (at + timedelta(minutes=16)).isoformat()
    assert sign_in(Client(), phone=phone).status_code == (302 if phone == WHO["phone"] else 422)


def test_leaving_touches_nobody_else(citizen: Client, handler: Actor) -> None:
    citizen.force_login(handler.person, backend="django.contrib.auth.backends.ModelBackend")
    old = citizen.cookies[session.COOKIE].value
    assert citizen.post(f"{BASE}/out/")["Location"] == f"{BASE}/in/?told=left"
    assert citizen.get("/people/").status_code != 302
    citizen.cookies[session.COOKIE] = old
    assert citizen.get(f"{BASE}/")["Location"] == f"{BASE}/in/"
    sign_in(citizen)
    citizen.post("/logout/")
    assert citizen.get(f"{BASE}/").status_code == 200


def test_citizen_is_nobody_of_the_staff(citizen: Client, handler: Actor, sign_in: Callable[[Actor], Client]) -> None:
    for address in ("/", "/intake/", "/cases/", "/people/"):
        answer = citizen.get(address)
        assert (answer.status_code, answer["Location"].startswith("/login/")) == (302, True)
    assert sign_in(handler).get(f"{BASE}/")["Location"] == f"{BASE}/in/"


def test_half_an_hour_later(citizen: Client, settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = (at + timedelta(minutes=25)).isoformat()
    assert citizen.get(f"{BASE}/").status_code == 200
    settings.FIXED_NOW = (at + timedelta(minutes=50)).isoformat()
    assert citizen.get(f"{BASE}/").status_code == 200
    settings.FIXED_NOW = (at + timedelta(minutes=81)).isoformat()
    assert citizen.get(f"{BASE}/")["Location"] == f"{BASE}/in/"


def test_public_pages_are_the_same_for_everybody(citizen: Client) -> None:
    for address in ("/open/", "/open/apply/", "/open/notices/"):
        mine, anybodys = citizen.get(address), Client().get(address)
        assert mine["Cache-Control"].startswith("public")
        assert (mine["ETag"], dict(mine.cookies)) == (anybodys["ETag"], {})


@pytest.mark.parametrize(
    "address", ["", "in/", "new/", "forgotten/", "attach/", "me/", "me/details/", "me/phone/", "me/password/",
                "me/data/", "me/close/"],
)  # fmt: skip
def test_account_pages_are_kept_nowhere(citizen: Client, address: str) -> None:
    mine, anybodys = citizen.get(f"{BASE}/{address}"), Client().get(f"{BASE}/{address}")
    assert (mine["Cache-Control"], anybodys["Cache-Control"]) == ("private, no-store", "private, no-store")
    title = mine.content.decode().partition("</title>")[0]
    assert [word for word in WHO.values() if word in title] == []


def test_going_on_where_one_was_sent_from(district: District, settings: Any, at: datetime) -> None:
    client = Client()
    assert open_account(client, settings, at, to="/open/apply/example/you/")["Location"] == "/open/apply/example/you/"
    assert sign_in(client, to="/open/follow/keep/")["Location"] == "/open/follow/keep/"
    for elsewhere in ("//evil.example/open/apply/", "/people/", "/open/apply/../../people/", "/open/apply/\n"):
        assert sign_in(client, to=elsewhere)["Location"] == f"{BASE}/"


def test_forgotten_password_with_the_counters_code(citizen: Client, handler: Actor, at: datetime) -> None:
    code = recovering.give_code(actor=handler, phone=WHO["phone"], id_number=WHO["id_number"].lower(), at=at)
    new = {"password": "Another-word-8", "again": "Another-word-8"}
    typed = {"phone": WHO["phone"], "id_number": WHO["id_number"], "code": code.lower(), **new}
    for name, wrong in (("phone", "13998765432"), ("id_number", "440524188001010014"), ("code", "23456789ABCD")):
        answer = Client().post(f"{BASE}/forgotten/", {**typed, name: wrong})
        assert (answer.status_code, recovering.WRONG in answer.content.decode()) == (422, True)
    assert Client().post(f"{BASE}/forgotten/", typed)["Location"] == f"{BASE}/in/?told=set"
    assert citizen.get(f"{BASE}/")["Location"] == f"{BASE}/in/"
    assert sign_in(Client()).status_code == 422
    assert sign_in(Client(), password="Another-word-8").status_code == 302
    assert Client().post(f"{BASE}/forgotten/", typed).status_code == 422
