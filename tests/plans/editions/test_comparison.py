"""Comparing two editions."""

from hypothesis import given
from hypothesis import strategies as st

from fazhi.plans.editions.comparison import Comparison, FieldChange, TaskFace, compare

TITLES = [
    "规范涉企行政检查",
    "优化政务服务",
    "加强行政执法培训",
    "开展案卷评查",
    "完善权责清单",
    "推进政务公开",
    "健全合法性审查机制",
]


def faces(*titles: str) -> list[TaskFace]:
    return [
        TaskFace(place, str(place), title, f"{place}{title}。各单位抓好落实。") for place, title in enumerate(titles, 1)
    ]


def names(found: Comparison) -> tuple[list[str], list[str], list[str], list[str]]:
    return (
        [face.title for face in found.added],
        [pair.new.title for pair in found.changed],
        [face.title for face in found.dropped],
        [pair.new.title for pair in found.same],
    )


def test_compare_of_equal_editions_finds_all_the_same() -> None:
    assert names(compare(faces(*TITLES), faces(*TITLES))) == ([], [], [], TITLES)


def test_compare_sees_through_renumbering() -> None:
    found = compare(faces(*TITLES), faces("新增一项全新工作", *TITLES))
    assert names(found) == (["新增一项全新工作"], [], [], TITLES)
    assert all(pair.is_renumbered for pair in found.same)


def test_compare_pairs_a_reworded_task_and_tells_the_change() -> None:
    found = compare(faces(*TITLES), faces("进一步规范涉企行政检查", *TITLES[1:]))
    assert names(found)[1:3] == (["进一步规范涉企行政检查"], [])
    assert found.changed[0].changes[0] == FieldChange("任务名称", "规范涉企行政检查", "进一步规范涉企行政检查")


def test_compare_tells_changed_fields_one_by_one() -> None:
    old = TaskFace(1, "1", "甲", "", (("牵头单位", "区司法局"), ("完成时限", "2026-06-30")))
    new = TaskFace(9, "2", "甲", "", (("牵头单位", "区司法局"), ("完成时限", "2026-08-31"), ("指标", "率不低于95%")))
    assert compare([old], [new]).changed[0].changes == (
        FieldChange("完成时限", "2026-06-30", "2026-08-31"),
        FieldChange("指标", "", "率不低于95%"),
    )


def test_compare_does_not_take_punctuation_for_a_change_but_numbers() -> None:
    old = TaskFace(1, "1", "甲（一）", "率达到95.5%")
    assert compare([old], [TaskFace(2, "1", "甲(一)", "率 达到 95.5%。")]).changed == ()
    assert len(compare([old], [TaskFace(2, "1", "甲(一)", "率达到955%")]).changed) == 1


def test_change_of_a_long_text_shows_only_what_differs() -> None:
    change = FieldChange(
        "任务内容",
        "制定年度涉企行政检查计划并向社会公布，2026年6月底前完成。",
        "制定年度涉企行政检查计划并向社会公布，2026年8月底前完成。",
    )
    assert [(run.kind, run.text) for run in change.runs] == [
        ("same", "制定年度涉企行政检查计划并向社会公布，2026年"),
        ("old", "6"),
        ("new", "8"),
        ("same", "月底前完成。"),
    ]
    assert [run.kind for run in FieldChange("指标", "", "率不低于95%").runs] == ["new"]


def test_compare_keeps_two_tasks_of_one_title_apart_by_number() -> None:
    old = [TaskFace(1, "3", "其他", "甲"), TaskFace(2, "7", "其他", "乙")]
    new = [TaskFace(8, "7", "其他", "乙"), TaskFace(9, "3", "其他", "甲")]
    assert [(pair.old.ref, pair.new.ref) for pair in compare(old, new).same] == [(2, 8), (1, 9)]


@given(st.lists(st.sampled_from(TITLES), max_size=8), st.lists(st.sampled_from(TITLES), max_size=8))
def test_compare_loses_and_doubles_nothing(first: list[str], second: list[str]) -> None:
    old, new = faces(*first), faces(*second)
    found = compare(old, new)
    pairs = (*found.changed, *found.same)
    assert sorted(face.ref for face in (*found.added, *(pair.new for pair in pairs))) == [face.ref for face in new]
    assert sorted(face.ref for face in (*found.dropped, *(pair.old for pair in pairs))) == [face.ref for face in old]


@given(st.permutations(TITLES))
def test_compare_does_not_mind_the_order(titles: list[str]) -> None:
    assert names(compare(faces(*TITLES), faces(*titles)))[:3] == ([], [], [])
