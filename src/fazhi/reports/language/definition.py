"""What a template 模板 of a report says: its parts and sections, who writes each, its seed prose, to whom it is sent.

A template is YAML in ``catalog/reports``. Seed prose is written in the project's own words, with tokens for figures; a
report made from it is edited by people from then on, and the template no longer matters to it but for its guidance.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, Place, refuse
from fazhi.procedures.language.basis import Grounded, Name, Said
from fazhi.reports.language.course import Course, Reference
from fazhi.reports.language.tokens import WORDS, Token, Word, faults, parse

Prose = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=6000)]
Guidance = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=600)]
MonthDay = Annotated[str, StringConstraints(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
BodyKind = Literal["government", "party", "department", "street"]
"""Kinds of bodies that report, as `government.models.OrganizationKind` names them."""


class Kind(StrEnum):
    """Where a section's text comes from."""

    PROSE = "prose"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"
    TABLE = "table"

    @property
    def label(self) -> str:
        return {"prose": "正文", "problems": "存在的问题", "next_steps": "下一步安排", "table": "统计表"}[self.value]


class SectionDefinition(CatalogModel):
    """A section of a part.

    ``writer``: the body that should write it, a key of ``government/names.yaml``; without one the maker of the report
    does. ``seed``: the prose that the writer finds. ``figures``: figures to offer first beside the editor, besides
    those that stand in the seed. ``form``: the table, where the kind is table. ``covers``: mechanisms reported on.
    """

    key: Name
    heading: Said
    kind: Kind = Kind.PROSE
    guidance: Guidance | None = None
    writer: Name | None = None
    seed: Prose | None = None
    figures: tuple[Name, ...] = ()
    form: Name | None = None
    covers: tuple[Annotated[str, StringConstraints(pattern=r"^[A-M][0-9]{2}$")], ...] = ()
    least: Annotated[int, Field(ge=0, le=2000)] = 0
    """Characters below which the section counts as not really written."""

    @model_validator(mode="after")
    def _form_belongs_to_tables(self) -> Self:
        if self.kind is Kind.TABLE and self.form is None:
            raise refuse("统计表没有写明用哪张表", "请加上 form", ("form",))
        if self.kind is not Kind.TABLE and self.form is not None:
            raise refuse(f"“{self.kind.label}”不能有 form", "请删去 form，或把 kind 改为 table", ("form",))
        return self

    @model_validator(mode="after")
    def _seed_can_be_read(self) -> Self:
        for fault in faults(self.seed or ""):
            raise refuse(f"“{fault.source}”{fault.say}", "请照已有的写法改正", ("seed",))
        return self

    @property
    def offered(self) -> tuple[str, ...]:
        """Figures to show first beside the editor, each once."""
        seeded = [piece.figure for piece in parse(self.seed or "") if isinstance(piece, Token)]
        return tuple(dict.fromkeys((*seeded, *self.figures)))


class PartDefinition(SectionDefinition):
    """A part 部分 (一、二、三): its own text, and its sections."""

    sections: tuple[SectionDefinition, ...] = ()


class SendingDefinition(CatalogModel):
    """A body to which the report is sent 报送, and before which day of the year after: that day itself is too late.

    ``step``: the step of the report's case that sending it is. ``kinds``: the bodies whose reports go there; all where
    none is named.
    """

    key: Name
    to: Said
    before: MonthDay | None = None
    step: Reference | None = None
    kinds: tuple[BodyKind, ...] = ()


class Variation(CatalogModel):
    """What differs where another kind of body reports than the template is written for."""

    addressees: Said | None = None
    publish_before: MonthDay | None = None


_WORDED = ("heading", "addressees", "lead_in")


class ReportTemplate(Grounded):
    """A template 年度报告模板. ``publish_before``: the day of the year after before which it must be public.

    ``maker``: the body that puts the report together. The law leaves open whether 之前 counts the day itself; that it
    does not is the reading that makes nobody late.
    """

    id: Name
    title: Said
    about: Said
    order: int = 0
    heading: Said
    addressees: Said | None = None
    maker: Name
    publish_before: MonthDay
    returns: Name | None = None
    """The family of statistical forms whose checks the report must pass (国办公开办函〔2021〕30号)."""
    sendings: tuple[SendingDefinition, ...] = ()
    case: Course | None = None
    """The procedure by which the report is made, and what of it happens on the pages of the report."""
    closing_note: Said | None = None
    lead_in: Prose | None = None
    variations: dict[BodyKind, Variation] = {}
    parts: tuple[PartDefinition, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _keys_are_unique(self) -> Self:
        seen: set[str] = set()
        for place, section in self.located():
            if section.key in seen:
                raise refuse(f"标识“{section.key}”重复", "请换一个未用过的标识", (*place, "key"))
            seen.add(section.key)
        return self

    @model_validator(mode="after")
    def _words_are_known(self) -> Self:
        said: list[tuple[Place, str | None]] = [((name,), getattr(self, name)) for name in _WORDED]
        said += [(("variations", kind, "addressees"), each.addressees) for kind, each in self.variations.items()]
        said += [(("sendings", at, "to"), each.to) for at, each in enumerate(self.sendings)]
        for place, text in said:
            for fault in faults(text or ""):
                raise refuse(f"“{fault.source}”{fault.say}", f"可用的词：{'、'.join(WORDS)}", place)
        for piece in parse(self.heading):
            if not isinstance(piece, Word) and piece.source.startswith("{{"):
                raise refuse("标题里不能有数据", "标题里只写 {{ year }}、{{ place }} 这类词", ("heading",))
        return self

    def located(self) -> list[tuple[Place, SectionDefinition]]:
        """Parts and sections in their order, each with its place in the file."""
        found: list[tuple[Place, SectionDefinition]] = []
        for part_at, part in enumerate(self.parts):
            found.append((("parts", part_at), part))
            found += [(("parts", part_at, "sections", at), each) for at, each in enumerate(part.sections)]
        return found

    def section(self, key: str) -> SectionDefinition | None:
        """The part or section with this key."""
        return next((section for _, section in self.located() if section.key == key), None)

    def addressees_of(self, kind: str) -> str:
        """To whom a body of this kind addresses its report; empty for nobody."""
        return self._variation(kind).addressees or self.addressees or ""

    def publish_before_of(self, kind: str) -> str:
        """The day before which the report of a body of this kind must be public."""
        return self._variation(kind).publish_before or self.publish_before

    def sendings_of(self, kind: str) -> tuple[SendingDefinition, ...]:
        """Where the report of a body of this kind goes."""
        return tuple(each for each in self.sendings if not each.kinds or kind in each.kinds)

    def _variation(self, kind: str) -> Variation:
        return next((each for name, each in self.variations.items() if name == kind), Variation())

    @property
    def figures(self) -> frozenset[str]:
        """Every figure that the template names."""
        lead = [piece.figure for piece in parse(self.lead_in or "") if isinstance(piece, Token)]
        return frozenset(lead).union(*(section.offered for _, section in self.located()))
