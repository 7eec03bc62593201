"""Data model of ``plans/colours.yaml``: the five-colour warning 五色预警 of a task.

The rules are tried from top to bottom and the first that fits gives the colour, so their order is part of the rule.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, catalog_path, load_yaml, refuse

Text = Annotated[str, StringConstraints(min_length=1, max_length=40)]


class When(StrEnum):
    """What a task must be for the rule to fit. The value is the word that stands in the file."""

    DROPPED = "已取消"
    DONE = "已完成"
    OVERDUE = "已逾期"
    NEAR = "临近期限"
    OTHERWISE = "其余"


class ColourName(StrEnum):
    """The colours there are."""

    GREY = "grey"
    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


class ColourRule(CatalogModel):
    """One rule. ``within_days`` (natural days, the due day included) and ``percent_below`` belong to 临近期限."""

    colour: ColourName
    word: Text
    label: Text
    when: When
    within_days: Annotated[int, Field(ge=0, le=3660)] | None = None
    percent_below: Annotated[int, Field(ge=1, le=100)] | None = None

    @model_validator(mode="after")
    def _numbers_belong_to_near(self) -> Self:
        if (self.when is When.NEAR) != (self.within_days is not None):
            raise refuse("只有“临近期限”要写 within_days，也必须写", "请补上或删去 within_days", ("within_days",))
        if self.percent_below is not None and self.when is not When.NEAR:
            raise refuse(f"“{self.when}”不看进度", "请删去 percent_below", ("percent_below",))
        return self


class ColourRules(CatalogModel):
    """The whole file."""

    title: Text
    rules: tuple[ColourRule, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _ends_and_never_repeats(self) -> Self:
        for index, rule in enumerate(self.rules):
            if rule.colour in {earlier.colour for earlier in self.rules[:index]}:
                raise refuse(f"颜色“{rule.word}”有两条规则", "一种颜色只写一条规则", ("rules", index, "colour"))
            if (rule.when is When.OTHERWISE) != (index == len(self.rules) - 1):
                raise refuse("“其余”应当且只能是最后一条", "请把“其余”移到最后", ("rules", index, "when"))
        return self


@lru_cache(maxsize=1)
def load_colour_rules() -> ColourRules:
    """Reads ``plans/colours.yaml`` once a process. Raises CatalogError."""
    return load_yaml(catalog_path("plans", "colours.yaml"), ColourRules)
