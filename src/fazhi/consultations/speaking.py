"""Saying an opinion 提出意见: by whoever reads the draft, or by the office for what came by letter, call or meeting."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import blake2b
from uuid import UUID

from django.db import transaction

from fazhi.consultations.holding import day_of, locked
from fazhi.consultations.masking import masked
from fazhi.consultations.models import Category, Channel, Consultation, Opinion, OpinionStep, OpinionStepKind, State
from fazhi.consultations.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Person
from fazhi.procedures.pauses import PLACE
from fazhi.registers.sealing import seal

SEALED = "consultations.opinion"
"""For which sealed names and phones are sealed."""
LONGEST = 5_000
MOST_AT_ONCE = 2_000
_PHONE = re.compile(r"(?:\+?86)?1[3-9][0-9]{9}|0[0-9]{2,3}[0-9]{7,8}|[2-9][0-9]{6,7}")
_NOT_MEANT = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Voice:
    """What somebody says. ``point`` is the article it is about; name and phone are kept sealed."""

    text: str
    category: str = Category.CITIZEN
    point: str = ""
    name: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Heard:
    """An opinion that did not come by the portal."""

    voice: Voice
    channel: str
    received_on: date


@transaction.atomic
def say(*, consultation_id: UUID, voice: Voice, at: datetime, key: str | None = None) -> Opinion:
    """Takes an opinion from the portal, said at that moment even where it has waited since. With a ``key`` used before,
    returns the opinion of then. Raises what `check` raises.
    """
    held = Consultation.objects.select_for_update().get(pk=consultation_id)
    # The row is held: of two requests with one key the second finds what the first wrote.
    if key and (earlier := Opinion.objects.filter(key=key, consultation=held).first()):
        return earlier
    check(consultation=held, voice=voice, at=at)
    return _kept(held, [(voice, Channel.PORTAL, at, False)], by=None, at=at, key=key)[0]


def check(*, consultation: Consultation, voice: Voice, at: datetime) -> None:
    """Whether an opinion said at that moment on the portal can be taken; writes nothing.

    Raises Refused after the last day, before the first, without words, and without a name where one is asked for.
    """
    day, opens, closes = day_of(at), consultation.opens_on, consultation.closes_on
    # One who spoke on the last day is in time, though the night's job has closed it while they waited.
    in_time = opens is not None and closes is not None and opens <= day <= closes
    if consultation.state == State.OPEN and not consultation.is_taking(day):
        raise Refused(f"征求意见已于 {closes} 截止。")
    if consultation.state != State.OPEN and not (consultation.state == State.CLOSED and in_time):
        raise Refused(f"这次征求意见{consultation.get_state_display()}，不再接收意见。")
    if Channel.PORTAL not in consultation.channels:
        raise Refused("这次征求意见不在网站上接收意见，请按公告写明的方式提出。")
    _check(voice, named=not consultation.is_anonymous)


@transaction.atomic
def record(*, actor: Actor, consultation: Consultation, heard: Sequence[Heard], at: datetime) -> list[Opinion]:
    """Enters what came by letter, mail, call, meeting or survey. What came after the last day is marked as late.

    Raises NotAllowed; Refused for a day that is not yet or before the announcement, and for missing words.
    """
    held = locked(actor, consultation)
    if held.state in (State.DRAFT, State.WITHDRAWN) or held.opens_on is None or held.closes_on is None:
        raise Refused(f"“{held.title}”{held.get_state_display()}，不能登记意见。")
    if len(heard) > MOST_AT_ONCE:
        raise Refused(f"一次最多登记 {MOST_AT_ONCE} 条，请分批。")
    for each in heard:
        _check(each.voice, named=False)
        if each.channel not in Channel.values:
            raise Refused("请选择渠道。", field="channel")
        if each.received_on > day_of(at):
            raise Refused("收到日期不能晚于今天。", field="received_on")
        if each.received_on < held.opens_on:
            raise Refused(f"收到日期早于公告日期 {held.opens_on}，请核对。", field="received_on")
    last = held.closes_on
    rows = [(each.voice, each.channel, _moment(each.received_on, at), each.received_on > last) for each in heard]
    return _kept(held, rows, by=actor.person, at=at)


def alike(text: str) -> str:
    """The digest by which the same words are found, whatever blanks and stops they have."""
    meant = _NOT_MEANT.sub("", unicodedata.normalize("NFKC", text)).lower()
    return blake2b(meant.encode(), digest_size=16).hexdigest()


def _kept(
    held: Consultation,
    rows: Sequence[tuple[Voice, str, datetime, bool]],
    *,
    by: Person | None,
    at: datetime,
    key: str | None = None,
) -> list[Opinion]:
    first = held.said + 1
    made = Opinion.objects.bulk_create(
        [
            _opinion(held, seq, voice, channel, received, is_late=late, by=by, key=key)
            for seq, (voice, channel, received, late) in enumerate(rows, first)
        ]
    )
    held.said += len(rows)
    held.save(update_fields=["said"])
    OpinionStep.objects.bulk_create(
        [OpinionStep(opinion=each, kind=OpinionStepKind.RECEIVED, at=at, by=by) for each in made]
    )
    return made


def _opinion(
    held: Consultation,
    seq: int,
    voice: Voice,
    channel: str,
    received: datetime,
    *,
    is_late: bool,
    by: Person | None,
    key: str | None,
) -> Opinion:
    name, phone = voice.name.strip(), _digits(voice.phone)
    said = {"name": name, "phone": phone}
    return Opinion(
        consultation=held,
        seq=seq,
        channel=channel,
        category=voice.category,
        speaker={field: seal(value, register=SEALED, field=field) for field, value in said.items() if value},
        point=voice.point.strip()[:40],
        text=voice.text.strip(),
        alike=alike(voice.text),
        received_at=received,
        is_late=is_late,
        recorded_by=by,
        shown_text=masked(voice.text.strip(), names=[name]),
        key=key,
    )


def _check(voice: Voice, *, named: bool) -> None:
    text = voice.text.strip()
    if not text:
        raise Refused("请写下您的意见。", field="text")
    if len(text) > LONGEST:
        raise Refused(f"意见最多 {LONGEST} 字，现在有 {len(text)} 字。可以分几次提。", field="text")
    if voice.category not in Category.values:
        raise Refused("请选择您的身份。", field="category")
    if named and not voice.name.strip():
        raise Refused("这次征求意见需要留下姓名或者单位名称。姓名加密保存，不公开。", field="name")
    if len(voice.name.strip()) > 60:
        raise Refused("姓名或者单位名称最多 60 字。", field="name")
    if voice.phone.strip() and not _PHONE.fullmatch(_digits(voice.phone)):
        raise Refused("电话号码不对，请核对。手机号是 11 位；固定电话连区号写，如 010-12345678。", field="phone")


def _digits(phone: str) -> str:
    return re.sub(r"[\s\-－—()（）]", "", unicodedata.normalize("NFKC", phone))


def _moment(day: date, at: datetime) -> datetime:
    """Noon of the day; the moment itself where it came today."""
    return at if day == day_of(at) else datetime(day.year, day.month, day.day, 12, tzinfo=PLACE)
