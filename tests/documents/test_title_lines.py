"""Titles that are longer than a line."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.documents.title_lines import title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("示例区2025年法治政府建设情况报告", ["示例区2025年法治政府建设情况报告"]),
        (
            "示例区人民政府2025年政府信息公开工作年度报告",
            ["示例区人民政府", "2025年政府信息公开工作年度报告"],
        ),
        (
            "示例区人民政府关于2025年度法治政府建设情况的报告",
            ["示例区人民政府", "关于2025年度法治政府建设情况的报告"],
        ),
        (
            "示例区市场监督管理局2025年政府信息公开工作年度报告",
            ["示例区市场监督管理局", "2025年政府信息公开工作年度报告"],
        ),
        (
            "示例区人民政府办公室关于印发《示例区重大行政决策公众参与实施办法》的通知",
            ["示例区人民政府办公室", "关于印发《示例区重大行政决策公众参与", "实施办法》的通知"],
        ),
    ],
)
def test_a_title_goes_on_at_the_end_of_a_meaning(title: str, lines: list[str]) -> None:
    assert title_lines(title) == lines


def test_a_title_with_no_place_to_break_is_left_whole() -> None:
    assert title_lines("甲" * 30) == ["甲" * 30]


@given(st.text("区人民政府局关于的报告年度2025、《》法治建设情况工作通知", max_size=60))
def test_lines_put_together_are_the_title(title: str) -> None:
    lines = title_lines(title)
    assert "".join(lines) == title
    assert lines == [title] or all(0 < len(line) <= 40 for line in lines)
