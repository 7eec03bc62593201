"""The end of the year reported on, from which 「每年3月1日之前」 is counted."""

from datetime import date
from typing import Any

import pytest

from fazhi.cases import supplying
from fazhi.cases.year_ends import year_end
from fazhi.government.models import Organization
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.counting import due
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.language.library import library

BODY = Organization(id=1, jurisdiction_id=1, name="某局", short_name="某局", path="1.")
ASKING = [each for each in library().latest() if "year_end" in each.fields]


@pytest.mark.parametrize(
    ("given", "expected"),
    [({"report_year": 2026}, "2026-12-31"), ({"report_year": "2026"}, "2026-12-31"), ({}, None)],
)
def test_year_end_is_31_december_of_the_year(given: dict[str, Any], expected: str | None) -> None:
    assert year_end(None, given, BODY, date(2026, 11, 2)) == expected


@pytest.mark.parametrize("year", ["26", 20260, "二〇二六", None])
def test_year_end_of_what_is_no_year_is_nothing(year: object) -> None:
    assert year_end(None, {"report_year": year}, BODY, date(2026, 11, 2)) is None


def test_reports_get_their_year_end_from_the_platform() -> None:
    assert {each.id for each in ASKING} == {"annual_report", "disclosure_annual_report", "duty_reporting"}
    for definition in ASKING:
        values: dict[str, Any] = {"report_year": 2027}
        step = next(iter(definition.steps))
        wrong = supplying.supply(
            definition, values, step=step, result="", case=None, organization=BODY, on=date(2027, 11, 1)
        )
        assert (wrong, values["year_end"]) == ([], "2027-12-31")


@pytest.mark.parametrize(
    ("year", "length", "last"),
    [
        (2025, "2 months", date(2026, 2, 28)),
        (2027, "2 months", date(2028, 2, 29)),
        (2025, "3 months", date(2026, 3, 31)),
        (2025, "1 month", date(2026, 1, 31)),
    ],
)
def test_months_after_the_year_end_fall_on_the_days_of_the_law(year: int, length: str, last: date) -> None:
    assert due(date(year, 12, 31), parse_duration(length), calendar=standard_calendar()).on == last
