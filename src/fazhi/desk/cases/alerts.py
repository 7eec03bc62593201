"""预警 on the desk: on the page of the case as it stands today, and in the work list of those who have to answer it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from fazhi import clock
from fazhi.cases.models import Case, CaseAlert
from fazhi.cases.queries import visible_cases
from fazhi.cases.taking import context_for
from fazhi.desk.cases import blocks
from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.desk.worklist import Figure, Work, WorkItem, WorkSource, register, register_figures
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_VIEW, CASE_WORK
from fazhi.government.roles import Role
from fazhi.procedures.casework.alerting import Standing, standing
from fazhi.procedures.casework.naming import title_of_actor
from fazhi.procedures.language.alerts import Alert
from fazhi.procedures.language.definition import Definition

SHOWN = 8
OVERSEERS = frozenset({Role.HEAD, Role.SUPERVISOR, Role.COORDINATOR})


@dataclass(frozen=True)
class Line:
    """An alert as the page of its case shows it; ``url`` is empty for whoever may not work on the case."""

    title: str
    numbers: str
    since: date | None
    by: str
    step: str
    url: str
    articles: list[ArticleLink]


def find(actor: Actor, case: Case) -> blocks.Block | None:
    """What stands in the case today, also where the daily job has not been by yet."""
    if case.closed_on is not None or not case.definition.alerts:
        return None
    found = standing(case.folded, context_for(case, clock.now()))
    if not found:
        return None
    since = dict(CaseAlert.objects.filter(case=case).values_list("name", "since"))
    works = permissions.may(actor, CASE_WORK, organization=case.organization)
    lines = [_line(case, each, since.get(each.name), works=works) for each in found]
    return blocks.Block("alerts", f"预警（{len(lines)}）", "desk/cases/alerts.html", {"lines": lines}, first=True)


def waiting(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    """Alerts in the cases of the bodies for which the person works: a handler's own, a head's all, the oldest first."""
    if not permissions.may(actor, CASE_WORK):
        return Work((), 0)
    rows = CaseAlert.objects.filter(permissions.within_reach(actor, CASE_WORK, "organization"), case__closed_on=None)
    if Role.HEAD not in actor.roles:
        rows = rows.filter(case__handler=actor.person)
    found = rows.select_related("case").defer("case__data", "case__state", "case__header", "case__search")
    items = [_item(each) for each in found.order_by("since", "pk")[:SHOWN]]
    return Work(items, len(items) if len(items) < SHOWN else rows.count(), f"{reverse('desk:cases:list')}?alerts=open")


def figures(actor: Actor, now: datetime) -> list[Figure]:  # noqa: ARG001
    """In how many cases one stands, for those who oversee; nothing where none does."""
    if not actor.roles & OVERSEERS or not permissions.may(actor, CASE_VIEW):
        return []
    count = visible_cases(actor).select_related(None).filter(closed_on=None, alerts__isnull=False).distinct().count()
    return [Figure("案件预警", count, f"{reverse('desk:cases:list')}?alerts=open", "orange")] if count else []


def install() -> None:
    """Registers the block, what waits on the first page, and its number."""
    blocks.register("alerts", find)
    register(WorkSource("cases.alerts", "案件预警", waiting, order=11))
    register_figures("cases.alerts", figures)


def _line(case: Case, found: Standing, since: date | None, *, works: bool) -> Line:
    alert, definition = found.alert, case.definition
    return Line(
        title=alert.title,
        numbers=_numbers(definition, found),
        since=since,
        by=_by(definition, alert),
        step=definition.steps[alert.step].title,
        url=reverse("desk:cases:step", args=[case.pk, alert.step]) if works else "",
        articles=articles_of(alert.basis, alert.sources),
    )


def _numbers(definition: Definition, found: Standing) -> str:
    """现在32天，门槛30天; the threshold is left out where the alert names none."""
    if found.counted is None:
        return ""
    name = found.alert.reaches
    unit = (definition.parameters[name].unit or "") if name else ""
    reached = f"，门槛{_plain(found.reached)}{unit}" if name else ""
    return f"现在{_plain(found.counted)}{unit}{reached}"


def _plain(value: Any) -> str:
    return f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def _by(definition: Definition, alert: Alert) -> str:
    return "、".join(title_of_actor(definition, each) for each in definition.steps[alert.step].actors)


def _item(each: CaseAlert) -> WorkItem:
    case = each.case
    alert = case.definition.alerts.get(each.name)
    title = alert.title if alert else each.name
    by = f"由{_by(case.definition, alert)}办理" if alert else ""
    note = f"{case.number}　{case.title}　{by}　{each.since}起"
    return WorkItem(title, f"{reverse('desk:cases:case', args=[case.pk])}#alerts", None, "orange", "预警", note)
