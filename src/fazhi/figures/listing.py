"""The records behind a figure 数据背后的记录, by the predicate that counts them; and the things that they name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.apps import apps
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.expressions import RawSQL

from fazhi.figures.compiling.counts import Count, count_of
from fazhi.figures.compiling.sql import Sql, every, sql, value
from fazhi.figures.counting import definitions
from fazhi.figures.dimensions import By, Key, key_of
from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.language.things import Named, Sort
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.models import Organization, Person


class MadeOfFiguresError(LookupError):
    """A ratio, a sum or a difference has no list of its own: its parts have."""


@dataclass(frozen=True)
class Thing:
    """One of the different things that were counted, with how many of the records name it.

    ``key`` tells it from others: ``#12`` by its number, else its words. ``title`` is '' for what is sealed.
    """

    key: str
    title: str
    records: int


@dataclass(frozen=True)
class Behind:
    """``records``: the rows that were counted, cases where cases were counted once. ``total`` is their number.

    ``named``: what the records name, where different things were counted; None where the records were.
    """

    figure: Figure
    counts: Counted
    records: QuerySet[Model]
    named: Named | None
    counted: Sql | None

    @property
    def total(self) -> int:
        return self.records.count()

    @property
    def number(self) -> int:
        """What the list shows that was counted: its records, or the different things that they name."""
        return self.total if self.named is None else len(self.things())

    def things(self) -> tuple[Thing, ...]:
        """The things that were counted, those of most records first; () where records were. Two statements at most."""
        if self.named is None or self.counted is None:
            return ()
        with connection.cursor() as cursor:
            cursor.execute(self.counted.text, self.counted.parameters)
            rows = [(str(key), str(title or ""), int(records)) for key, title, records in cursor.fetchall()]
        titles = _titles(self.named, [key for key, *_ in rows])
        found = [Thing(key, titles.get(key, title), records) for key, title, records in rows]
        return tuple(sorted(found, key=lambda thing: (-thing.records, thing.title, thing.key)))


def behind(
    name: str,
    *,
    scope: Scope,
    period: Period,
    today: date,
    by: By | None = None,
    key: Key = None,
    thing: str | None = None,
    figure: Figure | None = None,
) -> Behind:
    """The records of a figure, or with ``by`` those of one key of it. Raises MadeOfFiguresError, UnknownFigureError.

    ``thing``: those alone that name it. ``figure``: a definition that is not in the catalog, such as a cell of a form.
    """
    _, known = definitions({name: figure} if figure is not None else [name])
    found = known[name]
    if found.counts is None:
        raise MadeOfFiguresError(f"“{found.title}”由其他数据算得，请打开它的组成部分。")
    count = count_of(found, period, today)
    statement = selected(count, scope, by, key, thing)
    rows: QuerySet[Model] = apps.get_model(count.model)._default_manager.all()
    return Behind(
        found,
        Counted.CASES if count.case is not None else found.counts,
        rows.filter(pk__in=RawSQL(statement.text, statement.parameters)),  # noqa: S611 - built from the catalog, values are parameters
        count.things.named if count.things is not None else None,
        _gathered(count, scope, by, key),
    )


def selected(count: Count, scope: Scope, by: By | None = None, key: Key = None, thing: str | None = None) -> Sql:
    """A statement that gives the identifiers of the records."""
    parts = _asked(count, scope, by, key)
    if thing is not None:
        parts.append(sql("{} = {}", count.things.key, value(thing)) if count.things is not None else Sql("FALSE"))
    return sql("SELECT {} FROM {} WHERE {}", count.key, count.rows(count.key, *parts), every(parts))


def _gathered(count: Count, scope: Scope, by: By | None, key: Key) -> Sql | None:
    """A statement that gives each thing with its name and how many records name it."""
    if count.things is None:
        return None
    parts = _asked(count, scope, by, key)
    return sql(
        "SELECT {}, max({}), count(DISTINCT {}) FROM {} WHERE {} GROUP BY 1",
        count.things.key, count.things.title, count.key, count.rows(count.key, *parts), every(parts),
    )  # fmt: skip


def _asked(count: Count, scope: Scope, by: By | None, key: Key) -> list[Sql]:
    parts = [scope.condition(count.source.area, count.unit), count.predicate]
    if by is not None:
        grouped = key_of(count, by)
        if grouped is None:
            parts.append(Sql("FALSE"))
        else:
            parts.append(sql("{} IS NULL", grouped) if key is None else sql("{} = {}", grouped, value(key)))
    return parts


def _titles(named: Named, keys: Iterable[str]) -> dict[str, str]:
    """What bodies and persons are called today, and options; others are called as the records say."""
    if named.sort is Sort.CHOICE:
        return dict(named.options)
    if named.sort not in (Sort.ORGANIZATION, Sort.PERSON):
        return {}
    numbers = [int(key[1:]) for key in keys if key[:1] == "#" and key[1:].isdecimal() and len(key) < 19]
    model: type[Model] = Organization if named.sort is Sort.ORGANIZATION else Person
    return {f"#{each.pk}": str(each) for each in model._default_manager.filter(pk__in=numbers)}
