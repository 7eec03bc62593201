"""Looking through what has happened since: the minute's new acts, the night's second look, what has been public enough.

New acts are found by their number, which grows. Numbers are given before a transaction ends, so that one may become
visible after a higher one: the minute's look therefore keeps a little behind, and the night looks once more at
everything since the night before. Settling twice does no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from fazhi.cases.models import Act
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE
from fazhi.publishing import reading
from fazhi.publishing.lateness import watched_kinds
from fazhi.publishing.models import Bookmark, Notice, NoticeState, Removal
from fazhi.publishing.settling import NOTHING, Settled, settle
from fazhi.publishing.stepping import enter_removed

log = logging.getLogger(__name__)

MINUTE, NIGHT = "minute", "night"
BEHIND = timedelta(minutes=5)
"""Acts younger than this are settled, and looked at again: an older number may still be on its way."""
CHUNK = 2_000
"""Acts that are looked through at once; each lot is done with before the next begins."""


@dataclass(frozen=True)
class Swept:
    """What one look did; ``failed`` are the cases that could not be settled."""

    cases: int
    settled: Settled
    failed: tuple[str, ...] = ()

    def __add__(self, other: Swept) -> Swept:
        return Swept(self.cases + other.cases, self.settled + other.settled, self.failed + other.failed)

    def __str__(self) -> str:
        done = self.settled
        said = (
            f"核对 {self.cases} 件案件：新增应公开 {done.due}，公开 {done.published}，更正 {done.corrected}，"
            f"撤下 {done.removed}，不公开 {done.held}。"
        )
        return said + (f"未完成 {len(self.failed)} 件，详见日志。" if self.failed else "")


def settle_new(*, at: datetime) -> Swept:
    """Settles every case that was acted in since the last look."""
    mark, _ = Bookmark.objects.get_or_create(name=MINUTE)
    return _sweep(mark, since=mark.act, at=at)


def settle_again(*, at: datetime) -> Swept:
    """The night's look: everything since the look of the night before, also what the minutes may have missed."""
    minute, _ = Bookmark.objects.get_or_create(name=MINUTE)
    night, _ = Bookmark.objects.get_or_create(name=NIGHT)
    swept = _sweep(None, since=night.act, at=at) + _settle_cases(_with_late(at), at)
    # Only up to where the minutes had come before this look began: the next night looks at the rest once more.
    Bookmark.objects.filter(pk=NIGHT).update(act=minute.act)
    return swept


def remove_expired(*, at: datetime) -> int:
    """Takes down what has been public to the end of its last day; returns how many."""
    today = at.astimezone(PLACE).date()
    ended = Notice.objects.filter(state=NoticeState.PUBLISHED, removes_on__lt=today).values_list("pk", flat=True)
    return sum(_expire(pk, at) for pk in list(ended))


@transaction.atomic
def _expire(pk: UUID, at: datetime) -> bool:
    today = at.astimezone(PLACE).date()
    notice = Notice.objects.select_for_update().filter(pk=pk, state=NoticeState.PUBLISHED, removes_on__lt=today).first()
    if notice is None:
        return False
    enter_removed(notice, on=today, removal=Removal.EXPIRED, at=at, reason="公开期限届满")
    return True


def _sweep(mark: Bookmark | None, *, since: int, at: datetime) -> Swept:
    swept = Swept(0, NOTHING)
    last = Act.objects.aggregate(last=Max("id"))["last"] or 0
    while since < last:
        upto = min(since + CHUNK, last)
        swept += _settle_cases(_cases(since, upto), at)
        since = upto
        if mark is not None:
            _advance(mark, since, at)
    return swept


def _settle_cases(cases: Sequence[UUID], at: datetime) -> Swept:
    done, failed = NOTHING, []
    for case_id in cases:
        try:
            done += settle(case_id=case_id, at=at)
        except Exception:  # whatever it was, the next case must not wait for it
            log.exception("settling publications failed in %s", case_id)
            failed.append(str(case_id))
    return Swept(len(cases), done, tuple(failed))


def _with_late(at: datetime) -> list[UUID]:
    """Cases with something that is late by now and that no limit of their procedure watches."""
    watched = Q()
    for procedure, publication in watched_kinds():
        watched |= Q(procedure=procedure, publication=publication)
    late = reading.late(Notice.objects.filter(watched), on=at.astimezone(PLACE).date())
    return list(late.order_by("case_id").values_list("case_id", flat=True).distinct())


def _cases(since: int, upto: int) -> list[UUID]:
    """The cases acted in, of procedures that publish anything."""
    publish = [definition.id for definition in library().latest() if definition.publish]
    acts = Act.objects.filter(id__gt=since, id__lte=upto, case__procedure__in=publish)
    return list(acts.order_by("case_id").values_list("case_id", flat=True).distinct())


def _advance(mark: Bookmark, reached: int, at: datetime) -> None:
    """Moves the bookmark up to the last act that is old enough; never back."""
    young = Act.objects.filter(id__gt=mark.act, id__lte=reached, recorded_at__gt=at - BEHIND)
    first = young.order_by("id").values_list("id", flat=True).first()
    mark.act = max(mark.act, (first - 1) if first else reached)
    mark.save(update_fields=["act"])
