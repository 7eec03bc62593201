"""Checks the references between the files of the sample district, and from them to the rest of the catalog."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from fazhi.catalog.followup_rules import FollowUpRule, find_rule
from fazhi.catalog.loading import CatalogProblem, Located, Place
from fazhi.catalog.organizations import OrganizationKind
from fazhi.catalog.sample_district import (
    SampleDistrict,
    SampleOrganization,
    SamplePeople,
    SamplePlans,
    SampleRole,
)
from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.catalog.sample_work import COORDINATORS_STEPS, VERIFIERS_STEPS, SampleWork

PENALTY = "administrative_penalty"
WORKERS = (SampleRole.HANDLER, SampleRole.HEAD)
REVIEWERS = (SampleRole.COORDINATOR, SampleRole.HEAD)
COORDINATORS = (SampleRole.COORDINATOR,)
VERIFIERS = (SampleRole.COORDINATOR, SampleRole.SUPERVISOR)


def check_bodies(district: Located[SampleDistrict], bodies: set[str]) -> Iterator[CatalogProblem]:
    """Whether the bodies that organizations refer to are in ``government/names.yaml``."""
    for index, unit in enumerate(district.value.organizations):
        if unit.body is not None and unit.body not in bodies:
            wrong = f"government/names.yaml 中没有“{unit.body}”"
            yield district.problem(("organizations", index, "body"), wrong, "请改为其中某个机构的 key")


def check_posts(district: Located[SampleDistrict], people: Located[SamplePeople]) -> Iterator[CatalogProblem]:
    """Whether everybody serves in an existing unit, and every department has somebody to act and to answer for it."""
    units = {unit.key for unit in district.value.organizations}
    for index, person in enumerate(people.value.people):
        for post, membership in enumerate(person.memberships):
            if membership.at not in units:
                place = ("people", index, "memberships", post, "at")
                yield people.problem(place, f"单位“{membership.at}”不存在", "请改为 district.yaml 中某个单位的 key")
    for index, unit in enumerate(district.value.organizations):
        if unit.kind is not OrganizationKind.DEPARTMENT:
            continue
        for role in WORKERS:
            if not any(person.holds((role,), unit.key) for person in people.value.people):
                wrong = f"“{unit.short_name}”没有角色为 {role} 的人员"
                yield district.problem(("organizations", index), wrong, "请在 people.yaml 中补充")


def check_case_workers(
    people: Located[SamplePeople], habits: Located[SampleSimulation], district: SampleDistrict
) -> Iterator[CatalogProblem]:
    """Whether the bodies that simulated cases are given have the people whom cases need.

    A penalty takes two officers with cards and somebody else to preside: three handlers; its legal reviewer must be
    qualified, and a head decides.
    """
    units = {unit.key: unit.short_name for unit in district.organizations}
    for name, procedure in habits.value.procedures.items():
        for index, key in enumerate(procedure.bodies):
            if key not in units:
                wrong, mend = f"单位“{key}”不存在", "请改为 district.yaml 中某个单位的 key"
                yield habits.problem(("procedures", name, "bodies", index), wrong, mend)
            elif name == PENALTY and (lacking := _lacking(people.value, key)):
                yield habits.problem(
                    ("procedures", name, "bodies", index), f"“{units[key]}”缺少{lacking}", "请在 people.yaml 中补充"
                )


def _lacking(people: SamplePeople, unit: str) -> str:
    def held(role: SampleRole, kind: str) -> int:
        holders = (person for person in people.people if person.holds((role,), unit))
        good = [each for person in holders for each in person.credentials if each.kind == kind]
        return sum(each.ends_in_days is None or each.ends_in_days > 0 for each in good)

    if held(SampleRole.HANDLER, "enforcement_card") < 3:
        return "三名持有有效执法证的承办人"
    if not held(SampleRole.LEGAL_REVIEWER, "legal_qualification"):
        return "有法律职业资格的法制审核人员"
    return "" if any(person.holds((SampleRole.HEAD,), unit) for person in people.people) else "负责人"


def check_plan_kinds(plans: Located[SamplePlans], kinds: set[str]) -> Iterator[CatalogProblem]:
    """Whether the plans are of kinds that ``plans/kinds.yaml`` knows."""
    for index, plan in enumerate(plans.value.plans):
        if plan.kind not in kinds:
            wrong = f"没有计划类型“{plan.kind}”"
            yield plans.problem(("plans", index, "kind"), wrong, "请改为 plans/kinds.yaml 中某个类型的 key")


def plan_sections(text: str) -> dict[str, str]:
    """Splits one of our own plain-text plans at its numbers. Enough to check references; reading plans is elsewhere."""
    return {match[1]: match[2] for match in re.finditer(r"^(\d+)\.(.*)$", text, re.MULTILINE)}


class WorkCheck:
    """Whether ``work.yaml`` speaks of existing units, people, rules and tasks, and each act is by one who may do it."""

    def __init__(
        self,
        district: SampleDistrict,
        people: SamplePeople,
        plans: SamplePlans,
        rules: tuple[FollowUpRule, ...],
        work: Located[SampleWork],
    ) -> None:
        self._units = {unit.key: unit for unit in district.organizations}
        self._people = people
        self._plans = plans
        self._rules = rules
        self._work = work
        self._tasks: dict[str, str] = {}

    def problems(self) -> Iterator[CatalogProblem]:
        work = self._work.value
        plan = self._plans.find(work.plan)
        if plan is None or plan.path.suffix != ".txt":
            yield self._work.problem(
                ("plan",), f"plans.yaml 中没有文本计划“{work.plan}”", "请改为其中某个 .txt 计划的 id"
            )
            return
        self._tasks = plan_sections(plan.path.read_text(encoding="utf-8"))
        yield from self._may(work.imported.by, COORDINATORS, None, ("imported", "by"))
        yield from self._progress(work)
        yield from self._followups(work)
        yield from self._problem_ledger(work)
        yield from self._monthly(work)

    def _progress(self, work: SampleWork) -> Iterator[CatalogProblem]:
        for index, progress in enumerate(work.progress):
            place: Place = ("progress", index)
            yield from self._may(progress.by, WORKERS, progress.unit, (*place, "by"))
            yield from self._task(progress.task, progress.unit, place)
            if progress.review is not None:
                yield from self._may(progress.review.by, REVIEWERS, None, (*place, "review", "by"))
            for at, value in enumerate(progress.values):
                if value.metric not in self._tasks.get(progress.task, ""):
                    wrong = f"任务 {progress.task} 的原文中没有“{value.metric}”"
                    yield self._work.problem((*place, "values", at, "metric"), wrong, "请照抄任务原文中的指标名称")

    def _followups(self, work: SampleWork) -> Iterator[CatalogProblem]:
        for index, followup in enumerate(work.followups):
            place: Place = ("followups", index)
            yield from self._may(followup.issued.by, COORDINATORS, None, (*place, "issued", "by"))
            if find_rule(self._rules, followup.rule) is None:
                wrong = f"没有督办规则“{followup.rule}”"
                yield self._work.problem((*place, "rule"), wrong, "请改为 followup 目录中某个规则的 id")
            if followup.task is not None:
                yield from self._task(followup.task, followup.unit, place)
            for at, entry in enumerate(followup.entries):
                by_coordinator = entry.kind in COORDINATORS_STEPS
                roles, unit = (COORDINATORS, None) if by_coordinator else (WORKERS, followup.unit)
                yield from self._may(entry.by, roles, unit, (*place, "entries", at, "by"))

    def _problem_ledger(self, work: SampleWork) -> Iterator[CatalogProblem]:
        for index, problem in enumerate(work.problems):
            place: Place = ("problems", index)
            yield from self._may(problem.registered.by, VERIFIERS, None, (*place, "registered", "by"))
            for at, entry in enumerate(problem.entries):
                by_verifier = entry.kind in VERIFIERS_STEPS
                roles, unit = (VERIFIERS, None) if by_verifier else (WORKERS, problem.unit)
                yield from self._may(entry.by, roles, unit, (*place, "entries", at, "by"))
            if problem.unit not in self._units:
                yield self._unknown_unit(problem.unit, (*place, "unit"))

    def _monthly(self, work: SampleWork) -> Iterator[CatalogProblem]:
        for index, month in enumerate(work.monthly):
            for at, unit in enumerate(month.units):
                if unit not in self._units:
                    yield self._unknown_unit(unit, ("monthly", index, "units", at))
            for at, report in enumerate(month.reports):
                yield from self._may(report.by, WORKERS, report.unit, ("monthly", index, "reports", at, "by"))

    def _may(self, login: str, roles: Iterable[SampleRole], unit: str | None, place: Place) -> Iterator[CatalogProblem]:
        person = self._people.find(login)
        if person is None:
            yield self._work.problem(place, f"没有登录名“{login}”", "请改为 people.yaml 中的登录名")
        elif not person.holds(roles, unit):
            where = f"在单位“{unit}”" if unit else ""
            wrong = f"“{person.name}”{where}没有角色 {'、'.join(roles)}"
            yield self._work.problem(place, wrong, "请换一个有此角色的人员")

    def _task(self, number: str, key: str, place: Place) -> Iterator[CatalogProblem]:
        unit = self._units.get(key)
        text = self._tasks.get(number)
        if unit is None:
            yield self._unknown_unit(key, (*place, "unit"))
        elif text is None:
            yield self._work.problem((*place, "task"), f"计划中没有第 {number} 项任务", "请核对任务编号")
        elif not _names(text, unit):
            wrong = f"任务 {number} 的责任单位中没有“{unit.short_name}”"
            yield self._work.problem((*place, "unit"), wrong, "请核对任务编号或单位")

    def _unknown_unit(self, key: str, place: Place) -> CatalogProblem:
        return self._work.problem(place, f"单位“{key}”不存在", "请改为 district.yaml 中某个单位的 key")


def _names(text: str, unit: SampleOrganization) -> bool:
    collective = {
        OrganizationKind.DEPARTMENT: ("区直各部门", "各行政执法部门", "各责任单位"),
        OrganizationKind.STREET: ("各镇街",),
        OrganizationKind.TOWN: ("各镇街",),
    }
    return any(name in text for name in (*unit.all_names, *collective.get(unit.kind, ())))
