"""What conditions give: values, the third value, and what is missing."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.conditions import ConditionError, Unknown, compile, parse  # noqa: A004
from fazhi.procedures.conditions.tree import Binary, Expression, Unary
from tests.procedures.conditions.declared import Case, Conditions, cases, facts

unhurried = settings(deadline=None)  # a busy machine must not fail what is said about conditions
conditions = Conditions().booleans()
CALENDAR = standard_calendar()
FACTS = {
    "party": {"kind": "person", "born": date(2008, 2, 29)},
    "fine": Decimal("6000.50"),
    "base": 5000,
    "officers": [{"valid": True, "name": "甲", "age": 30}, {"valid": None, "name": "乙", "age": 41}],
    "tags": ["a", "b"],
    "acted_on": date(2024, 9, 30),
    "revokes": False,
    "reason": "",
}
CASE = Case({"file": date(2024, 9, 9)}, by="p1")


def value(text: str, case: Case | None = CASE, **more: object) -> object:
    return compile(parse(text)).evaluate({**FACTS, **more}, case, calendar=CALENDAR)


def missing(text: str, **more: object) -> list[str]:
    found = value(text, **more)
    assert isinstance(found, Unknown)
    return sorted(found.missing)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("party.kind == 'person' ? fine >= base : fine >= 100000", True),
        ("fine > 6000.5", False),
        ("fine == 6000.5", True),
        ("base * 3 / 100", Decimal(150)),
        ("1 / 2", Decimal("0.5")),
        ("-7 % 3", -1),
        ("7 % -3", 1),
        ("-(base) + 1", -4999),
        ("size(officers) >= 2 && tags.size() == 2", True),
        ("size('行政处罚')", 4),
        ("'a' in tags && !('c' in tags)", True),
        ("tags + ['c'] == ['a', 'b', 'c']", True),
        ("tags == ['a']", False),
        ("officers.all(o, o.age > 20)", True),
        ("officers.exists(o, o.age > 40)", True),
        ("officers.exists_one(o, o.age > 20)", False),
        ("officers.filter(o, o.age > 40).map(o, o.name)", ["乙"]),
        ("sum(officers.map(o, o.age))", 71),
        ("sum([])", 0),
        ("officers.all(o, tags.exists(t, t == 'a' && o.age > 20))", True),
        ("'编号0123'.matches('[0-9]{4}$')", True),
        ("'０１'.matches(r'\\d')", False),
        ("reason == '' && reason != null", True),
        ("'行政' + '处罚' == '行政处罚' && '行政处罚'.contains('政处')", True),
        ("days(on('file'), acted_on)", 21),
        ("working_days(on('file'), acted_on)", 15),
        ("days(acted_on, on('file'))", -21),
        ("months(date('2024-01-31'), date('2024-02-29'))", 1),
        ("months(date('2024-01-31'), date('2024-03-30'))", 1),
        ("months(date('2024-03-31'), date('2024-02-29'))", -1),
        ("years(party.born, date('2022-02-27'))", 13),
        ("years(party.born, date('2022-02-28'))", 14),
        ("years(date('2022-02-28'), date('2020-03-01'))", -1),
        ("done('file') && !done('decide')", True),
        ("count('file') + count('decide') + open('seizure')", 1),
        ("by('file')", "p1"),
        ("on('decide') == null && by('decide') == null && on('file') != null", True),
        ("null == null", True),
    ],
)
def test_condition_gives_its_value(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nothing > 3", ["nothing"]),
        ("nothing + other > fine", ["nothing", "other"]),
        ("party.name == 'x'", ["party.name"]),
        ("absent.kind == 'x'", ["absent"]),
        ("officers.all(o, o.valid)", ["officers.valid"]),
        ("officers.filter(o, o.age > 1).all(o, o.valid)", ["officers.valid"]),
        ("officers.map(o, o.valid).all(v, v)", ["officers.valid"]),
        ("sum(officers.map(o, o.bonus)) > 3", ["officers.bonus"]),
        ("'c' in [nothing]", ["nothing"]),
        ("nothing ? fine : base", ["nothing"]),
        ("nothing ? other : base", ["nothing", "other"]),
        ("days(on('decide'), acted_on) > 3", ["on('decide')"]),
        ("by('decide') == 'p1'", ["by('decide')"]),
        ("revokes || nothing", ["nothing"]),
        ("!nothing", ["nothing"]),
    ],
)
def test_unknown_names_what_is_missing(text, names):
    assert missing(text) == names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nothing > 3 && revokes", False),
        ("revokes && nothing > 3", False),
        ("nothing > 3 || !revokes", True),
        ("!revokes || nothing > 3", True),
        ("nothing ? fine > 1 : base > 1", True),
        ("officers.exists(o, o.valid)", True),
        ("officers.all(o, o.valid && o.age > 99)", False),
        ("officers.exists_one(o, o.valid || o.age > 0)", False),
        ("'a' in tags || nothing", True),
        ("5 in [nothing, base / 1000]", True),
        ("nothing == null", True),
        ("null != nothing", False),
        ("party.name == null && absent.name == null", True),
        ("officers.exists(o, o.valid == null)", True),
    ],
)
def test_answer_that_no_missing_fact_could_change_is_given(text, expected):
    assert value(text) is expected


def test_empty_places_in_lists_are_missing():
    assert missing("items.all(t, t == 'a')", items=["a", None]) == ["items"]
    assert value("'a' in items", items=["a", None]) is True
    assert isinstance(value("'b' in items", items=["a", None]), Unknown)
    assert isinstance(value("sum(items) > 3", items=[1, None]), Unknown)
    assert isinstance(value("items == ['a', 'b']", items=["a", None]), Unknown)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("1 / (base - 5000) > 1", "除数为零，无法计算"),
        ("fine % 0 > 1", "除数为零，无法计算"),
        ("big * big > 1", "数字过大，无法计算"),
    ],
)
def test_what_cannot_be_worked_out_is_unknown_with_the_reason(text, reason):
    assert value(text, big=Decimal("1e999999")) == Unknown(reasons=frozenset((reason,)))


def test_questions_without_a_case_are_unknown():
    assert missing("done('review.passed')", case=None) == ["done('review.passed')"]


def test_working_days_without_a_calendar_are_unknown():
    found = compile(parse("working_days(acted_on, acted_on) == 0")).evaluate(FACTS)
    assert found == Unknown(reasons=frozenset(("没有工作日历，无法计算工作日",)))


def test_unknown_is_neither_true_nor_false():
    with pytest.raises(TypeError, match="neither true nor false"):
        bool(Unknown())


def test_compiled_condition_says_what_it_reads():
    compiled = compile(parse("officers.all(o, o.age > fine) && done('review.passed') && on('file') > party.born"))
    assert compiled.names == {"officers", "fine", "party"}
    assert compiled.asks == {("done", "review.passed"), ("on", "file")}


def test_unknown_function_is_not_compiled():
    with pytest.raises(ConditionError, match="没有名为 foo 的函数"):
        compile(parse("foo(1)"))


def run(expression: Expression, known: dict[str, object], case: Case | None) -> object:
    return compile(expression).evaluate(known, case, calendar=CALENDAR)


@unhurried
@given(conditions, facts, cases)
def test_evaluation_gives_a_truth_or_unknown_for_any_facts(expression, known, case):
    found = run(expression, known, case)
    assert found in (True, False) or isinstance(found, Unknown)
    assert isinstance(found, bool | Unknown)


@unhurried
@given(conditions, conditions, facts, cases)
def test_and_or_not_follow_kleene(one, other, known, case):
    order = {False: 0, None: 1, True: 2}
    a, b = (order[None if isinstance(each, Unknown) else each] for each in (run(e, known, case) for e in (one, other)))

    def level(expression: Expression) -> int:
        found = run(expression, known, case)
        return 1 if isinstance(found, Unknown) else order[bool(found)]

    assert level(Binary("&&", one, other)) == min(a, b)
    assert level(Binary("||", one, other)) == max(a, b)
    assert level(Unary("!", one)) == 2 - a


@unhurried
@given(conditions.filter(lambda each: "value=None" not in str(each)), facts, cases, st.data())
def test_more_facts_never_change_an_answer(expression, known, case, data):
    """What is settled with some facts missing stays so whatever they turn out to be (`== null` asks for just that)."""
    fewer = {name: each for name, each in known.items() if data.draw(st.booleans())}
    early = run(expression, fewer, case)
    if not isinstance(early, Unknown):
        assert run(expression, known, case) is early
