"""Facts that matter, and witnesses for the proofs."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.conditions import (
    NUMBER,
    TEXT,
    ConditionError,
    ListOf,
    Name,
    Number,
    compile,  # noqa: A004
    parse,
    representatives,
    satisfy,
)
from fazhi.procedures.conditions.free_case import FreeCase
from tests.procedures.conditions.declared import NAMES, Case, Conditions

CALENDAR = standard_calendar()
unhurried = settings(deadline=None)


def witness(text: str, fixed: dict[str, object] | None = None, **more: object) -> object:
    return satisfy(parse(text), NAMES, fixed or {}, calendar=CALENDAR, **more)


def holds(expression, found) -> bool:
    case = FreeCase({key: each for key, each in found.items() if key.endswith(")")})
    return compile(expression).evaluate(found, case, calendar=CALENDAR) is True


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("fine >= 5000", {"fine": 5000}),
        ("fine > 10 && fine < 12", {"fine": 11}),
        ("party.kind != 'person'", {"party": {"kind": "entity"}}),
        ("fine == null", {"fine": None}),
        ("party == null", {"party": None}),
        ("party != null && party.kind == null", {"party": {"kind": None}}),
        ("revokes || fine > 3", {"revokes": True}),
        ("size(officers) >= 5 && officers.all(o, o.valid)", {"officers": [{"valid": True}] * 5}),
        ("officers.exists_one(o, !o.valid) && size(officers) == 1", {"officers": [{"valid": False}]}),
        ("'x' in tags", {"tags": ["x"]}),
        ("reason.startsWith('关于') && reason.endsWith('通知')", {"reason": "关于通知"}),
        ("reason.matches('^[A-Z]{2}[0-9]{4}$')", {"reason": "AA0000"}),
        ("acted_on > date('2021-07-15')", {"acted_on": date(2021, 7, 16)}),
        ("days(date('2024-01-01'), acted_on) == 90", {"acted_on": date(2024, 3, 31)}),
        ("months(date('2024-01-31'), acted_on) == 3", {"acted_on": date(2024, 4, 30)}),
        ("done('a') && !done('b')", {"done('a')": True, "done('b')": False}),
        ("count('a') == 3", {"count('a')": 3}),
        ("on('a') == null", {"on('a')": None}),
        ("by('a') != by('b')", {"by('a')": "其他", "by('b')": "其他2"}),
        ("open('seizure') == 0", {"open('seizure')": 0}),
    ],
)
def test_witness_is_found(text, found):
    assert witness(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "fine < 0",
        "fine > 3 && fine < 3",
        "revokes && !revokes",
        "party.kind != 'person' && party.kind != 'entity' && party.kind != null",
        "fine == null && fine > 3",
        "size(tags) < 0",
        "done('a') && count('a') == 0",
        "done('a.passed') && !done('a')",
        "on('a') == null && done('a')",
        "officers.exists(o, o.valid) && officers.all(o, !o.valid)",
    ],
)
def test_condition_that_nothing_meets_has_no_witness(text):
    assert witness(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "fine * 2 >= 100000 && fine / 3 < 100000",
        "fine >= base && base > 100",
        "fine - base == 7 && base > 3",
        "sum(officers.map(o, o.age)) > 100",
        "working_days(on('file'), on('decide')) <= 7 && on('file') < on('decide')",
        "working_days(on('file'), on('decide')) > 60",
        "years(party.born, acted_on) >= 14 && years(party.born, acted_on) < 18",
        "[100, 200].exists(limit, fine == limit) && fine > 150",
        "officers.filter(o, o.valid).size() == 2 && size(officers) == 3",
    ],
)
def test_witness_is_found_where_values_meet(text):
    found = witness(text)
    assert found is not None
    assert holds(parse(text), found)


def test_fixed_facts_are_kept_and_give_constants():
    assert witness("fine > base", {"base": 12345}) == {"base": 12345, "fine": 12346}
    assert witness("fine > base", {"base": None}) is None
    assert witness("revokes || complex", {"revokes": False, "complex": False}) is None


def test_answers_of_a_given_case_are_kept():
    case = Case({"file": date(2024, 9, 9)})
    assert witness("done('file') && fine > 3", case_answers=case) == {"fine": 4}
    assert witness("done('decide') || fine < 0", case_answers=case) is None


def test_search_that_ends_undecided_is_refused():
    names = {f"f{each}": Name(Number()) for each in range(12)}
    hard = " + ".join(names) + " == 12345.5"
    with pytest.raises(ConditionError, match="试了50次仍未能判断"):
        satisfy(parse(hard), names, {}, limit=50)


def test_representatives_are_the_values_that_matter():
    conditions = [
        parse("party.kind == 'person' ? fine >= base : fine >= 10"),
        parse("size(tags) > 3 && revokes"),
        parse("reason == '重大' && acted_on < date('2021-07-15')"),
    ]
    assert representatives(conditions, NAMES, fixed={"base": 5000}) == {
        "acted_on": (None, date(2021, 7, 14), date(2021, 7, 15), date(2021, 7, 16)),
        "fine": (None, 9, 10, 11, 4999, 5000, 5001),
        "party": (None, {"kind": None}, {"kind": "entity"}, {"kind": "person"}),
        "reason": (None, "其他", "", "重大", "重大重大"),
        "revokes": (None, True, False),
        "tags": (None, [], ["其他"], ["其他"] * 2, ["其他"] * 3, ["其他"] * 4),
    }


def test_representatives_of_lists_have_items_alike_and_mixed():
    found = representatives([parse("officers.all(o, o.valid)")], NAMES)["officers"]
    assert [{"valid": True}, {"valid": True}] in found
    assert [{"valid": None}, {"valid": True}] in found
    assert found[:2] == (None, [])


def test_representatives_of_many_parts_stay_few():
    parts = {f"p{each}": NUMBER for each in range(10)}
    names = {"items": ListOf(TEXT), **parts}
    text = " && ".join(f"{name} > {at * 10}" for at, name in enumerate(parts))
    assert sum(map(len, representatives([parse(text)], names).values())) == 10 * 4


def settled(expression):
    """The witness or None; hypothesis looks for another condition when the search gave up (one in some hundreds)."""
    try:
        return satisfy(expression, NAMES, {}, calendar=CALENDAR, limit=4000)
    except ConditionError:
        reject()


@unhurried
@given(Conditions(whole=True).booleans(2))
def test_witness_makes_its_condition_true(expression):
    found = settled(expression)
    if found is not None:
        assert holds(expression, found)


@unhurried
@given(Conditions(whole=True).booleans(2), st.randoms(use_true_random=False))
def test_no_witness_means_that_no_combination_of_values_holds(expression, random):
    if compile(expression).asks or settled(expression) is not None:
        return
    values = representatives([expression], NAMES)
    combinations = list(product(*values.values()))
    compiled = compile(expression)
    for each in random.sample(combinations, min(len(combinations), 50)):
        assert compiled.evaluate(dict(zip(values, each, strict=True)), calendar=CALENDAR) is not True
