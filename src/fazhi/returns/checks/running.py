"""All checks over the tables of a report, in the order in which people mend."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal

from fazhi.returns.checks.cells import blanks, numbers
from fazhi.returns.checks.model import Check, Failure, Prose, Table
from fazhi.returns.checks.prose import fees, problems, stated
from fazhi.returns.checks.sums import balances, carried, sums

Last = Mapping[str, Mapping[str, Decimal | str | None]]
_ORDER = {check: place for place, check in enumerate(Check)}


def failures(
    tables: Sequence[Table],
    *,
    prose: Prose | None = None,
    last: Last | None = None,
    needed: Collection[tuple[str, str]] = (),
) -> tuple[Failure, ...]:
    """Everything that does not agree in the tables of one report.

    ``prose``: its text by parts, None while there is none. ``last``: the final cells of the year before, by form.
    ``needed``: forms that the report must have, with their titles.
    """
    found = [*_missing(tables, needed), *(each for table in tables for each in _of_table(table, last or {}))]
    if prose is not None:
        found += [*stated(tables, prose), *problems(prose), *fees(tables, prose)]
    return tuple(sorted(found, key=lambda each: _ORDER[each.check]))


def _of_table(table: Table, last: Last) -> Iterator[Failure]:
    yield from blanks(table)
    yield from numbers(table)
    yield from sums(table)
    yield from balances(table)
    yield from carried(table, last.get(table.form))


def _missing(tables: Sequence[Table], needed: Collection[tuple[str, str]]) -> Iterator[Failure]:
    there = {table.form for table in tables}
    for form, title in needed:
        if form not in there:
            yield Failure(Check.BLANK, f"缺《{title}》", "请建立并填好这张表", form)
