"""Conditions as people read them."""

import pytest
from hypothesis import given, settings

from fazhi.procedures.conditions import BOOLEAN, check, explain, explain_missing, parse
from tests.procedures.conditions.declared import NAMES, Conditions

STEPS = {"file": "立案", "review.passed": "法制审核通过", "notify": "处罚告知"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fine >= 5000", "罚款金额不少于5000元"),
        ("5000 <= fine", "罚款金额不少于5000元"),
        ("!(fine < 5000.50)", "罚款金额不少于5000.5元"),
        ("fine > base", "罚款金额超过较大数额"),
        (
            "party.kind == 'person' ? fine >= base : fine >= 100000",
            "当事人的类型为“自然人”的，罚款金额不少于较大数额；否则，罚款金额不少于100000元",
        ),
        ("party.kind in ['person', 'entity']", "当事人的类型为“自然人”、“单位”之一"),
        ("'重大' in tags", "标签中有“重大”"),
        ("revokes && (complex || fine > 3)", "吊销许可证，且（案情复杂，或者罚款金额超过3元）"),
        ("revokes || complex || fine == 0", "吊销许可证，或者案情复杂，或者罚款金额等于0元"),
        ("!revokes && complex == false", "并非吊销许可证，且并非案情复杂"),
        ("fine == null || reason != null", "未填写罚款金额，或者已填写事由"),
        ("size(officers) >= 2", "执法人员的数量不少于2"),
        ("officers.all(o, o.valid && o.age >= 18)", "每一项执法人员都满足：证件有效，且年龄不少于18"),
        ("size(officers.filter(o, o.valid)) < 2", "满足“证件有效”的执法人员的数量少于2"),
        ("done('review.passed') && !done('notify')", "已办理“法制审核通过”，且未办理“处罚告知”"),
        ("on('file') == null", "未办理“立案”"),
        ("days(on('file'), acted_on) <= 90", "自办理“立案”的日期至行为日期的自然日数不超过90"),
        ("acted_on < date('2021-07-15')", "行为日期早于2021年7月15日"),
        ("acted_on == party.born", "行为日期与当事人的出生日期为同一日"),
        ("by('file') != by('notify')", "办理“立案”的人员不是办理“处罚告知”的人员"),
        ("fine * 2 > base + 1", "罚款金额×2超过较大数额＋1"),
        ("reason.contains('重大')", "事由含有“重大”"),
        ("sum(officers.map(o, o.age)) > 100", "各项执法人员的年龄合计超过100"),
    ],
)
def test_condition_is_said_in_chinese(text, said):
    check(parse(text), NAMES)
    assert explain(parse(text), NAMES, steps=STEPS) == said


def test_name_without_title_is_quoted_as_written():
    assert explain(parse("large && fine > 3"), {**NAMES, "large": BOOLEAN}) == "“large”，且罚款金额超过3元"


@settings(deadline=None)
@given(Conditions().booleans())
def test_every_condition_can_be_said(expression):
    assert explain(expression, NAMES, steps=STEPS)


def test_missing_facts_are_named_by_their_titles():
    missing = {"fine", "party.kind", "officers.valid", "on('file')", "other"}
    said = explain_missing(missing, NAMES, steps=STEPS)
    assert said == "未填写“罚款金额”、“执法人员的证件有效”、“other”、“当事人的类型”；尚未办理“立案”"


def test_nothing_missing_is_nothing_said():
    assert explain_missing(set(), NAMES) == ""
