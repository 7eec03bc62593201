"""Beside what the records say of each year stands what earlier reports stated, marked as stated."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from fazhi.government.actors import Actor
from fazhi.scrutiny.models import Draft
from tests.scrutiny.conftest import ledger, receive

__all__ = ["ledger", "receive"]
PAGE = "/figures/f/problems_registered/?period=2026"
SignIn = Callable[[Actor], Client]


@pytest.fixture
def past(receive: Callable[..., Draft]) -> tuple[Draft, Draft]:
    """Two reports of earlier years, of which one is older than the years that the page shows by itself."""
    return receive(kind="past", year=2020, registered="41"), receive(kind="past", year=2025, registered="28")


def test_what_reports_stated_stands_beside_the_records(
    sign_in: SignIn, coordinator: Actor, past: tuple[Draft, Draft]
) -> None:
    answer = sign_in(coordinator).get(PAGE)
    years = answer.context["years"]
    assert [(each.year, each.text, each.recorded, each.apart) for each in years.stated] == [
        (2025, "28个", "0个", "多 28"),
        (2020, "41个", "0个", "多 41"),
    ]
    assert years.chart.labels == ("2020年", "2021年", "2022年", "2023年", "2024年", "2025年", "2026年")
    recorded, told = years.chart.series
    assert [point.words for point in told.points] == ["41个", "—", "—", "—", "—", "28个", "—"]
    assert (recorded.points[-1].words, told.name) == ("3个", "报告所载")
    older, newer = past
    assert [each.url.split("?")[0] for each in years.stated] == [f"/scrutiny/{newer.pk}/", f"/scrutiny/{older.pk}/"]
    assert sign_in(coordinator).get(years.stated[0].url).status_code == 200


def test_numbers_of_the_district_do_not_stand_beside_those_of_a_body(
    sign_in: SignIn, coordinator: Actor, head: Actor, past: tuple[Draft, Draft]
) -> None:
    unit = head.seats[0].organization_id
    pages = {coordinator: f"{PAGE}&unit={unit}", head: PAGE}
    shown: dict[Any, Any] = {actor: sign_in(actor).get(page).context["years"] for actor, page in pages.items()}
    assert [each.stated for each in shown.values()] == [(), ()]
