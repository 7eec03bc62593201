"""A problem found opens a penalty case: nothing is typed twice."""

from datetime import datetime, timedelta
from typing import Any

from fazhi.cases import leading, taking
from fazhi.cases.models import Case, CaseLink
from fazhi.cases.taking import Given, context_for
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting

MORE = {
    "source_of_case": "inspection",
    "jurisdiction_checks": ["competent", "place", "level", "settled", "mandate"],
}


def found(market: Inspecting, shop: Entry) -> Case:
    case = market.visited(shop, outcome="bad")
    problems = [{"facts": "销售超过保质期的食品"}]
    market.take(
        case, "conclude", "penalty", summary="有过期食品", problems=problems, cause="销售超过保质期的食品"
    )  # fmt: skip
    return Case.objects.get(pk=case.pk)


def test_party_cause_place_and_officers_are_carried(market: Inspecting, shop: Entry, district: Any, at: datetime):
    case = found(market, shop)
    later = at + timedelta(minutes=30)
    (follow,) = leading.follow_ups(case, context_for(case, later))
    assert follow.procedure == "administrative_penalty"
    assert follow.data["party"] == case.data["party"]
    assert (follow.data["cause"], follow.data["offence_place"]) == ("销售超过保质期的食品", "东街1号")
    data = follow.data | MORE
    data["officers"] = [each["id"] for each in data["officers"]]
    penalty = taking.open_case(
        actor=market.officers[0],
        procedure="administrative_penalty",
        organization=district.market,
        given=Given("file", later.date(), data=data),
        at=later,
        source=follow.source,
    ).case
    link = CaseLink.objects.get(case=penalty)
    assert (link.source_id, link.seq) == (case.pk, follow.source.seq)
    assert leading.follow_ups(case, context_for(case, later)) == ()
    assert penalty.data["party"]["name"] == "晨禾食品店"


def test_clean_result_leads_to_nothing(market: Inspecting, shop: Entry, at: datetime):
    case = market.concluded(shop)
    assert leading.follow_ups(case, context_for(case, at + timedelta(minutes=30))) == ()
