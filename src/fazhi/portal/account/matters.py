"""我的事项: everything that is kept with the account, what is wanted of the citizen first; how a matter comes there.

One opens a matter on the pages of following: what they show and take is the same, only the code need not be typed.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponseBase
from django.urls import reverse

from fazhi.citizens import matters
from fazhi.citizens.models import SignedIn
from fazhi.desk.fieldwork.values import shown
from fazhi.intake import following as finding
from fazhi.intake import rates
from fazhi.intake.refusals import Refused
from fazhi.portal.account.entering import too_often
from fazhi.portal.account.session import account_of, account_page, address_of, to
from fazhi.portal.applying.following import TRIES
from fazhi.portal.applying.session import follow, followed
from fazhi.portal.pages import PublicRequest, public_page, show
from fazhi.portal.paging import paged

LONGEST = 60
TOLD = {
    "kept": "已经存到您的账号。",
    "removed": "已经移出您的账号。这件事照常办，用编号和查询码仍然能查到。",
    "changed": "已经改好了。",
    "password": "新密码已经设好，其他地方的登录都已退出。",
    "phone": "电话已经换好，以后用新的电话登录。",
}


@account_page()
def home(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """The list."""
    rows = matters.kept(held.account, at=request.now)
    still = [each for each in rows if not each.is_closed]
    context: dict[str, Any] = {
        "title": "我的事项",
        "here": "matters",
        "wanted": [(each, _facts(each)) for each in still if each.is_wanted],
        "open": [each for each in still if not each.is_wanted],
        "closed": paged(request, [each for each in rows if each.is_closed]),
        "empty": not rows,
        "told": TOLD.get(request.GET.get("told", ""), ""),
    }
    return show(request, "portal/account/matters.html", context)


@account_page(methods=("POST",))
def open_matter(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """Opens a matter as its query code would. Posted: no address says which."""
    application = matters.find(held.account, _number(request))
    if application is None:
        raise Http404
    return follow(request, application, to(request, "portal:follow-matter"))


@account_page(methods=("GET", "POST"))
def attach(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """Keeps a matter that was handed in without the account: number or telephone, and query code."""
    typed = {name: request.POST.get(name, "")[:LONGEST].strip() for name in ("number", "code")}
    context: dict[str, Any] = {
        "title": "存入以前办的事",
        "trail": [("我的事项", request.frame.with_area(reverse("portal:account")))],
        "here": "matters",
        "typed": typed,
        "faults": {},
    }
    if request.method != "POST":
        return show(request, "portal/account/attach.html", context)
    faults = {name: say for name, say in _ASKED.items() if not typed[name]}
    if not faults:
        counted = rates.count(TRIES, address_of(request), at=request.now)
        if counted.too_many:
            return too_often(request, counted.until)
        try:
            found = finding.find(**typed)
            matters.attach(account=held.account, application=found, at=request.now)
        except Refused as refused:
            faults = {refused.field or "code": refused.say}
        else:
            return to(request, "portal:account", told="kept")
    return show(request, "portal/account/attach.html", {**context, "faults": faults}, status=422)


_ASKED = {"number": "请填写编号或者电话。", "code": "请填写查询码。"}


@public_page(methods=("GET", "POST"), cached=False)
def keep(request: PublicRequest) -> HttpResponseBase:
    """存到我的账号: the matter that this browser follows, for whoever is signed in; others sign in first."""
    application = followed(request)
    if application is None:
        return to(request, "portal:follow")
    account = account_of(request)
    faults: dict[str, str] = {}
    if request.method == "POST" and account is not None:
        try:
            matters.attach(account=account, application=application, at=request.now)
            return to(request, "portal:account", told="kept")
        except Refused as refused:
            faults = {"keep": refused.say}
    context = {
        "title": "存到我的账号",
        "trail": [("办理进度", request.frame.with_area(reverse("portal:follow-matter")))],
        "application": application,
        "is_in": account is not None,
        "back": reverse("portal:follow-keep"),
        "faults": faults,
    }
    return show(request, "portal/account/keep.html", context, status=422 if faults else 200)


@public_page(methods=("POST",), cached=False)
def remove(request: PublicRequest) -> HttpResponseBase:
    """Takes the matter that is open out of the account."""
    account, application = account_of(request), followed(request)
    if account is None or application is None:
        return to(request, "portal:account-in")
    matters.detach(account=account, application=application)
    return to(request, "portal:account", told="removed")


def _number(request: PublicRequest) -> int:
    text = request.POST.get("matter", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def _facts(each: matters.Kept) -> list[tuple[str, Any]]:
    """What the office asks for, in lines."""
    wanted = each.seen.wanted if each.seen else None
    return [(field.title, shown(field, value)) for field, value in wanted.facts] if wanted else []
