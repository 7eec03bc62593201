"""The machine of the proofs knows what the engine allows: a step sent back is taken again, and again."""

from fazhi.procedures.language.library import library
from fazhi.procedures.proving.machine import Machine

RETURNED = [("start", ""), ("fill", ""), ("check", "failed")] + [("fill", ""), ("check", "failed")] * 2


def report_machine():
    machine = Machine(library().editions("disclosure_annual_report")[-1])
    machine.suppose(None)
    return machine


def test_failed_check_is_taken_again_after_each_correction():
    machine = report_machine()
    state = machine.layout.start
    for step in RETURNED:
        moves = {(act.step, act.result): act for act in machine.moves(state)[0]}
        assert step in moves
        state = machine.taken(state, moves[step])
    assert not machine.layout.done(state, "fill")


def test_last_round_is_what_stands():
    machine = report_machine()
    state = machine.layout.start
    for step in [*RETURNED, ("fill", ""), ("check", "passed")]:
        state = machine.taken(state, next(a for a in machine.moves(state)[0] if (a.step, a.result) == step))
    assert machine.layout.done(state, "check.passed")
    assert not machine.layout.done(state, "check.failed")
