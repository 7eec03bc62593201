"""An invented procedure that has one of everything, and a small notation for walking through it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fazhi.catalog.loading import load_yaml
from fazhi.procedures.casework.assessing import assess
from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.clocks import Clock, clocks_of, deemed
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.requests import Answer, Code, Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition

ALL = frozenset({"handler", "legal_reviewer", "head"})


@pytest.fixture(scope="session")
def definition() -> Definition:
    return load_yaml(Path(__file__).with_name("tree_felling.yaml"), Definition)


@dataclass
class Walk:
    """A case on its way. ``take`` refuses loudly; ``codes`` and ``says`` tell why something would be refused."""

    definition: Definition
    parameters: dict[str, Any] = field(default_factory=dict)
    today: date = date(2026, 12, 31)

    def __post_init__(self) -> None:
        self.state = CaseState(self.definition)
        self.findings: list[Any] = []

    @property
    def context(self) -> Context:
        return Context(self.today, self.parameters)

    def ask(
        self, step: str, on: str, *, by: str = "甲", roles: frozenset[str] = ALL, thread: int = 0, **data: Any
    ) -> tuple[Request, Answer]:
        name, _, result = step.partition(".")
        request = Request(
            name, by, roles, date.fromisoformat(on), result=result, thread=thread, data=data, attachments=0
        )
        return request, assess(self.state, request, self.context)

    def take(self, step: str, on: str, **rest: Any) -> "Walk":
        request, answer = self.ask(step, on, **rest)
        assert answer.reasons == ()
        self.findings += answer.findings
        seq = self.state.events[-1].seq + 1 if self.state.events else 1
        self.state = self.state.taken(next_event(self.state, request, seq=seq), request.data)
        return self

    def codes(self, step: str, on: str, **rest: Any) -> list[Code]:
        return [reason.code for reason in self.ask(step, on, **rest)[1].reasons]

    def says(self, step: str, on: str, **rest: Any) -> str:
        return "".join(reason.say for reason in self.ask(step, on, **rest)[1].reasons)

    def clock(self, name: str, number: int = 0) -> Clock:
        return clocks_of(self.state, self.context, name)[number]

    def clocks(self, name: str) -> tuple[Clock, ...]:
        return clocks_of(self.state, self.context, name)

    def settle(self) -> "Walk":
        while event := deemed(self.state, self.context, seq=self.state.events[-1].seq + 1):
            self.state = self.state.taken(event, {})
        return self


@pytest.fixture
def walk(definition: Definition) -> Callable[..., Walk]:
    def begin(**rest: Any) -> Walk:
        return Walk(definition, **rest)

    return begin
