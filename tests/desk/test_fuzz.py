"""Staff who send query strings and forms that no page of ours makes: a sentence, never a fault."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.test import Client

from fazhi.cases.models import Case
from fazhi.government.actors import Actor
from tests.cases.conftest import case, officers, opened, reviewer
from tests.conftest import AT
from tests.fuzzing.browsing import Browser
from tests.fuzzing.watching import Watch

__all__ = ["case", "officers", "opened", "reviewer"]


@pytest.fixture
def browse(settings: Any, sign_in: Callable[[Actor], Client]) -> Callable[[Actor], Browser]:
    """A person at a browser, on the morning of all tests."""
    settings.FIXED_NOW = AT.replace(hour=AT.hour + 1).isoformat()

    def begin(actor: Actor) -> Browser:
        client = sign_in(actor)
        client.raise_request_exception = False
        return Browser("staff", Watch(), client, AT.date(), Random(20260302), every=1)

    return begin


def test_handler_may_send_anything(case: Case, officers: list[Actor], browse: Callable[[Actor], Browser]) -> None:
    browser = browse(officers[0])
    browser.explore([f"/cases/{case.pk}/", "/"], most=25)
    browser.mangle_queries(20)
    browser.mangle_forms(30)
    assert browser.watch.faults == {}
    assert browser.watch.statuses()[200] > 25


def test_coordinator_may_send_anything(coordinator: Actor, browse: Callable[[Actor], Browser]) -> None:
    browser = browse(coordinator)
    browser.explore(["/", "/figures/", "/plans/"], most=12)
    browser.mangle_queries(12)
    browser.mangle_forms(12)
    assert browser.watch.faults == {}
