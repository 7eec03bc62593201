"""A case whose course is not given: the answers to a condition's questions are supposed, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fazhi.procedures.conditions.tree import Literal, to_text
from fazhi.procedures.conditions.unknown import Unknown


def undecided(key: str) -> Unknown:
    """What stands for a fact that is still to be decided, known by its key."""
    return Unknown(frozenset((key,)), undecided=True)


class FreeCase:
    """Answers questions from ``answers``, by the question's text (``done('notify')``); all others are undecided."""

    def __init__(self, answers: Mapping[str, Any] | None = None) -> None:
        self.answers: dict[str, Any] = dict(answers or {})

    def _ask(self, question: str, about: str) -> Any:
        key = f"{question}({to_text(Literal(about))})"
        return self.answers[key] if key in self.answers else undecided(key)

    def done(self, step: str, /) -> Any:
        return self._ask("done", step)

    def count(self, step: str, /) -> Any:
        return self._ask("count", step)

    def on(self, step: str, /) -> Any:
        return self._ask("on", step)

    def by(self, step: str, /) -> Any:
        return self._ask("by", step)

    def open(self, thread: str, /) -> Any:
        return self._ask("open", thread)


def consistent(answers: Mapping[str, Any]) -> bool:
    """Whether one case can give all these answers: a step is done as often as it has a count, a day and a person."""
    taken: dict[str, bool] = {}
    for key, value in answers.items():
        question, _, about = key.partition("(")
        step = about[1:-2]
        if question == "open":
            continue
        was = value is not None if question in ("on", "by") else value > 0 if question == "count" else value is True
        if taken.setdefault(step, was) != was:
            return False
    return not any(was and taken.get(step.partition(".")[0]) is False for step, was in taken.items())
