"""When a phrase stands in a text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.statutes.reading.phrases import condensed, spans


@pytest.mark.parametrize(
    ("text", "phrase", "found"),
    [
        ("应当在三十日内归还", "三十日", ["三十日"]),
        ("应当在 30 日 内归还", "３０日", ["30 日"]),
        ("本法中“二日”“三日”", '"二日""三日"', ["“二日”“三日”"]),
        ("三十\u3000日\u200b内", "三十日内", ["三十\u3000日\u200b内"]),
        ("停停停停", "停停", ["停停", "停停"]),
        ("应当归还", "不应当", []),
        ("（一）甲", "(一)", []),
        ("应当归还", " ", []),
    ],
)
def test_blanks_digits_and_quotes_do_not_matter_and_all_else_does(text: str, phrase: str, found: list[str]) -> None:
    assert [text[start:end] for start, end in spans(text, phrase)] == found


@given(st.text(alphabet='甲乙 \u3000“"1１', max_size=30), st.text(alphabet='甲乙 “"1１', min_size=1, max_size=4))
def test_spans_hold_the_phrase_wherever_it_stands(text: str, phrase: str) -> None:
    found = spans(text, phrase)
    assert all(condensed(text[start:end]) == condensed(phrase) for start, end in found)
    assert bool(found) == (bool(condensed(phrase)) and condensed(phrase) in condensed(text))
