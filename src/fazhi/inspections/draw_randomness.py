"""The chance that decides: a public figure entered after it was given, or values that several people committed to."""

import re
from datetime import datetime
from urllib.parse import urlsplit

from django.db import transaction
from django.utils import timezone

from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.inspections.draw_entries import History, Kind, append, held_for, locked, must_stand
from fazhi.inspections.drawing.model import CannotDraw, Part, SourceKind
from fazhi.inspections.drawing.seeds import commitment_of, committed_text, one_line, seed_of
from fazhi.inspections.models import Draw, DrawEntry, DrawState
from fazhi.inspections.refusals import Refused

_DIGEST = re.compile(r"[0-9a-f]{64}")
LONGEST_ADDRESS = 500


@transaction.atomic
def enter_randomness(*, actor: Actor, draw: Draw, value: str, address: str, at: datetime) -> DrawEntry:
    """Enters the public figure (录入公开随机数) that was announced with the pool.

    Args: `value` as it was published; `address` of the publication, so that anybody can look it up.
    Raises: NotAllowed; Refused before the announced moment, and for a value or an address that is none.
    """
    history = held_for(draw, actor, DrawState.ANNOUNCED, what="录入随机数")
    held = history.draw
    _must_be(held, SourceKind.PUBLIC)
    if at < held.given_at:
        raise Refused(
            f"随机数要到 {timezone.localtime(held.given_at):%Y-%m-%d %H:%M} 才公布，现在不能录入。", field="value"
        )
    address = address.strip()
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc or len(address) > LONGEST_ADDRESS:
        raise Refused("请填写公布随机数的网址，以 http:// 或 https:// 开头。", field="address")
    return _seed(history, [Part(_line(value, "value"), address)], actor, at)


@transaction.atomic
def commit(*, actor: Actor, draw: Draw, commitment: str, at: datetime) -> DrawEntry:
    """Commits to a value (提交承诺) by the digest `seeds.commitment_of` gives, before the pool is announced.

    Anybody who may see draws may take part: the more they are, the harder it is to agree on a result.
    """
    history = locked(draw.pk)
    permissions.require(actor, permissions.DRAW_VIEW, organization=history.draw.organization)
    must_stand(history, DrawState.FROZEN, what="提交承诺")
    _must_be(history.draw, SourceKind.COMMITMENT)
    commitment = commitment.strip().lower()
    if not _DIGEST.fullmatch(commitment):
        raise Refused("承诺是 64 位十六进制数（SHA-256），请核对。", field="commitment")
    given = history.of(Kind.COMMITTED)
    if any(entry.by_id == actor.person.pk for entry in given):
        raise Refused("您已提交过承诺，每人只提交一次。", field="commitment")
    if any(entry.body["commitment"] == commitment for entry in given):
        raise Refused("这个承诺与他人的相同，请另选一个随机数。", field="commitment")
    return append(history, Kind.COMMITTED, actor=actor, at=at, body={"commitment": commitment})


@transaction.atomic
def reveal(*, actor: Actor, draw: Draw, value: str, salt: str, at: datetime) -> DrawEntry:
    """Reveals the value that one committed to (公开随机数); the last one to do so completes the seed.

    Raises: Refused when it does not match the commitment, when nothing was committed, and after the announced moment.
    """
    history = locked(draw.pk)
    permissions.require(actor, permissions.DRAW_VIEW, organization=history.draw.organization)
    must_stand(history, DrawState.ANNOUNCED, what="公开随机数")
    _must_be(history.draw, SourceKind.COMMITMENT)
    mine = [entry for entry in history.unrevealed() if entry.by_id == actor.person.pk]
    if not mine:
        raise Refused("您没有待公开的承诺。")
    if at > history.draw.given_at:
        until = timezone.localtime(history.draw.given_at)
        raise Refused(f"公开截止时间 {until:%Y-%m-%d %H:%M} 已过，本次抽取应当终止并重新组织。")
    value, salt = _line(value, "value"), _line(salt, "salt")
    if commitment_of(value, salt) != mine[0].body["commitment"]:
        raise Refused("与您提交的承诺不符，请逐字核对随机数和盐值（含大小写和空格）。", field="value")
    entry = append(history, Kind.REVEALED, actor=actor, at=at, body={"text": committed_text(value, salt)})
    complete = History(history.draw, (*history.entries, entry))
    if not complete.unrevealed():
        _seed(complete, _revealed(complete), actor, at)
    return entry


def _revealed(history: History) -> list[Part]:
    """The parts in the order in which they were committed."""
    texts = {entry.by_id: str(entry.body["text"]) for entry in history.of(Kind.REVEALED)}
    return [Part(texts[entry.by_id], entry.by.name, entry.body["commitment"]) for entry in history.of(Kind.COMMITTED)]


def _seed(history: History, parts: list[Part], actor: Actor, at: datetime) -> DrawEntry:
    body = {
        "parts": [{"text": part.text, "source": part.source, "commitment": part.commitment} for part in parts],
        "seed": seed_of(history.draw.pool_sha256, parts),
    }
    return append(history, Kind.SEEDED, actor=actor, at=at, body=body)


def _must_be(draw: Draw, kind: SourceKind) -> None:
    if draw.source_kind != kind:
        raise Refused("本次抽取公布的随机数来源不是这一种，不能这样取得随机数。")


def _line(text: str, field: str) -> str:
    try:
        return one_line(text)
    except CannotDraw as fault:
        raise Refused(fault.say, field=field) from None
