"""Freezing figures 固定数据: value, definition, moment, Merkle root of the records counted; and what differs since.

A leaf is one record as canonical JSON: its identifier, what tells whether it has changed (the head of a case's chain,
the revision of an entry), and the things it names where different things are counted (docs/decisions/0014). A figure
made of others has these for leaves, each with its number and root. Frozen figures never change; a later day shows as a
difference, never silently.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
        made: dict[str, FrozenFigure] = {}
        for name in _parts_first(everything):
            made[name] = _frozen(name, found[name], everything, made, scope, period, today)
        rows = [made[name] for name in everything]
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
    leaves = _leaves(count_of(figure, period, today), scope)
    before, after = records_of(row), {leaf["record"]: _told(leaf) for leaf in leaves}
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
    """The records that a frozen figure counted: identifier → what told whether it had changed, and what they named.

    None for a figure made of others: those have records of their own.
    """
    return {line["record"]: _told(line) for line in map(json.loads, _lines_of(row)) if "record" in line}


def proves(row: FrozenFigure) -> bool:
    """Whether the kept leaves still give the root that was frozen, and the things that they name its number."""
    lines = _lines_of(row)
    if _root(lines) != bytes(row.root):
        return False
    named = {thing for line in map(json.loads, lines) for thing in line.get("things", ())}
    return "distinct" not in row.definition or row.number == len(named)


def _lines_of(row: FrozenFigure) -> list[bytes]:
    return zlib.decompress(bytes(row.records)).splitlines() if row.records else []


def _parts_first(known: Mapping[str, Figure]) -> list[str]:
    """Names in an order in which what a figure is made of comes before it."""
    order: dict[str, None] = {}

    def put(name: str) -> None:
        for part in known[name].parts:
            put(part)
        order[name] = None

    for name in known:
        put(name)
    return list(order)


def _frozen(
    name: str,
    found: Value,
    known: Mapping[str, Figure],
    made: Mapping[str, FrozenFigure],
    scope: Scope,
    period: Period,
    today: date,
) -> FrozenFigure:
    """A figure with its leaves: the records counted, or what was frozen of the figures that it is made of."""
    figure = known[name]
    leaves = _leaves(count_of(figure, period, today), scope) if figure.counts is not None else []
    lines = [canonical(leaf) for leaf in leaves] or [_line(made[part]) for part in figure.parts]
    return FrozenFigure(
        figure=name,
        definition=figure.model_dump(mode="json", exclude_defaults=True),
        edition=edition(name, known),
        number=found.number,
        of=found.of,
        to=found.to,
        count=len(leaves),
        root=_root(lines),
        records=zlib.compress(b"\n".join(lines)) if lines else b"",
    )


def _leaves(count: Count, scope: Scope) -> list[dict[str, Any]]:
    """The records that are counted, by their identifiers as text; with what they name where things are counted."""
    assert count.figure.counts is not None
    head = Sql("encode(c.head_hash, 'hex')" if count.case is not None else _HEADS[count.figure.counts])
    named = Sql("NULL") if count.things is None else sql("array_agg(DISTINCT {})", count.things.key)
    where = every([scope.condition(count.source.area, count.unit), count.predicate])
    rows = count.rows(count.key, head, where)
    grouped = Sql("" if count.things is None else "GROUP BY 1, 2")
    statement = sql("SELECT ({})::text, {}, {} FROM {} WHERE {} {}", count.key, head, named, rows, where, grouped)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.parameters)
        leaves = {str(key): _leaf(str(key), str(head), things) for key, head, things in cursor.fetchall()}
    return [leaves[key] for key in sorted(leaves)]


def _leaf(record: str, head: str, things: Sequence[str] | None) -> dict[str, Any]:
    return {"record": record, "head": head} | ({} if things is None else {"things": sorted(things)})


def _told(leaf: Mapping[str, Any]) -> str:
    """What makes it another leaf when it changes."""
    return " ".join([leaf["head"], *leaf.get("things", ())])


def _line(row: FrozenFigure) -> bytes:
    """What the root of a snapshot says of one figure."""
    number = None if row.number is None else format(Decimal(row.number).normalize(), "f")
    return canonical({"edition": row.edition, "figure": row.figure, "number": number, "root": bytes(row.root).hex()})


def _root(lines: Iterable[bytes]) -> bytes:
    tree = Tree(leaf_hash(line) for line in lines)
    return tree.root() if len(tree) else EMPTY_ROOT
