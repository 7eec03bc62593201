"""The sample plan of the domain's tests, for the tests of its pages."""

from tests.plans.conftest import five_year, measured, plan, quarterly, receive, task

__all__ = ["five_year", "measured", "plan", "quarterly", "receive", "task"]
