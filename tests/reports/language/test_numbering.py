"""Numbers of headings."""

import pytest

from fazhi.reports.language.numbering import chinese, numbered


def test_sections_are_counted_anew_in_each_part() -> None:
    assert list(numbered([0, 1, 2, 2, 1, 2])) == ["", "一、", "（一）", "（二）", "二、", "（一）"]


@pytest.mark.parametrize(
    ("number", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (21, "二十一"), (99, "九十九")]
)
def test_numbers_are_said_in_chinese(number: int, said: str) -> None:
    assert chinese(number) == said
