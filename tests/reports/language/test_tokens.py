"""Tokens: the parser loses nothing, reads back what it writes, and says what it cannot read."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.reports.language.tokens import Fault, Form, Plain, Token, Word, faults, filled, parse, tokens, written

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True)
PERIODS = st.sampled_from(["", "last_year", "2025", "2025H1", "2026Q3", "2025-06"])
UNITS = st.sampled_from(["", "区司法局", "河沿街道", "市场监督管理局"])
TOKENS = st.builds(Token, NAMES, PERIODS, UNITS, st.sampled_from(Form), st.booleans())
SCRAPS = st.sampled_from(
    ["{{", "}}", "{", "}", "figure:", "a", "?", "|", "period", "：", "｜", " ", "。", "\n", "x1", "。办"]
)


@given(st.one_of(st.text(), st.lists(SCRAPS, max_size=30).map("".join)))
def test_pieces_of_any_text_make_up_the_text(text: str) -> None:
    assert "".join(piece.source for piece in parse(text)) == text


@given(TOKENS)
def test_written_token_reads_back_as_the_same(token: Token) -> None:
    (piece,) = parse(written(token))
    assert isinstance(piece, Token)
    assert replace(piece, source="") == token


@given(st.lists(TOKENS, max_size=5), st.lists(st.text(alphabet="办件。，；\n"), min_size=6, max_size=6))
def test_tokens_are_found_in_their_order_between_any_words(found: list[Token], words: list[str]) -> None:
    text = "".join(word + written(token) for word, token in zip(words, found, strict=False)) + words[-1]
    assert [replace(token, source="") for token in tokens(text)] == found


def test_full_width_marks_of_an_input_method_are_read() -> None:
    (piece,) = parse("{{　figure：cases_done？｜period：2025Q3｜form：number }}")
    assert replace(piece, source="") == Token("cases_done", "2025Q3", "", Form.NUMBER, optional=True)


@pytest.mark.parametrize(
    ("text", "say"),
    [
        ("{{ cases }}", "应写成“{{ figure:数据标识 }}”"),
        ("{{ figure:A }}", "应写成“{{ figure:数据标识 }}”"),
        ("{{ figure:a | time: 2025 }}", "不认识“time: 2025”，可以写 period、unit、form"),
        ("{{ figure:a | period: 2025 | period: 2024 }}", "“period”写了两次"),
        ("{{ figure:a | period: 去年 }}", "时段“去年”应写成 last_year、2025、2025H1、2025Q3 或 2025-06"),
        ("{{ figure:a | form: big }}", "写法“big”应为text、number、change、of、to、parts之一"),
        ("{{ figure:a", "“{{”没有对应的“}}”"),
        ("}}", "多出“}}”，前面没有“{{”"),
    ],
)
def test_what_cannot_be_read_is_said(text: str, say: str) -> None:
    assert [fault.say for fault in faults(text)] == [say]


def test_token_that_is_not_closed_ends_with_its_line() -> None:
    assert parse("甲{{ figure:a\n乙{{ figure:b }}") == (
        Plain("甲"),
        Fault("{{ figure:a", "“{{”没有对应的“}}”"),
        Plain("\n乙"),
        Token("b", source="{{ figure:b }}"),
    )


def test_words_are_filled_in_and_figures_kept() -> None:
    assert parse("{{ year }}") == (Word("year", "{{ year }}"),)
    assert filled("{{year}}年{{ figure:a }}", {"year": "2025"}) == "2025年{{ figure:a }}"
