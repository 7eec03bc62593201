"""An issue of the gazette with what it prints, entered as the installation would."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fazhi.government.models import Person
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from tests.conftest import District

DECISION, PERSONNEL, NORMATIVE = "关于划定禁放区域的决定", "关于任免职的通知", "停车管理办法"


def put(district: District, at: datetime, register: str, **data: Any) -> UUID:
    """Enters one entry from that day on."""
    revised = revising.revise(
        actor=None, jurisdiction=district.jurisdiction, register=register, changes=[Change(ChangeKind.ADD, data=data)],
        reason="登记", since=at.date(), at=at,
    )  # fmt: skip
    return revised.entries[0]


def document(district: District, at: datetime, reviewer: Person, number: str, title: str, kind: str) -> UUID:
    """A document that was reviewed and published."""
    day = (at.date() - timedelta(days=20)).isoformat()
    body = {"id": str(district.market.pk)}
    return put(
        district, at, "public_documents", number=number, title=title, body=body, kind=kind, issued_on=day,
        reviewer={"id": str(reviewer.pk)}, reviewed_on=day, published_on=day, interpretation="none",
        no_interpretation="理由暗语戊己庚",
    )  # fmt: skip


def print_issue(district: District, at: datetime, reviewer: Person, *, on: date | None = None) -> dict[str, UUID]:
    """2026年第1期 with a normative document, a personnel notice and a decision, in this order of entering."""
    body, day = {"id": str(district.market.pk)}, (at.date() - timedelta(days=20)).isoformat()
    normative = put(
        district, at, "normative_documents", document_number="清政规〔2026〕1号", title=NORMATIVE, maker=body,
        maker_level="department", issued_on=day, published_on=day, effective_on=day,
    )  # fmt: skip
    personnel = document(district, at, reviewer, "清政任〔2026〕1号", PERSONNEL, "personnel")
    decision = document(district, at, reviewer, "清政发〔2026〕1号", DECISION, "decision")
    issue = put(
        district, at, "gazette_issues", title="清和区人民政府公报2026年第1期", year=2026, number=1, body=body,
        issued_on=(on or at.date()).isoformat(), normative=[{"id": str(normative)}],
        documents=[{"id": str(personnel)}, {"id": str(decision)}],
    )  # fmt: skip
    return {"issue": issue, "normative": normative, "personnel": personnel, "decision": decision}
