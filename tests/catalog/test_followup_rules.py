"""Follow-up rules 督办规则 as data: 13710 as it ships, a city's own, and what a wrong rule is told."""

import pytest

from fazhi.catalog.followup_rules import (
    Difficulty,
    FollowUpRule,
    MetBy,
    TimeLimit,
    TimeUnit,
    find_rule,
    load_followup_rules,
)
from fazhi.catalog.loading import CatalogError, load_yaml

RULE = """\
id: own
title: 本地规则
source: 本地督查办法
colours: {red_after_days: 3, red_on_second_miss: true}
nodes:
  - key: settle
    title: 办结
    from: issued
    within: {amount: 7, unit: 自然日}
    applies_to: all
    actor: unit
    met_by: settled
    in_bulletin: true
  - key: close
    title: 销号
    from: settle
    within: null
    applies_to: all
    actor: coordinator
    met_by: closed
    in_bulletin: false
"""


@pytest.fixture
def load(tmp_path):
    def write_and_load(text: str) -> FollowUpRule:
        path = tmp_path / "own.yaml"
        path.write_text(text)
        return load_yaml(path, FollowUpRule)

    return write_and_load


@pytest.fixture
def complaint(load):
    def complain(old: str, new: str) -> str:
        assert old in RULE
        with pytest.raises(CatalogError) as caught:
            load(RULE.replace(old, new))
        return str(caught.value).split("own.yaml", 1)[1].strip()

    return complain


@pytest.fixture(scope="module")
def rule_13710() -> FollowUpRule:
    rule = find_rule(load_followup_rules(), "13710")
    assert rule is not None
    return rule


def days(amount: int) -> TimeLimit:
    return TimeLimit(amount=amount, unit=TimeUnit.DAY)


@pytest.mark.parametrize(
    ("difficulty", "settled_within"),
    [(Difficulty.ORDINARY, days(7)), (Difficulty.HARD, TimeLimit(amount=1, unit=TimeUnit.MONTH))],
)
def test_13710_counts_one_three_seven_one_zero(rule_13710, difficulty, settled_within):
    assert [(node.met_by, node.counted_from, node.within) for node in rule_13710.nodes_for(difficulty)] == [
        (MetBy.RESPONDED, "issued", days(0)),
        (MetBy.FEEDBACK, "issued", days(3)),
        (MetBy.SETTLED, "issued", settled_within),
        (MetBy.CLOSED, "issued", None),
    ]


def test_13710_node_without_colours_of_its_own_takes_those_of_the_rule(rule_13710):
    ordinary, hard = (rule_13710.nodes_for(difficulty)[2] for difficulty in Difficulty)
    assert rule_13710.colours_of(ordinary).red_after_days == 3
    assert rule_13710.colours_of(hard).red_after_days == 5


def test_rules_that_ship():
    assert [rule.id for rule in load_followup_rules()] == ["13710", "regular"]


def test_city_writes_its_own_rule(load):
    rule = load(RULE)
    assert [node.key for node in rule.nodes_for(Difficulty.HARD)] == ["settle", "close"]
    assert rule.nodes[1].counted_from == "settle"


def test_unknown_rule_is_not_found():
    assert find_rule(load_followup_rules(), "none") is None


def test_zero_hours_are_refused(complaint):
    assert complaint("{amount: 7, unit: 自然日}", "{amount: 0, unit: 小时}") == (
        "第 9 行 nodes[第1项].within.amount：“0 小时”没有意义。当日办理请写 0 自然日，其余请写 1 以上的整数。"
    )


def test_unknown_unit_lists_the_units(complaint):
    assert complaint("unit: 自然日", "unit: 周") == (
        "第 9 行 nodes[第1项].within.unit：不是可选的值，现为“周”。请从下列值中选一个：小时、自然日、工作日、月。"
    )


def test_unknown_starting_node_is_refused(complaint):
    assert complaint("from: settle", "from: feedback") == (
        "第 16 行 nodes[第2项].from：起算节点“feedback”不存在或排在后面。"
        "请写 issued（自交办起算）或前面某个节点的 key。"
    )


def test_node_cannot_start_from_one_that_some_matters_never_pass(complaint):
    said = complaint("    applies_to: all\n    actor: unit\n", "    applies_to: hard\n    actor: unit\n")
    assert said.startswith("第 16 行 nodes[第2项].from：起算节点“settle”只适用于部分事项")


def test_rule_must_end_with_the_coordinators_closing(complaint):
    assert complaint("met_by: closed", "met_by: settled") == (
        "第 14 行 nodes[第2项]：一般事项的最后一个节点不是由督办人员销号。"
        "请在末尾加上 met_by: closed、actor: coordinator 的节点。"
    )


def test_two_nodes_of_one_key_are_refused(complaint):
    said = complaint("  - key: close\n", "  - key: settle\n")
    assert said == "第 14 行 nodes[第2项].key：节点标识“settle”重复。请换一个未用过的标识。"


def test_red_before_yellow_is_refused(complaint):
    said = complaint("{red_after_days: 3,", "{yellow_after_days: 5, red_after_days: 3,")
    assert said == "第 4 行 colours.red_after_days：红色早于黄色。红色天数不能小于黄色天数。"


def test_rule_that_never_turns_red_is_refused(complaint):
    said = complaint("red_after_days: 3, red_on_second_miss: true", "red_after_days: null, red_on_second_miss: false")
    assert said.startswith("第 4 行 colours.red_after_days：永远不会变红。")


def test_rules_of_another_folder(tmp_path):
    (tmp_path / "own.yaml").write_text(RULE)
    assert [rule.title for rule in load_followup_rules(tmp_path)] == ["本地规则"]


def test_rule_in_a_file_of_another_name_is_refused(tmp_path):
    (tmp_path / "city.yaml").write_text(RULE)
    with pytest.raises(CatalogError) as caught:
        load_followup_rules(tmp_path)
    assert str(caught.value).split("city.yaml", 1)[1].strip() == (
        "第 1 行 id：规则标识“own”与文件名“city.yaml”不一致。请把文件改名为 own.yaml，或修改 id。"
    )
