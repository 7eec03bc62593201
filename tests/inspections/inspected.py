"""Enterprises, inspection items, plans and whole inspections for tests, made through the front door."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from stdnum.cn import uscc

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.inspections.visits import PROCEDURE
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry
from fazhi.registers.revising import revise

SINCE = date(2026, 1, 1)
CATEGORY = "food_sale"


def add(register: str, jurisdiction: Jurisdiction, at: datetime, *rows: Mapping[str, Any]) -> list[Entry]:
    """Puts entries into a register as an installation does, in force since the year began."""
    revised = revise(
        actor=None,
        jurisdiction=jurisdiction,
        register=register,
        changes=[Change(ChangeKind.ADD, data=row) for row in rows],
        reason="测试",
        since=SINCE,
        at=at,
    )
    found = {entry.pk: entry for entry in Entry.objects.filter(pk__in=revised.entries)}
    return [found[pk] for pk in revised.entries]


def code(number: int, *, kind: str = "91") -> str:
    """A unified social credit code with its check digit; plainly of nobody."""
    body = f"{kind}990102MA{number:07d}"
    return body + uscc.calc_check_digit(body)


def enterprise(number: int, name: str, regulator: Organization, **more: Any) -> dict[str, Any]:
    return {
        "uscc": code(number),
        "name": name,
        "entity_type": "company",
        "categories": [CATEGORY],
        "address": f"东街{number}号",
        "street": "清和区东街街道办事处",
        "regulator": regulator.name,
        "risk_class": "b",
        "status": "open",
        **more,
    }


def item(number: int, name: str, body: Organization, **more: Any) -> dict[str, Any]:
    return {
        "code": f"JC-{number:03d}",
        "name": name,
        "body": body.name,
        "body_nature": "statutory",
        "legal_basis": "食品安全法第一百一十条",
        "basis_levels": ["law"],
        "object_categories": [CATEGORY],
        "content": [{"point": "进货查验记录", "standard": "票证齐全"}, {"point": "食品保质期"}],
        "methods": ["onsite"],
        "way": "random",
        **more,
    }


def planned(number: int, title: str, body: Organization, item_key: str, **more: Any) -> dict[str, Any]:
    return {
        "year": 2026,
        "body": body.name,
        "number": number,
        "title": title,
        "item": item_key,
        "purpose": "daily",
        "method": "random",
        "objects": "食品销售者",
        "count": 4,
        "first_month": 3,
        "last_month": 6,
        **more,
    }


class Inspecting:
    """One body's inspections, step by step."""

    def __init__(
        self, officers: list[Actor], head: Actor, body: Organization, items: list[Entry], plan: Entry, at: datetime
    ) -> None:
        self.officers, self.head, self.body, self.items, self.plan, self.at = officers, head, body, items, plan, at

    def apply(self, entity: Entry, *, on: date | None = None, **more: Any) -> Case:
        day = on or self.at.date()
        data = {
            "entity": str(entity.pk),
            "items": [str(each.pk) for each in self.items],
            "kind": "routine",
            "ground": "plan",
            "plan_item": str(self.plan.pk),
            "legal_basis": "食品安全法第一百一十条",
            "planned_on": day.isoformat(),
            "officers": [each.person.pk for each in self.officers],
        } | more
        given = Given("apply", day, data={name: value for name, value in data.items() if value is not None})
        return taking.open_case(
            actor=self.officers[0], procedure=PROCEDURE, organization=self.body, given=given, at=self._at(day)
        ).case

    def take(
        self, case: Case, step: str, result: str = "", *, by: Actor | None = None, on: date | None = None, **data: Any
    ) -> Taken:
        day = on or self.at.date()
        given = Given(step, day, result=result, data=data)
        return taking.take(actor=by or self.officers[0], case_id=case.pk, given=given, at=self._at(day))

    def announced(self, entity: Entry, *, on: date | None = None, **more: Any) -> Case:
        case = self.apply(entity, on=on, **more)
        self.take(case, "approve", "approved", by=self.head, on=on)
        self.take(case, "notify", "notified", on=on, notified_how="paper")
        return case

    def visited(self, entity: Entry, *, on: date | None = None, outcome: str = "good", **more: Any) -> Case:
        case = self.announced(entity, on=on, **more)
        self.inspect(case, on=on, outcome=outcome)
        return case

    def inspect(self, case: Case, *, on: date | None = None, outcome: str = "good") -> Taken:
        return self.take(
            case,
            "inspect",
            on=on,
            officers=[each.person.pk for each in self.officers],
            id_shown=True,
            rights_told=True,
            place="东街1号",
            checks=[{"item": "食品保质期", "outcome": outcome}],
            signing="signed",
        )

    def concluded(self, entity: Entry, *, on: date | None = None, publish: bool = True, **more: Any) -> Case:
        case = self.visited(entity, on=on, **more)
        self.take(case, "conclude", "clean", on=on, summary="各项符合规定")
        if publish:
            self.take(case, "publish", on=on)
        return Case.objects.get(pk=case.pk)

    def _at(self, day: date) -> datetime:
        return datetime.combine(day, self.at.timetz()) + timedelta(minutes=1)


def entity_of(case: Case) -> UUID:
    return UUID(case.data["entity"]["id"])
