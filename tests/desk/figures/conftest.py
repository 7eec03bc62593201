"""A few penalties on the spot of the market bureau, with the clock stopped in March 2026."""

from collections.abc import Callable
from datetime import date, datetime

import pytest

from fazhi.cases.models import Case
from fazhi.cases.taking import Taken
from tests.cases.conftest import officers, opened

__all__ = ["cases", "officers", "opened"]


@pytest.fixture(autouse=True)
def fixed_now(settings: object, at: datetime) -> None:
    settings.FIXED_NOW = at.replace(hour=10).isoformat()


@pytest.fixture
def cases(opened: Callable[..., Taken]) -> list[Case]:
    """Two of this year, in January and March; one of last January."""
    days = (date(2025, 1, 15), date(2026, 1, 12), date(2026, 3, 2))
    return [opened(on=day).case for day in days]
