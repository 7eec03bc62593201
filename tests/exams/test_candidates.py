"""Lists of candidates: read line by line, admitted by the exam's conditions, enrolled by those who may."""

from collections.abc import Callable
from datetime import datetime

import pytest

from fazhi.exams import candidates, exams
from fazhi.exams.candidates import Nominee
from fazhi.exams.models import Purpose, Staffing
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.government.roles import Role
from tests.conftest import District
from tests.exams.papers import draft, enrol, fill, open_exam, sit

pytestmark = pytest.mark.django_db


def test_list_is_matched_to_accounts_of_the_unit(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    exam = draft(coordinator, district.justice, at, purpose=Purpose.PRE_APPOINTMENT)
    text = "程班\t区市场监管局\t区市场监督管理局副局长\n\n王生，清和区城市管理局，三级调研员\n"
    nominees = candidates.nominees_in(exam=exam, text=text, on=at.date())
    assert nominees == [
        Nominee("程班", district.market, handler.person, intended_post="区市场监督管理局副局长"),
        Nominee("王生", district.urban, None, intended_post="三级调研员"),
    ]


def test_list_names_every_line_that_cannot_be_read(
    coordinator: Actor, handler: Actor, district: District, at: datetime, join: Callable[..., Actor]
) -> None:
    join("cheng.ban2", "程班", district.market, Role.HANDLER)
    exam = draft(coordinator, district.justice, at)
    text = "李四\n赵五,没有的局\n程班,区市场监管局\n程班 x.y,市场监管局"
    with pytest.raises(Refused) as refused:
        candidates.nominees_in(exam=exam, text=text, on=at.date())
    assert refused.value.say.splitlines() == [
        "第 1 行：请写明姓名和单位，用逗号或制表符隔开。",
        "第 2 行：没有单位“没有的局”，请用单位的全称、简称或别名。",
        "第 3 行：“区市场监管局”有 2 名“程班”，请在姓名后空一格写登录名。",
        "第 4 行：“区市场监管局”没有登录名为“x.y”的人员。",
    ]
    [found] = candidates.nominees_in(exam=exam, text="程班 cheng.ban,市场监管局", on=at.date())
    assert found.person == handler.person


def test_enrol_admits_by_the_conditions_and_says_who_is_not(
    coordinator: Actor, handler: Actor, head: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    exam = draft(coordinator, district.justice, at, staffed_only=True, units=[district.market])
    people = [
        Nominee("程班", district.market, handler.person, Staffing.INSTITUTION),
        Nominee("傅泽", district.market, head.person),
        Nominee("临聘", district.market, None, Staffing.NONE),
        Nominee("程静", district.urban, other_handler.person, Staffing.CIVIL),
        Nominee("程班", district.market, handler.person, Staffing.CIVIL),
    ]
    done = candidates.enrol(actor=coordinator, exam=exam, nominees=people, at=at)
    assert (done.added, done.known) == (1, ("程班",))
    assert done.refused == (
        "傅泽（区市场监管局）：没有编制信息，本场考试仅限在编人员，请选择编制后再录入",
        "临聘（区市场监管局）：无编制，本场考试仅限在编人员",
        "程静（区城管局）：单位不在本场考试的参考单位之内",
    )


def test_pre_appointment_needs_the_intended_post(coordinator: Actor, district: District, at: datetime) -> None:
    exam = draft(coordinator, district.justice, at, purpose=Purpose.PRE_APPOINTMENT)
    people = [Nominee("王生", district.urban), Nominee("李生", district.urban, intended_post="副局长")]
    done = candidates.enrol(actor=coordinator, exam=exam, nominees=people, at=at)
    assert (done.added, done.refused) == (1, ("王生（区城管局）：没有填写拟任职务",))


def test_unit_admin_enrols_the_own_people_into_an_exam_of_the_area(
    coordinator: Actor, unit_admin: Actor, handler: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [other_handler], at)
    mine = Nominee("程班", district.market, handler.person)
    assert candidates.enrol(actor=unit_admin, exam=exam, nominees=[mine], at=at).added == 1
    with pytest.raises(NotAllowed):
        candidates.enrol(actor=unit_admin, exam=exam, nominees=[Nominee("甲", district.urban)], at=at)
    with pytest.raises(Refused, match="已结束"):
        candidates.enrol(actor=unit_admin, exam=exam, nominees=[mine], at=exam.closes_at)


def test_outsider_enrols_nobody(outsider: Actor, coordinator: Actor, district: District, at: datetime) -> None:
    exam = draft(coordinator, district.justice, at)
    with pytest.raises(NotAllowed):
        candidates.enrol(actor=outsider, exam=exam, nominees=[Nominee("甲", district.urban)], at=at)


def test_members_of_a_unit_are_everybody_below_it_once(
    handler: Actor, head: Actor, unit_admin: Actor, other_handler: Actor, district: District, at: datetime
) -> None:
    found = candidates.members_of(units=[district.market, district.market], on=at.date())
    assert [each.person for each in found] == [handler.person, head.person, unit_admin.person]
    everybody = candidates.members_of(units=[district.government], on=at.date())
    assert len(everybody) == len({each.person for each in everybody}) == 4


def test_remove_is_for_those_who_have_not_sat(
    coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler, head], at)
    sit(handler, exam, at)
    with pytest.raises(Refused, match="已参加考试"):
        candidates.remove(actor=coordinator, candidate=exam.candidates.get(person=handler.person), at=at)
    candidates.remove(actor=coordinator, candidate=exam.candidates.get(person=head.person), at=at)
    assert list(exam.candidates.values_list("name", flat=True)) == ["程班"]


def test_list_of_a_cancelled_exam_stands(
    coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    fill(district, at=at)
    exam = open_exam(coordinator, district.justice, [handler], at)
    exams.cancel(actor=coordinator, exam=exam, why="停", at=at)
    with pytest.raises(Refused, match="不能再改名单"):
        enrol(coordinator, exam, [head], at)
