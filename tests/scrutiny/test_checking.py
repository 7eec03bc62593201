"""Numbers of different bodies and persons: matched by how reports word them, and not added up as cases are."""

from __future__ import annotations

import pytest

from fazhi.scrutiny.checking import Examined, examine
from fazhi.scrutiny.contradictions import Rule, Severity
from fazhi.scrutiny.matching import Known, Matcher
from fazhi.scrutiny.shelved import matcher

OWN = Matcher(
    (
        Known("bodies", ("开展双随机抽查的部门",), "家", "行政检查", distinct=True),
        Known("cases", ("新收行政应诉案件",), "件", "行政应诉"),
    )
)


def found(text: str) -> Examined:
    return examine(text, year=2025, matcher=OWN)


@pytest.mark.parametrize(
    ("text", "severity", "said"),
    [
        ("开展双随机抽查的部门17家（上半年12家，下半年9家）。", Severity.LOOK, True),
        ("开展双随机抽查的部门17家（上半年6家，下半年9家）。", Severity.CERTAIN, False),
        ("新收行政应诉案件17件（上半年12件，下半年9件）。", Severity.CERTAIN, False),
    ],
)
def test_parts_may_come_to_more_where_different_things_are_counted(text: str, severity: Severity, said: bool) -> None:
    (fault,) = found(text).faults
    assert (fault.severity, "分项之和可以大于总数" in fault.say) == (severity, said)


def test_one_figure_in_two_wordings_with_two_values_is_looked_at() -> None:
    text = "收到行政复议申请18件，受理15件。\n审查发现的问题不少。行政复议申请受理16件，收到行政复议申请18件。"
    examined = examine(text, year=2025, matcher=matcher())
    (fault,) = [each for each in examined.faults if each.rule is Rule.REPEAT]
    assert (fault.severity, fault.difference) == (Severity.LOOK, 1)
    assert fault.say.startswith("“受理15件”和“行政复议申请受理16件”都像是“受理行政复议案件”，相差 1件。")
    at = examined.faults.index(fault)
    assert [line.figure.text for line in examined.lines if at in line.faults] == ["15件", "16件"]


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("共17个部门开展双随机抽查，检查市场主体860户。", ["random_bodies", "entities_inspected"]),
        ("开展联合检查的部门16个，参与检查的执法人员132名。", ["joint_inspecting_bodies", "inspecting_officers"]),
        ("全区有32个部门开展行政执法，21家单位作出行政处罚决定。", ["enforcing_bodies", "penalising_bodies"]),
        ("分四批公告行政执法主体31个。", ["enforcement_batches", "enforcement_bodies_announced"]),
        ("案卷评查涉及单位18家。", ["files_reviewed_bodies"]),
        ("新收行政应诉案件42件，涉及被诉单位13家。", ["lawsuits_new", "lawsuit_bodies"]),
        ("行政复议案件被申请人分布在12个单位。", ["recon_respondents"]),
        ("收到政府信息公开申请的单位有14家。", ["request_bodies"]),
        ("报备规范性文件的制定机关有11家。", ["normative_filing_makers"]),
        ("参加法律知识考试的人员326人，参加法律知识考试的单位24家。", ["exam_people", "exam_bodies"]),
    ],
)
def test_words_of_reports_lead_to_figures_of_different_things(text: str, figures: list[str]) -> None:
    lines = examine(text, year=2025, matcher=matcher()).lines
    assert [line.figure_id for line in lines] == figures
