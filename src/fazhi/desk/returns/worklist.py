"""What waits for a person in statutory tables: those of the year before that are not final yet."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db.models import Q

from fazhi.desk.returns.addresses import sheet_url
from fazhi.desk.worklist import Work, WorkItem, WorkSource, register
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_MANAGE, REPORT_WRITE
from fazhi.procedures.pauses import PLACE
from fazhi.returns.language.library import FAMILIES, forms
from fazhi.returns.models import Sheet

PUBLISHED_BY = (3, 31)
"""《政府信息公开条例》第四十九条: the district's report is published by 31 March, the departments' come before it."""
SHOWN = 8


def unfinished(actor: Actor, now: datetime) -> Work:
    """The drafts of last year's tables of the actor's bodies, one line a report; for the organizer the whole's."""
    if not permissions.may(actor, REPORT_WRITE):
        return Work((), 0)
    year = now.astimezone(PLACE).year - 1
    whose = Q(organization__in=actor.organization_ids)
    if permissions.may(actor, REPORT_MANAGE):
        whose |= Q(organization=None, jurisdiction=actor.jurisdiction_id)
    drafts = Sheet.objects.filter(whose, year=year, state=Sheet.State.DRAFT)
    reports: dict[tuple[str, str], list[Sheet]] = defaultdict(list)
    for sheet in drafts.select_related("organization", "jurisdiction").order_by("organization_id", "form"):
        reports[sheet.whose, forms().get(sheet.form).family].append(sheet)
    items = [
        WorkItem(
            title=f"{year}年度{FAMILIES[family]}的表（{body}）",
            url=sheet_url(own[0].pk),
            due=date(year + 1, *PUBLISHED_BY),
            colour="blue",
            words=f"{len(own)} 张没有定稿",
        )
        for (body, family), own in reports.items()
    ]
    return Work(items[:SHOWN], len(items))


register(WorkSource("returns.unfinished", "统计报表", unfinished, order=60))
