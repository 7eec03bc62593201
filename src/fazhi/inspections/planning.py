"""年度检查计划: how far each item has got, and where plans of several bodies would send them to the same doors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from django.db.models import Count, QuerySet

from fazhi.cases.models import Act, EntryUse
from fazhi.government.models import Organization
from fazhi.inspections.visits import PROCEDURE
from fazhi.registers.models import Draft, Entry, EntryState
from fazhi.registers.models.draft import DraftState

REGISTER = "inspection_plan_items"
ITEMS = "inspection_items"


@dataclass(frozen=True)
class Progress:
    """执行率: an item of a plan, how many objects it plans, how many were visited under it."""

    entry: Entry
    planned: int
    made: int

    @property
    def percent(self) -> int:
        """Of what was planned, in whole per cent, at most 100; nothing planned is nothing done."""
        return min(100, self.made * 100 // self.planned) if self.planned else 0


@dataclass(frozen=True)
class PlanLine:
    """An item of a plan as far as it matters for merging."""

    title: str
    body: str
    organization_id: int | None
    year: int
    first_month: int
    last_month: int
    categories: frozenset[str]
    proposed: bool
    """Not yet in force: it stands in a draft that was handed in."""


@dataclass(frozen=True)
class Overlap:
    """Two items of two bodies that touch the same kinds of objects in the same months: to be made one visit."""

    one: PlanLine
    other: PlanLine
    categories: frozenset[str]

    @property
    def months(self) -> tuple[int, int]:
        return max(self.one.first_month, self.other.first_month), min(self.one.last_month, self.other.last_month)


def plan_items(jurisdiction_id: int, year: int) -> QuerySet[Entry]:
    """The items in force of a year's plans."""
    found = Entry.objects.filter(jurisdiction_id=jurisdiction_id, register=REGISTER, state=EntryState.IN_FORCE)
    return found.filter(data__year=year).select_related("organization").order_by("organization__order", "key")


def progress(entries: Iterable[Entry]) -> list[Progress]:
    """How far these items have got; one query for all of them."""
    wanted = list(entries)
    acts = Act.objects.filter(step="inspect").values("case")
    uses = EntryUse.objects.filter(
        entry_id__in=[each.pk for each in wanted], field="plan_item", procedure=PROCEDURE, case__in=acts
    )
    made = dict(uses.order_by().values_list("entry_id").annotate(times=Count("case", distinct=True)))
    return [Progress(each, _whole(each.data.get("count")) or 0, made.get(each.pk, 0)) for each in wanted]


def overlaps(jurisdiction_id: int, year: int) -> list[Overlap]:
    """Where the plans of several bodies touch the same objects: those in force and those that were handed in."""
    lines = _lines(jurisdiction_id, year)
    found = (_overlap(one, other) for one, other in combinations(lines, 2))
    return [each for each in found if each]


def overlaps_of_draft(carried: Mapping[str, Any], *, organization: Organization) -> list[Overlap]:
    """Those that a body's own draft brings; ``carried`` is what a case keeps of it (``{"draft": …}``)."""
    number = _whole(carried.get("draft"))
    draft = Draft.objects.filter(pk=number or 0, jurisdiction_id=organization.jurisdiction_id).first()
    if draft is None:
        return []
    categories = _categories(organization.jurisdiction_id)
    own = [line for line in _proposed([draft], categories) if line is not None]
    found = []
    for year in {line.year for line in own}:
        others = [
            line for line in _lines(organization.jurisdiction_id, year) if line.organization_id != organization.pk
        ]
        found += [_overlap(one, other) for one in own if one.year == year for other in others]
    return [each for each in found if each]


def _lines(jurisdiction_id: int, year: int) -> list[PlanLine]:
    categories = _categories(jurisdiction_id)
    kept = [
        _line(entry.title, entry.organization, entry.data, categories, proposed=False)
        for entry in plan_items(jurisdiction_id, year)
    ]
    drafts = Draft.objects.filter(
        jurisdiction_id=jurisdiction_id, register=REGISTER, state=DraftState.SUBMITTED
    ).select_related("organization")
    lines = [*kept, *_proposed(drafts, categories)]
    return [line for line in lines if line.year == year]


def _proposed(drafts: Iterable[Draft], categories: Mapping[str, frozenset[str]]) -> Iterator[PlanLine]:
    for draft in drafts:
        for change in draft.changes:
            data = change.get("data") or {}
            if data.get("year"):
                yield _line(str(data.get("title", "")), draft.organization, data, categories, proposed=True)


def _line(
    title: str,
    body: Organization | None,
    data: Mapping[str, Any],
    categories: Mapping[str, frozenset[str]],
    *,
    proposed: bool,
) -> PlanLine:
    item = data.get("item")
    named = str(item.get("id") or item.get("key") or item.get("title")) if isinstance(item, Mapping) else str(item)
    return PlanLine(
        title=title,
        body=str(body) if body else "",
        organization_id=body.pk if body else None,
        year=_whole(data.get("year")) or 0,
        first_month=_whole(data.get("first_month")) or 1,
        last_month=_whole(data.get("last_month")) or 12,
        categories=categories.get(named, frozenset()),
        proposed=proposed,
    )


def _categories(jurisdiction_id: int) -> dict[str, frozenset[str]]:
    """The kinds of objects of each inspection item, by id, key and title: a draft may name it by any."""
    found: dict[str, frozenset[str]] = {}
    rows = Entry.objects.filter(jurisdiction_id=jurisdiction_id, register=ITEMS).values_list(
        "pk", "key", "title", "data__object_categories"
    )
    for pk, key, title, kinds in rows:
        for name in (str(pk), key, title):
            found[name] = found.get(name, frozenset()) | frozenset(kinds or ())
    return found


def _overlap(one: PlanLine, other: PlanLine) -> Overlap | None:
    common = one.categories & other.categories
    apart = one.last_month < other.first_month or other.last_month < one.first_month
    if one.organization_id == other.organization_id or not common or apart:
        return None
    return Overlap(one, other, common)


def _whole(value: object) -> int | None:
    """A kept number; drafts may hold it as text."""
    text = str(value) if value is not None else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None
