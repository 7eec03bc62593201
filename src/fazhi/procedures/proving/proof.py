"""The proof of one procedure: every step can be taken, every case can be closed, every rule can be kept.

What is proven is said with its bound. The walk abstracts: only what something observes is looked at, at most one thread
of a kind is open at a time, people and days are always to be had, and facts take values that matter to a condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fazhi.catalog.loading import CatalogProblem, Located
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.proving.exploring import Walked, walk
from fazhi.procedures.proving.machine import Machine
from fazhi.procedures.proving.satisfiable import unsatisfiable
from fazhi.procedures.proving.seeking import Found, Sought, reached
from fazhi.procedures.proving.worlds import worlds_of


@dataclass(frozen=True, slots=True)
class Bounds:
    """How far a proof goes: states walked with all facts free, in each world, worlds, states to seek one step in."""

    free: int = 2_000
    each: int = 500
    worlds: int = 6
    seek: int = 3_000


@dataclass
class Proof:
    """What was found. ``complete`` means that no bound was reached: what is said holds of all abstract states."""

    key: str
    acts: int
    states: int = 0
    worlds: int = 0
    complete: bool = True
    cut_off: int = 0
    """States that were reached but not walked on from."""
    probed: int = 0
    """Those of them from which a way to close the case was sought."""
    open_ends: int = 0
    """Those of these for which it was neither found nor excluded within the bound."""
    unproven: int = 0
    """States walked on from for which it was neither found nor excluded."""
    unsettled: list[str] = field(default_factory=list)
    """Steps that were neither reached nor excluded within the bound."""
    problems: list[CatalogProblem] = field(default_factory=list)

    def __str__(self) -> str:
        extent = "已穷尽" if self.complete else "达到上限，未穷尽"
        text = f"{self.key}：推演 {self.states} 个状态、{self.worlds} 组事实（{extent}），{self.acts} 种办理方式"
        if self.unsettled:
            text += f"，{len(self.unsettled)} 种在上限内未能判断能否办到（{'、'.join(self.unsettled)}）"
        elif not self.problems:
            text += "全部可以办到"
            text += f"，{self.unproven} 个状态未能判断能否办结" if self.unproven else "，推演过的状态都能办结"
        if self.cut_off:
            text += f"；另有 {self.cut_off} 个状态未继续推演，抽查其中 {self.probed} 个"
            text += f"，{self.open_ends} 个在上限内没有找到结案途径" if self.open_ends else "，均能办结"
        return text


def prove(located: Located[Definition], bounds: Bounds | None = None) -> Proof:
    """Proves one procedure whose form is right, within bounds."""
    bounds = bounds or Bounds()
    machine = Machine(located.value)
    proof = Proof(located.value.key, len(machine.acts))
    walked = walk(machine, bounds.free)
    _add(proof, walked)
    _unreached(located, machine, walked, proof, bounds)
    ways = set(walked.stuck)
    for facts in worlds_of(located.value, machine.acts, machine.settled, bounds.worlds):
        machine.suppose(facts)
        in_world = walk(machine, bounds.each)
        _add(proof, in_world)
        ways |= set(in_world.stuck)
    machine.suppose(None)
    proof.problems += _stuck(located, machine, ways)
    proof.problems += unsatisfiable(located)
    return proof


def _add(proof: Proof, walked: Walked) -> None:
    proof.states += walked.states
    proof.worlds += 1
    proof.complete = proof.complete and walked.complete
    proof.cut_off += walked.cut_off
    proof.probed += walked.probed
    proof.open_ends += walked.open_ends
    proof.unproven += walked.unproven


def _unreached(located: Located[Definition], machine: Machine, walked: Walked, proof: Proof, bounds: Bounds) -> None:
    """Steps and results that no walk can take, whatever the facts."""
    states = dict(walked.reached)
    for act in machine.acts:
        if act.number in states:
            continue
        sought = Sought(Found.NO) if walked.complete else reached(machine, act, states, bounds.seek)
        if sought.after is not None:
            states[act.number] = sought.after
        elif sought.found is Found.UNSETTLED:
            proof.unsettled.append(act.title)
        else:
            place = ("steps", act.step, "results", act.result) if act.result else ("steps", act.step)
            wrong = f"“{act.title}”在任何情况下都办不到"
            proof.problems.append(
                located.problem(place, wrong, "请检查它的 after、unless、when、requires 是否互相矛盾")
            )


_MOST_WAYS = 3


def _stuck(located: Located[Definition], machine: Machine, ways: set[tuple[str, ...]]) -> Iterator[CatalogProblem]:
    """The shortest ways into states that cannot be left, one for each last act."""
    titles = {act.title: act for act in machine.acts}
    last_acts: set[str] = set()
    for way in sorted(ways, key=lambda each: (len(each), each)):
        last = way[-1] if way else ""
        if last in last_acts or len(last_acts) == _MOST_WAYS:
            continue
        last_acts.add(last)
        act = titles.get(last)
        place = ("steps", act.step) if act else ("steps",)
        wrong = f"依次办理{' → '.join(way) or '（尚未开始）'}之后，案件再也无法办结"
        yield located.problem(place, wrong, "请补上能办结的步骤，或放宽其后步骤的 after、when、requires")
