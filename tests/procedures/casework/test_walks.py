"""The engine on an invented procedure that has one of everything."""

from collections.abc import Callable
from datetime import date

from fazhi.procedures.casework.clocks import ClockState
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.correcting import Correction, corrected
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.offering import options
from fazhi.procedures.casework.requests import Code
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.library import library
from tests.procedures.casework.conftest import ALL, Walk

TODAY = date(2026, 12, 31)
APPLICATION = {"applicant": {"kind": "person", "name": "木某"}, "girth": 30, "received_on": "2026-03-02"}
TWO = [{"name": "甲"}, {"name": "乙"}]


def begun(walk: Callable[..., Walk], **changes: object) -> Walk:
    case = walk().take("apply", "2026-03-02", **(APPLICATION | changes))
    return case.take("accept", "2026-03-03")


def test_only_the_opening_step_can_begin(walk: Callable[..., Walk]) -> None:
    assert walk().codes("accept", "2026-03-02") == [Code.NOT_OPENED]


def test_a_step_waits_for_the_one_before(walk: Callable[..., Walk]) -> None:
    case = walk().take("apply", "2026-03-02", **APPLICATION)
    assert case.says("look", "2026-03-02", officers=TWO) == "须先办理“受理”，才能办理“察看”。"


def test_what_was_done_once_is_not_done_again(walk: Callable[..., Walk]) -> None:
    assert begun(walk).codes("accept", "2026-03-04") == [Code.ALREADY_DONE]


def test_an_invalid_rule_refuses_and_a_defect_is_found(walk: Callable[..., Walk]) -> None:
    case = begun(walk, girth=500)
    assert case.says("look", "2026-03-04", officers=[{"name": "甲"}]) == "察看不得少于两人。"
    case.take("look", "2026-03-04", officers=TWO)
    assert [(each.breach.value, each.say) for each in case.findings] == [("defect", "胸径少见，请核对。")]


def test_a_requirement_holds_only_in_its_cases(walk: Callable[..., Walk]) -> None:
    small = begun(walk).take("look", "2026-03-04", officers=TWO).take("tell", "2026-03-05")
    assert small.codes("decide.refused", "2026-03-20") == []
    large = begun(walk, girth=80).take("look", "2026-03-04", officers=TWO).take("tell", "2026-03-05")
    assert large.says("decide.refused", "2026-03-20") == "大树未经审核通过，不得决定。"
    large.take("review.passed", "2026-03-06", by="丙")
    assert large.codes("decide.refused", "2026-03-20") == []


def test_a_step_that_does_not_apply_is_refused(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("look", "2026-03-04", officers=TWO)
    assert case.codes("review.passed", "2026-03-05", by="丙") == [Code.NOT_APPLICABLE]


def test_who_looked_does_not_review(walk: Callable[..., Walk]) -> None:
    case = begun(walk, girth=80).take("look", "2026-03-04", by="甲", officers=TWO)
    assert case.codes("review.passed", "2026-03-05", by="甲") == [Code.SEPARATION]
    assert case.says("review.passed", "2026-03-05", by="甲") == "您办理过“察看”，不能再办理“审核”，须由他人办理。"


def test_a_returned_review_has_the_step_done_again(walk: Callable[..., Walk]) -> None:
    case = begun(walk, girth=80).take("look", "2026-03-04", officers=TWO).take("review.returned", "2026-03-05", by="丙")
    assert case.codes("tell", "2026-03-06") == [Code.ORDER]
    case.take("look", "2026-03-06", officers=TWO)
    assert case.codes("review.passed", "2026-03-07", by="丙") == []


def test_a_barred_person_takes_no_further_step(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("recuse", "2026-03-04", away=[{"id": "7", "name": "庚"}])
    assert case.codes("ask", "2026-03-05", by="7") == [Code.BARRED]
    assert case.codes("ask", "2026-03-05", by="8") == []


def test_roles_are_looked_at_also_for_people_outside(walk: Callable[..., Walk]) -> None:
    case = begun(walk)
    assert case.codes("suspend", "2026-03-05", roles=frozenset({"handler"})) == [Code.ACTOR]
    assert case.codes("withdraw", "2026-03-05", roles=frozenset({"handler"})) == []
    assert case.codes("withdraw", "2026-03-05", roles=frozenset({"head"})) == [Code.ACTOR]


def test_a_suspended_case_stands_still(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("suspend", "2026-03-10")
    assert case.says("look", "2026-03-11", officers=TWO) == "案件正处于中止期间，恢复之前不能办理“察看”。"
    assert case.clock("decision").due_on is None
    case.take("resume", "2026-03-20")
    # 20 days from 3 March end on 23 March; 11 to 19 March do not count.
    assert case.clock("decision").due_on == date(2026, 4, 1)


def test_an_interval_that_ends_with_its_day_takes_that_day_out(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("ask", "2026-03-10").take("answer", "2026-03-12")
    assert case.clock("decision").due_on == date(2026, 3, 25)


def test_a_window_holds_the_decision_until_it_is_over(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("look", "2026-03-04", officers=TWO).take("tell", "2026-03-05")
    assert (
        case.says("decide.refused", "2026-03-12") == "“听证申请期”到2026年3月12日才届满，届满前不能办理“决定·不准予”。"
    )
    assert case.codes("decide.refused", "2026-03-13") == []
    assert case.clock("hearing").state(date(2026, 3, 13)) is ClockState.LAPSED


def test_a_window_that_is_waived_or_used_holds_no_longer(walk: Callable[..., Walk]) -> None:
    for step in ("waive", "hear"):
        case = begun(walk).take("look", "2026-03-04", officers=TWO).take("tell", "2026-03-05").take(step, "2026-03-06")
        assert case.codes("decide.refused", "2026-03-06") == []


def test_an_extension_is_capped_in_length_and_number(walk: Callable[..., Walk]) -> None:
    case = begun(walk)
    assert case.says("extend", "2026-03-10", more="11 days") == "“办理期限”延长的期限合计不得超过10个自然日。"
    case.take("extend", "2026-03-10", more="10 days")
    assert case.clock("decision").due_on == date(2026, 4, 2)
    assert case.says("extend", "2026-03-11", more="1 day").startswith("“办理期限”已延长1次，依法最多延长1次。")


def test_a_second_extension_is_refused_with_the_article_of_the_limit() -> None:
    state = CaseState(library().edition("disclosure_on_request", TODAY))
    for seq, step in enumerate(("register", "extend"), 1):
        state = state.taken(Event(seq, step, "", 0, "甲", date(2026, 3, 2)), {})
    asked = options(state, Context(TODAY, {}), by="甲", roles=ALL, on=TODAY)
    [extend] = [each for each in asked if each.name == "extend"]
    assert [(each.code, each.articles) for each in extend.reasons] == [(Code.ALREADY_DONE, ("政府信息公开条例#33.2",))]


def test_a_late_decision_is_taken_and_found(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("look", "2026-03-04", officers=TWO).take("tell", "2026-03-05")
    case.take("decide.refused", "2026-03-24")
    assert [(each.rule, each.breach.value) for each in case.findings] == [("time_limits.decision", "late")]
    assert case.clock("decision").state(TODAY) is ClockState.LATE


def test_a_decision_whose_limit_has_passed_is_overdue_until_taken(walk: Callable[..., Walk]) -> None:
    clock = begun(walk).clock("decision")
    assert [clock.state(date(2026, 3, day)) for day in (23, 24)] == [ClockState.RUNNING, ClockState.OVERDUE]


def test_what_the_law_takes_as_done_opens_the_way(walk: Callable[..., Walk]) -> None:
    case = walk(today=date(2026, 3, 10)).take("apply", "2026-03-02", **APPLICATION).settle()
    accepted = case.state.found("accept")[0]
    assert (accepted.on, accepted.deemed) == (date(2026, 3, 9), True)
    early = walk(today=date(2026, 3, 9)).take("apply", "2026-03-02", **APPLICATION).settle()
    assert not early.state.done("accept")


def test_a_limit_counts_from_the_date_that_the_step_collects(walk: Callable[..., Walk]) -> None:
    case = walk().take("apply", "2026-03-02", **(APPLICATION | {"received_on": "2026-03-04"}))
    assert case.clock("acceptance").due_on == date(2026, 3, 11)


def test_a_limit_without_a_length_does_not_run_until_it_is_set(walk: Callable[..., Walk]) -> None:
    case = begun(walk)
    assert case.clock("looking").state(TODAY) is ClockState.UNSET
    case.parameters["look_within"] = "3 days"
    assert case.clock("looking").due_on == date(2026, 3, 6)


def test_threads_have_steps_clocks_and_ends_of_their_own(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("tie", "2026-03-04", tag="一").take("tie", "2026-03-06", tag="二")
    assert [clock.due_on for clock in case.clocks("rope")] == [date(2026, 3, 14), date(2026, 3, 16)]
    assert case.codes("untie", "2026-03-07") == [Code.THREAD]
    case.take("untie", "2026-03-07", thread=1)
    assert case.codes("untie", "2026-03-08", thread=1) == [Code.THREAD]
    case.take("look", "2026-03-08", officers=TWO).take("tell", "2026-03-08")
    assert case.says("decide.refused", "2026-03-20") == "绳还没有解。"
    case.take("untie", "2026-03-09", thread=2)
    assert case.codes("decide.refused", "2026-03-20") == []


def test_a_closed_case_takes_nothing_more(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("withdraw", "2026-03-04")
    assert case.state.outcome == "withdrawn"
    assert case.codes("look", "2026-03-05", officers=TWO) == [Code.CASE_CLOSED]
    assert case.clock("decision").state(TODAY) is ClockState.ENDED


def test_results_must_be_named_and_known(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("look", "2026-03-04", officers=TWO).take("tell", "2026-03-05")
    assert case.codes("decide", "2026-03-20") == [Code.RESULT]
    assert case.codes("decide.maybe", "2026-03-20") == [Code.RESULT]
    assert case.codes("tell.yes", "2026-03-20") == [Code.RESULT]


def test_what_a_result_collects_is_asked_for_it_only(walk: Callable[..., Walk]) -> None:
    case = begun(walk).take("look", "2026-03-04", officers=TWO).take("tell", "2026-03-05")
    assert case.says("decide.granted", "2026-03-20") == "请填写“费用”。"
    assert case.says("decide.refused", "2026-03-20", fee="1.00") == "办理“决定”不填“费用”，请删去。"


def test_options_show_what_is_near_and_why_not(walk: Callable[..., Walk]) -> None:
    case = begun(walk, girth=80).take("look", "2026-03-04", officers=TWO).take("tell", "2026-03-05")
    found = {each.name: each for each in options(case.state, case.context, by="丙", roles=ALL, on=date(2026, 3, 20))}
    assert [name for name, each in found.items() if each.allowed] == [
        "recuse", "ask", "look", "tie", "review", "hear", "waive", "extend", "suspend", "withdraw",
    ]  # fmt: skip
    assert [reason.code for reason in found["decide"].reasons] == [Code.REQUIRED]
    assert found["decide"].near
    assert not found["accept"].near


def test_a_correction_moves_what_follows_from_it(walk: Callable[..., Walk]) -> None:
    case = begun(walk)
    acts = [(event, dict(APPLICATION) if event.step == "apply" else {}) for event in case.state.events]
    after: CaseState = corrected(case.definition, acts, [Correction(2, on=date(2026, 3, 5))])
    case.state = after
    assert case.clock("decision").due_on == date(2026, 3, 25)
