"""The records behind a figure 数据背后的记录: the same predicate that counts, asked for rows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from fazhi.figures.compiling.counts import Count, count_of
from fazhi.figures.compiling.sql import Sql, every, sql, value
from fazhi.figures.counting import definitions
from fazhi.figures.dimensions import By, Key, key_of
from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope


class MadeOfFiguresError(LookupError):
    """A ratio, a sum or a difference has no list of its own: its parts have."""


@dataclass(frozen=True)
class Behind:
    """``records``: the rows that were counted, cases where cases were counted once. ``total`` is their number."""

    figure: Figure
    counts: Counted
    records: QuerySet[Model]

    @property
    def total(self) -> int:
        return self.records.count()


def behind(
    name: str,
    *,
    scope: Scope,
    period: Period,
    today: date,
    by: By | None = None,
    key: Key = None,
    figure: Figure | None = None,
) -> Behind:
    """The records of a figure, or with ``by`` those of one key of it. Raises MadeOfFiguresError, UnknownFigureError.

    ``figure``: a definition that is not in the catalog, such as a cell of a form.
    """
    _, known = definitions({name: figure} if figure is not None else [name])
    found = known[name]
    if found.counts is None:
        raise MadeOfFiguresError(f"“{found.title}”由其他数据算得，请打开它的组成部分。")
    count = count_of(found, period, today)
    statement = selected(count, scope, by, key)
    rows: QuerySet[Model] = apps.get_model(count.model)._default_manager.all()
    counts = Counted.CASES if count.distinct is not None else found.counts
    return Behind(found, counts, rows.filter(pk__in=RawSQL(statement.text, statement.parameters)))  # noqa: S611 - built from the catalog, values are parameters


def selected(count: Count, scope: Scope, by: By | None = None, key: Key = None) -> Sql:
    """A statement that gives the identifiers of the records."""
    parts = [scope.condition(count.source.area, count.unit), count.predicate]
    if by is not None:
        grouped = key_of(count, by)
        if grouped is None:
            parts.append(Sql("FALSE"))
        else:
            parts.append(sql("{} IS NULL", grouped) if key is None else sql("{} = {}", grouped, value(key)))
    return sql("SELECT {} FROM {} WHERE {}", count.key, count.source.rows(count.key, *parts), every(parts))
