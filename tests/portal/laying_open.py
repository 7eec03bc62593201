"""Notices as they stand before the public, of cases that never ran: pages read nothing but the notice."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any
from uuid import UUID

from fazhi.cases.models import Case
from fazhi.database.identifiers import uuid7
from fazhi.government.models import Organization, Person
from fazhi.publishing.models import Notice, NoticeState
from fazhi.publishing.stepping import index

TODAY = date(2026, 3, 2)
_numbers = count(1)


def lay_open(
    unit: Organization,
    person: Person,
    *,
    title: str = "行政处罚决定：木某某",
    kind: str = "administrative_penalty.decision",
    facts: str = "占用人行道摆摊经营，影响通行。",
    on: date = date(2026, 2, 20),
    case: UUID | None = None,
    **otherwise: Any,
) -> Notice:
    """A published penalty of a natural person; keywords change the notice."""
    procedure, _, publication = kind.partition(".")
    if case is None:
        case = a_case(unit, person, procedure).pk
    fields = [
        {"name": "party", "title": "当事人", "text": "木某某", "value": None},
        {"name": "facts", "title": "违法事实", "text": facts, "value": facts},
        {"name": "fine", "title": "罚款", "text": "200元", "value": "200"},
    ]
    said = {
        "state": NoticeState.PUBLISHED,
        "fields": fields,
        "due_from": on,
        "published_on": on,
        "seq": next(_numbers),
    } | otherwise
    made = Notice.objects.create(
        jurisdiction=unit.jurisdiction,
        organization=unit,
        case_id=case,
        procedure=procedure,
        publication=publication,
        title=title,
        **said,
    )
    index(made, unit)
    return made


def a_case(unit: Organization, person: Person, procedure: str = "administrative_penalty") -> Case:
    """The row of a case, without a record."""
    number = f"〔2026〕{next(_numbers)}号"
    return Case.objects.create(
        id=uuid7(), jurisdiction=unit.jurisdiction, organization=unit, procedure=procedure, edition=date(2021, 7, 15),
        number=number, title="内部标题暗语", handler=person, opened_on=date(2026, 1, 5), header="{}", head_hash=b"0",
        last_act_at="2026-01-05T09:00:00+08:00", data={"party": "内部数据暗语"},
    )  # fmt: skip
