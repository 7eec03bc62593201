"""我的资料: what the account keeps, changed, handed out, erased. Each asks for the password again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase, JsonResponse
from django.urls import reverse

from fazhi.citizens import accounts, handing_out, passwords, personal
from fazhi.citizens.models import SignedIn
from fazhi.citizens.refusals import TooMany
from fazhi.intake.entering import about_field
from fazhi.intake.refusals import FormRefused
from fazhi.portal.account.entering import too_often
from fazhi.portal.account.lines import lines
from fazhi.portal.account.matters import TOLD
from fazhi.portal.account.session import account_page, address_of, dismiss, to
from fazhi.portal.pages import PublicRequest, show

LONGEST = 400
SHOWN = 20
"""Sign-ins on the page."""


@account_page()
def me(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """What is kept, numbers starred; when one signed in."""
    account = held.account
    context = {
        "title": "我的资料",
        "trail": [_matters(request)],
        "here": "me",
        "kind": account.get_kind_display(),
        "facts": [(about_field(name, account.kind).title, each) for name, each in personal.masked(account).items()],
        "account": account,
        "held": held,
        "sign_ins": account.sign_ins.all()[:SHOWN],
        "told": TOLD.get(request.GET.get("told", ""), ""),
    }
    return show(request, "portal/account/me.html", context)


@account_page(methods=("GET", "POST"))
def details(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """Changes name, number, address."""
    account, faults = held.account, dict[str, str]()
    about = personal.opened(account)
    if request.method == "POST":
        about = {name: request.POST.get(name, "")[:LONGEST].strip() for name in personal.needs_of(account.kind)}
        try:
            accounts.change_about(
                account=account, about=about, password=_word(request), address=address_of(request), at=request.now
            )
            return to(request, "portal:account-me", told="changed")
        except TooMany as refused:
            return too_often(request, refused.until)
        except FormRefused as refused:
            faults = refused.faults
    context = {"title": "修改资料", "lines": lines(account.kind, about, faults, without=["phone"])}
    return _form(request, "details", context, faults)


@account_page(methods=("GET", "POST"))
def phone(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """Changes the telephone with which one signs in."""
    typed, faults = request.POST.get("phone", "")[:LONGEST].strip(), dict[str, str]()
    if request.method == "POST":
        try:
            accounts.change_phone(
                account=held.account, phone=typed, password=_word(request), address=address_of(request), at=request.now
            )
            return to(request, "portal:account-me", told="phone")
        except TooMany as refused:
            return too_often(request, refused.until)
        except FormRefused as refused:
            faults = refused.faults
    only = [each for each in lines(held.account.kind, {"phone": typed}, faults) if each.name == "phone"]
    return _form(request, "phone", {"title": "换电话", "lines": only}, faults)


@account_page(methods=("GET", "POST"))
def password(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """Sets a new password; every other sign-in ends."""
    post, faults = request.POST, dict[str, str]()
    if request.method == "POST":
        try:
            accounts.change_password(
                account=held.account,
                old=post.get("old", ""),
                password=post.get("password", ""),
                again=post.get("again", ""),
                keep=held,
                address=address_of(request),
                at=request.now,
            )
            return to(request, "portal:account-me", told="password")
        except TooMany as refused:
            return too_often(request, refused.until)
        except FormRefused as refused:
            faults = refused.faults
    return _form(request, "password", {"title": "改密码", "rule": passwords.RULE}, faults)


@account_page(methods=("GET", "POST"))
def data(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """Everything that the account keeps, as a file."""
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            found = handing_out.data_of(
                account=held.account, password=_word(request), address=address_of(request), at=request.now
            )
        except TooMany as refused:
            return too_often(request, refused.until)
        except FormRefused as refused:
            faults = refused.faults
        else:
            response = JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 2})
            response["Content-Disposition"] = 'attachment; filename="account.json"'
            return response
    return _form(request, "data", {"title": "下载我的资料"}, faults)


@account_page(methods=("GET", "POST"))
def close(request: PublicRequest, held: SignedIn) -> HttpResponseBase:
    """Closes the account; what it knew is erased."""
    faults: dict[str, str] = {}
    if request.method == "POST":
        try:
            accounts.close(account=held.account, password=_word(request), address=address_of(request), at=request.now)
            return dismiss(to(request, "portal:account-in", told="closed"))
        except TooMany as refused:
            return too_often(request, refused.until)
        except FormRefused as refused:
            faults = refused.faults
    return _form(request, "close", {"title": "注销账号"}, faults)


def _word(request: PublicRequest) -> str:
    return request.POST.get("password", "")[: passwords.LONGEST]


def _form(request: PublicRequest, about: str, context: dict[str, Any], faults: dict[str, str]) -> HttpResponseBase:
    trail = [_matters(request), ("我的资料", request.frame.with_area(reverse("portal:account-me")))]
    whole = {"trail": trail, "here": "me", "about": about, "faults": faults, "lines": [], **context}
    return show(request, "portal/account/change.html", whole, status=422 if faults else 200)


def _matters(request: PublicRequest) -> tuple[str, str]:
    return "我的事项", request.frame.with_area(reverse("portal:account"))
