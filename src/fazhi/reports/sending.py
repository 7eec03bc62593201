"""Sending 报送: to whom a report is owed, by when, and when it went under which number."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fazhi.government.actors import Actor
from fazhi.plans.seats import required_text
from fazhi.reports import carrying
from fazhi.reports.carrying import Doing
from fazhi.reports.language.course import Known, Moment
from fazhi.reports.locking import enter, held_by_manager
from fazhi.reports.models import Report, ReportEntry, Sending
from fazhi.reports.refusals import Refused


@transaction.atomic
def add(*, actor: Actor, report: Report, to: str, due_on: date | None = None) -> Sending:
    """Adds a body to the list."""
    report = held_by_manager(report, actor)
    to = required_text(to, "请填写报送对象。", field="to")
    if len(to) > 100:
        raise Refused("报送对象最多 100 字。", field="to")
    if report.sendings.filter(to=to).exists():
        raise Refused(f"“{to}”已在报送清单中。", field="to")
    return Sending.objects.create(report=report, to=to, due_on=due_on)


@transaction.atomic
def remove(*, actor: Actor, sending: Sending) -> None:
    """Takes a body off the list that nothing was sent to."""
    held_by_manager(sending.report, actor)
    sending = Sending.objects.get(pk=sending.pk)
    if sending.sent_on is not None:
        raise Refused(f"已于 {sending.sent_on} 报送{sending.to}，不能从清单中删去。")
    sending.delete()


@transaction.atomic
def record(
    *,
    actor: Actor,
    sending: Sending,
    sent_on: date,
    number: str = "",
    note: str = "",
    asked: Mapping[str, Any] | None = None,
    at: datetime,
) -> Sending:
    """Records that the approved report was sent. `asked`: what the case of the report asks for besides."""
    report = held_by_manager(sending.report, actor)
    sending = Sending.objects.get(pk=sending.pk)
    if not report.is_frozen:
        raise Refused("报告审定后才能报送。")
    if sending.sent_on is not None:
        raise Refused(f"已于 {sending.sent_on} 报送{sending.to}。")
    if sent_on > timezone.localtime(at).date():
        raise Refused("报送日期还没有到。", field="sent_on")
    if report.signed_on and sent_on < report.signed_on:
        raise Refused(f"报送日期早于成文日期 {report.signed_on}。", field="sent_on")
    asked = asked or {}
    number = number or str(asked.get("sent_number") or "")
    doing = Doing(Moment.SEND, sent_on, at, {Known.SENT_TO: lambda: sending.to}, asked, sending)
    act = carrying.carry(actor=actor, report=report, doing=doing)
    sending.sent_on, sending.number, sending.note = sent_on, number.strip(), note.strip()
    sending.by, sending.at = actor.person, at
    sending.save(update_fields=["sent_on", "number", "note", "by", "at"])
    said = f"报送{sending.to}" + (f"（{sending.number}）" if sending.number else "")
    enter(report, ReportEntry.Kind.SEND, actor, f"{said}，{sent_on}。{act}", at)
    return sending
