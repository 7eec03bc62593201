"""Legal aid 法律援助 through the verbs: the ledger of aided cases follows, papers tell of the objection."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.papers import preview
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.registers.models import Entry

Take = Callable[..., Case]


@pytest.fixture
def officer(join: Callable[..., Actor], district: Any) -> Actor:
    return join("yuan.zhu", "袁助", district.justice, Role.HANDLER)


@pytest.fixture
def director(join: Callable[..., Actor], district: Any) -> Actor:
    return join("fang.yuan", "方援", district.justice, Role.HEAD)


@pytest.fixture
def take(at: datetime) -> Take:
    """Takes a step on the day ``days`` after the first."""

    def make(actor: Actor, case: Case, step: str, result: str = "", *, days: int = 0, **data: Any) -> Case:
        moment = at + timedelta(days=days)
        given = Given(step, moment.date(), result, data=data)
        return taking.take(actor=actor, case_id=case.pk, given=given, at=moment).case

    return make


@pytest.fixture
def applied(officer: Actor, district: Any, at: datetime) -> Callable[..., Case]:
    def make(**more: Any) -> Case:
        data: dict[str, Any] = {
            "applicant": {"kind": "person", "name": "孙某"},
            "recipient": "migrant",
            "case_kind": "labour",
            "matter": "追索劳动报酬",
            "received_on": at.date().isoformat(),
            "scope": "labour",
            "means": "migrant",
            "channel": "window",
        } | more
        given = Given("register", at.date(), "application", data=data)
        return taking.open_case(
            actor=officer, procedure="legal_aid", organization=district.justice, given=given, at=at
        ).case

    return make


def entry_of(case: Case) -> dict[str, Any]:
    entry = Entry.objects.get(register="legal_aid_cases", data__number=case.number)
    names = ("way", "recipient", "granted", "decided_on", "assigned_on", "lawyer", "closed_on", "recovered", "quality")
    return {name: entry.data.get(name) for name in names}


def test_an_aided_case_writes_its_line_of_the_ledger(
    applied: Callable[..., Case], officer: Actor, director: Actor, take: Take, at: datetime
) -> None:
    case = applied()
    take(director, case, "decide", "granted", days=1, service="labour", status_proved=True)
    lawyer = {"lawyer_name": "某律师", "lawyer_body": "某律师事务所", "lawyer_kind": "lawyer"}
    take(officer, case, "assign", days=2, **lawyer)
    ended = (at + timedelta(days=40)).date().isoformat()
    report = {"ended_on": ended, "end_way": "judgment", "papers_handed": True, "report_text": "已追回。"}
    take(officer, case, "finish", days=41, recovered="32000.00", **report)
    take(officer, case, "rate_quality", days=50, quality_ways=["visit"], quality="good", satisfied=True)

    def day(days: int) -> str:
        return (at + timedelta(days=days)).date().isoformat()

    assert entry_of(case) == {
        "way": "application",
        "recipient": "migrant",
        "granted": True,
        "decided_on": day(1),
        "assigned_on": day(2),
        "lawyer": "某律师",
        "closed_on": day(41),
        "recovered": "32000.00",
        "quality": "good",
    }


def test_aid_given_first_and_then_refused_stays_given_in_the_ledger(
    applied: Callable[..., Case], officer: Actor, director: Actor, take: Take
) -> None:
    case = applied(means="hardship", scope="injury")
    take(officer, case, "provide_first", provisional_ground="preservation")
    lawyer = {"lawyer_name": "某律师", "lawyer_body": "某律师事务所", "lawyer_kind": "lawyer"}
    take(officer, case, "assign", **lawyer)
    refusal = {"refusal_ground": "represented", "refusal_reasons": "已自行委托律师。"}
    case = take(director, case, "decide", "refused", days=3, **refusal)
    assert entry_of(case)["granted"] is None
    case = take(officer, case, "archive", "refused", days=10)
    assert case.outcome == "refused"


def test_a_refusal_tells_the_reasons_and_the_objection(
    applied: Callable[..., Case], officer: Actor, director: Actor, take: Take
) -> None:
    case = applied(means="hardship")
    refusal = {"refusal_ground": "scope", "refusal_reasons": "公司之间的货款纠纷。"}
    case = take(director, case, "decide", "refused", days=3, **refusal)
    lines = preview(case, case.papers.get(instrument="legal_aid_refusal")).lines
    assert "公司之间的货款纠纷。" in lines
    assert any("可以向设立本机构的司法行政部门提出异议" in line for line in lines)
    assert entry_of(case)["granted"] is False
