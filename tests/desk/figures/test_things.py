"""Lists behind figures that count different things: the things, the records of each, and who may read their names."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from django.test import Client

from fazhi.desk.figures.addresses import board_url, figure_url, records_url
from fazhi.desk.figures.stats import dimensions
from fazhi.exams.models import Exam, Training
from fazhi.figures.counting import By
from fazhi.figures.periods import Period
from fazhi.government.actors import Actor
from tests.cases.conftest import officers, opened
from tests.desk.figures.test_pages import SignIn
from tests.figures.people import appointments, courses

__all__ = ["appointments", "courses", "officers", "opened"]

YEAR = Period.year(2026)
OFFICERS = records_url("penalty_officers", YEAR)
PEOPLE = records_url("course_people", YEAR)


def lines(page: str) -> list[tuple[str, str, str]]:
    """The things on a page: (title, how many records, address)."""
    found = re.findall(r'<th scope="row">([^<]+)</th><td>(?:<a href="([^"]+)"[^>]*>)?(\d+)', page)
    return [(title, records, unescape(url)) for title, url, records in found]


def count(client: Client, url: str) -> int:
    return int(client.get(url).context["count"])


def test_list_shows_each_thing_and_opens_its_records(
    sign_in: SignIn, coordinator: Actor, opened: Callable[..., object], officers: list[Actor]
) -> None:
    for _ in range(2):
        opened()
    client = sign_in(coordinator)
    page = client.get(OFFICERS)
    shown = lines(page.content.decode())
    assert [(title, records) for title, records, _ in shown] == [("秦法", "2"), ("程班", "2")]
    assert (page.context["count"], page.context["value"].text) == (2, "2名")
    assert "按“执法人员”去重：同一人有几条记录也只算一次" in page.content.decode()
    one = client.get(shown[1][2])
    assert (one.context["count"], one.context["things"].chosen) == (2, "程班")
    assert "下列是其中“程班”的记录" in one.content.decode()
    assert lines(one.content.decode()) == []
    assert count(client, f"{OFFICERS}&thing=%230") == 0
    assert count(client, f"{OFFICERS}&thing=%00") == 0


def test_names_of_people_who_came_are_for_their_organiser(
    sign_in: SignIn, coordinator: Actor, supervisor: Actor, appointments: Exam, courses: list[Training]
) -> None:
    shown = lines(sign_in(coordinator).get(PEOPLE).content.decode())
    assert [(title, records) for title, records, _ in shown] == [("程班", "2"), ("傅泽", "1")]
    other = sign_in(supervisor)
    page = other.get(PEOPLE)
    assert (lines(page.content.decode()), page.context["things"].total) == ([], 2)
    assert "姓名不在这里列出" in page.content.decode()
    assert not any(name in page.content.decode() for name in ("程班", "傅泽"))
    # nor do the records of one, found by trying numbers
    assert count(other, shown[1][2]) == 3
    assert lines(other.get(records_url("course_bodies", YEAR)).content.decode())[0][:2] == ("区市场监管局", "3")


def test_tables_say_that_their_rows_do_not_add_up(
    sign_in: SignIn, coordinator: Actor, opened: Callable[..., object]
) -> None:
    opened()
    client = sign_in(coordinator)
    page = client.get(figure_url("penalty_officers", YEAR)).content.decode()
    said = "各行分别去重：同一人在几行里各算一次，各行相加可以大于总数。"
    assert page.count(said) == 3
    assert said not in client.get(figure_url("penalties_filed_summary", YEAR)).content.decode()
    assert client.get(board_url("enforcement", YEAR)).status_code == 200


def test_bodies_are_not_broken_down_by_body() -> None:
    assert By.UNIT not in dimensions("enforcing_bodies")
    assert By.UNIT not in dimensions("lawsuit_lost_bodies_rate")
    assert By.UNIT in dimensions("penalty_officers")


def test_export_lists_the_records(sign_in: SignIn, coordinator: Actor, opened: Callable[..., object]) -> None:
    opened()
    assert sign_in(coordinator).get(f"{OFFICERS}&export=xlsx").status_code == 200
