"""Which matters are kept with an account 我的事项: handed in while signed in, or attached by query code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from fazhi.citizens.models import Account, Matter
from fazhi.intake import seen as seeing
from fazhi.intake import speaking
from fazhi.intake.models import Application
from fazhi.intake.refusals import Refused
from fazhi.intake.seen import Seen

MOST = 300
"""Of one account; nobody has as many, and a program does not fill the table."""
WAITED = timedelta(days=2)
"""A form that was not handed in by then never will be: drafts live for a day."""
LOOKED_INTO = 15
"""Open matters of which the list says how they stand; further ones are named."""


@dataclass(frozen=True)
class Kept:
    """A matter of an account. ``seen`` is how it stands; None for closed ones and for those behind the first."""

    matter: int
    application: Application
    seen: Seen | None

    @property
    def is_wanted(self) -> bool:
        """Whether something is asked of the citizen that has not been handed in."""
        return bool(self.seen and self.seen.wanted and not self.seen.wanted.is_given)

    @property
    def is_closed(self) -> bool:
        return speaking.is_closed(self.application)


def claim(*, account: Account | None, key: str, at: datetime) -> None:
    """Says whose a form is that is being sent, by its key; of nobody, where nobody is signed in.

    The form may be handed in at once or later: the matter is there when the application is.
    """
    if account is None:
        Matter.objects.filter(key=key, application=None).delete()
        return
    sent = Application.objects.filter(key=OuterRef("key"))
    Matter.objects.filter(~Exists(sent), application=None, at__lt=at - WAITED).delete()
    if account.matters.count() < MOST:
        Matter.objects.update_or_create(key=key, application=None, defaults={"account": account, "at": at})


def attach(*, account: Account, application: Application, at: datetime) -> None:
    """Keeps a matter with an account; the caller has seen its query code. Twice is once. Raises Refused."""
    if is_kept(account, application):
        return
    if account.matters.count() >= MOST:
        raise Refused(f"一个账号最多存{MOST}件事，请先移出不用的。")
    Matter.objects.get_or_create(account=account, application=application, defaults={"at": at})


def detach(*, account: Account, application: Application) -> None:
    """Takes a matter out of an account. It is found by number and query code as before."""
    account.matters.filter(_of(application)).delete()


def is_kept(account: Account, application: Application) -> bool:
    """Whether a matter is with an account."""
    return Matter.objects.filter(_of(application), account=account.pk).exists()


def find(account: Account, matter: int) -> Application | None:
    """The application of a matter of this account."""
    row = account.matters.filter(pk=matter).first()
    if row is None:
        return None
    return _applications().filter(Q(pk=row.application_id) if row.application_id else Q(key=row.key)).first()


def kept(account: Account, *, at: datetime) -> list[Kept]:
    """Every matter of an account: first what is wanted of the citizen, then what is open, then what is closed."""
    rows = list(_rows(account))
    open_rows = [each for each in rows if not speaking.is_closed(each)]
    closed = [each for each in rows if speaking.is_closed(each)]
    found = [
        Kept(_matter(each), each, seeing.seen(each, at=at) if number < LOOKED_INTO else None)
        for number, each in enumerate(open_rows)
    ]
    found.sort(key=lambda each: not each.is_wanted)
    return [*found, *(Kept(_matter(each), each, None) for each in closed)]


def described(account: Account, *, at: datetime) -> list[dict[str, Any]]:
    """The matters as they are handed out with the owner's data."""
    return [
        {
            "编号": each.number,
            "事由": each.title,
            "收件单位": each.organization.name,
            "收件时间": each.received_at.astimezone(at.tzinfo).isoformat(timespec="seconds"),
            "状态": each.get_state_display(),
        }
        for each in _rows(account)
    ]


def _rows(account: Account) -> QuerySet[Application]:
    """The applications of an account, the latest first, each with the number of its matter."""
    mine = Matter.objects.filter(account=account).filter(
        Q(application=OuterRef("pk")) | Q(application=None, key=OuterRef("key"))
    )
    rows = _applications().annotate(matter=Subquery(mine.values("pk")[:1]))
    ids = account.matters.exclude(application=None).values("application")
    keys = account.matters.filter(application=None).values("key")
    return rows.filter(Q(pk__in=ids) | Q(key__in=keys)).order_by(F("received_at").desc(), "-pk")


def _applications() -> QuerySet[Application]:
    return Application.objects.select_related(
        "organization__jurisdiction", "case__organization", "merged_into__case__organization"
    )


def _matter(application: Application) -> int:
    number: int = application.matter  # type: ignore[attr-defined]  # annotated in _rows
    return number


def _of(application: Application) -> Q:
    kept_by_key = Q(application=None, key=application.key) if application.key else Q(pk__in=[])
    return Q(application=application.pk) | kept_by_key
