"""Pass 3: paragraphs."""

import pytest

from fazhi.plans.reading.folding import fold
from fazhi.plans.reading.noise import lines_of
from fazhi.plans.reading.paragraphs import paragraphs_of


def _joined(text: str) -> list[str]:
    folded = fold(text)
    return paragraphs_of(folded, lines_of(folded)).shown.split("\n")


@pytest.mark.parametrize(
    ("text", "paragraphs"),
    [
        ("1.评查案卷。抽查不少于2\n0件。", ["1.评查案卷。抽查不少于20件。"]),
        ("1.评查案卷。覆盖率达到1\n00%。", ["1.评查案卷。覆盖率达到100%。"]),
        ("1.评查案卷。（责任单位：市司\n法局、市财政局）", ["1.评查案卷。（责任单位：市司法局、市财政局）"]),
        ("1.完善机制。加强协作，\n\n形成合力。", ["1.完善机制。加强协作，形成合力。"]),
        ("1、\n\n完善机制。", ["1、完善机制。"]),
        ("责任单位：\n市司法局", ["责任单位：市司法局"]),
        ("责任单位：市司法局，各县（市、区）\n人民政府", ["责任单位：市司法局，各县（市、区）人民政府"]),
    ],
)
def test_soft_breaks_are_joined(text: str, paragraphs: list[str]) -> None:
    assert _joined(text) == paragraphs


@pytest.mark.parametrize(
    "text",
    [
        "三、主要任务\n（一）健全机制",
        "（一）健全机制\n各部门要加强协作。",
        "1.完善机制。\n责任单位：市司法局",
        "1.完善机制。责任单位：市司法局\n市政府办公室  2024年1月1日",
        "一、健全职能，服务发展\n该管的管住。\n（一）甲。",
    ],
)
def test_hard_breaks_stay(text: str) -> None:
    assert _joined(text) == text.split("\n")


def test_lines_broken_to_a_width_are_joined() -> None:
    text = (
        "一、主要任务\n1.完善制度机制和工作流程，推动各\n部门落实责任，形成齐抓共管的工\n"
        "作局面，确保年底前完成各项任\n务。\n2.开展评查。"
    )
    assert _joined(text) == [
        "一、主要任务",
        "1.完善制度机制和工作流程，推动各部门落实责任，形成齐抓共管的工作局面，确保年底前完成各项任务。",
        "2.开展评查。",
    ]


def test_heading_broken_between_numbers_is_joined() -> None:
    text = "四、健全机制\n1、甲。\n五、健全社会矛盾纠纷行政\n\n预防调处化解体系\n2、乙。"
    assert _joined(text)[2] == "五、健全社会矛盾纠纷行政预防调处化解体系"
