"""开账号: four lines and a password. The page says first what is kept, what for, and how it goes away again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.debug import sensitive_post_parameters

from fazhi.citizens import accounts, passwords, personal, signing_in
from fazhi.citizens.models import Account
from fazhi.intake import rates
from fazhi.intake.refusals import FormRefused
from fazhi.portal.account import asking
from fazhi.portal.account.entering import too_often
from fazhi.portal.account.lines import lines
from fazhi.portal.account.session import COOKIE, account_of, admit, asked_for, onward
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.procedures.language.fields import PartyKind

LONGEST = 400
PERSON = PartyKind.PERSON.value
UNITS = tuple((kind, label) for kind, label in Account.KINDS if kind != PERSON)
CONSENT = "请看过上面的说明，勾选同意。"
AGAIN = "这一页已经用过一次。请回答最下面的小问题，再按“开账号”。"


@sensitive_post_parameters()
@public_page(methods=("GET", "POST"), cached=False)
def open_account(request: PublicRequest) -> HttpResponseBase:
    """Opens an account and signs in."""
    if account_of(request) is not None and request.method != "POST":
        return onward(request)
    is_unit = (request.POST or request.GET).get("for") == "unit"
    kind = request.POST.get("kind", "") if is_unit else PERSON
    about = {name: request.POST.get(name, "")[:LONGEST].strip() for name in personal.needs_of(kind or UNITS[0][0])}
    held = asking.ticket(request)
    faults: dict[str, str] = {}
    say = asking.unlike_a_person(request, held) if request.method == "POST" else ""
    if request.method == "POST":
        # With the little question, not after it: whoever has to answer it mends everything in one go.
        faults = _faults(request, kind, about)
    if request.method == "POST" and not say and not faults:
        if until := asking.too_many(request, held):
            return too_often(request, until)
        is_used, held = asking.is_used(request, held), asking.fresh(request)
        try:
            if not is_used:
                return _opened(request, kind, about)
            say = AGAIN
        except FormRefused as refused:
            faults = refused.faults
    asked = held.challenge(request)
    context: dict[str, Any] = {
        "title": "开单位账号" if is_unit else "开账号",
        "is_unit": is_unit,
        "units": UNITS,
        "kind": kind,
        "lines": lines(kind or UNITS[0][0], about, faults),
        "faults": faults,
        "say": say,
        "ask": "小问题" in say,
        "agreed": bool(request.POST.get("agree")),
        "rule": passwords.RULE,
        "ticket": held.text,
        "challenge": asked,
        "trap": asking.TRAP,
        "to": asked_for(request),
    }
    return show(request, "portal/account/open.html", context, status=422 if faults or say else 200)


def _faults(request: PublicRequest, kind: str, about: dict[str, str]) -> dict[str, str]:
    faults = accounts.faults_of(kind=kind, about=about, **_words(request), at=request.now)
    return faults if request.POST.get("agree") else {**faults, "agree": CONSENT}


def _opened(request: PublicRequest, kind: str, about: dict[str, str]) -> HttpResponseBase:
    """Opens it. Raises FormRefused."""
    rates.forget(at=request.now)
    account = accounts.open_account(kind=kind, about=about, **_words(request), at=request.now)
    token = signing_in.begin(account=account, at=request.now, replaces=request.COOKIES.get(COOKIE, ""))
    return admit(onward(request), token)


def _words(request: PublicRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in ("password", "again")}
