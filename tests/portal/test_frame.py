"""What every public page does: whose it is, caches, size of text, places, pages for what is not there."""

import re
from typing import Any

import pytest
from django.test import Client

from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from tests.conftest import District
from tests.portal.conftest import Lay

pytestmark = pytest.mark.django_db
PAGES = (
    "/open/",
    "/open/about/",
    "/open/notices/",
    "/open/notices/enforcement/",
    "/open/notices/documents/",
    "/open/notices/withdrawn/",
    "/open/guides/",
    "/open/search/",
    "/open/search/?q=占道",
    "/open/data/",
    "/open/data/catalogue.json",
    "/open/data/feeds/all.atom",
    "/open/data/feeds/drafts.rss",
)


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_for_every_cache_and_leaves_no_cookie(address: str, district: District, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "public, max-age=60"
    assert "Cookie" in answer["Vary"]
    assert not answer.cookies


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_has_not_changed_is_not_sent_again(address: str, district: District, client: Client) -> None:
    if "feeds" in address:
        pytest.skip("an empty feed says when it was made")
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("address", PAGES)
def test_no_page_asks_anybody_else(address: str, district: District, lay: Lay, client: Client) -> None:
    lay()
    if not address.endswith((".json", ".atom", ".rss")):
        text = client.get(address).content.decode()
        assert re.findall(r"""(?:src|href|action)=["'](?:https?:)?//[^"']*""", text) == []
        assert "<script>" not in text
        assert "onclick" not in text


@pytest.mark.parametrize("address", PAGES)
def test_staff_sees_what_everybody_sees(address: str, district: District, head: Actor, sign_in: Any) -> None:
    guest, staff = Client().get(address), sign_in(head).get(address)
    if "feeds" not in address:
        assert staff.content == guest.content


def test_large_text_is_kept_and_leads_back(district: District, client: Client) -> None:
    answer = client.get("/open/text/large/?back=/open/notices/%3Fq%3D1")
    assert (answer.status_code, answer["Location"]) == (302, "/open/notices/?q=1")
    assert answer.cookies["text"].value == "large"
    assert '<html lang="zh-Hans" class="large">' in client.get("/open/notices/").content.decode()
    assert 'class="guest large"' in client.get("/open/registers/").content.decode()
    client.get("/open/text/normal/")
    assert 'class="large"' not in client.get("/open/").content.decode()


@pytest.mark.parametrize("back", ["https://other.example/", "//other.example/", "/\\other.example", "javascript:1", ""])
def test_large_text_leads_nowhere_else(back: str, district: District, client: Client) -> None:
    assert client.get("/open/text/large/", {"back": back})["Location"] == "/open/"


@pytest.mark.parametrize(
    "address",
    [
        "/open/nothing/",
        "/open/notices/nothing/",
        "/open/data/sets/registers.nothing/",
        "/open/data/feeds/nothing.atom/",
    ],
)
def test_what_is_not_there_shows_a_way_on(address: str, district: District, client: Client) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    text = answer.content.decode()
    assert "没有这个页面" in text
    assert 'href="/open/notices/"' in text


def test_an_address_without_its_slash_is_led_on(district: District, client: Client) -> None:
    assert client.get("/open/notices")["Location"] == "/open/notices/"


@pytest.mark.parametrize("query", ["q=%00", f"q={'长' * 900}"])
def test_a_request_that_cannot_be_read_is_told_so(query: str, district: District, client: Client) -> None:
    answer = client.get(f"/open/search/?{query}")
    assert answer.status_code == 400
    assert "看不懂这次请求" in answer.content.decode()


@pytest.mark.parametrize("address", ["/open/", "/open/notices/", "/open/search/"])
def test_nothing_can_be_posted_to_a_page_for_reading(address: str, district: District, client: Client) -> None:
    assert client.post(address).status_code == 405


def test_a_site_without_a_place_says_that_there_is_nothing(db: None, client: Client) -> None:
    assert client.get("/open/").status_code == 404


def test_the_place_stays_in_the_links_where_there_are_several(district: District, client: Client) -> None:
    Jurisdiction.objects.create(code="990103", name="望江区")
    text = client.get("/open/?area=990103").content.decode()
    assert "<strong>望江区</strong>" in text
    assert 'href="/open/notices/?area=990103"' in text
    assert '<input type="hidden" name="area" value="990103">' in text
    assert "area=" not in client.get("/open/notices/").content.decode()


@pytest.mark.parametrize("address", ["/open/registers/", "/open/reports/", "/procedures/", "/statutes/", "/draws/"])
def test_public_pages_of_the_desk_stand_in_the_portal_for_guests(
    address: str, district: District, client: Client, head: Actor, sign_in: Any
) -> None:
    assert '<header class="portal-top">' in client.get(address).content.decode()
    assert '<header class="portal-top">' not in sign_in(head).get(address).content.decode()


def test_the_login_leads_to_the_portal(client: Client, db: None) -> None:
    assert 'href="/open/"' in client.get("/login/").content.decode()


GUESTS = (
    "/open/registers/",
    "/open/reports/",
    "/procedures/",
    "/procedures/administrative_penalty/",
    "/draws/",
    "/statutes/",
)


@pytest.mark.parametrize("address", GUESTS)
def test_a_guest_is_offered_nothing_that_takes_a_sign_in_but_the_footers_link(
    address: str, district: District, client: Client
) -> None:
    text = client.get(address).content.decode()
    assert re.findall(r'<a[^>]*href="/login/"[^>]*>([^<]*)</a>', text) == ["工作人员登录"]
    assert "export=xlsx" not in text


def test_a_guest_who_comes_to_nothing_is_led_home_and_staff_to_their_work(
    district: District, client: Client, head: Actor, sign_in: Any
) -> None:
    guest = client.get("/no/such/page/")
    assert guest.status_code == 404
    text = guest.content.decode()
    assert '<a class="button primary" href="/open/">回到首页</a>' in text
    assert "我的待办" not in text
    assert "权限" not in text
    staff = sign_in(head).get("/no/such/page/").content.decode()
    assert '<a class="button primary" href="/">回到我的待办</a>' in staff
