"""The plan reader through its front door: layouts of our own writing, spans, damage, and time."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.documents.reading import read_bytes
from fazhi.plans.reading import ReadPlan, ReadTask, ReadUnit, read_plan, read_plan_text
from tests.plans.reading.effort import calls_in

HERE = Path(__file__).parent
LAYOUTS = yaml.safe_load((HERE / "layouts.yaml").read_text(encoding="utf-8"))
TEXTS = [layout["text"] for layout in LAYOUTS]


def _names(units: tuple[ReadUnit, ...]) -> str:
    return "、".join(unit.name for unit in units)


def _line(task: ReadTask) -> str:
    units = (task.lead_units, task.supporting_units, task.all_units)
    return " | ".join([task.number, task.title, " > ".join(task.heading_path), *map(_names, units)])


def _dense(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout["name"])
def test_layout_is_read_as_written(layout: dict[str, object]) -> None:
    plan = read_plan_text(str(layout["text"]))
    assert [_line(task) for task in plan.tasks] == layout["tasks"]


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout["name"])
def test_spans_point_at_what_they_say(layout: dict[str, object]) -> None:
    _check_spans(str(layout["text"]), read_plan_text(str(layout["text"])))


def _check_spans(text: str, plan: ReadPlan) -> None:
    for task in plan.tasks:
        assert 0 <= task.start <= task.end <= len(text)
        assert text[task.start :].startswith(task.number)
        for unit in (*task.lead_units, *task.supporting_units, *task.all_units):
            assert unit.spans
            for start, end in unit.spans:
                # A name broken over lines keeps the break in the source.
                assert _dense(unit.name) in _dense(text[start:end])
        for detail in (*task.deadlines, *task.targets):
            start, end = detail.span
            assert 0 <= start < end <= len(text)
            assert text[start] == detail.text[0]


def test_read_plan_reads_a_document() -> None:
    text = TEXTS[0]
    assert read_plan(read_bytes("计划.txt", text.encode())) == read_plan_text(text)


def test_title_years_and_issuer_are_hints_from_the_text() -> None:
    plan = read_plan_text("沙溪县法治政府建设实施方案（2021—2025年）\n一、主要任务\n1.修订清单。（县司法局）\n")
    assert (plan.title, plan.issuer, plan.years) == (
        "沙溪县法治政府建设实施方案（2021—2025年）",
        "沙溪县",
        (2021, 2025),
    )


def test_plan_without_tasks_warns() -> None:
    assert read_plan_text("今天天气很好。").warnings == (
        "没有读出任务：请确认这是一份规划计划，任务有序号（如“1.”“（一）”“一是”）或列成任务分解表。",
    )


def test_tasks_without_units_are_counted_in_a_warning() -> None:
    plan = read_plan_text("一、主要任务\n1.修订清单。（县司法局）\n2.开展培训。\n")
    assert plan.warnings == ("2 项任务中有 1 项没有写明单位，需要人工指定。",)


@given(st.text(max_size=300))
@settings(max_examples=80, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    _bounds(text)


PIECES = [
    "一、",
    "（一）",
    "1.",
    "一是",
    "；",
    "。",
    "\n",
    "（责任单位：",
    "）",
    "市司法局",
    "牵头",
    "、",
    "|",
    "序号",
    "任务",
    "第一条",
    "①",
    "附件",
    "注：",
    "会同",
    "等",
    "“",
    "2024年",
    "6月底前",
    " ",
    "\t",
    "会议",
    "主要任务",
    "指导思想",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_any_mixture_of_marks_can_be_read(text: str) -> None:
    _bounds(text)


@given(st.sampled_from(TEXTS), st.data())
@settings(max_examples=80, deadline=None)
def test_damaged_plan_can_be_read(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 40)))
    _bounds(text[:start] + data.draw(st.text(max_size=5)) + text[end:])


def _bounds(text: str) -> None:
    for task in read_plan_text(text).tasks:
        assert 0 <= task.start <= task.end <= len(text)
        for unit in (*task.lead_units, *task.supporting_units, *task.all_units):
            assert all(0 <= start < end <= len(text) for start, end in unit.spans)


@pytest.mark.parametrize(
    "piece",
    [
        "（",
        "一、",
        "1.",
        "（一）",
        "一、\n",
        "1\n2\n",
        "责任单位：",
        "市司法局、",
        "一是，二是，",
        "由市司法局牵头，",
        "（责任单位：市司法局\n",
        "序号\n任务\n责任单位\n",
        "序号\t任务\t责任单位\n",
        "附件：1\n",
        "“",
        "|",
        "会同",
        "等",
    ],
)
def test_work_grows_with_length_only(piece: str) -> None:
    def calls(length: int) -> int:
        text = piece * (length // len(piece))
        return calls_in(lambda: read_plan_text(text))

    calls(1000)  # lexicons are loaded on the first use
    assert calls(16_000) < 5 * calls(4_000) + 1000
