"""`check_catalog`: the catalog that ships has no problem, and each broken reference between files is found."""

from dataclasses import replace
from typing import Any

import pytest

from fazhi.catalog.check import check_catalog
from fazhi.catalog.followup_rules import load_followup_rules
from fazhi.catalog.loading import CatalogModel, Located
from fazhi.catalog.sample_check import WorkCheck, check_bodies, check_plan_kinds, check_posts, plan_sections
from fazhi.catalog.sample_district import SampleDistrict, SamplePeople, SamplePlans
from fazhi.catalog.sample_files import Sample, load_sample, load_sample_file
from fazhi.catalog.sample_work import SampleWork


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load_sample()


@pytest.fixture(scope="module")
def work() -> Located[SampleWork]:
    return load_sample_file("work", SampleWork)


def changed(located: Located[Any], part: str, **changes: object) -> Located[Any]:
    """The loaded file with its first item of a list changed."""
    value: CatalogModel = located.value
    first, *rest = getattr(value, part)
    items = (first.model_copy(update=changes), *rest)
    return replace(located, value=value.model_copy(update={part: items}))


def test_shipped_catalog_has_no_problem():
    assert [str(problem) for problem in check_catalog()] == []


def test_unknown_body_is_found():
    district = load_sample_file("district", SampleDistrict)
    bodies = {unit.body for unit in district.value.organizations if unit.body} - {"justice"}
    assert [(problem.field, problem.wrong) for problem in check_bodies(district, bodies)] == [
        ("organizations[第15项].body", "government/names.yaml 中没有“justice”")
    ]


def test_unknown_plan_kind_is_found():
    plans = load_sample_file("plans", SamplePlans)
    assert [problem.field for problem in check_plan_kinds(plans, {"annual"})] == ["plans[第3项].kind"]


def test_post_in_an_unknown_unit_and_department_without_head_are_found():
    district = load_sample_file("district", SampleDistrict)
    people = load_sample_file("people", SamplePeople)
    head = people.value.find("wang.qingsong")
    assert head is not None
    index = people.value.people.index(head)
    gone = head.model_copy(update={"memberships": (head.memberships[0].model_copy(update={"at": "none"}),)})
    others = [gone if person is head else person for person in people.value.people]
    people = replace(people, value=people.value.model_copy(update={"people": tuple(others)}))
    assert [(problem.file, problem.field, problem.wrong) for problem in check_posts(district, people)] == [
        ("sample/people.yaml", f"people[第{index + 1}项].memberships[第1项].at", "单位“none”不存在"),
        ("sample/district.yaml", "organizations[第9项]", "“区政府办”没有角色为 head 的人员"),
    ]


@pytest.mark.parametrize(
    ("part", "changes", "said"),
    [
        ("progress", {"by": "no.body"}, "没有登录名“no.body”"),
        ("progress", {"by": "zhang.minhua"}, "“张敏华”在单位“sfj”没有角色 handler、head"),
        ("progress", {"task": "99"}, "计划中没有第 99 项任务"),
        ("progress", {"task": "5", "unit": "cgj", "by": "zhou.shaofeng"}, "任务 5 的责任单位中没有“区城管执法局”"),
        ("followups", {"rule": "1379"}, "没有督办规则“1379”"),
        ("followups", {"task": None, "entries": (), "unit": "gxj", "rule": "none"}, "没有督办规则“none”"),
        ("problems", {"unit": "none", "entries": ()}, "单位“none”不存在"),
        ("monthly", {"units": ("none",), "reports": ()}, "单位“none”不存在"),
    ],
)
def test_broken_reference_in_the_work_is_found(sample, work, part, changes, said):
    broken = changed(work, part, **changes)
    problems = WorkCheck(sample.district, sample.people, sample.plans, load_followup_rules(), broken).problems()
    assert [problem.wrong for problem in problems] == [said]


def test_metric_that_the_task_does_not_name_is_found(sample, work):
    index, progress = next((at, each) for at, each in enumerate(work.value.progress) if each.values)
    values = (progress.values[0].model_copy(update={"metric": "出勤率"}),)
    items = list(work.value.progress)
    items[index] = progress.model_copy(update={"values": values})
    broken = replace(work, value=work.value.model_copy(update={"progress": tuple(items)}))
    problems = WorkCheck(sample.district, sample.people, sample.plans, load_followup_rules(), broken).problems()
    assert [problem.wrong for problem in problems] == [f"任务 {progress.task} 的原文中没有“出勤率”"]


def test_sections_of_the_sample_plans_are_as_many_as_they_say(sample):
    for plan in sample.plans.plans:
        if plan.path.suffix == ".txt":
            assert list(plan_sections(plan.path.read_text(encoding="utf-8"))) == [
                str(number) for number in range(1, plan.tasks + 1)
            ]
