"""One figure that counts records, as the parts of a query: rows, what narrows them, what places them, what is added up.

`fazhi.figures.counting` and `fazhi.figures.listing` put the same parts together, one to add up and one to list: that is
why a figure and the list behind it cannot disagree.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from fazhi.figures.compiling.conditions import Columns, Kept, compiled
from fazhi.figures.compiling.sources import SOURCES, WITHIN_THREAD, Source, column, within
from fazhi.figures.compiling.sql import Sql, every, joined, sql, value
from fazhi.figures.compiling.things import NO_JOINS, Things, things_of
from fazhi.figures.language import names as naming
from fazhi.figures.language.definition import OF_PROCEDURES, Counted, Figure
from fazhi.figures.language.things import ORGANIZATION
from fazhi.figures.periods import Period
from fazhi.procedures.casework.short_facts import DONE, SHORT
from fazhi.procedures.conditions import Expression, parse
from fazhi.procedures.conditions.tree import Binary, Reference, walk
from fazhi.procedures.language.fields import Kind

_OBJECTS = frozenset({Kind.ORGANIZATION})
_VALIDITY = frozenset({"state", "in_force"})
# The last version of each entry by its index, whatever the planner believes of the tables: joined, it is quadratic.
_LATEST = (
    "(SELECT * FROM registers_version u WHERE u.entry_id = r.id AND u.since <= {}"
    " ORDER BY u.since DESC, u.seq DESC LIMIT 1) v"
)


@dataclass(frozen=True)
class Count:
    """A figure compiled for a period and a day of asking.

    ``placed`` says that a record falls into the period, ``day`` by which day (None for what stood on one);
    ``conditions`` are the figure's own, all of which hold. ``measure`` is what is summed, None where records are
    counted; ``case`` the case where each is counted once, however many of its records there are; ``things`` what the
    records name, where different things are counted. ``stood_on``: the day on which cases that are counted were open.
    """

    figure: Figure
    source: Source
    placed: Sql
    conditions: tuple[Sql, ...]
    day: Sql | None
    kind: Sql | None
    measure: Sql | None
    case: Sql | None
    things: Things | None = None
    stood_on: date | None = None

    @property
    def where(self) -> Sql:
        return every(self.conditions)

    @property
    def predicate(self) -> Sql:
        """Everything that makes a record one of the figure, but for the jurisdiction and the body.

        Where different things are counted, records that name none are not among those counted.
        """
        names_one = [] if self.things is None else [sql("{} IS NOT NULL", self.things.value)]
        return every([self.placed, self.where, *names_one])

    def rows(self, *parts: Sql) -> Sql:
        """What the parts read from; a row for each thing that a record names, where things are counted."""
        if self.things is None:
            return self.source.rows(*parts)
        return self.source.rows(*parts, *self.things.parts) + self.things.joins

    @property
    def unit(self) -> Sql:
        return Sql(self.source.unit)

    @property
    def key(self) -> Sql:
        """What identifies a record that was counted."""
        return self.case or Sql(self.source.key)

    @property
    def model(self) -> str:
        """The model of the records that were counted."""
        return "cases.Case" if self.case is not None else self.source.model

    @property
    def procedures(self) -> tuple[str, ...]:
        return self.figure.sources if self.source.procedure else ()


@lru_cache(maxsize=8192)
def count_of(figure: Figure, period: Period, today: date) -> Count:
    """Raises ConditionError, UnknownSourceError for a figure that `language.checking` would refuse."""
    assert figure.counts is not None
    source = SOURCES[figure.counts]
    columns = columns_of(figure, today)
    name = naming.dated(figure)
    stands = name in naming.STANDING
    day = None if stands else compiled(Reference(name), columns)
    placed = _standing(figure, period, today) if day is None else within(source, name, day, period.first, period.last)
    own = [*_of(figure), Sql(source.always), *_condition(figure, columns, stands)]
    if figure.counts is Counted.ENTRIES and stands:
        own = _of(figure)
    return Count(
        figure,
        source,
        placed,
        tuple(part for part in own if part.text),
        day,
        compiled(parse(figure.kind), columns) if figure.kind else None,
        compiled(parse(figure.total), columns) if figure.total else None,
        Sql("c.id") if figure.once else None,
        _things(figure, period, today) if figure.distinct else None,
        _day_of(figure, period, today) if stands and figure.counts is not Counted.ENTRIES else None,
    )


def columns_of(figure: Figure, today: date, kept: str = "") -> Columns:
    """Where the names that a figure's condition may read stand."""
    assert figure.counts is not None
    source = SOURCES[figure.counts]
    names = naming.names(figure)
    fields = naming.kinds_of_fields(figure)
    own = frozenset(fields) if figure.counts is Counted.ENTRIES else frozenset()
    plain = {name: column(text, today) for name, text in source.plain.items() if name not in own}
    threaded = naming.is_threaded(figure)
    body = Sql(kept or (WITHIN_THREAD if threaded else source.kept))
    facts = Sql("" if threaded else source.facts)
    short = {name for name, kind in fields.items() if kind in SHORT} if facts.text else set()
    return Columns(
        names,
        plain,
        lambda name: Kept(facts if name in short else body, name),
        frozenset(name for name, kind in fields.items() if kind in _OBJECTS),
        Sql(source.case) if source.case else None,
        Sql(f"({source.facts} -> '{DONE}')") if source.case else None,
        {name: Kept(facts, name) for name, kind in fields.items() if kind is Kind.PARTY} if facts.text else {},
    )


def _of(figure: Figure) -> list[Sql]:
    """Whose records: procedures, a register, kinds of plans; and of what steps or limits."""
    parts = []
    if figure.counts in OF_PROCEDURES and figure.sources:
        assert figure.counts is not None
        procedure = Sql(SOURCES[figure.counts].procedure)
        parts.append(sql("{} = ANY({})", procedure, value(list(figure.sources))))
    if figure.counts is Counted.ENTRIES:
        parts.append(sql("r.register = {}", value(figure.sources[0])))
    if figure.counts is Counted.TASKS and figure.sources:
        parts.append(sql("p.kind = ANY({})", value(list(figure.sources))))
    if figure.steps:
        parts.append(_steps(figure))
    if figure.limits:
        parts.append(sql('r."limit" = ANY({})', value(list(figure.limits))))
    return parts


def _steps(figure: Figure) -> Sql:
    whole = [each for each in figure.steps if "." not in each]
    parts = [sql("r.step = ANY({})", value(whole))] if whole else []
    for each in figure.steps:
        step, dot, result = each.partition(".")
        if dot:
            parts.append(sql("(r.step = {} AND r.result = {})", value(step), value(result)))
    return joined(" OR ", parts)


def _condition(figure: Figure, columns: Columns, stands: bool) -> list[Sql]:
    """The figure's own condition, and what goes without saying unless it speaks of it."""
    parts, read = _own(figure, columns)
    if figure.counts is Counted.ENTRIES and not stands and not read & _VALIDITY:
        parts.append(Sql("r.state <> 'withdrawn'"))  # taken back or entered by mistake
    if figure.counts is Counted.TASKS and "branch" not in read:
        parts.append(Sql("NOT r.is_branch"))
    if figure.counts is Counted.BULLETINS:
        parts.append(Sql("r.issued_at IS NOT NULL"))
    return parts


def _own(figure: Figure, columns: Columns) -> tuple[list[Sql], set[str]]:
    """What the figure's condition joins by 且, and the names it reads: what it speaks of is not narrowed else."""
    if not figure.where:
        return [], set()
    node = parse(figure.where)
    return [compiled(each, columns) for each in _joined(node)], {
        each.name for each in walk(node) if isinstance(each, Reference)
    }


def _joined(node: Expression) -> list[Expression]:
    """The conditions that `&&` joins, each for itself: some are asked of a row, some of its case."""
    if isinstance(node, Binary) and node.sign == "&&":
        return [*_joined(node.left), *_joined(node.right)]
    return [node]


def _standing(figure: Figure, period: Period, today: date) -> Sql:
    """What stood on the last day of the period (or today, while it runs), or on the day before its first."""
    day = _day_of(figure, period, today)
    if figure.counts is Counted.ENTRIES:
        return _entries_on(figure, day, today)
    return joined(" OR ", [sql("({})", part) for part in open_within(day, day)])


def open_within(first: date, last: date) -> list[Sql]:
    """Cases that were open on some day from the first to the last: those that still are, and those closed later.

    No case is both, and each is found by an index.
    """
    since = sql("c.opened_on <= {} AND ", value(last))
    return [since + Sql("c.closed_on IS NULL"), since + sql("c.closed_on > {}", value(first))]


def _day_of(figure: Figure, period: Period, today: date) -> date:
    at_end = figure.dated == naming.AT_END
    return min(period.last, max(today, period.first)) if at_end else period.first - timedelta(days=1)


def _entries_on(figure: Figure, day: date, today: date) -> Sql:
    """Entries that were in force on a day, as their versions tell; the condition is asked of the version."""
    versioned = _versioned(figure, today)
    parts, read = _own(figure, versioned)
    if not read & _VALIDITY:
        parts.append(Sql("v.state = 'in_force'"))
    validity = naming.validity(figure)
    if validity.starts:
        parts.append(sql("coalesce({} <= {}, TRUE)", compiled(Reference(validity.starts), versioned), value(day)))
    if validity.ends:
        parts.append(sql("coalesce({} >= {}, TRUE)", compiled(Reference(validity.ends), versioned), value(day)))
    return sql("EXISTS (SELECT 1 FROM {} WHERE {})", sql(_LATEST, value(day)), every(parts))


def _versioned(figure: Figure, today: date) -> Columns:
    """Where names stand in a version of an entry."""
    columns = columns_of(figure, today, kept="v.data")
    plain = {**columns.plain} | {"in_force": Sql("(v.state = 'in_force')"), "state": Sql("v.state")}
    return Columns(columns.names, plain, columns.kept, columns.objects)


def _things(figure: Figure, period: Period, today: date) -> Things | None:
    """What its records name; entries that stood on a day name what their version of that day does."""
    assert figure.counts is not None
    source = SOURCES[figure.counts]
    if figure.counts is Counted.ENTRIES and figure.dated in naming.STANDING and figure.distinct != ORGANIZATION:
        version = sql(" CROSS JOIN LATERAL {}", sql(_LATEST, value(_day_of(figure, period, today))))
        return things_of(figure, source, _versioned(figure, today), version)
    return things_of(figure, source, columns_of(figure, today), NO_JOINS)
