"""The cells of the tables on requests, from a handful of cases whose numbers are known."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest

from fazhi.figures.counting import values
from fazhi.figures.listing import behind
from fazhi.figures.periods import Period
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.returns import sheets
from fazhi.returns.bodies import scope_of
from fazhi.returns.checked import wrong_with
from fazhi.returns.filling import Filled, figures_of, fill
from fazhi.returns.language.layout import spanned
from fazhi.returns.language.library import forms
from fazhi.returns.models import Sheet
from tests.returns.requests import reply, request, take

TODAY = date(2026, 3, 2)


@pytest.fixture
def requests(handler: Actor, head: Actor, district: Any) -> None:
    """The market bureau: two of 2024 (one carried into 2025), five of 2025 (one carried on), one of 2026."""
    unit = district.market
    settled_before = request(handler, unit, date(2024, 11, 4))
    reply(handler, settled_before, date(2024, 11, 20), "granted")
    carried = request(handler, unit, date(2024, 12, 20))
    reply(handler, carried, date(2025, 1, 10), "partially_granted")
    # replied, overturned and replied anew: one request counts once, by its first reply
    again = request(handler, unit, date(2025, 3, 3))
    reply(handler, again, date(2025, 3, 20), "refused_internal")
    take(handler, again, "serve", date(2025, 3, 21), serve_manner="mail")
    take(handler, again, "reconsideration", date(2025, 4, 10))
    take(handler, again, "reconsideration_result", date(2025, 6, 3), "corrected_redo", redo_within="15 days")
    reply(handler, again, date(2025, 6, 10), "granted")
    firm = request(handler, unit, date(2025, 4, 1), category="legal_service")
    reply(handler, firm, date(2025, 4, 15), "already_public")
    take(handler, request(handler, unit, date(2025, 5, 6)), "withdraw", date(2025, 5, 8))
    gone = request(handler, unit, date(2025, 7, 1), category="business")
    take(
        handler, gone, "notice_to_clarify", date(2025, 7, 3), lacks=["description"], clarify_items="请写明项目名称",
        clarify_within="5 working days", guided=True,
    )  # fmt: skip
    take(handler, gone, "deem_abandoned", date(2025, 7, 14), no_good_reason=True)
    open_still = request(handler, unit, date(2025, 12, 25))
    reply(handler, open_still, date(2026, 1, 9), "not_responsible")
    request(handler, unit, date(2026, 2, 2))


@pytest.fixture
def opened(coordinator: Actor, district: Any, at: datetime) -> Callable[..., Filled]:
    def make(form: str = "disclosure_3", year: int = 2025, unit: Any = "market") -> Filled:
        whose = getattr(district, unit) if unit else None
        sheet = sheets.open_sheet(
            actor=coordinator, jurisdiction=district.jurisdiction, organization=whose, form=form, year=year, at=at
        )
        return fill(Sheet.objects.get(pk=sheet.pk), today=TODAY)

    return make


def some(filled: Filled) -> dict[str, int]:
    """The cells that are not zero, but for the totals."""
    return {
        key: int(cell.value)
        for key, cell in filled.cells.items()
        if cell.value and not key.startswith("settled.") and not key.endswith("total")
    }


def test_table_three_counts_every_request_once(requests: None, opened: Callable[..., Filled]) -> None:
    filled = opened()
    assert some(filled) == {
        "received.person": 3,
        "received.business": 1,
        "received.legal": 1,
        "brought.person": 1,
        "granted.legal": 1,
        "partial.person": 1,
        "internal.person": 1,
        "unclarified.business": 1,
        "other_reply.person": 1,
        "carried.person": 1,
    }
    totals = {key: filled.cells[key].value for key in ("received.total", "settled.total", "carried.total")}
    assert totals == {"received.total": 5, "settled.total": 5, "carried.total": 1}
    assert wrong_with(filled) == ()


def test_what_one_year_carries_on_the_next_carries_in(requests: None, opened: Callable[..., Filled]) -> None:
    before, after = opened(year=2024), opened(year=2026)
    assert before.cells["carried.person"].value == after.cells["brought.person"].value == 1
    assert some(after) == {"received.person": 1, "brought.person": 1, "not_held.person": 1, "carried.person": 1}
    assert (wrong_with(before), wrong_with(after)) == ((), ())


def test_table_four_counts_remedies(requests: None, opened: Callable[..., Filled], district: Any, at: datetime) -> None:
    lawsuits: list[dict[str, Any]] = [
        {"result": "pending"},
        {"result": "rejected", "closed_on": "2025-09-01"},
        {"result": "revoked", "closed_on": "2026-01-15", "after_reconsideration": True},
        {"result": "rejected", "closed_on": "2025-09-01", "instance": "second"},
        {"result": "rejected", "closed_on": "2025-09-01", "area": "penalty"},
    ]
    revising.revise(
        actor=None,
        jurisdiction=district.jurisdiction,
        register="litigation_cases",
        changes=[Change(ChangeKind.ADD, data=lawsuit(number, each)) for number, each in enumerate(lawsuits)],
        reason="登记应诉案件",
        since=at.date(),
        at=at,
    )
    assert some(opened("disclosure_4")) == {
        "cases.review_corrected": 1,
        "cases.direct_upheld": 1,
        "cases.direct_pending": 1,
        "cases.after_pending": 1,
    }


def lawsuit(number: int, said: dict[str, Any]) -> dict[str, Any]:
    """An entry of the register of lawsuits: the market bureau sued over openness, in the first instance."""
    return {
        "case_number": f"（2025）清行初{number}号",
        "cause": "政府信息公开",
        "body": "区市场监管局",
        "defendant": "department",
        "area": "disclosure",
        "instance": "first",
        "after_reconsideration": False,
        "court": "区法院",
        "sued_on": "2025-06-02",
    } | said


def test_every_cell_lists_as_many_records_as_it_counts(
    requests: None, opened: Callable[..., Filled], district: Any
) -> None:
    layout, scope = forms().layout("disclosure_3"), scope_of(district.market, 2025)
    listed = {}
    for span, figures in figures_of(layout, 2025).items():
        period = spanned(span, Period.year(2025))
        counted = values(figures, scope=scope, period=period, today=TODAY)
        for key in (key for key in figures if counted[key].number):
            found = behind(key, scope=scope, period=period, today=TODAY, figure=figures[key])
            listed[key] = (found.total, counted[key].number)
    assert len(listed) == 10
    assert all(one == other for one, other in listed.values())


def test_the_district_adds_up_its_bodies(
    requests: None,
    opened: Callable[..., Filled],
    street_handler: Actor,
    coordinator: Actor,
    district: Any,
    at: datetime,
) -> None:
    reply(street_handler, request(street_handler, district.street, date(2025, 8, 4)), date(2025, 8, 6), "granted")
    sheet = opened(unit="urban").sheet
    sheets.correct(
        actor=coordinator, sheet_id=sheet.pk, cell="received.person", value=Decimal(2), reason="平台上线前的两件", at=at
    )
    whole = opened(unit=None)
    assert whole.cells["received.person"].value == Decimal(3 + 1 + 2)
    assert whole.cells["granted.person"].value == 1
    states = {part.body.short_name: part.state for part in whole.parts}
    assert states == {
        "区司法局": "没有建表，按记录统计", "区市场监管局": "没有建表，按记录统计", "区城管局": "填报中",
        "东街街道": "没有建表，按记录统计",
    }  # fmt: skip
    assert len(whole.missing) == 4


def test_a_community_counts_to_its_street(
    opened: Callable[..., Filled], join: Callable[..., Actor], district: Any
) -> None:
    from tests.conftest import plant  # noqa: PLC0415 -- only here

    community = plant(district.jurisdiction, district.street, "community", "东街社区居委会", "东街社区")
    clerk = join("she.qu", "佘蕖", community, Role.HANDLER)
    request(clerk, community, date(2025, 8, 4))
    assert some(opened(unit="street")) == {"received.person": 1, "carried.person": 1}
