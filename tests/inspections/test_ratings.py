"""Anonymous ratings: one a slip, figures from five on, single ones for those who oversee."""

from datetime import datetime

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.inspections import ratings
from fazhi.inspections.models import Rating, RatingSlip
from fazhi.inspections.refusals import Refused
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting

GOOD = {"lawful": 5, "courteous": 4, "helpful": 3}


def rated(market: Inspecting, shop: Entry, at: datetime, scores: dict[str, int] = GOOD) -> None:
    case = market.visited(shop, overlap_reason="测试")
    token = ratings.issue_slip(actor=market.officers[0], case=case, at=at)
    ratings.rate(entity=shop.pk, token=token, scores=scores, text="", on=at.date())


def test_slip_serves_once(market: Inspecting, shop: Entry, at: datetime):
    case = market.visited(shop)
    token = ratings.issue_slip(actor=market.officers[0], case=case, at=at)
    body = ratings.rate(entity=shop.pk, token=token.upper(), scores=GOOD, text=" 讲得清楚 ", on=at.date())
    assert body == market.body
    with pytest.raises(Refused, match="已经用过"):
        ratings.rate(entity=shop.pk, token=token, scores=GOOD, text="", on=at.date())
    with pytest.raises(Refused, match="已经评价"):
        ratings.issue_slip(actor=market.officers[0], case=case, at=at)
    assert Rating.objects.get().text == "讲得清楚"
    assert ratings.used_slips([case.pk]) == {case.pk: True}


def test_rating_leads_back_to_nothing(market: Inspecting, shop: Entry, at: datetime):
    rated(market, shop, at)
    kept = {field.name for field in Rating._meta.get_fields()}
    assert kept == {"id", "jurisdiction", "organization", "given_on", "lawful", "courteous", "helpful", "text"}
    slip = RatingSlip.objects.get()
    assert {field.name for field in slip._meta.get_fields()} == {
        "id", "case", "token_sha256", "issued_by", "issued_on", "used",
    }  # fmt: skip


def test_printing_again_voids_the_slip_before(market: Inspecting, shop: Entry, at: datetime):
    case = market.visited(shop)
    old = ratings.issue_slip(actor=market.officers[0], case=case, at=at)
    new = ratings.issue_slip(actor=market.officers[0], case=case, at=at)
    with pytest.raises(Refused, match="评价码不对"):
        ratings.rate(entity=shop.pk, token=old, scores=GOOD, text="", on=at.date())
    ratings.rate(entity=shop.pk, token=new, scores=GOOD, text="", on=at.date())


def test_slip_of_another_enterprise_or_without_scores_is_refused(market: Inspecting, shops: list[Entry], at: datetime):
    token = ratings.issue_slip(actor=market.officers[0], case=market.visited(shops[0]), at=at)
    with pytest.raises(Refused, match="评价码不对"):
        ratings.rate(entity=shops[1].pk, token=token, scores=GOOD, text="", on=at.date())
    with pytest.raises(Refused) as refused:
        ratings.rate(entity=shops[0].pk, token=token, scores=GOOD | {"helpful": 6}, text="", on=at.date())
    assert refused.value.field == "helpful"
    assert Rating.objects.count() == 0


def test_slip_is_for_officers_of_the_body(market: Inspecting, shop: Entry, other_handler: Actor, at: datetime):
    case = market.visited(shop)
    with pytest.raises(NotAllowed):
        ratings.issue_slip(actor=other_handler, case=case, at=at)


def test_body_sees_averages_from_five_ratings_on(
    market: Inspecting, shop: Entry, handler: Actor, coordinator: Actor, at: datetime
):
    for _ in range(4):
        rated(market, shop, at)
    (few,) = ratings.figures(handler)
    assert (few.count, few.lawful) == (4, None)
    rated(market, shop, at, {"lawful": 1, "courteous": 4, "helpful": 3})
    (enough,) = ratings.figures(handler)
    assert (enough.count, enough.lawful, enough.courteous, enough.helpful) == (5, 4.2, 4.0, 3.0)
    assert ratings.visible_ratings(handler).count() == 0
    assert ratings.visible_ratings(market.head).count() == 0
    assert ratings.visible_ratings(coordinator).count() == 5
