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
    excluded: tuple[Name, ...] = ()
    excluded_why: Said | None = None
    fields: dict[str, CreditField]

    def named(self, ending: str) -> str:
        """The code of the field that ends so: ``named("xdr_mc")`` is cf_xdr_mc here and xk_xdr_mc there."""
        return next((code for code in self.fields if code.partition("_")[2] == ending), "")


PENALTY, LICENCE = "credit_penalty", "credit_licence"


@lru_cache(maxsize=4)
def table(name: str) -> CreditTable:
    """A field set by name: credit_penalty, credit_licence. Raises CatalogError."""
    return load_yaml(catalog_path("publishing", f"{name}.yaml"), CreditTable)
