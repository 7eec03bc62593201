"""Projections dropped and made anew from the acts: exactly what taking the acts had kept."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from fazhi.cases.models import Act, Case, Clock, ParameterValue
from fazhi.cases.models.act import ActKind
from fazhi.cases.rebuilding import rebuild
from fazhi.cases.settling import settle_passed
from fazhi.cases.taking import Taken
from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.government.actors import Actor
from fazhi.government.roles import Role
from fazhi.procedures.language.library import library
from fazhi.simulation.stage import Stage
from tests.cases.walks import applied, corrected, decided, informed, kept
from tests.conftest import District
from tests.simulation.conftest import habits, stage
from tests.simulation.test_running import NOW, begins_by_itself, run

__all__ = ["habits", "stage"]


def test_simulated_cases_of_every_kind(stage: Stage, habits: SampleSimulation) -> None:
    run(stage, habits, count=60, seed=6)
    yearly = {name for name, own in habits.procedures.items() if not own.share}
    begun = {each.id for each in library().latest() if begins_by_itself(each)}
    assert set(Case.objects.values_list("procedure", flat=True)) == begun - yearly
    assert Act.objects.filter(kind=ActKind.CORRECTION).exists()
    assert Act.objects.exclude(thread="").exists()
    assert Clock.objects.filter(thread__gt=0).exists()
    for case in Case.objects.order_by("pk"):
        before = kept(case)
        assert kept(rebuild(case.pk, at=NOW)) == before, (case.procedure, case.number)


def test_a_case_whose_row_was_emptied(case: Case, officers: list[Actor], at: datetime) -> None:
    informed(case, officers[0], at)
    decided(case, officers[0], at)
    corrected(case, officers[0], at, "东街菜市场西门")
    before = kept(case)
    assert before["data"]["place"] == "东街菜市场西门"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET data = '{}', state = '{}', outcome = '', title = 'x', due_on = NULL, head_seq = 0,"
            " search = NULL, last_act_at = now()"
        )
        cursor.execute("DELETE FROM cases_clock")
    assert kept(rebuild(case.pk, at=at)) == before


def test_a_corrected_day_moves_what_was_counted_from_it(case: Case, officers: list[Actor], at: datetime) -> None:
    from fazhi.cases import correcting  # noqa: PLC0415

    informed(case, officers[0], at)
    correcting.correct(
        actor=officers[0],
        case_id=case.pk,
        seq=1,
        reason="日期写错",
        performed_on=at.date() - timedelta(days=1),
        at=at + timedelta(hours=1),
    )
    before = kept(case)
    assert kept(rebuild(case.pk, at=at + timedelta(hours=1))) == before


def test_a_step_that_the_law_took(join: Callable[..., Actor], district: District, at: datetime) -> None:
    clerk = join("fu.yi", "傅议", district.justice, Role.HANDLER)
    case = applied(clerk, district.justice, district.market, at).case
    assert settle_passed(at=at + timedelta(days=8)).steps == 1
    before = kept(case)
    assert kept(rebuild(case.pk, at=at + timedelta(days=8))) == before


def test_a_parameter_set_later_moves_what_is_counted_by_it(
    opened: Callable[..., Taken], officers: list[Actor], at: datetime
) -> None:
    """What a jurisdiction sets from a day on counts for acts from that day: rebuilding for that day gives the same."""
    taken = opened()
    before = kept(taken.case)
    name = next(iter(taken.case.definition.parameters))
    ParameterValue.objects.create(
        jurisdiction_id=taken.case.jurisdiction_id,
        procedure=taken.case.procedure,
        name=name,
        value="5 working days",
        since=at.date() + timedelta(days=10),
        source="文件",
        set_by=officers[0].person,
        set_at=at,
    )
    assert kept(rebuild(taken.case.pk, at=at)) == before


@pytest.mark.parametrize("again", [1, 2])
def test_rebuilding_again_changes_nothing(again: int, case: Case, at: datetime) -> None:
    before = kept(case)
    for _ in range(again):
        rebuild(case.pk, at=at)
    assert kept(case) == before


def test_findings_are_not_touched(opened: Callable[..., Taken], at: datetime) -> None:
    case: Any = opened(id_shown=False).case
    before = list(case.findings.values())
    rebuild(case.pk, at=at)
    assert list(case.findings.values()) == before
