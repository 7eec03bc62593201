"""What a figure 数据 is: a number that a government states about its work, defined as data.

A figure either counts records (cases, acts, clocks, findings, tasks, entries of a register, …) or is made of other
figures: a ratio, a sum, a difference. One place defines 出庭应诉率 or 按时办结率: numerator, denominator, and what it
means that there was nothing to divide by. There is no Python per figure; `fazhi.figures.compiling` turns each into SQL.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.procedures.language.basis import Condition, Name, OneOrMore, Said, listed
from fazhi.procedures.language.fields import Filled

InventoryId = Annotated[str, StringConstraints(pattern=r"^[A-M][0-9]{2}$")]
"""A mechanism of the inventory that the figure serves: J01."""


class Counted(StrEnum):
    """Kind of records that a figure counts."""

    CASES = "cases"
    ACTS = "acts"
    CLOCKS = "clocks"
    FINDINGS = "findings"
    ENTRIES = "entries"
    TASKS = "tasks"
    FOLLOWUPS = "followups"
    PROBLEMS = "problems"
    BULLETINS = "bulletins"
    EXAMS = "exams"
    CANDIDATES = "candidates"
    TRAININGS = "trainings"
    ATTENDANCES = "attendances"
    APPLICATIONS = "applications"

    @property
    def label(self) -> str:
        return {
            "cases": "案件", "acts": "办理记录", "clocks": "期限", "findings": "监督发现", "entries": "清单条目",
            "tasks": "任务", "followups": "督办事项", "problems": "问题", "bulletins": "督查通报",
            "exams": "考试", "candidates": "考生", "trainings": "培训", "attendances": "参训",
            "applications": "群众来件",
        }[self.value]  # fmt: skip


OF_PROCEDURES = frozenset({Counted.CASES, Counted.ACTS, Counted.CLOCKS, Counted.FINDINGS})
"""Records that belong to a case: ``of`` names procedures."""
OF_SOME = OF_PROCEDURES | {Counted.ENTRIES, Counted.TASKS}
"""Records of which ``of`` chooses some; of the others `where` does."""


class Ratio(CatalogModel):
    """比率. ``empty`` says what it means when there is nothing to divide by: shown in the place of a number."""

    of: Name
    to: Name
    empty: Said
    places: int = 1


class Figure(CatalogModel):
    """One figure. Exactly one of counts, ratio, sum, difference.

    ``said``: how reports word it, by which a draft's numbers are matched to it; the title is always one of them.
    ``of``: procedures (cases, acts, clocks, findings), a register (entries), kinds of plans (tasks); nothing of others.
    ``dated``: the day that places a record in a period: a date of the record or one of its date fields; or
    ``at_end`` / ``at_start``, which count what stood open (cases) or in force (entries) on the last day of the period,
    or on the day before its first.
    ``where``: a condition 条件 over the record's fields, in the language of procedures.
    ``total``: what is summed instead of counting records: a number field, or sums of such; ``per`` divides it (10000:
    元 to 万元). ``kind``: the choice by which it can be broken down: a field, or a part of one (``party.kind``).
    ``once``: count the cases of acts, clocks or findings instead of each of them.
    ``distinct``: count different things 去重 that the records name instead of the records: the body of each
    (``organization``), the person who did it (``person``), or a field of theirs (see `language.things`).
    ``form``: the article or statistical form that asks for it.
    """

    title: Said
    unit: Said = "件"
    said: tuple[Said, ...] = ()
    covers: tuple[InventoryId, ...] = ()
    form: Said | None = None
    note: Said | None = None
    counts: Counted | None = None
    of: OneOrMore | None = None
    step: OneOrMore | None = None
    limit: OneOrMore | None = None
    dated: Name | None = None
    where: Condition | None = None
    total: Said | None = None
    per: int = 1
    kind: Said | None = None
    once: bool = False
    distinct: Filled | None = None
    ratio: Ratio | None = None
    sum: tuple[Name, ...] = ()
    difference: tuple[Name, ...] = ()

    @model_validator(mode="after")
    def _is_one_thing(self) -> Self:
        made_of = [self.counts is not None, self.ratio is not None, bool(self.sum), bool(self.difference)]
        if made_of.count(True) != 1:
            raise refuse("一个数据只能是 counts、ratio、sum、difference 之一", "请只留一项")
        own = (self.of, self.where, self.dated, self.total, self.kind, self.step, self.distinct)
        if self.counts is None and any(own):
            raise refuse(
                "由其他数据算得的数据没有 of、where、dated、total、kind、step、distinct", "请写在所引用的数据上"
            )
        if self.of and self.counts is not None and self.counts not in OF_SOME:
            raise refuse(f"{self.counts.label}不分程序和清单，没有 of", "请删去 of，改用 where", ("of",))
        if self.step and self.counts is not Counted.ACTS:
            raise refuse("只有数办理记录（acts）时写 step", "请改 counts，或删去 step", ("step",))
        if self.limit and self.counts is not Counted.CLOCKS:
            raise refuse("只有数期限（clocks）时写 limit", "请改 counts，或删去 limit", ("limit",))
        if self.once and self.counts not in (Counted.ACTS, Counted.CLOCKS, Counted.FINDINGS):
            raise refuse("只有办理记录、期限、监督发现可以按案件去重（once）", "请删去 once", ("once",))
        if self.distinct and (self.total or self.once or self.per != 1):
            raise refuse("去重计数（distinct）不能同时写 total、once、per", "请只留一项", ("distinct",))
        return self

    @property
    def parts(self) -> tuple[str, ...]:
        """The figures that it is made of."""
        if self.ratio is not None:
            return self.ratio.of, self.ratio.to
        return self.sum or self.difference

    @property
    def steps(self) -> tuple[str, ...]:
        return tuple(listed(self.step))

    @property
    def limits(self) -> tuple[str, ...]:
        return tuple(listed(self.limit))

    @property
    def sources(self) -> tuple[str, ...]:
        """The procedures, the register or the kinds of plans whose records are counted."""
        return tuple(listed(self.of))

    @property
    def words(self) -> tuple[str, ...]:
        """Every wording by which reports state it."""
        return (self.title, *(each for each in self.said if each != self.title))


class Domain(CatalogModel):
    """A file of figures: one field of work 业务领域. ``leads`` are those shown first on its board."""

    domain: Name
    title: Said
    order: int
    leads: tuple[Name, ...] = ()
    figures: dict[Name, Figure]
