"""The shape of what goes wrong."""

from collections.abc import Iterable

from pydantic import Field

from fazhi.api.shapes.base import Shape
from fazhi.procedures.casework.requests import Reason


class ReasonShape(Shape):
    """One reason against what was asked."""

    code: str = Field(description="原因代码，不随文字改动，供程序判断")
    say: str = Field(description="给人看的说明：什么不对，怎样改")
    field: str = Field("", description="对应的填报项；没有则为空")
    basis: list[str] = Field([], description="依据条款，如 行政处罚法#58.1")
    sources: list[str] = Field([], description="法规库之外的依据文件")


class Problem(Shape):
    """RFC 9457: what went wrong."""

    type: str = Field(description="问题类别的标识，如 urn:fazhi:problem:refused")
    title: str = Field(description="问题类别")
    status: int = Field(description="HTTP 状态码")
    detail: str = Field(description="这一次的具体说明")
    reasons: list[ReasonShape] = Field([], description="逐条原因")


def reason_shapes(reasons: Iterable[Reason]) -> list[ReasonShape]:
    """The engine's reasons as published."""
    return [
        ReasonShape(
            code=each.code.value,
            say=each.say,
            field=each.field,
            basis=list(each.articles),
            sources=list(each.sources),
        )
        for each in reasons
    ]
