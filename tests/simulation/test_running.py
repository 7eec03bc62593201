"""Runs through the verbs: the cases are real ones, their chain holds, the same seed gives the same."""

from datetime import datetime, time
from typing import Any

import pytest
from django.db import transaction

from fazhi.cases.models import Act, Case, Finding
from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import REFERENCES
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE
from fazhi.record.verifying import verify_case
from fazhi.simulation.report import Report
from fazhi.simulation.running import simulate
from fazhi.simulation.stage import Stage
from tests.simulation.conftest import UNTIL

NOW = datetime.combine(UNTIL, time(18), tzinfo=PLACE)


def run(stage: Stage, habits: SampleSimulation, *, count: int, seed: int) -> Report:
    return simulate(
        stage=stage, habits=habits, library=library(), count=count, seed=seed, until=NOW, tell=lambda _: None
    )


def begins_by_itself(definition: Definition) -> bool:
    """Whether a case needs no draft and no entry of a register to begin with: the stage has neither."""
    first = definition.steps[next(iter(definition.steps))]
    return not any(definition.fields[name].type in REFERENCES for name in first.collect)


def written() -> list[tuple[Any, ...]]:
    acts = Act.objects.order_by("recorded_at", "case__number", "seq")
    return list(acts.values_list("case__title", "case__number", "seq", "step", "result", "performed_on", "recorded_at"))


@pytest.fixture
def report(stage: Stage, habits: SampleSimulation) -> Report:
    return run(stage, habits, count=40, seed=11)


def test_run_writes_what_it_reports(report: Report, habits: SampleSimulation) -> None:
    assert report.cases.total() == Case.objects.count() == 40
    assert report.closed.total() == Case.objects.exclude(outcome="").count()
    assert report.findings.total() == Finding.objects.count()
    yearly = {name for name, own in habits.procedures.items() if not own.share}
    begun = {definition.id for definition in library().latest() if begins_by_itself(definition)}
    assert set(report.cases) == begun - yearly
    assert report.stuck == []
    assert report.improvised <= report.acts.total() // 50


def test_nothing_lies_after_the_end_and_acts_follow_each_other(report: Report) -> None:
    assert not Act.objects.filter(recorded_at__gt=NOW).exists()
    for case in Case.objects.all():
        moments = list(case.acts.order_by("seq").values_list("recorded_at", flat=True))
        assert moments == sorted(moments)
        numbers = list(case.acts.order_by("seq").values_list("seq", flat=True))
        assert numbers == list(range(1, len(numbers) + 1))


def test_chain_of_every_case_holds(report: Report) -> None:
    class Stored:
        def __init__(self, act: Act) -> None:
            self.seq, self.body, self.hash = act.seq, act.body.encode(), bytes(act.hash)

    for case in Case.objects.all():
        acts = [Stored(act) for act in case.acts.order_by("seq")]
        verdict = verify_case(case.header.encode(), acts, head=(case.head_seq, bytes(case.head_hash)))
        assert verdict.ok, (case.number, verdict)


def test_numbers_are_given_in_the_order_of_time(report: Report) -> None:
    cases = Case.objects.filter(procedure="administrative_penalty_summary").order_by("acts__recorded_at")
    opened = cases.filter(acts__seq=1).values_list("organization_id", "opened_on__year", "number")
    for unit in {each[0] for each in opened}:
        for year in {each[1] for each in opened}:
            numbers = [each[2] for each in opened if each[:2] == (unit, year)]
            assert numbers == sorted(numbers, key=lambda text: (len(text), text))


def test_same_seed_writes_the_same_and_another_does_not(stage: Stage, habits: SampleSimulation) -> None:
    seen = []
    for seed in (4, 4, 5):
        with transaction.atomic():
            run(stage, habits, count=8, seed=seed)
            seen.append([row[:1] + row[2:] for row in written()])
            transaction.set_rollback(True)
    assert seen[0] == seen[1] != seen[2]


def test_mishaps_keep_to_their_shares(stage: Stage, habits: SampleSimulation) -> None:
    often = habits.model_copy(
        update={
            "shares": habits.shares.model_copy(
                update={"tardy": 100, "corrected": 100, "tried_something_refused": 100, "entered_later": 30}
            )
        }
    )
    report = run(stage, often, count=16, seed=2)
    assert report.refused >= 8
    assert report.corrected >= 8
    assert report.entered_later >= 8
    assert report.late >= 1
    assert Act.objects.filter(kind="correction").count() == report.corrected
