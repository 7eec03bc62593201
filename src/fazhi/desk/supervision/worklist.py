"""What waits for a person in follow-up, monthly reports and problems, and the coordinator's figures."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone

from fazhi.desk.supervision.words import due_mark, followup_mark, level_mark
from fazhi.desk.worklist import Figure, Work, WorkItem, WorkSource, register, register_figures, register_unread
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import (
    FOLLOWUP_ANSWER,
    FOLLOWUP_CLOSE,
    MONTHLY_MANAGE,
    MONTHLY_REPORT,
    PROBLEM_RECTIFY,
    PROBLEM_VERIFY,
    Permission,
    within_reach,
)
from fazhi.plans.models import FollowUp, MonthlyReply, MonthlyReport, Problem
from fazhi.plans.supervision_queries import (
    reports_owed,
    unread_monthly_reminders,
    unread_reminders,
    visible_followups,
    visible_problems,
)

SHOWN = 8
PROBLEM_WORDS = {"red": "逾期", "yellow": "临期", "blue": "整改中"}


def _list(name: str, query: str = "") -> str:
    return reverse(f"desk:supervision:{name}") + query


def reminders_to_sign(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    if not _may(actor, FOLLOWUP_ANSWER, FOLLOWUP_CLOSE):
        return Work((), 0)
    waiting = unread_reminders(actor)
    items = [
        WorkItem(
            title=f"{each.node.followup.number} {each.node.title}",
            url=reverse("desk:supervision:followup", args=[each.node.followup_id]) + "#reminders",
            due=timezone.localtime(each.must_by).date(),
            colour=level_mark(each).colour,
            words=level_mark(each).words,
            note=each.node.followup.matter[:60],
        )
        for each in waiting[:SHOWN]
    ]
    return Work(items, _counted(waiting, items), _list("reminders", "?read=no"))


def followups_to_answer(actor: Actor, now: datetime) -> Work:
    if not _may(actor, FOLLOWUP_ANSWER):
        return Work((), 0)
    mine = visible_followups(actor, now).filter(within_reach(actor, FOLLOWUP_ANSWER, "unit"), state=FollowUp.State.OPEN)
    mine = mine.order_by(F("urgency").asc(), F("next_must_by").asc(nulls_last=True), "id")
    items = [_followup_item(each, each.next_title or "") for each in mine[:SHOWN]]  # type: ignore[attr-defined]  # annotated
    return Work(items, _counted(mine, items), _list("followups", "?state=open"))


def followups_to_close(actor: Actor, now: datetime) -> Work:
    if not _may(actor, FOLLOWUP_CLOSE):
        return Work((), 0)
    waiting = visible_followups(actor, now).filter(
        within_reach(actor, FOLLOWUP_CLOSE, "unit"), state=FollowUp.State.SETTLED
    )
    waiting = waiting.order_by("issued_at", "id")
    items = [_followup_item(each, f"{each.unit}申请办结") for each in waiting[:SHOWN]]
    return Work(items, _counted(waiting, items), _list("followups", "?state=settled"))


def monthly_reports_owed(actor: Actor, now: datetime) -> Sequence[WorkItem]:
    if not _may(actor, MONTHLY_REPORT):
        return ()
    today = timezone.localtime(now).date()
    return [
        WorkItem(
            title=f"{each.month.year}年{each.month.month}月月报",
            url=reverse("desk:supervision:monthly_report", args=[each.pk]) + f"?unit={unit.pk}",
            due=each.due_on,
            colour="red" if today > each.due_on else "yellow" if today == each.due_on else "blue",
            words="缺报" if today > each.due_on else "待报",
            note=str(unit),
        )
        for each, unit in reports_owed(actor)
    ]


def requests_to_answer(actor: Actor, now: datetime) -> Work:  # noqa: ARG001 -- every source is given the moment
    if not _may(actor, MONTHLY_MANAGE):
        return Work((), 0)
    answered = MonthlyReply.objects.filter(report=OuterRef("pk"))
    corrected = MonthlyReport.objects.filter(round=OuterRef("round"), unit=OuterRef("unit"), pk__gt=OuterRef("pk"))
    waiting = (
        MonthlyReport.objects.filter(within_reach(actor, MONTHLY_MANAGE, "unit"), ~Exists(answered), ~Exists(corrected))
        .exclude(requests="")
        .select_related("round", "unit")
        .order_by("id")
    )
    items = [
        WorkItem(
            title=f"{each.unit}：{each.requests[:40]}",
            url=reverse("desk:supervision:monthly_round", args=[each.round_id]) + "#requests",
            colour="yellow",
            words="待答复",
            note=f"{each.round.month.year}年{each.round.month.month}月月报",
        )
        for each in waiting[:SHOWN]
    ]
    return Work(items, _counted(waiting, items), _list("monthly"))


def problems_to_rectify(actor: Actor, now: datetime) -> Work:
    return _problems(actor, now, PROBLEM_RECTIFY, Problem.State.OPEN)


def problems_to_verify(actor: Actor, now: datetime) -> Work:
    return _problems(actor, now, PROBLEM_VERIFY, Problem.State.RECTIFIED)


def unread(actor: Actor, now: datetime) -> int:  # noqa: ARG001 -- every counter is given the moment
    """Reminders waiting for a signature; nothing is asked of the database for people who sign for none."""
    count = unread_reminders(actor).count() if _may(actor, FOLLOWUP_ANSWER, FOLLOWUP_CLOSE) else 0
    return count + (unread_monthly_reminders(actor).count() if _may(actor, MONTHLY_REPORT) else 0)


def figures(actor: Actor, now: datetime) -> Sequence[Figure]:
    """The coordinator's and the supervisor's numbers; each opens its list."""
    if not permissions.reaches_jurisdiction(actor, permissions.FOLLOWUP_VIEW):
        return ()
    matters = (
        visible_followups(actor, now)
        .exclude(state=FollowUp.State.CLOSED)
        .aggregate(
            running=Count("pk"),
            red=Count("pk", filter=Q(mark="red")),
            yellow=Count("pk", filter=Q(mark="yellow")),
            settled=Count("pk", filter=Q(state=FollowUp.State.SETTLED)),
        )
    )
    today = timezone.localtime(now).date()
    ledger = visible_problems(actor, today).exclude(state=Problem.State.VERIFIED).count()
    return (
        Figure("在办督办", matters["running"] - matters["settled"], _list("followups", "?state=open")),
        Figure("红牌", matters["red"], _list("followups", "?mark=red"), "red" if matters["red"] else ""),
        Figure("黄牌", matters["yellow"], _list("followups", "?mark=yellow"), "yellow" if matters["yellow"] else ""),
        Figure("待销号", matters["settled"], _list("followups", "?state=settled")),
        Figure("未销号问题", ledger, _list("problems")),
    )


def _problems(actor: Actor, now: datetime, permission: Permission, state: str) -> Work:
    if not _may(actor, permission):
        return Work((), 0)
    today = timezone.localtime(now).date()
    waiting = visible_problems(actor, today).filter(within_reach(actor, permission, "unit"), state=state)
    waiting = waiting.order_by("due_on", "id")
    items = [
        WorkItem(
            title=f"{each.number} {each.text[:40]}",
            url=reverse("desk:supervision:problem", args=[each.pk]),
            due=each.due_on,
            colour=due_mark(each, today).colour,
            words=PROBLEM_WORDS[each.colour] if each.state == Problem.State.OPEN else "待核验",  # type: ignore[attr-defined]
            note=str(each.unit),
        )
        for each in waiting[:SHOWN]
    ]
    return Work(items, _counted(waiting, items), _list("problems", f"?state={state}"))


def _followup_item(each: FollowUp, note: str) -> WorkItem:
    shown = followup_mark(each)
    must_by = each.next_must_by  # type: ignore[attr-defined]  # annotated
    return WorkItem(
        title=f"{each.number} {each.matter[:40]}",
        url=reverse("desk:supervision:followup", args=[each.pk]),
        due=timezone.localtime(must_by).date() if must_by else None,
        colour=shown.colour,
        words=shown.words,
        note=note,
    )


def _counted(rows: Any, items: Sequence[WorkItem]) -> int:
    return rows.count() if len(items) == SHOWN else len(items)


def _may(actor: Actor, *any_of: Permission) -> bool:
    return any(permissions.may(actor, each) for each in any_of)


register(WorkSource("supervision.reminders", "待签收的催办提醒", reminders_to_sign, order=1))
register(WorkSource("supervision.answer", "待办督办", followups_to_answer, order=5))
register(WorkSource("supervision.close", "待销号督办", followups_to_close, order=6))
register(WorkSource("supervision.monthly", "待报月报", monthly_reports_owed, order=30))
register(WorkSource("supervision.requests", "待答复的协调事项", requests_to_answer, order=32))
register(WorkSource("supervision.rectify", "待整改问题", problems_to_rectify, order=40))
register(WorkSource("supervision.verify", "待核验问题", problems_to_verify, order=41))
register_unread("supervision", unread)
register_figures("supervision", figures)
