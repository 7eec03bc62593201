"""A case, for the record to have something in it."""

from tests.cases.conftest import case, officers, opened

__all__ = ["case", "officers", "opened"]
