"""What people ask first of the figures: what is late now, which bodies stand out, whose report is missing, how this
month stands beside the last and beside last year's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.urls import reverse

from fazhi.cases.models import Case
from fazhi.desk.figures import made
from fazhi.desk.figures.addresses import figure_url, now_url
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.board import leads_of
from fazhi.desk.figures.breakdowns import Number, nothing
from fazhi.desk.figures.stats import opened, stands
from fazhi.desk.reports.worklist import publications
from fazhi.desk.worklist import Figure as Tile
from fazhi.desk.worklist import WorkItem
from fazhi.figures.counting import By, Key, Value
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.periods import Period
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import MONTHLY_MANAGE
from fazhi.plans.monthly import missing_units
from fazhi.plans.supervision_queries import visible_rounds

CASES_SHOWN = 8
HEAVY = ("data", "state", "facts", "header", "search", "head_hash")
OF_BODIES = ("open", "near", "late", "findings", "tasks", "followups", "problems")
BODY_HEADS = ("在办案件", "7日内到期", "逾期未办", "待处理发现", "逾期任务", "在办督办", "逾期问题")
WEIGHTS = ("late", "findings", "problems", "tasks", "near", "open")
"""What makes a body stand out, the gravest first."""


@dataclass(frozen=True)
class Body:
    """A body with what stands open there, as (head, number, colour); `grave` where something is late."""

    name: str
    url: str
    numbers: tuple[tuple[str, Number, str], ...]
    grave: bool


@dataclass(frozen=True)
class Missing:
    """A round of monthly reports that is not complete."""

    title: str
    url: str
    due: str
    late: bool
    units: Sequence[str]


@dataclass(frozen=True)
class Beside:
    """A figure in this month, in the last, and in the same month of last year."""

    title: str
    page: str
    numbers: tuple[Number, ...]


def pressing(asked: Asked) -> list[Tile]:
    """What stands open and late now, in the scope asked for; one statement for each kind of record."""
    found = _standing(asked)
    return [
        Tile(value.figure.title, value.plain, now_url(name, asked.unit_id), _colour(name, value))
        for name, value in found.items()
    ]


def bodies(asked: Asked) -> list[Body]:
    """The bodies where something stands open, the gravest first."""
    cells: dict[str, dict[Key, Value]] = {}
    for names, period in _groups(asked):
        cells |= asked.numbers.table(names, period=period, by=By.UNIT)
    keys = {key for found in cells.values() for key in found if isinstance(key, int)}
    units = Organization.objects.in_bulk(keys)

    def size(name: str, key: int) -> float:
        value = cells[name].get(key)
        return float(value.number or 0) if value else 0.0

    ordered = sorted(units, key=lambda key: [-size(name, key) for name in WEIGHTS])
    return [_body(units[key], {name: cells[name].get(key) for name in OF_BODIES}, asked) for key in ordered]


def report_deadlines(actor: Actor, now: datetime) -> Sequence[WorkItem]:
    """The reports whose day of publication is near or past, as the first page after logging in has them."""
    return publications(actor, now)


def missing_reports(actor: Actor, now: datetime) -> list[Missing]:
    """The latest round of monthly reports, where bodies have not reported; for those who ask for them."""
    if not permissions.may(actor, MONTHLY_MANAGE):
        return []
    latest = visible_rounds(actor).order_by("-month").first()
    if latest is None:
        return []
    units = [str(unit) for unit in missing_units(latest)]
    url = reverse("desk:supervision:monthly_round", args=[latest.pk])
    title = f"{latest.month.year}年{latest.month.month}月月度报告"
    return [Missing(title, url, f"{latest.due_on:%Y-%m-%d}", now.date() > latest.due_on, units)] if units else []


def month_beside(asked: Asked) -> list[Beside]:
    """The leading figures of all domains as a head looks at them: this month, the last, the same month of last year.

    Not what merely stands. One table by month over the thirteen months, however many figures there are.
    """
    names = [name for domain in shelf().domains for name in leads_of(domain) if not stands(name)]
    today = asked.today
    month = Period.month(today.year, today.month)
    last = Period.month(today.year - (today.month == 1), today.month - 1 or 12)
    spans = (month, last, Period.month(today.year - 1, today.month))
    whole = Period(spans[-1].first, month.last)
    found = asked.numbers.table(names, period=whole, by=By.MONTH)
    rows = []
    for name in names:
        figure = shelf().get(name)
        cells = [found[name].get(f"{span.first:%Y-%m}") or nothing(figure) for span in spans]
        if any(cell.number for cell in cells):
            numbers = tuple(
                Number(cell, opened(name, figure, span, asked.unit_id) if cell.number or cell.to else "")
                for cell, span in zip(cells, spans, strict=True)
            )
            rows.append(Beside(figure.title, figure_url(name, month, asked.unit_id), numbers))
    return rows


def nearest(asked: Asked, today: date) -> list[Case]:
    """The open cases whose nearest limit is past or within a week, the most pressing first; two statements at most."""
    whose = Q(jurisdiction=asked.scope.jurisdiction_id)
    if asked.scope.organizations is not None:
        whose &= Q(organization__in=asked.scope.organizations)
    cases = Case.objects.filter(whose, closed_on=None, due_on__lte=today + made.NEAR)
    return list(cases.select_related("organization", "handler").defer(*HEAVY).order_by("due_on", "pk")[:CASES_SHOWN])


def _groups(asked: Asked) -> list[tuple[dict[str, Figure], Period]]:
    """The standing figures by the days that they look at."""
    groups: dict[Period, dict[str, Figure]] = {}
    for name, figure in made.standing().items():
        groups.setdefault(made.period_of(name, asked.today), {})[name] = figure
    return [(names, period) for period, names in groups.items()]


def _standing(asked: Asked) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for names, period in _groups(asked):
        found |= asked.numbers.values(names, period=period)
    return {name: found[name] for name in made.standing()}


def _body(unit: Organization, cells: Mapping[str, Value | None], asked: Asked) -> Body:
    numbers = []
    for (name, cell), head in zip(cells.items(), BODY_HEADS, strict=True):
        value = cell or nothing(made.standing()[name])
        url = now_url(name, asked.unit_id, By.UNIT, unit.pk) if value.number else ""
        numbers.append((head, Number(value, url), _colour(name, value)))
    grave = any(colour == "red" for _, _, colour in numbers)
    return Body(str(unit), f"{reverse('desk:figures:home')}?unit={unit.pk}", tuple(numbers), grave)


def _colour(name: str, value: Value) -> str:
    if not value.number:
        return ""
    if name in made.BREACHES:
        return "red"
    return "orange" if name in made.SOON else ""
