"""Training hours: entered by list, counted by year against a threshold that the area set, withdrawn with a reason."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from fazhi.exams import trainings
from fazhi.exams.models import Training
from fazhi.exams.people_lists import Listed, read_people
from fazhi.exams.refusals import Refused
from fazhi.exams.trainings import Course
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.revising import revise
from tests.conftest import District

pytestmark = pytest.mark.django_db

COURSE = Course("行政处罚法专题", date(2026, 2, 10), Decimal(8))


def record(actor: Actor, district: District, text: str, at: datetime, course: Course = COURSE) -> Training:
    people = read_people(jurisdiction=district.jurisdiction, text=text, on=at.date())
    return trainings.record(actor=actor, organization=district.justice, course=course, people=people, at=at)


def test_hours_are_the_courses_or_a_persons_own(
    coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    record(coordinator, district, "程班,区市场监管局\n傅泽,区市场监管局,4.5学时", at)
    record(coordinator, district, "程班,市场监管局", at, Course("执法规范", date(2026, 1, 5), Decimal("2.5")))
    record(coordinator, district, "程班,市场监管局", at, Course("去年的课", date(2025, 12, 31), Decimal(30)))
    found = trainings.hours_of([handler.person.pk, head.person.pk], year=2026)
    assert found == {handler.person.pk: Decimal("10.5"), head.person.pk: Decimal("4.5")}


def test_list_with_faults_enters_nothing(coordinator: Actor, handler: Actor, district: District, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        record(coordinator, district, "程班,市场监管局,很多\n路人,市场监管局\n程班,市场监管局", at)
    assert refused.value.say.splitlines() == [
        "第 1 行：学时“很多”应为大于 0 的数字，最多一位小数。",
        "第 2 行：“区市场监管局”没有“路人”的账号，请先登记人员。",
        "第 3 行：“程班”重复。",
    ]
    assert Training.objects.count() == 0


def test_withdrawn_course_counts_no_more_and_says_why(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    made = record(coordinator, district, "程班,市场监管局", at)
    with pytest.raises(Refused, match="作废原因"):
        trainings.withdraw(actor=coordinator, training=made, why="")
    trainings.withdraw(actor=coordinator, training=made, why="重复登记")
    assert trainings.hours_of([handler.person.pk], year=2026) == {}


def test_future_course_and_foreign_people_are_refused(
    coordinator: Actor, unit_admin: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    with pytest.raises(Refused, match="还没有到"):
        record(coordinator, district, "程班,市场监管局", at, Course("课", at.date() + timedelta(days=1), Decimal(2)))
    mine = [Listed("程班", district.market, handler.person, "")]
    theirs = [Listed("程静", district.urban, other_handler.person, "")]
    made = trainings.record(actor=unit_admin, organization=district.market, course=COURSE, people=mine, at=at)
    assert made.attendances.get().hours == Decimal(8)
    with pytest.raises(NotAllowed):
        trainings.record(actor=unit_admin, organization=district.market, course=COURSE, people=theirs, at=at)


def test_threshold_holds_from_its_year_and_only_the_coordinator_sets_it(
    coordinator: Actor, unit_admin: Actor, district: District, at: datetime
) -> None:
    area = district.jurisdiction
    assert trainings.threshold(jurisdiction_id=area.pk, year=2026) is None
    for year, hours in ((2025, 40), (2026, 60), (2026, 50)):
        trainings.set_threshold(
            actor=coordinator, jurisdiction=area, year=year, hours=Decimal(hours), source="清政办〔2025〕3号", at=at
        )
    found = {year: trainings.threshold(jurisdiction_id=area.pk, year=year) for year in (2024, 2025, 2026, 2027)}
    assert {year: each.hours if each else None for year, each in found.items()} == {
        2024: None,
        2025: Decimal(40),
        2026: Decimal(50),
        2027: Decimal(50),
    }
    with pytest.raises(NotAllowed, match="统筹设定"):
        trainings.set_threshold(actor=unit_admin, jurisdiction=area, year=2026, hours=Decimal(1), source="无", at=at)
    with pytest.raises(Refused, match="依据的文件"):
        trainings.set_threshold(actor=coordinator, jurisdiction=area, year=2026, hours=Decimal(1), source="", at=at)


def test_accounts_are_of_officers_with_a_card_within_reach(
    coordinator: Actor, unit_admin: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    days = {"issued_on": "2025-01-01", "valid_until": "2029-12-31", "card_kind": "unified", "staffing": "civil"}
    revise(
        actor=None,
        jurisdiction=district.jurisdiction,
        register="enforcement_officers",
        changes=[
            Change(
                ChangeKind.ADD,
                data=days
                | {"person": {"id": str(who.person.pk)}, "body": {"id": str(unit.pk)}, "card_number": f"LN-{number}"},
            )
            for number, (who, unit) in enumerate(((handler, district.market), (other_handler, district.urban)))
        ],
        reason="首批",
        since=date(2025, 1, 1),
        at=at,
    )
    record(coordinator, district, "程班,市场监管局", at)
    area = district.jurisdiction.pk
    found = trainings.accounts(actor=coordinator, jurisdiction_id=area, year=2026)
    assert [(each.name, each.hours, each.missing) for each in found] == [
        ("程班", Decimal(8), None),
        ("程静", Decimal(0), None),
    ]
    trainings.set_threshold(
        actor=coordinator, jurisdiction=district.jurisdiction, year=2026, hours=Decimal(20), source="规定", at=at
    )
    [mine] = trainings.accounts(actor=unit_admin, jurisdiction_id=area, year=2026)
    assert (mine.name, mine.missing) == ("程班", Decimal(12))
