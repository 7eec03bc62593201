"""Patterns: those that could run for ever are refused, and the others get a text of their own."""

import pytest

from fazhi.procedures.conditions.patterns import compiled_pattern, sample


@pytest.mark.parametrize(
    "text",
    [
        "^[0-9]{6}$",
        "[京津沪].+号",
        "(甲|乙)丙?",
        r"\d+\.\d{2}",
        "[^0-9]+x",
        r"(?:ab)*c",
        r"^\w+@\w+$",
        "a.c",
        r"\(\+\)+",
    ],
)
def test_pattern_is_accepted_and_has_a_sample(text):
    pattern = compiled_pattern(text)
    made = sample(pattern)
    assert made is not None
    assert pattern.search(made)


@pytest.mark.parametrize("text", ["(a+)+", "(a|a)*", "(x(a*))+", "((a?)b)*", "(a+){2,}", r"(\w+)*$"])
def test_pattern_that_could_run_for_ever_is_refused(text):
    with pytest.raises(ValueError, match="可能极慢"):
        compiled_pattern(text)


@pytest.mark.parametrize("text", ["(?=a)", "(?<!a)b", r"(a)\1", "(?P=x)", "(?>a)", "a*+"])
def test_pattern_that_is_no_re2_is_refused(text):
    with pytest.raises(ValueError, match="正则表达式里不能用"):
        compiled_pattern(text)
