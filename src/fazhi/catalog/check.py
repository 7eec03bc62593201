"""Checks the whole catalog: every file against its schema, and the references between files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fazhi.catalog.calendar_years import load_calendar_years
from fazhi.catalog.followup_rules import load_followup_rules
from fazhi.catalog.loading import CatalogError, CatalogProblem
from fazhi.catalog.monthly_rule import load_monthly_rule
from fazhi.catalog.organizations import load_organization_names
from fazhi.catalog.plan_colours import load_colour_rules
from fazhi.catalog.plan_kinds import load_plan_kinds
from fazhi.catalog.sample_check import (
    WorkCheck,
    check_bodies,
    check_case_workers,
    check_plan_kinds,
    check_posts,
)
from fazhi.catalog.sample_district import SampleDistrict, SamplePeople, SamplePlans
from fazhi.catalog.sample_files import load_sample_file
from fazhi.catalog.sample_simulation import SampleSimulation
from fazhi.catalog.sample_work import SampleWork

Result = TypeVar("Result")


def check_catalog() -> list[CatalogProblem]:
    """Everything wrong with the installed catalog; empty when it can be used.

    Files that depend on a broken one are not compared with it: one mistake should not look like many.
    """
    problems: list[CatalogProblem] = []
    names = _collect(problems, load_organization_names)
    rules = _collect(problems, load_followup_rules)
    kinds = _collect(problems, load_plan_kinds)
    _collect(problems, load_colour_rules)
    _collect(problems, load_monthly_rule)
    _collect(problems, load_calendar_years)
    district = _collect(problems, lambda: load_sample_file("district", SampleDistrict))
    people = _collect(problems, lambda: load_sample_file("people", SamplePeople))
    plans = _collect(problems, lambda: load_sample_file("plans", SamplePlans))
    work = _collect(problems, lambda: load_sample_file("work", SampleWork))
    habits = _collect(problems, lambda: load_sample_file("simulation", SampleSimulation))
    if names and district:
        problems += check_bodies(district, {body.key for body in names.bodies})
    if kinds and plans:
        problems += check_plan_kinds(plans, {kind.key for kind in kinds.kinds})
    if district and people:
        problems += check_posts(district, people)
    if habits and district and people:
        problems += check_case_workers(people, habits, district.value)
    if rules and district and people and plans and work:
        problems += WorkCheck(district.value, people.value, plans.value, rules, work).problems()
    return problems


def _collect(problems: list[CatalogProblem], load: Callable[[], Result]) -> Result | None:
    try:
        return load()
    except CatalogError as error:
        problems.extend(error.problems)
        return None
