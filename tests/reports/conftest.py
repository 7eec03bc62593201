"""A district that writes its report: the justice bureau organises, the government office and others write."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest

from fazhi.government.actors import Actor
from fazhi.government.models import Organization, OrganizationKind
from fazhi.government.roles import Role
from fazhi.plans import problems
from fazhi.plans.models import Problem
from fazhi.reports import making, outline, writing
from fazhi.reports.models import Report, Section
from fazhi.reports.writing import Saved
from tests.conftest import District, plant


@pytest.fixture
def office(district: District) -> Organization:
    """The government office writes what stands under decisions and open information."""
    name = "清和区人民政府办公室"
    return plant(district.jurisdiction, district.government, OrganizationKind.DEPARTMENT, name, "区政府办")


@pytest.fixture
def writer(join: Callable[..., Actor], office: Organization) -> Actor:
    return join("zhi.bi", "执笔", office, Role.HANDLER)


@pytest.fixture
def chief(join: Callable[..., Actor], district: District) -> Actor:
    """The head of the justice bureau, who approves."""
    return join("ju.zhang", "居章", district.justice, Role.HEAD)


@pytest.fixture
def problem(coordinator: Actor, district: District, at: datetime) -> Problem:
    return problems.register(
        actor=coordinator,
        unit=district.market,
        source="inspection",
        text="个别案件法制审核材料不全。",
        due_on=date(2026, 6, 30),
        at=at - timedelta(days=90),
    )


@pytest.fixture
def report(office: Organization, problem: Problem, coordinator: Actor, district: District, at: datetime) -> Report:
    """The district's report for 2025, just made."""
    return making.make(
        actor=coordinator,
        organization=district.government,
        template="annual_report",
        year=2025,
        due_on=date(2026, 3, 13),
        at=at,
    )


def section_of(report: Report, key: str) -> Section:
    """A section by its key in the template."""
    return Section.objects.select_related("report", "writer_unit").get(report=report, key=key)


def saved(actor: Actor, section: Section, body: str, at: datetime) -> Section:
    """Saves a text over the newest version."""
    section.refresh_from_db()
    outcome = writing.save(actor=actor, section=section, body=body, version=section.version, at=at)
    assert isinstance(outcome, Saved)
    return outcome.section


@pytest.fixture
def short(report: Report, coordinator: Actor, at: datetime) -> Report:
    """The same with three sections only, of which one states figures."""
    for section in report.sections.exclude(key__in=("achievements", "leadership", "problems")).order_by("-order"):
        outline.remove(actor=coordinator, section=section, at=at)
    text = "全年登记问题{{ figure:problems_registered }}，"
    text += "销号{{ figure:problems_verified? }}；交办督办{{ figure:followups_issued? }}。"
    saved(coordinator, section_of(report, "leadership"), text, at)
    problems = "个别案件法制审核材料不全，主要原因是办案人员对审核目录不熟悉，内部流转没有清单可依。" * 2
    saved(coordinator, section_of(report, "problems"), problems, at)
    return report
