"""A notice of a penalty for the staff pages, with the clock stopped at the morning of the domain's tests."""

from datetime import datetime

import pytest

from tests.cases.conftest import case, officers, opened, reviewer
from tests.publishing.conftest import act, drafted, fined, notice, settled

__all__ = ["act", "case", "drafted", "fined", "notice", "officers", "opened", "reviewer", "settled"]


@pytest.fixture(autouse=True)
def fixed_now(settings: object, at: datetime) -> None:
    settings.FIXED_NOW = at.replace(hour=10).isoformat()
