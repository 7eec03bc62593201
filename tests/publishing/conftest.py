"""Two cases that publish: a penalty on the spot, by a step of its own, and a draft that the platform publishes."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.publishing.models import Notice
from fazhi.publishing.settling import Settled, settle
from tests.cases.conftest import case, officers, opened, reviewer
from tests.cases.walks import decided, informed
from tests.conftest import District

__all__ = ["case", "officers", "opened", "reviewer"]
Take = Callable[..., None]


@pytest.fixture
def act() -> Take:
    """Takes a step ten minutes after the last act of the case; ``on`` is its day."""

    def take(case: Case, actor: Actor, step: str, result: str = "", *, on: date | None = None, **data: Any) -> None:
        case.refresh_from_db()
        at = case.last_act_at + timedelta(minutes=10)
        if on and on > at.date():
            at = at.replace(year=on.year, month=on.month, day=on.day)
        given = Given(step, on or at.date(), result, data=data)
        taking.take(actor=actor, case_id=case.pk, given=given, at=at)
        case.refresh_from_db()

    return take


@pytest.fixture
def fined(case: Case, officers: list[Actor], at: datetime, act: Take) -> Case:
    """The penalty on the spot decided, delivered and reported as one that the public should know of."""
    informed(case, officers[0], at)
    decided(case, officers[0], at)
    act(case, officers[0], "deliver", "signed", officers_signed=True)
    act(case, officers[0], "record", social_influence=True)
    return case


@pytest.fixture
def drafted(other_handler: Actor, district: District, at: datetime, act: Take) -> Case:
    """A normative document of the urban bureau whose draft has been announced."""
    values = {"document_title": "清和区户外广告管理办法", "maker_level": "department", "drafter": "区城管局"}
    given = Given("initiate", at.date(), data={**values, "features": ["rights"]})
    case = taking.open_case(
        actor=other_handler, procedure="normative_document", organization=district.urban, given=given, at=at
    ).case
    act(case, other_handler, "draft", draft_version="征求意见稿")
    act(case, other_handler, "announce", comment_channels=["website"], comment_until="2026-04-10")
    return case


@pytest.fixture
def settled() -> Callable[..., Settled]:
    """Settles a case ten minutes after its last act, or at another moment."""

    def make(case: Case, at: datetime | None = None) -> Settled:
        return settle(case_id=case.pk, at=at or case.last_act_at + timedelta(minutes=10))

    return make


@pytest.fixture
def notice(fined: Case, officers: list[Actor], act: Take, settled: Callable[..., Settled]) -> Notice:
    """The decision of that penalty, published."""
    act(fined, officers[0], "publish", publish_address="https://www.example.org/1")
    settled(fined)
    return Notice.objects.get()
