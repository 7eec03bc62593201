"""The case of the domain's tests, for the tests of its pages, with the clock stopped at its morning."""

from datetime import datetime

import pytest

from tests.cases.conftest import case, officers, opened, reviewer

__all__ = ["case", "officers", "opened", "reviewer"]


@pytest.fixture(autouse=True)
def fixed_now(settings: object, at: datetime) -> None:
    settings.FIXED_NOW = at.replace(hour=10).isoformat()
