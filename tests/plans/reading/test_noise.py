"""Pass 2: page noise."""

import pytest

from fazhi.plans.reading.folding import fold
from fazhi.plans.reading.noise import is_noise, lines_of, without_noise


@pytest.mark.parametrize(
    "line",
    [
        "— 2 —",
        "-3-",
        "第 2 页 共 10 页",
        "打印",
        "【打印】 【关闭】 扫一扫在手机打开",
        "当前位置: 首页 > 政务公开",
        "您的位置：首页",
        "索 引 号: AB12 | 公开日期: 2022-01-05",
        "字体: [大 中 小]  浏览次数: 58",
        "发布时间：2022-01-05 来源：县司法局",
        "|网站首页|政务公开|政务服务|",
        "版权所有：某区人民政府 备案号：某ICP备00000000号",
        "上一篇：关于召开会议的通知",
    ],
)
def test_page_furniture_is_noise(line: str) -> None:
    assert is_noise(fold(line).folded)


@pytest.mark.parametrize(
    "line",
    [
        "一、主要任务",
        "责任单位：市司法局",
        "2",
        "1.公开信息。在网站首页公布。",
        "主办单位：市司法局",
        "| 1 | 修订清单 | 市司法局 |",
        "完成时限：2024年6月",
        "各县（区）人民政府：",
    ],
)
def test_lines_of_the_plan_stay(line: str) -> None:
    assert not is_noise(fold(line).folded)


def _kept(text: str) -> list[str]:
    folded = fold(text)
    return [folded.shown[line.start : line.end] for line in without_noise(folded, lines_of(folded), [])]


def test_running_header_in_the_middle_of_sentences_goes() -> None:
    assert _kept("甲某区公报\n开展案卷\n甲某区公报\n评查，并\n甲某区公报\n通报。") == [
        "甲某区公报",
        "开展案卷",
        "评查，并",
        "通报。",
    ]


def test_footer_goes_with_the_keeper_of_the_site() -> None:
    assert _kept("1.公开。责任单位：县政府办\n主办单位：某县人民政府办公室\n技术支持：某公司") == [
        "1.公开。责任单位：县政府办"
    ]


def test_units_at_the_end_of_a_plan_are_no_footer() -> None:
    text = "1.公开。\n主办单位：县司法局\n协办单位：县政府办"
    assert _kept(text) == text.split("\n")


def test_buttons_at_the_end_of_a_line_are_cut_off() -> None:
    assert _kept("1.加强培训。 【打印】 【关闭】") == ["1.加强培训。"]
