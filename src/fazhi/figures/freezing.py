"""Freezing figures 固定数据: value, definition, moment, Merkle root of the records counted; and what differs since.

A leaf is one record as canonical JSON: its identifier, and what tells whether it has changed (the head of a case's
chain, the revision of an entry). Frozen figures never change; a later day shows as a difference, never silently.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import connection, transaction

from fazhi.figures.compiling.counts import Count, count_of
from fazhi.figures.compiling.sources import ZONE
from fazhi.figures.compiling.sql import Sql, every, sql
from fazhi.figures.counting import Asked, Value, definitions, values
from fazhi.figures.language.definition import Counted, Figure
from fazhi.figures.language.library import edition, shelf
from fazhi.figures.models import FrozenFigure, Snapshot
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import FIGURE_FREEZE, Permission, require
from fazhi.record.canonical import canonical
from fazhi.record.merkle import EMPTY_ROOT, Tree, leaf_hash

_HEADS = {
    Counted.CASES: "encode(c.head_hash, 'hex')",
    Counted.ACTS: "encode(r.hash, 'hex')",
    Counted.CLOCKS: "concat_ws('/', r.state, r.due_on, r.met_on)",
    Counted.FINDINGS: "r.state",
    Counted.ENTRIES: "concat_ws('/', r.seq, r.state)",
    Counted.TASKS: "concat_ws('/', r.status, r.percent, r.due_on)",
    Counted.FOLLOWUPS: "r.state",
    Counted.PROBLEMS: "r.state",
    Counted.BULLETINS: "r.issued_at::text",
    Counted.EXAMS: "concat_ws('/', r.state, r.confirmed_at, r.revision)",
    Counted.CANDIDATES: "concat_ws('/', r.sat, r.score, r.passed)",
    Counted.TRAININGS: "concat_ws('/', r.hours, r.withdrawn_why)",
    Counted.ATTENDANCES: "r.hours::text",
    Counted.APPLICATIONS: "concat_ws('/', r.state, r.closed_at, r.satisfaction)",
}
"""What changes when a record does."""


@dataclass(frozen=True)
class Difference:
    """A frozen figure against the records of a later day. ``came``, ``went``, ``changed``: identifiers of records."""

    figure: str
    frozen: FrozenFigure
    now: Value
    redefined: bool
    came: tuple[str, ...] = ()
    went: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    @property
    def same(self) -> bool:
        """Whether the number still is what was frozen."""
        return self.frozen.number == self.now.number


def freeze(
    *,
    actor: Actor,
    figures: Asked,
    period: Period,
    scope: Scope,
    at: datetime,
    title: str,
    organization: Organization | None = None,
    permission: Permission = FIGURE_FREEZE,
) -> Snapshot:
    """Freezes figures with those they are made of. Raises NotAllowed, UnknownFigureError.

    ``permission``: what lets the actor do it, where a figure is frozen as part of something else (a report approved).
    """
    require(actor, permission)
    today = at.astimezone(ZONE).date()
    _, known = definitions(figures)
    everything = {name: known[name] for name in sorted(known)}
    with transaction.atomic():
        found = values(everything, scope=scope, period=period, today=today)
        rows = [
            _frozen(name, figure, found[name], everything, scope, period, today) for name, figure in everything.items()
        ]
        snapshot = Snapshot.objects.create(
            jurisdiction_id=scope.jurisdiction_id,
            organization=organization,
            title=title,
            first=period.first,
            last=period.last,
            taken_at=at,
            taken_by=actor.person,
            root=_root(_line(row) for row in rows),
        )
        for row in rows:
            row.snapshot = snapshot
        FrozenFigure.objects.bulk_create(rows)
    return snapshot


def differences(
    snapshot: Snapshot, today: date, *, scope: Scope, names: Sequence[str] | None = None
) -> list[Difference]:
    """What the same figures say on a later day, by the definitions of the catalog as it is now.

    Figures that the catalog no longer has are counted by the definition that was frozen.
    """
    period = Period(snapshot.first, snapshot.last)
    frozen = {row.figure: row for row in snapshot.figures.all()}
    catalog = shelf().figures
    known = {
        name: catalog.get(name) or Figure.model_validate_json(json.dumps(row.definition))
        for name, row in frozen.items()
    }
    now = values(known, scope=scope, period=period, today=today)
    return [
        _difference(frozen[name], known, now[name], scope, period, today)
        for name in frozen
        if names is None or name in names
    ]


def _difference(
    row: FrozenFigure, known: Mapping[str, Figure], now: Value, scope: Scope, period: Period, today: date
) -> Difference:
    figure = known[row.figure]
    redefined = edition(row.figure, known) != row.edition
    if figure.counts is None:
        return Difference(row.figure, row, now, redefined)
    before, after = records_of(row), _leaves(count_of(figure, period, today), scope)
    return Difference(
        row.figure,
        row,
        now,
        redefined,
        tuple(sorted(after.keys() - before.keys())),
        tuple(sorted(before.keys() - after.keys())),
        tuple(sorted(key for key in before.keys() & after.keys() if before[key] != after[key])),
    )


def records_of(row: FrozenFigure) -> dict[str, str]:
    """The records that a frozen figure counted: identifier → what told whether it had changed."""
    if not row.records:
        return {}
    lines = zlib.decompress(bytes(row.records)).decode().splitlines()
    return {line["record"]: line["head"] for line in map(json.loads, lines)}


def proves(row: FrozenFigure) -> bool:
    """Whether the kept leaves still give the root that was frozen."""
    lines = zlib.decompress(bytes(row.records)).splitlines() if row.records else []
    return _root(lines) == bytes(row.root)


def _frozen(
    name: str,
    figure: Figure,
    found: Value,
    known: Mapping[str, Figure],
    scope: Scope,
    period: Period,
    today: date,
) -> FrozenFigure:
    leaves = _leaves(count_of(figure, period, today), scope) if figure.counts is not None else {}
    lines = [canonical({"record": key, "head": head}) for key, head in sorted(leaves.items())]
    return FrozenFigure(
        figure=name,
        definition=figure.model_dump(mode="json", exclude_defaults=True),
        edition=edition(name, known),
        number=found.number,
        of=found.of,
        to=found.to,
        count=len(lines),
        root=_root(lines),
        records=zlib.compress(b"\n".join(lines)) if lines else b"",
    )


def _leaves(count: Count, scope: Scope) -> dict[str, str]:
    assert count.figure.counts is not None
    head = Sql("encode(c.head_hash, 'hex')" if count.distinct is not None else _HEADS[count.figure.counts])
    where = every([scope.condition(count.source.area, count.unit), count.predicate])
    rows = count.source.rows(count.key, head, where)
    statement = sql("SELECT ({})::text, {} FROM {} WHERE {}", count.key, head, rows, where)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.parameters)
        return {str(row[0]): str(row[1]) for row in cursor.fetchall()}


def _line(row: FrozenFigure) -> bytes:
    """What the root of a snapshot says of one figure."""
    number = None if row.number is None else format(Decimal(row.number).normalize(), "f")
    return canonical({"edition": row.edition, "figure": row.figure, "number": number, "root": bytes(row.root).hex()})


def _root(lines: Iterable[bytes]) -> bytes:
    tree = Tree(leaf_hash(line) for line in lines)
    return tree.root() if len(tree) else EMPTY_ROOT
