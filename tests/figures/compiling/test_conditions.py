"""What a condition says in SQL is what the language says it means, whatever is filled in and whatever is not."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from fazhi.figures.compiling.conditions import Columns, Kept, compiled
from fazhi.figures.compiling.sql import Sql
from fazhi.procedures import conditions
from fazhi.procedures.conditions import BOOLEAN, DATE, NUMBER, TEXT, ConditionError, ListOf, Name, Record, Text, Unknown

NAMES = {
    "fine": Name(NUMBER, "罚款"),
    "heard": Name(BOOLEAN, "听证"),
    "filed_on": Name(DATE, "立案日期"),
    "decided_on": Name(DATE, "决定日期"),
    "place": Name(TEXT, "地点"),
    "kind": Name(Text(frozenset({"person", "other"})), "类别"),
    "party": Name(Record({"kind": Name(TEXT, "类别"), "name": Name(TEXT, "名称")}), "当事人"),
    "grounds": Name(ListOf(TEXT), "理由"),
    "items": Name(ListOf(Record({"amount": Name(NUMBER, "金额"), "kept": Name(BOOLEAN, "扣押")})), "物品"),
}
CONDITIONS = (
    "fine > 100",
    "fine >= 100 && heard",
    "!(heard || fine < 10)",
    "heard == false || kind == 'person'",
    "kind in ['person', 'other']",
    "!(kind in ['person'])",
    "kind != 'person'",
    "place.contains('街') || place.startsWith('东') || place.endsWith('口')",
    "place.matches('^东.*[0-9]号$')",
    "place == null",
    "filed_on != null && decided_on == null",
    "days(filed_on, decided_on) > 30",
    "filed_on <= decided_on",
    "filed_on >= date('2026-03-01')",
    "party.kind == 'person'",
    "party.name.contains('某')",
    "'a' in grounds",
    "size(grounds) >= 2",
    "items.exists(i, i.amount > 50)",
    "!items.exists(i, i.amount > 50 && i.kept)",
    "items.all(i, i.kept)",
    "sum(items.map(i, i.amount)) > 60",
    "fine + 10 > 110 && fine * 2 != 200 && -fine < 5",
    "heard ? fine > 50 : kind == 'person'",
    "fine / 2 > 50",
)
TREES = {text: conditions.parse(text) for text in CONDITIONS}
COLUMNS = Columns(NAMES, {}, lambda name: Kept(Sql("c.data"), name))

DAYS = st.dates(date(2026, 1, 1), date(2026, 6, 30))
NUMBERS = st.integers(0, 200) | st.decimals(0, 200, places=2)
FACTS = st.fixed_dictionaries(
    {},
    optional={
        "fine": NUMBERS,
        "heard": st.booleans(),
        "filed_on": DAYS,
        "decided_on": DAYS,
        "place": st.sampled_from(["东街菜市场门口", "西街12号", "东街9号", "%s{}'"]),
        "kind": st.sampled_from(["person", "other"]),
        "party": st.fixed_dictionaries({"kind": st.sampled_from(["person", "other"]), "name": st.just("钱某")}),
        "grounds": st.lists(st.sampled_from("abc"), unique=True),
        "items": st.lists(st.fixed_dictionaries({"amount": NUMBERS, "kept": st.booleans()}), max_size=3),
    },
)


def kept(value: Any) -> Any:
    """A fact as a case keeps it."""
    if isinstance(value, date | Decimal):
        return str(value)
    if isinstance(value, list):
        return [kept(each) for each in value]
    return {name: kept(each) for name, each in value.items()} if isinstance(value, dict) else value


def by_sql(text: str, data: dict[str, Any]) -> bool | None:
    made = compiled(TREES[text], COLUMNS)
    with connection.cursor() as cursor:
        # the facts come last in the text, and so do their parameter
        cursor.execute(f"SELECT {made.text} FROM (SELECT %s::jsonb AS data) c", (*made.parameters, json.dumps(data)))
        row = cursor.fetchone()
    return row[0]


class Meaning(TestCase):
    @settings(max_examples=120, deadline=None)
    @given(FACTS, st.sampled_from(CONDITIONS))
    def test_sql_counts_what_the_language_holds_true(self, facts: dict[str, Any], text: str) -> None:
        meant = conditions.compile(TREES[text]).evaluate(facts)
        expected = None if isinstance(meant, Unknown) else meant
        assert by_sql(text, kept(facts)) is expected


@pytest.mark.parametrize("text", CONDITIONS)
def test_every_sample_fits_its_names(text: str) -> None:
    conditions.check(TREES[text], NAMES)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("working_days(filed_on, decided_on) > 7", "不能用 working_days"),
        ("size(items.filter(i, i.kept)) > 1", "size 只能数清单要素"),
        ("done('file')", "没有案件可问"),
    ],
)
def test_what_figures_cannot_ask_is_refused_by_name(text: str, why: str) -> None:
    with pytest.raises(ConditionError, match=why):
        compiled(conditions.parse(text), COLUMNS)
