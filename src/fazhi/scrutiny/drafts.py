"""Checking a report 核对: a file becomes a draft with its stated figures, each held against the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from django.db import transaction

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_bytes
from fazhi.figures.counting import Value
from fazhi.figures.reading import ReadFigure
from fazhi.figures.scopes import Scope
from fazhi.files import store
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.scrutiny import recorded, shelved
from fazhi.scrutiny.checking import Answers, Examined, Line, examine
from fazhi.scrutiny.contradictions import Contradiction
from fazhi.scrutiny.models import Draft, StatedFigure, Wording
from fazhi.scrutiny.refusals import Refused
from fazhi.scrutiny.rights import require_checking
from fazhi.scrutiny.verdicts import Verdict, compare


@dataclass(frozen=True, slots=True)
class Named:
    """Which figure a number is, as those who wrote the text say who put the figure there."""

    figure: str
    decided_by_id: int | None
    decided_at: datetime | None


Decisions = Mapping[tuple[int, int], StatedFigure | Named]
"""What people decided in this draft, by the place of the number."""
_EARLIEST = 1990
_MOST = 5_000
_LARGEST = Decimal(10) ** 19


@transaction.atomic
def receive(
    *,
    actor: Actor,
    name: str,
    data: bytes,
    year: int,
    kind: str,
    at: datetime,
    organization: Organization | None = None,
    named: Mapping[int, str] | None = None,
) -> Draft:
    """Takes a report (.docx, .pdf, .html, .txt) on `year` and checks it. `organization` None: on the jurisdiction.

    `named`: for a text written on the platform, the figures by the places where their numbers begin; these are not
    matched by their words.

    Raises: NotAllowed; Refused for a file that cannot be read, that states no numbers, or a year that cannot be;
    FileRefused for a file that is not kept.
    """
    require_checking(actor, organization)
    if not _EARLIEST <= year <= at.year + 1:
        raise Refused(f"报告年度请填 {_EARLIEST} 至 {at.year + 1} 之间的年份。", field="year")
    area = organization.jurisdiction if organization else Jurisdiction.objects.get(pk=actor.jurisdiction_id or 0)
    try:
        document = read_bytes(PurePath(name).name, data)
    except UnreadableDocument as error:
        raise Refused(str(error), field="file") from error
    places = {} if named is None or document.text.encode() != data else named
    found = examine(document.text, year=year, matcher=shelved.matcher(), answers=answers_of(area), named=places)
    if not found.lines:
        raise Refused("没有读出任何数字，请确认选对了文件。", field="file")
    if len(found.lines) > _MOST:
        raise Refused(f"文件里有 {len(found.lines)} 个数字，超过 {_MOST} 个，不像一份报告，请拆开上传。", field="file")
    draft = Draft.objects.create(
        jurisdiction=area, organization=organization, kind=kind, year=year, title=_title(found, name),
        file=store.keep(name=name, data=data, jurisdiction=area, by=actor.person, at=at),
        text=document.text, notices=list(document.notices), by=actor.person, at=at, checked_at=at,
    )  # fmt: skip
    decided = {
        (line.figure.start, line.figure.end): Named(places[line.figure.start], actor.person.pk, at)
        for line in found.lines
        if line.figure.start in places
    }
    _held(draft, found, today=at.date(), decided=decided)
    return draft


@transaction.atomic
def recheck(*, actor: Actor, draft: Draft, at: datetime) -> Draft:
    """Checks the same text again against the records, the catalog and the wordings of today; decisions stay.

    Raises: NotAllowed.
    """
    require_checking(actor, draft.organization)
    draft = Draft.objects.select_for_update().get(pk=draft.pk)
    decided = {(each.start, each.end): each for each in draft.figures.exclude(decided_at=None)}
    named = {start: each.figure for (start, _), each in decided.items()}
    answers = answers_of(draft.jurisdiction)
    found = examine(draft.text, year=draft.year, matcher=shelved.matcher(), answers=answers, named=named)
    draft.figures.all().delete()
    draft.checked_at = at
    _held(draft, found, today=at.date(), decided=decided)
    return draft


@transaction.atomic
def discard(*, actor: Actor, draft: Draft) -> None:
    """Takes a draft off the list with all that was found in it; the file stays in the store. Raises NotAllowed."""
    require_checking(actor, draft.organization)
    draft.delete()


def answers_of(area: Jurisdiction) -> Answers:
    """What people of the jurisdiction decided for wordings."""
    rows = Wording.objects.filter(jurisdiction=area).values_list("key", "unit", "figure")
    return {(key, unit): figure for key, unit, figure in rows}


def scope_of(draft: Draft) -> Scope:
    """The records that a draft is held against."""
    return Scope.unit(draft.organization) if draft.organization else Scope.whole(draft.jurisdiction_id)


def judge(stated: StatedFigure, value: Value | None, *, contradicts: bool) -> None:
    """Sets verdict, recorded value and difference of a stated figure from what the records say (None: nothing)."""
    stated.recorded = stated.difference = None
    stated.recorded_text = stated.say = ""
    comparison = None
    if value is not None and value.number is not None:
        comparison = compare(stated.read, value.number, value.figure.unit)
        stated.recorded, stated.recorded_text = value.number, value.text[:40]
        stated.difference, stated.say = comparison.difference, comparison.say[:200]
    elif value is not None:
        stated.say = value.note[:200]
    if contradicts:
        stated.verdict = Verdict.CONTRADICTS
    elif comparison is not None:
        stated.verdict = Verdict.AGREES if comparison.agrees else Verdict.DIFFERS
    else:
        stated.verdict = Verdict.UNBACKED


def _held(draft: Draft, found: Examined, *, today: date, decided: Decisions | None = None) -> None:
    """Writes the lines of an examined text with their verdicts."""
    rows = [_row(draft, order, line, decided or {}) for order, line in enumerate(found.lines)]
    asked = {row.order: pair for row in rows if (pair := asked_of(row))}
    against = recorded.recorded(asked.values(), scope=scope_of(draft), today=today) if is_compared(draft) else {}
    for row, line in zip(rows, found.lines, strict=True):
        value = against.get(asked[row.order]) if row.order in asked else None
        settle(row, draft, value, contradicts=found.contradicts(line), left=line.aimed or line.is_decided)
    StatedFigure.objects.bulk_create(rows, batch_size=500)
    draft.faults = [_fault(each) for each in found.faults]
    draft.save(update_fields=["faults", "checked_at"])


def settle(row: StatedFigure, draft: Draft, value: Value | None, *, contradicts: bool, left: bool = False) -> None:
    """The verdict of one row: as judged, or 陈述 in an earlier report; `left`: alone where no figure is meant."""
    judge(row, value, contradicts=contradicts)
    if contradicts:
        return
    if not is_compared(draft):
        row.verdict = Verdict.STATED
    elif (left or row.decided_at is not None) and not row.figure:
        row.verdict = Verdict.LEFT


def is_compared(draft: Draft) -> bool:
    """Earlier reports are kept as they were stated: their years have no records, or not all."""
    return draft.kind == Draft.Kind.DRAFT


def asked_of(row: StatedFigure) -> recorded.Asked | None:
    """What to ask the records for a stated figure."""
    if not row.figure or row.first is None or row.last is None or row.last < row.first:
        return None
    return row.figure, recorded.Period(row.first, row.last)


def _row(draft: Draft, order: int, line: Line, decided: Decisions) -> StatedFigure:
    row = StatedFigure(
        draft=draft, jurisdiction_id=draft.jurisdiction_id, order=order, **StatedFigure.stored(_bounded(line)),
        section=line.section[:160], key=line.key, period=line.period.words[:40], first=line.period.first,
        last=line.period.last, is_year=line.period.is_default, figure=line.figure_id or "", faults=list(line.faults),
        candidates=[[each.figure, each.score] for each in line.match.candidates],
    )  # fmt: skip
    earlier = decided.get((line.figure.start, line.figure.end))
    if earlier is not None:
        row.figure, row.decided_by_id, row.decided_at = earlier.figure, earlier.decided_by_id, earlier.decided_at
    elif line.is_decided:
        row.say = "按记住的说法对应。"
    return row


def _bounded(line: Line) -> ReadFigure:
    """The read figure; a number longer than any real one is kept as 0 rather than refused by the database."""
    figure = line.figure
    fits = abs(Decimal(str(figure.value))) < _LARGEST and abs(Decimal(str(figure.high or 0))) < _LARGEST
    return figure if fits else replace(figure, value=0.0, high=None)


def _fault(fault: Contradiction) -> dict[str, Any]:
    return {
        "rule": fault.rule.value,
        "severity": fault.severity.value,
        "say": fault.say,
        "spans": [list(span) for span in fault.spans],
        "difference": fault.difference,
    }


def _title(found: Examined, name: str) -> str:
    return (found.title if 0 < len(found.title) <= 80 else PurePath(name).stem)[:200]
