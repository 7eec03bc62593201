"""A text cut at the places of its tasks."""

from hypothesis import given
from hypothesis import strategies as st

from fazhi.desk.plans.passages import Passage, passages


def test_passages_between_and_of_tasks() -> None:
    assert passages("前一甲乙后", [(7, 2, 3), (8, 3, 4)]) == [
        Passage("前一"),
        Passage("甲", 7),
        Passage("乙", 8),
        Passage("后"),
    ]


places = st.tuples(st.integers(1, 9), st.none() | st.integers(-3, 30), st.none() | st.integers(-3, 30))


@given(st.text(max_size=24), st.lists(places, max_size=6))
def test_passages_lose_no_text_whatever_the_places(text: str, found: list[tuple[int, int | None, int | None]]) -> None:
    found = [(key, None if start is None else max(start, 0), end) for key, start, end in found]
    assert "".join(passage.text for passage in passages(text, found)) == text
