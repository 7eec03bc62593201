"""The code of an enterprise and what its public page knows."""

from datetime import datetime, timedelta

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.inspections import codes
from fazhi.inspections.refusals import Refused
from fazhi.registers.models import Entry
from tests.inspections.inspected import Inspecting


def test_code_is_made_once_and_cannot_be_guessed(handler: Actor, coordinator: Actor, shops: list[Entry], at: datetime):
    first = codes.issue(actor=handler, entry=shops[0], at=at)
    assert codes.issue(actor=coordinator, entry=shops[0], at=at) == first
    other = codes.issue(actor=handler, entry=shops[1], at=at)
    assert first.code != other.code
    assert len(first.code) == codes.LENGTH
    assert set(first.code) <= set(codes.ALPHABET)


def test_renewed_code_closes_the_old_address(handler: Actor, shop: Entry, at: datetime):
    old = codes.issue(actor=handler, entry=shop, at=at)
    new = codes.renew(actor=handler, entry=shop, at=at + timedelta(hours=1))
    assert codes.open_page(old.code) is None
    page = codes.open_page(new.code.upper())
    assert page is not None
    assert page.entry == shop


def test_code_of_another_district_or_without_a_role_is_refused(
    outsider: Actor, audit_admin: Actor, shop: Entry, items: list[Entry], handler: Actor, at: datetime
):
    with pytest.raises(Refused):
        codes.issue(actor=outsider, entry=shop, at=at)
    with pytest.raises(NotAllowed):
        codes.issue(actor=audit_admin, entry=shop, at=at)
    with pytest.raises(Refused):
        codes.issue(actor=handler, entry=items[0], at=at)


def test_page_shows_what_was_announced_or_made_and_nothing_else(
    market: Inspecting, urban: Inspecting, shop: Entry, handler: Actor, at: datetime
):
    code = codes.issue(actor=handler, entry=shop, at=at).code
    market.apply(shop)
    unannounced = market.apply(shop)
    market.take(unannounced, "approve", "approved", by=market.head)
    market.take(unannounced, "notify", "unannounced", unannounced_reason="防止转移物证")
    announced = urban.announced(shop, overlap_reason="场所不同")
    page = codes.open_page(code)
    assert page is not None
    assert ([each.case.pk for each in page.coming], page.made) == ([announced.pk], ())
    market.inspect(unannounced)
    page = codes.open_page(code)
    assert page is not None
    assert [each.case.pk for each in page.made] == [unannounced.pk]


def test_page_of_a_code_that_is_not_there(db: None):
    assert codes.open_page("zzzzzzzzzz") is None
