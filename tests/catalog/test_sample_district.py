"""The sample district: complete, consistent, and peopled as the rules of a real office ask."""

from collections import Counter
from pathlib import Path

import pytest

from fazhi.catalog.loading import CatalogError, load_yaml
from fazhi.catalog.organizations import OrganizationKind
from fazhi.catalog.sample_district import (
    ADMINISTRATORS,
    SampleDistrict,
    SamplePeople,
    SamplePlans,
    SampleRole,
)
from fazhi.catalog.sample_files import Sample, load_sample
from fazhi.documents.reading import read_document
from fazhi.government.roles import Role
from fazhi.plans.reading import read_plan

DISTRICT = """\
title: 试
note: 试
jurisdictions: [{code: "990000", name: 试省, level: province}]
home: "990000"
organizations:
  - {key: gov, name: 试省人民政府, short_name: 省政府, kind: government}
  - {key: sfj, name: 试省司法局, short_name: 省司法局, kind: department, parent: gov}
"""
PEOPLE = """\
people:
  - {login: li.yi, name: 李一, memberships: [{at: sfj, position: 科员, roles: [handler]}]}
  - {login: wang.er, name: 王二, memberships: [{at: sfj, position: 信息岗, roles: [system_admin]}]}
sample_logins:
  - {login: li.yi, role: handler, title: 承办人}
"""
PLANS = """\
plans:
  - id: annual
    title: 要点
    kind: annual
    file: annual-plan-2026.txt
    starts_on: 2026-01-01
    ends_on: 2026-12-31
    tasks: 26
"""


@pytest.fixture(scope="module")
def sample() -> Sample:
    return load_sample()


@pytest.fixture
def complaint(tmp_path: Path):
    def complain(model, text: str, old: str, new: str) -> str:
        assert old in text
        path = tmp_path / "sample.yaml"
        path.write_text(text.replace(old, new))
        with pytest.raises(CatalogError) as caught:
            load_yaml(path, model)
        return str(caught.value).removeprefix(str(path)).strip()

    return complain


def test_division_codes_are_outside_the_real_range(sample):
    assert [place.code for place in sample.district.jurisdictions] == ["990000", "990100", "990102"]


def test_organizations_are_of_all_kinds(sample):
    kinds = Counter(unit.kind for unit in sample.district.organizations)
    assert kinds == {
        OrganizationKind.GOVERNMENT: 1,
        OrganizationKind.PARTY: 7,
        OrganizationKind.DEPARTMENT: 24,
        OrganizationKind.STREET: 4,
        OrganizationKind.TOWN: 2,
        OrganizationKind.COMMUNITY: 4,
        OrganizationKind.VILLAGE: 2,
        OrganizationKind.OUTSIDE: 3,
        OrganizationKind.MASS: 1,
    }


def test_there_are_120_people_in_all_roles(sample):
    assert len(sample.people.people) == 156
    assert {role for person in sample.people.people for role in person.roles} == set(SampleRole)


def test_some_people_serve_in_two_organizations(sample):
    serving_twice = [person.name for person in sample.people.people if len(person.memberships) == 2]
    assert serving_twice == ["余立群", "潘占元", "周少峰"]


def test_administrators_are_three_people_without_other_roles(sample):
    administrators = [person for person in sample.people.people if person.roles & ADMINISTRATORS]
    assert sorted(sorted(person.roles) for person in administrators) == [
        ["audit_admin"],
        ["security_admin"],
        ["system_admin"],
    ]


def test_nobody_reviews_their_own_handling(sample):
    for person in sample.people.people:
        for membership in person.memberships:
            assert not {SampleRole.HANDLER, SampleRole.LEGAL_REVIEWER} <= set(membership.roles)


def test_justice_bureau_coordinates(sample):
    justice = next(unit for unit in sample.district.organizations if unit.body == "justice")
    assert "区委依法治区办" in justice.aliases
    coordinators = [person for person in sample.people.people if person.holds((SampleRole.COORDINATOR,), justice.key)]
    assert len(coordinators) == 3


def test_five_sample_logins(sample):
    assert [login.role for login in sample.people.sample_logins] == [
        "coordinator",
        "handler",
        "head",
        "supervisor",
        "system_admin",
    ]


def test_roles_are_those_of_the_government_app():
    assert {role.value for role in SampleRole} == set(Role.values)


def test_plans_are_a_year_its_adjustment_five_years_and_a_table(sample):
    assert [(plan.path.suffix, plan.tasks, plan.revises) for plan in sample.plans.plans] == [
        (".txt", 26, None),
        (".txt", 26, "annual-2026"),
        (".docx", 48, None),
        (".xlsx", 13, None),
    ]


def test_unknown_unit_names_are_unknown(sample):
    known = {name for unit in sample.district.organizations for name in unit.all_names}
    assert not known & {name for plan in sample.plans.plans for name in plan.unknown_units}


def test_real_division_code_is_refused(complaint):
    said = complaint(SampleDistrict, DISTRICT, 'code: "990000"', 'code: "110000"')
    assert said == "第 3 行 jurisdictions[第1项].code：格式不符，现为“110000”。请写以 99 开头的六位数字，并加引号。"


def test_home_must_exist(complaint):
    said = complaint(SampleDistrict, DISTRICT, 'home: "990000"', 'home: "990001"')
    assert said == "第 4 行 home：区划“990001”不存在。请改为 jurisdictions 中的代码。"


def test_name_of_two_organizations_is_refused(complaint):
    said = complaint(SampleDistrict, DISTRICT, "short_name: 省司法局", "short_name: 省政府")
    assert said == "第 7 行 organizations[第2项]：“省政府”重复。请改为未用过的名称。"


def test_parent_must_stand_before_its_child(complaint):
    said = complaint(SampleDistrict, DISTRICT, "parent: gov", "parent: zfb")
    assert said == "第 7 行 organizations[第2项].parent：上级“zfb”不存在或排在后面。请核对，并把上级写在前面。"


def test_login_of_two_people_is_refused(complaint):
    said = complaint(SamplePeople, PEOPLE, "login: wang.er", "login: li.yi")
    assert said == "第 3 行 people[第2项].login：“li.yi”重复。请改为未用过的名称。"


@pytest.mark.parametrize("roles", ["[system_admin, handler]", "[system_admin, audit_admin]"])
def test_administrator_with_another_role_is_refused(complaint, roles):
    said = complaint(SamplePeople, PEOPLE, "[system_admin]", roles)
    assert said == (
        "第 3 行 people[第2项]：“王二”任管理员又兼任其他角色。系统、安全、审计管理员须分设，且不得兼任业务角色。"
    )


def test_sample_login_must_hold_its_role(complaint):
    said = complaint(SamplePeople, PEOPLE, "role: handler", "role: head")
    assert (
        said
        == "第 5 行 sample_logins[第1项].login：“li.yi”不存在或没有角色“head”。请改为 people 中担任该角色的登录名。"
    )


def test_plan_without_its_file_is_refused(complaint):
    said = complaint(SamplePlans, PLANS, "annual-plan-2026.txt", "none.txt")
    assert said == "第 5 行 plans[第1项].file：文件“none.txt”不在 sample/plans 目录中。请核对文件名。"


def test_plan_that_ends_before_it_starts_is_refused(complaint):
    said = complaint(SamplePlans, PLANS, "ends_on: 2026-12-31", "ends_on: 2025-12-31")
    assert said == "第 7 行 plans[第1项].ends_on：结束日期早于开始日期。请核对两个日期。"


def test_revision_must_follow_what_it_revises(complaint):
    said = complaint(SamplePlans, PLANS, "tasks: 26", "tasks: 26\n    revises: other")
    assert said == "第 9 行 plans[第1项].revises：上级“other”不存在或排在后面。请核对，并把上级写在前面。"


@pytest.mark.parametrize("plan_id", ["annual-2026", "annual-2026-midyear", "five-year-2026-2030"])
def test_reader_finds_every_task_of_a_plan_document(sample, plan_id):
    plan = sample.plans.find(plan_id)
    read = read_plan(read_document(plan.path))
    assert [task.number for task in read.tasks] == [str(number) for number in range(1, plan.tasks + 1)]
    assert [task.number for task in read.tasks if not (task.lead_units or task.all_units)] == []


def test_values_in_the_work_belong_to_targets_that_the_reader_finds(sample):
    plan = sample.plans.find(sample.work.plan)
    targets = {
        task.number: [target.metric for target in task.targets] for task in read_plan(read_document(plan.path)).tasks
    }
    unmatched = [
        (progress.task, value.metric)
        for progress in sample.work.progress
        for value in progress.values
        if sum(value.metric in metric for metric in targets[progress.task]) != 1
    ]
    assert unmatched == []
