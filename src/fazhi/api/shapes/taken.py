"""The shape of the answer to an act."""

from pydantic import Field

from fazhi.api.shapes.act import MovedClock, RaisedShape, moved_clocks, raised_shapes
from fazhi.api.shapes.base import Shape
from fazhi.api.shapes.case import CaseStanding, standing
from fazhi.cases.taking import Taken


class TakenShape(Shape):
    """What an act did."""

    case: CaseStanding = Field(description="案件现在的情况")
    seq: int = Field(description="这条办理记录的序号")
    findings: list[RaisedShape] = Field(description="由此引起的监督发现")
    moved: list[MovedClock] = Field(description="由此开始、变动、结束的期限；重复提交时为空")
    repeated: bool = Field(description="同一 Idempotency-Key 此前已经办过：这是当时的结果，这一次没有再办")


def taken_shape(taken: Taken, findings: list[RaisedShape] | None = None) -> TakenShape:
    """``findings`` takes the place of those of the verb where the act had been taken before."""
    return TakenShape(
        case=CaseStanding(**standing(taken.case)),
        seq=taken.seq,
        findings=raised_shapes(taken.findings) if findings is None else findings,
        moved=moved_clocks(taken.shifts, taken.case.definition),
        repeated=taken.repeated,
    )
