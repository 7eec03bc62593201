"""我的待办, the navigation and the search."""

from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import resolve

from fazhi.desk import search, worklist
from fazhi.desk.navigation import links_for
from fazhi.desk.search import Hit, SearchSource
from fazhi.desk.worklist import Figure, Work, WorkItem, WorkSource
from fazhi.government.actors import Actor
from fazhi.government.models import Membership

SignIn = Callable[[Actor], Client]


@pytest.fixture
def own_registries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Registries of this test alone, once the site's own addresses have filled the others."""
    resolve("/")
    for module, name in (
        (worklist, "_sources"),
        (worklist, "_unread"),
        (worklist, "_figures"),
        (search, "_sources"),
    ):
        monkeypatch.setattr(module, name, {})


def titles(actor: Actor, path: str = "/") -> list[str]:
    return [link.title for _, links in links_for(actor, path) for link in links]


def test_home_without_work_says_what_will_come(own_registries: None, handler: Actor, sign_in: SignIn) -> None:
    assert "现在没有等您办理的事项。" in sign_in(handler).get("/").content.decode()


def test_home_without_roles_says_whom_to_ask(own_registries: None, handler: Actor, sign_in: SignIn) -> None:
    Membership.objects.filter(person=handler.person).update(roles=[])
    assert "请联系安全管理员授予角色" in sign_in(handler).get("/").content.decode()


def test_home_shows_groups_in_order_with_counts(own_registries: None, handler: Actor, sign_in: SignIn) -> None:
    def tasks(actor: Actor, now: datetime) -> list[WorkItem]:
        return [WorkItem("报送三季度进展", "/t/1/", date(2026, 3, 1), "red", "逾期", "区市场监管局")]

    worklist.register(WorkSource("b", "任务", tasks, order=20))
    worklist.register(
        WorkSource("a", "督办", lambda _actor, _now: Work([WorkItem("件", "/f/")], 31, "/all/"), order=10)
    )
    worklist.register(WorkSource("c", "没有", lambda _actor, _now: [], order=1))
    worklist.register_unread("x", lambda _actor, _now: 4)
    worklist.register_figures("y", lambda _actor, _now: [Figure("逾期任务", 12, "/late/", "red")])
    page = sign_in(handler).get("/").content.decode()
    assert page.index("督办 <") < page.index("任务 <")
    assert '<span class="quiet">31</span>' in page
    assert "未读提醒 4 条" in page
    assert '<span class="value">12</span>' in page
    assert "没有 <" not in page


def test_seats_without_roles_wait_for_the_security_admin(
    handler: Actor, security_admin: Actor, coordinator: Actor, sign_in: SignIn
) -> None:
    Membership.objects.filter(person=handler.person).update(roles=[])
    assert "程班（区市场监管局）" in sign_in(security_admin).get("/").content.decode()
    assert "程班" not in sign_in(coordinator).get("/").content.decode()


def test_navigation_shows_only_what_may_be_opened(handler: Actor, audit_admin: Actor, coordinator: Actor) -> None:
    assert "管理日志" not in titles(handler)
    assert titles(audit_admin) == ["我的待办", "法规库", "办事流程图", "单位", "人员", "管理日志"]
    assert "管理日志" not in titles(coordinator)


def test_navigation_leads_nobody_to_a_refusal(
    handler: Actor,
    head: Actor,
    coordinator: Actor,
    supervisor: Actor,
    unit_admin: Actor,
    system_admin: Actor,
    security_admin: Actor,
    audit_admin: Actor,
    sign_in: SignIn,
) -> None:
    everybody = (handler, head, coordinator, supervisor, unit_admin, system_admin, security_admin, audit_admin)
    for actor in everybody:
        client = sign_in(actor)
        for _, links in links_for(actor, "/"):
            for link in links:
                assert client.get(link.url).status_code == 200, (actor.person, link.url)


def test_navigation_marks_the_nearest_entry(handler: Actor) -> None:
    current = [link.title for _, links in links_for(handler, "/people/12/") for link in links if link.current]
    assert current == ["人员"]


def test_search_groups_what_it_finds_and_keeps_to_the_district(
    handler: Actor, other_handler: Actor, outsider: Actor, sign_in: SignIn
) -> None:
    page = sign_in(handler).get("/search/?q=程").content.decode()
    assert "程班" in page
    assert "程静" in page
    assert "区城管局" in page
    outside = sign_in(outsider).get("/search/?q=程").content.decode()
    assert "程班" not in outside
    assert "程静" not in outside
    assert 'value="程"' in page


def test_search_says_that_there_is_more(own_registries: None, handler: Actor, sign_in: SignIn) -> None:
    def find(actor: Actor, words: object, limit: int) -> list[Hit]:
        return [Hit(f"任务{number}", f"/t/{number}/") for number in range(limit)]

    search.register(SearchSource("t", "任务", find, more=lambda q: f"/tasks/?q={q}"))
    page = sign_in(handler).get("/search/?q=x").content.decode()
    assert 'href="/tasks/?q=x"' in page
    assert page.count('<li><a href="/t/') == search.LIMIT


def test_search_by_login_name_is_for_administrators(
    handler: Actor, head: Actor, system_admin: Actor, sign_in: SignIn
) -> None:
    assert "傅泽" in sign_in(system_admin).get("/search/?q=fu.ze").content.decode()
    assert "傅泽" not in sign_in(handler).get("/search/?q=fu.ze").content.decode()
