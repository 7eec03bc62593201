"""Requests for government information, taken as far as a test asks, through the ordinary verbs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from fazhi.cases import taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given
from fazhi.government.actors import Actor
from fazhi.government.models import Organization

ZONE = ZoneInfo("Asia/Shanghai")
KINDS = {"natural_person": "person", "legal_service": "legal_person", "business": "legal_person", "other": "other"}
REFUSED = {"reasons": "涉及内部管理", "separable": False, "remedy_told": True}
REPLIES: dict[str, dict[str, Any]] = {
    "granted": {"provide_form": "as_wanted"},
    "already_public": {"access_way": "区政府网站“政策文件”栏目"},
    "partially_granted": {
        "provide_form": "as_wanted", "withheld": "联系电话", "reasons": "涉及个人隐私", "remedy_told": True,
    },
    "refused_internal": REFUSED,
    "not_responsible": {"reasons": "不属于本机关公开", "agency_known": False},
    "other_reply": {"reasons": "申请人已自行取得"},
}  # fmt: skip


def request(actor: Actor, unit: Organization, received: date, *, category: str = "natural_person") -> Case:
    """A request, registered on the day it came."""
    at = moment(received)
    given = Given(
        "register",
        received,
        data={
            "applicant": {"kind": KINDS[category], "name": "某甲", "address": "东街1号"},
            "applicant_category": category,
            "information": "老旧小区改造清单",
            "channel": "in_person",
            "arrived_on": received.isoformat(),
            "received_on": received.isoformat(),
        },
    )
    return taking.open_case(actor=actor, procedure="disclosure_on_request", organization=unit, given=given, at=at).case


def take(actor: Actor, case: Case, step: str, on: date, result: str = "", **data: Any) -> None:
    """One more act of a request."""
    taking.take(actor=actor, case_id=case.pk, given=Given(step, on, result, data=data), at=moment(on))


def reply(actor: Actor, case: Case, on: date, result: str) -> None:
    """Answers a request."""
    take(actor, case, "reply", on, result, **REPLIES[result])


def moment(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 16, tzinfo=ZONE)
