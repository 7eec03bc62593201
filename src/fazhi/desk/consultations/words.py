"""What pages call the states of consultations and opinions, and in which colours."""

from __future__ import annotations

from datetime import date

from fazhi.consultations.models import Consultation, Fate, Opinion, State
from fazhi.desk.components import Mark

TITLE = "征求意见"
LIST, PAGE, OPINIONS = "desk:consultations:home", "desk:consultations:consultation", "desk:consultations:opinions"
FATE_COLOURS = {
    "": "orange",
    Fate.ADOPTED.value: "green",
    Fate.PARTLY.value: "blue",
    Fate.REJECTED.value: "grey",
    Fate.EXPLAINED.value: "yellow",
}


def state_mark(consultation: Consultation, today: date) -> Mark:
    """Where it stands; what asks for work is coloured."""
    left = consultation.days_left(today)
    match consultation.state:
        case State.DRAFT:
            return Mark("yellow", "筹备中")
        case State.OPEN if left > 7:
            return Mark("green", f"征求中，还有 {left} 天")
        case State.OPEN if left > 0:
            return Mark("blue", f"征求中，还有 {left} 天")
        case State.OPEN if left == 0:
            return Mark("blue", "今天截止")
        case State.OPEN | State.CLOSED:
            return Mark("orange", "已截止，待公布采纳情况")
    return Mark("grey", consultation.get_state_display())


def fate_mark(opinion: Opinion) -> Mark:
    """What became of an opinion."""
    return Mark(FATE_COLOURS.get(opinion.fate, "grey"), opinion.get_fate_display() if opinion.fate else "待答复")
