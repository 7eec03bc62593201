"""The record of a draw: appending to it, and reading from it where the draw stands and what came out."""

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.inspections.drawing import poolfile
from fazhi.inspections.drawing.model import Assignment, Part, PoolObject, PoolOfficer, Withdrawal
from fazhi.inspections.drawing.poolfile import Frozen
from fazhi.inspections.models import Draw, DrawDocument, DrawEntry, DrawState
from fazhi.inspections.refusals import Refused

Kind = DrawEntry.Kind
# The entries that move a draw on; the others stand beside them.
STATES: dict[str, DrawState] = {
    Kind.FROZEN: DrawState.FROZEN,
    Kind.ANNOUNCED: DrawState.ANNOUNCED,
    Kind.SEEDED: DrawState.SEEDED,
    Kind.DRAWN: DrawState.DRAWN,
    Kind.PUBLISHED: DrawState.PUBLISHED,
    Kind.CANCELLED: DrawState.CANCELLED,
}


@dataclass(frozen=True)
class Drawn:
    """A drawn object with the officers who go there, in the order in which they were called."""

    object: PoolObject
    ticket: str
    officers: tuple[PoolOfficer, ...]


@dataclass(frozen=True)
class History:
    """A draw's entries, read once, and what follows from them."""

    draw: Draw
    entries: tuple[DrawEntry, ...]

    @property
    def state(self) -> DrawState:
        return state_of(entry.kind for entry in self.entries)

    def of(self, kind: str) -> list[DrawEntry]:
        """The entries of a kind, in order."""
        return [entry for entry in self.entries if entry.kind == kind]

    def moment(self, kind: str) -> datetime | None:
        """When this was first done."""
        return next((entry.at for entry in self.entries if entry.kind == kind), None)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts of the seed, once it is there."""
        return tuple(Part(**part) for entry in self.of(Kind.SEEDED) for part in entry.body["parts"])

    @property
    def seed(self) -> str:
        """64 hexadecimal digits; empty before there is a seed."""
        return next((str(entry.body["seed"]) for entry in self.of(Kind.SEEDED)), "")

    @property
    def withdrawals(self) -> tuple[Withdrawal, ...]:
        """What fell out after the draw, in order."""
        return tuple(
            Withdrawal(entry.body["object"], entry.body["officer"], entry.body["ground"])
            for entry in self.of(Kind.REPLACED)
        )

    def unrevealed(self) -> list[DrawEntry]:
        """The commitments whose authors have not revealed their values."""
        revealed = {entry.by_id for entry in self.of(Kind.REVEALED)}
        return [entry for entry in self.of(Kind.COMMITTED) if entry.by_id not in revealed]

    def drawn(self) -> list[Drawn]:
        """The present result in the order of tickets: as drawn, with every replacement since."""
        rows: dict[str, dict[str, Any]] = {}
        for entry in self.entries:
            if entry.kind in (Kind.DRAWN, Kind.REPLACED):
                for gone in entry.body.get("removed", ()):
                    rows.pop(gone, None)
                rows |= {row["object"]["id"]: row for row in entry.body["rows"]}
        return [_drawn(row) for row in sorted(rows.values(), key=lambda row: (row["ticket"], row["object"]["id"]))]

    def assignments(self) -> list[Assignment]:
        """The same as identifiers, as the result file has it."""
        return [Assignment(each.object.id, each.ticket, tuple(o.id for o in each.officers)) for each in self.drawn()]


def state_of(kinds: Iterable[str]) -> DrawState:
    """Where a draw with these entries stands."""
    state = DrawState.FROZEN
    for kind in kinds:
        state = STATES.get(kind, state)
    return state


def history_of(draw: Draw) -> History:
    """Reads a draw's entries, in one query."""
    return History(draw, tuple(draw.entries.select_related("by").order_by("seq")))


def locked(draw_id: UUID) -> History:
    """The draw, held until the transaction ends: two people may act on it at the same moment."""
    held = Draw.objects.select_for_update(of=("self",)).select_related("organization", "jurisdiction")
    return history_of(held.get(pk=draw_id))


def held_for(draw: Draw, actor: Actor, *states: DrawState, what: str) -> History:
    """The draw, held, for somebody who may organize it, in a state in which `what` can be done.

    Raises: NotAllowed; Refused, saying where the draw stands.
    """
    history = locked(draw.pk)
    permissions.require(actor, permissions.DRAW_HOLD, organization=history.draw.organization)
    must_stand(history, *states, what=what)
    return history


def must_stand(history: History, *states: DrawState, what: str) -> None:
    """Raises Refused unless the draw is in one of the states."""
    if history.state not in states:
        raise Refused(f"本次抽取{history.state.label}，现在不能{what}。请刷新页面查看当前步骤。")


def append(history: History, kind: str, *, actor: Actor, at: datetime, body: dict[str, Any] | None = None) -> DrawEntry:
    """Adds an entry to a draw that is held."""
    return DrawEntry.objects.create(
        draw=history.draw,
        seq=DrawEntry.objects.filter(draw=history.draw).count() + 1,
        kind=kind,
        by=actor.person,
        at=at,
        body=body or {},
    )


def pool_bytes(draw: Draw) -> bytes:
    """The pool file, to the byte as it was frozen."""
    return zlib.decompress(DrawDocument.objects.get(draw=draw, kind=DrawDocument.Kind.POOL).content)


def frozen_of(draw: Draw) -> Frozen:
    """What was frozen, read from the file."""
    return poolfile.read(pool_bytes(draw))


def row_of(frozen: Frozen, assignments: Sequence[Assignment]) -> list[dict[str, Any]]:
    """Assignments with names, as entries keep them: a page needs no pool to show a result."""
    wanted = {each.object for each in assignments}
    objects = {each.id: each for each in frozen.pool.objects if each.id in wanted}
    officers = {each.id: each for each in frozen.pool.officers}
    return [
        {
            "object": {key: getattr(objects[each.object], key) for key in ("id", "name", "code", "risk", "stratum")},
            "ticket": each.ticket,
            "officers": [
                {key: getattr(officers[officer], key) for key in ("id", "name", "body", "card")}
                for officer in each.officers
            ],
        }
        for each in assignments
    ]


def _drawn(row: dict[str, Any]) -> Drawn:
    return Drawn(
        PoolObject(**row["object"]), str(row["ticket"]), tuple(PoolOfficer(**officer) for officer in row["officers"])
    )
