"""Drafts 草稿: what was typed is kept a day on the server, sealed, so that no mistake and no lost connection costs it.

Only the browser that began it has the token, in a cookie; the table has its digest. Nothing of it stands in an address.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from fazhi.government.models import Jurisdiction
from fazhi.intake.applying import MOST_FILES, Handed
from fazhi.intake.cleaning import Cleaned
from fazhi.intake.models import Draft, DraftFile
from fazhi.intake.refusals import Refused
from fazhi.registers import sealing

KEPT = timedelta(hours=24)
RECEIPT = timedelta(minutes=30)
"""How long the receipt can be seen again in the browser that sent it."""
MOST_BYTES = 60 * 1024 * 1024
SWEPT = 50
WAITS = "waits"
"""What stands in a draft while it waits: all that is handed in."""
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Written:
    """A draft, opened. ``content`` is what was typed, in the shape of the page's inputs."""

    draft: Draft
    token: str
    content: dict[str, Any]

    @property
    def key(self) -> str:
        """By which it is handed in once."""
        return self.draft.token

    @property
    def receipt(self) -> dict[str, str] | None:
        """Number and code, once it was sent."""
        found: dict[str, str] | None = self.content.get("sent")
        return found

    @property
    def is_new(self) -> bool:
        """Whether nobody has seen that receipt yet: it came out of the queue."""
        return bool(self.content.get("unseen"))

    @property
    def waits(self) -> bool:
        """Whether it was sent and its turn has not come (see `queueing`)."""
        return WAITS in self.content


def begin(*, form: str, jurisdiction: Jurisdiction, at: datetime) -> Written:
    """A new draft, and old ones dropped."""
    _sweep(at)
    token = secrets.token_urlsafe(24)
    draft = Draft.objects.create(
        token=_digest(token), jurisdiction=jurisdiction, form=form, content=_sealed(form, {}), begun_at=at,
        until=at + KEPT,
    )  # fmt: skip
    return Written(draft, token, {})


def find(token: str, *, form: str, at: datetime) -> Written | None:
    """The draft of a cookie; None where there is none, it is another form's, or its day is over."""
    if not token:
        return None
    draft = Draft.objects.filter(token=_digest(token), form=form, until__gt=at).select_related("jurisdiction").first()
    return Written(draft, token, _opened(draft)) if draft else None


def write(written: Written, changed: Mapping[str, Any], *, at: datetime) -> Written:
    """Puts down what was typed on a page, beside what is there now; nothing once it was sent, from whatever window.

    Raises Draft.DoesNotExist where it has been dropped meanwhile.
    """
    with held(written) as now:
        return now if now.receipt or now.waits else put(now, at=at, **changed)


@contextmanager
def held(written: Written) -> Iterator[Written]:
    """The draft as it is now, held to the end: of two who send at once the second sees what the first has done."""
    with transaction.atomic():
        yield held_by_number(written.draft.pk, token=written.token)


def held_by_number(pk: int, *, token: str = "") -> Written:
    """The same within a transaction, for whoever has no token: the queue."""
    draft = Draft.objects.select_for_update(of=("self",)).select_related("jurisdiction").get(pk=pk)
    return Written(draft, token, _opened(draft))


def sent(written: Written, *, number: str, code: str, due: str, at: datetime, seen: bool = True) -> Written:
    """Leaves nothing of it but the receipt. Where nobody is there to see it, the half hour begins once somebody is."""
    written.draft.files.all().delete()
    receipt = {"sent": {"number": number, "code": code, "due": due}}
    if seen:
        return _only(written, receipt, until=at + RECEIPT)
    return _only(written, receipt | {"unseen": True}, until=at + KEPT)


def seen(written: Written, *, at: datetime) -> Written:
    """Notes that the receipt has been shown: from now on it can be opened for half an hour."""
    return _only(written, {"sent": written.receipt}, until=at + RECEIPT)


def put(written: Written, *, drop: Sequence[str] = (), at: datetime, **changed: Any) -> Written:
    """Writes into a draft that is held, and takes out what no longer holds."""
    content = {name: value for name, value in written.content.items() if name not in drop} | changed
    return _only(written, content, until=at + KEPT)


def _only(written: Written, content: dict[str, Any], *, until: datetime) -> Written:
    written.draft.content, written.draft.until = _sealed(written.draft.form, content), until
    written.draft.save(update_fields=["content", "until"])
    return Written(written.draft, written.token, content)


def discard(written: Written) -> None:
    """Drops a draft with its files."""
    written.draft.delete()


def add_file(written: Written, *, title: str, file: Cleaned) -> DraftFile:
    """Puts a cleaned file to the draft. Raises Refused when they are too many or too large together."""
    sizes = list(written.draft.files.values_list("size", flat=True))
    if len(sizes) >= MOST_FILES:
        raise Refused(f"一共最多交{MOST_FILES}个文件，请先删去不需要的。", field="files")
    if sum(sizes) + len(file.data) > MOST_BYTES:
        raise Refused(f"文件一共超过{MOST_BYTES // MEGABYTE} MB，请先删去不需要的。", field="files")
    return DraftFile.objects.create(
        draft=written.draft, title=title, name=file.name, size=len(file.data), data=file.data
    )


def handed(written: Written) -> list[Handed]:
    """The files as they are handed in."""
    return [Handed(each.title, Cleaned(each.name, bytes(each.data))) for each in written.draft.files.all()]


def _sweep(at: datetime) -> None:
    """Whatever waits for its turn stays, even if the queue should stand still for a day."""
    old = Draft.objects.filter(until__lte=at, waiting=None).values_list("pk", flat=True)[:SWEPT]
    Draft.objects.filter(pk__in=list(old)).delete()


def _sealed(form: str, content: Mapping[str, Any]) -> dict[str, str]:
    # Without the index by which values are found: nobody looks for a draft by what it says.
    return {**sealing.seal(content, register="intake.draft", field=form), "find": ""}


def _opened(draft: Draft) -> dict[str, Any]:
    content: dict[str, Any] = sealing.open_(draft.content, register="intake.draft", field=draft.form)
    return content


def _digest(token: str) -> str:
    return sealing.find(token, register="intake", field="draft")
