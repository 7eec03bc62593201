"""What cannot be drawn is said, all of it, before anything is frozen."""

from dataclasses import replace

import pytest

from fazhi.inspections.drawing.checking import problems
from fazhi.inspections.drawing.model import Item, Pool, PoolObject, PoolOfficer, Recusal, Rule, StratumRule
from tests.inspections.drawing.pools import ITEMS, JOINT, MARKET, RULE, URBAN, pool


def test_a_pool_that_can_be_drawn_has_no_problems() -> None:
    assert problems(ITEMS, pool(), RULE) == []
    assert problems(JOINT, pool(joint=True), replace(RULE, per_body=1)) == []


def _object(**changes: str) -> Pool:
    of = pool()
    return replace(of, objects=(replace(of.objects[0], **changes), *of.objects[1:]))


def _officer(**changes: str) -> Pool:
    of = pool()
    return replace(of, officers=(*of.officers[:-1], replace(of.officers[-1], **changes)))


@pytest.mark.parametrize(
    ("items", "of", "rule", "said"),
    [
        (
            (),
            pool(),
            RULE,
            [
                "请至少填写一个抽查事项。",
                f"“{MARKET}”的执法人员没有对应的抽查事项，请补上事项，或从名单中去掉这些人员。",
            ],
        ),
        ((*ITEMS, Item(" ", MARKET)), pool(), RULE, ["每个抽查事项都要写明名称和检查单位。"]),
        (ITEMS, pool(), replace(RULE, per_body=0), ["每个单位至少选派 1 名执法人员。"]),
        (
            ITEMS,
            pool(),
            replace(RULE, per_body=1),
            ["每个检查对象的执法人员不得少于两人（行政处罚法第四十二条），请把每个单位选派人数改为 2 人以上。"],
        ),
        (JOINT, pool(), RULE, [f"“{URBAN}”只有 0 名执法人员在名单中，不够每个对象 2 人。"]),
        (ITEMS, _object(id="Q,1"), RULE, ["检查对象编号“Q,1”不合要求：1 至 64 个字符，不含逗号和空白。"]),
        (ITEMS, _object(id="Q0001"), RULE, ["检查对象编号“Q0001”在名单中出现不止一次，请只留一个。"]),
        (ITEMS, _object(id="Q9001"), RULE, ["检查对象编号“Q9001”在名单中出现不止一次，请只留一个。"]),
        (ITEMS, _object(name=" "), RULE, ["检查对象“Q0000”没有名称。"]),
        (ITEMS, _object(risk="E"), RULE, ["没有写明风险等级“E”的权重。"]),
        (ITEMS, _object(stratum="南街"), RULE, ["没有写明“南街”抽多少，请补上比例或户数。"]),
        (ITEMS, _officer(card=""), RULE, ["执法人员“执法员05”的姓名、单位、执法证号不全。"]),
        (ITEMS, _officer(card="99000000"), RULE, ["执法证号“99000000”在执法人员名单中出现不止一次。"]),
        (ITEMS, pool(), replace(RULE, weights={**RULE.weights, "D": 0}), ["风险等级“D”的权重应是 1 至 99 的整数。"]),
        (
            ITEMS,
            pool(),
            replace(RULE, strata={**RULE.strata, "北街": StratumRule(1)}),
            ["规则中的“北街”没有检查对象，请核对分层名称。"],
        ),
        (
            ITEMS,
            pool(),
            replace(RULE, strata={"东街": StratumRule(10_001), "西街": StratumRule(0, -1)}),
            ["“东街”的抽查比例应在 0 至 100% 之间。", "“西街”的抽取户数不能是负数。"],
        ),
        (
            ITEMS,
            pool(),
            replace(RULE, strata={"东街": StratumRule(), "西街": StratumRule()}),
            ["按这样的规则一户也抽不到，请填写抽查比例或户数。"],
        ),
        (
            ITEMS,
            replace(pool(), recusals=(Recusal("77", "Q0001"), Recusal("001", "Q7777"))),
            RULE,
            [
                "回避名单中的执法人员“77”不在执法人员名单中。",
                "回避名单中的检查对象“Q7777”不在检查对象名单中（执法员01）。",
            ],
        ),
        (
            ITEMS,
            replace(pool(officers=3), recusals=(Recusal("001", "Q0001"), Recusal("002", "Q0001"))),
            RULE,
            [f"“清和第1商店”的回避人员太多，“{MARKET}”剩下不足 2 人，请补充执法人员。"],
        ),
    ],
)
def test_what_stands_in_the_way_is_said(items: tuple[Item, ...], of: Pool, rule: Rule, said: list[str]) -> None:
    assert problems(items, of, rule) == said


def test_an_empty_pool_is_said_to_be_empty() -> None:
    rule = Rule({}, {})
    assert problems(ITEMS, Pool((), ()), rule)[0] == "名单中没有检查对象。"


def test_all_faults_are_said_at_once() -> None:
    of = Pool(
        objects=(PoolObject("a b", "", "", "Z", "南街"),),
        officers=(PoolOfficer("1", "甲", MARKET, ""), PoolOfficer("1", "乙", URBAN, "9")),
    )
    assert len(problems(ITEMS, of, Rule({"东街": StratumRule(500)}, {"A": 100}))) == 11
