"""Taking hold of a report before it is changed, so that a save and a submission never pass each other unseen."""

from datetime import datetime

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_MANAGE
from fazhi.plans.seats import acting_unit
from fazhi.reports.models import Report, ReportEntry
from fazhi.reports.refusals import Refused


def held(report: Report) -> Report:
    """The report as it is now; others who would change it wait until this transaction ends."""
    rows = Report.objects.select_for_update(of=("self",)).select_related("jurisdiction", "organization", "maker")
    return rows.get(pk=report.pk)


def held_by_manager(report: Report, actor: Actor) -> Report:
    """The same, for those who organise the making of reports. Raises NotAllowed for others."""
    report = held(report)
    permissions.require(actor, REPORT_MANAGE, organization=report.organization)
    return report


def must_be_open(report: Report) -> None:
    """Raises Refused unless the text can be changed now."""
    if not report.is_open:
        raise Refused(f"报告{report.get_state_display()}，不能再改。确需修改的，请由编制单位退回或重新编辑。")


def enter(report: Report, kind: ReportEntry.Kind, actor: Actor, text: str, at: datetime) -> ReportEntry:
    """Writes what was done with the report into its record."""
    seat = acting_unit(actor, permissions.REPORT_VIEW, report.organization)
    return ReportEntry.objects.create(report=report, kind=kind, text=text, by=actor.person, unit=seat, at=at)
