"""Making a report: from a template, for a year, with seed prose, writers, and the list of those it goes to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import REPORT_MANAGE
from fazhi.plans.intake.matching import Directory, directory_of
from fazhi.reports import seeding
from fazhi.reports.language.definition import ReportTemplate, SectionDefinition
from fazhi.reports.language.library import shelf
from fazhi.reports.language.tokens import Token, filled, parse, written
from fazhi.reports.locking import enter
from fazhi.reports.models import Report, ReportEntry, Section, Sending
from fazhi.reports.refusals import Refused
from fazhi.reports.seeding import is_of_government

STEP = 10
"""Between the orders of two sections, so that one can be put between them."""


@transaction.atomic
def make(
    *, actor: Actor, organization: Organization, template: str, year: int, due_on: date | None = None, at: datetime
) -> Report:
    """Makes the report of a body for a year. `due_on`: when the sections are to be handed in."""
    permissions.require(actor, REPORT_MANAGE, organization=organization)
    kind = shelf().find(template)
    if kind is None:
        raise Refused("请选择报告模板。", field="template")
    if not 2000 <= year <= at.year:
        raise Refused(f"报告年度应在2000年至{at.year}年之间。", field="year")
    if Report.objects.filter(organization=organization, template=template, year=year).exists():
        raise Refused(f"{organization}{year}年的《{kind.title}》已经建立，请从列表中打开。", field="year")
    if due_on is not None and due_on < timezone.localtime(at).date():
        raise Refused("交稿期限已经过去，请填写今天或者以后的日期。", field="due_on")
    words = _words(organization, year)
    bodies = directory_of(organization.jurisdiction)
    report = Report.objects.create(
        jurisdiction=organization.jurisdiction,
        organization=organization,
        maker=_maker(kind, bodies, organization),
        template=template,
        year=year,
        title=filled(kind.heading, words),
        addressees=filled(kind.addressees_of(organization.kind), words),
        publish_by=_before(kind.publish_before_of(organization.kind), year),
        made_by=actor.person,
        made_at=at,
    )
    for order, (level, section) in enumerate(_sections(kind), start=1):
        _plant(report, order * STEP, level, section, bodies, words, due_on)
    for sending in kind.sendings_of(organization.kind):
        due = _before(sending.before, year) if sending.before else None
        Sending.objects.create(report=report, key=sending.key, to=filled(sending.to, words), due_on=due)
    enter(report, ReportEntry.Kind.MADE, actor, "", at)
    return report


def _sections(kind: ReportTemplate) -> Iterator[tuple[int, SectionDefinition]]:
    if kind.lead_in:
        yield 0, SectionDefinition.model_construct(key="lead_in", heading="", seed=kind.lead_in)
    for part in kind.parts:
        yield 1, part
        for section in part.sections:
            yield 2, section


def _plant(
    report: Report,
    order: int,
    level: int,
    section: SectionDefinition,
    bodies: Directory,
    words: dict[str, str],
    due_on: date | None,
) -> None:
    body = seeding.seed(report, section, _prose(section.seed or "", words))
    unit = _writer(report, section, bodies)
    Section.objects.create(
        report=report,
        order=order,
        level=level,
        key=section.key,
        heading=filled(section.heading, words),
        kind=section.kind.value,
        form=section.form or "",
        body=body,
        seed=body,
        writer_unit_id=unit,
        due_on=due_on if unit else None,
    )


def _writer(report: Report, section: SectionDefinition, bodies: Directory) -> int | None:
    """The body that writes a section: departments share the government's report, and write their own alone."""
    if not is_of_government(report.organization):
        return report.organization_id
    return _one(bodies, section.writer)


def _words(organization: Organization, year: int) -> dict[str, str]:
    place = organization.jurisdiction
    whole = is_of_government(organization)
    return {
        "year": str(year),
        "last_year": str(year - 1),
        "next_year": str(year + 1),
        # A department reports in its own name.
        "place": place.name if whole else organization.name,
        "area": place.word,
        "body": organization.name,
        "leaders": f"{place.word}委、{place.word}政府" if whole else "本单位",
    }


def _prose(seed: str, words: dict[str, str]) -> str:
    """The seed with its words filled in and its tokens written in the one way."""
    pieces = parse(filled(seed, words))
    return "".join(written(replace(p, source="")) if isinstance(p, Token) else p.source for p in pieces)


def _maker(kind: ReportTemplate, bodies: Directory, organization: Organization) -> Organization:
    """Who puts it together: a department its own report, the body of the template that of the government."""
    if not is_of_government(organization):
        return organization
    found = _one(bodies, kind.maker)
    return Organization.objects.get(pk=found) if found else organization


def _one(bodies: Directory, body: str | None) -> int | None:
    """The one unit of the jurisdiction that is this body; None where there is none, or several."""
    found = bodies.by_body.get(body or "", ())
    return found[0] if len(found) == 1 else None


def _before(day: str, year: int) -> date:
    """The day before a day of the year after: what must be done before 1 March is due on the last of February."""
    month, number = (int(part) for part in day.split("-"))
    return date(year + 1, month, number) - timedelta(days=1)
