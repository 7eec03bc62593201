"""Editions of indicator systems 指标体系版本: taken over from the catalog, adjusted for a place, never edited."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Max, QuerySet

from fazhi.assessment.language.adjusting import AdjustmentRefused, adjusted
from fazhi.assessment.language.definition import System
from fazhi.assessment.language.library import UnknownSystemError, known_figures, systems
from fazhi.assessment.models import SystemEdition
from fazhi.assessment.refusals import Refused
from fazhi.documents.digest import sm3_hex
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import ASSESS_MANAGE, require
from fazhi.record.canonical import canonical


@transaction.atomic
def adopt(*, actor: Actor, key: str, at: datetime) -> SystemEdition:
    """Takes a system of the catalog over as it is. The same content twice is one edition. NotAllowed, Refused."""
    area = _area(actor)
    try:
        system = systems().get(key)
    except UnknownSystemError as error:
        raise Refused(str(error)) from None
    if system.outline:
        raise Refused(f"“{system.title}”只有分值框架，没有项目，不能用来考核。")
    content = system.model_dump(mode="json")
    digest = _digest(content)
    known = SystemEdition.objects.filter(jurisdiction=area, key=key, digest=digest).first()
    return known or _made(area, system, content, digest, actor, at)


@transaction.atomic
def adjust(*, actor: Actor, edition: SystemEdition, given: Mapping[str, str], why: str, at: datetime) -> SystemEdition:
    """Makes a new edition with other weights and thresholds; ``given`` as `language.adjusting.parameters` names them.

    Raises NotAllowed; Refused with every reason the loader would have, without a reason, or where nothing changed.
    """
    area = _area(actor)
    if edition.jurisdiction_id != area.pk:
        raise Refused("这个版本属于其他辖区。")
    if not why.strip():
        raise Refused("请说明为什么调整，说明与版本一并公开。", field="why")
    try:
        system, changes = adjusted(edition.system, given, figures=known_figures(), systems=systems().by_id)
    except AdjustmentRefused as error:
        raise Refused("\n".join(f"{fault.wrong}。{fault.mend}。" for fault in error.faults)) from None
    if not changes:
        raise Refused("没有改动。")
    content = system.model_dump(mode="json")
    told = [[each.title, each.before, each.after] for each in changes]
    return _made(area, system, content, _digest(content), actor, at, base=edition, changes=told, why=why.strip()[:500])


def editions(actor: Actor) -> QuerySet[SystemEdition]:
    """Every edition of the actor's jurisdiction, the latest of each system first."""
    rows = SystemEdition.objects.filter(jurisdiction=actor.jurisdiction_id or 0)
    return rows.select_related("made_by", "base").order_by("key", "-number")


def _made(
    area: Jurisdiction,
    system: System,
    content: dict[str, object],
    digest: str,
    actor: Actor,
    at: datetime,
    *,
    base: SystemEdition | None = None,
    changes: list[list[str]] | None = None,
    why: str = "",
) -> SystemEdition:
    last = SystemEdition.objects.filter(jurisdiction=area, key=system.id).aggregate(last=Max("number"))["last"]
    return SystemEdition.objects.create(
        jurisdiction=area,
        key=system.id,
        number=(last or 0) + 1,
        title=system.title,
        content=content,
        digest=digest,
        base=base,
        changes=changes or [],
        why=why,
        made_by=actor.person,
        made_at=at,
    )


def _area(actor: Actor) -> Jurisdiction:
    """The actor's jurisdiction, held, so that two editions at once get two numbers."""
    require(actor, ASSESS_MANAGE)
    return Jurisdiction.objects.select_for_update().get(pk=actor.jurisdiction_id or 0)


def _digest(content: dict[str, object]) -> str:
    return sm3_hex(canonical(content))
