"""An application that was merged into another: open until that one ends, and told what came of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from fazhi.cases.taking import Given, take
from fazhi.government.actors import Actor
from fazhi.intake import accepting, handling, seen, speaking
from fazhi.intake.models import Application, MessageKind, State
from fazhi.intake.refusals import Refused
from tests.intake.office import CITIZEN, OTHER, HandIn
from tests.intake.office import example_form as example_form
from tests.intake.office import hand_in as hand_in

Merge = Callable[[dict[str, str]], tuple[Application, Application]]


def again(application: Application) -> Application:
    """As pages read it."""
    rows = Application.objects.select_related("organization", "case__organization", "merged_into__case__organization")
    return rows.get(pk=application.pk)


@pytest.fixture
def merge(hand_in: HandIn, handler: Actor, at: datetime) -> Merge:
    """An application with its case, and another person's that was merged into it."""

    def make(who: dict[str, str]) -> tuple[Application, Application]:
        first, second = hand_in(), hand_in(who=who)
        values = {"received_on": at.date(), "confirmed_on": at.date()}
        accepting.accept(actor=handler, application_id=first.pk, given=Given("register", at.date(), data=values), at=at)
        handling.merge(actor=handler, application_id=second.pk, into_id=first.pk, at=at)
        return again(first), again(second)

    return make


def answer(first: Application, handler: Actor, at: datetime) -> None:
    """Answers in the case."""
    assert first.case is not None
    data = {"provide_form": "as_wanted", "provide_detail": "已经寄出。"}
    given = Given("reply", at.date(), result="granted", data=data)
    take(actor=handler, case_id=first.case.pk, given=given, at=at)


def test_merged_one_is_open_while_the_other_is(merge: Merge, at: datetime) -> None:
    _, second = merge(OTHER)
    shown = seen.seen(second, at=at)
    assert (shown.is_closed, shown.may.urge, shown.may.supplement, shown.may.rate) == (False, True, True, False)
    assert shown.may.withdraw is False
    with pytest.raises(Refused, match="不能再撤回"):
        speaking.withdraw(application_id=second.pk, at=at)
    speaking.supplement(application_id=second.pk, text="还有一份。", at=at + timedelta(minutes=1))
    assert again(second).attention == MessageKind.SUPPLEMENT


def test_what_a_merged_one_sends_goes_into_the_case_and_takes_no_step(
    merge: Merge, handler: Actor, at: datetime
) -> None:
    first, second = merge(OTHER)
    speaking.supplement(application_id=second.pk, text="还有一份。", at=at)
    assert accepting.step_for(again(second), at=at) is None
    accepting.attach_to_case(actor=handler, application_id=second.pk, at=at)
    assert first.case is not None
    assert (again(second).attention, first.case.attachments.count()) == ("", 1)


@pytest.mark.parametrize(("who", "reads"), [(CITIZEN, True), (OTHER, False)])
def test_answer_of_the_case_is_read_by_the_same_telephone_alone(
    merge: Merge, handler: Actor, at: datetime, who: dict[str, str], reads: bool
) -> None:
    first, second = merge(who)
    answer(first, handler, at)
    shown = seen.seen(again(second), at=at)
    assert any(each.facts for each in shown.answers) is reads


def test_others_are_told_by_the_clerk(merge: Merge, handler: Actor, at: datetime) -> None:
    first, second = merge(OTHER)
    answer(first, handler, at)
    told = handling.tell_merged(actor=handler, application_id=first.pk, text="名单已经公开。", at=at)
    shown = seen.seen(again(second), at=at)
    assert (told, shown.answers[0].text) == (1, "名单已经公开。")
    with pytest.raises(Refused, match="没有并入"):
        handling.tell_merged(actor=handler, application_id=second.pk, text="名单已经公开。", at=at)


def test_merged_one_ends_with_a_direct_answer_and_is_rated(hand_in: HandIn, handler: Actor, at: datetime) -> None:
    first, second = hand_in(), hand_in(who=OTHER)
    handling.merge(actor=handler, application_id=second.pk, into_id=first.pk, at=at)
    handling.answer(
        actor=handler, application_id=first.pk, text="已经公开。", remedies="可以复议。", merged=True, at=at
    )
    shown = seen.seen(again(second), at=at)
    assert (shown.is_closed, shown.may.rate, shown.answers[0].text) == (True, True, "已经公开。")
    assert again(second).state == State.MERGED
