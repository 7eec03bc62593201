"""数据背后的记录: the records that were counted, and only those, each with the way to the case, entry or task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from fazhi.desk.figures import made
from fazhi.desk.figures.addresses import NONE, board_url, figure_url, funnel_url
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.breakdowns import nothing, titles_of
from fazhi.desk.figures.record_columns import LISTINGS, Listing
from fazhi.desk.figures.things import ThingsShown, things_shown
from fazhi.desk.lists import Column, ListPage
from fazhi.desk.pages import Needed
from fazhi.figures.counting import By, Key, Value, table, values
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import UnknownFigureError, shelf
from fazhi.figures.language.things import Sort, named
from fazhi.figures.listing import Behind, MadeOfFiguresError, behind
from fazhi.figures.meaning import condition_of
from fazhi.government.permissions import FIGURE_VIEW
from fazhi.procedures.language.library import UnknownProcedureError, library

Cell = tuple[By, Key] | None
KEPT = ("period", "from", "to", "unit", "by", "key", "thing")
"""Parameters that say what is listed: searching and sorting keep them."""


def asked_cell(query: Mapping[str, str]) -> Cell:
    """The cell of a table that the address names, or None. Raises Http404 for one that cannot be."""
    if "by" not in query:
        return None
    try:
        by = By(query["by"])
    except ValueError:
        raise Http404 from None
    text = query.get("key", NONE)
    if text == NONE:
        return by, None
    if by is not By.UNIT:
        return by, text
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Http404
    return by, int(text)


class RecordList(ListPage[Any]):
    """What the lists behind all figures share. Subclasses say which figure: `name`, `figure`, `asked`."""

    permission: ClassVar[Needed] = FIGURE_VIEW
    template_name: ClassVar[str] = "desk/figures/records.html"

    @property
    def name(self) -> str:
        raise NotImplementedError

    @property
    def figure(self) -> Figure:
        raise NotImplementedError

    @cached_property
    def asked(self) -> Asked:
        return Asked.of(self.actor, self.now, self.query)

    @cached_property
    def cell(self) -> Cell:
        return asked_cell(self.query)

    @property
    def thing(self) -> str | None:
        """The one of the different things counted whose records alone are listed, where its name may be read."""
        figure = self.figure
        if figure.counts is None or not figure.distinct:
            return None
        what = named(figure)
        may = what.sort is not Sort.SEALED and LISTINGS[figure.counts].names(self.actor, what)
        # The database takes no NUL, and no name has one.
        return str(self.query["thing"]).replace("\0", "") if may and "thing" in self.query else None

    @cached_property
    def behind(self) -> Behind:
        by, key = self.cell or (None, None)
        asked = self.asked
        try:
            return behind(
                self.name, scope=asked.scope, period=asked.period, today=asked.today, by=by, key=key,
                thing=self.thing, figure=self.figure,
            )  # fmt: skip
        except MadeOfFiguresError:
            raise Http404 from None

    @cached_property
    def value(self) -> Value:
        """The number that is listed: of the figure, or of the cell."""
        asked, own = self.asked, {self.name: self.figure}
        if self.cell is None:
            return values(own, scope=asked.scope, period=asked.period, today=asked.today)[self.name]
        by, key = self.cell
        found = table(own, scope=asked.scope, period=asked.period, today=asked.today, by=by)[self.name]
        return found.get(key) or nothing(self.figure)

    @property
    def cell_title(self) -> str:
        """What the cell is called: 区市场监管局, 3月, 予以公开."""
        if self.cell is None:
            return ""
        by, key = self.cell
        return titles_of([self.figure], by, [key]).get(key, str(key))

    @property
    def listing(self) -> Listing:
        return LISTINGS[self.behind.counts]

    @property
    def period_label(self) -> str:
        return self.asked.label

    # --- as a list ------------------------------------------------------------------------------------------------

    def rows(self) -> QuerySet[Any]:
        return self.listing.within_reach(self.actor, self.behind.records)

    def dressed(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return self.listing.rows(rows)

    def shown_columns(self) -> Sequence[Column[Any]]:
        return self.listing.shown_to(self.actor).columns

    def heading(self) -> str:
        one = self.things.chosen if self.things is not None else ""
        said = "，".join(each for each in (self.cell_title, one) if each)
        return f"{self.figure.title}（{said}）" if said else self.figure.title

    @cached_property
    def things(self) -> ThingsShown | None:
        """The different things that were counted, with the way to the records of each."""
        kept = {name: str(value) for name, value in self.query.items() if name in KEPT}
        if self.thing is None:
            kept.pop("thing", None)
        shown = self.behind.named is not None and self.listing.names(self.actor, self.behind.named)
        return things_shown(self.behind, self.request.path, kept, names=shown)

    @property
    def order(self) -> str:  # type: ignore[override]  # one for each kind of record
        return self.listing.order

    @property
    def search_fields(self) -> Sequence[str]:  # type: ignore[override]  # as above
        return self.listing.shown_to(self.actor).words

    @property
    def search_label(self) -> str:  # type: ignore[override]  # as above
        return self.listing.shown_to(self.actor).label

    @property
    def unit_word(self) -> str:  # type: ignore[override]  # as above
        return self.listing.unit_word

    @cached_property
    def left_out(self) -> int:
        """How many of the records counted this person may not look into."""
        return self.behind.total - self.rows().count() if self.listing.hides else 0

    @property
    def hidden(self) -> str:
        """What is said of them; '' where there are none."""
        if not self.left_out or self.listing.hides is None:
            return ""
        how_many = f"其中 {self.left_out:,} {self.unit_word}" if self.rows().exists() else "这些记录"
        return f"{how_many}不在您可以查看的范围内，没有列出；查看要有对这些单位的“{self.listing.hides.title}”权限。"

    @property
    def empty(self) -> str:  # type: ignore[override]  # with the period
        if self.left_out:
            return "计入的记录都不在您可以查看的范围内。"
        return f"{self.period_label}没有这项数据的记录。可以换一个统计期间或单位。"

    def extra(self) -> Mapping[str, Any]:
        kept = [(name, value) for name, value in self.query.items() if name in KEPT]
        return {
            "asked": self.asked,
            "figure": self.figure,
            "value": self.value,
            "condition": condition_of(self.figure),
            "things": self.things,
            "kept": kept,
            "bare_url": f"{self.request.path}?{urlencode(kept)}" if kept else self.request.path,
            "back": self.back(),
        }

    def back(self) -> str:
        """The page where the number stands."""
        raise NotImplementedError


class Records(RecordList):
    """The records of a figure of the catalog."""

    @property
    def name(self) -> str:
        return str(self.kwargs["figure"])

    @property
    def figure(self) -> Figure:
        try:
            return shelf().get(self.name)
        except UnknownFigureError:
            raise Http404 from None

    def trail(self) -> Sequence[tuple[str, str]]:
        domain = shelf().domain_of(self.name)
        asked = self.asked
        return [
            ("数据", reverse("desk:figures:home")),
            (domain.title, board_url(domain.domain, asked.period, asked.unit_id)),
            (self.figure.title, self.back()),
        ]

    def back(self) -> str:
        return figure_url(self.name, self.asked.period, self.asked.unit_id)


class NowRecords(RecordList):
    """What stands open or late today."""

    @property
    def name(self) -> str:
        return str(self.kwargs["name"])

    @property
    def figure(self) -> Figure:
        if self.name not in made.standing():
            raise Http404
        return made.standing()[self.name]

    @cached_property
    def asked(self) -> Asked:
        asked = Asked.of(self.actor, self.now, self.query)
        return asked.within(made.period_of(self.name, asked.today))

    @property
    def period_label(self) -> str:
        return f"截至{self.asked.today:%Y-%m-%d}"

    def trail(self) -> Sequence[tuple[str, str]]:
        return [("数据", self.back())]

    def back(self) -> str:
        return reverse("desk:figures:home")


class ProcedureRecords(RecordList):
    """The cases that reached a step, the limits that were kept or not."""

    @property
    def procedure(self) -> str:
        return str(self.kwargs["procedure"])

    @property
    def name(self) -> str:
        return str(self.kwargs["name"])

    @property
    def figure(self) -> Figure:
        try:
            return made.of_procedure(self.procedure)[self.name]
        except (UnknownProcedureError, KeyError):
            raise Http404 from None

    def trail(self) -> Sequence[tuple[str, str]]:
        title = library().editions(self.procedure)[-1].title
        return [("数据", reverse("desk:figures:home")), (title, self.back())]

    def back(self) -> str:
        return funnel_url(self.procedure, self.asked.period, self.asked.unit_id)
