"""What tests of figures about people share: an exam with its results, two courses, and what citizens handed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from fazhi.exams import certificates, exams, results, trainings
from fazhi.exams.models import Exam, Mode, Purpose, Training
from fazhi.exams.people_lists import read_people
from fazhi.exams.trainings import Course
from fazhi.government.actors import Actor
from fazhi.intake import handling, reminding, speaking
from fazhi.intake.models import Application
from tests.conftest import District
from tests.exams.papers import draft, enrol
from tests.intake.office import HandIn

REMEDIES = "不服的，可以在六十日内申请行政复议。"


@pytest.fixture
def appointments(
    coordinator: Actor, handler: Actor, head: Actor, other_handler: Actor, district: District, at: datetime
) -> Exam:
    """Three before their appointment: one passes and gets the certificate, one fails, one does not come."""
    day = at - timedelta(days=10)
    made = draft(
        coordinator, district.justice, at - timedelta(days=20), title="任前考试", purpose=Purpose.PRE_APPOINTMENT,
        mode=Mode.OUTSIDE, opens_at=day, closes_at=day + timedelta(hours=2), pass_mark=Decimal(60),
        full_mark=Decimal(100), attempts=1,
    )  # fmt: skip
    enrol(coordinator, made, [handler, head, other_handler], at - timedelta(days=19))
    exam = exams.publish(actor=coordinator, exam=made, at=at - timedelta(days=18))
    marks = {handler.person.pk: Decimal(88), head.person.pk: Decimal(40)}
    scores = {each.pk: marks.get(each.person_id or 0) for each in exam.candidates.all()}
    results.enter(actor=coordinator, exam=exam, scores=scores, sat_on=day.date(), at=at - timedelta(days=9))
    results.confirm(actor=coordinator, exam=exam, at=at - timedelta(days=8))
    certificates.issue(actor=coordinator, exam=exam, at=at - timedelta(days=8))
    return exam


@pytest.fixture
def courses(coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime) -> list[Training]:
    """One with two people, one online with one of them; a third was entered by mistake."""
    online = Training.Form.ONLINE
    held = (
        (
            Course("规范性文件管理办法解读", date(2026, 2, 10), Decimal(8)),
            "程班,区市场监管局\n傅泽,区市场监管局,4.5学时",
        ),
        (Course("执法大讲堂", date(2026, 1, 5), Decimal("2.5"), online), "程班,市场监管局"),
        (Course("重复登记的课", date(2026, 1, 6), Decimal(9)), "程班,市场监管局"),
    )
    made = [
        trainings.record(
            actor=coordinator,
            organization=district.justice,
            course=course,
            people=read_people(jurisdiction=district.jurisdiction, text=people, on=at.date()),
            at=at,
        )
        for course, people in held
    ]
    trainings.withdraw(actor=coordinator, training=made[-1], why="重复登记")
    return made


@dataclass(frozen=True)
class Desk:
    """What came in, by what became of it."""

    declined: Application
    waiting: Application
    late: Application
    elsewhere: Application


@pytest.fixture
def desk(hand_in: HandIn, handler: Actor, other_handler: Actor, district: District, at: datetime) -> Desk:
    """One declined and rated, one urged, one overdue for weeks, one with another body and put right there."""
    found = Desk(
        hand_in(wanted="公示栏位置图"),
        hand_in(wanted="2024年抽检结果"),
        hand_in(wanted="集贸市场改造方案", days_ago=30),
        hand_in(wanted="占道经营处罚清单", to=district.urban),
    )
    reminding.record_late(at=at)
    handling.decline(
        actor=handler, application_id=found.declined.pk, ground="不属于政府信息", text="请向物业咨询。",
        remedies=REMEDIES, at=at,
    )  # fmt: skip
    speaking.rate(application_id=found.declined.pk, satisfaction=4, at=at)
    speaking.urge(application_id=found.waiting.pk, at=at + timedelta(hours=1))
    handling.return_for_correction(
        actor=other_handler, application_id=found.elsewhere.pk, text="请写明年份。", until=date(2026, 3, 12), at=at
    )
    return found
