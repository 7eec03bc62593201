"""Showing who asks 查看申请人信息: to those who work on it or watch over it, each time recorded with its purpose.

The record is that of all personal data (`fazhi.registers.models.Unmasking`, append-only): one place says who saw whom.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.permissions import INTAKE_HANDLE, INTAKE_VIEW, may, require
from fazhi.intake import personal
from fazhi.intake.models import Application
from fazhi.intake.refusals import Refused
from fazhi.registers.models import Unmasking

SHORTEST_PURPOSE, LONGEST_PURPOSE = 2, 300
FIELD = "applicant"


@dataclass(frozen=True)
class Opened:
    """The applicant and everything they entered, open."""

    applicant: dict[str, Any]
    data: dict[str, Any]


def may_reveal(actor: Actor, application: Application) -> bool:
    """Whether the actor may see the applicant: of their own body, or in watching over it."""
    return may(actor, INTAKE_VIEW, organization=application.organization)


def own_work(actor: Actor, application: Application) -> bool:
    """Whether seeing the applicant belongs to the actor's own work, so that no purpose has to be stated."""
    return may(actor, INTAKE_HANDLE, organization=application.organization)


@transaction.atomic
def reveal(*, actor: Actor, application: Application, purpose: str = "", at: datetime) -> Opened:
    """The applicant, open; that they were shown is recorded first.

    Whoever handles the application need not state a purpose: it is the handling. Raises NotAllowed, and Refused for
    others who state none.
    """
    require(actor, INTAKE_VIEW, organization=application.organization)
    why = purpose.strip()
    if not why and own_work(actor, application):
        why = f"办理来件{application.number}"
    if not SHORTEST_PURPOSE <= len(why) <= LONGEST_PURPOSE:
        raise Refused(f"请写明查看申请人信息的用途，{SHORTEST_PURPOSE}至{LONGEST_PURPOSE}字。", field="purpose")
    Unmasking.objects.create(
        jurisdiction_id=application.jurisdiction_id,
        register=f"intake.{application.form}"[:60],
        entry_id=application.pk,
        field=FIELD,
        person=actor.person,
        at=at,
        purpose=why,
    )
    return Opened(*personal.opened(application))


def who_saw(application: Application) -> list[Unmasking]:
    """Who has seen the applicant, the latest first."""
    return list(Unmasking.objects.filter(entry_id=application.pk).select_related("person"))
