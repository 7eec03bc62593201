"""A shelf of small registers, as the tests of the register engine have it, on a fixed morning."""

from datetime import datetime
from typing import Any

import pytest

from tests.registers.conftest import added, revise, small_shelf

__all__ = ["added", "revise", "small_shelf"]


@pytest.fixture(autouse=True)
def fixed_now(small_shelf: None, settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = at.isoformat()
