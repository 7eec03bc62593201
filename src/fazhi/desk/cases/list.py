"""Work lists of cases: what is open, by due date; one's own; what is closed."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fazhi import clock
from fazhi.cases import queries
from fazhi.cases.models import Case, CaseAlert, Finding
from fazhi.cases.models.finding import FindingState
from fazhi.desk.cases.words import case_mark, due_limit_title, procedure_choices, procedure_title
from fazhi.desk.components import Mark, Tab
from fazhi.desk.filters import Choice, DateRange, Filter, Unit, narrowed
from fazhi.desk.lists import Action, Column, ListPage, by_key, ordering
from fazhi.desk.pages import Needed
from fazhi.desk.templatetags.desk import mark
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Membership
from fazhi.government.permissions import CASE_VIEW, CASE_WORK, within_reach

TITLES = {"open": "在办案件", "mine": "我的案件", "closed": "已办结案件", "all": "全部案件"}
TAB_LABELS = {"open": "在办", "mine": "我承办的", "closed": "已办结", "all": "全部"}


def _handlers(actor: Actor) -> list[tuple[str, str]]:
    """Who may be the handler of a case within reach: those who hold a seat of work there."""
    seats = Membership.objects.filter(within_reach(actor, CASE_VIEW, "organization"), ended_on=None)
    seats = seats.filter(roles__overlap=[str(role) for role in CASE_WORK.roles])
    rows = seats.order_by("person__name").values_list("person_id", "person__name").distinct()
    return [(str(pk), name) for pk, name in rows]


def _due(choice: str) -> Q:
    today = clock.today()
    if choice == "late":
        return Q(closed_on=None, due_on__lt=today)
    return Q(closed_on=None, due_on__gte=today, due_on__lte=today + timedelta(days=7))


def _open_findings() -> Exists:
    return Exists(Finding.objects.filter(case=OuterRef("pk"), state=FindingState.OPEN))


def _standing_alerts() -> Exists:
    return Exists(CaseAlert.objects.filter(case=OuterRef("pk")))


def _mark(case: Case) -> Mark:
    return case_mark(case, clock.today())


def _case_cell(case: Case) -> SafeString:
    """The title as the link, the number below it."""
    address = reverse("desk:cases:case", args=[case.pk])
    return format_html('<a href="{}">{}</a><br><span class="quiet number">{}</span>', address, case.title, case.number)


class Cases(ListPage[Case]):
    """Cases within reach; the nearest limit first, so that what is overdue stands on top. Of all, the newest first."""

    permission: ClassVar[Needed] = CASE_VIEW
    title, order, unit_word = "案件", "due", "件"
    search_fields = ("number", "title")
    search_label = "案号、名称"
    filters: ClassVar[Sequence[Filter]] = (
        Choice("procedure", "程序", "procedure", choices=lambda _: procedure_choices()),
        Unit("unit", "单位", "organization"),
        Choice("handler", "承办人", "handler", choices=_handlers),
        Choice("due", "期限", choices=[("late", "已逾期"), ("near", "7日内到期")], narrow=_due),
        Choice("findings", "监督发现", choices=[("open", "有待处理的")], narrow=lambda _: Q(_open_findings())),
        Choice("alerts", "预警", choices=[("open", "须重新评定等")], narrow=lambda _: Q(_standing_alerts())),
        DateRange("opened", "立案", "opened_on"),
    )
    columns = (
        Column("title", "案件", lambda c: c.title, cell=_case_cell, wide=True, width=44),
        Column(
            "due",
            "最近期限",
            lambda c: c.due_on,
            sort="due_on",
            width=14,
        ),
        Column("mark", "预警", lambda c: _mark(c).words, cell=lambda c: mark(_mark(c))),
        Column("limit", "期限名称", due_limit_title, width=24),
        Column("number", "案号", lambda c: c.number, sort="number", width=26, page=False),
        Column("procedure", "程序", procedure_title, sort="procedure", width=14),
        Column("unit", "单位", lambda c: str(c.organization), sort="organization__order", width=16),
        Column("handler", "承办人", lambda c: c.handler.name, sort="handler__name", width=10),
        Column("opened", "立案", lambda c: c.opened_on, sort="opened_on", width=12, phone=False),
        Column("closed", "办结", lambda c: c.closed_on, sort="closed_on", width=12, phone=False),
        Column(
            "findings",
            "监督发现",
            lambda c: "有待处理" if c.flagged else "",
            cell=lambda c: mark("red", "有待处理") if c.flagged else "—",
            width=12,
        ),
    )

    @property
    def scope(self) -> str:
        return str(self.kwargs.get("scope", "open"))

    def heading(self) -> str:
        return TITLES[self.scope]

    def rows(self) -> QuerySet[Case]:
        rows = queries.visible_cases(self.actor).select_related(None)
        match self.scope:
            case "open":
                return rows.filter(closed_on=None)
            case "mine":
                return rows.filter(closed_on=None, handler=self.actor.person)
            case "closed":
                return rows.exclude(closed_on=None)
        return rows

    def found(self) -> QuerySet[Case]:
        """By the words' index, not by scanning; what has no day stands last."""
        rows = narrowed(self.rows(), self.filters, self.filter_form().cleaned_data)
        rows = queries.searched(rows, self.query.get("q", ""))
        column, descending = self._sorting()
        assert column is not None
        assert isinstance(column.sort, str)
        if column.key == "closed" and self.scope == "closed":
            # Each has its day here: without NULLS LAST the index serves.
            return rows.order_by(*(("-closed_on", "-pk") if descending else ("closed_on", "pk")))
        return rows.order_by(*ordering(Case, column.sort, descending=descending))

    def dressed(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        """Unit, handler and open findings are read for the rows shown, not for all that were looked through."""
        rows = by_key(rows).select_related("organization", "handler").annotate(flagged=_open_findings())
        return rows.defer("data", "state", "header", "search", "head_hash")

    def counts_on(self) -> bool:
        """A common word is in half of all cases, and each of them would have to be looked at."""
        return not self.query.get("q", "").strip()

    def shown_columns(self) -> Sequence[Column[Any]]:
        hidden = {"open": {"closed"}, "mine": {"closed", "handler"}, "closed": {"due", "limit"}}.get(self.scope, set())
        return [column for column in self.columns if column.key not in hidden]

    def _sorting(self) -> tuple[Column[Any] | None, bool]:
        first = {"closed": "closed", "all": "opened"}.get(self.scope)
        if first and not self.query.get("sort"):
            return next(column for column in self.columns if column.key == first), True
        found = super()._sorting()
        return found if found[0] else (next(each for each in self.columns if each.key == "due"), False)

    def tabs(self) -> Sequence[Tab]:
        works = permissions.may(self.actor, CASE_WORK)
        scopes = ["open", *(["mine"] if works else []), "closed", "all"]
        return [
            Tab(TAB_LABELS[each], reverse(f"desk:cases:{'list' if each == 'open' else each}"), each == self.scope)
            for each in scopes
        ]

    def actions(self) -> Sequence[Action]:
        found = [Action("监督发现", reverse("desk:cases:findings"), icon="flag", primary=False)]
        if permissions.may(self.actor, CASE_WORK):
            found.append(Action("立案登记", reverse("desk:cases:new")))
        return found

    def row_colour(self, row: Case) -> str:
        return _mark(row).colour

    @property
    def empty(self) -> str:  # type: ignore[override]  # a sentence for each tab
        return {
            "mine": "您名下没有在办案件。点“立案登记”开始一件。",
            "closed": "还没有办结的案件。",
        }.get(self.scope, "没有在办案件。点“立案登记”开始一件。")
