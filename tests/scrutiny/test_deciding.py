"""What a person decides of a number is kept, judged anew, and remembered for the same wording."""

from collections.abc import Callable
from datetime import datetime

import pytest

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.scrutiny import deciding, drafts
from fazhi.scrutiny.models import Draft, StatedFigure, Wording
from fazhi.scrutiny.refusals import Refused
from fazhi.scrutiny.verdicts import Verdict

Receive = Callable[..., Draft]


def plans(draft: Draft) -> StatedFigure:
    return next(each for each in draft.figures.all() if "方案" in each.what)


def test_assigned_figure_is_compared(receive: Receive, coordinator: Actor, at: datetime) -> None:
    stated = deciding.assign(
        actor=coordinator, stated=plans(receive()), figure="problems_registered", remember=False, at=at
    )
    assert (stated.verdict, stated.recorded_text, stated.decided_by) == (Verdict.DIFFERS, "3个", coordinator.person)
    assert not Wording.objects.exists()


def test_remembered_wording_is_matched_next_time(receive: Receive, coordinator: Actor, at: datetime) -> None:
    deciding.assign(actor=coordinator, stated=plans(receive()), figure="problems_registered", remember=True, at=at)
    again = plans(receive())
    assert (again.figure, again.verdict, again.decided_by) == ("problems_registered", Verdict.DIFFERS, None)


def test_left_wording_is_left_next_time(receive: Receive, coordinator: Actor, at: datetime) -> None:
    stated = deciding.leave(actor=coordinator, stated=plans(receive()), remember=True, at=at)
    assert stated.verdict == Verdict.LEFT
    assert plans(receive()).verdict == Verdict.LEFT


def test_decision_outlives_a_recheck(receive: Receive, coordinator: Actor, at: datetime) -> None:
    draft = receive()
    deciding.assign(actor=coordinator, stated=plans(draft), figure="problems_registered", remember=False, at=at)
    drafts.recheck(actor=coordinator, draft=draft, at=at)
    assert (plans(draft).figure, plans(draft).decided_by) == ("problems_registered", coordinator.person)


def test_reopened_decision_is_forgotten(receive: Receive, coordinator: Actor, at: datetime) -> None:
    stated = deciding.leave(actor=coordinator, stated=plans(receive()), remember=True, at=at)
    stated = deciding.reopen(actor=coordinator, stated=stated, at=at)
    assert (stated.verdict, stated.decided_by) == (Verdict.UNBACKED, None)
    assert not Wording.objects.exists()


def test_unknown_figure_is_refused(receive: Receive, coordinator: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="请选择一个数据"):
        deciding.assign(actor=coordinator, stated=plans(receive()), figure="no_such", remember=True, at=at)


def test_stranger_decides_nothing(receive: Receive, other_head: Actor, at: datetime) -> None:
    with pytest.raises(NotAllowed):
        deciding.leave(actor=other_head, stated=plans(receive()), remember=True, at=at)
