"""What was typed, without the character that the database cannot hold."""

from collections.abc import Callable

from django.test import Client

from fazhi.government.actors import Actor

SignIn = Callable[[Actor], Client]


def test_search_leaves_nul_out(handler: Actor, sign_in: SignIn) -> None:
    answer = sign_in(handler).get("/search/", {"q": "督\x00办"})
    assert answer.status_code == 200
    assert 'value="督办"' in answer.content.decode()


def test_form_keeps_what_was_typed_without_nul(system_admin: Actor, sign_in: SignIn) -> None:
    answer = sign_in(system_admin).post("/people/new/", {"name": "王\x00小明", "login": ""})
    assert answer.status_code == 422
    assert 'value="王小明"' in answer.content.decode()
