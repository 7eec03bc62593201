"""What earlier reports stated, by figure and year."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from fazhi.government.actors import Actor
from fazhi.scrutiny import drafts, series
from fazhi.scrutiny.models import Draft
from tests.conftest import District

Receive = Callable[..., Draft]
FIGURE = "problems_registered"


def test_series_holds_past_reports_by_year(receive: Receive, district: District) -> None:
    receive(kind="past", year=2024, registered="31")
    receive(kind="past", year=2023, registered="28")
    receive(registered="8")
    found = series.stated(district.jurisdiction.pk, FIGURE)
    assert [(each.year, each.value, each.source.text) for each in found] == [
        (2023, Decimal(28), "28个"),
        (2024, Decimal(31), "31个"),
    ]


def test_year_stated_twice_differently_shows_both(receive: Receive, district: District) -> None:
    receive(kind="past", year=2024, registered="31")
    receive(kind="past", year=2024, registered="31")
    receive(kind="past", year=2024, registered="30")
    found = series.all_stated(district.jurisdiction.pk)[FIGURE]
    assert [each.value for each in found.values] == [Decimal(31), Decimal(30)]
    assert found.differs == {2024}


def test_half_years_and_reports_of_bodies_are_left_out(
    receive: Receive, head: Actor, district: District, at: datetime
) -> None:
    receive(kind="past", year=2024, registered="31")
    for text in ("2023年上半年，登记法治建设问题12个。", "近三年，登记法治建设问题88个。"):
        drafts.receive(
            actor=head,
            name="局报告.txt",
            data=text.encode(),
            year=2023,
            kind="past",
            at=at,
            organization=district.market,
        )
    assert [each.year for each in series.stated(district.jurisdiction.pk, FIGURE)] == [2024]
    assert series.reports_by_year(district.jurisdiction.pk) == {2023: 2, 2024: 1}
