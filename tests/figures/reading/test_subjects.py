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
        ("窗口日均办件36件。", ["窗口日均办件"]),
        ("维持20件、终止30件，分别占40%和60%。", ["维持", "终止", "维持占", "终止占"]),
        ("税收12亿元、非税收入3亿元，分别是2020年的1.4倍、1.2倍。", ["税收", "非税收入", "税收", "非税收入"]),
        ("群众满意率持续保持在98%以上。", ["群众满意率"]),
        ("全年受理咨询960件，日均3件。", ["受理咨询", "日均"]),
        ("9月份招录书记员4名。", ["招录书记员"]),
        ("2022年度新立案的工伤纠纷31件。", ["新立案的工伤纠纷"]),
        ("受理举报30件，其中2022年受理举报12件。", ["受理举报", "受理举报"]),
        ("农资类投诉占全部投诉的比例最高，达41.2%。", ["农资类投诉占全部投诉的比例"]),
        ("订阅用户由300人涨至1200人。", ["订阅用户", "订阅用户涨至"]),
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


def test_a_plain_row_leaves_the_name_to_its_columns() -> None:
    text = "事项 | 投诉处理 | 工伤认定 |\n数量 | 45件 | 7件 |\n占受理数比例 | 60% | 9.3% |\n"
    assert [figure.what for figure in read_report_text(text).figures] == [
        "投诉处理", "工伤认定", "占受理数比例投诉处理", "占受理数比例工伤认定",
    ]  # fmt: skip


def test_money_alone_in_cells_is_read_in_the_thousands_that_the_head_says() -> None:
    text = "单位\t罚没款(万元)\t件数(件)\n城管局\t1,206.50\t1,033\n交通局\t26.4\t77\n"
    assert [(figure.value, figure.unit, figure.what) for figure in read_report_text(text).figures] == [
        (12_065_000, "元", "城管局罚没款"),
        (1033, "件", "城管局"),
        (264_000, "元", "交通局罚没款"),
        (77, "件", "交通局"),
    ]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        (
            "接通率、办结率、满意率分别提高1.1、2.2和3.3个百分点。",
            [(1.1, "接通率提高"), (2.2, "办结率提高"), (3.3, "满意率提高")],
        ),
        ("东镇、西镇分别投入12、30万元。", [(120_000, "东镇"), (300_000, "西镇")]),
        ("第二、三季度占比分别为26和31.5%。", [(26, "第二季度占比"), (31.5, "三季度占比")]),
    ],
)
def test_a_unit_said_last_belongs_to_all_listed(text: str, figures: list[tuple[float, str]]) -> None:
    assert [(figure.value, figure.what) for figure in read_report_text(text).figures] == figures


def test_a_unit_said_once_belongs_to_both_numbers() -> None:
    figures = read_report_text("用水用气报装压减至4个、3个工作日。").figures
    assert [(figure.value, figure.unit) for figure in figures] == [(4, "工作日"), (3, "工作日")]
