"""Cases that follow from cases: what is carried over, the link, and what cannot be followed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import leading, taking
from fazhi.cases.leading import Source
from fazhi.cases.models import Case, CaseLink
from fazhi.cases.rebuilding import rebuild
from fazhi.cases.refusals import Refused
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.procedures.casework.context import Context

REST = {"source_of_case": "inspection", "jurisdiction_checks": ["competent", "place", "level", "mandate", "settled"]}


@pytest.fixture
def stopped(opened: Callable[..., Taken], officers: list[Actor], at: datetime) -> Case:
    """A case on the spot that turned out to be one for the ordinary procedure."""
    case = opened().case
    given = Given("stop", at.date(), "ordinary", data={"ordinary_reason": "拟罚款超过当场处罚限额"})
    return taking.take(actor=officers[0], case_id=case.pk, given=given, at=at + timedelta(hours=1)).case


@pytest.fixture
def follow(stopped: Case, officers: list[Actor], district: Any, at: datetime) -> Callable[..., Taken]:
    """Opens the ordinary case from it, with what is carried over and the rest."""

    def make(source: Source | None = None, **data: Any) -> Taken:
        found = leading.follow_ups(stopped, Context(today=at.date()))[0]
        given = Given("file", at.date(), data={**found.data, **REST, **data})
        return taking.open_case(
            actor=officers[0],
            procedure="administrative_penalty",
            organization=district.market,
            given=given,
            at=at + timedelta(hours=2),
            source=source or found.source,
        )

    return make


def test_what_is_known_is_carried_over(stopped: Case, at: datetime) -> None:
    (found,) = leading.follow_ups(stopped, Context(today=at.date()))
    assert (found.procedure, found.title, found.source) == (
        "administrative_penalty",
        "按普通程序立案",
        Source(stopped.pk, 2),
    )
    assert found.data["party"] == stopped.data["party"]
    assert found.data["cause"] == stopped.data["facts"]
    assert (found.data["discovered_on"], found.data["offence_place"]) == ("2026-03-02", "东街菜市场门口")
    assert [officer["id"] for officer in found.data["officers"]] == [each["id"] for each in stopped.data["officers"]]


def test_both_cases_know_of_each_other(follow: Callable[..., Taken], stopped: Case, at: datetime) -> None:
    case = follow().case
    assert case.acts.get(seq=1).content["source"] == {"case": str(stopped.pk), "seq": 2}
    assert list(CaseLink.objects.values_list("case", "source", "seq")) == [(case.pk, stopped.pk, 2)]
    rebuild(case.pk, at=at)
    assert list(CaseLink.objects.values_list("case", "source", "seq")) == [(case.pk, stopped.pk, 2)]


def test_what_was_followed_is_not_offered_again(follow: Callable[..., Taken], stopped: Case, at: datetime) -> None:
    follow()
    assert leading.follow_ups(stopped, Context(today=at.date())) == ()


@pytest.mark.parametrize("seq", [1, 7])
def test_an_act_that_leads_nowhere_is_refused(follow: Callable[..., Taken], stopped: Case, seq: int) -> None:
    with pytest.raises(Refused, match=f"第{seq}号办理记录不能据以办理本程序"):
        follow(Source(stopped.pk, seq))


def test_a_case_that_one_may_not_see_is_no_source(
    stopped: Case, other_handler: Actor, district: Any, at: datetime
) -> None:
    given = Given("file", at.date(), data=REST)
    with pytest.raises(Refused, match="无权查看"):
        taking.open_case(
            actor=other_handler,
            procedure="administrative_penalty",
            organization=district.urban,
            given=given,
            at=at,
            source=Source(stopped.pk, 2),
        )
