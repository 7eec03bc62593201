"""Coming in and going out 登录、退出. Nothing here knows of the staff's sessions, and none of those of a citizen's.

The browser has a random token, the table its keyed digest. Every sign-in makes a new one; half an hour without a page,
or half a day, ends it. Its time stays for the owner to see.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from fazhi.citizens import passwords, personal, tries
from fazhi.citizens.models import Account, SignedIn
from fazhi.intake.models import Draft
from fazhi.intake.refusals import Refused
from fazhi.registers import sealing

WRONG = "电话或者密码不对。"
IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=12)
WRITTEN_EVERY = timedelta(minutes=1)
MOST_ALIVE = 5
MOST_DRAFTS = 30
REMEMBERED = timedelta(days=180)


def sign_in(*, phone: str, password: str, address: str, at: datetime, replaces: str = "") -> tuple[Account, str]:
    """The account with this telephone and password, and the token of its new sign-in.

    ``address`` is where it comes from, for counting; ``replaces`` the token that the browser had. Raises Refused, the
    same for a wrong telephone and a wrong password; TooMany.
    """
    index = personal.phone_index(phone)
    tries.count(index, address, at=at)
    account = Account.objects.filter(phone=index).first()
    if not passwords.is_right(account, password) or account is None:
        raise Refused(WRONG, field="password")
    return account, begin(account=account, at=at, replaces=replaces)


@transaction.atomic
def begin(*, account: Account, at: datetime, replaces: str = "") -> str:
    """A new sign-in; the one that the browser had ends, and so does the oldest of too many."""
    before = _of_token(replaces)
    own = before is not None and before.account_id == account.pk
    drafts = before.drafts if before and own else []
    if before is not None:
        _end(before, drop=not own)
    account.sign_ins.filter(began_at__lt=at - REMEMBERED).delete()
    token = secrets.token_hex(32)
    SignedIn.objects.create(account=account, token=_digest(token), began_at=at, seen_at=at, drafts=drafts)
    alive = account.sign_ins.exclude(token=None).order_by("-began_at", "-id").values_list("pk", flat=True)
    SignedIn.objects.filter(pk__in=list(alive[MOST_ALIVE:])).update(token=None)
    return token


def find(token: str, *, at: datetime) -> SignedIn | None:
    """The living sign-in of a browser's token, with its account; notes the sign of life once a minute."""
    if not token:
        return None
    found = SignedIn.objects.filter(token=_digest(token)).select_related("account").first()
    if found is None or at - found.seen_at > IDLE or at - found.began_at > LONGEST:
        return None
    if at - found.seen_at > WRITTEN_EVERY:
        SignedIn.objects.filter(pk=found.pk).update(seen_at=at)
    return found


@transaction.atomic
def end(*, token: str) -> None:
    """Ends a sign-in, if there is one, and drops the forms that were filled in from it and not sent."""
    if (found := _of_token(token)) is not None:
        _end(found, drop=True)


@transaction.atomic
def remember_draft(*, held: SignedIn, key: str) -> None:
    """Notes that a form is being filled in from a sign-in."""
    row = SignedIn.objects.select_for_update().get(pk=held.pk)
    if key not in row.drafts:
        row.drafts = [*row.drafts, key][-MOST_DRAFTS:]
        row.save(update_fields=["drafts"])


@transaction.atomic
def end_others(*, account: Account, but: SignedIn | None) -> None:
    """Ends every sign-in of an account, but one."""
    for row in account.sign_ins.select_for_update().exclude(token=None):
        if but is None or row.pk != but.pk:
            _end(row, drop=True)


def _of_token(token: str) -> SignedIn | None:
    return SignedIn.objects.select_for_update().filter(token=_digest(token)).first() if token else None


def _end(row: SignedIn, *, drop: bool) -> None:
    if drop and row.drafts:
        # What waits its turn was sent, and is handed in all the same.
        Draft.objects.filter(token__in=row.drafts, waiting=None).delete()
    row.token, row.drafts = None, []
    row.save(update_fields=["token", "drafts"])


def _digest(token: str) -> str:
    return sealing.find(token, register="citizens", field="session")
