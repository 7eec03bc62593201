"""Credentials 证件: issuing them, suspending them, and who holds what on a day."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.models import Credential, Organization, Person
from fazhi.government.permissions import UNIT_MANAGE, require
from fazhi.government.records import record
from fazhi.government.refusals import Refused


@transaction.atomic
def issue(
    *,
    actor: Actor | None,
    person: Person,
    organization: Organization,
    kind: str,
    number: str,
    valid_from: date,
    valid_until: date | None,
    at: datetime,
) -> Credential:
    """Enters a credential; `actor` is None only while installing.

    Raises Refused for a number that is taken or a validity that ends before it begins.
    """
    if actor is not None:
        require(actor, UNIT_MANAGE, organization=organization)
    number = number.strip()
    if not number:
        raise Refused("请填写证号。", field="number")
    if Credential.objects.filter(kind=kind, number=number).exists():
        raise Refused(f"证号“{number}”已经登记过，请核对。", field="number")
    if valid_until is not None and valid_until < valid_from:
        raise Refused("有效期止日早于起日，请核对。", field="valid_until")
    made = Credential.objects.create(
        person=person, kind=kind, number=number, valid_from=valid_from, valid_until=valid_until
    )
    record(
        actor=actor,
        verb="登记证件",
        subject=person.login,
        at=at,
        jurisdiction_id=organization.jurisdiction_id,
        kind=made.get_kind_display(),
        number=number,
    )
    return made


@transaction.atomic
def suspend(*, actor: Actor, credential: Credential, organization: Organization, on: date, at: datetime) -> None:
    """Takes a credential out of use from a day on 暂扣、收回; acts before that day stay good."""
    require(actor, UNIT_MANAGE, organization=organization)
    current = Credential.objects.select_for_update().get(pk=credential.pk)
    if current.suspended_on is not None:
        raise Refused(f"该证件已于{current.suspended_on}停用。")
    current.suspended_on = on
    current.save(update_fields=["suspended_on"])
    record(actor=actor, verb="停用证件", subject=current.person.login, at=at, number=current.number, on=str(on))


def facts_of(people: Iterable[int], *, on: date, holds: str | None) -> dict[int, dict[str, Any]]:
    """What an act keeps of the people it names, by their number, in one query.

    Each: id (text), name, organization, card_number and card_valid (of the credential `holds`, on that day),
    legal_qualified. Numbers that nobody has are left out.
    """
    wanted = list(people)
    found: dict[int, dict[str, Any]] = {}
    rows = Person.objects.filter(pk__in=wanted).values_list(
        "pk",
        "name",
        "credentials__kind",
        "credentials__number",
        "credentials__valid_from",
        "credentials__valid_until",
        "credentials__suspended_on",
    )
    for pk, name, kind, number, valid_from, valid_until, suspended_on in rows:
        facts = found.setdefault(
            pk, {"id": str(pk), "name": name, "card_number": "", "card_valid": False, "legal_qualified": False}
        )
        valid = (
            kind is not None
            and valid_from <= on
            and (valid_until is None or on <= valid_until)
            and (suspended_on is None or on < suspended_on)
        )
        if kind == Credential.Kind.LEGAL_QUALIFICATION and valid:
            facts["legal_qualified"] = True
        if kind == (holds or Credential.Kind.ENFORCEMENT_CARD) and (valid or not facts["card_number"]):
            facts["card_number"], facts["card_valid"] = number, valid
    return found
