"""Proofs of a small invented procedure: it is sound as it stands, and each way to spoil it is found."""

import pytest

from fazhi.procedures.language.library import read_file
from fazhi.procedures.proving.exploring import walk
from fazhi.procedures.proving.machine import Machine
from fazhi.procedures.proving.proof import Bounds, prove
from tests.procedures.language.writing import SAMPLE, changed, written


def proven(file):
    assert [str(problem) for problem in file.problems] == []
    return prove(file.located, Bounds(worlds=4))


def test_sound_procedure_is_proven_completely(tmp_path):
    proof = proven(read_file(written(tmp_path, SAMPLE.read_text(encoding="utf-8"))))
    assert (proof.complete, proof.problems, proof.unsettled, proof.cut_off) == (True, [], [], 0)
    assert str(proof).endswith("（已穷尽），10 种办理方式全部可以办到，推演过的状态都能办结")


def test_bound_is_told(tmp_path):
    located = read_file(written(tmp_path, SAMPLE.read_text(encoding="utf-8"))).located
    proof = prove(located, Bounds(free=3, each=2, worlds=1))
    assert not proof.complete
    assert proof.problems == []
    assert "达到上限，未穷尽" in str(proof)
    assert proof.cut_off > 0


@pytest.mark.parametrize(
    ("old", "new", "problems"),
    [
        pytest.param(
            "unless: [withdraw]\n    not_by",
            "unless: [check]\n    not_by",
            [
                (65, "“答复·同意”在任何情况下都办不到"),
                (66, "“答复·不同意”在任何情况下都办不到"),
                (78, "“报告损坏”在任何情况下都办不到"),
                (84, "“修好”在任何情况下都办不到"),
                (89, "“归还”在任何情况下都办不到"),
            ],
            id="step_that_excludes_what_it_needs",
        ),
        pytest.param(
            'when: open("repair") == 0\n',
            "when: open(\"repair\") == 0 && !done('answer')\n",
            [(89, "“归还”在任何情况下都办不到")],
            id="closing_that_cannot_come",
        ),
        pytest.param(
            "that: size(keepers) >= 2",
            "that: size(keepers) >= 2 && size(keepers) < 2",
            [(70, "规则“保管人不得少于两人”在任何情况下都无法满足")],
            id="rule_nobody_can_keep",
        ),
        pytest.param(
            "when: costly, basis",
            "when: fee > 5 && fee < 3, basis",
            [(68, "这个条件在任何情况下都不成立")],
            id="condition_that_never_holds",
        ),
    ],
)
def test_flaw_is_found(tmp_path, old, new, problems):
    proof = proven(changed(tmp_path, old, new))
    assert [(problem.line, problem.wrong) for problem in proof.problems] == problems


def test_state_that_cannot_be_left_is_found_with_the_way_into_it(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace(
        "  withdraw:\n    title: 撤回\n    by: applicant\n    after: apply\n",
        "  withdraw:\n    title: 撤回\n    by: applicant\n    after: apply\n    unless: [answer]\n",
    )
    text = text.replace('when: open("repair") == 0', "when: level == 'high'")
    file = read_file(written(tmp_path, text))
    proof = proven(file)
    # Where the level is not 重要 (or was not entered), nothing closes a case once it is agreed to.
    assert [problem.wrong for problem in proof.problems] == [
        "依次办理申请 → 审核·审核通过 → 答复·同意之后，案件再也无法办结"
    ]


def test_deemed_step_counts_as_a_way(tmp_path):
    text = SAMPLE.read_text(encoding="utf-8").replace(
        "    within: 24 hours\n", "    within: 24 hours\n    deems: withdraw\n"
    )
    machine = Machine(read_file(written(tmp_path, text)).located.value)
    [opening] = [act for act in machine.acts if act.begins]
    begun = machine.taken(machine.layout.start, opening)
    assert "withdraw" in {act.step for act in machine.moves(begun)[0]}


def test_thread_can_be_opened_again_when_it_is_closed(tmp_path):
    machine = Machine(read_file(written(tmp_path, SAMPLE.read_text(encoding="utf-8"))).located.value)
    state = machine.layout.start
    for name in ("apply", "check.passed", "answer.agreed", "report_damage", "mend", "report_damage"):
        step, _, result = name.partition(".")
        [act] = [act for act in machine.moves(state)[0] if (act.step, act.result) == (step, result)]
        state = machine.taken(state, act)
    moves = {act.step for act in machine.moves(state)[0]}
    assert "mend" in moves
    assert "give_back" not in moves
    assert "report_damage" not in moves


def test_walk_takes_every_act(tmp_path):
    machine = Machine(read_file(written(tmp_path, SAMPLE.read_text(encoding="utf-8"))).located.value)
    walked = walk(machine, 1_000)
    assert walked.complete
    assert walked.reached.keys() == {act.number for act in machine.acts}
