"""The sample is alive whenever it is made: its years move with the day of loading."""

from datetime import datetime

import pytest

from fazhi.plans.models import Entry, FollowUp, Plan
from fazhi.sample import load


@pytest.mark.parametrize("day", ["2026-01-15", "2028-02-29", "2031-12-31"])
def test_sample_loads_whenever_somebody_starts(
    db: None, settings: object, tmp_path: object, at: datetime, day: str
) -> None:
    settings.HOME = tmp_path
    load.load(now=at.fromisoformat(f"{day}T09:00:00+08:00"), tell=lambda _: None, cases=10)
    assert FollowUp.objects.exists()
    for plan in Plan.objects.all():
        assert str(plan.starts_on.year) in plan.title, plan.title
    reported = Entry.objects.filter(kind="report").latest("at").at.year
    assert Plan.objects.filter(starts_on__year__lte=reported, ends_on__year__gte=reported).exists()
