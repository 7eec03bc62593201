"""Long random walks of revisions, held against a model that knows nothing of the database."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from fazhi.record.ledgers_database import verify_ledgers
from fazhi.registers import reading, revising, settling
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry, Ledger, Revision
from fazhi.registers.refusals import Refused
from tests.registers.conftest import Revise, amend, stall, to

pytestmark = pytest.mark.usefixtures("small_shelf")
KINDS = (ChangeKind.SUSPEND, ChangeKind.RESUME, ChangeKind.WITHDRAW, ChangeKind.RESTORE)


@dataclass
class Model:
    """What the versions of each entry are, in the order in which they were written."""

    versions: dict[UUID, list[tuple[date, int, str, str]]] = field(default_factory=dict)

    def wrote(self, revision: Revision) -> None:
        for each in revision.ledger.versions.filter(seq=revision.seq):
            line = (each.since, each.seq, each.state, each.data.get("note", ""))
            self.versions.setdefault(each.entry_id, []).append(line)

    def on(self, day: date) -> dict[UUID, tuple[str, str]]:
        found = {}
        for entry, lines in self.versions.items():
            then = [line for line in lines if line[0] <= day]
            if then:
                found[entry] = max(then, key=lambda line: line[:2])[2:]
        return found


def some_changes(chance: random.Random, known: list[UUID], number: int) -> list[Change]:
    changes: list[Change] = [stall(f"S-{number}-{each}", note="初") for each in range(chance.randint(0, 2))]
    for entry in chance.sample(known, min(len(known), chance.randint(0, 3))):
        if chance.random() < 0.5:
            changes.append(amend(entry, note=f"第{number}步"))
        else:
            changes.append(to(chance.choice(KINDS), entry))
    return changes


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_revised_every_day_shows_what_the_versions_say(seed: int, revise: Revise, at: datetime) -> None:
    chance, model, now = random.Random(seed), Model(), at
    done = refused = 0
    for number in range(40):
        now += timedelta(days=chance.randint(0, 3))
        since = now.date() + timedelta(days=chance.choice((-5, 0, 0, 0, 7, 20)))
        try:
            revised: Any
            if chance.random() < 0.15 and done:
                last = Revision.objects.order_by("-seq")[chance.randint(0, min(done, 3) - 1)]
                day = max(since, last.since)
                revised = revising.undo(actor=None, revision=last, reason="撤销", since=day, at=now)
            else:
                revised = revise(some_changes(chance, list(model.versions), number), since=since, at=now)
        except Refused:
            refused += 1
            continue
        done += 1
        model.wrote(revised.revision)
    assert done > 10
    assert refused > 3
    ledger = Ledger.objects.get()
    for offset in range(-10, 130, 4):
        day = at.date() + timedelta(days=offset)
        shown = {each.entry_id: (each.state, each.data.get("note", "")) for each in reading.as_of(ledger, day)}
        assert shown == model.on(day), day
        stands = reading.standing(shown, on=day)
        assert {pk: each.state for pk, each in stands.items()} == {pk: state for pk, (state, _) in shown.items()}
    for wait in (0, 10, 60):
        settling.settle_all(at=now + timedelta(days=wait))
        today = {each.pk: (each.state, each.data.get("note", "")) for each in Entry.objects.all()}
        assert today == model.on((now + timedelta(days=wait)).date())
        assert connection.connection is not None
        assert verify_ledgers(connection.connection).broken == ()
