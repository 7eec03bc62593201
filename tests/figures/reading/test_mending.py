"""Line ends, blanks and page noise inside and around numbers."""

import pytest

from fazhi.figures.reading import read_report_text
from fazhi.figures.reading.mending import mended


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("全年收到行政复议申请1\n26件。", 126, "件"),
        ("人民调解成功率升至98\n.3%。", 98.3, "%"),
        ("胜诉率百\n分之九十五点二。", 95.2, "%"),
        ("保留文件三十六\n件。", 36, "件"),
        ("挽回经济损失1.3亿\n元。", 130_000_000, "元"),
        ("企业开办时间压缩至0.5个工作\n日。", 0.5, "工作日"),
        ("约谈部门负责人3人\n次。", 3, "人次"),
        ("受理纠纷2 480件。", 2480, "件"),
        ("发放稳岗资金1 286.7万元。", 12_867_000, "元"),
        ("审查合同 2 6 份。", 26, "份"),
        ("约谈负责人3人(rén)次。", 3, "人次"),
        ("受理行政復議１０８件。", 108, "件"),
        ("区法制机构出庭应诉案件2 4起。", 24, "起"),
    ],
)
def test_a_number_is_one_however_it_is_parted(text: str, value: float, unit: str) -> None:
    (figure,) = read_report_text(text).figures
    assert (figure.value, figure.unit) == (value, unit)


def test_a_list_number_below_a_count_stays_apart() -> None:
    text = "审结案件52\n1.加强学习。\n2.加强执法。"
    assert read_report_text(text).figures == ()


def test_page_noise_states_nothing() -> None:
    text = "发布时间：2024-01-26 17:03 点击数：1 472次\n某县报告\n审结52件。\n— 1 —\n扫一扫在手机打开当前页\n"
    assert [figure.text for figure in read_report_text(text).figures] == ["52件"]


def test_a_sentence_that_states_numbers_goes_on_behind_the_line_end() -> None:
    assert "占受理数的90.7%" in mended("受理108件,审结98件,占\n受理数的90.7%。").folded
