"""What ``distinct`` counts, as SQL: what tells one thing from another, and what gives a row for each that is named."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.figures.compiling.conditions import Columns, Kept
from fazhi.figures.compiling.sources import Source
from fazhi.figures.compiling.sql import Sql, sql
from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.language.things import PERSON, Named, Sort, named

NO_JOINS = Sql("")
_ITEMS = (
    " CROSS JOIN LATERAL jsonb_array_elements(CASE jsonb_typeof({}) WHEN 'array' THEN {} ELSE '[]'::jsonb END) d(item)"
)
_ACCOUNTLESS = "coalesce(r.person_id::text, md5(concat_ws('/', r.name, r.organization_id)))"
"""Candidates without an account are told apart by name and body, which no frozen list then spells out."""
_PEOPLE = {
    Counted.CASES: "c.handler_id",
    Counted.ACTS: "r.person_id",
    Counted.CANDIDATES: _ACCOUNTLESS,
    Counted.ATTENDANCES: "r.person_id",
}


@dataclass(frozen=True)
class Things:
    """``value`` tells one from another (NULL: none is named), ``title`` is its name where the record has it.

    ``joins`` follows the rows of the source: the version of an entry that is looked at, a row for each item of a list.
    """

    named: Named
    value: Sql
    title: Sql
    joins: Sql = NO_JOINS
    numbered: bool = False

    @property
    def key(self) -> Sql:
        """The thing as text, as addresses and frozen lists have it: ``#12`` by its number, else its words."""
        return sql("('#' || {})", self.value) if self.numbered else self.value

    @property
    def parts(self) -> tuple[Sql, ...]:
        return self.value, self.title, self.joins


def things_of(figure: Figure, source: Source, columns: Columns, version: Sql) -> Things | None:
    """None for a figure that counts records. ``version``: what joins the version of an entry that ``columns`` reads."""
    if not figure.distinct:
        return None
    what = named(figure)
    if not what.name:
        return _of_source(what, figure, source)
    if what.name in columns.plain:
        value = sql("NULLIF({}, '')", columns.plain[what.name])
        return Things(what, value, value, version)
    kept = columns.kept(what.name)
    if not what.several:
        return Things(what, *_told(what, kept), version)
    item = Kept(Sql("d.item"), what.column)
    return Things(what, *_told(what, item), version + sql(_ITEMS, kept.json, kept.json))


def _of_source(what: Named, figure: Figure, source: Source) -> Things:
    assert figure.counts is not None
    value = Sql(_PEOPLE[figure.counts] if figure.distinct == PERSON else source.unit)
    title = Sql("r.name" if figure.distinct == PERSON and figure.counts is Counted.CANDIDATES else "NULL::text")
    return Things(what, value, title, numbered=True)


def _told(what: Named, kept: Kept) -> tuple[Sql, Sql]:
    """What tells a kept value from others, and its name. Bodies and persons from outside have a name alone."""
    part = {name: Kept(kept.json, name).text for name in ("id", "name", "title", "find")}
    match what.sort:
        case Sort.ORGANIZATION | Sort.PERSON:
            return sql("coalesce('#' || {}, NULLIF(btrim({}), ''))", part["id"], part["name"]), part["name"]
        case Sort.ENTRY:
            return sql("('#' || {})", part["id"]), part["title"]
        case Sort.SEALED:
            return part["find"], Sql("NULL::text")
    return sql("NULLIF(btrim({}), '')", kept.text), kept.text
