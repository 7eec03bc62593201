"""Papers by rule: exact counts, none twice, the same seed the same paper."""

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.exams.marking.drawing import Item, Line, draw, in_order, option_order, seed_of, shortages
from fazhi.exams.marking.questions import Question, QuestionKind, Unreadable, given_letters, read

SUBJECTS, LEVELS = ("public", "special"), ("easy", "medium", "hard")
POOLS = st.lists(
    st.tuples(st.sampled_from(SUBJECTS), st.sampled_from(QuestionKind), st.sampled_from(LEVELS)), max_size=40
).map(lambda rows: [Item(key, *row) for key, row in enumerate(rows, 1)])
LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(SUBJECTS),
        st.sampled_from(QuestionKind),
        st.sampled_from(("", *LEVELS)),
        st.integers(1, 4),
        st.integers(1, 10).map(Decimal),
    ),
    min_size=1,
    max_size=6,
)
SEEDS = st.integers(0, 2**64).map(seed_of)


# Pools are many small values: a machine under load must not fail what is right.
patiently = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@patiently
@given(pool=POOLS, lines=LINES, seed=SEEDS)
def test_draw_has_the_exact_counts_of_every_line_or_names_the_shortage(
    pool: list[Item], lines: list[Line], seed: str
) -> None:
    short = shortages(pool, lines)
    if short:
        assert all(each.left < each.line.count for each in short)
        with pytest.raises(ValueError, match="pool"):
            draw(pool, lines, seed)
        return
    drawn = draw(pool, lines, seed)
    items = {item.key: item for item in pool}
    assert len({each.key for each in drawn}) == len(drawn) == sum(line.count for line in lines)
    assert sum(each.marks for each in drawn) == sum(line.count * line.marks for line in lines)
    for subject in SUBJECTS:
        for kind in QuestionKind:
            wanted = sum(line.count for line in lines if (line.subject, line.kind) == (subject, kind))
            chosen = [items[each.key] for each in drawn if items[each.key].subject == subject and each.kind is kind]
            assert len(chosen) == wanted
            for level in LEVELS:
                asked = [ln.count for ln in lines if (ln.subject, ln.kind, ln.difficulty) == (subject, kind, level)]
                assert sum(item.difficulty == level for item in chosen) >= sum(asked)


@patiently
@given(pool=POOLS, lines=LINES, seed=SEEDS, turn=st.randoms())
def test_draw_is_the_same_whatever_the_order_of_the_pool(
    pool: list[Item], lines: list[Line], seed: str, turn: object
) -> None:
    if shortages(pool, lines):
        return
    mixed = list(pool)
    turn.shuffle(mixed)  # type: ignore[attr-defined]
    assert draw(mixed, lines, seed) == draw(pool, lines, seed)


@patiently
@given(pool=POOLS, lines=LINES)
def test_shortages_are_none_whenever_each_class_holds_enough(pool: list[Item], lines: list[Line]) -> None:
    def holds(subject: str, kind: QuestionKind) -> bool:
        mine = [line for line in lines if (line.subject, line.kind) == (subject, kind)]
        here = [item for item in pool if (item.subject, item.kind) == (subject, kind)]
        each = all(
            sum(item.difficulty == level for item in here) >= sum(ln.count for ln in mine if ln.difficulty == level)
            for level in LEVELS
        )
        return each and len(here) >= sum(line.count for line in mine)

    enough = all(holds(subject, kind) for subject in SUBJECTS for kind in QuestionKind)
    assert (shortages(pool, lines) == ()) == enough


def test_draw_differs_by_seed_and_lies_within_a_kind() -> None:
    pool = [Item(key, "public", kind, "easy") for key, kind in enumerate(list(QuestionKind) * 30, 1)]
    lines = [Line("public", kind, "", 10, Decimal(2)) for kind in QuestionKind]
    first, second = (draw(pool, lines, seed_of("exam", number)) for number in (1, 2))
    assert first != second
    laid = in_order(first, seed_of(1), shuffled=True)
    assert [each.kind for each in laid] == [kind for kind in QuestionKind for _ in range(10)]
    assert set(laid) == set(first)
    assert laid != in_order(first, seed_of(1), shuffled=False)


def question(*options: str, answer: str = "A") -> Question:
    letters = zip("abcdef", options, strict=False)
    data = {f"option_{letter}": text for letter, text in letters}
    return read({"kind": "single", "stem": "题干", "answer": answer} | data)


def test_option_order_leaves_options_that_speak_of_others_where_they_are() -> None:
    plain = question("甲", "乙", "丙", "丁")
    orders = {option_order(plain, 1, seed_of(n), shuffled=True) for n in range(40)}
    assert len(orders) > 5
    assert all(sorted(order) == ["A", "B", "C", "D"] for order in orders)
    assert option_order(question("甲", "乙", "丙", "以上都对"), 1, seed_of(1), shuffled=True) == "ABCD"
    assert option_order(plain, 1, seed_of(1), shuffled=False) == "ABCD"


def test_read_judgement_in_any_of_the_usual_words() -> None:
    for said in ("对", "正确", "A", "√"):
        assert read({"kind": "judgement", "stem": "题干", "answer": said}).answer == {"A"}
    for said in ("错", "错误", "b", "×"):
        assert read({"kind": "judgement", "stem": "题干", "answer": said}).answer == {"B"}


@pytest.mark.parametrize(
    ("data", "say"),
    [
        ({"kind": "single", "stem": "题干", "option_a": "甲", "option_b": "乙", "answer": "AB"}, "2 个答案"),
        ({"kind": "multiple", "stem": "题干", "option_a": "甲", "option_b": "乙", "answer": "AC"}, "对不上"),
        ({"kind": "judgement", "stem": "题干", "answer": "也许"}, "对不上"),
        ({"kind": "essay", "stem": "题干", "answer": "A"}, "没有题型"),
        ({"kind": "single", "stem": "题干", "option_a": "甲", "answer": "A"}, "不足两个选项"),
    ],
)
def test_read_refuses_a_question_that_nobody_could_answer(data: dict[str, str], say: str) -> None:
    with pytest.raises(Unreadable, match=say):
        read(data)


def test_given_letters_keeps_known_options_once_and_one_alone_where_one_is_asked() -> None:
    assert given_letters(question("甲", "乙", "丙"), "CBZ") == "B"
    many = read({"kind": "multiple", "stem": "题干", "option_a": "甲", "option_b": "乙", "answer": "AB"})
    assert given_letters(many, "BAAX") == "AB"
