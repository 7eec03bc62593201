"""A consultation as tests make it: prepared, open, over, answered."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from fazhi.consultations import answering, consulting, speaking
from fazhi.consultations.consulting import Plan
from fazhi.consultations.models import Channel, Consultation, Fate, Role
from fazhi.consultations.speaking import Voice
from fazhi.files.store import keep
from fazhi.government.actors import Actor
from fazhi.government.models import Organization

DRAFT = """清和区公共停车管理办法（征求意见稿）

第一条 为了规范公共停车管理，方便群众出行，制定本办法。

第二条 公共停车场应当设置无障碍停车位，数量不少于总数的百分之二。

第三条 夜间二十二时至次日六时停车收费实行优惠。
"""


def plan(**more: Any) -> Plan:
    """What an announcement says."""
    said = {
        "kind": "major_decision",
        "title": "清和区公共停车管理办法（征求意见稿）",
        "explanation": "现行办法已经施行五年，停车位不足的问题突出，需要修改。",
        "asked": "夜间优惠时段是否合适？",
        "channels": [Channel.PORTAL, Channel.LETTER],
        "contact": "清和区市场监督管理局法规科，电话 0990-1234567",
    }
    return Plan(**(said | more))


def prepared(actor: Actor, unit: Organization, at: datetime, **more: Any) -> Consultation:
    """One with its draft, not open yet."""
    made = consulting.make(actor=actor, organization=unit, plan=plan(**more), at=at)
    kept = keep(name="征求意见稿.txt", data=DRAFT.encode(), jurisdiction=unit.jurisdiction, by=actor.person, at=at)
    consulting.attach(actor=actor, consultation=made, role=Role.DRAFT, kept=kept, at=at)
    return made


def opened(
    actor: Actor, unit: Organization, at: datetime, *, days: int = 30, short_reason: str = "", **more: Any
) -> Consultation:
    """One that is open from today for some days."""
    made = prepared(actor, unit, at, **more)
    closes_on = at.date() + timedelta(days=days)
    return consulting.open_(actor=actor, consultation=made, closes_on=closes_on, short_reason=short_reason, at=at)


def said(consultation: Consultation, text: str, at: datetime, **more: Any) -> int:
    """Says an opinion; its number."""
    return speaking.say(consultation_id=consultation.pk, voice=Voice(text, **more), at=at).seq


def over(consultation: Consultation) -> datetime:
    """The morning after the last day."""
    last = consultation.closes_on or date.min
    return datetime.fromisoformat(f"{last + timedelta(days=1)}T09:00:00+08:00")


def answered(actor: Actor, consultation: Consultation, answers: dict[int, tuple[str, str]]) -> Consultation:
    """Closed, every opinion answered, the account published."""
    at = over(consultation)
    consulting.close_passed(at=at)
    for seq, (fate, reason) in answers.items():
        answering.answer(actor=actor, consultation=consultation, seqs=[seq], fate=fate, reason=reason, at=at)
    return consulting.publish_answers(
        actor=actor, consultation=consultation, summary="共收到意见，合理的已经采纳。", at=at
    )


def fresh(pk: UUID) -> Consultation:
    """As it stands now."""
    return Consultation.objects.get(pk=pk)


ADOPTED = (Fate.ADOPTED.value, "")
REJECTED = (Fate.REJECTED.value, "收费标准由价格主管部门另行制定。")
