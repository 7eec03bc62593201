"""What a person reads when something is not allowed, not possible, not there, or broken."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from fazhi.government.actors import Actor

SignIn = Callable[[Actor], Client]


@pytest.fixture
def with_faults(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.desk.faulty_urls"


def test_page_without_permission_says_who_could(handler: Actor, sign_in: SignIn) -> None:
    answer = sign_in(handler).get("/records/")
    assert answer.status_code == 403
    assert "您没有“查阅管理日志”权限。此操作由审计管理员办理" in answer.content.decode()


def test_uncaught_refusal_is_a_page_with_its_sentence(with_faults: None, handler: Actor, sign_in: SignIn) -> None:
    answer = sign_in(handler).post("/refusing/", headers={"Referer": "http://testserver/people/"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "任务已完成，不能再填报。" in page
    assert 'href="http://testserver/people/"' in page


def test_way_back_from_a_refusal_never_leads_to_another_site(
    with_faults: None, handler: Actor, sign_in: SignIn
) -> None:
    page = sign_in(handler).get("/file-refusing/", headers={"Referer": "https://evil.example/"}).content.decode()
    assert "evil.example" not in page
    assert "附件缺失。" in page


def test_fault_shows_a_number_that_is_in_the_log(
    with_faults: None, handler: Actor, sign_in: SignIn, caplog: pytest.LogCaptureFixture
) -> None:
    client = sign_in(handler)
    client.raise_request_exception = False
    answer = client.get("/faulty/")
    assert answer.status_code == 500
    found = re.search(r'class="reference">([0-9A-F]{8})<', answer.content.decode())
    assert found
    assert f"fault {found[1]} at /faulty/" in caplog.messages


def test_missing_page_is_in_the_look_for_guests_and_staff(handler: Actor, sign_in: SignIn) -> None:
    for client in (Client(), sign_in(handler)):
        answer = client.get("/no/such/page/")
        assert answer.status_code == 404
        assert "<h1>没有这个页面</h1>" in answer.content.decode()


def test_post_without_token_is_explained(handler: Actor, sign_in: SignIn) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/login/", {"username": "x", "password": "y"})
    assert answer.status_code == 403
    assert "<h1>页面已过期</h1>" in answer.content.decode()
