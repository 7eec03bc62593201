"""Pass 6d: tables."""

import pytest

from fazhi.plans.reading.columns import columns_of
from fazhi.plans.reading.tables import find_tables


def _rows(text: str) -> list[tuple[str, list[tuple[str, str]], list[str]]]:
    return [
        (
            text[slice(*row.number)],
            [(column, text[a:b]) for column, _, (a, b) in row.cells],
            [text[a:b] for a, b in row.headings],
        )
        for table in find_tables(text)
        for row in table.rows
    ]


EXPECTED = [
    ("1", [("number", "1"), ("task", "修订清单"), ("lead", "县司法局"), ("deadline", "6月底")], []),
    ("2", [("number", "2"), ("task", "评查案卷"), ("lead", "县司法局"), ("deadline", "全年")], []),
]


@pytest.mark.parametrize(
    "text",
    [
        "| 序号 | 任务 | 牵头单位 | 时限 |\n|---|---|---|---|\n"
        "| 1 | 修订清单 | 县司法局 | 6月底 |\n| 2 | 评查案卷 | 县司法局 | 全年 |",
        "序号|任务|牵头单位|时限\n1|修订清单|县司法局|6月底\n2|评查案卷|县司法局|全年",
        "序号\t任务\t牵头单位\t时限\n1\t修订清单\t县司法局\t6月底\n2\t评查案卷\t县司法局\t全年",
        "序号  任务    牵头单位   时限\n1    修订清单   县司法局   6月底\n2    评查案卷   县司法局   全年",
        "序号\n任务\n牵头单位\n时限\n1\n修订清单\n县司法局\n6月底\n2\n评查案卷\n县司法局\n全年",
    ],
    ids=["bars", "bare bars", "tabs", "gaps", "cells"],
)
def test_table_is_read_in_any_writing(text: str) -> None:
    assert _rows(text) == EXPECTED


def test_heading_rows_and_grouping_cells_stand_above_their_rows() -> None:
    text = (
        "|类别|任务|责任单位|\n|一、制度|||\n|立法|修订规则|市司法局|\n||清理文件|市司法局|\n|执法|评查案卷|市司法局|"
    )
    assert [headings for _, _, headings in _rows(text)] == [
        ["一、制度", "立法"],
        ["一、制度", "立法"],
        ["一、制度", "执法"],
    ]


def test_missing_cell_is_found_by_what_the_others_hold() -> None:
    text = (
        "序号\n任务\n牵头单位\n配合单位\n完成时限\n1\n修订清单\n县司法局\n县财政局\n6月底\n2\n评查案卷\n县司法局\n全年"
    )
    assert _rows(text)[1][1] == [("number", "2"), ("task", "评查案卷"), ("lead", "县司法局"), ("deadline", "全年")]


def test_table_without_units_numbers_or_times_is_no_task_table() -> None:
    assert _rows("| 名称 | 说明 |\n| 甲 | 乙 |") == []


def test_measures_after_a_task_column_are_its_detail() -> None:
    assert columns_of(["序号", "工作任务", "具体措施", "责任单位"]) == ["number", "task", "detail", "named"]


def test_measures_after_a_problem_column_are_the_task() -> None:
    assert columns_of(["序号", "存在问题", "整改措施", "责任单位"]) == ["number", "other", "task", "named"]
