"""What an act says 办理内容: its dates and fields, the steps it needs, its rules, and what it raises if it is taken."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cached_property

from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.clocks import (
    Clock,
    ClockState,
    clocks_of,
    extension_length,
    extensions_of,
    length_of,
    thread_kind,
)
from fazhi.procedures.casework.entries import entry_problems
from fazhi.procedures.casework.requests import Code, Raised, Reason
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.casework.turns import Turn
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.conditions import Unknown
from fazhi.procedures.conditions.tree import to_text
from fazhi.procedures.counting import due
from fazhi.procedures.durations import Unit
from fazhi.procedures.language.basis import Breach
from fazhi.procedures.language.limits import Extend, LimitKind, TimeLimit
from fazhi.procedures.language.steps import Requirement, Rule, alternatives


class Act(Turn):
    """One request against one state, with what it says."""

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
                        _sentence(rule.say) + self._missing(answer) + self._whose_card(rule),
                        rule.basis,
                        self._blamed(rule),
                        rule.sources,
                    )

    def _whose_card(self, rule: Rule) -> str:
        """Whose card is not good and why, where the rule is about cards: the register knows."""
        said: list[str] = []
        for name in self._people_in(rule):
            given = self.request.data.get(name)
            people = given if isinstance(given, list) else [given]
            barred = [each for each in people if isinstance(each, Mapping) and each.get("card_why")]
            said += [f"{each.get('name', '')}：{each['card_why']}" for each in barred]
        return f"（{'；'.join(dict.fromkeys(said))}）" if said else ""

    def _people_in(self, rule: Rule) -> Iterator[str]:
        """The fields of people who must hold a credential that the rule looks at."""
        compiled = self.judge.compiled(rule.that)
        names = sorted(compiled.names) if "card_valid" in to_text(compiled.expression) else []
        return (name for name in names if name in self.definition.fields and self.definition.fields[name].holds)

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
        # What the procedure does not know is told by `entry_problems`; a state has no place for it.
        known = {name: value for name, value in self.request.data.items() if name in self.definition.fields}
        return self.state.taken(event, known)

    def _say_late(self, limit: TimeLimit, clock: Clock) -> str:
        assert clock.counted is not None
        assert clock.met_on is not None
        said = limit.say or f"“{limit.title}”逾期"
        return f"{said.rstrip('。')}：{clock.counted.judge(clock.met_on)}"


def _sentence(text: str) -> str:
    return text if text.endswith(("。", "！")) else text + "。"
