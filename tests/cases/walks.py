"""Acts that several tests take."""

from datetime import datetime, timedelta
from typing import Any

from fazhi.cases import correcting, taking
from fazhi.cases.models import Case
from fazhi.cases.taking import Given, Taken
from fazhi.government.actors import Actor
from fazhi.government.models import Organization

INFORMED = {
    "proposed": "fine",
    "proposed_fine": "50",
    "basis_kind": "regulation",
    "law_basis": "清和市市容管理条例第二十条",
    "defence": "none",
}
APPLIED = {
    "applicant": {"kind": "person", "name": "孙某", "address": "清和区西街3号"},
    "act": "清市监罚〔2026〕1号行政处罚决定书",
    "scope": "penalty",
    "challenge": "act",
    "requests": ["revoke"],
    "facts_and_reasons": "认为处罚过重。",
    "channel": "in_person",
}


def informed(case: Case, actor: Actor, at: datetime, key: str | None = None) -> Taken:
    """The notice in a penalty on the spot, minutes after the case was opened."""
    given = Given("inform", at.date(), data=INFORMED)
    return taking.take(actor=actor, case_id=case.pk, given=given, at=at + timedelta(minutes=5), key=key)


def decided(case: Case, actor: Actor, at: datetime, key: str | None = None) -> Taken:
    """The decision after the notice; it is made once."""
    given = Given("decide", at.date(), "fine", data={"circumstances": ["none"], "correction": "done", "fine": "50"})
    return taking.take(actor=actor, case_id=case.pk, given=given, at=at + timedelta(minutes=10), key=key)


def corrected(case: Case, actor: Actor, at: datetime, place: str, key: str | None = None) -> Taken:
    """Puts the place of a penalty on the spot right: it may be done as often as one likes."""
    return correcting.correct(
        actor=actor,
        case_id=case.pk,
        seq=1,
        reason="地点写错",
        data={"place": place},
        at=at + timedelta(minutes=6),
        key=key,
    )


def applied(actor: Actor, justice: Organization, respondent: Organization, at: datetime, **more: Any) -> Taken:
    """Opens a reconsideration."""
    data = APPLIED | {"respondent": {"id": str(respondent.pk), "name": respondent.name}} | more
    return taking.open_case(
        actor=actor,
        procedure="administrative_reconsideration",
        organization=justice,
        given=Given("apply", at.date(), data=data),
        at=at,
    )


def kept(case: Case) -> dict[str, Any]:
    """All that is kept of a case beside its acts, to be compared with what its acts alone give."""
    row = Case.objects.filter(pk=case.pk).values().get()
    columns = ("limit", "thread", "number", "kind", "started_on", "due_on", "met_on", "state", "provisional")
    clocks = sorted(case.clocks.values_list(*columns, "organization_id", "jurisdiction_id"))
    return {**row, "head_hash": bytes(row["head_hash"]), "clocks": clocks}
