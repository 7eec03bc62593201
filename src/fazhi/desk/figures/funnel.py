"""程序运行: how many of the cases opened in a period reached each step, how they ended, how limits were kept."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.figures import charts, made
from fazhi.desk.figures.addresses import step_url
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.breakdowns import Number
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.figures.counting import Value
from fazhi.government.permissions import FIGURE_VIEW
from fazhi.procedures.language.library import UnknownProcedureError, library

KEPT = (("met", "按期完成", "green"), ("late", "逾期完成", "orange"), ("overdue", "逾期未办", "red"))
RUNNING = ("running", "期限未到", "grey")
OUTCOMES = ("now", "blue", "before", "yellow", "grey", "green", "orange")


@dataclass(frozen=True)
class Reached:
    """A step: the cases that reached it, and their share of those opened."""

    title: str
    number: Number
    share: str


@dataclass(frozen=True)
class Kept:
    """A limit: kept, missed, running late, still running; and the share kept of those that are over."""

    title: str
    numbers: tuple[Number, ...]
    share: str


@page(permission=FIGURE_VIEW, methods=("GET",))
def funnel(request: DeskRequest, procedure: str) -> HttpResponse:
    """How a procedure runs."""
    try:
        figures = made.of_procedure(procedure)
    except UnknownProcedureError:
        raise Http404 from None
    asked = Asked.of(request.actor, request.now, request.GET, page=f"procedure/{procedure}")
    found = asked.numbers.values(figures, period=asked.period)
    asked.keep()
    numbers = {
        name: Number(value, step_url(procedure, name, asked.period, asked.unit_id) if value.number else "")
        for name, value in found.items()
    }
    steps, limits = _steps(procedure, numbers), _limits(procedure, numbers)
    outcomes = [(name, number) for name, number in numbers.items() if name.startswith("outcome_")]
    reached = [each for each in steps if each.number.value.number]
    context = {
        "title": f"程序运行：{library().editions(procedure)[-1].title}",
        "trail": [("数据", reverse("desk:figures:home"))],
        "asked": asked,
        "opened": numbers["opened"],
        "steps": reached,
        "unreached": [each.title for each in steps if not each.number.value.number],
        "funnel": _funnel_chart(numbers["opened"], reached, asked),
        "outcomes": [(number.value.figure.title, number) for _, number in outcomes if number.value.number],
        "outcome_chart": _outcome_chart([number for _, number in outcomes if number.value.number], asked),
        "limits": limits,
        "limit_heads": [title for _, title, _ in (*KEPT, RUNNING)],
        "limit_chart": _limit_chart(limits),
        "procedure_url": reverse("desk:procedure", args=[procedure]),
        "printing": "print" in request.GET,
    }
    return show(request, "desk/figures/funnel.html", context)


def _steps(procedure: str, numbers: dict[str, Number]) -> list[Reached]:
    """In the order in which the procedure is read."""
    whole = numbers["opened"].value.number or Decimal(0)
    names = [name for name in library().editions(procedure)[-1].steps if f"step_{name}" in numbers]
    found = [numbers[f"step_{name}"] for name in names]
    return [Reached(each.value.figure.title, each, _share(each.value, whole)) for each in found]


def _limits(procedure: str, numbers: dict[str, Number]) -> list[Kept]:
    """The limits of which any ends in the period."""
    found = []
    for name, limit in library().editions(procedure)[-1].time_limits.items():
        if f"met_{name}" not in numbers:
            continue
        cells = tuple(numbers[f"{key}_{name}"] for key, _, _ in (*KEPT, RUNNING))
        if any(cell.value.number for cell in cells):
            over = sum((cell.value.number or Decimal(0) for cell in cells[: len(KEPT)]), Decimal(0))
            found.append(Kept(limit.title, cells, _share(cells[0].value, over)))
    return found


def _share(value: Value, whole: Decimal) -> str:
    return f"{(value.number or Decimal(0)) / whole * 100:.1f}%" if whole else "—"


def _funnel_chart(opened: Number, steps: list[Reached], asked: Asked) -> charts.Chart:
    """The first step mostly is what opens the case; where it is not, the whole stands above it."""
    points, labels = [_point(each.number) for each in steps], [each.title for each in steps]
    if not steps or steps[0].number.value.number != opened.value.number:
        points, labels = [_point(opened), *points], ["立案", *labels]
    return charts.bars(f"走到各步的案件（{asked.period.label}立案）", labels, [charts.Series("件", tuple(points))])


def _outcome_chart(numbers: list[Number], asked: Asked) -> charts.Chart:
    """One bar, its parts the outcomes, the most frequent first."""
    ordered = sorted(numbers, key=lambda each: -(each.value.number or 0))
    series = [
        charts.Series(each.value.figure.title, (_point(each),), OUTCOMES[at % len(OUTCOMES)])
        for at, each in enumerate(ordered)
    ]
    return charts.stacked(f"办理结果（{asked.period.label}办结）", [asked.period.label], series)


def _limit_chart(limits: list[Kept]) -> charts.Chart:
    series = [
        charts.Series(title, tuple(_point(each.numbers[at]) for each in limits), colour)
        for at, (_, title, colour) in enumerate((*KEPT, RUNNING))
    ]
    return charts.stacked("期限遵守情况", [each.title for each in limits], series, "个")


def _point(number: Number) -> charts.Point:
    return charts.Point(number.value.number, number.url, number.value.text)
