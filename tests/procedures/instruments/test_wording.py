"""The wording of templates: what is read, and what is refused with how to mend it."""

import pytest

from fazhi.procedures.instruments.wording import Provided, Value, WordingError, Words, parse, walk


def test_words_values_and_conditions_are_told_apart() -> None:
    assert parse("罚款{{ fine | upper }}，{% if fine > 5000 %}经{{ head.name }}批准{% end %}。") == (
        Words("罚款"),
        Value("fine", upper=True),
        Words("，"),
        Provided("fine > 5000", (Words("经"), Value("head", "name"), Words("批准"))),
        Words("。"),
    )


def test_conditions_may_be_nested() -> None:
    inner = [each for each in walk(parse("{% if a %}甲{% if b %}{{ c }}{% end %}{% end %}")) if isinstance(each, Value)]
    assert inner == [Value("c")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{{ fine", "“{{”没有配对"),
        ("fine }}", "“}}”没有配对"),
        ("{{ 罚款 }}", "看不懂占位“{{ 罚款 }}”"),
        ("{{ a.b.c }}", "看不懂占位“{{ a.b.c }}”"),
        ("{{ fine | lower }}", "不认识“| lower”"),
        ("{% if fine > %}{% end %}", "条件“fine >”有误"),
        ("{% if fine %}", "“{% if fine %}”没有结束"),
        ("{% end %}", "“{% end %}”前面没有对应的“{% if … %}”"),
        ("{% for a in b %}", "不认识“{% for a in b %}”"),
    ],
)
def test_a_wording_that_cannot_be_read_is_refused(text: str, wrong: str) -> None:
    with pytest.raises(WordingError) as refused:
        parse(text)
    assert refused.value.wrong.startswith(wrong)
    assert refused.value.mend
