"""What forms of the catalog hold of what citizens enter: days that have come, a telephone where one is to be called."""

from datetime import date
from typing import Any

import pytest

from fazhi.intake import entering
from fazhi.procedures.applications.library import forms

TODAY = date(2026, 3, 2)


def faults(form: str, given: dict[str, Any], only: str) -> dict[str, str]:
    found = forms().get(form)
    definition = entering.definition_of(found, TODAY)
    return entering.entered(found, definition, given, kind="person", on=TODAY, only=[only]).faults


@pytest.mark.parametrize(
    ("form", "day"),
    [
        ("hotline", "occurred_on"),
        ("reconsideration", "known_on"),
        ("reconsideration", "act_made_on"),
        ("enforcement_complaint", "happened_on"),
        ("mediation", "found_on"),
    ],
)
def test_day_that_has_not_come(form: str, day: str) -> None:
    title = forms().get(form).asked[day].label
    wrong = f"“{title}”写的是2026年3月3日，这一天还没有到，请核对年、月、日。"
    assert faults(form, {day: "2026-03-03"}, day) == {day: wrong}
    assert faults(form, {day: "2026-03-02"}, day) == {}


def test_day_that_is_to_come_where_it_may() -> None:
    assert faults("legal_aid", {"deadline": "2026-03-09"}, "deadline") == {}


@pytest.mark.parametrize(
    ("answered", "phone", "missing"), [(True, "", True), (True, "13812345678", False), (False, "", False)]
)
def test_telephone_of_who_wants_to_be_called(answered: bool, phone: str, missing: bool) -> None:
    form = forms().get("snapshot")
    definition = entering.definition_of(form, TODAY)
    called = entering.phone_wanted(form, definition, {"wants_reply": answered}, kind="person", on=TODAY)
    who = entering.applicant_of(form, {"kind": "person", "name": "钱知行", "phone": phone})
    assert called is answered
    assert set(entering.without_phone(who, wanted=called)) == ({"phone"} if missing else set())
