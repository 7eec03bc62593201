"""What is said of a number beside it."""

import pytest

from fazhi.figures.reading import read_report_text


@pytest.mark.parametrize(
    ("text", "qualifiers"),
    [
        ("累计接受社区矫正对象1246人。", ("累计",)),
        ("全年共收行政复议案件31件。", ("全年", "共")),
        ("发放资料两千余份。", ("余",)),
        ("提出意见40多条。", ("多",)),
        ("满意率97%以上。", ("以上",)),
        ("纠错率接近三成。", ("接近",)),
        ("征收项目签约312户。", ()),
        ("审查时间不超过1.5个工作日。", ("不超过",)),
        ("4天内办结。", ("内",)),
        ("地区生产总值同比增长7.2%。", ("同比增长",)),
        ("办结率较上年提高2.3个百分点。", ("提高",)),
        ("拥有量达到3.68件。", ()),
        ("公共法律服务中心8个。", ()),
        ("解答咨询日均23人。", ("日均",)),
        ("败诉率不足4%。", ("不足",)),
        ("办结率较上年回落1.2个百分点。", ("回落",)),
        ("平均造价上涨3%。", ("上涨",)),
    ],
)
def test_qualifiers_of(text: str, qualifiers: tuple[str, ...]) -> None:
    (figure,) = read_report_text(text).figures
    assert figure.qualifiers == qualifiers


def test_a_change_that_two_numbers_share_qualifies_both() -> None:
    figures = read_report_text("办理许可20件，罚没30万元，同比分别下降8.4%和3.1%。").figures
    assert [figure.qualifiers for figure in figures] == [(), (), ("同比下降",), ("同比下降",)]
