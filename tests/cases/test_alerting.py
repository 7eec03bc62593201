"""五色预警: a dispute whose days, persons or repeats have come to a higher colour is told of until then."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from fazhi.cases import alerting, rebuilding, taking
from fazhi.cases.models import Case, CaseAlert, ParameterValue
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from tests.conftest import District

FOUND = {"title": "某小区漏水纠纷", "source": "grid", "kind": "neighbour", "facts": "楼上漏水。"}
GRADED = {"persons": 6, "repeats": 1, "risks": ["none"], "handling_level": "village", "grade_reason": "按情况"}
Dispute = Callable[..., Case]
Set = Callable[..., None]


@pytest.fixture
def officer(join: Callable[..., Actor], district: District) -> Actor:
    return join("jie.diao", "解调", district.justice, Role.HANDLER)


@pytest.fixture
def thresholds(district: District, officer: Actor, at: datetime) -> Set:
    """What the place has set since long ago."""

    def make(**values: int) -> None:
        for name, value in values.items():
            ParameterValue.objects.create(
                jurisdiction=district.jurisdiction, procedure="dispute", name=name, value=value,
                since=at.date() - timedelta(days=90), source="测试", set_by=officer.person, set_at=at,
            )  # fmt: skip

    return make


@pytest.fixture
def dispute(officer: Actor, district: District, at: datetime) -> Dispute:
    """One found today and graded at once."""

    def make(colour: str = "blue", **more: Any) -> Case:
        given = Given("register", at.date(), data={**FOUND, "found_on": at.date().isoformat()})
        case = taking.open_case(
            actor=officer, procedure="dispute", organization=district.justice, given=given, at=at
        ).case
        return graded(case, officer, at, "first", colour, **more)

    return make


def graded(case: Case, officer: Actor, at: datetime, result: str, colour: str, **more: Any) -> Case:
    given = Given("grade", at.date(), result, data={**GRADED, "colour": colour, **more})
    return taking.take(actor=officer, case_id=case.pk, given=given, at=at).case


def alerts() -> list[str]:
    return list(CaseAlert.objects.order_by("name").values_list("name", flat=True))


def test_days_alone_raise_it_and_grading_anew_clears_it(
    dispute: Dispute, thresholds: Set, officer: Actor, at: datetime
) -> None:
    thresholds(yellow_days=10, orange_days=30)
    case = dispute()
    assert str(alerting.look(at=at + timedelta(days=9))) == "预警：看了 1 件案件，新出现 0 条，消除 0 条。"
    assert str(alerting.look(at=at + timedelta(days=10))) == "预警：看了 1 件案件，新出现 1 条，消除 0 条。"
    assert str(alerting.look(at=at + timedelta(days=11))) == "预警：看了 1 件案件，新出现 0 条，消除 0 条。"
    assert alerts() == ["yellow_by_days"]
    assert CaseAlert.objects.get().since == (at + timedelta(days=10)).date()
    graded(case, officer, at + timedelta(days=12), "raised", "yellow")
    assert alerts() == []


def test_the_highest_colour_is_told_by_all_that_reach_it(dispute: Dispute, thresholds: Set, at: datetime) -> None:
    """The place has set its thresholds after the grading: no act was needed for it to show."""
    dispute()
    thresholds(yellow_persons=5, orange_persons=6, orange_repeats=1, orange_days=90)
    alerting.look(at=at + timedelta(days=1))
    assert alerts() == ["orange_by_persons", "orange_by_repeats"]


def test_a_threshold_that_is_lifted_clears_it(
    dispute: Dispute, thresholds: Set, district: District, officer: Actor, at: datetime
) -> None:
    dispute()
    thresholds(red_persons=6)
    alerting.look(at=at)
    assert alerts() == ["red_by_persons"]
    ParameterValue.objects.create(
        jurisdiction=district.jurisdiction, procedure="dispute", name="red_persons", value=50,
        since=at.date(), source="测试", set_by=officer.person, set_at=at,
    )  # fmt: skip
    assert alerting.look(at=at).went == 1
    assert alerts() == []


def test_without_thresholds_nothing_is_told(dispute: Dispute, at: datetime) -> None:
    dispute()
    alerting.look(at=at + timedelta(days=365))
    assert alerts() == []


def test_what_was_settled_or_closed_has_none(dispute: Dispute, thresholds: Set, officer: Actor, at: datetime) -> None:
    thresholds(yellow_days=10)
    case, on = dispute(), at + timedelta(days=20)
    alerting.look(at=on)
    assert alerts() == ["yellow_by_days"]
    settled = Given("settle", on.date(), data={"settle_way": "reconciled", "settle_text": "已经和解"})
    taking.take(actor=officer, case_id=case.pk, given=settled, at=on)
    assert alerts() == []


def test_rebuilding_gives_the_same(dispute: Dispute, thresholds: Set, at: datetime) -> None:
    thresholds(yellow_days=10)
    case, on = dispute(), at + timedelta(days=20)
    alerting.look(at=on)
    CaseAlert.objects.all().delete()
    rebuilding.rebuild(case.pk, at=on)
    assert alerts() == ["yellow_by_days"]


def test_the_handler_finds_factor_colour_and_who(
    dispute: Dispute, thresholds: Set, officer: Actor, at: datetime, sign_in: Callable[[Actor], Client], settings: Any
) -> None:
    thresholds(yellow_days=10)
    case, on = dispute(), at + timedelta(days=12)
    alerting.look(at=on)
    settings.FIXED_NOW = on.isoformat()
    desk = sign_in(officer)
    home = desk.get("/").content.decode()
    assert ("没有化解的天数已经达到黄色，请重新评定颜色" in home, f"/cases/{case.pk}/#alerts" in home) == (True, True)
    page = desk.get(f"/cases/{case.pk}/").content.decode()
    assert "现在12天，门槛10天" in page
    assert "由承办人、负责人办理“评定颜色”，办理以后自动消除" in page
    assert f'href="/cases/{case.pk}/steps/grade/"' in page
    assert case.title in desk.get("/cases/?alerts=open").content.decode()
