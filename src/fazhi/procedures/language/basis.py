"""What every part of a procedure rests on 依据, and how it weighs when it is broken."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from fazhi.catalog.loading import CatalogModel

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
"""A slug: lower-case letters, digits, underscores."""

Said = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=300)]
"""Words for people, in Chinese."""

Condition = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)]
"""A CEL expression. Compiled and typed by `checking`."""

Phrase = Annotated[str, StringConstraints(min_length=1, max_length=40)]
"""A term or a number that must stand in the article, not a sentence."""

Basis = dict[Annotated[str, StringConstraints(min_length=1, max_length=80)], Phrase | tuple[Phrase, ...]]
"""``行政处罚法#58.1.1: 重大公共利益``: article, paragraph 款, item 项, and one or more phrases that stand there."""


class Breach(StrEnum):
    """What it means when a requirement is broken."""

    INVALID = "invalid"
    DEFECT = "defect"
    LATE = "late"

    @property
    def label(self) -> str:
        return {"invalid": "不得作出（无效或应予撤销）", "defect": "程序瑕疵", "late": "超过期限"}[self.value]


class Grounded(CatalogModel):
    """A part that rests on law. ``sources`` are documents that are not in the statutes and stay unverified."""

    basis: Basis = {}
    sources: tuple[Said, ...] = ()
    covers: tuple[Annotated[str, StringConstraints(max_length=20)], ...] = Field(
        default=(), description="Rows of the project's table of legal facts that this part serves, such as PO-R21."
    )


OneOrMore = str | tuple[str, ...]


def listed(value: OneOrMore | None) -> tuple[str, ...]:
    """``a`` and ``[a]`` mean the same."""
    if value is None:
        return ()
    return (value,) if isinstance(value, str) else value
