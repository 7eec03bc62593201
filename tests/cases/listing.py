"""Entries of registers for the tests of cases."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from fazhi.government.models import Organization
from fazhi.procedures.pauses import PLACE
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind

SINCE = date(2025, 1, 1)


def listed(unit: Organization, register: str, data: dict[str, Any], *, on: date = SINCE) -> UUID:
    """Adds an entry; gives its id."""
    return change(unit, register, ChangeKind.ADD, None, on=on, data=data)


def change(
    unit: Organization,
    register: str,
    kind: ChangeKind,
    entry: UUID | None,
    *,
    on: date,
    data: dict[str, Any] | None = None,
    document: str = "",
) -> UUID:
    """Changes an entry as an installation would: nobody's permission is asked."""
    done = revising.revise(
        actor=None,
        jurisdiction=unit.jurisdiction,
        register=register,
        changes=[Change(kind, entry, data or {})],
        reason="测试",
        document=document,
        since=on,
        at=datetime.combine(on, time(9), PLACE),
    )
    return done.entries[0]


def power_item(unit: Organization, *, code: str, **data: Any) -> UUID:
    """An item of a body's list of powers."""
    usual = {
        "code": code,
        "implementation_code": f"{code}{unit.pk}",
        "name": "对占道经营的处罚",
        "kind": "penalty",
        "legal_basis": "《清和市市容管理条例》第二十条",
        "basis_levels": ["local_regulation"],
        "body": str(unit.pk),
        "body_nature": "statutory",
        "source": "own",
        "exercise_level": "county",
        "undertaking_office": "执法大队",
        "duties": "立案、调查、告知、决定、执行。",
        "supervision_phone": "0990-1234567",
    }
    return listed(unit, "power_items", usual | data)


def benchmark(unit: Organization, **data: Any) -> UUID:
    """A discretion benchmark of two tiers: 0–100 and 100–200."""
    usual = {
        "code": "SCJ-2025-001",
        "act": "占道经营",
        "domain": "urban",
        "body": str(unit.pk),
        "article": "《清和市市容管理条例》第二十条",
        "statutory_range": "二百元以下罚款",
        "fine_by": "amount",
        "tiers": [
            {"tier": "从轻", "degree": "lighter", "when_text": "首次", "fine_low": "0", "fine_high": "100"},
            {"tier": "一般", "degree": "ordinary", "when_text": "其他", "fine_low": "100", "fine_high": "200"},
        ],
        "effective_on": "2025-01-01",
    }
    return listed(unit, "discretion_benchmarks", usual | data)
