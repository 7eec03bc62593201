"""述法材料: the draft says what records hold, and counts its paragraphs whichever of them there are."""

from datetime import timedelta

import pytest

from fazhi.assessment import duty
from fazhi.exams.models import Attendance, Training
from fazhi.government.actors import Actor
from tests.assessment.stage import problem
from tests.conftest import AT, District

pytestmark = pytest.mark.django_db


def parts(text: str) -> list[str]:
    """The lines from one heading to the next, by their beginnings."""
    return [line.partition("。")[0] for line in text.splitlines() if line.startswith("（")]


def test_paragraphs_are_counted_from_the_first_that_there_is(
    coordinator: Actor, head: Actor, district: District
) -> None:
    problem(coordinator, district.market)
    training = Training.objects.create(
        jurisdiction=district.jurisdiction, organization=district.market, title="行政处罚法", held_on=AT.date(),
        hours=4, entered_by=coordinator.person, entered_at=AT,
    )  # fmt: skip
    Attendance.objects.create(training=training, person=head.person, organization=district.market, hours=4)
    made = duty.draft(actor=head, person=head.person, year=AT.year, today=(AT + timedelta(days=300)).date())
    assert parts(made.text)[:2] == ["（一）本单位法治建设情况", "（二）学法用法"]


def test_no_record_is_said(head: Actor) -> None:
    made = duty.draft(actor=head, person=head.person, year=AT.year - 5, today=AT.date())
    assert parts(made.text)[0] == "（平台上没有本年度可以引用的记录，请本人补写"
