"""What a person may read of reports, and what waits for them."""

from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from fazhi.government.actors import Actor
from fazhi.government.permissions import REPORT_VIEW, REPORT_WRITE, within_reach
from fazhi.reports.models import Publication, Reply, Report, Section, Sending

State = Section.State


def visible_reports(actor: Actor) -> QuerySet[Report]:
    """The reports that the actor may read."""
    reach = within_reach(actor, REPORT_VIEW, "organization", area="jurisdiction")
    return Report.objects.filter(reach).select_related("jurisdiction", "organization", "maker")


def listed(actor: Actor) -> QuerySet[Report]:
    """The same, with how far the sections are, how many comments wait, what was sent and published: three queries."""
    done = Q(sections__state__in=(State.HANDED_IN, State.ACCEPTED))
    return visible_reports(actor).annotate(
        section_count=Count("sections", distinct=True),
        done_count=Count("sections", filter=done, distinct=True),
        open_comments=Count("sections__comments", filter=Q(sections__comments__answer=""), distinct=True),
    ).order_by("-year", "template", "organization__order", "id").prefetch_related(
        Prefetch("sendings", Sending.objects.order_by("id")),
        Prefetch("publications", Publication.objects.defer("content").order_by("edition")),
    )  # fmt: skip


def sections_to_write(actor: Actor) -> QuerySet[Section]:
    """Sections of open reports that a unit of the actor writes and has not handed in, the nearest limit first."""
    reach = within_reach(actor, REPORT_WRITE, "writer_unit")
    found = Section.objects.filter(reach, report__state__in=Report.OPEN, writer_unit__in=actor.organization_ids)
    waiting = found.filter(state__in=(State.TODO, State.WRITING)).select_related("report", "writer_unit")
    return waiting.order_by("due_on", "report_id", "order")


def replies_to_give(actor: Actor) -> QuerySet[Reply]:
    """Rounds in which a unit of the actor is asked and has not answered."""
    reach = within_reach(actor, REPORT_WRITE, "unit")
    found = Reply.objects.filter(reach, at=None, round__closed_at=None, unit__in=actor.organization_ids)
    return found.select_related("round__report", "unit").order_by("round__due_on")


def unpublished(actor: Actor, *, today: date, within_days: int) -> list[Report]:
    """Reports that are not public although the day is near or past, the most urgent first."""
    found = visible_reports(actor).exclude(state=Report.State.PUBLISHED).filter(publications=None)
    near = [each for each in found if (each.publish_by - today).days <= within_days]
    return sorted(near, key=lambda report: report.publish_by)
