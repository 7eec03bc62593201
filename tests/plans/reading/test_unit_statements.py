"""Pass 7: what a task says of its units."""

import pytest

from fazhi.plans.reading.units.finding import find_statements
from fazhi.plans.reading.units.statements import settle


def _roles(text: str, *, first_is_lead: bool = False) -> tuple[list[str], list[str], list[str]]:
    found: tuple[list[str], list[str], list[str]] = ([], [], [])
    for statement in find_statements(text):
        settled = settle(statement, first_is_lead=first_is_lead)
        for names, spans in zip(found, (settled.lead, settled.supporting, settled.named), strict=True):
            names += [text[a:b] for a, b in spans]
    return found


A, B, C = "市司法局", "市财政局", "各县区政府"


@pytest.mark.parametrize(
    ("text", "lead", "supporting", "named"),
    [
        (f"甲。(责任单位:{A}、{B})", [], [], [A, B]),
        (f"甲。(牵头单位:{A};配合单位:{B}、{C};完成时限:6月底前)", [A], [B, C], []),
        (f"甲。(牵头单位:{A},责任单位:{B})", [A], [B], []),
        (f"甲。\n牵头单位:{A}\n责任单位:{B}\n完成时限:6月", [A], [B], []),
        (f"甲。牵 头 单 位:{A} 配 合 单 位:{B}", [A], [B], []),
        (f"甲。({A}牵头,{B}、{C}按职责分工负责)", [A], [B, C], []),
        (f"甲。({A}、{B}按职责分工负责)", [], [], [A, B]),
        (f"甲。({A}、{B}等有关部门)", [], [], [A, B]),
        (f"甲。({A}负责,{B}配合)", [A], [B], []),
        (f"甲。{A}指导,{C}负责。", [], [A], [C]),
        (f"甲。(责任单位:{C};指导单位:{A})", [], [A], [C]),
        (f"甲。由{A}会同{B}、{C}负责。", [A], [B, C], []),
        (f"甲,由{A}、{B}共同牵头,6月底前完成。", [A, B], [], []),
        (f"甲。(责任单位:{A}(牵头)、{B})", [A], [B], []),
        (f"甲。({A}、{B}负责,列第一位的为牵头单位)", [A], [B], []),
        (f"甲。责任领导:王某;责任单位:{A}", [], [], [A]),
        (f"甲。【{A}】", [], [], [A]),
        (f"甲(责任单位:{A});乙(责任单位:{B})。", [], [], [A, B]),
        (f"甲。(牵头单位:{A};配合单位:/)", [A], [], []),
        ("各部门主要负责人要带头学法。", [], [], []),
        ("落实“谁执法谁普法”责任制,行政机关负责人出庭应诉。", [], [], []),
        (f"{A}要加强监督。", [], [], []),
    ],
)
def test_roles(text: str, lead: list[str], supporting: list[str], named: list[str]) -> None:
    assert _roles(text) == (lead, supporting, named)


def test_first_of_a_list_leads_where_the_document_says_so() -> None:
    assert _roles(f"(责任单位:{A}、{B})", first_is_lead=True) == ([A], [B], [])


def test_rule_of_the_first_does_not_touch_an_explicit_lead() -> None:
    assert _roles(f"(责任单位:{B};牵头单位:{A})", first_is_lead=True) == ([A], [B], [])
