"""Applications of the domain's tests, for the tests of the clerk's pages, with the clock stopped at their morning."""

from datetime import datetime

import pytest

from tests.intake.office import example_form, hand_in

__all__ = ["example_form", "hand_in"]


@pytest.fixture(autouse=True)
def fixed_now(settings: object, at: datetime) -> None:
    settings.FIXED_NOW = at.replace(hour=10).isoformat()
