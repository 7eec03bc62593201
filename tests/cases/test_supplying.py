"""Values that the platform fills in: nobody types them, and they stand in the act."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from fazhi.cases import supplying
from fazhi.cases.models import Case
from fazhi.government.models import Organization
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.language.library import library

BODY = Organization(id=1, jurisdiction_id=1, name="某局", short_name="某局", path="1.")


@pytest.fixture
def definition() -> Definition:
    """Information correction, whose registering also asks how many requests there were before."""
    plain = library().editions("information_correction")[-1]
    step = plain.steps["register"].model_copy(update={"offer": ("evidence", "earlier")})
    field = Field(title="此前的要求", type=Kind.NUMBER, supplied="earlier_requests")
    return plain.model_copy(
        update={"fields": {**plain.fields, "earlier": field}, "steps": {**plain.steps, "register": step}}
    )


@pytest.fixture
def supplier(monkeypatch: pytest.MonkeyPatch) -> None:
    def earlier(case: Case | None, given: Mapping[str, Any], organization: Organization, on: date) -> int:
        return len(given) + on.day

    monkeypatch.setattr(supplying, "_SUPPLIERS", {})
    supplying.register("earlier_requests", earlier)


def supplied(definition: Definition, values: dict[str, object], step: str = "register") -> list[str]:
    wrong = supplying.supply(
        definition, values, step=step, result="", case=None, organization=BODY, on=date(2026, 3, 2)
    )
    return [reason.say for reason in wrong]


def test_a_supplied_value_is_put_in(definition: Definition, supplier: None) -> None:
    values: dict[str, object] = {"record": "甲"}
    assert supplied(definition, values) == []
    assert values == {"record": "甲", "earlier": 3}


def test_nobody_can_type_it(definition: Definition, supplier: None) -> None:
    values: dict[str, object] = {"earlier": 9}
    assert supplied(definition, values) == ["“此前的要求”由平台自动填写，请不要填。"]
    assert values == {"earlier": 2}


def test_a_step_that_does_not_ask_gets_nothing(definition: Definition, supplier: None) -> None:
    values: dict[str, object] = {}
    assert supplied(definition, values, step="withdraw") == []
    assert values == {}


def test_a_value_that_no_app_supplies_stays_blank(definition: Definition, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supplying, "_SUPPLIERS", {})
    values: dict[str, object] = {}
    assert supplied(definition, values) == []
    assert values == {}
