"""Accounts and seats (人员与任职): who comes in, where they sit, what roles they hold.

The system administrator makes accounts and seats, the security administrator grants roles, the audit administrator
reads the log of both: no one of them can make themselves powerful alone (三员分立).
"""

import secrets
import string
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from fazhi.government.actors import Actor
from fazhi.government.models import Membership, Organization, Person
from fazhi.government.permissions import ROLE_GRANT, UNIT_MANAGE, require
from fazhi.government.records import record
from fazhi.government.refusals import Refused
from fazhi.government.roles import Role, clash


@transaction.atomic
def register(
    *,
    actor: Actor | None,
    login: str,
    name: str,
    organization: Organization,
    position: str,
    password: str,
    at: datetime,
    phone: str = "",
    roles: Iterable[str] = (),
) -> Person:
    """Makes an account with its first seat; the first password must be changed at the first login.

    `actor` is None only while installing. Giving roles at once needs the right to grant them.
    Raises: NotAllowed; Refused with the field that is wrong.
    """
    if actor is not None:
        require(actor, UNIT_MANAGE, organization=organization)
    person = Person(login=login.strip().lower(), name=name.strip(), phone=phone.strip())
    person.set_password(password)
    _complete(person)
    _check_password(password, person, field="password")
    person.save()
    membership = Membership.objects.create(
        person=person, organization=organization, position=position.strip(), started_on=at.date()
    )
    where = organization.jurisdiction_id
    record(actor=actor, verb="登记人员", subject=person.login, at=at, jurisdiction_id=where, unit=organization.name)
    wanted = list(roles)
    if wanted:
        _set_roles(actor=actor, membership=membership, roles=wanted, at=at)
    return person


@dataclass(frozen=True)
class FirstSeat:
    """A line of the list of people with which an installation begins; a login may come with several seats."""

    login: str
    name: str
    organization: Organization
    position: str
    roles: tuple[str, ...]


@transaction.atomic
def install(*, seats: Iterable[FirstSeat], password: str, at: datetime) -> dict[str, Person]:
    """Makes the accounts with which an installation begins, all with one password, and returns them by login.

    Raises Refused for a name that is wrong or roles that clash. For people who come later there is `register`.
    """
    hashed = make_password(password)
    made: dict[str, Person] = {}
    for line in seats:
        if line.login not in made:
            person = Person(login=line.login, name=line.name, password=hashed, must_change_password=False)
            _complete(person)
            person.save()
            made[line.login] = person
        membership = Membership.objects.create(
            person=made[line.login], organization=line.organization, position=line.position, started_on=at.date()
        )
        _set_roles(actor=None, membership=membership, roles=list(line.roles), at=at)
    return made


@transaction.atomic
def seat(*, actor: Actor, person: Person, organization: Organization, position: str, at: datetime) -> Membership:
    """Gives a person a further seat, without roles yet. Raises Refused when they sit there already."""
    require(actor, UNIT_MANAGE, organization=organization)
    if Membership.objects.filter(person=person, organization=organization, ended_on=None).exists():
        raise Refused(f"{person}已在“{organization}”任职。", field="organization")
    membership = Membership.objects.create(
        person=person, organization=organization, position=position.strip(), started_on=at.date()
    )
    record(actor=actor, verb="任职", subject=person.login, at=at, unit=organization.name, position=position)
    return membership


def grant(*, actor: Actor, membership: Membership, roles: Iterable[str], at: datetime) -> None:
    """Sets the roles of a seat. Raises Refused where roles clash (三员), and for one's own seat."""
    _set_roles(actor=actor, membership=membership, roles=list(roles), at=at)


@transaction.atomic
def end_seat(*, actor: Actor, membership: Membership, on: date, at: datetime) -> None:
    """Ends a seat from a day on; what was done in it stays."""
    require(actor, UNIT_MANAGE, organization=membership.organization)
    current = Membership.objects.select_for_update().get(pk=membership.pk)
    if current.ended_on:
        raise Refused("该任职已经结束。")
    if on < current.started_on:
        raise Refused(f"离任日期不能早于任职日期{current.started_on}。", field="on")
    current.ended_on = on
    current.save(update_fields=["ended_on"])
    record(actor=actor, verb="离任", subject=current.person.login, at=at, unit=str(current.organization))


def disable(*, actor: Actor, person: Person, at: datetime) -> None:
    """Closes an account: it can neither log in nor act. Raises Refused for one's own."""
    if actor.person.pk == person.pk:
        raise Refused("不能停用自己的账号。")
    _switch(actor=actor, person=person, on=False, at=at)


def enable(*, actor: Actor, person: Person, at: datetime) -> None:
    """Opens a closed account again."""
    _switch(actor=actor, person=person, on=True, at=at)


@transaction.atomic
def reset_password(*, actor: Actor, person: Person, at: datetime) -> str:
    """Sets a random first password and returns it, to be told once; it must be changed at the next login."""
    _require_over(actor, person)
    password = _random_password()
    person.set_password(password)
    person.must_change_password = True
    person.save(update_fields=["password", "must_change_password"])
    record(actor=actor, verb="重置密码", subject=person.login, at=at)
    return password


@transaction.atomic
def change_password(*, person: Person, old: str, new: str, at: datetime) -> None:
    """Changes one's own password. Raises Refused with the field (`old` or `new`) that is wrong."""
    if not person.check_password(old):
        raise Refused("原密码不正确。", field="old")
    if old == new:
        raise Refused("新密码不能与原密码相同。", field="new")
    _check_password(new, person, field="new")
    person.set_password(new)
    person.must_change_password = False
    person.password_changed_at = at
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    seat = person.memberships.select_related("organization").first()
    area = seat.organization.jurisdiction_id if seat else None
    record(actor=None, verb="修改密码", subject=person.login, at=at, jurisdiction_id=area)


@transaction.atomic
def _set_roles(*, actor: Actor | None, membership: Membership, roles: list[str], at: datetime) -> None:
    if actor is not None:
        require(actor, ROLE_GRANT, organization=membership.organization)
        if actor.person.pk == membership.person_id:
            raise Refused("不能给自己授予角色，请由另一名安全管理员办理。", field="roles")
    unknown = [role for role in roles if role not in Role.values]
    if unknown:
        raise Refused(f"没有这样的角色：{'、'.join(unknown)}。", field="roles")
    # The person is locked, so that two grants at once cannot add up to roles that clash.
    person = Person.objects.select_for_update().get(pk=membership.person_id)
    others = Membership.objects.filter(person=person, ended_on=None).exclude(pk=membership.pk)
    held = {role for seat in others for role in seat.roles}
    if problem := clash(held | set(roles)):
        raise Refused(problem, field="roles")
    before = list(membership.roles)
    membership.roles = [role for role in Role.values if role in roles]
    membership.save(update_fields=["roles"])
    record(
        actor=actor,
        verb="授予角色",
        subject=person.login,
        at=at,
        jurisdiction_id=membership.organization.jurisdiction_id,
        unit=membership.organization.name,
        before=before,
        after=membership.roles,
    )


@transaction.atomic
def _switch(*, actor: Actor, person: Person, on: bool, at: datetime) -> None:
    _require_over(actor, person)
    person.is_active = on
    person.save(update_fields=["is_active"])
    record(actor=actor, verb="启用账号" if on else "停用账号", subject=person.login, at=at)


def _require_over(actor: Actor, person: Person) -> None:
    """An account is managed where the person sits; someone without a present seat, where they last sat."""
    last = person.memberships.select_related("organization").order_by("ended_on", "-id")
    seat = last.filter(ended_on=None).first() or last.last()
    require(actor, UNIT_MANAGE, organization=seat.organization if seat else None)


def _complete(person: Person) -> None:
    try:
        person.full_clean()
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        taken = field == "login" and Person.objects.filter(login=person.login).exists()
        say = f"登录名“{person.login}”已被使用，请换一个。" if taken else messages[0]
        raise Refused(say, field=field) from error


def _check_password(password: str, person: Person, *, field: str) -> None:
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refused("".join(error.messages), field=field) from error


def _random_password() -> str:
    """Twelve characters without those that look alike, of three kinds for certain."""
    alphabet = "".join(c for c in string.ascii_letters + string.digits if c not in "0OolI1")
    parts = [secrets.choice("ABCDEFGHJKLMNPQRSTUVWXYZ"), secrets.choice("abcdefghijkmnpqrstuvwxyz")]
    parts += [secrets.choice("23456789")] + [secrets.choice(alphabet) for _ in range(9)]
    secrets.SystemRandom().shuffle(parts)
    return "".join(parts)
