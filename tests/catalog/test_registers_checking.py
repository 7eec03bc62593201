"""Mistakes in a register, and in what the sample district has in it: each found, with its line and what to mend."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fazhi.catalog.loading import CatalogError, CatalogProblem, Located, load_located
from fazhi.catalog.sample_district import SampleDistrict, SamplePeople
from fazhi.catalog.sample_files import load_sample_file
from fazhi.catalog.sample_registers import SampleRegister, load_sample_registers
from fazhi.procedures.registers.checking import check_references
from fazhi.procedures.registers.library import Shelf, load_shelf, read_registers
from fazhi.procedures.registers.library import shelf as the_shelf
from fazhi.procedures.registers.sample_checking import SampleCheck

LIST = """id: wells
title: 水井
entry: 水井
family: 其他
about: 测试用。
kept_by: unit
basis: {行政处罚法#34: 裁量}
fields:
  number: {title: 编号, type: text}
  body: {title: 单位, type: organization}
  dug_on: {title: 开凿日期, type: date}
  depth: {title: 深度, type: number, least: 1}
  state: {title: 状态, type: choice, options: {open: 在用, shut: 封闭}}
required: [number, body]
key: [number]
named_by: number
organization: body
rules:
  deep:
    that: "depth == null || depth < 900"
    say: 太深，请核对。
    sources: [测试]
list:
  columns: [number, body]
"""
SAMPLE = """id: wells
revisions:
  - days_ago: 30
    by: lin.yaxi
    reason: 登记
    columns: [number, body, depth, state]
    common: {dug_on: -400}
    add:
      - [W1, sfj, 12, open]
      - [W2, scj, 40, 封闭]
  - days_ago: 3
    reason: 封闭
    change:
      - {kind: amend, of: [W2], data: {state: shut}}
"""


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str], list[str]]:
    """The problems of the register above with one text in it replaced."""

    def problems(old: str, new: str) -> list[str]:
        assert old in LIST
        (tmp_path / "wells.yaml").write_text(LIST.replace(old, new), encoding="utf-8")
        return [told(problem) for file in read_registers(tmp_path) for problem in file.problems]

    return problems


def told(problem: CatalogProblem) -> str:
    return f"{problem.line} {problem.wrong}"


def test_sound_register_has_no_problem(broken):
    assert broken("title: 水井", "title: 水井") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: wells", "id: springs", "1 文件名“wells.yaml”与清单标识“springs”不一致"),
        ("key: [number]", "key: [code]", "15 没有要素“code”"),
        ("key: [number]", "key: []", "15 没有唯一标识"),
        ("organization: body\n", "", "6 各单位维护的清单须写明条目属于哪个单位"),
        ("organization: body", "organization: number", "17 organization 指的不是单位要素"),
        ("dug_on:", "since:", "11 “since”已有别的意思"),
        ("depth < 900", "depht < 900", "20 条件有误：没有名为 depht 的要素，是不是 depth？"),
        ("行政处罚法#34: 裁量", "行政处罚法34: 裁量", "7 依据“行政处罚法34”的写法不对"),
        ("34: 裁量", f"34: {'裁量基准' * 7}", f"7 关键词“{'裁量基准' * 7}”超过 25 个字"),
        ("    sources: [测试]\n", "", "19 规则没有依据"),
        ("basis: {行政处罚法#34: 裁量}\n", "", "1 清单没有依据"),
        ("type: date}", "type: choice}", "11 只有单选、多选要素有 options，且必须有"),
        ("named_by: number", "named_by: number\nvalidity: {starts: depth}", "17 有效期起不是日期要素"),
        ("named_by: number", "named_by: number\nvalidity: {ends: dug_on, warn: soon}", "17 看不懂期限“soon”"),
    ],
)
def test_mistake_in_a_register_is_found(broken, old, new, said):
    assert [problem[: len(said)] for problem in broken(old, new)] == [said]


def test_register_that_refers_to_none_is_found(tmp_path):
    text = LIST.replace("type: number, least: 1", "type: entry, refers_to: x").replace(
        "|| depth < 900", "|| depth.valid"
    )
    text = text.replace("kept_by: unit", "kept_by: unit\nchanged_by: digging")
    (tmp_path / "wells.yaml").write_text(text, encoding="utf-8")
    located = [file.located for file in read_registers(tmp_path) if file.located]
    assert [told(problem) for problem in check_references(located, {"administrative_penalty"})] == [
        "13 没有清单“x”",
        "7 没有程序“digging”",
    ]


@pytest.fixture
def sampled(tmp_path: Path) -> Callable[[str, str], list[str]]:
    """The problems of the sample above with one text in it replaced."""
    registers, sample = tmp_path / "registers", tmp_path / "wells.yaml"
    registers.mkdir()
    (registers / "wells.yaml").write_text(LIST, encoding="utf-8")
    people = load_sample_file("people", SamplePeople).value

    def problems(old: str, new: str) -> list[str]:
        assert old in SAMPLE
        sample.write_text(SAMPLE.replace(old, new), encoding="utf-8")
        try:
            file = load_located(sample, SampleRegister)
        except CatalogError as error:
            return [told(problem) for problem in error.problems]
        return [told(problem) for problem in _checked(load_shelf(registers), file, people)]

    return problems


def _checked(shelf: Shelf, file: Located[SampleRegister], people: SamplePeople) -> Iterator[CatalogProblem]:
    return SampleCheck(Shelf((*shelf.files, *the_shelf().files)), [file], {"sfj", "scj"}, people).problems()


def test_sound_sample_has_no_problem(sampled):
    assert sampled("W1", "W1") == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: wells", "id: springs", "1 没有清单“springs”"),
        ("[number, body, depth, state]", "[number, body, depth]", "9 这一行有 4 个值，columns 有 3 列"),
        ("[number, body, depth, state]", "[number, body, width, state]", "6 《水井》没有要素“width”"),
        ("[W1, sfj, 12, open]", "[W1, court, 12, open]", "9 “单位”写的“court”不是已有的单位"),
        ("[W1, sfj, 12, open]", "[W1, sfj, deep, open]", "9 “深度”应为数字，现为“deep”"),
        ("[W1, sfj, 12, open]", "[W1, sfj, 12, dry]", "9 “状态”没有选项“dry”，请从下列选项中选：在用、封闭"),
        ("[W1, sfj, 12, open]", "[W2, sfj, 12, open]", "10 “W2”重复"),
        ("[W1, sfj, 12, open]", "[W1, null, 12, open]", "9 没有填写“单位”"),
        ("of: [W2]", "of: [W3]", "14 没有“W3”这一条"),
        ("by: lin.yaxi", "by: no.body", "4 没有登录名“no.body”"),
        ("days_ago: 3\n", "days_ago: 60\n", "11 早于前一次修订"),
        (
            "    change:\n      - {kind: amend, of: [W2], data: {state: shut}}\n",
            "    undoes: 2\n",
            "13 撤销的修订还没有写到",
        ),
    ],
)
def test_mistake_in_the_sample_is_found(sampled, old, new, said):
    assert [problem.removesuffix("。") for problem in sampled(old, new) if problem != "14 没有“W1”这一条"] == [said]


def test_sample_that_ships_fits_its_registers():
    people = load_sample_file("people", SamplePeople).value
    units = {unit.key for unit in load_sample_file("district", SampleDistrict).value.organizations}
    problems = SampleCheck(the_shelf(), load_sample_registers(), units, people).problems()
    assert [str(problem) for problem in problems] == []
