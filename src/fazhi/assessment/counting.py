"""The figures of a body's sheet: taken through the counting engine, worked into points by the rules."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from fazhi.assessment.language.checking import all_figures, figures_of
from fazhi.assessment.language.definition import Item, System, Veto
from fazhi.assessment.models import BodyAssessment, ItemScore, VetoScore
from fazhi.assessment.scoring.readings import Reading, Readings
from fazhi.assessment.scoring.rules import holds, work
from fazhi.figures.counting import Value, values
from fazhi.figures.language.library import shelf
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.government.models import Organization


def readings_of(organization: Organization, system: System, year: int, *, today: date) -> dict[str, Reading]:
    """Every figure that the system reads, of a body with everything below it, over the year as far as it has passed.

    A figure that the catalog no longer has is left out: its items then wait for a reviewer.
    """
    known = shelf()
    wanted = [name for name in all_figures(system) if name in known]
    found = values(wanted, scope=Scope.unit(organization), period=Period.year(year), today=today)
    return {name: reading_of(value) for name, value in found.items()}


def reading_of(value: Value) -> Reading:
    """A counted value as scoring reads it."""
    return Reading(
        title=value.figure.title,
        number=value.number,
        text=value.text,
        of=value.of,
        to=value.to,
        note=value.note,
        unit=value.figure.unit,
    )


def counted(bodies: Iterable[BodyAssessment], system: System, year: int, *, at: datetime, today: date) -> None:
    """Takes the figures of these bodies anew and writes what they come to. Called by the verbs that allow it."""
    for body in bodies:
        written(body, system, readings_of(body.organization, system, year, today=today), at=at)


def written(body: BodyAssessment, system: System, readings: Readings, *, at: datetime) -> None:
    """Writes what these figures come to, item by item; what the body and reviewers said stays."""
    rows = []
    for item in system.scored:
        worked = work(item, readings)
        rows.append(
            ItemScore(
                body=body,
                item=item.id,
                readings={name: readings[name].as_data() for name in figures_used(item) if name in readings},
                computed=worked.points,
                applicable=worked.applicable and applies(item, body.organization),
                working=list(worked.lines),
                computed_at=at,
            )
        )
    ItemScore.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["body", "item"],
        update_fields=["readings", "computed", "applicable", "working", "computed_at"],
    )
    _write_vetoes(body, system, readings)


def applies(item: Item, organization: Organization) -> bool:
    """Whether an item is meant for this kind of body."""
    return not item.applies or organization.kind in item.applies


def figures_used(each: Item | Veto) -> tuple[str, ...]:
    """The figures of an item: those of its rule first, then those shown as evidence."""
    return tuple(dict.fromkeys((*figures_of(each), *each.evidence.figures)))


def _write_vetoes(body: BodyAssessment, system: System, readings: Readings) -> None:
    rows = []
    for veto in system.vetoes:
        found = holds(veto, readings)
        computed, working = (None, []) if found is None else (found[0], list(found[1]))
        rows.append(VetoScore(body=body, veto=veto.id, computed=computed, working=working))
    VetoScore.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["body", "veto"], update_fields=["computed", "working"]
    )
