"""Conditions held against what a procedure declares."""

import pytest
from hypothesis import given, settings

from fazhi.procedures.conditions import BOOLEAN, DATE, NUMBER, TEXT, ConditionError, ListOf, check, parse
from tests.procedures.conditions.declared import NAMES, Conditions

STEPS = {"file", "review", "review.passed", "review.returned"}
THREADS = {"seizure"}


@settings(deadline=None)
@given(Conditions().booleans())
def test_well_typed_condition_is_accepted(expression):
    check(expression, NAMES, steps=STEPS)


@pytest.mark.parametrize(
    ("text", "expects"),
    [
        ("party.kind == 'person' ? fine >= base : fine >= 100", BOOLEAN),
        ("done('review.passed') && count('review') > 1 && open('seizure') == 0", BOOLEAN),
        ("by('file') != by('review')", BOOLEAN),
        ("on('file') == null || days(on('file'), acted_on) <= 90", BOOLEAN),
        ("years(party.born, date('2024-02-29')) >= 14", BOOLEAN),
        ("party.kind in ['person', 'entity']", BOOLEAN),
        ("officers.filter(o, o.valid).size() >= 2", BOOLEAN),
        ("sum(officers.map(o, o.age)) / 2", NUMBER),
        ("reason + '的' + party.kind", TEXT),
        ("tags + []", ListOf(TEXT)),
        ("[] == tags", BOOLEAN),
        ("revokes ? acted_on : party.born", DATE),
        ("reason.matches('^[0-9]{6}$')", BOOLEAN),
    ],
)
def test_fitting_condition_is_accepted(text, expects):
    check(parse(text), NAMES, expects=expects, steps=STEPS, threads=THREADS)


@pytest.mark.parametrize(
    ("text", "position", "said"),
    [
        ("officer == 1", 0, "没有名为 officer 的要素，是不是 officers？"),
        ("xyzzy", 0, "没有名为 xyzzy 的要素。请先写明这个要素、参数或条件。"),
        ("fine == 'a'", 5, "罚款金额 是金额（数字），不能与文字比较。"),
        ("fine > acted_on", 5, "罚款金额 是金额（数字），不能与日期比较。"),
        ("party.knd == 'person'", 6, "当事人 没有名为 knd 的内容，是不是 kind？"),
        ("fine.kind == 'person'", 5, "罚款金额 是金额（数字），没有下级内容，不能写“.kind”。"),
        (
            "officers.valid",
            9,
            "执法人员 是清单，没有下级内容，不能写“.valid”：清单请用 all、exists 或 filter 逐项判断。",
        ),
        ("party.kind == 'people'", 14, "当事人的类型 没有“people”这一选项，可选：entity（单位）、person（自然人）。"),
        ("party.kind in ['person', 'x']", 25, "当事人的类型 没有“x”这一选项，可选：entity（单位）、person（自然人）。"),
        ("done('revew')", 5, "没有名为 revew 的步骤或结果，是不是 review？"),
        ("open('file') > 0", 5, "没有名为 file 的并行事项。请核对 steps 中的写法。"),
        ("done(reason)", 0, "done 里只写一个步骤名（带引号）：请写成 done('review.passed')。"),
        ("reason.startWith('x')", 7, "没有名为 startWith 的函数，是不是 startsWith？"),
        ("startsWith(reason, 'x')", 0, "startsWith 的写法不对：请写成 title.startsWith('关于')。"),
        ("size() > 1", 0, "size 要写1项，这里写了0项：请写成 size(officers)。"),
        ("reason.contains('a', 'b')", 7, "contains 要写1项，这里写了2项：请写成 title.contains('处罚')。"),
        (
            "days(fine, acted_on) > 1",
            5,
            "days 里应当是日期：罚款金额 是金额（数字）。请写成 days(filed_on, decided_on)。",
        ),
        ("size(fine) > 1", 5, "size 里应当是清单或文字：罚款金额 是金额（数字）。请写成 size(officers)。"),
        ("acted_on - party.born > 3", 9, "日期不能加减：请用 days(较早的日期, 较晚的日期) 求相隔天数。"),
        ("fine + reason > 1", 7, "“+”两边应当是数字：事由 是文字。"),
        ("reason < 'b'", 0, "只有数字和日期能比较大小、先后：事由 是文字。"),
        ("fine", 0, "这里应当得出“是或否”，写的条件得出的是金额（数字）。"),
        ("null", 0, "这里应当得出“是或否”，写的条件得出的是null。"),
        ("fine && revokes", 0, "“&&”左边应当是“是或否”：罚款金额 是金额（数字）。"),
        ("!fine", 1, "“!”后面应当是“是或否”：罚款金额 是金额（数字）。"),
        ("fine > null", 5, "null 只能用“==”或“!=”比较，如 fine == null。"),
        ("fine + 1 == null", 5, "null 表示“未填写”，只能与一个要素比较，如 fine == null。"),
        ("revokes ? fine : reason", 8, "“:”两边应当是同一类：左边是金额（数字），右边是文字。"),
        ("fine in [1, 'a']", 12, "清单各项应当是同一类：前面是数字，'a' 是文字。"),
        ("reason in reason", 10, "“in”右边应当是清单：事由 是文字。文字是否包含请用 contains。"),
        ("officers == []", 9, "执法人员 由几项组成，不能整个比较：请比较其中的一项。"),
        ("fine.all(o, true)", 5, "all 前面应当是清单：罚款金额 是金额（数字）。"),
        ("officers.all(fine, true)", 9, "all 里的 fine 与已有的名字重名，请换一个。"),
        ("officers.all(o, o.name)", 18, "all 里应当是“是或否”：执法人员的姓名 是文字。"),
        ("officers.all(o, true) && o.valid", 25, "没有名为 o 的要素。请先写明这个要素、参数或条件。"),
        (
            "reason.matches(reason)",
            15,
            "matches 里的文字要直接写出，不能用要素代替：请写成 code.matches('^[0-9]{6}$')。",
        ),
        ("reason.matches('(')", 15, "正则表达式第1个字处有误，请检查括号是否成对、“*”“+”“?”前面是否有内容。"),
        ("reason.matches('(?=a)')", 15, "正则表达式里不能用“(?=”，请换一种写法。"),
        ("reason.matches('(a+)+b')", 15, "正则表达式里重复的括号内又有重复或“|”，可能极慢，请换一种写法。"),
        ("acted_on > date('2021-02-30')", 16, "日期请写成 date('2021-07-15') 的样子，并且确有这一天。"),
    ],
)
def test_unfit_condition_is_refused_with_place_and_remedy(text, position, said):
    with pytest.raises(ConditionError) as caught:
        check(parse(text), NAMES, steps=STEPS, threads=THREADS)
    assert (caught.value.say, caught.value.position) == (said, position)


def test_steps_not_given_are_not_checked():
    check(parse("done('anything') && open('any') > 0"), NAMES)
