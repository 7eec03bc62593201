"""Pages of the law library: open to everybody, with the frame of the desk for those who are signed in."""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from fazhi.desk.search import LIMIT
from fazhi.desk.statutes import search
from fazhi.desk.statutes.links import cite_url
from fazhi.government.actors import Actor
from fazhi.statutes import citing
from fazhi.statutes.citing import CitedAt
from fazhi.statutes.importing import import_folder
from fazhi.statutes.reading import Citation
from tests.statutes.samples import FILES, LENDING_2022, write

pytestmark = pytest.mark.django_db
NEW, OLD = "/statutes/借书法/2022-05-20/", "/statutes/借书法/2015-03-10/"


@pytest.fixture(autouse=True)
def library(tmp_path: Path, at: datetime, settings: object) -> None:
    settings.FIXED_NOW = at.isoformat()
    import_folder(folder=write(tmp_path / "statutes"), actor=None, at=at)


@pytest.fixture
def cited() -> Iterator[None]:
    def citations() -> list[CitedAt]:
        return [
            CitedAt("lending", "借还图书", "步骤·归还", Citation.parse("借书法#2.1"), "二十日", url="/lending/"),
            CitedAt("lending", "借还图书", "规则·续借", Citation.parse("借书法#2.3.3"), "续借一次"),
            CitedAt("lending", "借还图书", "期限·归还", Citation.parse("借书法#2"), "三十日", on=date(2020, 1, 1)),
        ]

    citing.register("test", citations)
    yield
    citing.unregister("test")


def text_of(response: HttpResponse) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def marks_of(response: HttpResponse) -> list[str]:
    return re.findall(r"<mark>([^<]*)</mark>", response.content.decode())


@pytest.mark.parametrize(
    "address",
    ["/statutes/", "/statutes/search/?q=归还", "/statutes/借书法/", NEW, f"{NEW}2/", f"{NEW}3-1/", "/statutes/search/"],
)
def test_page_is_open_to_guests_and_has_the_frame_for_staff(
    address: str, client: Client, handler: Actor, sign_in: Callable[[Actor], Client]
) -> None:
    guest = client.get(address)
    assert guest.status_code == 200
    assert "主导航" not in guest.content.decode()
    assert "Cookie" in guest["Vary"]
    staff = sign_in(handler).get(address)
    assert staff.status_code == 200
    assert "主导航" in staff.content.decode()
    assert "no-store" in staff["Cache-Control"]


@pytest.mark.parametrize("address", ["/statutes/search/", "/statutes/借书法/", f"{NEW}2/", "/statutes/cite/"])
def test_nothing_can_be_posted(address: str, client: Client) -> None:
    assert client.post(address, {"q": "x"}).status_code == 405


def test_list_is_searched_and_filtered(client: Client) -> None:
    assert "共 3 部" in text_of(client.get("/statutes/"))
    found = text_of(client.get("/statutes/", {"q": "自行车"}))
    assert "共 1 部" in found
    assert "云水省自行车修理条例 地方性法规 云水省 2020-06-01 2020-06-01 2 1" in found
    assert "借书法 法律 全国 2022-05-20 2022-09-01 5 2" in text_of(client.get("/statutes/", {"kind": "law"}))
    assert "共 2 部" in text_of(client.get("/statutes/", {"place": "national"}))


def test_list_is_exported_by_those_who_are_signed_in(
    client: Client, handler: Actor, sign_in: Callable[[Actor], Client]
) -> None:
    assert client.get("/statutes/", {"export": "xlsx"})["Location"].startswith(reverse("desk:login"))
    assert sign_in(handler).get("/statutes/", {"export": "xlsx"}).content[:2] == b"PK"


def test_statute_is_shown_in_the_edition_in_force(client: Client) -> None:
    shown = client.get("/statutes/借书法/")
    assert shown.context["edition"].passed_on == date(2022, 5, 20)
    assert "现行版本" in text_of(shown)


def test_edition_has_contents_anchors_and_all_text(client: Client) -> None:
    page = client.get(NEW)
    html = page.content.decode()
    assert re.findall(r'<article class="law-article" id="([^"]+)"', html) == ["a1", "a2", "a3", "a3-1", "a4"]
    assert re.findall(r'<li class="level-(\d)"><a href="#(h\d)">([^<]+)', html) == [
        ("1", "h1", "第一编 总则"), ("2", "h2", "第一章 一般规定"), ("1", "h3", "第二编 附则"),
    ]  # fmt: skip
    assert re.findall(r'<h2 class="law-heading level-\d" id="([^"]+)"', html) == ["h1", "h2", "h3"]
    said = text_of(page)
    assert "第一章 一般规定 第一条至第二条" in said
    for line in ("（二）逾期五日以上的，按下列情形停借：", "2.其他图书。", "第三条之一 本法所称12日，是指自然日。"):
        assert line in said
    assert "全国读书人大会《关于修改〈借书法〉〈还书法〉等两部法律的决定》修订" in said


def test_old_edition_says_that_it_is_old(client: Client) -> None:
    page = client.get(OLD)
    said = text_of(page)
    assert "旧版本" in said
    assert "2022年9月1日 周四 起由 2022-05-20 版取代" in said
    assert 'href="/statutes/%E5%80%9F%E4%B9%A6%E6%B3%95/2022-05-20/"' in page.content.decode()


def test_edition_that_is_coming_says_so(client: Client, settings: object) -> None:
    settings.FIXED_NOW = "2022-06-01T09:00:00+08:00"
    assert "尚未施行" in text_of(client.get(NEW))
    assert client.get("/statutes/借书法/").context["edition"].passed_on == date(2015, 3, 10)
    settings.FIXED_NOW = "2015-04-01T09:00:00+08:00"
    assert client.get("/statutes/借书法/").context["edition"].passed_on == date(2015, 3, 10)


def test_day_in_force_that_was_not_read_is_said_to_be_taken(client: Client) -> None:
    assert "这里按版本日期推定" in text_of(client.get("/statutes/云水省自行车修理条例/"))
    assert "这里按版本日期推定" not in text_of(client.get(NEW))


def test_article_shows_paragraphs_items_and_neighbours(client: Client) -> None:
    page = client.get(f"{NEW}3/")
    html = page.content.decode()
    assert re.findall(r'rel="(prev|next)">.*?(第[^<]+条[^<]*)<', html, re.DOTALL) == [
        ("prev", "第二条"), ("next", "第三条之一"),
    ]  # fmt: skip
    lines = client.get(f"{NEW}2/").context["lines"]
    assert [(line.anchor, line.depth, line.label) for line in lines] == [
        ("p1", 1, "第一款"), ("p1-1", 2, ""), ("p1-2", 2, ""), ("p1-2-1", 3, ""), ("p1-2-2", 3, ""),
        ("p2", 1, "第二款"), ("p3", 1, "第三款"), ("p3-1", 2, ""), ("p3-2", 2, ""), ("p3-3", 2, ""),
    ]  # fmt: skip
    assert "2015-03-10 版" in text_of(page)


def test_article_shows_who_cites_it_and_marks_the_phrases(client: Client, cited: None) -> None:
    page = client.get(f"{NEW}2/")
    said = text_of(page)
    assert "被引用（2）" in said
    assert "步骤·归还 第二条第一款 二十日" in said
    assert "规则·续借 第二条第三款第（三）项 续借一次" in said
    assert sorted(marks_of(page)) == ["二十日", "二十日", "续借一次", "续借一次"]
    assert '<a href="/lending/">借还图书</a>' in page.content.decode()
    assert "被引用 2" in text_of(client.get(NEW))


def test_citation_of_an_old_day_rests_on_the_old_edition(client: Client, cited: None) -> None:
    page = client.get(f"{OLD}2/")
    assert "期限·归还 第二条 三十日" in text_of(page)
    assert marks_of(page) == ["三十日", "三十日"]


def test_words_that_were_searched_for_are_marked(client: Client) -> None:
    assert marks_of(client.get(f"{NEW}2/", {"q": "押金"})) == ["押金"]


def test_article_that_nothing_cites_says_so(client: Client) -> None:
    assert "目前没有程序以本条为依据" in text_of(client.get(f"{NEW}1/"))


@pytest.mark.parametrize(
    "address",
    ["/statutes/还书法/", "/statutes/借书法/2021-01-01/", "/statutes/借书法/2021-13-01/", f"{NEW}9/", f"{NEW}2-1/",
     f"{NEW}02/", f"{NEW}x/", "/statutes/借书法/2021-01-01/2/"],
)  # fmt: skip
def test_what_is_not_there_is_not_found(address: str, client: Client) -> None:
    assert client.get(address).status_code == 404


def test_search_shows_articles_with_marks(client: Client) -> None:
    page = client.get("/statutes/search/", {"q": "归还"})
    assert [hit.title for hit in page.context["found"]] == [
        "最高人民法院关于适用《借书法》的解释第一条", "借书法第二条",
    ]  # fmt: skip
    assert marks_of(page) == ["归还", "归还", "归还"]


def test_search_is_narrowed_and_widened(client: Client) -> None:
    def count(**asked: str) -> int:
        return client.get("/statutes/search/", {"q": "归还"} | asked).context["count"]

    assert (count(), count(kind="law"), count(name="借书法"), count(all="1"), count(kind="nonsense")) == (2, 1, 1, 3, 2)


def test_search_leads_straight_to_a_citation_and_names_statutes(client: Client) -> None:
    page = client.get("/statutes/search/", {"q": "借书法第二条"})
    assert page.context["direct"] == (
        "《借书法》第二条",
        f"{reverse('desk:statutes:list')}%E5%80%9F%E4%B9%A6%E6%B3%95/2022-05-20/2/",
    )
    assert [name for name, _ in client.get("/statutes/search/", {"q": "自行车"}).context["statutes"]] == [
        "云水省自行车修理条例"
    ]


@pytest.mark.parametrize("asked", ["", "   ", "，。", "没有这样的词", "'); drop table", "a" * 300, "\\ & | ! <->"])
def test_search_for_anything_is_answered(asked: str, client: Client) -> None:
    page = client.get("/statutes/search/", {"q": asked})
    assert page.status_code == 200
    assert page.context["count"] == 0


def test_citation_leads_to_its_place(client: Client) -> None:
    base = f"{reverse('desk:statutes:list')}%E5%80%9F%E4%B9%A6%E6%B3%95/"
    for text, on, address in [
        ("借书法#2", None, "2022-05-20/2/"),
        ("借书法#2.1.2", None, "2022-05-20/2/#p1-2"),
        ("借书法#2..3", None, "2022-05-20/2/#p3-3"),
        ("借书法#2.9", None, "2022-05-20/2/"),
        ("借书法#2", date(2020, 1, 1), "2015-03-10/2/"),
        ("借书法@2015#2.1", None, "2015-03-10/2/#p1"),
    ]:
        assert client.get(cite_url(Citation.parse(text), on))["Location"] == base + address


@pytest.mark.parametrize(
    ("asked", "say"),
    [
        ({"c": "借书法#9"}, "《借书法》（2022-05-20 版）没有第九条。"),
        ({"c": "还书法#9"}, "法规库中没有《还书法》。"),
        ({"c": "胡话"}, "“胡话”不是引证。"),
        ({}, "“”不是引证。"),
        ({"c": "借书法#2", "on": "昨天"}, "日期应写作“年-月-日”"),
    ],
)
def test_citation_that_leads_nowhere_says_why(asked: dict[str, str], say: str, client: Client) -> None:
    page = client.get("/statutes/cite/", asked)
    assert page.status_code == 404
    assert say in text_of(page)


def test_search_box_of_the_desk_finds_articles(handler: Actor) -> None:
    hits = search.find(handler, ["押金"], LIMIT)
    assert [(hit.title, hit.about) for hit in hits] == [("借书法第二条", hits[0].about)]
    assert "押金" in hits[0].about


@pytest.mark.parametrize("address", ["/statutes/", "/statutes/search/?q=条", NEW, f"{NEW}2/"])
def test_number_of_statements_does_not_grow_with_the_library(
    address: str, client: Client, tmp_path: Path, at: datetime, django_assert_max_num_queries: object, cited: None
) -> None:
    longer = FILES[LENDING_2022].replace("2022年9月1日", "2022年9月2日")
    more = "".join(f"\n第{number}条 归还条款。\n" for number in "五六七八九")
    for day in range(10, 20):
        (tmp_path / "statutes" / f"借书法(2022-06-{day}).md").write_text(longer + more, encoding="utf-8")
    import_folder(folder=tmp_path / "statutes", actor=None, at=at)
    with django_assert_max_num_queries(7):  # type: ignore[operator] -- pytest-django's fixture
        client.get(address)
