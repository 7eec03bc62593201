"""Plan kinds and colours: wrong files are refused with line and remedy."""

from pathlib import Path

import pytest

from fazhi.catalog.loading import CatalogError, load_yaml
from fazhi.catalog.plan_colours import ColourRules, load_colour_rules
from fazhi.catalog.plan_kinds import PlanKinds, load_plan_kinds

KIND = "title: 类型\nkinds:\n  - key: a\n    title: 甲\n    inventory: [A07]\n    fields:\n"
RULES = "title: 颜色\nrules:\n  - {colour: red, word: 红, label: 已逾期, when: 已逾期}\n"
REST = "  - {colour: blue, word: 蓝, label: 正常推进, when: 其余}\n"


def test_files_of_the_catalog_load() -> None:
    assert len(load_plan_kinds().kinds) == 10
    assert [rule.colour for rule in load_colour_rules().rules] == ["grey", "green", "red", "orange", "yellow", "blue"]


@pytest.mark.parametrize(
    ("text", "say"),
    [
        (KIND + "      - {key: x, title: 乙, type: 选项, choices: [一]}\n", "第 7 行.*选项少于两个"),
        (KIND + "      - {key: x, title: 乙, type: 选项, choices: [一, 一]}\n", "选项重复"),
        (KIND + "      - {key: x, title: 乙, type: 文字, choices: [一, 二]}\n", "不能有选项"),
        (KIND + "      - {key: x, title: 乙, type: 文字, unit: 元}\n", "没有计量单位"),
        (KIND + "      - {key: x, title: 乙, type: 文字}\n      - {key: x, title: 丙, type: 文字}\n", "标识“x”重复"),
        (KIND.replace("    fields:\n", "") + "  - {key: a, title: 乙, inventory: [A08]}\n", "“a”重复"),
    ],
)
def test_wrong_kinds_are_refused(tmp_path: Path, text: str, say: str) -> None:
    file = tmp_path / "kinds.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=say):
        load_yaml(file, PlanKinds)


@pytest.mark.parametrize(
    ("text", "say"),
    [
        (RULES + "  - {colour: yellow, word: 黄, label: 近, when: 临近期限}\n" + REST, "也必须写"),
        (RULES.replace("when: 已逾期", "when: 已逾期, within_days: 3") + REST, "只有“临近期限”"),
        (RULES.replace("when: 已逾期", "when: 已逾期, percent_below: 3") + REST, "不看进度"),
        (RULES + RULES.partition("rules:\n")[2] + REST, "有两条规则"),
        (RULES + "  - {colour: grey, word: 灰, label: 已取消, when: 已取消}\n", "最后一条"),
    ],
)
def test_wrong_colours_are_refused(tmp_path: Path, text: str, say: str) -> None:
    file = tmp_path / "colours.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogError, match=say):
        load_yaml(file, ColourRules)
