"""The strict loader: what it takes, and what it says about a file it cannot take."""

from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, model_validator

from fazhi.catalog.loading import (
    CatalogError,
    CatalogModel,
    catalog_path,
    format_place,
    load_located,
    load_yaml,
    refuse,
)


class Colour(StrEnum):
    RED = "红"
    YELLOW = "黄"


class Step(CatalogModel):
    name: Annotated[str, Field(min_length=1)]
    days: Annotated[int, Field(ge=0)] = 0


class Rule(CatalogModel):
    code: str
    on: str = ""
    active: bool = True
    begins: date | None = None
    colour: Colour = Colour.RED
    steps: tuple[Step, ...] = ()

    @model_validator(mode="after")
    def _steps_have_different_names(self) -> "Rule":
        for index, step in enumerate(self.steps):
            if step.name in [earlier.name for earlier in self.steps[:index]]:
                raise refuse(f"“{step.name}”重复", "请改名", ("steps", index, "name"))
        return self


@pytest.fixture
def load(tmp_path: Path):
    def write_and_load(text: str | bytes) -> Rule:
        path = tmp_path / "rule.yaml"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return load_yaml(path, Rule)

    return write_and_load


@pytest.fixture
def complaint(load):
    """What is said about a text that cannot be loaded, without the path of the temporary file."""

    def complain(text: str | bytes) -> list[str]:
        with pytest.raises(CatalogError) as caught:
            load(text)
        return [str(problem).split("rule.yaml", 1)[1].strip() for problem in caught.value.problems]

    return complain


def test_load_complete_file(load):
    text = """\
code: "990102"
on: yes
active: false
begins: 2026-03-31
colour: 黄
steps:
  - {name: 受理, days: 3}
  - name: 办结
"""
    assert load(text) == Rule(
        code="990102",
        on="yes",
        active=False,
        begins=date(2026, 3, 31),
        colour=Colour.YELLOW,
        steps=(Step(name="受理", days=3), Step(name="办结")),
    )


def test_load_leading_zero_and_time_stay_text(load):
    """YAML 1.1 would read 012 as ten and 09:30 as 570."""
    assert load("code: 012\non: 09:30\n") == Rule(code="012", on="09:30")


def test_load_file_with_byte_order_mark(load):
    assert load("\ufeffcode: a\n") == Rule(code="a")


def test_loaded_value_is_frozen(load):
    rule = load("code: a\n")
    with pytest.raises(ValueError, match="frozen"):
        rule.code = "b"


def test_duplicate_key_names_both_lines(complaint):
    assert complaint("code: a\nactive: true\ncode: b\n") == [
        "第 3 行 code：键“code”重复，第 1 行已经写过。请删去其中一处，或把两处内容合并。"
    ]


def test_number_for_text_asks_for_quotes(complaint):
    assert complaint("code: 13710\n") == ["第 1 行 code：应为文字，现为“13710”。请给值加上引号。"]


def test_missing_key_is_shown_where_its_parent_begins(complaint):
    assert complaint("code: a\nsteps:\n  - name: b\n  - days: 3\n") == [
        "第 4 行 steps[第2项].name：缺少必填项。请补上这一项。"
    ]


def test_unknown_key_is_shown_at_its_line(complaint):
    assert complaint("code: a\ncolor: 红\n") == ["第 2 行 color：没有这个键。请检查拼写，或删去这一项。"]


def test_value_outside_choices_lists_them(complaint):
    assert complaint("code: a\ncolour: 绿\n") == [
        "第 2 行 colour：不是可选的值，现为“绿”。请从下列值中选一个：红、黄。"
    ]


def test_impossible_date(complaint):
    assert complaint("code: a\nbegins: 2026-02-30\n") == [
        "第 2 行 begins：不是有效的日期，现为“2026-02-30”。请写成 2026-03-31 的形式。"
    ]


def test_number_below_limit(complaint):
    assert complaint("code: a\nsteps:\n  - {name: b, days: -1}\n") == [
        "第 3 行 steps[第1项].days：不能小于 0，现为“-1”。请按要求修改。"
    ]


def test_refusal_of_a_validator_points_to_the_value(complaint):
    text = "code: a\nsteps:\n  - name: b\n  - days: 1\n    name: b\n"
    assert complaint(text) == ["第 5 行 steps[第2项].name：“b”重复。请改名。"]


def test_list_is_not_called_short_because_its_only_item_is_wrong(tmp_path):
    class Steps(CatalogModel):
        steps: Annotated[tuple[Step, ...], Field(min_length=1)]

    path = tmp_path / "steps.yaml"
    path.write_text("steps:\n  - {name: b, days: x}\n")
    with pytest.raises(CatalogError) as caught:
        load_yaml(path, Steps)
    assert [problem.field for problem in caught.value.problems] == ["steps[第1项].days"]


def test_all_problems_are_reported_in_the_order_of_lines(complaint):
    assert complaint("colour: 绿\nactive: 1\ncode: 2\n") == [
        "第 1 行 colour：不是可选的值，现为“绿”。请从下列值中选一个：红、黄。",
        "第 2 行 active：应为 true（是）或 false（否），现为“1”。请改为 true 或 false，不加引号。",
        "第 3 行 code：应为文字，现为“2”。请给值加上引号。",
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code: a\n\tactive: true\n", "第 2 行：用了制表符。缩进和对齐请一律用空格。"),
        ("code: a\n active: true\n", "第 2 行：冒号的位置不对。请检查缩进；值中含英文冒号时请加引号。"),
        ('code: "a\n', "第 2 行：引号没有成对。请补上缺少的引号。"),
        ("code\nactive: true\n", "第 2 行：冒号的位置不对。请检查缩进；值中含英文冒号时请加引号。"),
        ("steps: [a, b\ncode: c\n", "第 2 行：括号没有成对，或缺少逗号。请检查方括号、花括号和其中的英文逗号。"),
        ("code: a\nsteps:\n  - name: b\n - name: c\n", "第 4 行：缩进不一致。同一层的键和列表项请左对齐。"),
        ("code: *a\n", "第 1 行：不支持 YAML 锚点（& 与 *）。值以 * 开头时请加引号，其余请把内容完整写出。"),
        ("code: @a\n", "第 1 行：有一个值以特殊符号开头。请给该值加上引号。"),
        ("code: a\n---\ncode: b\n", "第 2 行：一个文件里写了几份内容。请删去分隔线“---”，一个文件只写一份。"),
        (
            "code: a\nactive true\nbegins:\n",
            "第 3 行：键名后面缺少冒号。请写成“键名: 值”，用英文冒号，后面留一个空格。",
        ),
        ("code: \x01\n", "文件中有 YAML 不允许的控制字符。请用文本编辑器删去不可见字符。"),
        ("code: " + "[" * 5000, "层次过多。请减少嵌套。"),
        ('code: "\\ud800"\n', "第 1 行：含有不成字的编码。请删去 \\u 或 \\x 开头的转义，直接写文字。"),
        ("", "文件是空的。请按同目录其他文件的格式填写。"),
        ("# 只有注释\n", "文件是空的。请按同目录其他文件的格式填写。"),
    ],
)
def test_broken_yaml_is_explained(complaint, text, said):
    assert [line.lstrip("：") for line in complaint(text)] == [said]


def test_anchor_is_refused(complaint):
    text = "code: a\nsteps:\n  - &first {name: b}\n  - *first\n"
    assert complaint(text) == ["第 3 行 steps[第2项]：不支持 YAML 锚点（& 与 *）。请把内容完整写出。"]


def test_tag_is_refused(complaint):
    assert complaint("code: !!python/name:os.system\n") == [
        "第 1 行 code：不支持 YAML 标签“tag:yaml.org,2002:python/name:os.system”。请直接写值，不加标签。"
    ]


def test_key_that_is_a_list_is_refused(complaint):
    assert complaint("code: a\n[x, y]: 1\n") == ["第 2 行：键名必须是文字。请改为“键名: 值”的形式。"]


def test_list_instead_of_mapping(complaint):
    assert complaint("- a\n- b\n") == ["第 1 行：应为若干“键名: 值”。请在下一行缩进后逐行填写。"]


def test_wrong_encoding(complaint):
    assert complaint("code: 规则\n".encode("gb18030")) == ["：文件不是 UTF-8 编码。请另存为 UTF-8 编码后重试。"]


def test_missing_file(tmp_path):
    path = tmp_path / "none.yaml"
    with pytest.raises(CatalogError) as caught:
        load_yaml(path, Rule)
    assert str(caught.value) == f"{path}：文件不存在或无法打开。请检查路径和读取权限。"


def test_located_problem_names_the_line_of_the_value(tmp_path):
    path = tmp_path / "rule.yaml"
    path.write_text("code: a\nsteps:\n  - name: b\n    days: 2\n")
    problem = load_located(path, Rule).problem(("steps", 0, "days"), "太短", "请加长")
    assert (problem.line, problem.field) == (4, "steps[第1项].days")


def test_file_of_the_catalog_is_named_by_its_place_in_the_catalog():
    with pytest.raises(CatalogError) as caught:
        load_yaml(catalog_path("followup", "13710.yaml"), Step)
    assert {problem.file for problem in caught.value.problems} == {"followup/13710.yaml"}


def test_format_place_counts_from_one():
    assert format_place(("nodes", 2, "within", "unit")) == "nodes[第3项].within.unit"


@pytest.mark.parametrize("number", ["9" * 5000, "1" * 400 + ".5"])
def test_endless_number_is_text(load, number):
    assert load(f"code: {number}\n").code == number


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("abc:-[]{}&*!|>'\"#,?@`\n\t \\"))))
def test_any_text_loads_or_is_refused_in_words(tmp_path_factory, text):
    path = tmp_path_factory.getbasetemp() / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="replace", newline="")
    try:
        said = f"可用：{load_yaml(path, Rule)}"
    except CatalogError as error:
        said = str(error)
    assert said.removeprefix(str(path))
