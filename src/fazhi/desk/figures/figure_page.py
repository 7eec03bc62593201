"""A figure: its value, what it means, what it is made of, its tables and charts, its years, and what was frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.figures.addresses import board_url, figure_url, freeze_url
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.breakdowns import breakdown, nothing, titles_of
from fazhi.desk.figures.records import Cell, asked_cell
from fazhi.desk.figures.stats import Part, Stat, changed, dimensions, leaves, opened, parts_of, stats
from fazhi.desk.figures.years import years_of
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.figures.counting import By, Key, Value, table
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import UnknownFigureError, shelf
from fazhi.figures.meaning import meaning_of
from fazhi.figures.models import FrozenFigure
from fazhi.government import permissions
from fazhi.government.permissions import FIGURE_FREEZE, FIGURE_VIEW

FROZEN_SHOWN = 8


@dataclass(frozen=True)
class Frozen:
    """A value that was frozen for this period and body; `now` differs from it or not."""

    row: FrozenFigure
    value: Value
    same: bool
    url: str


@page(permission=FIGURE_VIEW, methods=("GET",))
def figure(request: DeskRequest, figure: str) -> HttpResponse:
    """The page of a figure, or of one cell of its tables."""
    definition = _definition(figure)
    asked = Asked.of(request.actor, request.now, request.GET)
    cell = asked_cell(request.GET.dict())
    stat, parts = _one_cell(figure, definition, asked, *cell) if cell else _whole(figure, definition, asked)
    context = {
        "title": definition.title,
        "trail": _trail(figure, asked, cell),
        "asked": asked,
        "name": figure,
        "figure": definition,
        "stat": stat,
        "cell": cell_title(figure, cell),
        "kept": list(request.GET.items()) if cell else [],
        "parts": parts,
        "breakdowns": [] if cell else _breakdowns(figure, asked),
        "years": None if cell else years_of(figure, definition, asked),
        "meaning": meaning_of(definition),
        "users": _users(figure, asked),
        "frozen": _frozen(figure, stat.value, asked),
        "freeze_url": freeze_url([figure], asked.period, asked.unit_id) if _may_freeze(request) else "",
        "printing": "print" in request.GET,
    }
    return show(request, "desk/figures/figure.html", context)


def _definition(name: str) -> Figure:
    try:
        return shelf().get(name)
    except UnknownFigureError:
        raise Http404 from None


def _users(name: str, asked: Asked) -> list[tuple[str, str]]:
    """The figures that are made of this one."""
    names = shelf().users(name)
    return [(shelf().get(each).title, figure_url(each, asked.period, asked.unit_id)) for each in names]


def _may_freeze(request: DeskRequest) -> bool:
    return permissions.may(request.actor, FIGURE_FREEZE)


def _whole(name: str, definition: Figure, asked: Asked) -> tuple[Stat, list[Part]]:
    found = stats([name, *definition.parts], asked)
    return found[name], parts_of(definition, asked, {each: found[each].value for each in definition.parts})


def _one_cell(name: str, definition: Figure, asked: Asked, by: By, key: Key) -> tuple[Stat, list[Part]]:
    names = [name, *definition.parts]
    cells = table(names, scope=asked.scope, period=asked.period, today=asked.today, by=by)
    earlier = table([name], scope=asked.scope, period=asked.earlier, today=asked.today, by=by)[name]
    found = {each: cells[each].get(key) or nothing(shelf().get(each)) for each in names}
    before = earlier.get(key) or nothing(definition)
    url = opened(name, definition, asked.period, asked.unit_id, by, key)
    whole = figure_url(name, asked.period, asked.unit_id)
    stat = Stat(name, found[name], url, whole, before, changed(found[name], before))
    return stat, parts_of(definition, asked, found, by, key)


def cell_title(name: str, cell: Cell) -> str:
    """What a cell is called; '' for the whole."""
    if cell is None:
        return ""
    by, key = cell
    return titles_of([each for _, each in leaves(name)], by, [key]).get(key, str(key))


def _breakdowns(name: str, asked: Asked) -> list[object]:
    found = [breakdown(name, asked, by) for by in dimensions(name)]
    return [each for each in found if each is not None]


def _frozen(name: str, value: Value, asked: Asked) -> Sequence[Frozen]:
    """What was frozen of it for the same days and body, the latest first; one statement."""
    rows = FrozenFigure.objects.filter(
        figure=name,
        snapshot__jurisdiction=asked.scope.jurisdiction_id,
        snapshot__organization=asked.unit,
        snapshot__first=asked.period.first,
        snapshot__last=asked.period.last,
    )
    if asked.unit is None and asked.scope.organizations is not None:
        rows = rows.none()  # frozen for the whole district, of which this person sees a part
    found = rows.select_related("snapshot", "snapshot__taken_by").defer("records", "definition")
    return [
        Frozen(
            row,
            Value(value.figure, row.number),
            row.number == value.number,
            reverse("desk:figures:snapshot", args=[row.snapshot_id]),
        )
        for row in found.order_by("-snapshot__taken_at")[:FROZEN_SHOWN]
    ]


def _trail(name: str, asked: Asked, cell: Cell) -> list[tuple[str, str]]:
    domain = shelf().domain_of(name)
    trail = [
        ("数据", reverse("desk:figures:home")),
        (domain.title, board_url(domain.domain, asked.period, asked.unit_id)),
    ]
    if cell is not None:
        trail.append((shelf().get(name).title, figure_url(name, asked.period, asked.unit_id)))
    return trail
