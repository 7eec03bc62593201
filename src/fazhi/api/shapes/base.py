"""What all shapes share."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from fazhi.procedures.language.basis import listed
from fazhi.procedures.pauses import PLACE


class Shape(BaseModel):
    """A published value. Frozen: it is made once, from what the domain gave."""

    model_config = ConfigDict(frozen=True, extra="forbid", from_attributes=True)

    @classmethod
    def of(cls, part: object, **given: Any) -> Self:
        """From something whose attributes have the names of this shape's fields, but for those given."""
        own = {name: getattr(part, name) for name in cls.model_fields if name not in given}
        return cls(**own, **given)


class Given(BaseModel):
    """What a caller sends. A name that is not known is refused: a slip of the pen must not be passed over."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def _names(value: Any) -> list[str]:
    if isinstance(value, Mapping):
        return list(value)
    return list(listed(value)) if value is None or isinstance(value, str) else list(value)


Names = Annotated[list[str], BeforeValidator(_names)]
"""A list; one name alone, none at all, or the keys of a table of articles are made one."""


Moment = Annotated[datetime, AfterValidator(lambda at: at.astimezone(PLACE))]
"""Moments are told in China's time, whatever the database or the caller took them in."""


class Grounds(Shape):
    """What a part of a procedure rests on."""

    basis: Names = Field(description="依据条款，如 行政处罚法#58.1.1（条.款.项）")
    sources: Names = Field(description="法规库之外的依据文件")


class Titled(Shape):
    """A name with its title."""

    id: str = Field(description="代码")
    title: str = Field(description="名称")


def titled(options: Mapping[str, str]) -> list[Titled]:
    return [Titled(id=name, title=title) for name, title in options.items()]
