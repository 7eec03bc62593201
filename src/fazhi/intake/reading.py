"""Which applications a person may see: those of bodies within reach, and those that these bodies have passed on."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import INTAKE_HANDLE, INTAKE_VIEW, within_reach
from fazhi.intake.models import Application, Message, MessageKind, State
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.applications.library import UnknownFormError, forms


def visible(actor: Actor) -> QuerySet[Application]:
    """Every application that the actor may read; a transfer 转办 leaves it readable where it came from."""
    passed_on = Message.objects.filter(
        within_reach(actor, INTAKE_VIEW, "organization"), application=OuterRef("pk"), kind=MessageKind.TRANSFER
    )
    reach = within_reach(actor, INTAKE_VIEW, "organization", area="jurisdiction")
    return Application.objects.filter(reach | Exists(passed_on))


def held(actor: Actor) -> QuerySet[Application]:
    """Those that are now with bodies within reach."""
    return Application.objects.filter(within_reach(actor, INTAKE_VIEW, "organization", area="jurisdiction"))


def mine(actor: Actor) -> QuerySet[Application]:
    """What waits for a decision of bodies for which the actor handles."""
    return Application.objects.filter(within_reach(actor, INTAKE_HANDLE, "organization"), state=State.RECEIVED)


def find(actor: Actor, pk: UUID) -> Application | None:
    """One application with its body and its case, if the actor may see it."""
    found = visible(actor).select_related("organization__jurisdiction", "case", "handler", "merged_into")
    return found.filter(pk=pk).first()


def late(today: date) -> Q:
    """What should have been looked at before today."""
    return Q(state=State.RECEIVED, due_on__lt=today)


def form_of(application: Application) -> ApplicationForm | None:
    """The form under which it came in; None where the catalog no longer has it."""
    try:
        return forms().get(application.form)
    except UnknownFormError:
        return None


def receivers(application: Application) -> QuerySet[Organization]:
    """The bodies of the jurisdiction to which it could be passed on."""
    living = Organization.objects.filter(jurisdiction=application.jurisdiction_id, dissolved_on=None)
    return living.exclude(pk=application.organization_id).order_by("order", "pk")
