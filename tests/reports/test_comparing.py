"""Two texts compared lose nothing of either."""

from hypothesis import given
from hypothesis import strategies as st

from fazhi.reports.comparing import Segment, compare

TEXTS = st.lists(st.sampled_from(["甲", "乙办", "。", "，", "；", "\n"]), max_size=20).map("".join)


@given(TEXTS, TEXTS)
def test_each_text_can_be_put_together_again(older: str, newer: str) -> None:
    segments = compare(older, newer)
    assert "".join(each.text for each in segments if each.kind != "in") == older
    assert "".join(each.text for each in segments if each.kind != "out") == newer


def test_changed_clause_is_shown_and_the_rest_stays() -> None:
    assert compare("受理3件，办结2件。完。", "受理4件，办结2件。完。") == (
        Segment("out", "受理3件，"),
        Segment("in", "受理4件，"),
        Segment("same", "办结2件。完。"),
    )
