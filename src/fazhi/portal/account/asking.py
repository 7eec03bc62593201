"""What keeps programs from opening accounts 防刷: an input nobody sees, a little time, proof of work or a small sum.

There is no draft here that could hold the challenge: the page carries a signed ticket, good for two hours and once.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing

from fazhi.intake import proof, rates
from fazhi.intake.rates import Limit
from fazhi.portal.account.session import address_of
from fazhi.portal.pages import PublicRequest

TRAP = "website"
QUICKEST = timedelta(seconds=4)
GOOD = timedelta(hours=2)
WORKED = Limit("account-new", 20, timedelta(hours=1))
ANSWERED = Limit("account-new-plain", 6, timedelta(hours=1))
_ONCE = Limit("account-ticket", 1, timedelta(days=1))
_SALT = "fazhi.portal.account"


@dataclass(frozen=True)
class Ticket:
    """A page of opening: its challenge follows from ``text``."""

    text: str
    since: datetime

    def challenge(self, request: PublicRequest) -> proof.Challenge:
        """The challenge; harder where many came from the same address."""
        return proof.challenge(self.text, recent=rates.standing(WORKED, address_of(request), at=request.now))


def ticket(request: PublicRequest) -> Ticket:
    """That of the page that was sent; a fresh one where it had none, or one that is too old."""
    text = request.POST.get("ticket", "")
    try:
        _, since = signing.loads(text, salt=_SALT)
        began = datetime.fromtimestamp(int(since), tz=request.now.tzinfo)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        return fresh(request)
    return Ticket(text, began) if began <= request.now < began + GOOD else fresh(request)


def unlike_a_person(request: PublicRequest, held: Ticket) -> str:
    """What to do, where it may be a program; "" for a person. It may be sent anew with the same page."""
    if request.POST.get(TRAP):
        return "有一格不应填写的内容被填了（可能是浏览器自动填的）。请再按一次“开账号”。"
    if request.now - held.since < QUICKEST:
        return "提交得太快了。请核对一遍，再按“开账号”。"
    worked = proof.is_worked(held.challenge(request), request.POST.get("proof", ""))
    if not worked and not proof.is_answered(held.text, request.POST.get("answer", "")):
        return "请回答最下面的小问题，再按“开账号”。"
    return ""


def too_many(request: PublicRequest, held: Ticket) -> datetime | None:
    """Counts one more account that is opened; until when, where they are too many from here."""
    worked = proof.is_worked(held.challenge(request), request.POST.get("proof", ""))
    counted = rates.count(WORKED if worked else ANSWERED, address_of(request), at=request.now)
    return counted.until if counted.too_many else None


def is_used(request: PublicRequest, held: Ticket) -> bool:
    """Uses the ticket; whether it was used before."""
    return rates.count(_ONCE, held.text, at=request.now).too_many


def fresh(request: PublicRequest) -> Ticket:
    """A new one."""
    text = signing.dumps([secrets.token_hex(8), int(request.now.timestamp())], salt=_SALT)
    return Ticket(text, request.now)
