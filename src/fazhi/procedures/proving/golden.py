"""Golden cases 范例: whole cases as data beside their procedure, replayed through the engine and compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from fazhi.catalog.loading import CatalogModel
from fazhi.procedures.casework.assessing import assess
from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.clocks import Clock, clocks_of, deemed
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.entries import fit_all
from fazhi.procedures.casework.naming import roles_for
from fazhi.procedures.casework.requests import Answer, Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.basis import Breach, Said
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.pauses import PLACE

_NAMED: dict[Kind, tuple[str, dict[str, Any]]] = {
    Kind.PERSON: ("name", {}),
    Kind.PEOPLE: ("name", {}),
    Kind.ENTRY: ("key", {"valid": True}),
    Kind.ENTRIES: ("key", {"valid": True}),
}
"""What stands for the number of a person or an entry in golden cases, and what is taken for granted of it."""


class ExpectedFinding(CatalogModel):
    """A finding that an act must raise; ``say`` is a part of its words."""

    breach: Breach
    say: Said | None = None


class ExpectedClock(CatalogModel):
    """Where a limit must stand. ``day`` is the number of the day on which it was met, or of the last act."""

    started: date | None = None
    due: date | None = None
    state: str | None = None
    day: int | None = None
    thread: int | None = None


class GoldenAct(CatalogModel):
    """An act, and what must come of it. ``refused`` holds words or articles of the reasons; it is then not taken."""

    step: str
    result: str = ""
    on: date
    at: str | None = None
    entered: date | None = None
    """The day of entry, where it is not that of the act."""
    by: str
    thread: int = 0
    data: dict[str, Any] = {}
    attachments: int = 0
    refused: tuple[str, ...] = ()
    findings: tuple[Breach | ExpectedFinding, ...] = ()
    clocks: dict[str, ExpectedClock] = {}


class GoldenCase(CatalogModel):
    title: Said
    source: Said
    parameters: dict[str, str | int | bool] = {}
    acts: tuple[GoldenAct, ...]
    clocks: dict[str, ExpectedClock] = {}
    outcome: str | None = None


class GoldenFile(CatalogModel):
    procedure: str
    cases: tuple[GoldenCase, ...]


@dataclass
class Replay:
    """A case while it is replayed. ``differences`` say what is not as expected, act by act."""

    definition: Definition
    case: GoldenCase
    state: CaseState = field(init=False)
    differences: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.state = CaseState(self.definition)

    def run(self) -> list[str]:
        """Replays the whole case; gives the differences, none when all is as expected."""
        for number, act in enumerate(self.case.acts, 1):
            where = f"第{number}项 {act.on} {act.step}{f'.{act.result}' if act.result else ''}"
            self.differences += [f"{where}：{wrong}" for wrong in self._act(act)]
        last = self.case.acts[-1]
        self.differences += [f"最后：{wrong}" for wrong in self._clocks(self.case.clocks, last.entered or last.on)]
        if self.case.outcome is not None and self.state.outcome != self.case.outcome:
            self.differences.append(f"最后：结局应为 {self.case.outcome}，实为 {self.state.outcome or '未办结'}")
        return self.differences

    def _act(self, act: GoldenAct) -> Iterator[str]:
        if act.step not in self.definition.steps:
            yield "程序没有这个步骤"
            return
        context = Context(act.entered or act.on, self.case.parameters)
        while (passed := deemed(self.state, context, seq=len(self.state.events) + 1)) is not None:
            self.state = self.state.taken(passed, {})
        request = self._request(act)
        answer = assess(self.state, request, context)
        if act.refused:
            yield from self._refusal(act, answer)
        elif not answer.allowed:
            yield f"被拒绝：{'；'.join(reason.say for reason in answer.reasons)}"
        else:
            yield from self._findings(act, answer)
            given, _ = fit_all(self.definition.fields, request.data)
            event = next_event(self.state, replace(request, data=given), seq=len(self.state.events) + 1)
            self.state = self.state.taken(event, given)
        yield from self._clocks(act.clocks, context.today)

    def _request(self, act: GoldenAct) -> Request:
        """The person holds a role that may take the step: golden cases are about the law, not about accounts."""
        roles = roles_for(self.definition, self.definition.steps[act.step])
        at = None
        if act.at is not None:
            at = datetime.fromisoformat(act.at if "T" in act.at else f"{act.on}T{act.at}").replace(tzinfo=PLACE)
        data = {name: self._known(name, value) for name, value in act.data.items()}
        return Request(act.step, act.by, roles, act.on, at, act.result, act.thread, data, act.attachments)

    def _known(self, name: str, value: Any) -> Any:
        """People are known by their names, as in ``by``; entries of registers by their keys, good unless it is said."""
        declared = self.definition.fields.get(name)
        if declared is None or declared.type not in _NAMED:
            return value
        by, more = _NAMED[declared.type]
        each_of = value if isinstance(value, list) else [value]
        named = [{"id": each.get(by, ""), **more, **each} if isinstance(each, Mapping) else each for each in each_of]
        return named if isinstance(value, list) else named[0]

    def _refusal(self, act: GoldenAct, answer: Answer) -> Iterator[str]:
        if answer.allowed:
            yield "应当被拒绝，却可以办理"
            return
        told = [text for reason in answer.reasons for text in (reason.say, *reason.articles, *reason.sources)]
        for expected in act.refused:
            if not any(expected in text for text in told):
                yield f"拒绝的理由中没有“{expected}”，理由是：{'；'.join(reason.say for reason in answer.reasons)}"

    def _findings(self, act: GoldenAct, answer: Answer) -> Iterator[str]:
        expected = [
            each if isinstance(each, ExpectedFinding) else ExpectedFinding(breach=each) for each in act.findings
        ]
        left = list(answer.findings)
        for each in expected:
            found = next((one for one in left if one.breach is each.breach and (each.say or "") in one.say), None)
            if found is None:
                yield f"应有监督发现 {each.breach}{f'“{each.say}”' if each.say else ''}，却没有"
            else:
                left.remove(found)
        for found in left:
            yield f"多出监督发现 {found.breach}：{found.say}（{found.rule}）"

    def _clocks(self, expected: Mapping[str, ExpectedClock], today: date) -> Iterator[str]:
        for name, wanted in expected.items():
            if name not in self.definition.time_limits:
                yield f"程序没有期限 {name}"
                continue
            found = clocks_of(self.state, Context(today, self.case.parameters), name)
            clocks = [each for each in found if wanted.thread in (None, each.thread)]
            if not clocks:
                yield f"期限 {name} 没有开始计算"
                continue
            yield from _differences(name, wanted, clocks[-1], today)


def _differences(name: str, wanted: ExpectedClock, clock: Clock, today: date) -> Iterator[str]:
    state = clock.state(today)
    day = clock.counted.day_number(clock.met_on or today) if clock.counted and wanted.day is not None else None
    for what, expected, found in (
        ("起算日", wanted.started, clock.started_on),
        ("届满日", wanted.due, clock.due_on),
        ("状态", wanted.state, state.value),
        ("第几日", wanted.day, day),
    ):
        if expected is not None and expected != found:
            yield f"期限 {name} 的{what}应为 {expected}，实为 {found}"


def replay(definition: Definition, case: GoldenCase) -> list[str]:
    """Replays one case; gives what differs from what it expects."""
    return Replay(definition, case).run()
