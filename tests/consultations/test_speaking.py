"""Saying an opinion: in time, once, masked, sealed; and answering it, alone or with its likes."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from fazhi.consultations import answering, speaking
from fazhi.consultations.models import Channel, Opinion, OpinionStepKind
from fazhi.consultations.reading import answered as readable
from fazhi.consultations.reading import counted
from fazhi.consultations.refusals import Refused
from fazhi.consultations.speaking import Heard, Voice
from fazhi.government.actors import Actor
from tests.conftest import District
from tests.consultations.townhall import ADOPTED, REJECTED, answered, fresh, opened, over, said

pytestmark = pytest.mark.django_db
LAST_EVENING = datetime.fromisoformat("2026-04-01T23:59:59+08:00")
MIDNIGHT = datetime.fromisoformat("2026-04-02T00:00:00+08:00")


def test_opinion_is_taken_until_the_end_of_the_last_day(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    assert said(made, "增加无障碍车位。", LAST_EVENING) == 1
    with pytest.raises(Refused, match="已于 2026-04-01 截止"):
        said(made, "还有一句。", MIDNIGHT)
    assert fresh(made.pk).said == 1


def test_opinion_sent_twice_is_kept_once(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    twice = [
        speaking.say(consultation_id=made.pk, voice=Voice("增加无障碍车位。"), at=at, key="k" * 20).seq
        for _ in range(2)
    ]
    assert (twice, Opinion.objects.count(), fresh(made.pk).said) == ([1, 1], 1, 1)


@pytest.mark.parametrize(
    ("voice", "field"),
    [
        (Voice(" "), "text"),
        (Voice("长" * 5_001), "text"),
        (Voice("好", category="nobody"), "category"),
        (Voice("好", phone="12345"), "phone"),
        (Voice("好", name="名" * 61), "name"),
    ],
)
def test_opinion_that_cannot_be_read_is_refused_at_its_field(
    handler: Actor, district: District, at: datetime, voice: Voice, field: str
) -> None:
    made = opened(handler, district.market, at)
    with pytest.raises(Refused) as refused:
        speaking.say(consultation_id=made.pk, voice=voice, at=at)
    assert refused.value.field == field


def test_name_is_asked_for_where_opinions_are_not_anonymous(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at, is_anonymous=False)
    with pytest.raises(Refused, match="需要留下姓名"):
        said(made, "好", at)
    assert said(made, "好", at, name="钱多多") == 1


def test_name_and_phone_are_sealed_at_rest_and_opened_on_record(
    handler: Actor, district: District, at: datetime
) -> None:
    made = opened(handler, district.market, at)
    said(made, "请给东街增加车位。", at, name="钱多多", phone="138 0013 8000")
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(o)::text FROM consultations_opinion o")
        row = cursor.fetchone()[0]
    assert "钱多多" not in row
    assert "13800138000" not in row
    opinion = made.opinions.get()
    assert answering.speaker(actor=handler, opinion=opinion, at=at) == {"name": "钱多多", "phone": "13800138000"}
    assert [step.kind for step in opinion.steps.all()] == [OpinionStepKind.RECEIVED, OpinionStepKind.OPENED]


def test_shown_text_hides_what_leads_to_a_person(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    said(made, "我叫钱多多，住3号楼2单元501室，电话13800138000，请增加车位。钱多多", at, name="钱多多")
    opinion = made.opinions.get()
    assert opinion.shown_text == "我叫钱**，住3号楼2单元**室，电话138****8000，请增加车位。钱**"
    assert "13800138000" in opinion.text


def test_letter_that_came_after_the_end_is_kept_and_marked_late(
    handler: Actor, district: District, at: datetime
) -> None:
    made = opened(handler, district.market, at)
    heard = [
        Heard(Voice("夜间优惠到七点。"), Channel.LETTER, date(2026, 4, 1)),
        Heard(Voice("多设充电桩。"), Channel.LETTER, date(2026, 4, 2)),
    ]
    kept = speaking.record(actor=handler, consultation=made, heard=heard, at=over(made))
    assert [(each.seq, each.is_late) for each in kept] == [(1, False), (2, True)]
    early = [Heard(Voice("早"), Channel.PHONE, date(2026, 3, 1))]
    with pytest.raises(Refused, match="早于公告日期"):
        speaking.record(actor=handler, consultation=made, heard=early, at=over(made))
    future = [Heard(Voice("晚"), Channel.PHONE, over(made).date() + timedelta(days=1))]
    with pytest.raises(Refused, match="不能晚于今天"):
        speaking.record(actor=handler, consultation=made, heard=future, at=over(made))


def test_answer_reaches_all_with_the_same_words(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    for text in ("反对收费！", "反对收费。", " 反对 收费", "支持。"):
        said(made, text, at)
    with pytest.raises(Refused, match="要写明理由"):
        answering.answer(actor=handler, consultation=made, seqs=[1], fate="rejected", reason=" ", at=at)
    with pytest.raises(Refused, match="先勾选"):
        answering.answer(actor=handler, consultation=made, seqs=[], fate="adopted", reason="", at=at)
    count = answering.answer(
        actor=handler, consultation=made, seqs=[1], fate="rejected", reason="另有规定", at=at, with_alike=True
    )
    assert count == 3
    assert list(made.opinions.order_by("seq").values_list("fate", flat=True)) == ["rejected"] * 3 + [""]
    answering.answer(actor=handler, consultation=made, seqs=[1], fate="adopted", reason="", at=at)
    assert [step.fate for step in made.opinions.get(seq=1).steps.all()] == ["", "rejected", "adopted"]


def test_everybody_reads_answers_only_once_they_are_published(handler: Actor, district: District, at: datetime) -> None:
    made = opened(handler, district.market, at)
    for text in ("增加无障碍车位。", "免费停车。", "骂人的话。"):
        said(made, text, at)
    hidden = made.opinions.get(seq=3)
    with pytest.raises(Refused, match="写明理由"):
        answering.mask(actor=handler, opinion=hidden, is_shown=False, shown_text="", why_hidden="", at=at)
    answering.mask(actor=handler, opinion=hidden, is_shown=False, shown_text="", why_hidden="与草案无关", at=at)
    answering.answer(actor=handler, consultation=made, seqs=[1], fate="adopted", reason="", at=at)
    assert readable(fresh(made.pk)).count() == 0
    done = answered(handler, made, {1: ADOPTED, 2: REJECTED, 3: REJECTED})
    assert [each.shown_text for each in readable(done)] == ["增加无障碍车位。", "免费停车。"]
    assert counted(done).fates == (
        ("adopted", "采纳", 1), ("partly", "部分采纳", 0), ("rejected", "未采纳", 2), ("explained", "解释说明", 0),
    )  # fmt: skip
    assert (counted(done).total, counted(done).hidden) == (3, 1)
