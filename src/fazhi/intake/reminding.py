"""Reminding 催办提醒: what is nearly due, what is late; and once a day a line in each late one's record.

Who is late is asked of the rows when somebody looks: nothing is stored for that. What the daily job writes is the fact
that the head was told, which an audit asks for later.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from fazhi.intake.models import Application, Message, MessageKind, State
from fazhi.intake.reading import late
from fazhi.intake.rules import rules
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.pauses import PLACE

LATE_NOTE = "期限届满仍未办理，已列入单位负责人待办。"
RUN_OUT_NOTE = "申请人没有在补正期限内补正，请决定如何办理。"
AT_ONCE = 500


def warned_until(today: date) -> date:
    """Whatever is due up to this day is nearly due."""
    return standard_calendar().add(today, rules().warn.working_days)


def nearly(today: date) -> Q:
    """What has to be looked at today or as soon as the rules warn of."""
    return Q(state=State.RECEIVED, due_on__gte=today, due_on__lte=warned_until(today))


def run_out(today: date) -> Q:
    """What was sent back and not mended in time."""
    return Q(state=State.RETURNED, due_on__lt=today)


def record_late(*, at: datetime) -> int:
    """Writes into each that has become late, once, that it is; returns how many. Safe to repeat."""
    today = at.astimezone(PLACE).date()
    return _noted(late(today), LATE_NOTE, at) + _noted(run_out(today), RUN_OUT_NOTE, at)


def _noted(which: Q, words: str, at: datetime) -> int:
    """A note of this wording for those that have none since their day ran out."""
    told = Message.objects.filter(
        application=OuterRef("pk"), kind=MessageKind.NOTE, by=None, text=words, at__date__gt=OuterRef("due_on")
    )
    rows = Application.objects.filter(which, case=None, closed_at=None).exclude(Exists(told))
    count = 0
    for application in rows.only("pk", "organization_id").iterator(chunk_size=AT_ONCE):
        Message.objects.create(
            application=application,
            organization_id=application.organization_id,
            kind=MessageKind.NOTE,
            at=at,
            text=words,
        )
        count += 1
    return count
