from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.plans.reading.deadlines import Deadline, find_deadlines
from fazhi.plans.reading.wordlists import words
from tests.plans.reading.effort import calls_in

from .example_tables import Example, f1, load_examples

PIECES = [
    *words(
        "2024年 6月 30日 底前 每 季度 年 “ ” 《 》 ( ) 完成时限: 长期坚持 十四五 期间 到 至 - 二〇二五年 上半年",
        "15日内 个工作日 一 , 。 年底 全年 按月",
    ),
    " ",
    "\n",
]


def texts_and_norms(text: str) -> list[tuple[str, str]]:
    return [(d.text, d.norm) for d in find_deadlines(text)]


@pytest.mark.parametrize("example", load_examples("examples"), ids=lambda e: e.text[:24])
def test_deadlines_of_example(example: Example) -> None:
    assert texts_and_norms(example.text) == list(example.deadlines)


def same_words(read: str, wanted: str) -> bool:
    """Whether one holds the other and is at most twice as long: 15日内 and 之日起15日内 are the same limit."""
    return (read in wanted or wanted in read) and 2 * min(len(read), len(wanted)) >= max(len(read), len(wanted))


@pytest.mark.parametrize("table", ["held_out_examples", "second_held_out_examples", "third_held_out_examples"])
def test_deadlines_of_held_out_examples_reach_the_aim(table: str) -> None:
    hit = right = read = wanted = 0
    for example in load_examples(table):
        left = texts_and_norms(example.text)
        read, wanted = read + len(left), wanted + len(example.deadlines)
        for text, norm in example.deadlines:
            found = next((row for row in left if same_words(row[0], text)), None)
            if found is not None:
                left.remove(found)
                hit, right = hit + 1, right + (found[1] == norm)
    assert f1(hit, read, wanted) >= 0.95
    assert right >= 0.97 * hit


def test_deadline_has_place_and_words_of_the_text_as_given() -> None:
    text = "（完成时限：２０２４年６月底前）"
    assert find_deadlines(text) == [Deadline(6, 15, "２０２４年６月底前", "2024-06")]


@pytest.mark.parametrize(
    ("text", "norm"),
    [
        ("完成时限:2023年前", "2023"),
        ("完成时限:6月前", "--06"),
        ("完成时限:年底前", "--12"),
        ("完成时限:2025年底", "2025-12"),
        ("完成时限:2024年6月上旬", "2024-06"),
        ("完成时限:第四季度", "Q4"),
        ("完成时限:2024年第三季度末", "2024-Q3"),
        ("完成时限:2024年下半年", "2024-H2"),
        ("完成时限:全年", "year"),
        ("完成时限:2024年内", "2024"),
        ("完成时限:每季度", "P3M"),
        ("完成时限:每两年", "P2Y"),
        ("完成时限:按季度推进", "P3M"),
        ("完成时限:每年1月31日前", "P1Y@--01-31"),
        ("完成时限:每月25日前", "P1M@--25"),
        ("完成时限:半个月内", "P15D"),
        ("完成时限:二十个工作日内", "P20WD"),
        ("完成时限:2024年3月至6月", "2024-03/2024-06"),
        ("完成时限:2024年1-6月", "2024-01/2024-06"),
        ("完成时限:2023年11月至2024年2月", "2023-11/2024-02"),
        ("完成时限:2024年下半年至2025年上半年", "2024-H2/2025-H1"),
        ("完成时限:2024—2026年", "2024/2026"),
        ("完成时限:“十五五”末", "2030"),
        ("完成时限:二〇二五年十二月三十一日前", "2025-12-31"),
        ("完成时限:2024/9/30", "2024-09-30"),
        ("完成时限:常年坚持", "ongoing"),
    ],
)
def test_norm_of_labelled_time(text: str, norm: str) -> None:
    assert [d.norm for d in find_deadlines(text)] == [norm]


@pytest.mark.parametrize(
    "text",
    [
        "完成时限:按年度计划推进",
        "落实《法治政府建设实施纲要(2021-2025年)》。",
        "某政办〔2019〕28号文件继续有效。",
        "2016年以来的文件逐件过筛。",
        "2020年12月31日前印发的文件一并清理。",
        "清理2019年以前的档案。",
        "截至2023年底,全市已建成调解室300个。",
        "为到2035年基本建成法治政府奠定基础。",
        "抓好2024年立法工作计划的落实。",
        "2024年培训计划另行印发。",
        "做好2024年度考核。",
        "压减至5个工作日内。",
        "30日内审结比例进一步提高。",
        "前三季度完成情况纳入通报。",
        "实行24小时值班,持续推进简政放权,建立常态化机制。",
        "12月4日国家宪法日组织宣誓。",
        "《程序规定》(2024年修订)自2024年7月1日起施行。",
        "近三年内受过处罚的企业列入名单。",
    ],
)
def test_time_that_binds_nothing_is_no_deadline(text: str) -> None:
    assert find_deadlines(text) == []


def test_same_words_said_twice_are_one_deadline() -> None:
    assert texts_and_norms("6月底前完成清理。(完成时限:6月底前)") == [("6月底前", "--06")]


def test_label_ends_at_its_semicolon() -> None:
    assert texts_and_norms("完成时限:长期;牵头单位:县司法局,持续推进改革") == [("长期", "ongoing")]


@given(st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=30).map("".join))
def test_any_text_gives_ordered_spans_that_hold_their_words(text: str) -> None:
    found = find_deadlines(text)
    assert [d.text for d in found] == [text[d.start : d.end] for d in found]
    assert all(d.text and d.norm for d in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert found == find_deadlines(text)


@pytest.mark.parametrize(
    "piece", ["1", "一", "“", "《", "(", "2024年", "6月、", "完成时限:", "每年", "十四五", "2024-", "截至"]
)
def test_work_grows_with_length_only(piece: str) -> None:
    def calls(length: int) -> int:
        text = (piece * length)[:length]
        return calls_in(lambda: find_deadlines(text))

    assert calls(8_000) < 5 * calls(2_000) + 100
