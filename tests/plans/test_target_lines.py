"""Targets as lines of text."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fazhi.plans import target_lines
from fazhi.plans.building import NewTarget
from fazhi.plans.refusals import Refused


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("案卷合格率不低于98%", NewTarget("案卷合格率", ">=", Decimal(98), "%")),
        ("培训场次 不少于 4 场", NewTarget("培训场次", ">=", Decimal(4), "场")),
        ("办理时限不超过2.5个工作日", NewTarget("办理时限", "<=", Decimal("2.5"), "个工作日")),
        ("公开率=100%", NewTarget("公开率", "=", Decimal(100), "%")),
        ("投入≥1,200万元", NewTarget("投入", ">=", Decimal(1200), "万元")),
    ],
)
def test_read_of_a_line(line: str, target: NewTarget) -> None:
    assert target_lines.read(line) == (target,)


@pytest.mark.parametrize("text", ["越多越好", "率不低于很多", "不低于95%", "率不低于1" + "0" * 20])
def test_read_of_no_target_names_the_line(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        target_lines.read(text)
    assert refusal.value.field == "targets"


@given(
    st.sampled_from([">=", "<=", "="]),
    st.decimals(min_value=0, max_value=10**9, places=2),
    st.sampled_from(["", "%", "个", "万元"]),
)
def test_written_targets_are_read_back(comparison: str, value: Decimal, unit: str) -> None:
    target = NewTarget("网上可办率", comparison, value, unit)
    assert target_lines.read(target_lines.written([target, target])) == (target, target)
