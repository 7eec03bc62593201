"""复议表 from a case that was accepted and not decided yet: where it stands in each year."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from fazhi.cases import taking
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.returns import sheets
from fazhi.returns.checked import wrong_with
from fazhi.returns.filling import fill
from tests.cases.walks import applied

CONDITIONS = ["parties", "interest", "claims", "in_time", "scope", "venue", "not_repeated"]


def test_an_accepted_case_is_pending_until_it_is_decided(
    join: Callable[..., Actor], coordinator: Actor, district: Any, at: datetime
) -> None:
    officer = join("fu.yi", "傅议", district.justice, Role.HANDLER)
    case = applied(officer, district.justice, district.market, at).case
    steps: list[tuple[str, dict[str, Any]]] = [
        ("examine", {"conditions_met": CONDITIONS, "venue_ground": "own_department", "known_on": "2026-02-20"}),
        ("accept", {}),
    ]
    for minutes, (step, data) in enumerate(steps, 1):
        moment = at + timedelta(minutes=minutes)
        taking.take(actor=officer, case_id=case.pk, given=Given(step, at.date(), data=data), at=moment)
    sheet = sheets.open_sheet(
        actor=coordinator,
        jurisdiction=district.jurisdiction,
        organization=None,
        form="reconsideration",
        year=2026,
        at=at,
    )
    filled = fill(sheet, today=at.date())
    of_the_bureau = {key: cell.value for key, cell in filled.cells.items() if cell.value and key.startswith("market.")}
    ones = ("received", "accepted", "applicants", "by_department", "to_county", "penalty", "pending")
    assert of_the_bureau == {f"market.{column}": Decimal(1) for column in ones}
    assert filled.cells["total.pending"].value == 1
    assert filled.cells["rest.received"].value == 0
    assert wrong_with(filled) == ()
    sheet.year = 2027
    assert fill(sheet, today=date(2027, 3, 1)).cells["market.brought"].value == 1
