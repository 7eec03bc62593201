"""Coming in and going out: lockout, idle time, session limit, first password."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.models import LiveSession
from fazhi.desk.sessions import SEEN
from fazhi.government.actors import Actor

SignIn = Callable[[Actor], Client]
LOGIN = "/login/"
PASSWORD = "Fazhi-test-2026"


def enter(client: Client, login: str, password: str, address: str = LOGIN) -> object:
    return client.post(address, {"username": login, "password": password})


def test_login_with_right_password_leads_to_the_page_asked_for(handler: Actor) -> None:
    client = Client()
    asked = client.get("/people/?q=x")
    assert asked.url == "/login/?next=%2Fpeople%2F%3Fq%3Dx"
    answer = enter(client, " Cheng.Ban ", PASSWORD, asked.url)
    assert (answer.status_code, answer.url) == (302, "/people/?q=x")


def test_login_never_leads_to_another_site(handler: Actor) -> None:
    answer = enter(Client(), "cheng.ban", PASSWORD, "/login/?next=https://evil.example/")
    assert answer.url == reverse("desk:home")


def test_wrong_and_unknown_names_get_the_same_answer(handler: Actor) -> None:
    wrong = enter(Client(), "cheng.ban", "Wrong-password-1")
    unknown = enter(Client(), "nie.ming", "Wrong-password-1")
    assert wrong.status_code == unknown.status_code == 422
    assert wrong.context["form"].errors == unknown.context["form"].errors
    assert "登录名或密码不正确" in wrong.content.decode()


@pytest.mark.parametrize("name", ["cheng.ban", "nie.ming"])
def test_fifth_wrong_password_locks_the_name_and_says_how_long(handler: Actor, name: str) -> None:
    answers = [enter(Client(), name, "Wrong-password-1") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [422, 422, 422, 422, 429]
    right = enter(Client(), name, PASSWORD)
    assert right.status_code == 429
    assert "已锁定，请 15 分钟后再试" in right.content.decode()


def test_locked_name_opens_again_after_the_wait(handler: Actor, settings: object) -> None:
    for _ in range(5):
        enter(Client(), "cheng.ban", "Wrong-password-1")
    from axes.models import AccessAttempt  # noqa: PLC0415 -- only this test looks behind the page

    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert enter(Client(), "cheng.ban", PASSWORD).status_code == 302


def test_disabled_account_cannot_log_in(handler: Actor) -> None:
    handler.person.is_active = False
    handler.person.save()
    assert enter(Client(), "cheng.ban", PASSWORD).status_code == 422


def test_first_password_must_be_changed_before_anything_else(handler: Actor) -> None:
    handler.person.must_change_password = True
    handler.person.save()
    client = Client()
    enter(client, "cheng.ban", PASSWORD)
    assert client.get("/").url == "/password/"
    page = client.get("/password/").content.decode()
    assert "<li>密码必须包含至少 10 个字符。</li>" in page
    weak = client.post("/password/", {"old": PASSWORD, "new": "short", "again": "short"})
    assert weak.status_code == 422
    assert set(weak.context["form"].errors) == {"new"}
    done = client.post("/password/", {"old": PASSWORD, "new": "Chang-xin-2026", "again": "Chang-xin-2026"})
    assert done.url == "/"
    assert client.get("/").status_code == 200


def test_password_change_ends_the_other_sessions(handler: Actor, sign_in: SignIn) -> None:
    here, there = sign_in(handler), sign_in(handler)
    new = "Chang-xin-2026"
    here.post("/password/", {"old": PASSWORD, "new": new, "again": new})
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 302


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"old": "Not-the-one-1", "new": "Chang-xin-2026", "again": "Chang-xin-2026"}, "old"),
        ({"old": PASSWORD, "new": PASSWORD, "again": PASSWORD}, "new"),
        ({"old": PASSWORD, "new": "Chang-xin-2026", "again": "Chang-xin-2027"}, "again"),
    ],
)
def test_refused_password_change_says_so_at_the_field(
    handler: Actor, sign_in: SignIn, given: dict[str, str], field: str
) -> None:
    answer = sign_in(handler).post("/password/", given)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]


def test_fourth_session_ends_the_oldest_and_says_why(handler: Actor, sign_in: SignIn) -> None:
    clients = [sign_in(handler) for _ in range(4)]
    assert [client.get("/").status_code for client in clients[1:]] == [200, 200, 200]
    turned_away = clients[0].get("/")
    assert turned_away.url == "/login/?next=%2F&ended=elsewhere"
    assert "刚在别处登录" in clients[0].get(turned_away.url).content.decode()


def test_idle_session_ends_and_says_why(handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(handler)
    session = client.session
    session[SEEN] = timezone.now().timestamp() - 31 * 60
    session.save()
    turned_away = client.get("/people/")
    assert turned_away.url == "/login/?next=%2Fpeople%2F&ended=idle"
    assert "30 分钟没有操作" in client.get(turned_away.url).content.decode()
    assert client.get("/").status_code == 302


def test_sign_of_life_is_written_once_a_minute(
    handler: Actor, sign_in: SignIn, django_assert_num_queries: Callable[..., object]
) -> None:
    client = sign_in(handler)
    client.get("/password/")
    before = LiveSession.objects.get().seen_at
    client.get("/password/")
    assert LiveSession.objects.get().seen_at == before
    session = client.session
    session[SEEN] = timezone.now().timestamp() - 61
    session.save()
    client.get("/password/")
    assert LiveSession.objects.get().seen_at > before


def test_logout_needs_a_post_and_ends_the_session(handler: Actor, sign_in: SignIn) -> None:
    client = sign_in(handler)
    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/").url == "/login/"
    assert Session.objects.count() == 0
    assert client.get("/").status_code == 302


def test_staff_pages_are_kept_in_no_cache(handler: Actor, sign_in: SignIn) -> None:
    assert sign_in(handler).get("/")["Cache-Control"] == "private, no-store"


def test_htmx_request_without_session_goes_to_the_login_as_a_whole(db: None) -> None:
    answer = Client().get("/people/", headers={"HX-Request": "true"})
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/login/?next=%2Fpeople%2F")


def test_sign_of_life_from_a_form_answers_nothing(handler: Actor, sign_in: SignIn) -> None:
    answer = sign_in(handler).get("/alive/")
    assert (answer.status_code, answer.content) == (204, b"")
    assert Client().get("/alive/").status_code == 302
