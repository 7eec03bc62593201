"""Loading the sample district: its tree, its people, its plans, and what was done on them, in the order it happened."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import connection, transaction

from fazhi.cases import checkpoints
from fazhi.catalog.sample_district import SampleDistrict, SamplePeople, SamplePlan
from fazhi.catalog.sample_files import Sample, load_sample
from fazhi.government import organizations, people
from fazhi.government.actors import Actor
from fazhi.government.division_codes import problem_with_parent
from fazhi.government.models import Jurisdiction, Organization, Person
from fazhi.plans import breakdown, tick
from fazhi.plans.intake import corrections, intakes
from fazhi.plans.intake.draft import from_json
from fazhi.plans.models import Plan, Task
from fazhi.sample import logins, work
from fazhi.sample.applications import load_applications
from fazhi.sample.assessment import load_assessments
from fazhi.sample.cases import load_cases
from fazhi.sample.consultations import load_consultations
from fazhi.sample.exams import load_exams
from fazhi.sample.inspections import load_inspections
from fazhi.sample.notices import load_notices
from fazhi.sample.registers import load_registers
from fazhi.sample.reports import load_reports
from fazhi.sample.returns import load_returns
from fazhi.sample.scrutiny import load_scrutiny
from fazhi.sample.stage import Stage
from fazhi.sample.years import moved_document, moved_sample, years_to_move

Tell = Callable[[str], object]


def is_wanted() -> bool:
    """Only a site without any jurisdiction gets the sample: it never mixes with real data."""
    return not Jurisdiction.objects.exists()


CASES = 300
"""How many cases are simulated around the stories."""


@transaction.atomic
def load(*, now: datetime, tell: Tell, cases: int = CASES) -> None:
    """Loads all of it or nothing, dated back from `now`, so that the sample is alive whenever it is made."""
    by = years_to_move(now.date())
    sample = moved_sample(load_sample(), by)
    district = _jurisdictions(sample.district)
    founded = now - timedelta(days=730)
    units = _organizations(sample.district, district, founded)
    members = _people(sample.people, units, founded)
    tell(f"  单位 {len(units)} 个，人员 {len(members)} 名")
    stage = Stage(now=now, jurisdiction=district, units=units, people=members)
    # Before the first act: whoever takes it is asked for a card that was valid on that day.
    load_registers(people=sample.people, stage=stage, tell=tell)
    plan = _plans(sample, stage, by, tell)
    work.replay(sample.work, stage=stage, plan=plan)
    tick.tick(at=now)
    tell("  督办、月报、问题台账和进展记录")
    load_exams(stage=stage, tell=tell)
    load_inspections(stage=stage, tell=tell)
    _cases(sample, stage, count=cases, founded=founded, tell=tell)
    # What follows counts the cases, and the planner has not seen any of these tables: it would join them row by row.
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    load_consultations(stage=stage, tell=tell)
    load_applications(stage=stage, tell=tell)
    load_notices(stage=stage, tell=tell)
    load_returns(stage=stage, tell=tell)
    load_reports(stage=stage, tell=tell)
    load_scrutiny(stage=stage, tell=tell)
    load_assessments(stage=stage, tell=tell)


def load_and_sign(*, now: datetime, tell: Tell) -> None:
    """Loads it into a new site and signs the public log: whoever looks at it can check a record from the first hour."""
    load(now=now, tell=tell)
    if made := checkpoints.checkpoint(at=now):
        tell(f"  公开日志 {made.size} 条，已作检查点")


def _jurisdictions(district: SampleDistrict) -> Jurisdiction:
    made: dict[str, Jurisdiction] = {}
    for place in district.jurisdictions:
        if place.parent:
            assert not problem_with_parent(place.code, place.parent)
        above = made.get(place.parent or "")
        made[place.code] = Jurisdiction.objects.create(
            code=place.code, name=place.name, level=place.level, parent=above
        )
    return made[district.home]


def _organizations(district: SampleDistrict, jurisdiction: Jurisdiction, at: datetime) -> dict[str, Organization]:
    made: dict[str, Organization] = {}
    for unit in district.organizations:
        made[unit.key] = organizations.create(
            actor=None,
            jurisdiction=jurisdiction,
            parent=made.get(unit.parent or ""),
            kind=unit.kind.tree_kind,
            name=unit.name,
            short_name=unit.short_name,
            aliases=unit.aliases,
            at=at,
        )
    return made


def _people(sample: SamplePeople, units: dict[str, Organization], at: datetime) -> dict[str, Person]:
    """All sample people share one password and one hash of it: hashing 120 times would take a minute."""
    return people.install(
        password=logins.password(),
        seats=[
            people.FirstSeat(
                login=person.login,
                name=person.name,
                organization=units[seat.at],
                position=seat.position,
                roles=tuple(seat.roles),
            )
            for person in sample.people
            for seat in person.memberships
        ],
        at=at,
    )


def _cases(sample: Sample, stage: Stage, *, count: int, founded: datetime, tell: Tell) -> None:
    report = load_cases(told=sample.cases, habits=sample.habits, stage=stage, count=count, founded=founded, tell=tell)
    total = report.cases.total() + len(sample.cases.stories)
    tell(f"  案件 {total} 件（模拟 {report.cases.total()} 件），监督发现 {report.findings.total()} 项")


def _plans(sample: Sample, stage: Stage, by: int, tell: Tell) -> Plan:
    """Brings in the plan that the work is about, and the long one above it; the others are left for people to try."""
    first = sample.work.imported
    actor, at = stage.actor(first.by), stage.moment(first)
    tables = {"annual": "annual-2026", "five_year": "five-year-2026-2030"}
    made = {}
    for key, plan_id in tables.items():
        document = sample.plans.find(plan_id)
        assert document is not None
        made[key] = _brought_in(document, by=by, actor=actor, at=at)
        tell(f"  《{made[key].title}》任务 {made[key].tasks.count()} 项")
    _broken_down(made["five_year"], actor=actor, at=at)
    return made["annual"]


def _brought_in(document: SamplePlan, *, by: int, actor: Actor, at: datetime) -> Plan:
    """As a coordinator would: names that mean no unit of the district are left as words, likely ones are accepted."""
    data = moved_document(document.file, document.path.read_bytes(), by)
    intake = intakes.receive(actor=actor, name=document.file, data=data, kind=document.kind, at=at)
    intake = corrections.describe(
        actor=actor,
        intake=intake,
        version=intake.version,
        title=document.title,
        document_number=intake.document_number,
        starts_on=document.starts_on,
        ends_on=document.ends_on,
        at=at,
    )
    draft = from_json(intake.draft)
    for name in draft.unsettled():
        proposals = draft.names[name].proposals if name in draft.names else ()
        known = name not in document.unknown_units
        chosen = Organization.objects.filter(pk__in=[p.organization_id for p in proposals[:1] if known])
        intake = corrections.settle_name(
            actor=actor, intake=intake, version=intake.version, name=name, organizations=list(chosen), at=at
        )
    return intakes.confirm(actor=actor, intake=intake, version=intake.version, at=at)


def _broken_down(plan: Plan, *, actor: Actor, at: datetime) -> None:
    """The first tasks of the long plan are carried into its first year."""
    first = list(Task.objects.filter(plan=plan, children=None).order_by("order")[:8])
    year = plan.starts_on.year
    title = f"示例区“十五五”法治政府建设规划{year}年度任务"
    breakdown.carry_out(actor=actor, plan=plan, tasks=first, year=year, title=title, at=at)
