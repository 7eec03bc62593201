"""入企检查台账: every visit of every body, and how often each enterprise was visited."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fazhi import clock
from fazhi.cases import queries
from fazhi.cases.models import Act, Case, Clock
from fazhi.desk.components import Tab
from fazhi.desk.filters import Choice, DateRange, Unit, narrowed
from fazhi.desk.inspections.visit_words import RISKS, risk_words, visit_mark
from fazhi.desk.lists import Action, Column, ListPage, ordering
from fazhi.desk.templatetags.desk import mark
from fazhi.government import permissions
from fazhi.government.permissions import CASE_WORK, DRAW_VIEW
from fazhi.inspections.visits import REGISTER, Visit, counted_in_year, inspections, last_visits, visit_of
from fazhi.procedures.language.library import library
from fazhi.registers.models import Entry

ENTITY = "desk:inspections:enterprise"


def page_tabs(current: str) -> list[Tab]:
    pages = (("visits", "检查台账"), ("enterprises", "检查对象"), ("plan", "检查计划"), ("ratings", "企业评价"))
    return [Tab(title, reverse(f"desk:inspections:{name}"), name == current) for name, title in pages]


def _state(choice: str) -> Q:
    today = clock.today()
    running = Clock.objects.filter(case=OuterRef("pk"), state="running")
    match choice:
        case "open":
            return Q(closed_on=None)
        case "made":
            acts = Act.objects.filter(case=OuterRef("pk"), step="inspect", performed_on__year=today.year)
            return Q(Exists(acts))
        case "unpublished":
            return Q(Exists(running.filter(limit="publish", due_on__lt=today)), closed_on=None)
        case "correcting":
            return Q(Exists(running.filter(limit="correction")), closed_on=None)
    return Q()


STATES = (("open", "在办"), ("made", "本年已检查"), ("unpublished", "公示逾期"), ("correcting", "整改待复查"))


def _grounds(_: object) -> list[tuple[str, str]]:
    return list(library().editions("administrative_inspection")[-1].fields["ground"].options.items())


def _entity_link(case: Case) -> SafeString | str:
    visit = _visit(case)
    number = format_html('<br><span class="quiet number">{}</span>', case.number)
    if visit.entity is None:
        return format_html("{}{}", case.title, number)
    return format_html('<a href="{}">{}</a>{}', reverse(ENTITY, args=[visit.entity]), _name(case), number)


def _visit(case: Case) -> Visit:
    """The visit of a row, folded once for all its cells."""
    kept: Visit | None = case.__dict__.get("_visit")
    if kept is None:
        kept = case.__dict__["_visit"] = visit_of(case)
    return kept


def _name(case: Case) -> str:
    return str((case.data.get("entity") or {}).get("title") or case.title)


class Visits(ListPage[Case]):
    """All visits of the district: officers of one body see when another goes, so that they can go together."""

    title, order, unit_word, permission = "入企检查台账", "-opened", "次", DRAW_VIEW
    columns = (
        Column("entity", "检查对象", _name, cell=_entity_link, wide=True, width=40),
        Column("unit", "检查单位", lambda c: str(c.organization), sort="organization__order", width=18),
        Column("ground", "来源", lambda c: _visit(c).ground_title, width=16),
        Column("planned", "计划日期", lambda c: _visit(c).planned_on, sort="planned"),
        Column("visited", "检查日期", lambda c: _visit(c).visited_on),
        Column(
            "result",
            "结果",
            lambda c: visit_mark(_visit(c), clock.today()).words,
            cell=lambda c: mark(visit_mark(_visit(c), clock.today())),
            width=24,
        ),
        Column("published", "公示日期", lambda c: _visit(c).published_on, phone=False),
        Column("number", "编号", lambda c: c.number, sort="number", page=False, width=26),
        Column("opened", "提出日期", lambda c: c.opened_on, sort="opened_on", phone=False),
    )
    filters = (
        Choice("state", "状态", choices=STATES, narrow=_state),
        Unit("unit", "检查单位", "organization"),
        Choice("ground", "来源", choices=_grounds, narrow=lambda value: Q(data__ground=value)),
        DateRange("opened", "提出", "opened_on"),
    )
    search_fields = ("number", "title")
    search_label = "对象、编号"
    empty = "还没有行政检查。从“检查对象”里选一家，或者从抽取结果开出。"

    def rows(self) -> QuerySet[Case]:
        areas = {seat.jurisdiction_id for seat in self.actor.seats}
        found = inspections().filter(jurisdiction__in=areas)
        return found.annotate(planned=KeyTextTransform("planned_on", "data"))

    def found(self) -> QuerySet[Case]:
        """By the words' index of cases, not by scanning."""
        rows = narrowed(self.rows(), self.filters, self.filter_form().cleaned_data)
        rows = queries.searched(rows, self.query.get("q", ""))
        column, descending = self._sorting()
        assert column is not None
        assert column.sort is not None
        return rows.order_by(*ordering(Case, column.sort, descending=descending))

    def dressed(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        return rows.select_related("organization").defer("search", "header", "head_hash")

    def tabs(self) -> Sequence[Tab]:
        return page_tabs("visits")

    def actions(self) -> Sequence[Action]:
        if not permissions.may(self.actor, CASE_WORK):
            return ()
        return (Action("提出检查", reverse("desk:cases:open", args=["administrative_inspection"])),)

    def trail(self) -> Sequence[tuple[str, str]]:
        return (("行政检查", reverse("desk:inspections:home")),)


class Enterprises(ListPage[Entry]):
    """检查对象 with how often each was visited this year, all bodies taken together."""

    title, order, unit_word, permission = "检查对象", "-times", "户", DRAW_VIEW
    search_fields = ("title", "key")
    search_label = "名称、统一社会信用代码"
    filters = (
        Choice("risk", "风险分类", choices=list(RISKS.items()), narrow=lambda value: Q(data__risk_class=value)),
        Choice("often", "检查次数", choices=[("1", "1次以上"), ("2", "2次以上"), ("3", "3次以上")],
               narrow=lambda value: Q(times__gte=int(value))),
        Unit("unit", "登记单位", "organization"),
    )  # fmt: skip
    empty = "检查对象名录库还没有条目。请先在“清单台账”里登记。"

    @cached_property
    def _today(self) -> date:
        return self.now.date()

    @property
    def columns(self) -> Sequence[Column[Entry]]:  # type: ignore[override]  # the heading names the year
        return (
            Column("name", "检查对象", lambda e: e.title, link=lambda e: reverse(ENTITY, args=[e.pk]), sort="title",
                   wide=True, width=36),
            Column("code", "统一社会信用代码", lambda e: e.key, sort="key", width=24, phone=False),
            Column("risk", "风险分类", lambda e: risk_words(e.data.get("risk_class"))),
            Column("times", f"{self._today.year}年检查次数", lambda e: e.times, sort="times", align="end"),
            Column("last", "上次检查", lambda e: self._last.get(e.pk)),
            Column("state", "状态", lambda e: e.get_state_display(), phone=False),
        )  # fmt: skip

    def rows(self) -> QuerySet[Entry]:
        areas = {seat.jurisdiction_id for seat in self.actor.seats}
        found = Entry.objects.filter(jurisdiction__in=areas, register=REGISTER)
        return found.annotate(times=counted_in_year(self._today.year))

    def dressed(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        self._last = last_visits([each.pk for each in rows])
        return rows

    def tabs(self) -> Sequence[Tab]:
        return page_tabs("enterprises")

    def trail(self) -> Sequence[tuple[str, str]]:
        return (("行政检查", reverse("desk:inspections:home")),)
