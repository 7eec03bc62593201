"""Figures of licences 行政许可 count what was applied for, decided and kept in time, of cases that walked their way."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.figures.counting import By, table, values
from fazhi.figures.language.library import shelf
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from tests.conftest import District

YEAR = Period.year(2026)
PARTY = {"kind": "legal_person", "name": "某餐饮公司"}
CONTENT = {"conditions_met": True, "licence_content": "餐饮服务", "certificate_kind": "certificate", "openness": "open"}
REVIEW = {
    "review_opinion": "材料齐全", "needs_verification": False, "affects_others": False, "hearing_grounds": ["none"],
    "award_way": "ordinary",
}  # fmt: skip
Walk = Callable[..., Case]


@pytest.fixture
def walk(handler: Actor, head: Actor, district: District, at: datetime) -> Walk:
    """Takes the steps (day, step, result, data) of a licence; the first opens it, and the head decides."""

    def go(*steps: tuple[str, str, str, dict[str, Any]]) -> Case:
        case: Case | None = None
        for day, step, result, data in steps:
            when = at.replace(month=int(day[:2]), day=int(day[3:]))
            by = head if step == "decide" else handler
            given = Given(step, when.date(), result, data=data)
            if case is None:
                procedure, body = "administrative_licence", district.market
                taken = taking.open_case(actor=by, procedure=procedure, organization=body, given=given, at=when)
                case = taken.case
            else:
                taking.take(actor=by, case_id=case.pk, given=given, at=when)
        assert case is not None
        return case

    return go


def applied(day: str) -> tuple[str, str, str, dict[str, Any]]:
    data = {
        "applicant": PARTY, "matter": "食品经营许可", "licence_kind": "approval", "handling": "ordinary",
        "channel": "online", "received_on": f"2026-{day}",
        "intake_checks": ["guide_public", "listed_only", "form_free", "no_tie"],
    }  # fmt: skip
    return day, "register", "application", data


def test_licences_are_counted_from_application_to_decision(
    walk: Walk, handler: Actor, district: District, at: datetime
) -> None:
    accepted = {"receipt_sealed": True}
    granted = {**CONTENT, "on_spot": True, "valid_from": "2026-01-05"}
    refused = {"on_spot": False, "refuse_reasons": "场所不符合规定", "remedy_told": True}
    reviewed = {**REVIEW, "reviewers": [{"id": handler.person.pk, "name": handler.person.name}]}
    walk(applied("01-05"), ("01-05", "accept", "", accepted), ("01-05", "decide", "granted", granted))
    late = ("02-27", "decide", "refused", refused)
    walk(applied("01-05"), ("01-06", "accept", "", accepted), ("01-07", "review", "", reviewed), late)
    walk(applied("01-12"), ("01-13", "accept", "", accepted), ("01-14", "withdraw", "", {}))
    walk(applied("02-26"))
    existing = {
        "applicant": PARTY, "matter": "食品经营许可", "licence_kind": "approval", "earlier_number": "许〔2023〕5号",
        "granted_on": "2023-04-10", "licence_content": "餐饮服务", "valid_from": "2023-04-10", "openness": "open",
    }  # fmt: skip
    walk(("02-02", "register", "existing", existing))

    asked: dict[str, Any] = {"scope": Scope.whole(district.jurisdiction.pk), "period": YEAR, "today": at.date()}
    found = values([name for name in shelf() if "licence" in name and name.startswith("licence")], **asked)
    expected = {
        "licences_applied": 4, "licences_applied_by_channel": 4, "licences_accepted": 3, "licences_undecided": 1,
        "licences_decided": 2, "licences_granted": 1, "licences_refused": 1, "licences_on_spot": 1,
        "licences_on_spot_rate": 50, "licences_withdrawn_by_applicant": 1, "licence_met": 1, "licence_late": 1,
        "licence_timed": 2, "licence_on_time_rate": 50,
    }  # fmt: skip
    assert {name: value.number for name, value in found.items() if value.number} == expected
    kinds = table(["licences_decided"], **asked, by=By.KIND)["licences_decided"]
    assert {key: value.number for key, value in kinds.items()} == {"granted": 1, "refused": 1}
