"""Taking hold of a report before it is changed, so that a save and a submission never pass each other unseen."""

from datetime import datetime

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_MANAGE
from fazhi.government.roles import Role
from fazhi.plans.seats import acting_unit
from fazhi.reports.models import Report, ReportEntry
from fazhi.reports.refusals import Refused


def held(report: Report) -> Report:
    """The report as it is now; others who would change it wait until this transaction ends."""
    rows = Report.objects.select_for_update(of=("self",))
    return rows.select_related("jurisdiction", "organization", "maker", "case__organization").get(pk=report.pk)


def may_manage(actor: Actor, report: Report) -> bool:
    """Whether the actor organises the making of a report: coordinators, and the handlers of the body that makes it."""
    return permissions.may(actor, REPORT_MANAGE, organization=report.organization) or any(
        seat.organization_id == report.maker_id and Role.HANDLER in seat.roles for seat in actor.seats
    )


def must_manage(report: Report, actor: Actor) -> None:
    """Raises NotAllowed for those who do not."""
    if not may_manage(actor, report):
        permissions.require(actor, REPORT_MANAGE, organization=report.organization)


def held_by_manager(report: Report, actor: Actor) -> Report:
    """The same, for those who organise the making of reports. Raises NotAllowed for others."""
    report = held(report)
    must_manage(report, actor)
    return report


def must_be_open(report: Report) -> None:
    """Raises Refused unless the text can be changed now."""
    if not report.is_open:
        raise Refused(f"报告{report.get_state_display()}，不能再改。确需修改的，请由编制单位退回或重新编辑。")


def enter(report: Report, kind: ReportEntry.Kind, actor: Actor, text: str, at: datetime) -> ReportEntry:
    """Writes what was done with the report into its record."""
    seat = acting_unit(actor, permissions.REPORT_VIEW, report.organization)
    return ReportEntry.objects.create(report=report, kind=kind, text=text, by=actor.person, unit=seat, at=at)
