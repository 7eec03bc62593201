"""What is found when a text does not agree with itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How sure a finding is: a certain one must be mended, the other deserves a look."""

    CERTAIN = "certain"
    LOOK = "look"

    @property
    def label(self) -> str:
        return "前后矛盾" if self is Severity.CERTAIN else "请核对"


class Rule(StrEnum):
    """What was checked."""

    SUM = "sum"
    FLOW = "flow"
    PART = "part"
    REPEAT = "repeat"
    RATE = "rate"
    GROWTH = "growth"
    ABOVE = "above"
    DATE = "date"
    LATE = "late"
    UNIT = "unit"
    VAGUE = "vague"
    PERIOD = "period"

    @property
    def label(self) -> str:
        return {
            "sum": "分项合计", "flow": "前后环节", "part": "部分与总数", "repeat": "同一数据两处", "rate": "比率与件数",
            "growth": "增减与前后数", "above": "比率超过100%", "date": "日期", "late": "公布期限", "unit": "计量单位",
            "vague": "约数用语", "period": "统计期间",
        }[self.value]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One finding. `spans` are [start, end) in the source (code points), in order; `say` is for people.

    `difference` is by how much, in the unit of the numbers, None where nothing can be subtracted.
    """

    rule: Rule
    severity: Severity
    say: str
    spans: tuple[tuple[int, int], ...]
    difference: float | None = None
