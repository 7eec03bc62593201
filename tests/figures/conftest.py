"""The case of the domain's tests: a penalty on the spot, opened through the engine."""

from tests.cases.conftest import case, officers, opened, reviewer

__all__ = ["case", "officers", "opened", "reviewer"]
