"""Indicators that reward volume are refused without a stated reason, however they are written."""

import pytest

from fazhi.assessment.language.checking import volume_faults
from fazhi.assessment.language.volume import flags
from tests.assessment.material import FIGURES, item, system


def refused(**rule):
    return [fault.wrong for fault in volume_faults(system(item("a", 4, **rule)), FIGURES)]


@pytest.mark.parametrize(
    "rule",
    [
        {"formula": {"share": "inspections / 100"}},
        {"full": {"when": "inspections >= 50"}},
        {"full": {"when": "!(inspections < 50)"}},
        {"bands": {"value": "inspections", "steps": [{"at_least": 50, "points": 4}, {"points": 0}]}},
        {"bands": {"value": "100 - inspections", "steps": [{"at_most": 50, "points": 4}, {"points": 0}]}},
        {"formula": {"share": "inspections > 20 ? 1 : 0.5"}},
        {"formula": {"share": "inspections / officers"}},
        {"formula": {"share": "per_officer / 10"}},
        {"deduct": {"count": "30 - inspections", "each": 0.1}},
        {"formula": {"share": "fair_inspections * 0.01"}},
    ],
)
def test_volume_rewarded_is_refused(rule):
    assert len(refused(**rule)) == 1


def test_fines_rewarded_are_refused():
    assert refused(formula={"share": "fines / 100000"}) == ["“a 项”得分随“罚款”增加而提高，鼓励了数量"]


@pytest.mark.parametrize(
    "rule",
    [
        {"formula": {"share": "fair_rate / 100"}},
        {"formula": {"share": "fair_inspections / inspections"}},
        {"full": {"when": "inspections <= 50"}},
        {"deduct": {"count": "inspections", "each": 0.1}},
        {"bands": {"value": "inspections", "steps": [{"at_most": 50, "points": 4}, {"points": 0}]}},
        {"formula": {"share": "on_time / 20"}},
    ],
)
def test_rates_and_limits_are_no_volume(rule):
    assert refused(**rule) == []


@pytest.mark.parametrize("word", ["登录次数", "文件下载", "点击量", "活跃用户", "转发"])
def test_activity_in_words_is_refused(word):
    said = item("a", 4) | {"standard": f"按{word}评分"}
    assert len(list(volume_faults(system(said), FIGURES))) == 1


def test_reason_lifts_the_refusal_and_is_kept():
    made = system(item("a", 4, full={"when": "inspections >= 1"}, reason="法律要求每年至少检查一次"))
    assert list(volume_faults(made, FIGURES)) == []
    assert [(flag.id, flag.reason) for flag in flags(made, FIGURES)] == [("a", "法律要求每年至少检查一次")]
