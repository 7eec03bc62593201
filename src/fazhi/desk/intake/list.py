"""Lists of applications 来件: what is to be looked at, what citizens wrote since, what waits for them, what is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fazhi import clock
from fazhi.desk.components import Tab
from fazhi.desk.filters import Choice, DateRange, Filter, Unit
from fazhi.desk.intake.words import address_of, due_mark, form_choices, form_title, news_mark, state_mark
from fazhi.desk.lists import Action, Column, ListPage, by_key
from fazhi.desk.pages import Needed
from fazhi.desk.templatetags.desk import mark
from fazhi.government import permissions
from fazhi.government.permissions import INTAKE_HANDLE, INTAKE_VIEW, within_reach
from fazhi.intake import reading, reminding
from fazhi.intake.models import Application, Channel, Message, MessageKind, State

SCOPES = {
    "todo": "待办理", "news": "群众来文", "returned": "待补正", "accepted": "已立案", "closed": "已了结",
    "passed": "已转出", "all": "全部",
}  # fmt: skip
COUNTED = ("todo", "news")
CLOSED = (State.ANSWERED, State.DECLINED, State.MERGED, State.WITHDRAWN)


def of_scope(rows: QuerySet[Application], scope: str) -> QuerySet[Application]:
    """The rows of a tab."""
    match scope:
        case "todo":
            return rows.filter(state=State.RECEIVED)
        case "news":
            return rows.exclude(attention="")
        case "returned":
            return rows.filter(state=State.RETURNED)
        case "accepted":
            return rows.filter(state=State.ACCEPTED)
        case "closed":
            return rows.filter(state__in=CLOSED)
    return rows


def _due(choice: str) -> Q:
    today = clock.today()
    if choice == "late":
        return reading.late(today)
    if choice == "today":
        return Q(state=State.RECEIVED, due_on=today)
    return reminding.nearly(today)


def _title_cell(application: Application) -> SafeString:
    news = news_mark(application)
    return format_html(
        '<a href="{}">{}</a>{}<br><span class="quiet number">{}</span>',
        address_of(application), application.title, format_html(" {}", mark(news)) if news else "", application.number,
    )  # fmt: skip


class Applications(ListPage[Application]):
    """What came in, for the bodies within reach; what is late stands on top."""

    permission: ClassVar[Needed] = INTAKE_VIEW
    title, order, unit_word = "群众来件", "due", "件"
    search_fields = ("number", "title", "place")
    search_label = "编号、事由、地点"
    nothing_found = "没有符合条件的来件。可以减少筛选条件，或者到“全部”里查。"
    filters: ClassVar[Sequence[Filter]] = (
        Choice("form", "事项", "form", choices=lambda _: form_choices()),
        Choice("channel", "渠道", "channel", choices=Channel.choices),
        Unit("unit", "单位", "organization"),
        Choice("due", "期限", choices=[("late", "已逾期"), ("today", "今天到期"), ("near", "即将到期")], narrow=_due),
        DateRange("received", "收件", "received_at__date"),
    )
    columns = (
        Column("title", "来件", lambda a: a.title, cell=_title_cell, wide=True, width=40),
        Column("number", "编号", lambda a: a.number, width=22, page=False),
        Column("due", "期限", lambda a: a.due_on, sort="due_on", width=12),
        Column(
            "mark", "预警", lambda a: due_mark(a, clock.today()).words, cell=lambda a: mark(due_mark(a, clock.today()))
        ),
        Column(
            "state", "状态", lambda a: a.get_state_display(), cell=lambda a: mark(state_mark(a)), sort="state", width=12
        ),
        Column("news", "群众来文", lambda a: getattr(news_mark(a), "words", ""), width=14, page=False),
        Column("form", "事项", form_title, sort="form", width=22),
        Column("channel", "渠道", lambda a: a.get_channel_display(), sort="channel", width=10, phone=False),
        Column("unit", "单位", lambda a: str(a.organization), sort="organization__order", width=16),
        Column("handler", "经办人", lambda a: a.handler.name if a.handler else "", width=10, phone=False),
        Column("received", "收件", lambda a: a.received_at, sort="received_at", width=16),
        Column(
            "satisfaction", "满意度", lambda a: a.satisfaction, sort="satisfaction", align="end", width=8, phone=False
        ),
    )

    @property
    def scope(self) -> str:
        return str(self.kwargs.get("scope", "todo"))

    def heading(self) -> str:
        return f"{self.title}：{SCOPES[self.scope]}"

    def rows(self) -> QuerySet[Application]:
        if self.scope == "passed":
            sent = Message.objects.filter(
                within_reach(self.actor, INTAKE_VIEW, "organization"), kind=MessageKind.TRANSFER
            )
            return Application.objects.filter(pk__in=sent.values("application")).exclude(
                within_reach(self.actor, INTAKE_VIEW, "organization", area="jurisdiction")
            )
        return of_scope(reading.held(self.actor), self.scope)

    def dressed(self, rows: QuerySet[Application]) -> QuerySet[Application]:
        """Unit and clerk are read for the rows shown; what is sealed is not read at all."""
        return by_key(rows).select_related("organization", "handler").defer("applicant", "data", "likeness")

    def shown_columns(self) -> Sequence[Column[Any]]:
        hidden = {
            "todo": {"state", "satisfaction"},
            "news": {"satisfaction"},
            "returned": {"state", "satisfaction"},
            "accepted": {"due", "mark", "state"},
            "closed": {"due", "mark"},
        }.get(self.scope, {"mark"})
        return [column for column in self.columns if column.key not in hidden]

    def _sorting(self) -> tuple[Column[Any] | None, bool]:
        if self.scope not in ("todo", "returned") and not self.query.get("sort"):
            return next(column for column in self.columns if column.key == "received"), True
        return super()._sorting()

    def tabs(self) -> Sequence[Tab]:
        held = reading.held(self.actor)
        return [
            Tab(
                label,
                reverse("desk:intake:home") if scope == "todo" else reverse("desk:intake:list", args=[scope]),
                scope == self.scope,
                of_scope(held, scope).count() if scope in COUNTED else None,
            )
            for scope, label in SCOPES.items()
        ]

    def actions(self) -> Sequence[Action]:
        if permissions.may(self.actor, INTAKE_HANDLE):
            return (Action("登记来件", reverse("desk:intake:register")),)
        return ()

    def row_colour(self, row: Application) -> str:
        return due_mark(row, clock.today()).colour if row.due_on else ""

    @property
    def empty(self) -> str:  # type: ignore[override]  # a sentence for each tab
        return {
            "todo": "来件都办完了。",
            "news": "群众没有新的来文。",
            "returned": "没有等待补正的来件。",
            "passed": "没有转给别的单位的来件。",
        }.get(self.scope, "还没有来件。")
