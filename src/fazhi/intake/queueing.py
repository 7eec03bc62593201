"""高峰排队: handing in when a thousand people press 提交 in the same minute (docs/decisions/0016-bursts.md).

As long as few are at it, whoever sends is served at once. Above that, and as long as anybody waits, the draft gets a
place in a queue and the page an answer: nobody is refused for load, and nothing depends on the browser any more. Jobs
work the queue off, and so does whoever looks how far it is; one process at a time, so that the order holds.

What waits is a draft; what its handing in is, says its kind: an application unless somebody else takes drafts of that
kind (`takes`). All kinds share the places and the order, since they share the machine.

How many are at it is counted by advisory locks of PostgreSQL that end with their transaction: of a process that was
killed none is left behind.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from traceback import format_tb
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from fazhi.files.store import FileRefused
from fazhi.intake import applying, codes, drafts, receivers
from fazhi.intake.drafts import WAITS, Written
from fazhi.intake.models import Application, Waiting
from fazhi.intake.refusals import FormRefused, Refused
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.applications.library import forms

TASK, LOCK = "intake.hand_in_waiting", "intake.waiting"
CLASS = 0x46_5A_71
"""Of our advisory locks, apart from any other. Number 0 is whoever works the queue off; the others send at once."""
WORKER = 0
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=1)
"""After a fault of ours it is tried again, twice as long after each time."""

_ROOM = """
SELECT NOT EXISTS (SELECT FROM intake_waiting WHERE after <= %(at)s)
    AND EXISTS (SELECT FROM generate_series(1, %(most)s) AS place WHERE pg_try_advisory_xact_lock(%(lock)s, place))
"""

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sending:
    """All that is handed in with a draft besides its files, as JSON: what was typed, ``chosen`` for the body."""

    applicant: Mapping[str, Any]
    data: Mapping[str, Any]
    place: str = ""
    position: str = ""
    chosen: str = ""


@dataclass(frozen=True)
class Sent:
    """What became of it: ``application`` where it was handed in just now, else its receipt is there, or it waits."""

    written: Written
    application: Application | None = None


class Taker(Protocol):
    """Hands in a draft that is held, within the queue's transaction, as of the moment at which it was ``sent_at``; what
    has waited is ``held.content[WAITS]``. Raises FormRefused or Refused where it goes back to whoever wrote it."""

    def __call__(self, *, held: Written, sent_at: datetime, at: datetime) -> None: ...


_TAKERS: dict[str, Taker] = {}


def takes(kind: str, taker: Taker) -> None:
    """Has drafts of a kind (their ``form``) handed in by somebody else; called once, as the platform starts."""
    _TAKERS[kind] = taker


@dataclass(frozen=True)
class Place:
    """Where somebody stands: how many ``ahead``, and how often it was tried in vain."""

    ahead: int
    sent_at: datetime
    tries: int


def send(*, written: Written, form: ApplicationForm, sending: Sending, at: datetime) -> Sent:
    """Hands a draft in at once where there is room, else puts it into the queue. Sent before, it is as it was.

    Raises what `applying.submit` raises, and Refused where no body receives it.
    """
    with drafts.held(written) as held:
        if held.receipt or held.waits:
            return Sent(held)
        if has_room(at=at):
            return _hand_in(held, form, sending, sent_at=at, at=at)
        return Sent(join(held, asdict(sending), at=at))


def join(held: Written, sending: Mapping[str, Any], *, at: datetime) -> Written:
    """Puts a draft that is held, with all that is handed in, at the end of the queue."""
    waits = drafts.put(held, drop=("refused",), at=at, **{WAITS: sending})
    Waiting.objects.create(draft=held.draft, sent_at=at, after=at)
    transaction.on_commit(_wake, robust=True)
    return waits


def has_room(*, at: datetime) -> bool:
    """Whether nobody waits, and fewer than the most that is set hand in now. True holds a place to the transaction's
    end."""
    with connection.cursor() as cursor:
        cursor.execute(_ROOM, {"at": at, "most": settings.INTAKE_AT_ONCE, "lock": CLASS})
        return bool(cursor.fetchone()[0])


def place_of(written: Written) -> Place | None:
    """Where a draft stands in the queue; None where it does not wait any more."""
    row = Waiting.objects.filter(draft=written.draft).first()
    return Place(Waiting.objects.filter(pk__lt=row.pk).count(), row.sent_at, row.tries) if row else None


def leave(written: Written, *, at: datetime) -> Written:
    """Takes a draft out of the queue, to be changed. One whose turn has come stays as it is."""
    with drafts.held(written) as held:
        if not held.waits:
            return held
        Waiting.objects.filter(draft=held.draft).delete()
        return drafts.put(held, drop=(WAITS,), at=at)


def work_off(*, now: Callable[[], datetime], most: int | None = None) -> int:
    """Hands in those who wait, in order, ``most`` of them; gives how many. Does nothing where another is at it."""
    done = 0
    while (most is None or done < most) and _next(now()):
        done += 1
    return done


@transaction.atomic
def _next(at: datetime) -> bool:
    """The first of the queue, whole or not at all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [CLASS, WORKER])
        if not cursor.fetchone()[0]:
            return False
    # Skipped: whoever is just leaving the queue.
    row = Waiting.objects.select_for_update(skip_locked=True).filter(after__lte=at).order_by("pk").first()
    if row is None:
        return False
    try:
        with transaction.atomic():
            _settle(row, at)
    except Exception as error:  # whatever it was, the others go on, and this one is tried again
        # Without the error's own words: they may repeat what somebody typed.
        where = "".join(format_tb(error.__traceback__))
        log.error("draft %s waits and failed, try %s: %s\n%s", row.draft_id, row.tries + 1, type(error).__name__, where)
        row.after = at + min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT)
        row.tries += 1
        row.save(update_fields=["after", "tries"])
    return True


def _settle(row: Waiting, at: datetime) -> None:
    """Hands one in as of the moment at which it was sent; what is refused goes back to its form."""
    held = drafts.held_by_number(row.draft_id)
    take = _TAKERS.get(held.draft.form, _application)
    Waiting.objects.filter(pk=row.pk).delete()
    try:
        with transaction.atomic():
            take(held=held, sent_at=row.sent_at, at=at)
    except FormRefused as refused:
        _back(held, refused.faults, at)
    except Refused as refused:
        _back(held, {refused.field: refused.say}, at)
    except FileRefused as refused:
        _back(held, {"files": refused.say}, at)


def _application(*, held: Written, sent_at: datetime, at: datetime) -> None:
    sending = Sending(**held.content[WAITS])
    _hand_in(held, forms().get(held.draft.form), sending, sent_at=sent_at, at=at, seen=False)


def _hand_in(
    held: Written, form: ApplicationForm, sending: Sending, *, sent_at: datetime, at: datetime, seen: bool = True
) -> Sent:
    done = applying.submit(
        form=form,
        organization=receivers.receiver_for(form, jurisdiction=held.draft.jurisdiction, chosen=sending.chosen),
        applicant=sending.applicant,
        data=sending.data,
        attachments=drafts.handed(held),
        place=sending.place,
        position=sending.position,
        at=sent_at,
        key=held.key,
    )
    made = done.application
    due = made.due_on.isoformat() if made.due_on else ""
    code = codes.spaced(done.code)
    return Sent(drafts.sent(held, number=made.number, code=code, due=due, at=at, seen=seen), made)


def _back(held: Written, faults: Mapping[str, str], at: datetime) -> None:
    drafts.put(held, drop=(WAITS,), at=at, refused=dict(faults))


def _wake() -> None:
    """Calls the jobs; once is enough for however many wait."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(name=TASK, queueing_lock=LOCK).defer(timestamp=0)
