"""A shelf of small registers, as the tests of the register engine have it, on a fixed morning."""

from datetime import datetime
from typing import Any

import pytest

from fazhi.figures.language.library import shelf as figures
from tests.registers.conftest import added, revise, small_shelf

__all__ = ["added", "revise", "small_shelf"]


@pytest.fixture(autouse=True, scope="package")
def figures_of_the_catalog() -> None:
    """Figures count the catalog's registers: whichever test asks first must not read them against the small shelf."""
    figures()


@pytest.fixture(autouse=True)
def fixed_now(small_shelf: None, settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = at.isoformat()
