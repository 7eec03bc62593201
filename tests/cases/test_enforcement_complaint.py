"""Complaints about enforcement 行政执法投诉举报: the ledger follows, no paper for the body names the complainant."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.papers import preview
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Given
from fazhi.catalog.loading import catalog_path
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.registers.models import Entry
from tests.cases.listing import listed

COMPLAINANT = "卜愿透露"
FOR_THE_BODY = (
    "complaint_inquiry_letter",
    "complaint_transfer",
    "supervision_notice",
    "supervision_opinion",
    "supervision_decision",
    "complaint_public_answer",
)
Take = Callable[..., Case]


@pytest.fixture
def officers(join: Callable[..., Actor], district: Any) -> list[Actor]:
    """Two people of the justice bureau who hold the card of supervisors 行政执法监督证."""
    actors = [join(f"jian.du.{name}", name, district.justice, Role.HANDLER) for name in ("监一", "监二")]
    for number, actor in enumerate(actors):
        card = {
            "person": str(actor.person.pk),
            "body": str(district.justice.pk),
            "kind": "staff",
            "card_number": f"99{number}",
            "issued_on": "2025-01-01",
            "valid_until": "2030-01-01",
        }
        listed(district.justice, "supervisors", card)
    return actors


@pytest.fixture
def take(at: datetime) -> Take:
    """Takes a step on the day ``days`` after the first."""

    def make(actor: Actor, case: Case, step: str, result: str = "", *, days: int = 0, **data: Any) -> Case:
        moment = at + timedelta(days=days)
        given = Given(step, moment.date(), result, data=data)
        return taking.take(actor=actor, case_id=case.pk, given=given, at=moment).case

    return make


@pytest.fixture
def complained(officers: list[Actor], district: Any, at: datetime) -> Case:
    data = {
        "respondent": {"id": str(district.market.pk), "name": district.market.name},
        "matter": "检查时没有出示执法证件",
        "act_kind": "inspection",
        "problems": ["procedure"],
        "facts": "两人进店检查，没有出示证件。",
        "received_on": at.date().isoformat(),
        "source": "public",
        "anonymous": False,
        "complainant": {"kind": "person", "name": COMPLAINANT, "phone": "13900000000"},
    }
    return taking.open_case(
        actor=officers[0],
        procedure="enforcement_complaint",
        organization=district.justice,
        given=Given("register", at.date(), "complaint", data=data),
        at=at,
    ).case


@pytest.fixture
def founded(complained: Case, officers: list[Actor], take: Take) -> Case:
    take(officers[0], complained, "screen", "accepted", days=1)
    who = [actor.person.pk for actor in officers]
    take(officers[0], complained, "investigate", days=3, officers=who, id_shown=True, ways=["inquiry"], found="属实。")
    result = {"finding_text": "执法人员没有出示证件。", "wrong_kinds": ["procedure"]}
    return take(officers[0], complained, "conclude", "founded", days=4, **result)


def entry_of(case: Case) -> dict[str, Any]:
    entry = Entry.objects.get(register="enforcement_complaints", data__number=case.number)
    names = ("source", "handling", "accepted_on", "finding", "document", "corrected", "replied_on", "closed_on")
    return {name: entry.data.get(name) for name in names}


def test_a_complaint_writes_its_line_of_the_ledger(
    founded: Case, officers: list[Actor], take: Take, at: datetime
) -> None:
    assert not founded.findings.exists()  # two supervisors with good cards
    take(officers[0], founded, "issue_opinion", days=4, opinion_content="请纠正。")
    take(officers[0], founded, "self_correct", "corrected", days=9, correction_text="已重新检查。")
    answer = {"answer_text": "属实，已纠正。", "answer_way": "letter", "remedy_told": True}
    take(officers[0], founded, "answer", days=10, **answer)
    case = take(officers[0], founded, "close", "corrected", days=10)

    def day(days: int) -> str:
        return (at + timedelta(days=days)).date().isoformat()

    assert case.outcome == "corrected"
    assert entry_of(case) == {
        "source": "public",
        "handling": "accepted",
        "accepted_on": day(1),
        "finding": "founded",
        "document": "opinion",
        "corrected": True,
        "replied_on": day(10),
        "closed_on": day(10),
    }


def test_a_letter_to_the_body_keeps_the_complainant_out(complained: Case, officers: list[Actor], take: Take) -> None:
    take(officers[0], complained, "screen", "accepted")
    asked = {"ask_items": "检查记录", "ask_within": "5 working days"}
    with pytest.raises(ActRefused):
        take(officers[0], complained, "ask_body", identity_protected=False, **asked)
    case = take(officers[0], complained, "ask_body", identity_protected=True, **asked)
    lines = preview(case, case.papers.get(instrument="complaint_inquiry_letter")).lines
    assert "检查记录。" in lines
    assert not any(COMPLAINANT in line for line in lines)


@pytest.mark.parametrize("paper", FOR_THE_BODY)
def test_papers_for_others_print_nothing_the_complainant_said_of_themselves(paper: str) -> None:
    template = catalog_path("instruments", f"{paper}.yaml").read_text(encoding="utf-8")
    assert [name for name in ("complainant", "facts", "requests", "recheck_reason") if name in template] == []


def test_a_complaint_on_a_body_outside_the_district_is_taken_in_and_handed_on(
    complained: Case, officers: list[Actor], district: Any, take: Take, at: datetime
) -> None:
    data = complained.data | {"respondent": {"name": "清和市公安局交警支队"}}
    wanted = ["respondent", "matter", "act_kind", "problems", "facts", "received_on", "source", "anonymous"]
    given = Given("register", at.date(), "complaint", data={name: data[name] for name in (*wanted, "complainant")})
    case = taking.open_case(
        actor=officers[0], procedure="enforcement_complaint", organization=district.justice, given=given, at=at
    ).case
    assert case.title == "清和市公安局交警支队：检查时没有出示执法证件"
    entry = Entry.objects.get(register="enforcement_complaints", key=case.number)
    assert (entry.data["body"], entry.organization_id) == ({"name": "清和市公安局交警支队"}, None)
    take(officers[0], case, "screen", "transferred", transfer_to="清和市司法局", identity_protected=True)
    entry.refresh_from_db()
    assert (entry.data["handling"], entry.data["result"]) == ("transferred", "清和市司法局")
