"""Tokens 接口令牌: issued and revoked. A token is 256 bits of chance; the database holds its SM3 only."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from fazhi.api.models import Token
from fazhi.documents.digest import sm3_hex
from fazhi.government.actors import Actor
from fazhi.government.models import Person
from fazhi.government.records import record
from fazhi.government.refusals import Refused
from fazhi.procedures.pauses import PLACE

MARK = "fz_"
"""How every token begins, so that one left in a file by mistake can be searched for."""
PREFIX = len(MARK) + 8


@dataclass(frozen=True)
class Issued:
    """A new token. ``secret`` is to be told once and is kept nowhere."""

    token: Token
    secret: str = field(repr=False)


@transaction.atomic
def create(*, actor: Actor | None, person: Person, name: str, at: datetime, expires_on: date | None = None) -> Issued:
    """Issues a token that acts as ``person``, with that person's roles of the day of each call.

    ``actor`` is None at the server's console. Raises Refused for a closed account, or a validity that is over already.
    """
    if not person.is_active:
        raise Refused(f"账号“{person.login}”已停用，不能签发令牌。", field="login")
    if expires_on is not None and expires_on < at.astimezone(PLACE).date():
        raise Refused(f"有效期{expires_on}早于今天，请改后重试。", field="expires_on")
    secret = MARK + secrets.token_urlsafe(32)
    token = Token.objects.create(
        person=person,
        digest=digest_of(secret),
        prefix=secret[:PREFIX],
        name=name.strip()[:100],
        created_at=at,
        expires_on=expires_on,
    )
    _record(actor, "签发接口令牌", token, at)
    return Issued(token, secret)


@transaction.atomic
def revoke(*, actor: Actor | None, prefix: str, at: datetime) -> Token:
    """Ends the one token that begins so. Raises Refused where there is none, several, or it is revoked already."""
    found = list(
        Token.objects.select_for_update(of=("self",)).select_related("person").filter(prefix__startswith=prefix.strip())
    )
    if not prefix.strip() or not found:
        raise Refused(f"没有以“{prefix}”开头的令牌，请用 fazhi token list 核对。", field="prefix")
    if len(found) > 1:
        raise Refused(f"有{len(found)}个令牌以“{prefix}”开头，请写全前缀。", field="prefix")
    token = found[0]
    if token.revoked_at is not None:
        raise Refused(
            f"令牌{token.prefix}已于{token.revoked_at.astimezone(PLACE):%Y-%m-%d %H:%M}吊销。", field="prefix"
        )
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    _record(actor, "吊销接口令牌", token, at)
    return token


def digest_of(secret: str) -> str:
    """What the database keeps of a token."""
    return sm3_hex(secret.encode())


def _record(actor: Actor | None, verb: str, token: Token, at: datetime) -> None:
    seat = token.person.memberships.select_related("organization").order_by("id").first()
    record(
        actor=actor,
        verb=verb,
        subject=token.person.login,
        at=at,
        jurisdiction_id=seat.organization.jurisdiction_id if seat else None,
        prefix=token.prefix,
        name=token.name,
        expires_on=token.expires_on.isoformat() if token.expires_on else None,
    )
