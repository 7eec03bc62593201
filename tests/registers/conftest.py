"""A shelf of small registers, and short ways to revise them."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from fazhi.government.actors import Actor
from fazhi.procedures.registers import library
from fazhi.procedures.registers.library import load_shelf
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry
from fazhi.registers.revising import Revised
from tests.conftest import District

SHELF = load_shelf(Path(__file__).parent / "shelf")


@pytest.fixture
def small_shelf(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """The registers of these tests in the place of the catalog's, and keys of the test's own."""
    monkeypatch.setattr(library, "shelf", lambda: SHELF)
    settings.HOME = tmp_path


Revise = Callable[..., Revised]


@pytest.fixture
def revise(small_shelf: None, district: District, at: datetime) -> Revise:
    """Revises as the installation would, from the day of `at` on; keywords say otherwise."""

    def run(changes: Sequence[Change], **otherwise: Any) -> Revised:
        said: dict[str, Any] = {
            "actor": None,
            "jurisdiction": district.jurisdiction,
            "register": "stalls",
            "changes": changes,
            "reason": "年度核对",
            "since": at.date(),
            "at": at,
        }
        return revising.revise(**said | otherwise)

    return run


def stall(code: str, **otherwise: Any) -> Change:
    """An addition that is in order; keywords change its fields, None leaves one out."""
    data: dict[str, Any] = {"code": code, "name": f"{code}号摊", "kind": "goods", "body": "区市场监管局"} | otherwise
    return Change(ChangeKind.ADD, data={name: value for name, value in data.items() if value is not None})


def amend(entry: UUID, **data: Any) -> Change:
    return Change(ChangeKind.AMEND, entry, data)


def to(kind: ChangeKind, entry: UUID, **data: Any) -> Change:
    return Change(kind, entry, data)


@pytest.fixture
def added(revise: Revise) -> Callable[..., Entry]:
    """One stall, as it then stands."""

    def make(code: str = "A-1", *, since: date | None = None, **fields: Any) -> Entry:
        done = revise([stall(code, **fields)], **({"since": since} if since else {}))
        return Entry.objects.get(pk=done.entries[0])

    return make


def person(actor: Actor) -> dict[str, str]:
    """How an entry keeps a person."""
    return {"id": str(actor.person.pk), "name": actor.person.name}
