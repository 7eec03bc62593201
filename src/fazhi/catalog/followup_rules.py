"""Data model of ``followup/*.yaml``: the rules of follow-up 督办, one file each. A city adds its own by adding a file.

A rule is a list of nodes 节点. Each node counts a time from the day the follow-up was issued or from the day an earlier
node was met, says who must act and what meets it. Working days are not offered before the catalog has a calendar of
public holidays: a due date that ignores 调休 would be wrong without anybody noticing.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import (
    CatalogError,
    CatalogModel,
    CatalogProblem,
    Place,
    catalog_path,
    load_located,
    refuse,
)

ISSUED = "issued"
"""``from: issued``: the time runs from the moment the follow-up was issued 交办."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
RuleId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=40)]
Days = Annotated[int, Field(ge=0, le=3660)]


class TimeUnit(StrEnum):
    """Unit of a time limit. The value is the word that stands in the file."""

    HOUR = "小时"
    DAY = "自然日"
    WORKING_DAY = "工作日"
    MONTH = "月"


class Difficulty(StrEnum):
    """Difficulty of a matter 难易程度, set when the follow-up is issued."""

    ORDINARY = "ordinary"
    HARD = "hard"

    @property
    def label(self) -> str:
        return "一般事项" if self is Difficulty.ORDINARY else "复杂疑难事项"


class Actor(StrEnum):
    """Who must act for a node to be met."""

    UNIT = "unit"
    COORDINATOR = "coordinator"

    @property
    def label(self) -> str:
        return "承办单位" if self is Actor.UNIT else "督办人员"


class MetBy(StrEnum):
    """The entry on a follow-up that meets a node."""

    RESPONDED = "responded"
    FEEDBACK = "feedback"
    SETTLED = "settled"
    CLOSED = "closed"

    @property
    def label(self) -> str:
        return {"responded": "响应", "feedback": "反馈", "settled": "办结", "closed": "销号"}[self.value]


class TimeLimit(CatalogModel):
    """Length of a time limit.

    The first day is not counted and the limit ends with the last day: 3 自然日 from 6 March end on 9 March at 24:00,
    0 自然日 on the same day at 24:00 (当日). 小时 are counted to the minute. 月 ends on the day of the same number, or
    on the last day of a month that has no such day.
    """

    amount: Annotated[int, Field(ge=0, le=366)]
    unit: TimeUnit

    @model_validator(mode="after")
    def _can_be_counted(self) -> Self:
        if self.amount == 0 and self.unit is not TimeUnit.DAY:
            raise refuse(f"“0 {self.unit}”没有意义", "当日办理请写 0 自然日，其余请写 1 以上的整数", ("amount",))
        return self


class Colours(CatalogModel):
    """When a missed node turns yellow and red. Days are natural days after the due time; 0 is at once."""

    yellow_after_days: Days = 0
    red_after_days: Days | None
    red_on_second_miss: bool

    @model_validator(mode="after")
    def _red_follows_yellow(self) -> Self:
        if self.red_after_days is not None and self.red_after_days < self.yellow_after_days:
            raise refuse("红色早于黄色", "红色天数不能小于黄色天数", ("red_after_days",))
        if self.red_after_days is None and not self.red_on_second_miss:
            raise refuse(
                "永远不会变红", "请填写 red_after_days，或把 red_on_second_miss 设为 true", ("red_after_days",)
            )
        return self


class FollowUpNode(CatalogModel):
    """One node. ``within: null`` means no time limit of its own: the node stays open until it is met (销号清零).

    Counted from another node, the time runs from the day that node was met, not from the day it was due.
    """

    key: Key
    title: Text
    counted_from: str = Field(alias="from")
    within: TimeLimit | None
    applies_to: Literal["ordinary", "hard", "all"]
    actor: Actor
    met_by: MetBy
    remind_days_before: tuple[Days, ...] = ()
    colours: Colours | None = None
    in_bulletin: bool

    @property
    def difficulties(self) -> frozenset[Difficulty]:
        return frozenset(Difficulty) if self.applies_to == "all" else frozenset({Difficulty(self.applies_to)})


class FollowUpRule(CatalogModel):
    """A rule 督办规则. ``colours`` holds for every node that does not set its own."""

    id: RuleId
    title: Text
    source: Text
    note: Text | None = None
    colours: Colours
    nodes: tuple[FollowUpNode, ...] = Field(min_length=1)

    def nodes_for(self, difficulty: Difficulty) -> tuple[FollowUpNode, ...]:
        """The nodes a matter of this difficulty has to pass, in order."""
        return tuple(node for node in self.nodes if difficulty in node.difficulties)

    def colours_of(self, node: FollowUpNode) -> Colours:
        return node.colours or self.colours

    @model_validator(mode="after")
    def _nodes_follow_each_other(self) -> Self:
        earlier: dict[str, FollowUpNode] = {}
        for index, node in enumerate(self.nodes):
            if node.key in earlier or node.key == ISSUED:
                raise refuse(f"节点标识“{node.key}”重复", "请换一个未用过的标识", ("nodes", index, "key"))
            self._check_start(node, earlier, ("nodes", index, "from"))
            earlier[node.key] = node
        return self

    @model_validator(mode="after")
    def _ends_with_closing(self) -> Self:
        for difficulty in Difficulty:
            nodes = self.nodes_for(difficulty)
            if not nodes or nodes[-1].met_by is not MetBy.CLOSED or nodes[-1].actor is not Actor.COORDINATOR:
                raise refuse(
                    f"{difficulty.label}的最后一个节点不是由督办人员销号",
                    "请在末尾加上 met_by: closed、actor: coordinator 的节点",
                    ("nodes", len(self.nodes) - 1),
                )
        return self

    @staticmethod
    def _check_start(node: FollowUpNode, earlier: dict[str, FollowUpNode], place: Place) -> None:
        if node.counted_from == ISSUED:
            return
        start = earlier.get(node.counted_from)
        if start is None:
            wrong = f"起算节点“{node.counted_from}”不存在或排在后面"
            raise refuse(wrong, "请写 issued（自交办起算）或前面某个节点的 key", place)
        if not node.difficulties <= start.difficulties:
            wrong = f"起算节点“{start.key}”只适用于部分事项，本节点适用于更多事项"
            raise refuse(wrong, "请按难易程度拆成两个节点，或改从 issued 起算", place)


def load_followup_rules(folder: Path | None = None) -> tuple[FollowUpRule, ...]:
    """All rules of a folder (the catalog's ``followup/``), in the order of their ids. Raises CatalogError."""
    rules: list[FollowUpRule] = []
    problems: list[CatalogProblem] = []
    for path in sorted((folder or catalog_path("followup")).glob("*.yaml")):
        loaded = load_located(path, FollowUpRule)
        if loaded.value.id != path.stem:
            wrong = f"规则标识“{loaded.value.id}”与文件名“{path.name}”不一致"
            problems.append(loaded.problem(("id",), wrong, f"请把文件改名为 {loaded.value.id}.yaml，或修改 id"))
        rules.append(loaded.value)
    if problems:
        raise CatalogError(problems)
    return tuple(rules)


def find_rule(rules: Sequence[FollowUpRule], rule_id: str) -> FollowUpRule | None:
    return next((rule for rule in rules if rule.id == rule_id), None)
