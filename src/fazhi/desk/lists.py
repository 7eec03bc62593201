"""Lists, declared: columns, filters, search, sort, pages of 50, export of exactly what is filtered.

    class FollowUps(ListPage[FollowUp]):
        title = "督办事项"
        permission = FOLLOWUP_VIEW
        columns = (
            Column("number", "编号", lambda f: f.number, sort="number", link=lambda f: reverse(..., args=[f.pk])),
            Column("unit", "承办单位", lambda f: str(f.unit), sort="unit__order", width=18),
            Column("issued", "交办时间", lambda f: f.issued_at, sort="issued_at", phone=False),
        )
        filters = (Choice("state", "状态", "state", choices=FollowUp.State.choices), Unit("unit", "单位", "unit"))
        search_fields = ("number", "matter")
        order = "-issued"
        empty = "还没有督办事项。点“交办”建立第一件。"

        def rows(self) -> QuerySet[FollowUp]:
            return queries.followups_of(self.actor).select_related("unit")

`rows` must use `self.actor`, `self.now` and `self.kwargs` only: an export of many rows calls it in a background job,
where there is no request. The number of queries does not depend on the number of rows, if `rows` sees to that.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar, Generic, TypeVar, cast
from urllib.parse import quote

from django.core.paginator import Paginator
from django.db.models import F, Model, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime

from fazhi.desk.components import Tab
from fazhi.desk.filters import Choice, DateRange, Filter, FilterForm, Unit, narrowed
from fazhi.desk.pages import Needed, PageView
from fazhi.desk.search import matching, words_of
from fazhi.documents import spreadsheet
from fazhi.government.actors import Actor
from fazhi.jobs import progress

__all__ = ["Choice", "Column", "DateRange", "Filter", "ListPage", "Unit"]

Row = TypeVar("Row", bound=Model)
PAGE = 50
# Where a list does not count to the end, it counts this many rows from the page asked for.
COUNTED = 1_000
# More rows than this are written by a background job, so that the page answers at once.
MOST_AT_ONCE = 5_000
# Digits of a page number: a longer one is no page.
LONGEST_PAGE = 7
EXPORT_TASK = "fazhi.desk.background.export"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class Column(Generic[Row]):
    """A column.

    key: names it in the address when sorted by.  label: its heading.
    value: the plain value, for the workbook and for the page where `cell` is not given.
    cell: the cell as safe HTML (`format_html`, a component), where text is not enough.
    link: the address that the text leads to.
    sort: a field or an expression to order by; without one the heading is no button.
    align: "start", "end" (numbers) or "center".  wide: takes the room that is left.
    width: in the workbook, in characters.  xlsx: whether the workbook has it; `page`: whether the page has it.
    phone: whether the card on a phone shows it; the first column is the card's heading.
    """

    key: str
    label: str
    value: Callable[[Row], spreadsheet.CellValue]
    cell: Callable[[Row], SafeString | str] | None = None
    link: Callable[[Row], str] | None = None
    sort: str | Combinable | None = None
    align: str = "start"
    wide: bool = False
    width: float = 14
    xlsx: bool = True
    page: bool = True
    phone: bool = True

    def html(self, row: Row) -> SafeString | str:
        """The content of the cell."""
        shown = self.cell(row) if self.cell else _shown(self.value(row))
        return format_html('<a href="{}">{}</a>', self.link(row), shown) if self.link else shown


@dataclass(frozen=True)
class Heading:
    """The head of a column as the template shows it: where a click leads, and how the rows stand now."""

    column: Column[Any]
    url: str
    sorted: str


@dataclass(frozen=True)
class Action:
    """A button above the list, or in a page's heading."""

    label: str
    url: str
    icon: str = "plus"
    primary: bool = True


class ListPage(PageView, Generic[Row]):
    """A list page; see the module's head. Subclasses give `title`, `columns` and `rows`, and what else they need."""

    title: ClassVar[str] = ""
    permission: ClassVar[Needed] = None
    columns: ClassVar[Sequence[Column[Any]]] = ()
    filters: ClassVar[Sequence[Filter]] = ()
    search_fields: ClassVar[Sequence[str]] = ()
    search_label: ClassVar[str] = "输入关键词"
    order: ClassVar[str] = ""
    empty: ClassVar[str] = "还没有内容。"
    nothing_found: ClassVar[str] = "没有符合条件的内容。可以减少筛选条件，或换个关键词。"
    template_name: ClassVar[str] = "desk/list/page.html"
    unit_word: ClassVar[str] = "条"

    query: QueryDict
    _given: tuple[Actor, datetime] | None = None

    # --- what subclasses give -----------------------------------------------------------------------------------

    def rows(self) -> QuerySet[Row]:
        """All rows that the actor may see, before filters."""
        raise NotImplementedError

    def dressed(self, rows: QuerySet[Row]) -> QuerySet[Row]:
        """Chosen and sorted rows, with what only their cells need: related rows, annotations. See `by_key`."""
        return rows

    def counts_on(self) -> bool:
        """Whether the list counts to the end; else it says “1,000 件以上”, where counting would take longest."""
        return True

    def shown_columns(self) -> Sequence[Column[Any]]:
        """The columns for this actor, where not everybody sees all."""
        return self.columns

    def actions(self) -> Sequence[Action]:
        """Buttons above the list, those that the actor may use."""
        return ()

    def tabs(self) -> Sequence[Tab]:
        """Tabs above the list."""
        return ()

    def heading(self) -> str:
        """The page's title, where it depends on what is asked for."""
        return self.title

    def trail(self) -> Sequence[tuple[str, str]]:
        """Breadcrumbs before the page itself, as (label, address)."""
        return ()

    def row_colour(self, row: Row) -> str:  # noqa: ARG002 -- for subclasses
        """A colour of the five for a bar at the row's edge; the row must say the same in words."""
        return ""

    def extra(self) -> Mapping[str, Any]:
        """More context, for a subclass with a template of its own (blocks `above` and `below`)."""
        return {}

    # --- how it works -------------------------------------------------------------------------------------------

    @property
    def actor(self) -> Actor:
        return self._given[0] if self._given else super().actor

    @property
    def now(self) -> datetime:
        return self._given[1] if self._given else super().now

    @classmethod
    def without_request(cls, *, actor: Actor, now: datetime, query: str, kwargs: Mapping[str, Any]) -> "ListPage[Row]":
        """The page as a background job holds it: the same rows, filtered and sorted by the same address."""
        page = cls()
        page._given = (actor, now)
        page.query = QueryDict(query)
        page.kwargs = dict(kwargs)
        return page

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponseBase:  # noqa: ARG002 -- read from self.kwargs
        self.query = request.GET
        if self.query.get("export") == "xlsx":
            return self._export()
        return self._page()

    def filter_form(self) -> FilterForm:
        """The filters, filled from the address."""
        if not hasattr(self, "_form"):
            self._form = FilterForm(self.filters, self.actor, self.query)
        return self._form

    def found(self) -> QuerySet[Row]:
        """The rows that fulfil filters and search, sorted."""
        rows = narrowed(self.rows(), self.filters, self.filter_form().cleaned_data)
        if self.search_fields and (words := words_of(self.query.get("q", ""))):
            rows = rows.filter(matching(words, *self.search_fields))
        column, descending = self._sorting()
        if column is None or column.sort is None:
            return rows
        return rows.order_by(*ordering(rows.model, column.sort, descending=descending))

    def workbook(self, told: Callable[[int], None] = lambda _: None) -> bytes:
        """The filtered rows as .xlsx. `told` hears after each row how many are written."""
        columns = [column for column in self.shown_columns() if column.xlsx]

        def lines() -> Iterator[list[spreadsheet.CellValue]]:
            for number, row in enumerate(self.dressed(self.found()).iterator(chunk_size=1000), 1):
                yield [_local(column.value(row)) for column in columns]
                told(number)

        sheet = spreadsheet.Sheet(
            title=self.heading(),
            heading=self.heading(),
            subheading=f"导出时间：{self.now:%Y-%m-%d %H:%M}　导出人：{self.actor.person}",
            columns=[spreadsheet.Column(column.label, column.width) for column in columns],
            rows=lines(),
        )
        return spreadsheet.write_workbook([sheet])

    def workbook_name(self) -> str:
        return f"{self.heading()}{self.now:%Y%m%d}.xlsx"

    def _page(self) -> HttpResponse:
        rows = self.found()
        paginator = Paginator(rows, PAGE) if self.counts_on() else CappedPaginator(rows, self.query.get("page"))
        page = paginator.get_page(self.query.get("page"))
        columns = [column for column in self.shown_columns() if column.page]
        shown = self.dressed(cast("QuerySet[Row]", page.object_list))
        context = {
            "view": self,
            "title": self.heading(),
            "trail": self.trail(),
            "headings": [self._heading(column) for column in columns],
            "lines": [(row, self.row_colour(row), [(c, c.html(row)) for c in columns]) for row in shown],
            "page": page,
            "pages": paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1),
            "count": paginator.count,
            "uncounted": isinstance(paginator, CappedPaginator) and paginator.more,
            "chosen": self._chosen(),
            "q": self.query.get("q", ""),
            "export_url": self._address(export="xlsx", page=None),
            "bare_url": self.request.path,
            **self.extra(),
        }
        swapped = self.request.htmx and not self.request.htmx.boosted
        template = "desk/list/results.html" if swapped else self.template_name
        return render(self.request, template, context)

    def _export(self) -> HttpResponse:
        if self.found().count() > MOST_AT_ONCE:
            cls = type(self)
            arguments = {
                "page": f"{cls.__module__}:{cls.__qualname__}",
                "query": self.query.urlencode(),
                "kwargs": dict(self.kwargs),
                "person_id": self.actor.person.pk,
            }
            job = progress.ask(
                actor=self.actor, title=f"导出{self.heading()}", task=EXPORT_TASK, arguments=arguments, at=self.now
            )
            return redirect("desk:job", job.pk)
        response = HttpResponse(self.workbook(), content_type=XLSX)
        response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(self.workbook_name())}"
        return response

    def _sorting(self) -> tuple[Column[Any] | None, bool]:
        asked = self.query.get("sort") or self.order
        key, descending = asked.removeprefix("-"), asked.startswith("-")
        column = next((c for c in self.shown_columns() if c.key == key and c.sort is not None), None)
        if column is None and asked != self.order:
            key, descending = self.order.removeprefix("-"), self.order.startswith("-")
            column = next((c for c in self.shown_columns() if c.key == key and c.sort is not None), None)
        return column, descending

    def _heading(self, column: Column[Any]) -> Heading:
        if column.sort is None:
            return Heading(column, "", "")
        current, descending = self._sorting()
        is_current = current is column
        following = f"-{column.key}" if is_current and not descending else column.key
        state = ("descending" if descending else "ascending") if is_current else ""
        return Heading(column, self._address(sort=following, page=None), state)

    def _chosen(self) -> list[dict[str, str]]:
        chosen = self.filter_form().chosen()
        if words := self.query.get("q", "").strip():
            chosen = [("q", "关键词", words), *chosen]
        return [
            {"label": label, "words": text, "url": self._address(**{name: None, "page": None})}
            for name, label, text in chosen
        ]

    def _address(self, **changes: str | None) -> str:
        """This page's address with some parameters changed; None takes one away."""
        query = self.query.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = value
        return f"?{query.urlencode()}"


class CappedPaginator(Paginator):  # type: ignore[type-arg]  # generic for type checkers only
    """Counts as far as twenty pages beyond the page asked for: every page can be reached, none waits for the count."""

    def __init__(self, rows: QuerySet[Any], asked: str | None) -> None:
        super().__init__(rows, PAGE)
        page = int(asked) if asked and asked.isascii() and asked.isdigit() and len(asked) < LONGEST_PAGE else 1
        self._limit = (page - 1) * PAGE + COUNTED

    @cached_property
    def _found(self) -> int:
        rows = cast("QuerySet[Any]", self.object_list)
        return int(rows.order_by()[: self._limit + 1].count())

    @cached_property
    def count(self) -> int:
        """How many rows there are, or as many as were looked for."""
        return min(self._found, self._limit)

    @property
    def more(self) -> bool:
        """Whether there are more rows than counted."""
        return self._found > self._limit


def by_key(rows: QuerySet[Row]) -> QuerySet[Row]:
    """The rows of a page, in their order, chosen by key first: PostgreSQL then reads whole rows for these alone.

    Without this it carries every column of every row through the sort, and cannot answer from an index.
    """
    if not rows.query.is_sliced:
        return rows
    return rows.model._default_manager.filter(pk__in=rows.values("pk")).order_by(*rows.query.order_by)


def ordering(model: type[Model], by: str | Combinable, *, descending: bool) -> tuple[Combinable | str, str]:
    """How rows are ordered by a field (a name) or an expression: what has none stands last, then by key.

    NULLS LAST is said only where there may be NULL: an index in falling order has them first, and would not serve.
    """
    # A name that is no field of the model's own is an annotation, or lies behind a relation.
    if by in {field.name for field in model._meta.concrete_fields if not field.null}:
        return (f"-{by}", "-pk") if descending else (str(by), "pk")
    expression = F(by) if isinstance(by, str) else by
    sorted_by = expression.desc(nulls_last=True) if descending else expression.asc(nulls_last=True)  # type: ignore[attr-defined]
    return sorted_by, "pk"


def _shown(value: spreadsheet.CellValue) -> SafeString | str:
    """Text for the page; days and moments never break at their hyphens."""
    return format_html("<time>{}</time>", _plain(value)) if isinstance(value, date) else _plain(value)


def _plain(value: spreadsheet.CellValue) -> str:
    match value:
        case None | "":
            return "—"
        case bool():
            return "是" if value else "否"
        case datetime():
            return f"{_local(value):%Y-%m-%d %H:%M}"
        case date():
            return f"{value:%Y-%m-%d}"
        case Decimal():
            return f"{value.normalize():f}"
    return str(value)


def _local(value: spreadsheet.CellValue) -> spreadsheet.CellValue:
    """Moments in the site's time zone, which is what people and workbooks show."""
    if isinstance(value, datetime) and value.tzinfo is not None:
        return localtime(value)
    return value
