"""Follow-ups: numbering, the state machine, who may, what moves which node, and two at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from fazhi.files.store import keep
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.plans.followup import followups
from fazhi.plans.models import FollowUp, FollowUpEntry
from fazhi.plans.refusals import Refused
from tests.conftest import District
from tests.plans.supervision_cases import issued, planned


def met(followup: FollowUp) -> dict[str, bool]:
    return {node.key: node.met_at is not None for node in followup.nodes.filter(withdrawn_at=None)}


def kinds(followup: FollowUp) -> list[str]:
    return [entry.kind for entry in followup.entries.all()]


def fresh(followup: FollowUp) -> FollowUp:
    return FollowUp.objects.get(pk=followup.pk)


def test_issue_to_several_units_makes_one_each(coordinator: Actor, district: District, at: datetime) -> None:
    made = followups.issue(
        actor=coordinator,
        units=[district.market, district.urban, district.market],
        matter=" 整治占道经营。 ",
        source="区长批示",
        rule="13710",
        at=at,
    )
    assert [(each.number, each.unit, each.matter) for each in made] == [
        ("清督〔2026〕1号", district.market, "整治占道经营。"),
        ("清督〔2026〕2号", district.urban, "整治占道经营。"),
    ]
    assert [each.issuing_unit for each in made] == [district.justice] * 2
    assert kinds(made[0]) == ["issue"]
    assert met(made[0]) == {"respond": False, "feedback": False, "settle_ordinary": False, "close": False}


def test_numbers_begin_anew_each_year(coordinator: Actor, district: District, at: datetime) -> None:
    numbers = [
        issued(coordinator, district.market, moment).number
        for moment in (at, at + timedelta(days=1), at.replace(year=2027))
    ]
    assert numbers == ["清督〔2026〕1号", "清督〔2026〕2号", "清督〔2027〕1号"]


def test_issue_on_a_task_keeps_the_task(coordinator: Actor, district: District, at: datetime) -> None:
    task = planned(coordinator, at, district.market)
    assert issued(coordinator, district.market, at, task=task).task == task


@pytest.mark.parametrize(
    ("given", "field", "say"),
    [
        ({"matter": "  "}, "matter", "请写明督办事项。"),
        ({"source": ""}, "source", "请写明来源，例如会议、批示、检查或任务名称。"),
        ({"source": "长" * 201}, "source", "来源最多 200 字，现有 201 字，请把详情写入督办事项。"),
        ({"difficulty": "easy"}, "difficulty", "请选择一般事项或复杂事项。"),
    ],
)
def test_issue_refuses_what_is_missing(
    coordinator: Actor, district: District, at: datetime, given: dict[str, str], field: str, say: str
) -> None:
    with pytest.raises(Refused) as refused:
        issued(coordinator, district.market, at, **given)
    assert (refused.value.field, refused.value.say) == (field, say)
    assert FollowUp.objects.count() == 0


def test_issue_refuses_a_dissolved_unit(coordinator: Actor, district: District, at: datetime) -> None:
    district.urban.dissolved_on = at.date()
    district.urban.save()
    with pytest.raises(Refused, match="已撤销"):
        issued(coordinator, district.urban, at)


def test_issue_on_a_task_of_another_district_is_refused(
    coordinator: Actor, outsider: Actor, district: District, at: datetime
) -> None:
    task = planned(outsider, at, outsider.person.memberships.get().organization)
    with pytest.raises(Refused) as refused:
        issued(coordinator, district.market, at, task=task)
    assert (refused.value.field, refused.value.say) == ("units", "承办单位（和任务）须在同一辖区，请按辖区分别交办。")


def test_whole_course_meets_the_nodes_in_turn(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.respond(actor=handler, followup=followup, text="已安排专人。", at=at + timedelta(hours=1))
    assert met(followup) == {"respond": True, "feedback": False, "settle_ordinary": False, "close": False}
    followups.feedback(actor=handler, followup=followup, text="已完成排查。", at=at + timedelta(days=2))
    assert met(followup) == {"respond": True, "feedback": True, "settle_ordinary": False, "close": False}
    followups.settle(actor=handler, followup=followup, text="已整治到位。", at=at + timedelta(days=5))
    assert met(followup) == {"respond": True, "feedback": True, "settle_ordinary": True, "close": False}
    assert fresh(followup).state == FollowUp.State.SETTLED
    followups.close(actor=coordinator, followup=followup, text="现场核查属实。", at=at + timedelta(days=6))
    assert fresh(followup).state == FollowUp.State.CLOSED
    assert fresh(followup).closed_at == at + timedelta(days=6)
    assert met(followup) == {"respond": True, "feedback": True, "settle_ordinary": True, "close": True}
    assert kinds(followup) == ["issue", "respond", "feedback", "settle", "close"]


def test_entry_names_the_unit_it_was_written_for(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    entry = followups.respond(actor=handler, followup=followup, at=at)
    assert (entry.unit, entry.by) == (district.market, handler.person)
    assert followup.entries.get(kind="issue").unit == district.justice


def test_entry_keeps_its_files(coordinator: Actor, handler: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    kept = keep(name="台账.txt", data="一".encode(), jurisdiction=district.jurisdiction, by=handler.person, at=at)
    entry = followups.feedback(actor=handler, followup=followup, text="见附件。", files=[kept], at=at)
    assert list(entry.files.all()) == [kept]


def test_settling_at_once_meets_what_was_owed_before(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=followup, text="当日办结。", at=at)
    assert met(followup) == {"respond": True, "feedback": True, "settle_ordinary": True, "close": False}


def test_second_response_is_refused_and_says_what_to_use(
    coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.respond(actor=handler, followup=followup, at=at)
    with pytest.raises(Refused) as refused:
        followups.respond(actor=head, followup=followup, at=at)
    assert refused.value.say == "本单位已于2026年3月2日9时响应，无需重复。办理进展请用“反馈进展”。"


@pytest.mark.parametrize("verb", [followups.feedback, followups.settle])
def test_unit_must_write_something(
    verb: Callable[..., FollowUpEntry], coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    with pytest.raises(Refused) as refused:
        verb(actor=handler, followup=followup, text=" \n", at=at)
    assert refused.value.field == "text"
    assert kinds(followup) == ["issue"]


def test_closing_before_settling_is_refused(coordinator: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    with pytest.raises(Refused, match="尚未申请办结，不能销号"):
        followups.close(actor=coordinator, followup=followup, text="结论", at=at)


def test_closing_needs_a_conclusion_and_happens_once(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at)
    with pytest.raises(Refused, match="请写明销号结论"):
        followups.close(actor=coordinator, followup=followup, text="", at=at)
    followups.close(actor=coordinator, followup=followup, text="属实。", at=at)
    with pytest.raises(Refused, match="该事项已于2026年3月2日9时销号"):
        followups.close(actor=coordinator, followup=followup, text="再次", at=at)


@pytest.mark.parametrize(("close", "say"), [(False, "已申请办结，正等待销号"), (True, "已销号")])
@pytest.mark.parametrize("verb", [followups.respond, followups.feedback, followups.settle])
def test_nothing_is_taken_after_settling(
    verb: Callable[..., FollowUpEntry],
    close: bool,
    say: str,
    coordinator: Actor,
    handler: Actor,
    district: District,
    at: datetime,
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at)
    if close:
        followups.close(actor=coordinator, followup=followup, text="属实。", at=at)
    with pytest.raises(Refused, match=say):
        verb(actor=handler, followup=followup, text="补充", at=at)


def test_return_opens_the_matter_and_gives_the_waiting_days_back(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at + timedelta(days=2))
    followups.return_(actor=coordinator, followup=followup, text="材料不全。", at=at + timedelta(days=4, hours=3))
    settle = followup.nodes.get(key="settle_ordinary")
    assert fresh(followup).state == FollowUp.State.OPEN
    assert settle.met_at is None
    assert settle.must_by is not None
    assert settle.must_by.astimezone(at.tzinfo).date().isoformat() == "2026-03-12"
    assert settle.counted.endswith("；3月6日退回，待核3日不计，顺延至2026年3月12日24时止")
    followups.settle(actor=handler, followup=followup, text="已补齐。", at=at + timedelta(days=5))
    assert kinds(followup) == ["issue", "settle", "return", "settle"]


def test_return_of_an_open_matter_is_refused(coordinator: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    with pytest.raises(Refused, match="该事项办理中，只有已申请办结的事项才能退回"):
        followups.return_(actor=coordinator, followup=followup, text="退回", at=at)


def test_limit_counted_from_settling_starts_and_stops_with_it(
    coordinator: Actor, handler: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at, rule="regular")
    followups.settle(actor=handler, followup=followup, text="已办结。", at=at)
    close = followup.nodes.get(key="close")
    assert close.must_by is not None
    assert close.counted == "3月2日“三十日办结”完成，当日不计，10个自然日，至2026年3月12日24时止"
    followups.return_(actor=coordinator, followup=followup, text="不实。", at=at)
    close.refresh_from_db()
    assert (close.must_by, close.yellow_at, close.red_at) == (None, None, None)


def test_extend_moves_open_nodes_and_says_what_moved(coordinator: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    entry = followups.extend(actor=coordinator, followup=followup, text="涉及多部门。", at=at + timedelta(days=8))
    assert entry.text == (
        "涉及多部门。\n时限变动：“一般事项七日办结”（2026年3月9日24时止）不再计时；"
        "新设“复杂疑难事项一个月办结”，2026年4月2日24时止。"
    )
    assert fresh(followup).difficulty == FollowUp.Difficulty.HARD
    assert met(followup) == {"respond": False, "feedback": False, "settle_hard": False, "close": False}
    assert followup.nodes.get(key="settle_ordinary").withdrawn_at == at + timedelta(days=8)
    with pytest.raises(Refused, match="已经是复杂事项"):
        followups.extend(actor=coordinator, followup=followup, text="再转", at=at)


def test_extend_under_a_rule_without_difficulties_is_refused(
    coordinator: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at, rule="regular")
    with pytest.raises(Refused, match="“常规督办规则”不区分难易"):
        followups.extend(actor=coordinator, followup=followup, text="理由", at=at)
    assert fresh(followup).difficulty == FollowUp.Difficulty.ORDINARY


def test_rule_is_kept_as_it_was_on_the_day_of_issue(coordinator: Actor, district: District, at: datetime) -> None:
    followup = issued(coordinator, district.market, at)
    followup.terms["nodes"][0]["title"] = "旧版响应"
    followup.save()
    assert followups.terms_of(fresh(followup)).nodes[0].title == "旧版响应"


@pytest.mark.parametrize("who", ["handler", "other_head", "supervisor", "unit_admin", "system_admin", "outsider"])
def test_nobody_but_the_coordinator_issues(
    who: str, request: pytest.FixtureRequest, district: District, at: datetime
) -> None:
    with pytest.raises(NotAllowed):
        issued(request.getfixturevalue(who), district.market, at)


@pytest.mark.parametrize("who", ["coordinator", "other_handler", "supervisor", "unit_admin", "audit_admin", "outsider"])
@pytest.mark.parametrize("verb", [followups.respond, followups.feedback, followups.settle])
def test_nobody_but_the_unit_answers(
    who: str,
    verb: Callable[..., FollowUpEntry],
    request: pytest.FixtureRequest,
    coordinator: Actor,
    district: District,
    at: datetime,
) -> None:
    followup = issued(coordinator, district.market, at)
    with pytest.raises(NotAllowed):
        verb(actor=request.getfixturevalue(who), followup=followup, text="代为反馈", at=at)


@pytest.mark.parametrize("who", ["handler", "head", "supervisor", "outsider"])
@pytest.mark.parametrize("verb", [followups.return_, followups.extend, followups.close])
def test_nobody_but_the_coordinator_rules_on_a_matter(
    who: str,
    verb: Callable[..., FollowUpEntry],
    request: pytest.FixtureRequest,
    coordinator: Actor,
    district: District,
    at: datetime,
) -> None:
    followup = issued(coordinator, district.market, at)
    with pytest.raises(NotAllowed):
        verb(actor=request.getfixturevalue(who), followup=followup, text="处理", at=at)


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_many_issue_at_once(coordinator: Actor, district: District, at: datetime) -> None:
    def one(turn: int) -> str:
        try:
            if turn % 3 == 2:  # takes a number and gives it back
                with pytest.raises(ZeroDivisionError), transaction.atomic():
                    raise ZeroDivisionError(issued(coordinator, district.market, at).number)
                return ""
            return issued(coordinator, district.market, at).number
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=6) as pool:
        numbers = [number for number in pool.map(one, range(12)) if number]
    assert sorted(numbers) == sorted(f"清督〔2026〕{count}号" for count in range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_two_responses_at_once_leave_one(
    coordinator: Actor, handler: Actor, head: Actor, district: District, at: datetime
) -> None:
    followup = issued(coordinator, district.market, at)

    def answer(actor: Actor) -> bool:
        try:
            followups.respond(actor=actor, followup=followup, at=at)
        except Refused:
            return False
        else:
            return True
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=2) as pool:
        taken = list(pool.map(answer, [handler, head]))
    assert sorted(taken) == [False, True]
    assert kinds(followup) == ["issue", "respond"]
