"""Assesses an act before it is taken: what stands against it, and what it would raise.

The checks go from the coarse to the fine, and everything of one kind is told at once: somebody who lacks three papers
hears of all three. Where an earlier check fails, the later ones would only repeat it in other words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cached_property
from typing import Any

from fazhi.procedures.casework.becoming import asked_anew, next_event
from fazhi.procedures.casework.clocks import (
    Clock,
    ClockState,
    clocks_of,
    extension_length,
    extensions_of,
    length_of,
    thread_kind,
)
from fazhi.procedures.casework.context import Context, Parameters, judge_of
from fazhi.procedures.casework.entries import entry_problems
from fazhi.procedures.casework.facts import CaseAnswers, Facts
from fazhi.procedures.casework.intervals import blocking
from fazhi.procedures.casework.naming import first_step, roles_for, title_of, title_of_actor
from fazhi.procedures.casework.requests import Answer, Code, Raised, Reason, Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.conditions import Unknown
from fazhi.procedures.counting import due
from fazhi.procedures.durations import Unit
from fazhi.procedures.language.basis import Breach, listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.limits import Extend, LimitKind, TimeLimit
from fazhi.procedures.language.steps import Requirement, Result, Rule, Step, alternatives


def assess(state: CaseState, request: Request, context: Context) -> Answer:
    """Whether the act may be taken, with every reason against it, or the findings it raises."""
    step = state.definition.steps.get(request.step)
    if step is None:
        return Answer((Reason(Code.UNKNOWN_STEP, f"本程序没有步骤“{request.step}”。"),))
    act = _Act(state, request, context, step)
    for check in (act.place, act.order, act.content):
        reasons = tuple(check())
        if reasons:
            return Answer(reasons)
    return Answer((), tuple(act.raised()))


def prospects(state: CaseState, request: Request, context: Context) -> Answer:
    """Like `assess` before anything is filled in: only what is known already can stand against the act.

    Rules on fields that the step itself collects cannot be judged yet and are left out.
    """
    step = state.definition.steps[request.step]
    act = _Act(state, request, context, step, filled=False)
    for check in (act.place, act.order, act.content):
        reasons = tuple(check())
        if reasons:
            return Answer(reasons)
    return Answer()


class _Act:
    """One request against one state; holds what the checks share."""

    def __init__(
        self, state: CaseState, request: Request, context: Context, step: Step, *, filled: bool = True
    ) -> None:
        self.state, self.request, self.context, self.step, self.filled = state, request, context, step, filled
        self.definition: Definition = state.definition
        self.result: Result | None = step.results.get(request.result)
        self.parameters = Parameters(self.definition, context.parameters, request.on)
        about = {
            "performed_on": request.on,
            "result": request.result,
            "attachments": request.attachments,
            "opened_on": state.opened_on or request.on,
        }
        self.case = CaseAnswers(state, request.thread)
        self.judge = judge_of(self.definition)
        asked = {*step.collect, *step.offer}
        for result in [self.result] if self.result else step.results.values():
            asked |= {*result.collect, *result.offer}
        self.asked = frozenset(asked)
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

    # -- what it says --------------------------------------------------------------------------------------------

    def content(self) -> Iterator[Reason]:
        """Dates, fields, required steps and rules: everything at once, for a form to show beside its inputs."""
        yield from self._dates()
        if self.filled:
            yield from entry_problems(self.definition, self.step, self.result, self.state, self.request)
            yield from self._extensions()
        yield from self._requirements()
        yield from self._rules()
        yield from self._late_but_invalid()

    def _dates(self) -> Iterator[Reason]:
        on = self.request.on
        if on > self.context.today:
            yield Reason(Code.DATE, f"办理日期{chinese_day(on)}晚于今天，请填写实际办理的日期。", field="performed_on")
        for group in alternatives(self.step.after):
            before = [event.on for each in group for event in self.state.found(each, thread=self.request.thread)]
            if before and on < min(before):
                yield Reason(
                    Code.DATE,
                    f"办理日期{chinese_day(on)}早于前一步{self._names(group)}的日期{chinese_day(min(before))}，请核对。",
                    field="performed_on",
                )

    def _extensions(self) -> Iterator[Reason]:
        for limit in self.definition.time_limits.values():
            for extend in limit.extensions:
                if extend.by not in set(self._own_references()):
                    continue
                yield from self._extension(limit, extend)

    def _extension(self, limit: TimeLimit, extend: Extend) -> Iterator[Reason]:
        thread = self.request.thread if thread_kind(self.state, limit) else 0
        taken = [
            (event, length)
            for each, event, length in extensions_of(self.state, self.context, limit, thread)
            if each == extend
        ]
        if len(taken) >= extend.times:
            yield Reason(
                Code.LIMIT, f"“{limit.title}”已延长{len(taken)}次，依法最多延长{extend.times}次。", extend.basis
            )
        if extend.at_most is None:
            return
        most = length_of(self.state, self.context, extend.at_most, thread, self.request.on)
        asked = extension_length(self.state, self.context, extend, self.request.data, self.request.on, thread)
        if most is None or asked is None:
            return
        start = date(2001, 1, 1)
        total = [asked, *(length for _, length in taken)]
        if asked.unit is not most.unit and Unit.WORKING_DAY in (asked.unit, most.unit):
            yield Reason(Code.LIMIT, f"延长期限请用“{most.chinese}”的同一单位填写。", extend.basis, field=extend.within)
            return
        end = start
        for each in total:
            end = due(end, each, calendar=self.context.calendar).on or end
        if end > (due(start, most, calendar=self.context.calendar).on or end):
            yield Reason(
                Code.LIMIT, f"“{limit.title}”延长的期限合计不得超过{most.chinese}。", extend.basis, field=extend.within
            )

    def _requirements(self) -> Iterator[Reason]:
        for requirement in self._parts("requires"):
            if requirement.breach is Breach.INVALID and self._is_missing(requirement):
                yield Reason(
                    Code.REQUIRED, self._say_missing(requirement), requirement.basis, sources=requirement.sources
                )

    def _is_missing(self, requirement: Requirement) -> bool:
        if requirement.when is not None:
            if not self.filled and self._unknown_yet(requirement.when):
                return False
            if self._ask(requirement.when) is not True:
                return False
        return not any(self.state.done(each, thread=self.request.thread) for each in requirement.any)

    def _say_missing(self, requirement: Requirement) -> str:
        if requirement.say:
            return requirement.say if requirement.say.endswith("。") else requirement.say + "。"
        return f"未办理{self._names(requirement.any)}，不得办理“{self._result_title()}”。"

    def _rules(self) -> Iterator[Reason]:
        for rule in self._parts("rules"):
            if rule.breach is Breach.INVALID:
                answer = self._broken(rule)
                if answer is not None:
                    yield Reason(
                        Code.RULE,
                        _sentence(rule.say) + self._missing(answer),
                        rule.basis,
                        self._blamed(rule),
                        rule.sources,
                    )

    def _broken(self, rule: Rule) -> bool | Unknown | None:
        """None where the rule is kept (or does not apply); else False, or what is missing."""
        if not self.filled and (self._unknown_yet(rule.that) or (rule.when and self._unknown_yet(rule.when))):
            return None
        if rule.when is not None and self._ask(rule.when) is not True:
            return None
        answer: bool | Unknown = self._ask(rule.that)
        return None if answer is True else answer

    def _blamed(self, rule: Rule) -> str:
        names = self.judge.compiled(rule.that).names
        return next((name for name in (*self.step.collect, *self.step.offer, *self.asked) if name in names), "")

    def _late_but_invalid(self) -> Iterator[Reason]:
        for limit, clock in self._reached:
            if limit.breach is Breach.INVALID:
                yield Reason(Code.LIMIT, self._say_late(limit, clock), limit.basis, field="performed_on")

    # -- what it raises ------------------------------------------------------------------------------------------

    def raised(self) -> Iterator[Raised]:
        """The findings of an act that is taken: rules of defect and delay, required steps left out, limits passed."""
        where = f"steps.{self.request.step}"
        for number, rule in enumerate(self._parts("rules")):
            if rule.breach is not Breach.INVALID:
                answer = self._broken(rule)
                if answer is not None:
                    yield Raised(
                        f"{where}.rules[{number}]",
                        rule.breach,
                        _sentence(rule.say) + self._missing(answer),
                        rule.basis,
                        rule.sources,
                    )
        for number, requirement in enumerate(self._parts("requires")):
            if requirement.breach is not Breach.INVALID and self._is_missing(requirement):
                yield Raised(
                    f"{where}.requires[{number}]",
                    requirement.breach,
                    self._say_missing(requirement),
                    requirement.basis,
                    requirement.sources,
                )
        for limit, clock in self._reached:
            if limit.kind is LimitKind.RIGHT:
                continue  # a party's window is not the agency's breach
            name = f"time_limits.{clock.limit}"
            yield Raised(name, limit.breach, self._say_late(limit, clock), limit.basis, limit.sources)
        yield from self._late_entry()

    def _late_entry(self) -> Iterator[Raised]:
        recording = self.definition.recording
        if recording is None:
            return
        within = length_of(self.state, self.context, recording.within, self.request.thread, self.request.on)
        if within is None or within.unit is Unit.HOUR:
            return
        last = due(self.request.on, within, calendar=self.context.calendar).on
        if last is not None and self.context.today > last:
            on, today = chinese_day(self.request.on), chinese_day(self.context.today)
            say = f"{on}办理的“{self.step.title}”到{today}才录入，超过{within.chinese}的录入期限。"
            yield Raised("recording", Breach.DEFECT, say, recording.basis, recording.sources)

    @cached_property
    def _reached(self) -> tuple[tuple[TimeLimit, Clock], ...]:
        """The limits that this act would meet too late."""
        return tuple(self._find_reached())

    def _find_reached(self) -> Iterator[tuple[TimeLimit, Clock]]:
        references = set(self._own_references()) if self.filled else {self.request.step}
        after = None
        for name, limit in self.definition.time_limits.items():
            if limit.kind is LimitKind.WAIT or references.isdisjoint(limit.end.any):
                continue
            after = after or self._after()
            for clock in clocks_of(after, self.context, name):
                met = clock.met is not None and clock.met.seq == after.events[-1].seq
                if met and clock.state(self.context.today) is ClockState.LATE:
                    yield limit, clock

    def _after(self) -> CaseState:
        event = next_event(self.state, self.request, seq=(self.state.events[-1].seq + 1) if self.state.events else 1)
        return self.state.taken(event, self.request.data)

    def _say_late(self, limit: TimeLimit, clock: Clock) -> str:
        assert clock.counted is not None
        assert clock.met_on is not None
        said = limit.say or f"“{limit.title}”逾期"
        return f"{said.rstrip('。')}：{clock.counted.judge(clock.met_on)}"

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


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！")) else text + "。"
