"""Lists of exams, trainings and applications behind figures: everybody counts alike, not everybody reads all."""

from collections.abc import Callable
from io import BytesIO

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from fazhi.desk.figures.addresses import records_url
from fazhi.exams.models import Exam, Training
from fazhi.figures.periods import Period
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.conftest import District
from tests.figures.people import Desk, appointments, courses, desk
from tests.intake.office import HandIn, example_form, hand_in

__all__ = ["appointments", "courses", "desk", "example_form", "hand_in"]

SignIn = Callable[[Actor], Client]
YEAR = Period.year(2026)
CANDIDATES = records_url("appointment_candidates", YEAR)
ATTENDANCES = records_url("course_attendances", YEAR)
APPLICATIONS = records_url("applications_received", YEAR)
LEFT_OUT = "不在您可以查看的范围内"


def rows(client: Client, url: str) -> list[str]:
    """Each row of the page at an address, as one text."""
    page = client.get(url)
    assert page.status_code == 200
    return [" ".join(str(cell) for _, cell in cells) for _, _, cells in page.context["lines"]]


def sheet(client: Client, url: str) -> str:
    """Everything in the workbook of the list."""
    book = load_workbook(BytesIO(client.get(f"{url}&export=xlsx").content))
    lines = list(book.active.iter_rows(min_row=3, values_only=True))
    return " ".join(str(cell) for line in lines for cell in line)


def test_organiser_sees_who_sat_with_scores_and_ways_to_the_exam(
    sign_in: SignIn, coordinator: Actor, appointments: Exam
) -> None:
    client = sign_in(coordinator)
    found = rows(client, CANDIDATES)
    assert [name for name in ("程班", "傅泽", "程静") if sum(name in row for row in found) == 1] == [
        "程班",
        "傅泽",
        "程静",
    ]
    assert any("程班" in row and "88" in row for row in found)
    assert all(f"/exams/manage/{appointments.pk}/" in row for row in found)
    assert len(rows(client, f"{CANDIDATES}&q=程班")) == 1


def test_others_see_bodies_and_results_without_names_and_cannot_search_for_them(
    sign_in: SignIn, supervisor: Actor, head: Actor, appointments: Exam, courses: list[Training]
) -> None:
    for actor, number in ((supervisor, 3), (head, 2)):
        client = sign_in(actor)
        found = rows(client, CANDIDATES)
        assert len(found) == number
        assert not any(word in row for row in found for word in ("程班", "傅泽", "程静", "88", "/exams/"))
        assert rows(client, f"{CANDIDATES}&q=程班") == []
        assert rows(client, f"{CANDIDATES}&sort=name") == found
        assert not any(name in sheet(client, url) for url in (CANDIDATES, ATTENDANCES) for name in ("程班", "程静"))
        assert LEFT_OUT not in client.get(CANDIDATES).content.decode()


def test_courses_and_who_came_open_for_their_organiser(
    sign_in: SignIn, coordinator: Actor, courses: list[Training]
) -> None:
    client = sign_in(coordinator)
    held = rows(client, records_url("courses_held", YEAR))
    assert [f"/exams/trainings/{course.pk}/" in row for row, course in zip(held, courses, strict=False)] == [True, True]
    came = rows(client, ATTENDANCES)
    assert sorted("傅泽" in row for row in came) == [False, False, True]
    assert len(rows(client, records_url("exams_held", YEAR))) == 0


def test_exams_are_listed_with_their_numbers(
    sign_in: SignIn, coordinator: Actor, supervisor: Actor, appointments: Exam
) -> None:
    url = records_url("appointment_exams", YEAR)
    page = sign_in(coordinator).get(url)
    ((_, _, cells),) = page.context["lines"]
    assert {column.key: cell for column, cell in cells}.items() >= {"enrolled": "3", "sat": "2", "passed": "1"}.items()
    assert [f"/exams/manage/{appointments.pk}/" in row for row in rows(sign_in(supervisor), url)] == [False]


def test_applications_are_listed_for_those_who_may_read_them(
    sign_in: SignIn, coordinator: Actor, handler: Actor, desk: Desk
) -> None:
    everything = rows(sign_in(coordinator), APPLICATIONS)
    own = rows(sign_in(handler), APPLICATIONS)
    assert (len(everything), len(own)) == (4, 3)
    assert all(f"/intake/{each.pk}/" in " ".join(own) for each in (desk.declined, desk.waiting, desk.late))
    assert desk.waiting.title in " ".join(own)
    page = sign_in(coordinator).get(APPLICATIONS).content.decode() + sheet(sign_in(coordinator), APPLICATIONS)
    assert not any(word in page for word in ("钱知行", "13812345678", "11010519491231002X"))


def test_who_may_not_read_applications_sees_the_number_alone(
    sign_in: SignIn, join: Callable[..., Actor], district: District, desk: Desk
) -> None:
    client = sign_in(join("shen.he", "申合", district.market, Role.LEGAL_REVIEWER))
    page = client.get(APPLICATIONS)
    text = page.content.decode()
    assert (page.context["value"].number, page.context["count"]) == (3, 0)
    assert f"这些记录{LEFT_OUT}" in text
    assert "“查看群众来件”权限" in text
    assert not any(word in text for each in (desk.declined, desk.late) for word in (each.number, each.title))
    assert desk.late.number not in sheet(client, APPLICATIONS)
    assert rows(client, f"{APPLICATIONS}&q={desk.late.number}") == []


def test_records_out_of_reach_are_left_out_and_counted(
    sign_in: SignIn, join: Callable[..., Actor], district: District, desk: Desk, hand_in: HandIn
) -> None:
    """A clerk of the government sees figures of all bodies below it, and applications of the government alone."""
    clerk = join("zheng.ban", "郑办", district.government, Role.HANDLER)
    hand_in(wanted="政府公报合订本", to=district.government)
    page = sign_in(clerk).get(APPLICATIONS)
    assert (page.context["value"].number, page.context["count"]) == (5, 1)
    assert f"其中 4 件{LEFT_OUT}" in page.content.decode()


@pytest.mark.parametrize("url", [CANDIDATES, ATTENDANCES])
def test_list_asks_no_more_for_more_people(
    url: str, sign_in: SignIn, coordinator: Actor, appointments: Exam, courses: list[Training]
) -> None:
    client = sign_in(coordinator)
    client.get(url)
    counts = []
    for narrowed in (f"{url}&q=程班", url):
        with CaptureQueriesContext(connection) as queries:
            assert rows(client, narrowed)
        counts.append(len(queries))
    assert counts[0] == counts[1]
