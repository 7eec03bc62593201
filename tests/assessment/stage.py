"""An assessment of two departments and a street by the department system, with one problem on record."""

from datetime import date, datetime, timedelta

from fazhi.assessment import assessments, editions, self_assessing
from fazhi.assessment.models import Assessment, BodyAssessment, SystemEdition
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.plans import problems
from fazhi.plans.models import Problem
from tests.conftest import AT, District

SYSTEM = "department_model"
LATER = timedelta(days=1)


def adopted(coordinator: Actor, at: datetime = AT) -> SystemEdition:
    return editions.adopt(actor=coordinator, key=SYSTEM, at=at)


def planned(district: District, **given: object) -> assessments.Plan:
    whole = {
        "title": "2026 年度法治建设考核",
        "year": 2026,
        "bodies": [district.market, district.urban, district.street],
        "self_until": date(2026, 3, 20),
        "review_until": date(2026, 4, 10),
        "objection_until": date(2026, 4, 20),
    }
    return assessments.Plan(**whole | given)  # type: ignore[arg-type]  # the keys are Plan's own


def prepared(coordinator: Actor, district: District, **given: object) -> Assessment:
    return assessments.prepare(actor=coordinator, edition=adopted(coordinator), plan=planned(district, **given), at=AT)


def opened(coordinator: Actor, district: District, **given: object) -> Assessment:
    made = prepared(coordinator, district, **given)
    return assessments.open_(actor=coordinator, assessment=made, at=AT)


def sheet_of_unit(assessment: Assessment, unit: Organization) -> BodyAssessment:
    return BodyAssessment.objects.select_related("assessment__edition", "organization").get(
        assessment=assessment, organization=unit
    )


def problem(coordinator: Actor, unit: Organization, text: str = "案卷缺少送达回证") -> Problem:
    return problems.register(
        actor=coordinator,
        unit=unit,
        source=Problem.Source.INSPECTION,
        text=text,
        due_on=date(2026, 5, 1),
        at=AT,
    )


def state_judged(actor: Actor, body: BodyAssessment, at: datetime = AT) -> None:
    """Gives every judged item its second level."""
    system = body.assessment.edition.system
    for row in self_assessing.unstated(body):
        item = system.item(row.item)
        points = item.judged.scale[1].points if item.judged else item.points
        self_assessing.state(actor=actor, body=body, item=row.item, points=points, text="见述法材料", at=at)


def under_review(coordinator: Actor, handler: Actor, district: District, **given: object) -> Assessment:
    """In review; the market bureau has handed in, the others let the day pass."""
    problem(coordinator, district.market)
    made = opened(coordinator, district, **given)
    body = sheet_of_unit(made, district.market)
    state_judged(handler, body)
    self_assessing.submit(actor=handler, body=body, at=AT)
    return assessments.close_self(actor=coordinator, assessment=made, at=AT + timedelta(days=30))
