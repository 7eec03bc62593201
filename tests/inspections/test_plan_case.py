"""年度检查计划 from the draft to the register: declared, returned to be merged, approved, published."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.inspections import planning
from fazhi.registers import drafts
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Draft, Entry
from tests.inspections.inspected import Inspecting, planned


def draft(actor: Actor, district: Any, at: datetime, **more: Any) -> Draft:
    """What the market bureau wants to put into its plan, handed in."""
    made = drafts.make(
        actor=actor,
        jurisdiction=district.jurisdiction,
        register="inspection_plan_items",
        title="2026年度检查计划（补充）",
        changes=[Change(ChangeKind.ADD, data=planned(7, "校园周边检查", district.market, "JC-001", **more))],
        organization=district.market,
        at=at,
    )
    return drafts.submit(actor=actor, draft=made, at=at)


def declared(actor: Actor, district: Any, at: datetime, **more: Any) -> Case:
    data = {
        "title": "区市场监督管理局2026年度行政检查计划（补充）",
        "changes": drafts.value_of(draft(actor, district, at, **more)),
        "occasion": "adjust",
        "adjust_reason": "春季开学",
        "cap_checked": True,
        "only_published": True,
    }
    given = Given("declare", at.date(), data=data)
    return taking.open_case(
        actor=actor, procedure="inspection_plan", organization=district.market, given=given, at=at
    ).case


def take(actor: Actor, case: Case, at: datetime, step: str, result: str = "", **data: Any) -> Taken:
    given = Given(step, at.date(), result=result, data=data)
    return taking.take(actor=actor, case_id=case.pk, given=given, at=at + timedelta(minutes=5))


def test_published_plan_stands_in_the_register(
    handler: Actor, head: Actor, items: list[Entry], district: Any, at: datetime
):
    case = declared(handler, district, at)
    take(head, case, at, "submit", "agreed")
    take(handler, case, at, "coordinate", "passed")
    take(handler, case, at, "approve", "approved", approval_document="会议纪要〔2026〕9号")
    assert planning.plan_items(district.jurisdiction.pk, 2026).count() == 0
    take(handler, case, at, "publish", effective_on=at.date().isoformat())
    entry = planning.plan_items(district.jurisdiction.pk, 2026).get()
    assert (entry.title, entry.organization, entry.since) == ("校园周边检查", district.market, at.date())
    assert Case.objects.get(pk=case.pk).outcome == "published"


def test_overlap_is_supplied_and_has_to_be_answered(
    handler: Actor, head: Actor, items: list[Entry], urban: Inspecting, district: Any, at: datetime
):
    case = declared(handler, district, at, first_month=3, last_month=4)
    assert case.data["overlapping_plans"] == 1
    take(head, case, at, "submit", "agreed")
    with pytest.raises(ActRefused) as refused:
        take(handler, case, at, "coordinate", "passed")
    assert "与其他单位的计划有重复" in refused.value.say
    take(handler, case, at, "coordinate", "merge", merge_opinion="与城管部门合并，由市场监管部门牵头")
    with pytest.raises(ActRefused):
        take(head, case, at, "submit", "agreed")


def test_rejected_plan_leaves_the_register_as_it_was(
    handler: Actor, head: Actor, items: list[Entry], district: Any, at: datetime
):
    case = declared(handler, district, at)
    take(head, case, at, "submit", "agreed")
    take(handler, case, at, "coordinate", "passed")
    take(handler, case, at, "approve", "rejected", opinion="与上级要求不符")
    assert list(planning.plan_items(district.jurisdiction.pk, 2026)) == []
    assert Case.objects.get(pk=case.pk).closed_on == date(2026, 3, 2)
