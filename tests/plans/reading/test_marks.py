"""Pass 4: marks."""

import pytest

from fazhi.plans.reading.marks import BOUNDARY, GLUED, LINE, find_marks


def _found(text: str) -> list[tuple[str, int, str]]:
    return [(mark.family, mark.value, mark.number) for mark in find_marks(text)]


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        ("一、总体要求", ("comma", 1, "一")),
        ("(十二)健全机制", ("bracket", 12, "(十二)")),
        ("1.修订清单", ("point", 1, "1")),
        ("1、2024年底前完成", ("point", 1, "1")),
        ("2.10月底前完成", ("point", 2, "2")),
        ("01.修订清单", ("point", 1, "01")),
        ("(3)开展评查", ("small", 3, "(3)")),
        ("②开展评查", ("circle", 2, "②")),
        ("⒊开展评查", ("point", 3, "⒊")),
        ("㈡开展评查", ("bracket", 2, "㈡")),
        ("第十条 开展评查", ("article", 10, "第十条")),
        ("第二章 任务", ("chapter", 2, "第二章")),
        ("任务三:开展评查", ("word", 3, "任务三")),
        ("2.3 开展评查", ("decimal1", 3, "2.3")),
        ("一是开展评查", ("namely", 1, "一是")),
        ("首先,开展评查", ("first", 1, "首先")),
    ],
)
def test_mark_at_the_beginning_of_a_line(text: str, mark: tuple[str, int, str]) -> None:
    assert _found(text) == [mark]


@pytest.mark.parametrize(
    "text",
    [
        "2021.6.1起施行",
        "3.5个工作日",
        "依照第十二条第(一)项",
        "统筹一、二、三产业",
        "“一、二、三”要求",
        "这是大事",
        "12.4国家宪法日",
        "压缩30%、1.5倍",
    ],
)
def test_what_only_looks_like_a_mark(text: str) -> None:
    assert [mark for mark in find_marks(f"要{text}") if mark.strength > GLUED] == []


def test_strength_says_where_a_mark_stands() -> None:
    strengths = [mark.strength for mark in find_marks("1.甲。2.乙单位3.丙")]
    assert strengths == [LINE, BOUNDARY, GLUED]
