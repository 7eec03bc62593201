"""The life of a consultation: long enough, extended, closed by time, answered, withdrawn; every step kept."""

from datetime import date, datetime, timedelta

import pytest
from django.db import InternalError, transaction
from django.db.utils import IntegrityError

from fazhi.consultations import consulting
from fazhi.consultations.models import Consultation, ConsultationStep, Role, State
from fazhi.consultations.refusals import Refused
from fazhi.files.store import keep
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from tests.conftest import District
from tests.consultations.townhall import ADOPTED, answered, fresh, opened, over, plan, prepared, said

pytestmark = pytest.mark.django_db


def kinds_of(consultation: Consultation) -> list[str]:
    return [step.kind for step in consultation.steps.all()]


def test_period_of_thirty_days_is_long_enough(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at, days=30)
    assert (made.state, made.opens_on, made.closes_on) == (State.OPEN, date(2026, 3, 2), date(2026, 4, 1))


def test_period_of_twenty_nine_days_is_refused_with_the_article(
    handler: Actor, district: District, at: datetime
) -> None:
    with pytest.raises(Refused) as refused:
        opened(handler, district.market, at, days=29)
    assert refused.value.field == "short_reason"
    assert "期限只有 29 日，少于 30个自然日（《重大行政决策程序暂行条例》第十五条第一款）" in refused.value.say
    assert "2026-04-01" in refused.value.say


def test_shorter_period_with_a_reason_is_announced_with_it(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at, days=7, short_reason="防汛准备时间紧迫")
    assert made.short_reason == "防汛准备时间紧迫"
    assert made.steps.latest("id").reason == "防汛准备时间紧迫"


@pytest.mark.parametrize(("days", "is_enough"), [(9, False), (10, True)])
def test_seven_working_days_do_not_count_a_weekend(
    handler: Actor, district: District, at: datetime, days: int, is_enough: bool
) -> None:
    # From Monday 2 March: the seventh working day after it is Wednesday 11 March.
    made = prepared(handler, district.market, at, kind="normative_document")
    closes_on = at.date() + timedelta(days=days - 1)
    if is_enough:
        opened_now = consulting.open_(actor=handler, consultation=made, closes_on=closes_on, at=at)
        assert opened_now.closes_on == date(2026, 3, 11)
    else:
        with pytest.raises(Refused, match="6 个工作日"):
            consulting.open_(actor=handler, consultation=made, closes_on=closes_on, at=at)


def test_announcement_without_a_draft_is_refused(handler: Actor, district: District, at: datetime) -> None:
    made = consulting.make(actor=handler, organization=district.market, plan=plan(), at=at)
    with pytest.raises(Refused, match="还没有放入草案"):
        consulting.open_(actor=handler, consultation=made, closes_on=date(2026, 4, 10), at=at)


@pytest.mark.parametrize(
    ("more", "say"),
    [
        ({"explanation": ""}, "还没有起草说明"),
        ({"channels": []}, "至少选一种"),
        ({"contact": ""}, "请写明地址、电话或者邮箱"),
    ],
)
def test_announcement_that_misses_something_is_refused(
    handler: Actor, district: District, at: datetime, more: dict[str, object], say: str
) -> None:
    made = prepared(handler, district.market, at, **more)
    with pytest.raises(Refused, match=say):
        consulting.open_(actor=handler, consultation=made, closes_on=date(2026, 4, 10), at=at)


def test_articles_of_the_draft_are_what_opinions_can_be_about(handler: Actor, district: District, at: datetime) -> None:
    made = prepared(handler, district.market, at)
    assert fresh(made.pk).points == ["第一条", "第二条", "第三条"]
    consulting.detach(actor=handler, consultation=made, file=made.files.get(), at=at)
    assert fresh(made.pk).points == []


def test_announcement_is_not_changed_once_it_is_open(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    with pytest.raises(Refused, match="公告内容不能再改"):
        consulting.amend(actor=handler, consultation=made, plan=plan(title="另一个"), at=at)
    kept = keep(name="另.txt", data=b"x", jurisdiction=district.jurisdiction, by=None, at=at)
    with pytest.raises(Refused, match="公告内容不能再改"):
        consulting.attach(actor=handler, consultation=made, role=Role.OTHER, kept=kept, at=at)


def test_extension_moves_only_further_out_and_says_why(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    with pytest.raises(Refused, match="应晚于"):
        consulting.extend(actor=handler, consultation=made, closes_on=date(2026, 4, 1), reason="再听听", at=at)
    with pytest.raises(Refused, match="理由"):
        consulting.extend(actor=handler, consultation=made, closes_on=date(2026, 4, 2), reason=" ", at=at)
    consulting.extend(actor=handler, consultation=made, closes_on=date(2026, 4, 8), reason="再听听", at=at)
    assert fresh(made.pk).closes_on == date(2026, 4, 8)


def test_closed_by_time_and_opened_again_by_extension(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    last_evening = datetime.fromisoformat("2026-04-01T23:59:00+08:00")
    assert consulting.close_passed(at=last_evening) == 0
    assert (consulting.close_passed(at=over(made)), consulting.close_passed(at=over(made))) == (1, 0)
    assert fresh(made.pk).state == State.CLOSED
    consulting.extend(actor=handler, consultation=made, closes_on=date(2026, 4, 20), reason="延长", at=over(made))
    assert fresh(made.pk).state == State.OPEN
    assert kinds_of(made) == ["made", "filed", "opened", "closed", "extended"]


def test_answers_are_published_after_the_end_and_when_all_are_answered(
    handler: Actor, district: District, at: datetime
) -> None:
    made = opened(handler, district.market, at)
    said(made, "增加无障碍车位。", at)
    with pytest.raises(Refused, match="届满后才能公布"):
        consulting.publish_answers(actor=handler, consultation=made, summary="已采纳", at=at)
    with pytest.raises(Refused, match="还有 1 条意见没有答复"):
        consulting.publish_answers(actor=handler, consultation=made, summary="已采纳", at=over(made))
    assert answered(handler, made, {1: ADOPTED}).state == State.ANSWERED
    with pytest.raises(Refused, match="用更正"):
        consulting.publish_answers(actor=handler, consultation=made, summary="再来", at=over(made))
    consulting.correct_summary(
        actor=handler, consultation=made, summary="共收到一条。", reason="补上条数", at=over(made)
    )
    assert [step.text for step in made.steps.exclude(text="")] == ["共收到意见，合理的已经采纳。", "共收到一条。"]


def test_withdrawal_says_why_and_stays_to_be_seen(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    consulting.withdraw(actor=handler, consultation=made, reason="上级已有规定", at=at)
    assert (fresh(made.pk).state, fresh(made.pk).why_withdrawn) == (State.WITHDRAWN, "上级已有规定")


def test_strangers_may_not(other_handler: Actor, handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    with pytest.raises(NotAllowed):
        consulting.extend(actor=other_handler, consultation=made, closes_on=date(2026, 5, 1), reason="延长", at=at)
    with pytest.raises(NotAllowed):
        consulting.make(actor=other_handler, organization=district.market, plan=plan(), at=at)


def test_numbers_run_within_a_year(handler: Actor, district: District, at: datetime) -> None:
    made = [prepared(handler, district.market, at).number for _ in range(2)]
    later = prepared(handler, district.market, at + timedelta(days=365)).number
    assert (made, later) == (["征2026-001", "征2026-002"], "征2027-001")


def test_history_cannot_be_edited(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    said(made, "增加无障碍车位。", at)
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        ConsultationStep.objects.filter(consultation=made).update(reason="另一个")
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        made.opinions.update(text="没有意见。")
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        made.opinions.get().steps.all()._raw_delete("default")
