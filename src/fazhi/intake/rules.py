"""The measures of intake 来件办理尺度 (catalog/intake/rules.yaml): when to warn, what is serial, what a repeat."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from fazhi.catalog.loading import CatalogModel, Located, catalog_path, load_located
from fazhi.procedures.language.basis import Grounded, Said

Days = Annotated[int, Field(ge=1, le=3660)]
Share = Annotated[float, Field(gt=0, le=1)]


class Warn(CatalogModel):
    """How long before the last day the clerk is reminded."""

    working_days: Annotated[int, Field(ge=0, le=30)]


class Serial(Grounded):
    """集中来件: so many of one applicant in so many days. A hint, never a decision."""

    count: Annotated[int, Field(ge=2, le=1000)]
    days: Days
    say: Said


class Repeats(CatalogModel):
    """How much of the text two must share to be shown as alike; less where place or person are the same."""

    days: Days
    text: Share
    text_same_place: Share
    text_same_person: Share
    certain: Share


class IntakeRules(CatalogModel):
    """The whole file."""

    warn: Warn
    serial: Serial
    repeats: Repeats


def load_rules(path: Path | None = None) -> IntakeRules:
    """The rules of a file (the catalog's own when left out). Raises CatalogError."""
    return read_rules(path).value


def read_rules(path: Path | None = None) -> Located[IntakeRules]:
    """The same with the lines of the file. Raises CatalogError."""
    return load_located(path or catalog_path("intake", "rules.yaml"), IntakeRules)


@lru_cache(maxsize=1)
def rules() -> IntakeRules:
    """The catalog's rules, read once a process."""
    return load_rules()
