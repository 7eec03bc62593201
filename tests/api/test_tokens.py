"""Tokens: issued once, recognised by digest, worth nothing when revoked, expired or of a closed account."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from fazhi.api import tokens
from fazhi.api.models import Token
from fazhi.api.recognising import caller
from fazhi.documents.digest import sm3_hex
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import AdministrationRecord, Membership, Person
from fazhi.government.refusals import Refused
from tests.api.conftest import Program


def test_only_the_digest_is_kept(handler: Actor, at: datetime) -> None:
    issued = tokens.create(actor=None, person=handler.person, name="市监系统", at=at)
    assert len(issued.secret) == len("fz_") + 43
    assert (issued.token.digest, issued.token.prefix) == (sm3_hex(issued.secret.encode()), issued.secret[:11])
    assert issued.secret not in repr(issued)
    line = AdministrationRecord.objects.get(verb="签发接口令牌")
    assert (line.subject, line.detail["prefix"]) == ("cheng.ban", issued.token.prefix)


def test_a_token_stands_for_its_person_in_one_query(
    handler: Actor, at: datetime, django_assert_num_queries: Any
) -> None:
    secret = tokens.create(actor=None, person=handler.person, name="", at=at).secret
    with django_assert_num_queries(1):
        found = caller(secret=secret, on=at.date())
    assert found is not None
    assert (found.actor, found.actor.person.login) == (handler, "cheng.ban")


def test_the_seats_of_a_token_are_those_of_its_person(handler: Actor, district: Any, at: datetime) -> None:
    """The statement that recognises a token and `actor_for` must count the same seats, day by day."""
    person = handler.person
    for unit, begins, ends in (
        (district.urban, date(2026, 1, 1), date(2026, 3, 2)),
        (district.street, date(2026, 3, 2), None),
        (district.court, date(2026, 1, 1), None),
    ):
        Membership.objects.create(
            person=person,
            organization=unit,
            roles=["handler", "head"],
            started_on=begins,
            ended_on=ends,
            position="科长",
        )
    district.court.dissolved_on = date(2026, 2, 1)
    district.court.save()
    secret = tokens.create(actor=None, person=person, name="", at=at).secret
    for day in (date(2024, 1, 1), date(2026, 1, 1), date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 3)):
        found = caller(secret=secret, on=day)
        assert found is not None
        assert found.actor == actor_for(person=person, on=day)


def test_the_person_of_a_token_keeps_their_password_when_saved(handler: Actor, at: datetime) -> None:
    found = caller(secret=tokens.create(actor=None, person=handler.person, name="", at=at).secret, on=at.date())
    assert found is not None
    found.actor.person.save()
    assert Person.objects.get(pk=handler.person.pk).check_password("Fazhi-test-2026")


def test_a_revoked_token_opens_nothing(handler: Actor, at: datetime) -> None:
    issued = tokens.create(actor=None, person=handler.person, name="", at=at)
    tokens.revoke(actor=None, prefix=issued.token.prefix, at=at)
    assert caller(secret=issued.secret, on=at.date()) is None
    with pytest.raises(Refused, match="已于2026-03-02 09:00吊销"):
        tokens.revoke(actor=None, prefix=issued.token.prefix, at=at)


def test_a_token_is_good_to_the_end_of_its_last_day(handler: Actor, at: datetime) -> None:
    issued = tokens.create(actor=None, person=handler.person, name="", at=at, expires_on=at.date())
    assert caller(secret=issued.secret, on=at.date()) is not None
    assert caller(secret=issued.secret, on=at.date() + timedelta(days=1)) is None


def test_a_token_that_would_be_over_already_is_not_issued(handler: Actor, at: datetime) -> None:
    with pytest.raises(Refused, match="早于今天"):
        tokens.create(actor=None, person=handler.person, name="", at=at, expires_on=date(2026, 3, 1))
    assert Token.objects.count() == 0


def test_the_token_of_a_closed_account_opens_nothing(handler: Actor, at: datetime) -> None:
    issued = tokens.create(actor=None, person=handler.person, name="", at=at)
    handler.person.is_active = False
    handler.person.save(update_fields=["is_active"])
    assert caller(secret=issued.secret, on=at.date()) is None
    with pytest.raises(Refused, match="已停用"):
        tokens.create(actor=None, person=handler.person, name="", at=at)


@pytest.mark.parametrize("secret", ["", "fz_", "x" * 46, "fz_" + "甲" * 43, "fz_" + "a" * 500, "fz_\x00"])
def test_what_is_no_token_opens_nothing(handler: Actor, at: datetime, secret: str) -> None:
    assert caller(secret=secret, on=at.date()) is None


def test_a_prefix_of_several_tokens_revokes_none(handler: Actor, at: datetime) -> None:
    for _ in range(2):
        tokens.create(actor=None, person=handler.person, name="", at=at)
    with pytest.raises(Refused, match="有2个令牌"):
        tokens.revoke(actor=None, prefix="fz_", at=at)
    for nothing in ("", "zz"):
        with pytest.raises(Refused, match="没有以"):
            tokens.revoke(actor=None, prefix=nothing, at=at)
    assert Token.objects.filter(revoked_at=None).count() == 2


def test_the_command_issues_lists_and_revokes(handler: Actor) -> None:
    out, told = StringIO(), StringIO()
    call_command(
        "token", "create", "cheng.ban", "--name", "市监系统", "--expires", "2026-12-31", stdout=out, stderr=told
    )
    secret = out.getvalue().strip()
    assert "程班（cheng.ban）" in told.getvalue()
    assert Program(secret).get("/procedures").status == 200
    listed = StringIO()
    call_command("token", "list", stdout=listed)
    assert listed.getvalue() == f"{secret[:11]}\t有效\tcheng.ban\t2026-03-02\t2026-12-31\t市监系统\n"
    call_command("token", "revoke", secret[:11], stdout=StringIO())
    assert Program(secret).get("/procedures").status == 401


def test_the_command_says_what_is_wrong(db: None) -> None:
    with pytest.raises(CommandError, match="没有登录名为“nobody”的人员"):
        call_command("token", "create", "nobody")
    with pytest.raises(CommandError, match="没有以“fz_none”开头的令牌"):
        call_command("token", "revoke", "fz_none")


def test_calls_beyond_the_rate_are_put_off(program: Callable[[Actor], Program], handler: Actor, settings: Any) -> None:
    settings.API_CALLS_PER_MINUTE = 2
    wild = program(handler)
    answers = [wild.get("/cases") for _ in range(6)]  # a minute may end once in between
    late = next(answer for answer in answers if answer.status == 429)
    assert late.said["type"] == "urn:fazhi:problem:throttled"
    assert 1 <= int(late.response.headers["Retry-After"]) <= 60
