"""How applications 来件 are spoken of on pages: marks by day, what is new, the forms by name."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from fazhi.desk.cases.words import colour_until, days_left
from fazhi.desk.components import Mark
from fazhi.intake.models import Application, MessageKind, State
from fazhi.intake.reading import form_of
from fazhi.procedures.applications.library import forms

STATE_COLOURS = {
    State.RECEIVED: "blue", State.RETURNED: "yellow", State.ACCEPTED: "blue", State.ANSWERED: "green",
    State.DECLINED: "grey", State.MERGED: "grey", State.WITHDRAWN: "grey",
}  # fmt: skip
NEWS = {
    MessageKind.SUPPLEMENT: Mark("blue", "补充材料到了"),
    MessageKind.URGING: Mark("orange", "催办"),
    MessageKind.REOPENING: Mark("red", "不满意，要求重办"),
    MessageKind.WITHDRAWAL: Mark("yellow", "要求撤回"),
    MessageKind.RATING: Mark("blue", "新评价"),
}


def form_title(application: Application) -> str:
    """The title of its form; the key of one that the catalog no longer has."""
    form = form_of(application)
    return form.title if form else application.form


def form_choices() -> list[tuple[str, str]]:
    """Every form to choose from."""
    return [(each.id, each.title) for each in forms()]


def state_mark(application: Application) -> Mark:
    """Where it stands."""
    return Mark(STATE_COLOURS[State(application.state)], application.get_state_display())


def due_mark(application: Application, today: date) -> Mark:
    """How its day stands; where nothing is due, its state."""
    due = application.due_on
    if due is None:
        return state_mark(application)
    if application.state == State.RETURNED:
        return Mark("orange", "补正期已过") if due < today else Mark("yellow", "等申请人补正")
    return Mark(colour_until(due, today), days_left(due, today))


def news_mark(application: Application) -> Mark | None:
    """What the citizen did last that nobody has looked at."""
    return NEWS.get(MessageKind(application.attention)) if application.attention else None


def address_of(application: Application) -> str:
    """Its page."""
    return reverse("desk:intake:application", args=[application.pk])
