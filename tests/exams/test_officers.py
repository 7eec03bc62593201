"""Passing feeds the register of officers: who waits for a card, cards in one sheet, renewal."""

from datetime import date, datetime, timedelta

import pytest

from fazhi.exams import certificates, officers, results
from fazhi.exams.models import Exam
from fazhi.exams.officers import Card, CardsRefused
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.registers.models import Entry, EntryState, Revision
from fazhi.registers.models.ledger import RevisionKind
from tests.conftest import District
from tests.exams.papers import FULL, fill, open_exam, sit

pytestmark = pytest.mark.django_db

DAY = date(2026, 3, 10)
UNTIL = date(2031, 3, 9)


@pytest.fixture
def passed(coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime) -> Exam:
    """Two who passed a qualification exam whose results stand, with certificates."""
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler, head], at)
    sit(handler, exam, at)
    sit(head, exam, at)
    exam = results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    certificates.issue(actor=coordinator, exam=exam, at=exam.closes_at)
    return exam


def cards(actor: Actor, district: District, at: datetime, *given: Card) -> int:
    return officers.enter_cards(
        actor=actor, jurisdiction=district.jurisdiction, cards=given, reason="", document="清司证〔2026〕1号", at=at
    )


def test_pass_waits_for_a_card_and_the_sheet_enters_both_in_one_revision(
    passed: Exam, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    waiting = officers.applications(jurisdiction_id=district.jurisdiction.pk)
    assert [(each.candidate.name, each.is_renewal) for each in waiting] == [("程班", False), ("傅泽", False)]
    later = at + timedelta(days=8)
    first, second = (each.candidate.pk for each in waiting)
    cards(coordinator, district, later, Card("LN-001", DAY, UNTIL, first), Card("LN-002", DAY, UNTIL, second))
    assert officers.applications(jurisdiction_id=district.jurisdiction.pk) == []
    entry = Entry.objects.get(key="LN-001")
    assert (entry.register, entry.title, entry.organization) == ("enforcement_officers", "程班", district.market)
    assert {name: entry.data[name] for name in ("exam_passed_on", "exam_name", "exam_score", "certificate")} == {
        "exam_passed_on": "2026-03-02",
        "exam_name": "行政执法人员资格考试",
        "exam_score": int(FULL),
        "certificate": "清法考证〔2026〕1号",
    }
    revision = Revision.objects.get(ledger=entry.ledger)
    assert (revision.kind, revision.added, revision.document) == (RevisionKind.EXAM, 2, "清司证〔2026〕1号")
    assert officers.staffing_of([handler.person.pk], jurisdiction_id=district.jurisdiction.pk, on=DAY) == {
        handler.person.pk: "civil"
    }


def test_sheet_with_faults_enters_nothing_and_says_which_line(
    passed: Exam, coordinator: Actor, district: District, at: datetime
) -> None:
    first, second = (each.candidate.pk for each in officers.applications(jurisdiction_id=district.jurisdiction.pk))
    early = date(2026, 3, 1)
    with pytest.raises(CardsRefused) as refused:
        cards(coordinator, district, at, Card("LN-001", early, UNTIL, first), Card("LN-001", DAY, DAY, second))
    assert {fault.number for fault in refused.value.faults} == {0, 1}
    assert any("发证日期早于资格考试合格日期" in fault.say for fault in refused.value.faults)
    assert Entry.objects.filter(register="enforcement_officers").count() == 0


def test_renewal_keeps_the_entry_or_begins_another_with_a_new_number(
    passed: Exam, coordinator: Actor, district: District, at: datetime
) -> None:
    first, second = (each.candidate.pk for each in officers.applications(jurisdiction_id=district.jurisdiction.pk))
    cards(coordinator, district, at, Card("LN-001", DAY, UNTIL, first), Card("LN-002", DAY, UNTIL, second))
    one, two = Entry.objects.filter(register="enforcement_officers").order_by("key")
    later, until = date(2031, 3, 1), date(2036, 2, 28)
    renewed = [Card("", later, until, entry=one.pk), Card("LN-102", later, until, entry=two.pk, issuer="省司法厅")]
    cards(coordinator, district, at + timedelta(days=1), *renewed)
    rows = Entry.objects.filter(register="enforcement_officers").order_by("key")
    assert [(each.key, each.state, each.valid_until) for each in rows] == [
        ("LN-001", EntryState.IN_FORCE, until),
        ("LN-002", EntryState.WITHDRAWN, UNTIL),
        ("LN-102", EntryState.IN_FORCE, until),
    ]
    assert rows[2].data["exam_passed_on"] == "2026-03-02"
    assert rows[2].data["issuer"] == "省司法厅"


def test_pass_of_somebody_with_a_card_is_a_renewal(
    passed: Exam, coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    first = officers.applications(jurisdiction_id=district.jurisdiction.pk)[0].candidate.pk
    cards(coordinator, district, at, Card("LN-001", DAY, UNTIL, first))
    year = at + timedelta(days=400)
    again = open_exam(coordinator, district.justice, [handler], year, title="换证考试")
    sit(handler, again, year)
    results.confirm(actor=coordinator, exam=again, at=again.closes_at)
    held = Entry.objects.get(key="LN-001")
    assert held.data["exam_name"] == "行政执法人员资格考试"
    [renewal] = [each for each in officers.applications(jurisdiction_id=district.jurisdiction.pk) if each.is_renewal]
    assert (renewal.candidate.exam, renewal.entry) == (again, held)
    issued, until = year.date() + timedelta(days=5), date(2032, 1, 1)
    cards(coordinator, district, year, Card("", issued, until, renewal.candidate.pk, held.pk))
    held.refresh_from_db()
    assert (held.data["exam_name"], held.valid_until) == ("换证考试", until)


def test_results_that_come_after_the_card_are_entered_at_once(
    passed: Exam, coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    first = officers.applications(jurisdiction_id=district.jurisdiction.pk)[0].candidate.pk
    cards(coordinator, district, at, Card("LN-001", date(2026, 6, 1), UNTIL, first))
    late = at + timedelta(days=30)
    exam = open_exam(coordinator, district.justice, [handler], late, title="专业科目考试")
    sit(handler, exam, late)
    confirmed = results.confirm(actor=coordinator, exam=exam, at=exam.closes_at)
    assert confirmed.revision == 2
    assert Entry.objects.get(key="LN-001").data["exam_name"] == "专业科目考试"


def test_cards_are_for_confirmed_passes_of_the_area_and_its_keeper(
    passed: Exam, coordinator: Actor, unit_admin: Actor, outsider: Actor, district: District, at: datetime
) -> None:
    first = officers.applications(jurisdiction_id=district.jurisdiction.pk)[0].candidate.pk
    for stranger in (unit_admin, outsider):
        with pytest.raises(NotAllowed):
            cards(stranger, district, at, Card("LN-001", DAY, UNTIL, first))
    with pytest.raises(Refused, match="没有确认或者不合格"):
        cards(coordinator, district, at, Card("LN-001", DAY, UNTIL, first + 1000))
    with pytest.raises(Refused, match="没有填写任何证件"):
        cards(coordinator, district, at)
