"""Making a report: sections with writers and seed prose, problems from the ledger, days by which things are due."""

from datetime import date, datetime
from functools import partial

import pytest

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import NotAllowed
from fazhi.plans import plans, tasks
from fazhi.plans.models import Problem
from fazhi.plans.tasks import TaskFields
from fazhi.reports import making
from fazhi.reports.language.library import shelf
from fazhi.reports.language.tokens import faults
from fazhi.reports.models import Report, Section
from fazhi.reports.refusals import Refused
from fazhi.reports.whole import whole_of
from tests.conftest import District
from tests.reports.conftest import section_of


def test_made_report_has_its_template_filled_in(report: Report) -> None:
    assert report.title == "清和区2025年法治政府建设情况报告"
    assert report.publish_by == date(2026, 3, 31)
    assert [(each.to, each.due_on) for each in report.sendings.all()] == [
        ("区委", date(2026, 2, 28)),
        ("区人大常委会", date(2026, 2, 28)),
        ("市人民政府", date(2026, 2, 28)),
        ("市委全面依法治市委员会办公室（抄送）", date(2026, 2, 28)),
    ]
    assert report.sections.get(level=0).body.startswith("2025年，清和区坚持")


def test_sections_are_given_to_the_units_that_write_them(
    report: Report, district: District, office: Organization
) -> None:
    assert report.maker == district.justice
    assert section_of(report, "decisions").writer_unit == office
    assert section_of(report, "decisions").due_on == date(2026, 3, 13)
    assert section_of(report, "functions").writer_unit is None


def test_problems_of_the_ledger_are_the_seed_of_their_section(report: Report) -> None:
    first, second = section_of(report, "problems").body.split("\n")
    assert first.endswith("主要是：")
    assert second == "一是个别案件法制审核材料不全。"


def test_next_steps_are_taken_from_the_plan_of_the_year_to_come(
    office: Organization, coordinator: Actor, district: District, at: datetime
) -> None:
    days = date(2026, 1, 1), date(2026, 12, 31)
    plan = plans.create(actor=coordinator, kind="annual", title="要点", starts_on=days[0], ends_on=days[1], at=at)
    for heading, title in (
        ("一、规范执法", "开展案卷评查"),
        ("一、规范执法", "培训人员。"),
        ("二、普法", "宣传民法典"),
    ):
        fields = TaskFields(title=title, heading=heading, lead=(district.market,))
        tasks.add(actor=coordinator, plan=plan, fields=fields, at=at)
    made = making.make(actor=coordinator, organization=district.government, template="annual_report", year=2025, at=at)
    assert section_of(made, "next_steps").body.split("\n")[1:] == [
        "1.规范执法。开展案卷评查；培训人员。",
        "2.普法。宣传民法典。",
    ]


def test_report_of_a_department_is_its_own(
    office: Organization, problem: Problem, coordinator: Actor, district: District, at: datetime
) -> None:
    """It writes every section itself, states its own problems, and goes to those above a department."""
    days = date(2026, 1, 1), date(2026, 12, 31)
    plan = plans.create(actor=coordinator, kind="annual", title="要点", starts_on=days[0], ends_on=days[1], at=at)
    for lead, title in ((district.market, "开展案卷评查"), (district.urban, "清理户外广告")):
        tasks.add(actor=coordinator, plan=plan, fields=TaskFields(title=title, heading="一、执法", lead=(lead,)), at=at)
    make = partial(making.make, actor=coordinator, template="annual_report", year=2025, due_on=date(2026, 3, 13), at=at)
    market, urban = make(organization=district.market), make(organization=district.urban)
    assert market.addressees == "区委、区人民政府："
    assert [(each.key, each.to) for each in market.sendings.all()] == [
        ("party", "区委"),
        ("government", "区人民政府"),
        ("upper_department", "市级主管部门"),
        ("local_office", "区委全面依法治区委员会办公室（抄送）"),
    ]
    assert {(each.writer_unit, each.due_on) for each in market.sections.all()} == {(district.market, date(2026, 3, 13))}
    assert section_of(market, "problems").body.endswith("\n一是个别案件法制审核材料不全。")
    assert "个别案件" not in section_of(urban, "problems").body
    assert section_of(market, "next_steps").body.endswith("1.执法。开展案卷评查。")
    assert section_of(market, "first_responsible").body.startswith("本单位主要负责人认真履行")


def test_open_information_report_of_a_department_bears_its_name_and_is_due_in_january(
    coordinator: Actor, district: District, at: datetime
) -> None:
    make = partial(making.make, actor=coordinator, template="disclosure_annual_report", year=2025, at=at)
    made = [make(organization=each) for each in (district.government, district.market)]
    assert [(each.title, each.publish_by) for each in made] == [
        ("清和区人民政府2025年政府信息公开工作年度报告", date(2026, 3, 31)),
        ("清和区市场监督管理局2025年政府信息公开工作年度报告", date(2026, 1, 31)),
    ]


def test_day_that_is_past_is_no_day_to_hand_in(coordinator: Actor, district: District, at: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        making.make(
            actor=coordinator, organization=district.government, template="annual_report", year=2025,
            due_on=date(2026, 3, 1), at=at,
        )  # fmt: skip
    assert (refusal.value.field, refusal.value.say) == ("due_on", "交稿期限已经过去，请填写今天或者以后的日期。")


def test_second_report_of_a_year_is_refused(report: Report, coordinator: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match=r"区政府2025年的《法治政府建设年度报告》已经建立"):
        making.make(actor=coordinator, organization=report.organization, template="annual_report", year=2025, at=at)


def test_others_make_no_reports(writer: Actor, outsider: Actor, district: District, at: datetime) -> None:
    for actor in (writer, outsider):
        with pytest.raises(NotAllowed):
            making.make(actor=actor, organization=district.government, template="annual_report", year=2025, at=at)


def test_year_to_come_is_refused(coordinator: Actor, district: District, at: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        making.make(actor=coordinator, organization=district.government, template="annual_report", year=2027, at=at)
    assert refusal.value.field == "year"


@pytest.mark.parametrize("template", [each.id for each in shelf()])
def test_every_template_makes_a_report_whose_tokens_can_be_read(
    template: str, coordinator: Actor, district: District, at: datetime
) -> None:
    made = making.make(actor=coordinator, organization=district.government, template=template, year=2025, at=at)
    bodies = Section.objects.filter(report=made).values_list("body", flat=True)
    assert [fault for body in bodies for fault in faults(body)] == []


def test_seeds_leave_no_stub_where_nothing_is_recorded(report: Report) -> None:
    text = whole_of(report, today=date(2026, 3, 2)).text
    assert [stub for stub in ("截至年底。", "案件中。") if stub in text] == []
    assert "健全应急预案体系，提升依法处置能力。\n" in text
