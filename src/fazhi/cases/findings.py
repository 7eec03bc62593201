"""Findings 监督发现: explained or rectified by the body, settled by the supervisor. What was said stays."""

from datetime import datetime

from django.db import transaction

from fazhi.cases.models import Finding, FindingEntry
from fazhi.cases.models.finding import FindingState
from fazhi.cases.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.permissions import FINDING_EXPLAIN, FINDING_SETTLE, require


def explain(*, actor: Actor, finding: Finding, text: str, rectified: bool, at: datetime) -> FindingEntry:
    """The body says how it came about, or that it has been put right. Raises Refused for one that is settled."""
    require(actor, FINDING_EXPLAIN, organization=finding.organization)
    state = FindingState.RECTIFIED if rectified else FindingState.EXPLAINED
    return _enter(actor, finding, text, state, at)


def settle(*, actor: Actor, finding: Finding, text: str, at: datetime) -> FindingEntry:
    """The supervisor closes it 核销."""
    require(actor, FINDING_SETTLE, organization=finding.organization)
    return _enter(actor, finding, text, FindingState.DISMISSED, at)


def send_back(*, actor: Actor, finding: Finding, text: str, at: datetime) -> FindingEntry:
    """The supervisor is not satisfied: it is open again."""
    require(actor, FINDING_SETTLE, organization=finding.organization)
    return _enter(actor, finding, text, FindingState.OPEN, at)


@transaction.atomic
def _enter(actor: Actor, finding: Finding, text: str, state: FindingState, at: datetime) -> FindingEntry:
    if not text.strip():
        raise Refused("请写明情况。", field="text")
    current = Finding.objects.select_for_update().get(pk=finding.pk)
    if current.state == FindingState.DISMISSED:
        raise Refused("该监督发现已经核销。")
    current.state = state
    current.save(update_fields=["state"])
    return FindingEntry.objects.create(finding=current, by=actor.person, at=at, state=state, text=text.strip())
