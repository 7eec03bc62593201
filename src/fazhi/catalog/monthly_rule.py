"""Data model of ``monthly/rule.yaml``: when the monthly report 月度工作汇报 opens and is due."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, catalog_path, load_yaml, refuse

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
# Every month has a 28th; a later day would need a rule for February.
DayOfMonth = Annotated[int, Field(ge=1, le=28)]


class MonthlyRule(CatalogModel):
    """Both days are days of the month after the one that is reported on; the due day counts to 24:00."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
    title: Text
    source: Text
    opens_on_day: DayOfMonth
    due_on_day: DayOfMonth
    remind_days_before: Annotated[int, Field(ge=0, le=27)]

    @model_validator(mode="after")
    def _due_follows_opening(self) -> Self:
        if self.due_on_day < self.opens_on_day:
            raise refuse("截止日早于开放日", "due_on_day 不能小于 opens_on_day", ("due_on_day",))
        return self


def load_monthly_rule() -> MonthlyRule:
    """Reads ``monthly/rule.yaml``. Raises CatalogError."""
    return load_yaml(catalog_path("monthly", "rule.yaml"), MonthlyRule)
