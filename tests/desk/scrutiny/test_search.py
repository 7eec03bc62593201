from collections.abc import Callable

from django.test import Client

from fazhi.government.actors import Actor
from fazhi.scrutiny.models import Draft


def test_search_finds_checked_reports_for_those_who_may_see_them(
    sign_in: Callable[[Actor], Client], coordinator: Actor, other_head: Actor, receive: Callable[..., Draft]
) -> None:
    draft, past = receive(), receive(kind="past", year=2024)

    def found(actor: Actor) -> list[str]:
        groups = sign_in(actor).get("/search/?q=年度 法治政府").context["groups"]
        return [hit.url for group in groups if group.title == "报告核对" for hit in group.hits]

    assert found(coordinator) == [f"/scrutiny/{past.pk}/", f"/scrutiny/{draft.pk}/"]
    assert found(other_head) == [f"/scrutiny/{past.pk}/"]
