"""清单: the list of a register's entries, today's or those of any day, made from its definition alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property, partial
from typing import Any, ClassVar, cast

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from fazhi.desk.components import Tab
from fazhi.desk.filters import Choice, Filter, narrowed
from fazhi.desk.lists import Action, Column, ListPage, ordering
from fazhi.desk.pages import Needed
from fazhi.desk.registers import personal
from fazhi.desk.registers.asking import asked, ledger_of, may_keep
from fazhi.desk.registers.columns import Row, Shape, columns_of, entry_id, order_of
from fazhi.desk.registers.counting import Parts, by_state, parts_of
from fazhi.desk.registers.filters import AS_OF, AsOf, filters_of
from fazhi.desk.registers.validity import CHOICES, narrowing
from fazhi.government import permissions
from fazhi.government.permissions import REGISTER_UNMASK, REGISTER_VIEW
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import exporting, reading
from fazhi.registers.models import Entry, EntryState

ALL = "all"
STATES = (
    (EntryState.IN_FORCE.value, "有效"),
    (EntryState.SUSPENDED.value, "暂停"),
    (EntryState.WITHDRAWN.value, "取消"),
)
VALIDITY = "validity"


class RegisterList(ListPage[Entry]):
    """What the list for staff and the public one have in common. Rows are entries, or versions on a day of the past."""

    template_name: ClassVar[str] = "desk/registers/list.html"
    search_fields: ClassVar[Sequence[str]] = ("search",)

    @cached_property
    def definition(self) -> RegisterDefinition:
        return asked(str(self.kwargs["register"]), self.actor)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields that may be shown here."""
        return tuple(self.definition.fields)

    @property
    def today(self) -> date:
        return self.now.date()

    @cached_property
    def day(self) -> date:
        """The day whose state is shown: today, or the one asked for."""
        return self.filter_form().cleaned_data.get(AS_OF) or self.today

    @property
    def is_another_day(self) -> bool:
        return self.day != self.today

    @cached_property
    def filter_groups(self) -> tuple[list[Filter], list[Filter]]:
        """The filters that are always there, and those behind 更多条件."""
        first, more = self.field_filters()
        dated = [AsOf(AS_OF, "哪天的状态")]
        if self.definition.validity.ends:
            narrow = partial(self._narrow_validity)
            dated.insert(0, cast("AsOf", Choice(VALIDITY, "有效期", choices=CHOICES, narrow=narrow)))
        return [*first, *dated], more

    def field_filters(self) -> tuple[list[Filter], list[Filter]]:
        """Filters made from the fields."""
        raise NotImplementedError

    def address_of(self, row: Row) -> str:
        """The page of the entry in a row."""
        raise NotImplementedError

    @property
    def filters(self) -> Sequence[Filter]:  # type: ignore[override]  # from the definition
        first, more = self.filter_groups
        return [*first, *more]

    @cached_property
    def _columns(self) -> list[Column[Any]]:
        return columns_of(Shape(self.definition, self.names, self.day, self.address_of))

    def shown_columns(self) -> Sequence[Column[Any]]:
        return self._columns

    @property
    def order(self) -> str:  # type: ignore[override]
        return order_of(self.definition, self._columns)

    @property
    def unit_word(self) -> str:  # type: ignore[override]
        return "条"

    @property
    def search_label(self) -> str:  # type: ignore[override]
        return f"{self.definition.entry}名称、编码等"

    def heading(self) -> str:
        return self.definition.title

    def rows(self) -> QuerySet[Entry]:
        """All states of all entries of the day; the tab narrows them."""
        raise NotImplementedError

    def searched(self, rows: QuerySet[Entry], text: str) -> QuerySet[Entry]:
        """Rows that have all the words."""
        return reading.searched(rows, text)

    def state_asked(self) -> str:
        """The tab: a state, or all."""
        asked_for = self.query.get("state", "")
        return asked_for if asked_for in {ALL, *(key for key, _ in STATES)} else EntryState.IN_FORCE.value

    def found(self) -> QuerySet[Entry]:
        rows = self.in_state(self.narrowed_by())
        column, descending = self._sorting()
        assert column is not None
        assert column.sort is not None
        return rows.order_by(*ordering(rows.model, column.sort, descending=descending))

    def in_state(self, rows: QuerySet[Entry]) -> QuerySet[Entry]:
        state = self.state_asked()
        return rows if state == ALL else rows.filter(state=state)

    def narrowed_by(self, *, without: str = "") -> QuerySet[Entry]:
        """The rows that fulfil search and filters, but one."""
        filters = [each for each in self.filters if each.key != without]
        rows = narrowed(self.rows(), filters, self.filter_form().cleaned_data)
        return self.searched(rows, self.query.get("q", ""))

    def counts(self) -> list[Parts]:
        """The fields by which the register is counted: each over what the other conditions leave."""
        names = [name for name in self.definition.counted if name in self.names]
        rows = {name: self.in_state(self.narrowed_by(without=f"f_{name}")) for name in names}
        return [parts_of(self.definition, name, rows[name]) for name in names]

    def extra(self) -> Mapping[str, Any]:
        first = {name for each in self.filter_groups[0] for name in each.fields(self.actor)}
        form = self.filter_form()
        fields = [(field, field.name in first) for field in form]
        return {
            "definition": self.definition,
            "first_fields": [field for field, is_first in fields if is_first],
            "more_fields": [field for field, is_first in fields if not is_first],
            "more_open": any(form.cleaned_data.get(field.name) for field, is_first in fields if not is_first),
            "counts": [(each, self._links(each)) for each in self.counts()],
            "day": self.day,
            "is_another_day": self.is_another_day,
            "today_url": self._address(**{AS_OF: None, "page": None}),
            "state": self.state_asked(),
        }

    def _links(self, each: Parts) -> list[tuple[str, int, str, bool]]:
        """The parts with the address that shows each alone, or all again for the one that is shown."""
        key = f"f_{each.name}"
        chosen = self.query.get(key, "")
        found = []
        for part in each.parts:
            current = bool(part.value) and part.value == chosen
            address = self._address(**{key: None if current else part.value, "page": None}) if part.value else ""
            found.append((part.label, part.count, address, current))
        return found

    def _narrow_validity(self, choice: str) -> Q:
        return narrowing(self.definition, choice, self.day)


class Entries(RegisterList):
    """The list as those see it who work with it."""

    permission: ClassVar[Needed] = REGISTER_VIEW

    def field_filters(self) -> tuple[list[Filter], list[Filter]]:
        return filters_of(self.definition, personal=partial(personal.found_whole, self.definition))

    def address_of(self, row: Row) -> str:
        address = reverse("desk:registers:entry", args=[self.definition.id, entry_id(row)])
        return f"{address}?on={self.day}" if self.is_another_day else address

    def rows(self) -> QuerySet[Entry]:
        if not self.is_another_day:
            return reading.visible(self.actor, self.definition.id)
        ledger = ledger_of(self.actor, self.definition.id)
        if ledger is None:
            return reading.visible(self.actor, self.definition.id).none()
        return cast("QuerySet[Entry]", reading.as_of(ledger, self.day))

    def tabs(self) -> Sequence[Tab]:
        counts = by_state(self.rows())
        current = self.state_asked()
        shown = [(key, label, counts[key]) for key, label in STATES] + [(ALL, "全部", sum(counts.values()))]
        return [Tab(label, self._address(state=key, page=None), key == current, count) for key, label, count in shown]

    def actions(self) -> Sequence[Action]:
        register = self.definition.id
        more = [
            Action("修订记录", reverse("desk:registers:revisions", args=[register]), "log", primary=False),
            Action("对比", reverse("desk:registers:compare", args=[register]), "flow", primary=False),
        ]
        if not may_keep(self.actor, self.definition):
            return more
        more.append(Action("拟调整", reverse("desk:registers:drafts", args=[register]), "edit", primary=False))
        if address := address_if_there("desk:registers:import", register):
            more.append(Action("导入", address, "import", primary=False))
        return [*more, Action(f"新增{self.definition.entry}", reverse("desk:registers:add", args=[register]))]

    def workbook(self, told: Callable[[int], None] = lambda _: None) -> bytes:
        """Every field of what is filtered, so that it can be imported again; personal data masked."""
        rows = self.dressed(self.found()).iterator(chunk_size=1000)
        return exporting.workbook(self.definition, rows, told=told)

    def extra(self) -> Mapping[str, Any]:
        opens = self.definition.personal and permissions.may(self.actor, REGISTER_UNMASK) and not self.is_another_day
        address = reverse("desk:registers:export-open", args=[self.definition.id])
        return {**super().extra(), "open_export": f"{address}?{self.query.urlencode()}" if opens else ""}

    def trail(self) -> Sequence[tuple[str, str]]:
        return [("清单台账", reverse("desk:registers:home"))]

    @property
    def empty(self) -> str:  # type: ignore[override]
        if self.is_another_day:
            return f"{self.day} 这一天，清单里还没有这样的条目。"
        if may_keep(self.actor, self.definition):
            return f"还没有{self.definition.entry}。可以逐条新增，也可以从表格导入。"
        return f"还没有{self.definition.entry}。"


def address_if_there(name: str, *arguments: str) -> str:
    """The address of a page that another module may have; "" where it is not there."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
