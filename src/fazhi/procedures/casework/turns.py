"""Whether it is an act's turn 办理时机: the case, the person, the steps before, the intervals and windows ahead."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from fazhi.procedures.casework.becoming import asked_anew
from fazhi.procedures.casework.clocks import (
    Clock,
    clocks_of,
)
from fazhi.procedures.casework.context import Context, Parameters, judge_of
from fazhi.procedures.casework.facts import CaseAnswers, Facts, about_act
from fazhi.procedures.casework.intervals import blocking
from fazhi.procedures.casework.naming import first_step, roles_for, title_of, title_of_actor
from fazhi.procedures.casework.requests import Code, Reason, Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.conditions import Unknown
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import entered
from fazhi.procedures.language.limits import LimitKind, TimeLimit
from fazhi.procedures.language.steps import Result, Step, alternatives


class Turn:
    """One request against one state; holds what the checks share."""

    def __init__(
        self, state: CaseState, request: Request, context: Context, step: Step, *, filled: bool = True
    ) -> None:
        self.state, self.request, self.context, self.step, self.filled = state, request, context, step, filled
        self.definition: Definition = state.definition
        self.result: Result | None = step.results.get(request.result)
        self.parameters = Parameters(self.definition, context.parameters, request.on)
        about = about_act(
            on=request.on, result=request.result, attachments=request.attachments, opened_on=state.opened_on
        )
        self.case = CaseAnswers(state, request.thread)
        self.judge = judge_of(self.definition)
        self.asked = entered(self.definition, step, request.result if self.result else None)
        anew = asked_anew(self.definition, request.step) if filled else frozenset()
        self.facts = Facts(state, self.parameters, act=about, thread=request.thread, given=request.data, anew=anew)

    # -- who, and whether at all ---------------------------------------------------------------------------------

    def place(self) -> Iterator[Reason]:
        """Whether the case, the result and the person fit."""
        if self.state.outcome:
            yield Reason(
                Code.CASE_CLOSED,
                f"案件已经办结（{self.definition.outcomes[self.state.outcome]}），不能再办理。发现差错请用更正。",
            )
            return
        opens = self.step.after is None
        if not self.state.events and not opens:
            yield Reason(Code.NOT_OPENED, f"案件尚未开始，第一步应是“{first_step(self.definition).title}”。")
            return
        if self.step.results and self.filled and self.result is None:
            titles = "、".join(each.title for each in self.step.results.values())
            wrong = f"没有结果“{self.request.result}”" if self.request.result else "没有选择结果"
            yield Reason(Code.RESULT, f"“{self.step.title}”{wrong}，请从下列结果中选一个：{titles}。", field="result")
        if self.request.result and not self.step.results:
            yield Reason(Code.RESULT, f"“{self.step.title}”不分结果，请不要填写结果。", field="result")
        yield from self._thread()
        yield from self._people()

    def _thread(self) -> Iterator[Reason]:
        kind = self.step.thread
        if kind is None:
            return
        thread = self.definition.threads[kind]
        if thread.opens == self.request.step:
            return
        open_ones = self.state.open_threads(kind)
        if self.request.thread not in open_ones:
            wrong = f"没有指明是哪一项{thread.title}" if open_ones else f"没有办理中的{thread.title}"
            if self.filled or not open_ones:
                yield Reason(Code.THREAD, f"“{self.step.title}”{wrong}。", thread.basis, field="thread")

    def _people(self) -> Iterator[Reason]:
        request = self.request
        if not request.roles & roles_for(self.definition, self.step):
            names = "、".join(title_of_actor(self.definition, each) for each in self.step.actors)
            yield Reason(Code.ACTOR, f"“{self.step.title}”由{names}办理，您在本单位没有这一角色。", self.step.basis)
        own = [name for name in listed(self.step.not_by) if request.by in self.state.taken_by(name)]
        if own:
            others = "、".join(f"“{title_of(self.definition, name)}”" for name in own)
            say = f"您办理过{others}，不能再办理“{self.step.title}”，须由他人办理。"
            yield Reason(Code.SEPARATION, say, self.step.basis)
        if request.by in self.state.barred:
            yield Reason(Code.BARRED, "您已在本案回避，不能再办理本案。", self._barring())

    def _barring(self) -> Any:
        return next((step.basis for step in self.definition.steps.values() if step.bars), {})

    # -- in its turn ---------------------------------------------------------------------------------------------

    def order(self) -> Iterator[Reason]:
        """Whether it is this step's turn."""
        step, state = self.step, self.state
        thread = self.request.thread
        if not step.repeat and not self._opens_thread() and not self._next_round():
            yield Reason(Code.ALREADY_DONE, f"“{step.title}”已经办理过，不能重复办理。", self._once())
        for group in alternatives(step.after):
            if not any(state.done(each, thread=thread) for each in group):
                yield Reason(Code.ORDER, f"须先办理{self._names(group)}，才能办理“{step.title}”。", step.basis)
        for each in listed(step.unless):
            if state.done(each, thread=thread):
                yield Reason(Code.EXCLUDED, f"已经办理{self._names((each,))}，不能再办理“{step.title}”。", step.basis)
        block = blocking(state)
        if block and not set(self._own_references()) & set(listed(block[1].allows)):
            yield Reason(
                Code.SUSPENDED, f"案件正处于{block[1].title}，恢复之前不能办理“{step.title}”。", block[1].basis
            )
        yield from self._conditions()
        yield from self._held()

    def _next_round(self) -> bool:
        """Whether the step has not been taken, or only with results that have it taken again 退回后再办."""
        taken = self.state.found(self.request.step, thread=self.request.thread)
        return all(event.result and listed(self.step.results[event.result].resets) for event in taken)

    def _once(self) -> Any:
        """What a step that may be taken once only rests on: the law says how often a limit may be extended."""
        references = set(self._own_references())
        extensions = (each for limit in self.definition.time_limits.values() for each in limit.extensions)
        return next((each.basis for each in extensions if each.by in references), {})

    def _own_references(self) -> Iterator[str]:
        yield self.request.step
        if self.request.result:
            yield f"{self.request.step}.{self.request.result}"
        elif not self.filled:
            yield from (f"{self.request.step}.{each}" for each in self.step.results)

    def _opens_thread(self) -> bool:
        return self.step.thread is not None and self.definition.threads[self.step.thread].opens == self.request.step

    def _conditions(self) -> Iterator[Reason]:
        for part, what in (
            (self.step.when, self.step.title),
            (self.result.when if self.result else None, self._result_title()),
        ):
            if part is None or (not self.filled and self._unknown_yet(part)):
                continue
            answer = self._ask(part)
            if answer is not True:
                part_of = self.result if self.result and self.result.when == part else self.step
                yield Reason(Code.NOT_APPLICABLE, f"本案不具备“{what}”的条件{self._missing(answer)}。", part_of.basis)

    def _result_title(self) -> str:
        return f"{self.step.title}·{self.result.title}" if self.result else self.step.title

    def _held(self) -> Iterator[Reason]:
        references = set(self._own_references())
        for name, limit in self.definition.time_limits.items():
            if not limit.holds:
                continue
            held = references & set(listed(limit.holds))
            if not held or (not self.filled and self.request.step not in held and len(held) < len(self.step.results)):
                continue
            for clock in clocks_of(self.state, self.context, name):
                yield from self._held_by(limit, clock)

    def _held_by(self, limit: TimeLimit, clock: Clock) -> Iterator[Reason]:
        used = clock.met is not None and limit.kind is LimitKind.RIGHT
        if used or clock.waived is not None or clock.counted is None:
            return
        if self.step.thread is not None and clock.thread and clock.thread != self.request.thread:
            return
        if clock.due_on is None:
            yield Reason(
                Code.HELD, f"“{limit.title}”已停止计算，恢复并届满前不能办理“{self._result_title()}”。", limit.basis
            )
        elif self.request.on <= clock.due_on:
            until = chinese_day(clock.due_on)
            yield Reason(
                Code.HELD, f"“{limit.title}”到{until}才届满，届满前不能办理“{self._result_title()}”。", limit.basis
            )

    # -- shared --------------------------------------------------------------------------------------------------

    def _parts(self, kind: str) -> Iterable[Any]:
        own: tuple[Any, ...] = getattr(self.step, kind)
        return own + (getattr(self.result, kind) if self.result else ())

    def _ask(self, text: str) -> Any:
        return self.judge.ask(text, self.facts, self.case, self.context.calendar)

    def _unknown_yet(self, text: str) -> bool:
        """Whether a condition looks at what is only filled in with the act."""
        names = self.judge.compiled(text).names
        return bool(names & (self.asked | {"result", "attachments", "performed_on"}))

    def _missing(self, answer: object) -> str:
        if not isinstance(answer, Unknown) or not answer.missing:
            return ""
        return f"（未填写：{'、'.join(sorted({self._title(name) for name in answer.missing}))}）"

    def _title(self, name: str) -> str:
        first = name.partition(".")[0]
        known = self.definition.fields.get(first) or self.definition.parameters.get(first)
        return known.title if known else name

    def _names(self, references: Iterable[str]) -> str:
        return "或".join(f"“{title_of(self.definition, each)}”" for each in references)
