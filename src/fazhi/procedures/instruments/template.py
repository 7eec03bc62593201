"""The template of an instrument 文书样式: one file of the catalog. Its blocks are printed one below the other."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Annotated, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, Place, refuse
from fazhi.procedures.instruments.wording import Value, WordingError, Words, parse, walk
from fazhi.procedures.language.basis import Condition, Name, Said

KINDS = ("heading", "text", "rows", "party", "table", "write", "sign")


def _readable(text: str) -> str:
    try:
        parse(text)
    except WordingError as error:
        raise refuse(error.wrong, error.mend) from None
    return text


Wording = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_readable)]
"""Words with ``{{ placeholders }}`` and conditions; see `wording`."""

Shown = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class Block(CatalogModel):
    """One block: one of heading, text, rows, party, table, write, sign. A text that comes out empty is left out."""

    heading: Wording | None = None
    text: Wording | None = None
    rows: Name | None = None
    """A field of rows 明细表, printed as a table of its ``columns``."""
    columns: tuple[Name, ...] = ()
    party: Name | None = None
    """A party with what belongs to its kind (号码、住所、法定代表人 …), called ``as``; of several each."""
    as_: Said | None = Field(default=None, alias="as")
    table: tuple[tuple[Wording, ...], ...] = ()
    """A form: rows of label, value (and again). An empty value is a place for an opinion, a signature and a date."""
    write: Wording | None = None
    """A label with ``lines`` empty lines, to be written by hand."""
    lines: int = 1
    sign: Wording | None = None
    """Who signs. With （印章） or ``{{ today }}`` it is the signature of the body, on the right."""
    when: Condition | None = None
    """In which cases the block is printed; always, where nothing is said."""

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if len([name for name in KINDS if getattr(self, name)]) != 1:
            raise refuse(f"一个块只写 {'、'.join(KINDS)} 中的一项", "请拆成几个块，每块一项")
        if bool(self.rows) != bool(self.columns):
            raise refuse("明细表（rows）要写明印哪些列（columns），其他块没有 columns", "请补上 columns，或删去")
        if self.as_ and not self.party:
            raise refuse("只有当事人块（party）有 as", "请删去 as", ("as",))
        if any(len(row) not in (2, 4) for row in self.table):
            raise refuse("表格的每一行是“标签、内容”一对或者两对", "请写成两格或四格", ("table",))
        return self

    def wordings(self) -> Iterator[tuple[Place, str]]:
        """Every wording with its place in the block."""
        for name in ("heading", "text", "write", "sign"):
            if getattr(self, name) is not None:
                yield (name,), getattr(self, name)
        for number, row in enumerate(self.table):
            for column, wording in enumerate(row):
                yield ("table", number, column), wording


class Template(CatalogModel):
    """A template. ``paper`` is its number in the national set of 56 papers of administrative penalties."""

    title: Said
    paper: Annotated[int, Field(ge=1, le=56)] | None = None
    contents: dict[Shown, tuple[Shown, ...]] = {}
    """What the law requires the paper to say, and where it stands: ``行政处罚法#59.1.2: [facts, evidence]``.

    What is not the name of something printed is a word that must stand in the text.
    """
    blocks: tuple[Block, ...]

    @model_validator(mode="after")
    def _begins_with_its_heading(self) -> Self:
        if not self.blocks or self.blocks[0].heading is None:
            raise refuse("第一块应当是标题（heading）", "请在 blocks 的开头写 heading")
        return self

    @cached_property
    def printed_names(self) -> frozenset[str]:
        """Everything that the template prints, by name, those in conditions included."""
        values = (segment for segment in self._segments if isinstance(segment, Value))
        names = {each for value in values for each in (value.name, str(value))}
        return frozenset(names | {name for block in self.blocks for name in (block.rows, block.party) if name})

    @cached_property
    def words(self) -> str:
        """All words that are printed as they are."""
        return "\n".join(segment.text for segment in self._segments if isinstance(segment, Words))

    @property
    def _segments(self) -> Iterator[object]:
        for block in self.blocks:
            for _, wording in block.wordings():
                yield from walk(parse(wording))
