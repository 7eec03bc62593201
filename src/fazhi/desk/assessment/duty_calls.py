"""述法 as it meets people: who is called sees it among what waits for them, whoever handles the case finds the draft.

The case is kept by the office that organises 述法; whoever reports need not see it to know that they are called.
"""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode

from django.urls import reverse

from fazhi.assessment.duty import REPORTING, may_draft_for
from fazhi.cases.models import Case, Clock
from fazhi.desk.cases import blocks
from fazhi.desk.worklist import WorkItem
from fazhi.government.actors import Actor
from fazhi.government.permissions import ASSESS_VIEW, may

SHOWN = 8


def called(actor: Actor, now: datetime) -> list[WorkItem]:
    """述法 reports that the actor owes, the nearest day first; each leads to the draft. One query."""
    if not may(actor, ASSESS_VIEW):
        return []
    mine = {"reporter_person": {"id": str(actor.person.pk)}}
    waiting = Clock.objects.filter(procedure=REPORTING, limit="submit", state="running", case__data__contains=mine)
    rows = waiting.filter(case__closed_on=None).select_related("case").order_by("due_on")[:SHOWN]
    return [_item(row, now) for row in rows]


def _item(row: Clock, now: datetime) -> WorkItem:
    late = row.due_on is not None and row.due_on < now.date()
    return WorkItem(
        title=f"{row.case.data['report_year']}年度述法报告",
        url=_draft_of(row.case, row.case.data["reporter_person"]["id"]),
        due=row.due_on,
        colour="red" if late else "blue",
        words="逾期未提交" if late else "待提交",
        note="平台已按履职记录整理草稿，改好后交组织述法的单位登记",
    )


def block(actor: Actor, case: Case) -> blocks.Block | None:
    """The way from a case of 述法 to the draft for the one who reports."""
    if case.procedure != REPORTING or not may(actor, ASSESS_VIEW):
        return None
    person = (case.data.get("reporter_person") or {}).get("id", "")
    if not may_draft_for(actor, person):
        return None
    shown = {"url": _draft_of(case, person), "name": case.data["reporter_person"].get("name", "")}
    return blocks.Block("duty", "述法材料", "desk/assessment/duty_block.html", shown)


def _draft_of(case: Case, person: str) -> str:
    asked = urlencode({"person": person, "year": case.data.get("report_year", "")})
    return f"{reverse('desk:assessment:duty')}?{asked}"


blocks.register("duty", block)
