"""What each figure counts, in the words of the text."""

import pytest

from fazhi.figures.reading import read_report_text


@pytest.mark.parametrize(
    ("text", "whats"),
    [
        ("全年受理行政复议案件57件。", ["受理行政复议案件"]),
        ("下辖5个街道、47个社区。", ["下辖街道", "社区"]),
        ("审结52件，其中维持19件、撤销4件。", ["审结", "维持", "撤销"]),
        ("网办率、即办率、一次办结率分别为98.5%、61.2%和99%。", ["网办率", "即办率", "一次办结率"]),
        ("食品、石化等产业增加值分别增长7.5%、11.5%。", ["食品产业增加值增长", "石化产业增加值增长"]),
        (
            "办理许可20件，罚没30万元，同比分别下降8.4%和3.1%。",
            ["办理许可", "罚没", "办理许可同比下降", "罚没同比下降"],
        ),
        ("平均办理时限由15个工作日压减到4.5个工作日。", ["平均办理时限", "平均办理时限压减到"]),
        ("按期办结率99.7%，较上年提高2.3个百分点。", ["按期办结率", "按期办结率较上年提高"]),
        ("收到申请54件（含上年结转2件），同比增长11.6%。", ["收到申请", "上年结转", "收到申请同比增长"]),
        ("调解和解15件，占41.7%。", ["调解和解", "调解和解占"]),
        ("发放材料：3200份；制作展板：46块。", ["发放材料", "制作展板"]),
        ("维持101件（51.5%）、撤销17件（8.7%）。", ["维持", "维持", "撤销", "撤销"]),
        ("新增规划公开、公共法律服务等11个专栏。", ["新增专栏"]),
        ("领学《审计法》《行政处罚法》等各类法律法规17次。", ["领学法律法规"]),
        ("罚没收入1200万元全部上缴国库。", ["罚没收入"]),
        ("“千名律师进万家”活动中6名律师担任法律顾问。", ["律师担任法律顾问"]),
        ("16个乡镇、203个村（社区）实现法律顾问全覆盖。", ["乡镇实现法律顾问全覆盖", "村(社区)实现法律顾问全覆盖"]),
        ("征收项目签约312户。", ["征收项目签约"]),
        ("政府常务会7次研究人事任免111人次。", ["政府常务会研究人事任免", "研究人事任免"]),
        ("完成全年目标（2214户）的126.6%。", ["完成全年目标", "完成全年目标"]),
    ],
)
def test_what_is_counted(text: str, whats: list[str]) -> None:
    assert [figure.what for figure in read_report_text(text).figures] == whats


def test_cells_of_a_table_are_named_by_row_and_column() -> None:
    text = "| 序号 | 项目 | 2022年 | 同比 |\n|---|---|---|---|\n| 1 | 办理复议案件 | 37件 | +12.1% |\n"
    assert [figure.what for figure in read_report_text(text).figures] == ["办理复议案件", "办理复议案件同比"]


def test_numbers_alone_in_cells_are_figures_where_the_head_says_their_unit() -> None:
    text = "序号\t单位\t受理数(件)\t办结率\n1\t公安局\t120\t98.3%\n2\t市场监管局\t86\t100%\n"
    assert [(figure.value, figure.unit, figure.what) for figure in read_report_text(text).figures] == [
        (120, "件", "公安局受理数"),
        (98.3, "%", "公安局办结率"),
        (86, "件", "市场监管局受理数"),
        (100, "%", "市场监管局办结率"),
    ]


def test_a_unit_said_once_belongs_to_both_numbers() -> None:
    figures = read_report_text("用水用气报装压减至4个、3个工作日。").figures
    assert [(figure.value, figure.unit) for figure in figures] == [(4, "工作日"), (3, "工作日")]
