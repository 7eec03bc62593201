"""Marking by rule, and what holds of it whatever the answers."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.exams.marking.questions import QuestionKind
from fazhi.exams.marking.scoring import Asked, Multiple, Verdict, judge, mark

LETTERS = st.frozensets(st.sampled_from("ABCDEF"))
ANSWERS = st.frozensets(st.sampled_from("ABCDEF"), min_size=1)
RULES = st.sampled_from(Multiple)
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MARKS = st.integers(1, 20).map(lambda halves: Decimal(halves) / 2)


@pytest.mark.parametrize(
    ("rule", "chosen", "verdict", "score"),
    [
        (Multiple.ALL, "ABC", Verdict.RIGHT, "3"),
        (Multiple.ALL, "AB", Verdict.WRONG, "0"),
        (Multiple.HALF, "AB", Verdict.PART, "1.5"),
        (Multiple.HALF, "ABD", Verdict.WRONG, "0"),
        (Multiple.SHARE, "AB", Verdict.PART, "2"),
        (Multiple.SHARE, "A", Verdict.PART, "1"),
        (Multiple.SHARE, "ABCD", Verdict.WRONG, "0"),
        (Multiple.SHARE, "", Verdict.BLANK, "0"),
    ],
)
def test_judge_multiple_answers_by_rule(rule: Multiple, chosen: str, verdict: Verdict, score: str) -> None:
    found = judge(QuestionKind.MULTIPLE, frozenset("ABC"), frozenset(chosen), Decimal(3), rule)
    assert found == (verdict, Decimal(score))


@patiently
@given(kind=st.sampled_from(QuestionKind), answer=ANSWERS, chosen=LETTERS, marks=MARKS, rule=RULES)
def test_judge_never_gives_more_than_marks_and_all_only_for_the_answer(
    kind: QuestionKind, answer: frozenset[str], chosen: frozenset[str], marks: Decimal, rule: Multiple
) -> None:
    verdict, score = judge(kind, answer, chosen, marks, rule)
    assert 0 <= score <= marks
    assert (verdict is Verdict.RIGHT) == (chosen == answer)
    assert (score == marks) == (chosen == answer)
    assert verdict is not Verdict.PART or (kind is QuestionKind.MULTIPLE and chosen < answer)


@patiently
@given(answer=ANSWERS, chosen=LETTERS, marks=MARKS, wrong=st.sampled_from("ABCDEF"))
def test_judge_wrong_choice_earns_nothing_under_any_rule(
    answer: frozenset[str], chosen: frozenset[str], marks: Decimal, wrong: str
) -> None:
    if wrong in answer:
        answer = answer - {wrong} or frozenset("A" if wrong != "A" else "B")
    for rule in Multiple:
        assert judge(QuestionKind.MULTIPLE, answer, chosen | {wrong}, marks, rule)[1] == 0


PAPERS = st.lists(
    st.tuples(st.sampled_from(QuestionKind), ANSWERS, MARKS, st.booleans(), LETTERS), min_size=1, max_size=30
)


@patiently
@given(rows=PAPERS, rule=RULES)
def test_mark_sums_its_lines_and_a_voided_question_only_ever_helps(
    rows: list[tuple[QuestionKind, frozenset[str], Decimal, bool, frozenset[str]]], rule: Multiple
) -> None:
    given = {key: "".join(sorted(row[4])) for key, row in enumerate(rows)}
    paper = [Asked(key, kind, answer, marks, void) for key, (kind, answer, marks, void, _) in enumerate(rows)]
    strict = [Asked(each.key, each.kind, each.answer, each.marks) for each in paper]
    marked, without = mark(paper, given, rule), mark(strict, given, rule)
    assert marked.score == sum(line.score for line in marked.lines)
    assert marked.full == without.full == sum(each.marks for each in paper)
    assert without.score <= marked.score <= marked.full
    assert mark(list(reversed(paper)), given, rule).score == marked.score
