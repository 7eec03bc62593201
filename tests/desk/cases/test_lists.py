"""Work lists, the search, the home page."""

import re
from collections.abc import Callable
from copy import copy
from datetime import date, datetime, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from fazhi.cases.models import Case
from fazhi.cases.taking import Taken
from fazhi.database.identifiers import uuid7
from fazhi.government.actors import Actor

Enter = Callable[[Actor], Client]


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


@pytest.fixture
def three(opened: Callable[..., Taken], at: datetime) -> list[Case]:
    """Open cases whose limits are past, near and far; their rows are set by hand, as hundreds of acts would."""
    cases = [opened(party={"kind": "person", "name": name}).case for name in ("甲某", "乙某", "丙某")]
    for case, days in zip(cases, (-3, 2, 30), strict=True):
        Case.objects.filter(pk=case.pk).update(due_on=at.date() + timedelta(days), due_limit="record")
    return cases


def test_the_most_pressing_case_stands_on_top(sign_in: Enter, three: list[Case], officers: list[Actor]) -> None:
    page = text_of(sign_in(officers[0]), "/cases/")
    assert page.index("甲某：") < page.index("乙某：") < page.index("丙某：")
    assert ">逾期 3 天<" in page
    assert ">还有 2 天<" in page
    assert "报所属机关备案" in page


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?due=late", ["甲某"]),
        ("?due=near", ["乙某"]),
        ("?q=丙某", ["丙某"]),
        ("?q=当罚案〔2026〕1号", ["甲某"]),
        ("?procedure=administrative_penalty", []),
        ("?findings=open", []),
    ],
)
def test_lists_are_narrowed(
    sign_in: Enter, three: list[Case], officers: list[Actor], query: str, names: list[str]
) -> None:
    page = text_of(sign_in(officers[0]), f"/cases/{query}")
    assert [name for name in ("甲某", "乙某", "丙某") if f"{name}：" in page] == names


def test_tabs_part_own_open_and_closed(
    sign_in: Enter, three: list[Case], officers: list[Actor], supervisor: Actor
) -> None:
    Case.objects.filter(pk=three[0].pk).update(closed_on=date(2026, 3, 1), outcome="performed", due_on=None)
    own, other = sign_in(officers[0]), sign_in(officers[1])
    assert "共 <strong>2</strong> 件" in text_of(own, "/cases/mine/")
    assert "您名下没有在办案件" in text_of(other, "/cases/mine/")
    assert ">履行完毕<" in text_of(own, "/cases/closed/")
    assert "共 <strong>3</strong> 件" in text_of(sign_in(supervisor), "/cases/all/")
    assert "我承办的" not in text_of(sign_in(supervisor), "/cases/")


def test_other_units_see_nothing(sign_in: Enter, three: list[Case], other_head: Actor, outsider: Actor) -> None:
    for actor in (other_head, outsider):
        assert "没有在办案件" in text_of(sign_in(actor), "/cases/")


def test_the_list_is_taken_away_as_a_workbook(sign_in: Enter, three: list[Case], officers: list[Actor]) -> None:
    answer = sign_in(officers[0]).get("/cases/?due=late&export=xlsx")
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    due = datetime(2026, 2, 27)  # noqa: DTZ001 -- workbooks know no time zones
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[-1][:3] == ["甲某：占道摆卖水果，经劝说未当场收摊。", due, "逾期 3 天"]


def test_a_list_takes_at_most_ten_statements(
    sign_in: Enter, opened: Callable[..., Taken], officers: list[Actor], head: Actor, coordinator: Actor
) -> None:
    clients = [sign_in(actor) for actor in (officers[0], head, coordinator)]

    def cost(client: Client) -> int:
        client.get("/cases/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/cases/")
        return len(captured)

    opened()
    first = [cost(client) for client in clients]
    for _ in range(29):
        opened()
    assert [cost(client) for client in clients] == first
    assert max(first) <= 10


def numbers_on(client: Client, address: str) -> list[str]:
    return re.findall(r'class="quiet number">([^<]+)<', text_of(client, address))


@pytest.fixture
def many(three: list[Case]) -> list[str]:
    """1,062 copies of a case, the last the newest; their numbers."""
    source = Case.objects.get(pk=three[0].pk)
    copies = [copy(source) for _ in range(1062)]
    for place, each in enumerate(copies):
        each.pk, each.number = uuid7(), f"抄〔2026〕{place}号"
        each.opened_on += timedelta(1 + place)
    Case.objects.bulk_create(copies)
    return [each.number for each in copies]


def test_all_cases_stand_with_the_newest_first(sign_in: Enter, many: list[str], supervisor: Actor) -> None:
    client = sign_in(supervisor)
    assert numbers_on(client, "/cases/all/") == many[:-51:-1]
    assert numbers_on(client, "/cases/all/?page=3") == many[-101:-151:-1]
    assert numbers_on(client, "/cases/all/?sort=opened&page=22")[-1] == many[-1]
    assert "共 <strong>1065</strong> 件，" in text_of(client, "/cases/all/")


def test_a_search_says_where_it_stopped_counting(sign_in: Enter, many: list[str], supervisor: Actor) -> None:
    client = sign_in(supervisor)
    first = text_of(client, "/cases/all/?q=甲某")
    assert "共 <strong>1000</strong> 件以上，第 1–50 件" in first
    assert numbers_on(client, "/cases/all/?q=甲某") == many[:-51:-1]
    # It counts on with the pages, so that the last can be reached.
    assert "共 <strong>1050</strong> 件以上" in text_of(client, "/cases/all/?q=甲某&page=2")
    assert "共 <strong>1063</strong> 件，第 1051–1063 件" in text_of(client, "/cases/all/?q=甲某&page=22")
    assert "共 <strong>1</strong> 件</p>" in text_of(client, "/cases/all/?q=乙某")


@pytest.mark.parametrize("page", ["0", "-1", "²", "x", "9" * 30])
def test_a_page_that_is_none_is_answered(sign_in: Enter, three: list[Case], supervisor: Actor, page: str) -> None:
    assert "甲某：" in text_of(sign_in(supervisor), f"/cases/all/?q=甲某&page={page}")


def test_the_search_box_finds_cases(sign_in: Enter, three: list[Case], officers: list[Actor]) -> None:
    assert "乙某：" in text_of(sign_in(officers[0]), "/search/?q=乙某")


def test_the_home_page_shows_what_is_due(
    sign_in: Enter, three: list[Case], officers: list[Actor], head: Actor, supervisor: Actor
) -> None:
    page = text_of(sign_in(officers[0]), "/")
    assert "临期和逾期案件" in page
    assert "丙某：" not in page
    assert "甲某：" in text_of(sign_in(head), "/")
    assert "案件逾期" in text_of(sign_in(supervisor), "/")
    assert "甲某：" not in text_of(sign_in(officers[1]), "/")


def test_findings_wait_at_home(
    sign_in: Enter, opened: Callable[..., Taken], officers: list[Actor], supervisor: Actor
) -> None:
    opened(id_shown=False)
    assert "待说明的监督发现" in text_of(sign_in(officers[0]), "/")
    assert "待核销的监督发现" not in text_of(sign_in(supervisor), "/")
