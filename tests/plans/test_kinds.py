"""Kinds of plan and their typed extra fields."""

import pytest

from fazhi.catalog.plan_kinds import ExtraField, FieldType, PlanKind
from fazhi.plans.kinds import all_kinds, clean_extra, kind_of, missing_fields, shown
from fazhi.plans.refusals import Refused


def test_kinds_serve_their_inventory_items() -> None:
    served = {item for kind in all_kinds() for item in kind.inventory}
    assert served == {"A03", "A07", "A08", "A10", "A14", "A18", "A21", "H08", "H23", "I02"}


def test_kind_unknown_is_refused() -> None:
    with pytest.raises(Refused, match="没有“x”这种") as refusal:
        kind_of("x")
    assert refusal.value.field == "kind"


def test_extra_of_a_budget_is_kept_in_one_form() -> None:
    kind = kind_of("budget")
    raw = {"subject": " 普法宣传 ", "purpose": "宣传培训", "budgeted": "12.5万元", "spent": ""}
    kept = clean_extra(kind, raw)
    assert kept == {"subject": "普法宣传", "purpose": "宣传培训", "budgeted": "125000.00"}
    assert shown(kind, kept) == [("预算科目", "普法宣传"), ("用途", "宣传培训"), ("预算额", "125,000.00元")]
    assert missing_fields(kind, {"subject": "x"}) == ["预算额"]


@pytest.mark.parametrize(
    ("kind", "raw", "field", "say"),
    [
        ("budget", {"subject": "x"}, "extra.budgeted", "请填写“预算额”。"),
        ("budget", {"subject": "x", "budgeted": "很多"}, "extra.budgeted", "例如 125000 或 12.5万元"),
        ("budget", {"subject": "x", "budgeted": "-3"}, "extra.budgeted", "不在 0 至"),
        ("budget", {"subject": "x", "budgeted": "NaN"}, "extra.budgeted", "不在 0 至|应为金额"),
        ("drills", {"type": "演习"}, "extra.type", "应为综合演练、专项演练、桌面推演、实战演练之一"),
        ("drills", {"type": "综合演练", "people": "约80"}, "extra.people", "应为整数"),
        ("drills", {"type": "综合演练", "held_on": "2026-13-01"}, "extra.held_on", "应为日期"),
        ("first_responsible", {"person": "王" * 201, "position": "x"}, "extra.person", "最多 200 字"),
        ("annual", {"colour": "x"}, "extra", "没有“colour”这项内容"),
    ],
)
def test_extra_wrong_is_refused_at_its_field(kind: str, raw: dict[str, str], field: str, say: str) -> None:
    with pytest.raises(Refused, match=say) as refusal:
        clean_extra(kind_of(kind), raw)
    assert refusal.value.field == field


def test_extra_forms_of_numbers_and_days() -> None:
    kept = clean_extra(kind_of("drills"), {"type": "综合演练", "people": "1,200人", "held_on": "2026年5月12日"})
    assert kept == {"type": "综合演练", "people": 1200, "held_on": "2026-05-12"}


def test_a_new_kind_takes_yaml_only() -> None:
    field = ExtraField(key="x", title="甲", type=FieldType.INTEGER, required=True)
    kind = PlanKind(key="new", title="新计划", inventory=("A07",), fields=(field,))
    assert clean_extra(kind, {"x": "3"}) == {"x": 3}
