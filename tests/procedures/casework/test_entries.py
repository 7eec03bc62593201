"""What is entered is kept as JSON that the record can hash, or refused; a program may send anything."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.procedures.casework.entries import Unfit, fit
from fazhi.procedures.language.fields import REFERENCES, Column, Field, Kind
from fazhi.record.canonical import canonical

NAMES = ["kind", "name", "born_on", "id", "title", "valid", "draft", "sm3", "added", "plot", "x"]
WORDS = st.text(max_size=8) | st.integers() | st.booleans() | st.none() | st.decimals(allow_nan=False)
ANYTHING = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3),
    max_leaves=6,
)


def field(kind: Kind) -> Field:
    options = {"one": "其一"} if kind in (Kind.CHOICE, Kind.CHOICES) else {}
    columns = {"plot": Column(title="地块", type=Kind.TEXT)} if kind is Kind.ROWS else {}
    refers_to = "power_items" if kind in REFERENCES else None
    return Field(title="要素", type=kind, options=options, columns=columns, refers_to=refers_to)


@given(kind=st.sampled_from(list(Kind)), value=ANYTHING)
def test_whatever_is_entered_is_refused_or_kept_as_the_record_needs_it(kind: Kind, value: Any) -> None:
    try:
        kept = fit(field(kind), value)
    except Unfit:
        return
    canonical({"kept": kept})
    assert fit(field(kind), kept) == (None if kept in ([], {}) else kept)  # nothing but blanks is blank


@pytest.mark.parametrize("value", [["one"], {"one": 1}, 1])
def test_a_choice_that_is_no_text_is_refused(value: Any) -> None:
    with pytest.raises(Unfit, match="应为选项的代码或者名称"):
        fit(field(Kind.CHOICE), value)


@pytest.mark.parametrize("party", [{"name": {"a": 1}}, {"name": ["钱某"]}, {"name": "钱某", "address": 1.5}])
def test_a_party_is_made_of_texts(party: dict[str, Any]) -> None:
    with pytest.raises(Unfit, match="各项应为文字"):
        fit(field(Kind.PARTY), party)
