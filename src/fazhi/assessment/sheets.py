"""A body's sheet as it stands at a stage: what was counted, what the body states, what was reviewed, what is final."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum

from fazhi.assessment.language.definition import System
from fazhi.assessment.models import BodyAssessment, ItemScore, Phase
from fazhi.assessment.scoring.readings import Reading
from fazhi.assessment.scoring.rules import Worked
from fazhi.assessment.scoring.sheet import Sheet, VetoLine, sheet


class Stage(StrEnum):
    """Whose points a sheet shows."""

    COMPUTED = "computed"
    SELF = "self"
    REVIEW = "review"
    FINAL = "final"

    @property
    def label(self) -> str:
        return {"computed": "系统取数", "self": "自评", "review": "评审", "final": "最终"}[self.value]


def stage_of(phase: Phase) -> Stage:
    """What a phase shows: a body sees no reviewed points before they are announced."""
    if phase in (Phase.PREPARING, Phase.SELF):
        return Stage.SELF
    return Stage.REVIEW if phase in (Phase.REVIEW, Phase.OBJECTION) else Stage.FINAL


def sheet_of(body: BodyAssessment, system: System, stage: Stage) -> Sheet:
    """The sheet from the rows of ``items`` and ``vetoes``; prefetch them for many bodies."""
    rows = list(body.items.all())
    vetoes = [
        VetoLine(system.veto(row.veto), tuple(row.working) or (row.text,))
        for row in body.vetoes.all()
        if (row.applies if stage in (Stage.REVIEW, Stage.FINAL) else row.computed)
    ]
    return sheet(
        system,
        body.organization.kind,
        {row.item: worked_at(row, stage) for row in rows},
        vetoes=vetoes,
        excluded=_excluded(rows, stage),
    )


def worked_at(row: ItemScore, stage: Stage) -> Worked:
    """An item's points at a stage, with the working of what was counted and who said otherwise."""
    lines = tuple(row.working)
    points = _points_at(row, stage)
    if stage is not Stage.COMPUTED and points is not None and points != row.computed:
        who = {Stage.SELF: "自评", Stage.REVIEW: "评审", Stage.FINAL: "评审"}[stage]
        lines = (*(line for line in lines if line != "待评审"), f"{who}认定 {points.normalize():f} 分")
    return Worked(points, lines, applicable=row.applicable)


def readings_in(rows: Iterable[ItemScore]) -> dict[str, Reading]:
    """The figures as they were taken for a sheet."""
    return {name: Reading.from_data(data) for row in rows for name, data in row.readings.items()}


def _points_at(row: ItemScore, stage: Stage) -> Decimal | None:
    match stage:
        case Stage.COMPUTED:
            return row.computed
        case Stage.SELF:
            return row.computed if row.self_points is None else row.self_points
        case Stage.REVIEW:
            return row.standing
    return row.final_points


def _excluded(rows: Iterable[ItemScore], stage: Stage) -> frozenset[str]:
    match stage:
        case Stage.COMPUTED:
            return frozenset()
        case Stage.SELF:
            return frozenset(row.item for row in rows if row.self_excluded)
        case Stage.REVIEW:
            return frozenset(row.item for row in rows if row.review_excluded)
    return frozenset(row.item for row in rows if row.final_excluded)
