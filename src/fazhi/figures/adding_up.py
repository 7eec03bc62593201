"""Adding up compiled figures: one statement for all that read the same rows by the same key, one pass over the rows.

Figures that read only columns which an index holds are added up over groups of those columns: a year of cases is read
once, from the index, and each figure's filter is asked of some thousand groups instead of every case. Figures that read
fields are counted by procedure, each over the rows of its own; those that read long fields apart from those that do
not, over rows whose fields are unpacked once for all of them. Figures that count different things are added up apart:
no other figure pays for them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from django.db import connection

from fazhi.figures.compiling.counts import Count, open_within
from fazhi.figures.compiling.sql import Sql, every, joined, sql, value
from fazhi.figures.compiling.things import Things
from fazhi.figures.dimensions import By, Key, key_of
from fazhi.figures.language.definition import Counted
from fazhi.figures.scopes import Scope

_UNPACKED = "{} CROSS JOIN LATERAL (SELECT {} OFFSET 0) u"
"""`||` unpacks the fields of a case once; without it each figure would unpack them for itself."""
_FIELDS = {"c.data": "u.data", "c.facts": "u.facts"}
_LONG = "c.data"
Name = TypeVar("Name", bound=Hashable)
_COLUMN = re.compile(r'\b[rc]\.(?:"\w+"|\w+)')


def added_up(counts: Mapping[Name, Count], scope: Scope, by: By | None) -> dict[Name, dict[Key, Decimal]]:
    """The numbers of all by name and key: keys with something under them, none where there is no such dimension."""
    found: dict[Name, dict[Key, Decimal]] = {name: {} for name in counts}
    together: dict[tuple[bool, tuple[object, ...]], list[Name]] = {}
    for name, count in counts.items():
        key = key_of(count, by)
        if by is None or key is not None:
            narrow = _is_narrow(count)
            of: tuple[str, ...] = () if narrow else (count.procedures or count.figure.sources)
            # What stood on several days is told apart over the groups: the rows are the same.
            day = "stood" if narrow and count.stood_on is not None else count.placed
            placed = repr((day, count.case, count.things, key))
            same = (narrow, (count.source.table, placed, of, _is_long(count, key)))
            together.setdefault(same, []).append(name)
    with connection.cursor() as cursor:
        for (narrow, _), names in together.items():
            group = [counts[name] for name in names]
            statement = _over_groups(group, scope, by) if narrow else _over_rows(group, scope, by)
            cursor.execute(statement.text, statement.parameters)
            for row in cursor.fetchall():
                for name, number in zip(names, row[1:], strict=True):
                    if number:
                        found[name][row[0]] = Decimal(number) / counts[name].figure.per
    return found


def _columns(part: Sql) -> set[str]:
    return set(_COLUMN.findall(part.text))


def _is_narrow(count: Count) -> bool:
    """Whether the figure reads nothing but columns that are held by an index, and counts each record once."""
    named = (count.measure, count.case, count.things)
    if any(each is not None for each in named) or "SELECT" in count.where.text:
        return False
    return bool(count.source.narrow) and _columns(count.where) <= count.source.narrow


def _is_long(count: Count, key: Sql | None) -> bool:
    """Whether it reads long fields of the case."""
    parts = (count.where, count.placed, count.measure, key, *(count.things.parts if count.things else ()))
    return any(part is not None and _LONG in part.text for part in parts)


def _over_groups(group: Sequence[Count], scope: Scope, by: By | None) -> Sql:
    """Counts rows once by the columns that any of the figures reads, and adds the groups up for each figure."""
    first = group[0]
    key = key_of(first, by)
    columns = sorted(set[str]().union(*(_columns(count.where) for count in group)))
    days = sorted({count.stood_on for count in group if count.stood_on is not None})
    inner = {"k": key or Sql("NULL")} | {_alias(column): Sql(column) for column in columns} | _since(days)
    named = joined(", ", [sql(f"{{}} AS {name}", part) for name, part in inner.items()])
    wheres = [every(_narrowed(group, scope, placed)) for placed in (open_within(days[0], days[-1]) if days else [None])]
    rows = first.source.rows(named, *wheres)
    counted = "SELECT {}, count(*) AS n FROM {} WHERE {} GROUP BY {}"
    groups = joined(" UNION ALL ", [sql(counted, named, rows, where, _places(len(inner))) for where in wheres])
    over = [every([_over(count.where), _stood(count, days)]) for count in group]
    sums = joined(", ", [sql("sum(g.n) FILTER (WHERE {})", each) for each in over])
    return sql("SELECT g.k, {} FROM ({}) g GROUP BY 1", sums, groups)


def _places(count: int) -> Sql:
    """The first columns, as GROUP BY names them."""
    return Sql(", ".join(str(place + 1) for place in range(count)))


def _since(days: Sequence[date]) -> dict[str, Sql]:
    """On how many of the days a case was not open yet, and on how many it was not closed yet."""
    bounds = value([day + timedelta(days=1) for day in days])
    columns = {"opened": "c.opened_on", "closed": "c.closed_on"} if days else {}
    return {name: sql(f"width_bucket({column}, {{}}::date[])", bounds) for name, column in columns.items()}


def _stood(count: Count, days: Sequence[date]) -> Sql:
    """That it was open on the count's day, by the numbers of `_since`."""
    if count.stood_on is None:
        return Sql("")
    place = value(days.index(count.stood_on))
    return sql("g.opened <= {} AND coalesce(g.closed > {}, TRUE)", place, place)


def _alias(column: str) -> str:
    return column.replace(".", "_").replace('"', "")


def _over(part: Sql) -> Sql:
    """A condition over columns, as it stands over the groups."""
    return replace(part, text=_COLUMN.sub(lambda found: f"g.{_alias(found[0])}", part.text))


def _over_rows(group: Sequence[Count], scope: Scope, by: By | None) -> Sql:
    first = group[0]
    key = key_of(first, by) or Sql("NULL")
    if first.case is not None:
        return _over_cases(group, key, scope)
    if first.things is not None:
        return _over_things(group, key, first.things, scope)
    shared, own = _shared(group)
    where = every([*_narrowed(group, scope), *shared])
    sums = joined(", ", [_sum(count, every(conditions)) for count, conditions in zip(group, own, strict=True)])
    key, sums, rows = _unpacking(first.source.rows(key, sums, where), key, sums)
    return sql("SELECT {}, {} FROM {} WHERE {} GROUP BY 1", key, sums, rows, where)


def _over_cases(group: Sequence[Count], key: Sql, scope: Scope) -> Sql:
    """Counts each case once: what rows tell is gathered by case, and only then are the case and its fields read."""
    shared, own = _shared(group)
    of_row, of_case = _parted([*_narrowed(group, scope), *shared])
    parted = [_parted(conditions) for conditions in own]
    asked: list[Sql] = []
    for told, _ in parted:
        if every(told) not in asked:
            asked.append(every(told))
    by_row = _is_of_row(key)
    keys = [Sql("r.case_id AS id"), *([sql("{} AS k", key)] if by_row else [])]
    named = [*keys, *(sql(f"bool_or({{}}) AS f{place}", part) for place, part in enumerate(asked))]
    rows = group[0].source.rows(*named, *of_row)
    # OFFSET 0 keeps the two apart: a case is read once, however many of its rows there are.
    gathered = "SELECT {} FROM {} WHERE {} GROUP BY {} OFFSET 0"
    cases = sql(gathered, joined(", ", named), rows, every(of_row), _places(len(keys)))
    over = [every([Sql(f"a.f{asked.index(every(told))}"), *rest]) for told, rest in parted]
    sums = joined(", ", [sql("count(*) FILTER (WHERE {})", each) for each in over])
    key = Sql("a.k") if by_row else key
    known = any(_COLUMN.search(part.text) for part in (key, sums, *of_case))
    found = sql("({}) a" + (" JOIN cases_case c ON c.id = a.id" if known else ""), cases)
    key, sums, found = _unpacking(found, key, sums)
    return sql("SELECT {}, {} FROM {} WHERE {} GROUP BY 1", key, sums, found, every(of_case))


def _over_things(group: Sequence[Count], key: Sql, things: Things, scope: Scope) -> Sql:
    """Counts each thing once: rows are gathered by what they name, and then the things are counted.

    Grouping twice takes one hashing pass for all figures; count(DISTINCT …) would sort the rows for each of them.
    """
    shared, own = _shared(group)
    where = every([*_narrowed(group, scope), *shared])
    flags = [sql(f"bool_or({{}}) AS f{place}", every(conditions)) for place, conditions in enumerate(own)]
    named = joined(", ", [sql("{} AS k", key), sql("{} AS d", things.value), *flags])
    named, joins, rows = _unpacking(group[0].source.rows(named, where, things.joins), named, things.joins)
    gathered = sql("SELECT {} FROM {} WHERE {} GROUP BY 1, 2", named, rows + joins, where)
    sums = Sql(", ".join(f"count(*) FILTER (WHERE g.f{place})" for place in range(len(group))))
    return sql("SELECT g.k, {} FROM ({}) g WHERE g.d IS NOT NULL GROUP BY 1", sums, gathered)


def _shared(group: Sequence[Count]) -> tuple[list[Sql], list[list[Sql]]]:
    """Conditions of all figures alike, which narrow the rows for all, and those that each has for itself."""
    shared = [part for part in group[0].conditions if all(part in count.conditions for count in group)]
    return shared, [[part for part in count.conditions if part not in shared] for count in group]


def _parted(conditions: Sequence[Sql]) -> tuple[list[Sql], list[Sql]]:
    """Those that are asked of a row, and those that are asked of its case alone."""
    of_row = [part for part in conditions if _is_of_row(part)]
    return of_row, [part for part in conditions if not _is_of_row(part)]


def _is_of_row(part: Sql) -> bool:
    return any(column.startswith("r.") for column in _COLUMN.findall(part.text))


def _unpacking(rows: Sql, *parts: Sql) -> list[Sql]:
    """The parts, and last the rows: fields are read from where they are unpacked."""
    read = [field for field in _FIELDS if any(field in part.text for part in parts)]
    if not read:
        return [*parts, rows]
    unpacked = list(parts)
    for field in read:
        unpacked = [replace(part, text=part.text.replace(field, _FIELDS[field])) for part in unpacked]
    fields = ", ".join(f"{field} || '{{}}'::jsonb AS {field.removeprefix('c.')}" for field in read)
    return [*unpacked, replace(rows, text=_UNPACKED.format(rows.text, fields))]


def _narrowed(group: Sequence[Count], scope: Scope, placed: Sql | None = None) -> list[Sql]:
    """What an index serves: the jurisdiction, the bodies, the period, the procedures or the register."""
    first = group[0]
    parts = [*scope.conditions(first.source.area, first.unit), placed or first.placed]
    if first.figure.counts is Counted.ENTRIES:
        parts.append(sql("r.register = ANY({})", value(sorted({count.figure.sources[0] for count in group}))))
    elif all(count.procedures for count in group):
        procedures = sorted({name for count in group for name in count.procedures})
        parts.append(sql("{} = ANY({})", Sql(first.source.procedure), value(procedures)))
    if first.figure.counts is Counted.ACTS:
        steps = sorted({step.partition(".")[0] for count in group for step in count.figure.steps})
        parts.append(sql("r.step = ANY({})", value(steps)))
    return parts


def _sum(count: Count, where: Sql) -> Sql:
    if count.measure is not None:
        return sql("sum({}) FILTER (WHERE {})", count.measure, where)
    return sql("count(*) FILTER (WHERE {})", where)
