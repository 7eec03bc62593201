"""What the records say for the figures of a report: live while it is written, as frozen once it is approved."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from fazhi.figures.counting import Value, values
from fazhi.figures.freezing import freeze
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.models import FrozenFigure
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization, OrganizationKind
from fazhi.government.permissions import REPORT_APPROVE
from fazhi.reports.language.tokens import Asked, Token, tokens
from fazhi.reports.language.wording import Known, Worded, worded
from fazhi.reports.models import Report, Section, StatedFigure

_SPAN = re.compile(r"(20\d{2})(?:(H|Q|-)(\d{1,2}))?")


@dataclass(frozen=True)
class Statement:
    """What is known of a figure that a report asks for. `known` is None where `trouble` says why there is no value."""

    asked: Asked
    figure: Figure | None
    period: Period
    unit: Organization | None = None
    known: Known | None = None
    trouble: str = ""
    frozen: FrozenFigure | None = None
    taken_at: datetime | None = None

    @property
    def title(self) -> str:
        return self.figure.title if self.figure else self.asked.figure


@dataclass(frozen=True)
class Statements:
    """The statements of a report, by what was asked."""

    found: Mapping[Asked, Statement]

    def of(self, token: Token) -> Statement | None:
        return self.found.get(token.asked)

    def wording(self, token: Token) -> Worded:
        """What stands in the text for a token."""
        statement = self.of(token)
        return worded(token.form, statement.known if statement else None)


def asked_in(report: Report) -> list[Asked]:
    """Everything that the text of a report asks for, each once, in order."""
    bodies = Section.objects.filter(report=report).order_by("order", "id").values_list("body", flat=True)
    return list(dict.fromkeys(token.asked for body in bodies for token in tokens(body)))


def statements(report: Report, asked: Iterable[Asked], *, today: date, compared: Collection[Asked] = ()) -> Statements:
    """As frozen where the report is approved, and as the records say now for what is not frozen.

    Only what is ``compared`` is counted for the year before too: a report asks for a hundred figures and compares few.
    """
    wanted = list(asked)
    found = frozen_statements(report) if report.is_frozen else {}
    missing = [each for each in wanted if each not in found]
    return Statements({**found, **(live(report, missing, today=today, compared=compared) if missing else {})})


def live(
    report: Report, asked: Iterable[Asked], *, today: date, compared: Collection[Asked] | None = None
) -> dict[Asked, Statement]:
    """What the records say now, and what they said a year earlier of all, or of those that are ``compared``."""
    groups: dict[tuple[str, str], list[Asked]] = defaultdict(list)
    for each in asked:
        groups[each.period, each.unit].append(each)
    found: dict[Asked, Statement] = {}
    for (span, unit_name), group in groups.items():
        period = period_of(report.year, span, today)
        unit = unit_named(report.jurisdiction, unit_name) if unit_name else None
        if unit_name and unit is None:
            found |= {each: _troubled(each, period, f"没有“{unit_name}”这个单位") for each in group}
            continue
        known = [each for each in group if each.figure in shelf()]
        found |= {each: _troubled(each, period, "没有这个数据") for each in group if each not in known}
        found |= _counted(known, scope_of(report, unit), period, unit, today, compared) if known else {}
    return found


def frozen_statements(report: Report) -> dict[Asked, Statement]:
    """What was frozen when the report was approved."""
    rows = StatedFigure.objects.filter(report=report).select_related("frozen", "organization")
    found = {}
    for row in rows:
        asked = Asked(row.figure, row.asked_period, row.asked_unit)
        figure = Figure.model_validate_json(json.dumps(row.frozen.definition))
        known = Known(
            row.number, row.text, figure.unit, figure.ratio is not None, row.of, row.to, row.note, row.previous
        )
        period = Period(row.first, row.last)
        found[asked] = Statement(
            asked, figure, period, row.organization, known, frozen=row.frozen, taken_at=row.taken_at
        )
    return found


def fix(*, actor: Actor, report: Report, at: datetime, today: date) -> list[StatedFigure]:
    """Freezes every figure of the text, one snapshot for each span and unit; called as the report is approved."""
    groups: dict[tuple[Period, Organization | None], list[Statement]] = defaultdict(list)
    for statement in live(report, asked_in(report), today=today).values():
        if statement.known is not None:
            groups[statement.period, statement.unit].append(statement)
    rows: list[StatedFigure] = []
    for (period, unit), group in groups.items():
        snapshot = freeze(
            actor=actor,
            figures=dict.fromkeys(each.asked.figure for each in group),
            period=period,
            scope=scope_of(report, unit),
            at=at,
            title=report.title,
            organization=unit,
            permission=REPORT_APPROVE,
        )
        frozen = {row.figure: row for row in snapshot.figures.all()}
        rows += [_stated(report, each, frozen[each.asked.figure], at) for each in group]
    return StatedFigure.objects.bulk_create(rows)


def period_of(year: int, span: str, today: date) -> Period:
    """The days that a token's period means. What has not passed yet is cut off, so that like is compared with like."""
    if not span:
        whole = Period.year(year)
    elif span == "last_year":
        whole = Period.year(year - 1)
    else:
        match = _SPAN.fullmatch(span)
        assert match is not None, span
        start, kind, number = int(match[1]), match[2], int(match[3] or 0)
        make = {"H": Period.half, "Q": Period.quarter, "-": Period.month}.get(kind or "")
        whole = make(start, number) if make else Period.year(start)
    return whole.until(today) if whole.first <= today < whole.last else whole


def unit_named(area: Jurisdiction, name: str) -> Organization | None:
    """The living unit of this name or short name."""
    living = Organization.objects.filter(jurisdiction=area, dissolved_on=None)
    return living.filter(short_name=name).first() or living.filter(name=name).first()


def scope_of(report: Report, unit: Organization | None = None) -> Scope:
    """Whose records a report counts: a government's those of its whole area, a department's its own."""
    if unit is not None:
        return Scope.unit(unit)
    if report.organization.kind == OrganizationKind.GOVERNMENT:
        return Scope.whole(report.jurisdiction_id)
    return Scope.unit(report.organization)


def _counted(
    asked: list[Asked],
    scope: Scope,
    period: Period,
    unit: Organization | None,
    today: date,
    compared: Collection[Asked] | None,
) -> dict[Asked, Statement]:
    now = values(_names(asked), scope=scope, period=period, today=today)
    with_last = _names(each for each in asked if compared is None or each in compared)
    before = values(with_last, scope=scope, period=period.before(), today=today) if with_last else {}
    return {
        each: Statement(each, now[each.figure].figure, period, unit, _known(now[each.figure], before.get(each.figure)))
        for each in asked
    }


def _names(asked: Iterable[Asked]) -> list[str]:
    return list(dict.fromkeys(each.figure for each in asked))


def _known(now: Value, before: Value | None) -> Known:
    figure = now.figure
    is_ratio = figure.ratio is not None
    previous = before.number if before is not None else None
    return Known(now.number, now.prose, figure.unit, is_ratio, now.of, now.to, now.note, previous)


def _stated(report: Report, statement: Statement, frozen: FrozenFigure, at: datetime) -> StatedFigure:
    known, asked = statement.known, statement.asked
    assert known is not None
    return StatedFigure(
        report=report,
        figure=asked.figure,
        asked_period=asked.period,
        asked_unit=asked.unit,
        organization=statement.unit,
        first=statement.period.first,
        last=statement.period.last,
        number=known.number,
        of=known.of,
        to=known.to,
        text=known.text,
        note=known.note,
        previous=known.previous,
        frozen=frozen,
        taken_at=at,
    )


def _troubled(asked: Asked, period: Period, trouble: str) -> Statement:
    figure = shelf().get(asked.figure) if asked.figure in shelf() else None
    return Statement(asked, figure, period, trouble=trouble)
