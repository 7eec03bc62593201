"""Data model of ``plans/kinds.yaml``: the kinds of plan 规划计划类型, and what each asks of its tasks.

A kind is data: its words on the screen and its extra fields with their types. A new kind takes YAML only.
"""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, catalog_path, load_yaml, refuse

Text = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Note = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Item = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}$")]


class FieldType(StrEnum):
    """Type of an extra field. The value is the word that stands in the file."""

    TEXT = "文字"
    PARAGRAPH = "段落"
    DATE = "日期"
    MONEY = "金额"
    INTEGER = "整数"
    CHOICE = "选项"


class ExtraField(CatalogModel):
    """A field that tasks of this kind carry. ``headers`` are the column titles under which a table may bring it."""

    key: Key
    title: Text
    type: FieldType
    required: bool = False
    choices: tuple[Text, ...] = ()
    unit: Text | None = None
    headers: tuple[Text, ...] = ()
    hint: Note | None = None

    @model_validator(mode="after")
    def _choices_fit_the_type(self) -> Self:
        if self.type is FieldType.CHOICE and len(self.choices) < 2:
            raise refuse("选项少于两个", "请在 choices 中列出至少两个选项，或把 type 改为 文字", ("choices",))
        if self.type is not FieldType.CHOICE and self.choices:
            raise refuse(f"“{self.type}”不能有选项", "请删去 choices，或把 type 改为 选项", ("choices",))
        if len(set(self.choices)) < len(self.choices):
            raise refuse("选项重复", "请删去重复的选项", ("choices",))
        if self.unit and self.type not in {FieldType.MONEY, FieldType.INTEGER}:
            raise refuse(f"“{self.type}”没有计量单位", "请删去 unit", ("unit",))
        return self


class Wording(CatalogModel):
    """What the screen calls things in plans of this kind."""

    task: Text = "任务"
    lead: Text = "牵头单位"
    responsible: Text = "责任单位"
    supporting: Text = "配合单位"
    due: Text = "完成时限"
    worksheet: Text = "任务分解表"


class PlanKind(CatalogModel):
    """A kind of plan. ``years`` is how long it usually runs; ``inventory`` names the business items it serves."""

    key: Key
    title: Text
    inventory: tuple[Item, ...] = Field(min_length=1)
    years: Annotated[int, Field(ge=1, le=20)] = 1
    note: Note | None = None
    wording: Wording = Wording()
    fields: tuple[ExtraField, ...] = ()

    @model_validator(mode="after")
    def _field_keys_are_unique(self) -> Self:
        keys = [field.key for field in self.fields]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                raise refuse(f"标识“{key}”重复", "请换一个未用过的标识", ("fields", index, "key"))
        return self


class PlanKinds(CatalogModel):
    """The whole file, in the order in which people choose."""

    title: Text
    kinds: tuple[PlanKind, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_and_titles_are_unique(self) -> Self:
        for part in ("key", "title"):
            values = [getattr(kind, part) for kind in self.kinds]
            for index, value in enumerate(values):
                if value in values[:index]:
                    raise refuse(f"“{value}”重复", "请换一个未用过的写法", ("kinds", index, part))
        return self


@lru_cache(maxsize=1)
def load_plan_kinds() -> PlanKinds:
    """Reads ``plans/kinds.yaml`` once a process. Raises CatalogError."""
    return load_yaml(catalog_path("plans", "kinds.yaml"), PlanKinds)
