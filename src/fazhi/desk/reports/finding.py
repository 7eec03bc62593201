"""Reports and sections as the address names them, for those who may see them."""

from django.http import Http404

from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_MANAGE, REPORT_WRITE
from fazhi.reports import locking
from fazhi.reports.models import Report, Section
from fazhi.reports.reading import visible_reports

Trail = list[tuple[str, str]]
HOME, PAGE, SECTION = "desk:reports:home", "desk:reports:report", "desk:reports:section"
HOME_TITLE = "年度报告"
MANAGERS = (REPORT_MANAGE, REPORT_WRITE)
"""Who may organise a report at all: coordinators, handlers of the body that makes it. The verb asks which report."""


def report_or_404(actor: Actor, pk: int) -> Report:
    """Raises Http404."""
    found = visible_reports(actor).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def section_or_404(actor: Actor, pk: int, section: int) -> Section:
    """A section with its report. Raises Http404."""
    report = report_or_404(actor, pk)
    found = report.sections.select_related("writer_unit", "writer", "saved_by").filter(pk=section).first()
    if found is None:
        raise Http404
    found.report = report
    return found


def manages(actor: Actor, report: Report) -> bool:
    """Whether the actor organises the making of this report."""
    return locking.may_manage(actor, report)
