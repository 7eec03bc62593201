"""The public's pages on the morning of all tests, and notices laid before it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.core.cache import cache

from fazhi.government.actors import Actor
from fazhi.publishing.models import Notice
from tests.conftest import District
from tests.portal.laying_open import lay_open

Lay = Callable[..., Notice]


@pytest.fixture(autouse=True)
def fixed_now(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = at.isoformat()
    cache.clear()


@pytest.fixture
def lay(district: District, handler: Actor) -> Lay:
    """Lays a notice of the market bureau open; keywords as in `lay_open`."""
    return lambda **otherwise: lay_open(otherwise.pop("unit", district.market), handler.person, **otherwise)
