"""Properties of the reader: any text can be read, and what is read stands in the text."""

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.documents.reading import read_document
from fazhi.figures.reading import FigureKind, ReadFigure, read_report, read_report_text
from fazhi.plans.reading.wordlists import words

PIECES = st.sampled_from(
    [
        *words(
            "办理案件 2 36 １０８ 1,204 十二 百分之九十五 三分之一 余 多 万 亿元 件 % 个工作日 人次 起 同比增长",
            "分别为 由 至 其中 ( ) “ ” 《 》 、 , 。 : | 占 的 和 (zhèng) 2023年 近 约 / — ① 一是 復議 0 ¥",
        ),
        "\n",
        "\t",
        " ",
    ]
)


def _check(text: str) -> tuple[ReadFigure, ...]:
    figures = read_report_text(text).figures
    done = 0
    for figure in figures:
        assert done <= figure.start < figure.end <= len(text)
        assert text[figure.start : figure.end] == figure.text
        assert figure.high is None or figure.high > figure.value
        done = figure.end
    return figures


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    _check(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=40).map("".join))
def test_any_jumble_of_what_reports_are_made_of_can_be_read(text: str) -> None:
    _check(text)


@settings(max_examples=50, deadline=None)
@given(st.integers(min_value=0, max_value=99_999_999))
def test_a_count_is_read_as_it_is_written(count: int) -> None:
    (figure,) = _check(f"全年办理行政处罚案件{count}件。")
    assert (figure.value, figure.unit, figure.what) == (count, "件", "办理行政处罚案件")


@settings(max_examples=50, deadline=None)
@given(st.integers(min_value=10, max_value=9_999), st.data())
def test_a_line_end_inside_a_number_changes_nothing(count: int, data: st.DataObject) -> None:
    digits = str(count)
    at = data.draw(st.integers(min_value=1, max_value=len(digits) - 1))
    (figure,) = _check(f"本年度收到行政复议申请{digits[:at]}\n{digits[at:]}件。")
    assert (figure.value, figure.text) == (count, f"{digits[:at]}\n{digits[at:]}件")


def test_money_is_in_yuan_and_says_its_kind() -> None:
    (figure,) = _check("罚没款326.48万元。")
    assert (figure.value, figure.unit, figure.kind, figure.what) == (3_264_800, "元", FigureKind.AMOUNT, "罚没款")


def test_a_range_is_one_figure() -> None:
    (low, high) = _check("审批时限由20—50天缩减至4—5天。")
    assert (low.value, low.high, low.what) == (20, 50, "审批时限")
    assert (high.value, high.high, high.what) == (4, 5, "审批时限缩减至")


def test_title_is_the_first_line() -> None:
    assert read_report_text("\n某县2023年法治政府建设情况报告\n一、成效").title == "某县2023年法治政府建设情况报告"


def test_text_without_figures_gives_none() -> None:
    assert read_report_text("").figures == ()
    assert read_report_text("坚持依法行政，推进法治政府建设。").figures == ()


def test_a_file_is_read_with_offsets_of_its_text(tmp_path: Path) -> None:
    path = tmp_path / "报告.txt"
    path.write_text("报告\n审结52件。", encoding="utf-8")
    (figure,) = read_report(read_document(path)).figures
    assert (figure.start, figure.text) == (5, "52件")
