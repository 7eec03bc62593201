"""What waits for a reviewer says the same in SQL as of one row; phases of many bodies begin as a job."""

from decimal import Decimal
from itertools import product

import pytest

from fazhi.assessment import background
from fazhi.assessment.models import ItemScore, Phase
from fazhi.assessment.waiting import waiting
from fazhi.government.actors import Actor
from fazhi.jobs.models import Job
from tests.assessment.stage import prepared, sheet_of_unit
from tests.conftest import AT, District

pytestmark = pytest.mark.django_db


def test_waiting_is_what_is_not_settled(coordinator: Actor, district: District) -> None:
    made = prepared(coordinator, district, bodies=[district.market])
    body = sheet_of_unit(made, district.market)
    one, two = Decimal(1), Decimal(2)
    every = product((True, False), (None, one), (None, one, two), (True, False), (None, one), (None, True, False))
    names = ("applicable", "computed", "self_points", "self_excluded", "review_points", "review_excluded")
    ItemScore.objects.bulk_create(
        ItemScore(body=body, item=f"row{at}", **dict(zip(names, values, strict=True)))
        for at, values in enumerate(every)
    )
    rows = ItemScore.objects.filter(body=body)
    expected = {row.item for row in rows if not row.settled}
    assert {row.item for row in waiting(rows, [made])} == expected
    assert len(expected) == 26


def test_bonus_that_nobody_claims_waits_for_nobody(coordinator: Actor, district: District) -> None:
    made = prepared(coordinator, district, bodies=[district.market])
    body = sheet_of_unit(made, district.market)
    row = ItemScore.objects.create(body=body, item="d_innovation")
    rows = ItemScore.objects.filter(body=body)
    assert list(waiting(rows, [made])) == []
    rows.update(self_points=1)
    assert list(waiting(rows, [made])) == [row]


def test_job_begins_a_phase_and_says_so(coordinator: Actor, district: District, settings: object) -> None:
    settings.FIXED_NOW = AT.isoformat()  # type: ignore[attr-defined]  # pytest-django's own object
    made = prepared(coordinator, district, bodies=[district.market])
    job = Job.objects.create(title="启动自评", asked_by=coordinator.person, asked_at=AT)
    background.count(
        job_id=job.pk, assessment_id=made.pk, person_id=coordinator.person.pk, phase="preparing", next_url="/"
    )
    job.refresh_from_db()
    made.refresh_from_db()
    assert (job.state, job.say) == (Job.State.DONE, "“2026 年度法治建设考核”已进入自评阶段。")
    assert made.stage is Phase.SELF
