"""Texts cut into marked and plain pieces."""

from hypothesis import given
from hypothesis import strategies as st

from fazhi.statutes.searching import bigrams
from fazhi.statutes.searching.excerpts import Piece, excerpt, marked


def test_phrases_are_marked_and_overlapping_ones_together() -> None:
    assert marked("应当在三十日内归还", ["三十日", "十日内", "没有"]) == [
        Piece("应当在"), Piece("三十日内", marked=True), Piece("归还"),
    ]  # fmt: skip


def test_search_words_are_marked_whatever_their_case() -> None:
    assert marked("按ＡＢＣ办理", ["abc"], folding=bigrams.fold) == [
        Piece("按"), Piece("ＡＢＣ", marked=True), Piece("办理"),
    ]  # fmt: skip


def test_excerpt_stands_around_the_first_mark() -> None:
    pieces = excerpt("甲" * 100 + "押金" + "乙" * 100, ["押金"], length=40)
    assert [piece.marked for piece in pieces] == [False, True, False]
    assert pieces[0].text == "…" + "甲" * 24
    assert pieces[2].text == "乙" * 14 + "…"


def test_excerpt_of_a_short_text_is_the_text() -> None:
    assert excerpt("不得收取\n押金", [], length=40) == [Piece("不得收取押金")]


@given(st.text(alphabet="甲乙 １", max_size=30), st.lists(st.text(alphabet="甲乙1", max_size=3), max_size=3))
def test_pieces_are_the_text(text: str, wanted: list[str]) -> None:
    assert "".join(piece.text for piece in marked(text, wanted)) == text
