"""Pass 6a: sections."""

import pytest

from fazhi.plans.reading.sections import kind_of_heading, kind_of_lead_in, names_a_past_year, tells_of_the_past


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("指导思想", "purpose"),
        ("总体要求", "purpose"),
        ("指导思想和目标", "purpose"),
        ("2024年总体思路", "purpose"),
        ("基本原则", "purpose"),
        ("主要目标", "goal"),
        ("整改目标", "goal"),
        ("规划背景", "background"),
        ("2023年工作回顾", "background"),
        ("“十三五”时期法治政府建设主要成就", "background"),
        ("存在的问题", "problem"),
        ("主要工作开展情况", "background"),
        ("附则", "note"),
        ("主要任务", "action"),
        ("保障措施", "action"),
        ("目标任务", "action"),
        ("存在的主要问题及整改措施", "action"),
        ("下一步工作打算", "action"),
        ("健全行政执法体系", "neutral"),
        ("明确工作目标", "neutral"),
        ("定期报告工作情况，接受监督", "neutral"),
        ("依法全面履行政府职能", "neutral"),
    ],
)
def test_kind_of_heading(heading: str, kind: str) -> None:
    assert kind_of_heading(heading) == kind


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("取得了成绩。但还存在一些不足和问题。", "problem"),
        ("去年全镇主要做了以下工作:", "background"),
        ("针对存在的问题,抓好以下整改:", "neutral"),
        ("重点做好以下工作:", "neutral"),
        ("", "neutral"),
    ],
)
def test_kind_of_lead_in(words: str, kind: str) -> None:
    assert kind_of_lead_in(words) == kind


@pytest.mark.parametrize(
    ("item", "past"),
    [
        ("受理行政复议申请86件,审结79件。", "perhaps"),
        ("印发了实施方案,举办培训2期。", "surely"),
        ("评查案卷不少于100件。", "no"),
        ("加强执法监督。", "no"),
    ],
)
def test_way_of_speaking_tells_what_was_done(item: str, past: str) -> None:
    assert tells_of_the_past(item) == past


def test_heading_with_an_earlier_year_speaks_of_the_past() -> None:
    assert names_a_past_year("2023年主要工作", (2024,))
    assert not names_a_past_year("2024年主要工作", (2024,))
    assert not names_a_past_year("2021年工作安排", (2022, 2026))
