"""What an indicator system 考核指标体系 is: parts, indicators and items whose points come to their parent's, as data.

An item is scored by one rule: a formula over figures, bands, all or nothing, a deduction for each record, or the
judgement of a reviewer on a scale that is stated beforehand. Conditions and formulas are written in the language of
procedures; the names in them are figures, which stand for numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, Place, refuse
from fazhi.procedures.language.basis import Condition, Name, Said

Points = Annotated[Decimal, Field(ge=0, le=1000, decimal_places=2)]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
BodyKind = Literal["government", "party", "department", "street", "community", "outside"]
InventoryId = Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}$")]


class Period(StrEnum):
    """Span of time over which the figures of a system are taken."""

    YEAR = "year"

    @property
    def label(self) -> str:
        return "全年"


class Spread(StrEnum):
    """Where the points of items go that do not apply to a body: to their neighbours, near or far."""

    INDICATOR = "indicator"
    PART = "part"
    WHOLE = "whole"

    @property
    def label(self) -> str:
        return {"indicator": "同一二级指标", "part": "同一一级指标", "whole": "全部"}[self.value] + "的其他项目"


class Empty(StrEnum):
    """What it means that a figure has nothing to divide by: 没有应办事项."""

    INAPPLICABLE = "inapplicable"
    FULL = "full"
    ZERO = "zero"

    @property
    def label(self) -> str:
        return {"inapplicable": "不适用，分值由其他项目承担", "full": "得满分", "zero": "不得分"}[self.value]


class Band(CatalogModel):
    """One band 档. ``at_least`` where more is better, ``at_most`` where less is; the last band may have neither."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    points: Points

    @property
    def limit(self) -> Decimal | None:
        return self.at_least if self.at_least is not None else self.at_most

    @property
    def words(self) -> str:
        if self.at_least is not None:
            return f"不低于 {plain(self.at_least)}"
        return f"不高于 {plain(self.at_most)}" if self.at_most is not None else "其他情形"


class Bands(CatalogModel):
    """分档计分: the first band that the value reaches gives its points; below all of them none."""

    value: Condition
    steps: tuple[Band, ...] = Field(min_length=1)

    @property
    def more_is_better(self) -> bool:
        return any(step.at_least is not None for step in self.steps)

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        limits = [step.limit for step in self.steps]
        for at, step in enumerate(self.steps):
            if step.at_least is not None and step.at_most is not None:
                raise refuse("一档不能同时写 at_least 和 at_most", "请只留一个", ("steps", at))
            if step.limit is None and at < len(limits) - 1:
                raise refuse("只有最后一档可以不写界限", "请补上 at_least 或 at_most", ("steps", at))
        kinds = {step.at_least is not None for step in self.steps if step.limit is not None}
        if len(kinds) > 1:
            raise refuse("各档方向不一致", "请一律用 at_least（越高越好）或一律用 at_most（越低越好）", ("steps",))
        known = [limit for limit in limits if limit is not None]
        points = [step.points for step in self.steps]
        if known != sorted(known, reverse=self.more_is_better) or len(set(known)) < len(known):
            raise refuse("各档没有按从好到差排列", "请把最好的一档写在最前面", ("steps",))
        if points != sorted(points, reverse=True):
            raise refuse("较差的一档分值反而较高", "请检查各档分值", ("steps",))
        return self


class Formula(CatalogModel):
    """公式计分: the share of the points 得分率 worked out from figures; below nought and above one are cut off."""

    share: Condition


class Full(CatalogModel):
    """全得或不得: all points where the condition holds, else none."""

    when: Condition


class Deduction(CatalogModel):
    """扣分: so many points off for each record counted, down to ``floor``."""

    count: Condition
    each: Annotated[Decimal, Field(gt=0, le=100)]
    floor: Points = Decimal(0)


class Level(CatalogModel):
    """One level of a reviewer's scale 评分档次."""

    points: Points
    says: Said


class Judged(CatalogModel):
    """评审计分: a reviewer picks a level of a scale that everybody knows beforehand."""

    scale: tuple[Level, ...] = Field(min_length=2)

    @model_validator(mode="after")
    def _falls(self) -> Self:
        points = [level.points for level in self.scale]
        if points != sorted(points, reverse=True) or len(set(points)) < len(points):
            raise refuse("评分档次应从高到低排列，分值不重复", "请调整 scale 的次序", ("scale",))
        return self


class Evidence(CatalogModel):
    """What shows it: figures whose records are frozen as evidence, before anything has to be uploaded."""

    figures: tuple[Name, ...] = ()
    upload: Said | None = None


class Scored(CatalogModel):
    """What items and bonus items have in common: points and exactly one rule.

    ``reason`` lifts the refusal of an indicator that rewards volume, and is shown to everybody.
    ``effort`` weighs one record more or less when advice is put in order: 1 is an ordinary record.
    """

    id: Name
    title: Said
    standard: Text
    points: Points
    bands: Bands | None = None
    formula: Formula | None = None
    full: Full | None = None
    deduct: Deduction | None = None
    judged: Judged | None = None
    evidence: Evidence = Evidence()
    applies: tuple[BodyKind, ...] = ()
    empty: Empty = Empty.INAPPLICABLE
    effort: Annotated[Decimal, Field(gt=0, le=100)] = Decimal(1)
    sources: tuple[Said, ...] = ()
    covers: tuple[InventoryId, ...] = ()
    reason: Said | None = None

    @model_validator(mode="after")
    def _has_one_rule(self) -> Self:
        rules = [each for each in (self.bands, self.formula, self.full, self.deduct, self.judged) if each is not None]
        if len(rules) != 1:
            raise refuse("每个项目恰好有一种计分方式", "请在 bands、formula、full、deduct、judged 中选一种")
        if self.points <= 0:
            raise refuse("分值应大于 0", "请填写 points", ("points",))
        best, place = self._best
        if best is not None and best != self.points:
            wrong = f"最高一档是 {plain(best)} 分，项目分值是 {plain(self.points)} 分"
            raise refuse(wrong, "两者应当相等", place)
        return self

    @property
    def _best(self) -> tuple[Decimal | None, Place]:
        if self.bands is not None:
            return self.bands.steps[0].points, ("bands", "steps", 0, "points")
        return (self.judged.scale[0].points, ("judged", "scale", 0, "points")) if self.judged else (None, ())

    @property
    def expression(self) -> str | None:
        """The formula or condition over figures; None for what a reviewer judges."""
        if self.bands is not None:
            return self.bands.value
        if self.formula is not None:
            return self.formula.share
        if self.full is not None:
            return self.full.when
        return self.deduct.count if self.deduct is not None else None

    @property
    def is_judged(self) -> bool:
        return self.judged is not None

    @property
    def method(self) -> str:
        """What people call the way it is scored."""
        named = ("bands", "分档"), ("formula", "公式"), ("full", "全得或不得"), ("deduct", "扣分"), ("judged", "评审")
        return next(label for name, label in named if getattr(self, name) is not None)


class Item(Scored):
    """项目 (三级指标)."""


class Bonus(CatalogModel):
    """加分: items on top of the total, together no more than ``cap``."""

    cap: Points
    items: tuple[Item, ...] = Field(min_length=1)


class Veto(CatalogModel):
    """一票否决: the total is no more than ``cap`` where the condition holds, or where reviewers find it applies."""

    id: Name
    title: Said
    standard: Text
    when: Condition | None = None
    cap: Points
    evidence: Evidence = Evidence()
    sources: tuple[Said, ...] = ()
    reason: Said | None = None


class Indicator(CatalogModel):
    """二级指标."""

    id: Name
    title: Said
    points: Points
    items: tuple[Item, ...] = ()


class Part(CatalogModel):
    """一级指标."""

    id: Name
    title: Said
    points: Points
    indicators: tuple[Indicator, ...] = Field(min_length=1)
    sources: tuple[Said, ...] = ()


class Upper(CatalogModel):
    """上级体系. The plan says that a lower level's weight may not undercut it (A13).

    ``parts`` are those whose share of the total may not be below the upper's; ``performance`` says the same of the
    weight of the whole in the assessment of performance 绩效考核.
    """

    system: Name
    parts: tuple[Name, ...] = ()
    performance: bool = True


class Grade(CatalogModel):
    """等次: a word for totals from a number of points on."""

    at_least: Points
    title: Said


class System(CatalogModel):
    """A whole indicator system, in one edition.

    ``outline`` marks an upper system of which only the weights are known: its indicators may be without items.
    ``ranked`` allows pages to put bodies in order of points; it is off unless somebody wants it.
    ``weight``: percent of the whole assessment of performance that it makes up.
    """

    id: Name
    title: Said
    edition: date
    about: Text
    kinds: tuple[BodyKind, ...] = Field(min_length=1)
    total: Points
    period: Period = Period.YEAR
    inapplicable: Spread = Spread.PART
    ranked: bool = False
    outline: bool = False
    weight: Annotated[Decimal, Field(ge=0, le=100)] | None = None
    upper: Upper | None = None
    parts: tuple[Part, ...] = Field(min_length=1)
    bonus: Bonus | None = None
    vetoes: tuple[Veto, ...] = ()
    grades: tuple[Grade, ...] = ()
    sources: tuple[Said, ...] = Field(min_length=1)

    @property
    def items(self) -> tuple[Item, ...]:
        """All items of the parts, in order; bonus items are apart."""
        return tuple(item for part in self.parts for indicator in part.indicators for item in indicator.items)

    @property
    def scored(self) -> tuple[Item, ...]:
        """Everything that gets points: items, then bonus items."""
        return (*self.items, *(self.bonus.items if self.bonus else ()))

    def item(self, key: str) -> Item:
        """An item or bonus item. Raises KeyError."""
        found = next((each for each in self.scored if each.id == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def veto(self, key: str) -> Veto:
        """Raises KeyError."""
        found = next((each for each in self.vetoes if each.id == key), None)
        if found is None:
            raise KeyError(key)
        return found

    def above(self, item: Item) -> tuple[Part, Indicator] | None:
        """Where an item stands; None for a bonus item."""
        for part in self.parts:
            for indicator in part.indicators:
                if any(each.id == item.id for each in indicator.items):
                    return part, indicator
        return None

    def places(self) -> Iterator[tuple[Place, Item | Veto]]:
        """Every item, bonus item and veto with the way to it from the top of the file."""
        for a, part in enumerate(self.parts):
            for b, indicator in enumerate(part.indicators):
                for c, item in enumerate(indicator.items):
                    yield ("parts", a, "indicators", b, "items", c), item
        for at, item in enumerate(self.bonus.items if self.bonus else ()):
            yield ("bonus", "items", at), item
        for at, veto in enumerate(self.vetoes):
            yield ("vetoes", at), veto

    @property
    def figures(self) -> tuple[str, ...]:
        """Ids that evidence names, each once; those of formulas are found by `checking.figures_of`."""
        named = [name for _, each in self.places() for name in each.evidence.figures]
        return tuple(dict.fromkeys(named))


def plain(number: Decimal | None) -> str:
    """12.50 as 12.5, 100 as 100."""
    if number is None:
        return ""
    text = format(number.normalize(), "f")
    return "0" if text in ("-0", "") else text
