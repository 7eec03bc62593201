"""The field sets of 双公示 as data: `catalog/publishing/credit_*.yaml`. Pure: no Django."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import Field

from fazhi.catalog.loading import CatalogModel, catalog_path, load_yaml
from fazhi.procedures.language.basis import Name, Said
from fazhi.procedures.language.fields import Format
from fazhi.procedures.language.limits import Length


class Category(StrEnum):
    """Kind of the party 行政相对人类别."""

    BODY = "法人及非法人组织"
    PERSON = "自然人"
    SOLE_TRADER = "个体工商户"


class Required(StrEnum):
    """When a field has to be filled in."""

    ALWAYS = "always"
    BODY = "body"
    """For bodies and sole traders."""
    PERSON = "person"
    FINE = "fine"
    """Where a fine is among the kinds of penalty; the next two likewise."""
    CONFISCATION = "confiscation"
    LICENCE = "licence"
    NEVER = "never"


class CreditField(CatalogModel):
    """One field. Texts are at most ``most`` characters; amounts are in 万元, decimal(18,6)."""

    title: Said
    type: Literal["text", "date", "amount"] = "text"
    most: int | None = None
    required: Required = Required.NEVER
    options: tuple[str, ...] = ()
    hint: Said | None = None
    format: Format | None = None
    personal: bool = False
    """Never in the public version."""
    source: Annotated[str | None, Field(alias="from")] = None
    codes: dict[str, str] = {}
    """How options go by in the field set: ordinary (or 身份证) is 01. What is not named stays empty."""
    unless_said: Said | None = None
    """What stands for nothing: the last day of a licence without one."""


class Further(CatalogModel):
    """Another decision of the same procedure that is a row of its own: a licence changed, or renewed."""

    publication: Name | None = None
    instead: Annotated[dict[str, str], Field(alias="from")] = {}
    """Fields whose value comes from elsewhere, by code."""


class CreditTable(CatalogModel):
    """One field set, and where its rows come from."""

    id: Name
    title: Said
    sources: tuple[Said, ...]
    within: Length
    """How soon after the decision it has to be handed in."""
    procedure: Name | None = None
    decided: str = ""
    publication: Name | None = None
    annulled_by: tuple[str, ...] = ()
    further: dict[str, Further] = {}
    """Other decisions that are rows, by step and result."""
    ended_by: tuple[str, ...] = ()
    """Steps after which what was decided holds no longer 无效; the row stays."""
    valid_until: str = ""
    """The ending of the code of the field with the last day; once that is over, the same."""
    kept_back: dict[Name, tuple[Name, ...]] = {}
    """Fields of the case with those values that keep a row from leaving: what is secret."""
    excluded: tuple[Name, ...] = ()
    excluded_why: Said | None = None
    fields: dict[str, CreditField]

    @property
    def decisions(self) -> dict[str, Further]:
        """Every decision that is a row, by step and result, in the order of the file."""
        return {self.decided: Further(publication=self.publication), **self.further} if self.decided else {}

    def named(self, ending: str) -> str:
        """The code of the field that ends so: ``named("xdr_mc")`` is cf_xdr_mc here and xk_xdr_mc there."""
        return next((code for code in self.fields if code.partition("_")[2] == ending), "")


PENALTY, LICENCE = "credit_penalty", "credit_licence"


@lru_cache(maxsize=4)
def table(name: str) -> CreditTable:
    """A field set by name: credit_penalty, credit_licence. Raises CatalogError."""
    return load_yaml(catalog_path("publishing", f"{name}.yaml"), CreditTable)
