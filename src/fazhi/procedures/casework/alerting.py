"""Which alerts 预警 stand in a case on a day, and the numbers that they show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fazhi.procedures.casework.context import Context, Parameters, judge_of
from fazhi.procedures.casework.facts import CaseAnswers, Facts, about_act
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.alerts import Alert


@dataclass(frozen=True)
class Standing:
    """An alert that stands: what was counted, and the threshold that it has reached; None where it names neither."""

    name: str
    alert: Alert
    counted: Any = None
    reached: Any = None


def standing(state: CaseState, context: Context) -> tuple[Standing, ...]:
    """The alerts of an open case on ``context.today``, in the order of the file; none once it is closed."""
    definition = state.definition
    if not definition.alerts or state.outcome or not state.events:
        return ()
    parameters = Parameters(definition, context.parameters, context.today)
    about = about_act(on=context.today, result="", attachments=0, opened_on=state.opened_on)
    facts, answers, judge = (
        Facts(state, parameters, act=about, thread=0, given={}),
        CaseAnswers(state),
        judge_of(definition),
    )
    return tuple(
        Standing(
            name,
            alert,
            counted=judge.ask(alert.counts, facts, answers, context.calendar) if alert.counts else None,
            reached=parameters[alert.reaches] if alert.reaches else None,
        )
        for name, alert in definition.alerts.items()
        if judge.ask(alert.when, facts, answers, context.calendar) is True
    )
