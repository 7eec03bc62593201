"""Repeats are found by text, person and place, with few false alarms, and quickly among many."""

from datetime import datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.intake import duplicates, likeness
from fazhi.intake.rules import rules
from tests.intake.office import OTHER, HandIn, example_form, hand_in

__all__ = ["example_form", "hand_in"]
NIGHT = "东街幸福路口夜市每晚十二点还在营业，油烟和噪音都很大，老人孩子睡不着觉，已经一个多月了。"
NIGHT_AGAIN = "幸福路口的夜市每晚十二点以后还在营业，噪音和油烟很大，家里老人和孩子都睡不着。"
LAMP = "小区东门外的路灯坏了三个多月，晚上很黑，昨天有老人摔倒，请派人来修。"


def test_of_gives_as_many_digests_for_a_text_whatever_its_length() -> None:
    assert [len(likeness.of(text)) for text in (NIGHT, NIGHT * 20, "您好", "")] == [32, 32, 0, 0]


def test_shared_tells_a_rewording_from_another_matter() -> None:
    night, again, lamp = (likeness.of(each) for each in (NIGHT, NIGHT_AGAIN, LAMP))
    assert likeness.shared(night, night) == 1.0
    assert likeness.shared(night, again) > 0.35
    assert likeness.shared(night, lamp) < 0.08


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="东街幸福路口夜市油烟噪音老人孩子一二三四五", min_size=12, max_size=80))
def test_courtesies_and_punctuation_change_nothing(text: str) -> None:
    polite = "您好！" + "，".join(text[at : at + 7] for at in range(0, len(text), 7)) + "。请尽快处理，谢谢！"
    assert likeness.shared(likeness.of(text), likeness.of(polite)) in (0.0, 1.0)
    assert likeness.of(text) == likeness.of(polite)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("清和区东街12号", "东街 12 号", True),
        ("某某市清和区东街１２号", "清和区东街12号", True),
        ("幸福小区3栋", "3栋", False),
        ("幸福超市门口", "门口", False),
    ],
)
def test_place_is_the_same_however_it_is_written(one: str, other: str, same: bool) -> None:
    assert likeness.same_place(likeness.of("", one), likeness.of("", other)) is same


def test_similar_says_why(hand_in: HandIn) -> None:
    earlier = hand_in(days_ago=3, wanted=NIGHT, place="幸福路口")
    stranger = hand_in(days_ago=2, wanted=NIGHT_AGAIN, who=OTHER, place="清和区幸福路口")
    hand_in(days_ago=1, wanted=LAMP, place="小区东门")
    found = duplicates.similar(hand_in(wanted=NIGHT, place="幸福路口"))
    assert [each.application for each in found] == [earlier, stranger]
    assert found[0].why == "同一申请人、同一地点、内容相同"
    assert (found[0].certain, found[1].same_person, found[1].same_place) == (True, False, True)


def test_later_ones_and_those_of_long_ago_are_not_repeats(hand_in: HandIn, at: datetime) -> None:
    hand_in(days_ago=rules().repeats.days + 2)
    first = hand_in(days_ago=1)
    hand_in()
    assert duplicates.similar(first) == []


def test_serial_counts_one_applicant_in_the_time_of_the_rules(hand_in: HandIn) -> None:
    wanted = [f"第{number}份文件的全部附件" for number in "一二三四五六"]
    hand_in(days_ago=40, wanted="很久以前的文件")
    made = [hand_in(days_ago=9 - number, wanted=each) for number, each in enumerate(wanted)]
    hand_in(who=OTHER)
    assert [duplicates.serial(each).count for each in made] == [1, 2, 3, 4, 5, 6]
    assert [duplicates.serial(each).many for each in made] == [False, False, False, False, True, True]


def test_similar_asks_the_same_questions_whatever_is_there(hand_in: HandIn, django_assert_num_queries: object) -> None:
    last = hand_in(wanted=NIGHT)
    with django_assert_num_queries(2):  # type: ignore[operator]  # a fixture of pytest-django
        duplicates.similar(last)
    for _ in range(3):
        hand_in(days_ago=1, wanted=NIGHT)
    with django_assert_num_queries(2):  # type: ignore[operator]
        duplicates.similar(last)
