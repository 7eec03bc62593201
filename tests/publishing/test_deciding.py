"""What a fold of acts makes public, without a database: rounds, results that decide against it, days and ends."""

from datetime import date
from typing import Any

from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState, fold
from fazhi.procedures.language.library import library
from fazhi.publishing.deciding import Course, Due, publications, removes_on

Act = tuple[str, dict[str, Any]]
FIRST = date(2026, 3, 2)


def course(procedure: str, *acts: Act, **parameters: Any) -> Course:
    """A case whose acts follow each other, one on each day of March from the second."""
    definition = library().editions(procedure)[-1]
    done = [
        (Event(seq, *step.partition(".")[::2], 0, "7", FIRST.replace(day=seq + 1)), data)
        for seq, (step, data) in enumerate(acts, 1)
    ]

    def before(seq: int) -> CaseState:
        return fold(definition, [each for each in done if each[0].seq < seq])

    return Course(fold(definition, done), Context(date(2026, 4, 30), parameters), before, number="清和政复〔2026〕1号")


def step(name: str, **data: Any) -> Act:
    return name, data


def decided(result: str = "", **data: Any) -> tuple[Act, ...]:
    """A reconsideration decided and served on two people; ``result`` of the step that publishes."""
    facts = {"decision_text": "维持对木子雨的处罚", "applicant": {"kind": "person", "name": "木子雨"}}
    acts = (step("decide", **facts), step("serve"), step("serve"))
    return (*acts, step(f"publish_decision.{result}", **data)) if result else acts


def test_a_decision_served_on_two_is_published_once_and_names_nobody() -> None:
    found = publications(course("administrative_reconsideration", *decided()))
    assert [(each.publication, each.seq, each.published_on) for each in found] == [("decision", 2, None)]
    assert [(each["name"], each["text"]) for each in found[0].fields] == [("decision_text", "维持对木某某的处罚")]
    assert found[0].title == "行政复议决定书公开：清和政复〔2026〕1号"


def test_a_result_that_decides_against_it_holds_it_back_with_reason_and_article() -> None:
    acts = decided("withheld", not_published_why="涉及未成年人")
    (found,) = publications(course("administrative_reconsideration", *acts))
    assert (found.withheld, found.withheld_ground, found.published_on) == (
        "涉及未成年人",
        "《行政复议法》第七十九条第一款",
        None,
    )
    (found,) = publications(course("administrative_reconsideration", *decided("published")))
    assert (found.withheld, found.published_on) == (None, date(2026, 3, 5))


def penalty(**facts: Any) -> Act:
    return step("decide.penalty", social_impact=True, party={"kind": "other", "name": "某合作社"}, **facts)


def test_the_last_day_is_that_of_the_clock_with_the_district_s_own_number() -> None:
    def due_on(**parameters: Any) -> date | None:
        (found,) = publications(course("administrative_penalty", penalty(), **parameters))
        return found.due_on

    assert (due_on(), due_on(publish_within="7 working days")) == (date(2026, 3, 30), date(2026, 3, 11))


def test_without_the_condition_nothing_is_due() -> None:
    assert publications(course("administrative_penalty", step("decide.penalty", social_impact=False))) == ()
    assert publications(course("administrative_penalty", step("decide.penalty"))) == ()


def test_what_later_acts_say_is_not_what_was_published() -> None:
    first = (penalty(fine="2000.00"), step("publish_decision"))
    later = (*first, step("end_remedy.changed", fine="1500.00"))

    def fine(found: tuple[Due, ...]) -> list[str]:
        return [each["text"] for each in found[0].fields if each["name"] == "fine"]

    assert [fine(publications(course("administrative_penalty", *acts))) for acts in (first, later)] == [["2000元"]] * 2


def test_the_withdrawing_step_takes_it_down() -> None:
    acts = (penalty(), step("publish_decision"), step("withdraw_publication", withdrawal_note="决定已经撤销"))
    (found,) = publications(course("administrative_penalty", *acts))
    assert (found.withdrawn_on, found.withdrawn_said) == (date(2026, 3, 4), "决定已经撤销")


def test_it_is_public_as_long_as_the_district_has_set() -> None:
    made = course("administrative_penalty", penalty())
    state, context = made.state, made.context
    assert removes_on(state, context, "decision", FIRST) is None
    set_to = Context(context.today, {"publish_period": "3 months"})
    assert removes_on(state, set_to, "decision", FIRST) == date(2026, 6, 2)
