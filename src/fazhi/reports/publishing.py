"""Publication 公开: the approved report before the public, as it stood, with every figure and its definition."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fazhi.government.actors import Actor
from fazhi.record.sm3 import sm3
from fazhi.reports import carrying
from fazhi.reports.carrying import Doing
from fazhi.reports.contents import content_of
from fazhi.reports.language.course import Known, Moment
from fazhi.reports.locking import enter, held_by_manager
from fazhi.reports.models import Publication, Report, ReportEntry
from fazhi.reports.refusals import Refused
from fazhi.reports.whole import whole_of


@transaction.atomic
def publish(
    *,
    actor: Actor,
    report: Report,
    published_on: date,
    address: str = "",
    reason: str = "",
    asked: Mapping[str, Any] | None = None,
    at: datetime,
) -> Publication:
    """Puts the report as approved on the public pages of this site. `address`: where else it stands (政府门户网站).

    The first time, or again after a correction, which needs its `reason`. `asked`: what the case asks for besides.
    """
    report = held_by_manager(report, actor)
    if report.state != Report.State.APPROVED:
        raise Refused(f"报告{report.get_state_display()}，审定后才能公开。")
    today = timezone.localtime(at).date()
    if published_on > today:
        raise Refused("公开日期还没有到。", field="published_on")
    if report.signed_on and published_on < report.signed_on:
        raise Refused(f"公开日期早于成文日期 {report.signed_on}。", field="published_on")
    edition = report.publications.count() + 1
    reason = reason.strip()
    if edition > 1 and not reason:
        raise Refused("更正已公开的报告，请写明更正了什么、为什么。", field="reason")
    where = {Known.ADDRESS: lambda: _where(report, address.strip())}
    doing = Doing(Moment.PUBLISH, published_on, at, where, asked or {})
    act = carrying.carry(actor=actor, report=report, doing=doing)
    whole = whole_of(report, today=today)
    made = Publication.objects.create(
        report=report,
        edition=edition,
        published_on=published_on,
        address=address.strip(),
        reason=reason if edition > 1 else "",
        content=content_of(whole),
        digest=sm3(whole.text.encode()).hex(),
        by=actor.person,
        at=at,
    )
    report.state = Report.State.PUBLISHED
    report.save(update_fields=["state"])
    said = f"{published_on} 公开" + (f"，第 {edition} 版（更正）：{reason}" if edition > 1 else "")
    enter(report, ReportEntry.Kind.PUBLISH, actor, said + act, at)
    return made


def _where(report: Report, address: str) -> str:
    """Where the public finds it: on this site, and where else it was put."""
    own = f"{report.jurisdiction}法治政府公开页面“年度报告”栏目"
    return f"{address}；{own}" if address else own
