"""Chinese full text by pairs of characters, asked of PostgreSQL itself."""

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fazhi.statutes.searching import bigrams
from fazhi.statutes.searching.bigrams import Token


def matches(text: str, asked: str) -> bool:
    literal = bigrams.query(bigrams.words_of(asked))
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector @@ %s::tsquery", [bigrams.vector([(text, "A")]), literal])
        return bool(cursor.fetchone()[0])


def test_text_becomes_pairs_with_positions() -> None:
    assert list(bigrams.tokens("法制审核，ABC 12天")) == [
        Token("法制", 1), Token("制审", 2), Token("审核", 3), Token("核", 4, whole=False),
        Token("abc12", 6), Token("天", 7),
    ]  # fmt: skip


def test_vector_parts_have_weights_and_stand_apart() -> None:
    assert bigrams.vector([("归还", "A"), ("还书", "D")]) == "'归还':1A '还':2A '还书':12 '书':13"


def test_query_is_a_phrase_for_each_word() -> None:
    assert bigrams.query(["法制审核", "书", "12345热线"]) == (
        "('法制' <1> '制审' <1> '审核') & ('书':*) & ('12345' <1> '热线')"
    )
    assert bigrams.query(["，。"]) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("应当进行法制审核。", "法制审核", True),
        ("应当进行法制审核。", "法制 审核", True),
        ("法制机构负责审核。", "法制审核", False),
        ("法制机构负责审核。", "法制 审核", True),
        ("不得收取押金", "金", True),
        ("不得收取押金", "押", True),
        ("不得收取押金", "银", False),
        ("拨打12345热线", "12345热线", True),
        ("拨打１２３４５ 热线", "12345热线", True),
        ("拨打12345热线", "打12345", True),
        ("拨打12345热线", "2345", False),
        ("自收到ABC之日起", "abc之日", True),
        ("归还，书", "归还书", False),
        ("归还，书", "归还，书", True),
        ("O'Neil 的书\\", "o'neil 书\\", True),
    ],
)
def test_word_is_found_exactly_where_it_stands(text: str, asked: str, found: bool) -> None:
    assert matches(text, asked) is found


def test_words_are_limited_in_number_and_length() -> None:
    assert bigrams.words_of("a\u3000b c d e f g h") == ["a", "b", "c", "d", "e", "f"]
    assert [len(word) for word in bigrams.words_of("书" * 500)] == [bigrams.LONGEST_WORD]


@pytest.mark.django_db
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet="甲乙丙", max_size=24), st.text(alphabet="甲乙丙", min_size=1, max_size=4))
def test_chinese_word_is_found_just_when_it_is_in_the_text(text: str, word: str) -> None:
    assert matches(text, word) == (word in text)


@given(st.text(max_size=60))
def test_folding_keeps_the_length(text: str) -> None:
    assert len(bigrams.fold(text)) == len(text)
