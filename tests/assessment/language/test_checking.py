"""What a system is refused for: weights, formulas, figures that are not there."""

from pathlib import Path

import pytest

from fazhi.assessment.language.checking import faults
from fazhi.assessment.language.library import load_systems
from fazhi.catalog.loading import CatalogError
from tests.assessment.material import BANDS, FIGURES, item, system


def wrongs(made, others=()):
    every = {each.id: each for each in (made, *others)}
    return [fault.wrong for fault in faults(made, figures=FIGURES, systems=every)]


def test_faults_none_for_a_sound_system():
    assert wrongs(system(item("a", 4, bands=BANDS), item("b", 2))) == []


def test_faults_points_that_do_not_come_to_their_parents():
    made = system(item("a", 4), item("b", 2), total=10)
    assert wrongs(made) == ["总分为 10 分，所属一级指标合计 6 分"]


def test_faults_of_each_level_of_weights():
    indicator = {"id": "i", "title": "指标", "points": 5, "items": [item("a", 4)]}
    part = {"id": "p", "title": "部分", "points": 6, "indicators": [indicator]}
    assert wrongs(system(item("a", 4), total=6, parts=[part])) == [
        "“部分”为 6 分，所属二级指标合计 5 分",
        "“指标”为 5 分，所属项目合计 4 分",
    ]


def test_faults_figure_that_is_not_there():
    made = system(item("a", 4, full={"when": "on_time_rat >= 90"}, evidence={"figures": ["nothing"]}))
    assert wrongs(made) == [
        "没有名为“nothing”的数据",
        "没有名为 on_time_rat 的要素，是不是 on_time_rate",
    ]


def test_faults_condition_where_a_number_is_wanted():
    made = system(item("a", 4, formula={"share": "on_time_rate >= 90"}))
    assert wrongs(made) == ["这里应当得出数字，写的条件得出的是“是或否”"]


def test_faults_the_same_id_twice():
    assert wrongs(system(item("a", 2), item("a", 2))) == ["标识“a”重复"]


def test_faults_share_below_the_system_above():
    upper = system(item("a", 4), id="upper", weight=6)
    low = {
        "id": "p",
        "title": "部分",
        "points": 3,
        "indicators": [{"id": "i", "title": "指标", "points": 3, "items": [item("a", 3)]}],
    }
    rest = {
        "id": "q",
        "title": "其余",
        "points": 7,
        "indicators": [{"id": "j", "title": "指标二", "points": 7, "items": [item("b", 7)]}],
    }
    made = system(item("a", 1), total=10, parts=[low, rest], weight=5, upper={"system": "upper", "parts": ["p"]})
    assert wrongs(made, [upper]) == [
        "在绩效考核中的分值权重5%，低于上级“小体系”的 6%",
        "“部分”占总分 30%，低于上级“小体系”的 100%",
    ]


def test_faults_none_where_the_weight_is_as_the_upper_one():
    upper = system(item("a", 4), id="upper", weight=6)
    made = system(item("a", 4), weight=6, upper={"system": "upper", "parts": ["p"]})
    assert wrongs(made, [upper]) == []


@pytest.mark.parametrize(
    ("steps", "wrong"),
    [
        ([{"at_least": 90, "points": 3}, {"at_least": 100, "points": 4}], "各档没有按从好到差排列"),
        ([{"at_least": 100, "points": 4}, {"at_most": 3, "points": 1}], "各档方向不一致"),
        ([{"at_least": 100, "points": 3}, {"at_least": 90, "points": 4}], "较差的一档分值反而较高"),
        ([{"points": 4}, {"at_least": 90, "points": 3}], "只有最后一档可以不写界限"),
    ],
)
def test_bands_out_of_order_are_refused(steps, wrong):
    with pytest.raises(ValueError, match=wrong):
        system(item("a", 4, bands={"value": "on_time_rate", "steps": steps}))


def test_load_systems_says_file_and_line(tmp_path: Path):
    (tmp_path / "small.yaml").write_text(SMALL, encoding="utf-8")
    with pytest.raises(CatalogError) as caught:
        load_systems(tmp_path, figures=FIGURES)
    assert [str(problem).removeprefix(str(tmp_path)) for problem in caught.value.problems] == [
        "/small.yaml 第 22 行 parts[第1项].indicators[第1项].items[第1项].full.when：没有名为 wrong_rate 的要素，"
        "是不是 on_time_rate。请按数据的标识和条件语言的写法修改。"
    ]


SMALL = """
id: small
title: 小体系
edition: 2026-01-01
about: 测试用
kinds: [department]
total: 2
sources: [测试]
parts:
  - id: p
    title: 部分
    points: 2
    indicators:
      - id: i
        title: 指标
        points: 2
        items:
          - id: a
            title: 公示
            standard: 全部公示得满分
            points: 2
            full: {when: wrong_rate >= 100}
"""
