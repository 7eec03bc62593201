"""Numbers of articles in Chinese."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.statutes.reading.numerals import LARGEST, from_chinese, to_chinese


@pytest.mark.parametrize(
    ("number", "said"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九"), (100, "一百"), (101, "一百零一"),
     (110, "一百一十"), (112, "一百一十二"), (306, "三百零六"), (1000, "一千"), (1005, "一千零五"),
     (1010, "一千零一十"), (1050, "一千零五十"), (1260, "一千二百六十")],
)  # fmt: skip
def test_number_is_written_as_statutes_write_it(number: int, said: str) -> None:
    assert to_chinese(number) == said


@given(st.integers(min_value=1, max_value=LARGEST))
def test_number_that_is_written_is_read_again(number: int) -> None:
    assert from_chinese(to_chinese(number)) == number


@pytest.mark.parametrize(("said", "number"), [("一十", 10), ("一十二", 12), ("一百〇五", 105)])
def test_other_spellings_are_read(said: str, number: int) -> None:
    assert from_chinese(said) == number


@pytest.mark.parametrize("said", ["", "十十", "三四", "零", "百", "一百五", "万"])
def test_what_is_no_number_is_none(said: str) -> None:
    assert from_chinese(said) is None


@pytest.mark.parametrize("number", [0, -1, LARGEST + 1])
def test_number_that_no_article_has_is_a_programmers_mistake(number: int) -> None:
    with pytest.raises(ValueError, match="no article has the number"):
        to_chinese(number)
