"""The way of a report to approval: submitted, approved or given back, opened again to be corrected."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_APPROVE
from fazhi.plans.seats import required_text
from fazhi.reports import carrying, knowing, stating
from fazhi.reports.carrying import Doing
from fazhi.reports.language.course import Known, Moment
from fazhi.reports.locking import enter, held, held_by_manager, may_manage
from fazhi.reports.missing import blocking
from fazhi.reports.models import Report, ReportEntry, StatedFigure
from fazhi.reports.refusals import Refused
from fazhi.reports.whole import whole_of

Kind, State = ReportEntry.Kind, Report.State


def may_approve(actor: Actor, report: Report) -> bool:
    """Whether the actor heads the body that reports, or the one that puts the report together.

    While its case runs, only those who have a part in it: the approval is a step of the case.
    """
    bodies = (report.maker, report.organization)
    heads = any(permissions.may(actor, REPORT_APPROVE, organization=body) for body in bodies)
    return heads and (carrying.running_case(report) is None or carrying.may_carry(actor, report))


@transaction.atomic
def submit(
    *, actor: Actor, report: Report, text: str = "", asked: Mapping[str, Any] | None = None, at: datetime
) -> Report:
    """Puts a report before those who approve it (送审); from then on its text stands still.

    Refused while sections are empty, tokens cannot be read, or comments are unanswered. `asked`: what the case of the
    report asks for (`carrying.asks`).
    """
    report = held_by_manager(report, actor)
    if report.state != State.DRAFTING:
        raise Refused(f"报告{report.get_state_display()}，不能送审。")
    today = timezone.localtime(at).date()
    lacking = blocking(whole_of(report, today=today))
    if lacking:
        shown = "；".join(each.say for each in lacking[:3])
        more = f"等 {len(lacking)} 项" if len(lacking) > 3 else ""
        raise Refused(f"还不能送审：{shown}{more}。")
    known = {**knowing.of_text(report, today=today), Known.WORDS: text.strip}
    act = carrying.carry(actor=actor, report=report, doing=Doing(Moment.SUBMIT, today, at, known, asked or {}))
    return _moved(report, State.REVIEWING, Kind.SUBMIT, actor, text.strip() + act, at)


@transaction.atomic
def approve(
    *,
    actor: Actor,
    report: Report,
    text: str,
    signed_on: date,
    seen: str,
    asked: Mapping[str, Any] | None = None,
    at: datetime,
) -> Report:
    """Approves a report and freezes its figures. `text`: how it was approved; `seen`: the digest of what was read.

    A figure that changed since the page was opened changes the digest: nobody approves what they have not seen.
    """
    report = held(report)
    _require_head(actor, report)
    if report.state != State.REVIEWING:
        raise Refused(f"报告{report.get_state_display()}，不在待审定状态。")
    if report.entries.filter(kind=Kind.SUBMIT).latest("id").by_id == actor.person.pk:
        raise Refused("报告由您本人送审，不能由本人审定，请由其他负责人审定。")
    text = required_text(text, "请填写审定意见，如“经区政府第12次常务会议审议通过”。", field="text")
    today = timezone.localtime(at).date()
    if whole_of(report, today=today).digest != seen:
        raise Refused("您打开页面以后，报告引用的数据有变化。请重新核对正文后再审定。")
    earliest = date(report.year, 12, 1)
    if today < earliest:
        raise Refused(f"{report.year}年还没有过完，{report.year}年12月1日以后才能审定。")
    if not earliest <= signed_on <= today:
        raise Refused(f"成文日期应在{report.year}年12月1日至今天之间。", field="signed_on")
    doing = Doing(Moment.APPROVE, today, at, {Known.WORDS: lambda: text}, asked or {})
    act = carrying.carry(actor=actor, report=report, doing=doing)
    stating.fix(actor=actor, report=report, at=at, today=today)
    report.signed_on = signed_on
    report.save(update_fields=["signed_on"])
    return _moved(report, State.APPROVED, Kind.APPROVE, actor, text + act, at)


@transaction.atomic
def return_(*, actor: Actor, report: Report, text: str, at: datetime) -> Report:
    """Gives a report back to be mended, with what to mend. The one who submitted it may also take it back so."""
    report = held(report)
    if not may_manage(actor, report):
        _require_head(actor, report)
    if report.state != State.REVIEWING:
        raise Refused(f"报告{report.get_state_display()}，不在待审定状态。")
    text = required_text(text, "请写明退回的原因和修改要求。", field="text")
    doing = Doing(Moment.RETURN, timezone.localtime(at).date(), at, {Known.WORDS: lambda: text})
    act = carrying.carry(actor=actor, report=report, doing=doing) if may_approve(actor, report) else ""
    return _moved(report, State.DRAFTING, Kind.RETURN, actor, text + act, at)


@transaction.atomic
def reopen(*, actor: Actor, report: Report, text: str, at: datetime) -> Report:
    """Opens an approved or published report again, with the reason: figures are live again, publications stay."""
    report = held_by_manager(report, actor)
    if not report.is_frozen:
        raise Refused(f"报告{report.get_state_display()}，不需要重新编辑。")
    text = required_text(text, "请写明重新编辑的原因。", field="text")
    StatedFigure.objects.filter(report=report).delete()
    report.signed_on = None
    report.save(update_fields=["signed_on"])
    return _moved(report, State.DRAFTING, Kind.REOPEN, actor, text, at)


def _require_head(actor: Actor, report: Report) -> None:
    if not may_approve(actor, report):
        permissions.require(actor, REPORT_APPROVE, organization=report.maker)


def _moved(
    report: Report, state: Report.State, kind: ReportEntry.Kind, actor: Actor, text: str, at: datetime
) -> Report:
    report.state = state
    report.save(update_fields=["state"])
    enter(report, kind, actor, text, at)
    return report
