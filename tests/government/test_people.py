from datetime import date, datetime, timedelta

import pytest

from fazhi.government import people
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Membership, Person
from fazhi.government.permissions import NotAllowed
from fazhi.government.refusals import Refused
from fazhi.government.roles import Role
from tests.conftest import PASSWORD, District

NEW = "Xin-mima-2027"


def register(actor: Actor, district: District, at: datetime, **changes: object) -> Person:
    facts: dict[str, object] = {"login": "bai.lu", "name": "白露", "password": NEW, "organization": district.market}
    return people.register(actor=actor, position="科员", at=at, **(facts | changes))  # type: ignore[arg-type] -- a test's shorthand


def test_registered_person_must_change_the_first_password(
    system_admin: Actor, district: District, at: datetime
) -> None:
    person = register(system_admin, district, at)
    assert person.must_change_password
    people.change_password(person=person, old=NEW, new="Zai-huan-2028", at=at)
    person.refresh_from_db()
    assert not person.must_change_password
    assert person.check_password("Zai-huan-2028")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"login": "Bai Lu"}, "login"),
        ({"login": "cheng.ban"}, "login"),
        ({"name": ""}, "name"),
        ({"password": "short"}, "password"),
        ({"password": "onlylowercase"}, "password"),
        ({"password": "12345678901"}, "password"),
    ],
)
def test_registering_with_a_wrong_field_names_it(
    system_admin: Actor, handler: Actor, district: District, at: datetime, changes: dict[str, str], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        register(system_admin, district, at, **changes)
    assert refused.value.field == field
    assert not Person.objects.filter(name="白露").exists()


def test_unit_administrator_registers_people_of_the_own_unit_only(
    unit_admin: Actor, district: District, at: datetime
) -> None:
    register(unit_admin, district, at)
    with pytest.raises(NotAllowed):
        register(unit_admin, district, at, login="bai.xue", organization=district.urban)


def test_roles_are_granted_by_the_security_administrator_only(
    system_admin: Actor, security_admin: Actor, district: District, at: datetime
) -> None:
    person = register(system_admin, district, at)
    seat = Membership.objects.get(person=person)
    with pytest.raises(NotAllowed):
        people.grant(actor=system_admin, membership=seat, roles=[Role.HANDLER], at=at)
    people.grant(actor=security_admin, membership=seat, roles=[Role.HEAD, Role.HANDLER], at=at)
    assert actor_for(person=person, on=at.date()).roles == {Role.HANDLER, Role.HEAD}


def test_three_administrators_are_three_people(
    security_admin: Actor, system_admin: Actor, district: District, at: datetime
) -> None:
    seat = Membership.objects.get(person=system_admin.person)
    with pytest.raises(Refused, match="必须分设"):
        people.grant(actor=security_admin, membership=seat, roles=[Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN], at=at)
    with pytest.raises(Refused, match="不得兼任业务角色"):
        people.grant(actor=security_admin, membership=seat, roles=[Role.SYSTEM_ADMIN, Role.HANDLER], at=at)
    elsewhere = people.seat(
        actor=system_admin, person=system_admin.person, organization=district.urban, position="", at=at
    )
    with pytest.raises(Refused, match="不得兼任业务角色"):
        people.grant(actor=security_admin, membership=elsewhere, roles=[Role.HANDLER], at=at)


def test_security_administrator_cannot_raise_themselves(security_admin: Actor, at: datetime) -> None:
    seat = Membership.objects.get(person=security_admin.person)
    with pytest.raises(Refused, match="不能给自己授予角色"):
        people.grant(actor=security_admin, membership=seat, roles=[], at=at)


def test_ended_seat_carries_nothing_from_that_day(system_admin: Actor, handler: Actor, at: datetime) -> None:
    seat = Membership.objects.get(person=handler.person)
    people.end_seat(actor=system_admin, membership=seat, on=date(2026, 3, 10), at=at)
    assert actor_for(person=handler.person, on=date(2026, 3, 9)).roles == {Role.HANDLER}
    assert actor_for(person=handler.person, on=date(2026, 3, 10)).roles == frozenset()


def test_disabled_person_may_do_nothing(system_admin: Actor, handler: Actor, at: datetime) -> None:
    people.disable(actor=system_admin, person=handler.person, at=at)
    handler.person.refresh_from_db()
    assert actor_for(person=handler.person, on=at.date()).seats == ()
    with pytest.raises(Refused):
        people.disable(actor=system_admin, person=system_admin.person, at=at)


def test_reset_password_works_once_and_must_be_changed(system_admin: Actor, handler: Actor, at: datetime) -> None:
    password = people.reset_password(actor=system_admin, person=handler.person, at=at)
    handler.person.refresh_from_db()
    assert handler.person.check_password(password)
    assert handler.person.must_change_password


def test_wrong_old_password_changes_nothing(handler: Actor, at: datetime) -> None:
    with pytest.raises(Refused) as refused:
        people.change_password(person=handler.person, old="nein", new=NEW, at=at + timedelta(days=1))
    assert refused.value.field == "old"
    handler.person.refresh_from_db()
    assert handler.person.check_password(PASSWORD)
