"""Conditions are CEL: another evaluator of it gives the same answers where it has the same types.

Left out of the comparison, on purpose: division (CEL's whole numbers drop the rest, ours are exact), arithmetic of
whole with other numbers (CEL has two types of them, we have one), and the length of Chinese texts (the oracle counts
bytes).
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.procedures.conditions import Unknown, compile, parse, to_text  # noqa: A004
from fazhi.procedures.conditions.functions import QUESTIONS
from tests.procedures.conditions.declared import Conditions

cel = pytest.importorskip("cel", reason="the CEL evaluator that serves as an oracle is not installed")
unhurried = settings(deadline=None)
texts = st.sampled_from(["", "a", "b", "ab", "重大"])
officers = st.fixed_dictionaries({"valid": st.booleans(), "name": texts, "age": st.integers(-20, 20)})
all_facts = st.fixed_dictionaries(
    {
        **dict.fromkeys(("fine", "base", "count_of"), st.integers(-20, 20)),
        **dict.fromkeys(("revokes", "complex"), st.booleans()),
        "officers": st.lists(officers, max_size=3),
        "tags": st.lists(texts, max_size=3),
        "reason": texts,
        "party": st.just({"kind": "person"}),
        "acted_on": st.just(3),
    }
)


@unhurried
@given(Conditions(closed=True, whole=True).booleans())
def test_closed_condition_gives_what_cel_gives(expression):
    assert compile(expression).evaluate({}) is cel.evaluate(to_text(expression), {})


@unhurried
@given(Conditions(closed=True, whole=True).numbers(3))
def test_closed_number_is_what_cel_gives(expression):
    assert compile(expression).evaluate({}) == cel.evaluate(to_text(expression), {})


@unhurried
@given(Conditions(whole=True).booleans().filter(lambda each: not foreign(to_text(each))), all_facts)
def test_condition_over_facts_gives_what_cel_gives(expression, known):
    assert compile(expression).evaluate(known) is cel.evaluate(to_text(expression), known)


@unhurried
@given(Conditions(whole=True).booleans().filter(lambda each: not foreign(to_text(each))), all_facts, st.data())
def test_answer_with_facts_missing_is_cels_where_it_has_one(expression, known, data):
    """CEL has no answer for some conditions that we can settle, such as a choice between equal things."""
    if "null" in to_text(expression):
        return
    fewer = {name: each for name, each in known.items() if data.draw(st.booleans())}
    try:
        expected = cel.evaluate(to_text(expression), fewer)
    except RuntimeError:
        return
    assert compile(expression).evaluate(fewer) is expected


@pytest.mark.parametrize("text", ["5.0 / 2.0", "7.5 / 0.5", "1.25 * 4.0 - 0.5", "-7 % 3", "7 % -3"])
def test_exact_arithmetic_is_that_of_cel(text):
    found = compile(parse(text)).evaluate({})
    assert not isinstance(found, Unknown)
    assert found == cel.evaluate(text, {})


def foreign(text: str) -> bool:
    """Whether a text has functions of our own, which CEL does not know."""
    own = (*QUESTIONS, "days", "working_days", "months", "years", "sum", "date")
    return any(f"{name}(" in text for name in own)
