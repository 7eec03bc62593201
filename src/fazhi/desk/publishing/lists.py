"""Lists of notices: what has to be public (the latest first), what is, what is held back, what was taken down."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fazhi import clock
from fazhi.desk.components import Tab
from fazhi.desk.filters import Choice, DateRange, Filter, Unit, narrowed
from fazhi.desk.lists import Column, ListPage
from fazhi.desk.pages import Needed
from fazhi.desk.publishing.words import kind_choices, kind_of, notice_mark
from fazhi.desk.templatetags.desk import mark
from fazhi.government.permissions import NOTICE_VIEW
from fazhi.publishing import reading
from fazhi.publishing.models import Notice, NoticeState, Removal

TITLES = {"due": "待公开", "published": "已公开", "held": "免予公开", "removed": "已撤下"}
ORDERS = {"due": "due", "published": "-published", "held": "-from", "removed": "-removed"}
COLUMNS = {
    "due": {"title", "kind", "unit", "from", "due", "mark"},
    "published": {"title", "kind", "unit", "from", "due", "published", "until", "mark"},
    "held": {"title", "kind", "unit", "from", "mark"},
    "removed": {"title", "kind", "unit", "published", "removed", "mark"},
}


def tabs_for(current: str) -> list[Tab]:
    """The tabs of all pages of publication."""
    found = [
        Tab(label, reverse("desk:publishing:home" if scope == "due" else f"desk:publishing:{scope}"), scope == current)
        for scope, label in TITLES.items()
    ]
    return [*found, Tab("信用公示", reverse("desk:publishing:credit"), current == "credit")]


def _kind(value: str) -> Q:
    procedure, _, publication = value.partition(".")
    return Q(procedure=procedure, publication=publication)


def _timeliness(value: str) -> Q:
    if value == "late":
        return Q(state=NoticeState.DUE, due_on__lt=clock.today()) | Q(published_on__gt=F("due_on"))
    return ~Q(state=NoticeState.DUE, due_on__lt=clock.today()) & ~Q(published_on__gt=F("due_on"))


def _title(notice: Notice) -> SafeString:
    address = reverse("desk:publishing:notice", args=[notice.pk])
    return format_html('<a href="{}">{}</a>', address, notice.title)


class Notices(ListPage[Notice]):
    """The notices of the bodies within reach, in one state."""

    permission: ClassVar[Needed] = NOTICE_VIEW
    title, unit_word = "公开事项", "项"
    search_fields = ("title",)
    search_label = "标题、单位、公开内容"
    filters: ClassVar[Sequence[Filter]] = (
        Choice("kind", "公开事项", choices=lambda _: kind_choices(), narrow=_kind),
        Unit("unit", "单位", "organization"),
        Choice("time", "及时性", choices=[("late", "逾期的"), ("timely", "未逾期的")], narrow=_timeliness),
        Choice("removal", "撤下原因", "removal", choices=Removal.choices),
        DateRange("from", "起算", "due_from"),
    )
    columns = (
        Column("title", "公开事项", lambda n: n.title, cell=_title, wide=True, width=44),
        Column("kind", "类别", kind_of, width=18),
        Column("unit", "单位", lambda n: str(n.organization), sort="organization__order", width=16),
        Column("from", "起算", lambda n: n.due_from, sort="due_from", width=12, phone=False),
        Column("due", "公开期限", lambda n: n.due_on, sort="due_on", width=12),
        Column("published", "公开日期", lambda n: n.published_on, sort="published_on", width=12),
        Column("until", "公开截止", lambda n: n.removes_on, sort="removes_on", width=12, phone=False),
        Column("removed", "撤下日期", lambda n: n.removed_on, sort="removed_on", width=12),
        Column(
            "mark",
            "状态",
            lambda n: notice_mark(n, clock.today()).words,
            cell=lambda n: mark(notice_mark(n, clock.today())),
            width=14,
        ),
    )

    @property
    def scope(self) -> str:
        return str(self.kwargs.get("scope", "due"))

    def heading(self) -> str:
        return f"公开事项：{TITLES[self.scope]}"

    def rows(self) -> QuerySet[Notice]:
        return reading.visible(self.actor).filter(state=self.scope)

    def found(self) -> QuerySet[Notice]:
        """By the words' index: content is looked through as the public looks through it."""
        rows = narrowed(self.rows(), self.filters, self.filter_form().cleaned_data)
        rows = reading.find(rows, self.query.get("q", ""))
        column, descending = self._sorting()
        assert column is not None
        key = F(str(column.sort))
        first = key.desc(nulls_last=True) if descending else key.asc(nulls_last=True)
        return rows.order_by(first, "-pk")

    def shown_columns(self) -> Sequence[Column[Any]]:
        return [column for column in self.columns if column.key in COLUMNS[self.scope]]

    def filter_form(self) -> Any:
        """Only what was taken down has a reason for it."""
        form = super().filter_form()
        if self.scope != "removed":
            form.fields.pop("removal", None)
        return form

    def _sorting(self) -> tuple[Column[Any] | None, bool]:
        found = super()._sorting()
        if found[0]:
            return found
        order = ORDERS[self.scope]
        key = order.removeprefix("-")
        return next(each for each in self.columns if each.key == key), order.startswith("-")

    def tabs(self) -> Sequence[Tab]:
        return tabs_for(self.scope)

    def row_colour(self, row: Notice) -> str:
        return notice_mark(row, clock.today()).colour

    @property
    def empty(self) -> str:  # type: ignore[override]  # a sentence for each tab
        return {
            "due": "没有待公开的事项。案件办到应当公开的步骤后，这里会自动出现。",
            "published": "还没有已公开的事项。",
            "held": "没有免予公开的事项。",
        }.get(self.scope, "没有撤下的公开事项。")
