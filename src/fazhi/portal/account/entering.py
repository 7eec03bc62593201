"""登录、退出、忘记密码. Telephone and password are posted; whatever of them is wrong, the answer is the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.views.decorators.debug import sensitive_post_parameters

from fazhi.citizens import passwords, recovering, signing_in
from fazhi.citizens.refusals import TooMany
from fazhi.intake.refusals import FormRefused, Refused
from fazhi.portal.account.session import COOKIE, account_of, address_of, admit, asked_for, dismiss, onward, to
from fazhi.portal.pages import PublicRequest, public_page, show

LONGEST = 60
TOLD = {
    "left": "已经退出登录，没有提交的表单也清掉了。",
    "set": "新密码已经设好，请用新密码登录。",
    "closed": "账号已经注销，存在账号里的个人信息已经删除。办过的事照常办，用编号和查询码查。",
}


@sensitive_post_parameters()
@public_page(methods=("GET", "POST"), cached=False)
def enter(request: PublicRequest) -> HttpResponseBase:
    """Asks for telephone and password."""
    if account_of(request) is not None and request.method != "POST":
        return onward(request)
    post = request.POST
    phone, password = post.get("phone", "")[:LONGEST].strip(), post.get("password", "")[: passwords.LONGEST]
    context: dict[str, Any] = {
        "title": "登录",
        "phone": phone,
        "to": asked_for(request),
        "faults": {},
        "told": TOLD.get(request.GET.get("told", ""), ""),
    }
    if request.method != "POST":
        return show(request, "portal/account/enter.html", context)
    faults = {name: say for name, say in _ASKED.items() if not {"phone": phone, "password": password}[name]}
    if not faults:
        try:
            _, token = signing_in.sign_in(
                phone=phone,
                password=password,
                address=address_of(request),
                at=request.now,
                replaces=request.COOKIES.get(COOKIE, ""),
            )
        except TooMany as refused:
            return too_often(request, refused.until)
        except Refused as refused:
            faults = {refused.field: refused.say}
        else:
            return admit(onward(request), token)
    return show(request, "portal/account/enter.html", {**context, "faults": faults}, status=422)


_ASKED = {"phone": "请填写电话。", "password": "请填写密码。"}


@public_page(methods=("POST",), cached=False)
def leave(request: PublicRequest) -> HttpResponseBase:
    """Ends the sign-in of this browser; that of the staff, if there is one, goes on."""
    signing_in.end(token=request.COOKIES.get(COOKIE, ""))
    return dismiss(to(request, "portal:account-in", told="left"))


@sensitive_post_parameters()
@public_page(methods=("GET", "POST"), cached=False)
def forgotten(request: PublicRequest) -> HttpResponseBase:
    """Sets a new password with telephone, number of the card and a query code."""
    typed = {name: request.POST.get(name, "")[:LONGEST].strip() for name in ("phone", "id_number", "code")}
    context: dict[str, Any] = {"title": "忘记密码", "typed": typed, "faults": {}, "rule": passwords.RULE}
    if request.method != "POST":
        return show(request, "portal/account/forgotten.html", context)
    faults = {name: say for name, say in _NEEDED.items() if not typed[name]}
    if not faults:
        try:
            recovering.reset(
                **typed,
                password=request.POST.get("password", ""),
                again=request.POST.get("again", ""),
                address=address_of(request),
                at=request.now,
            )
        except TooMany as refused:
            return too_often(request, refused.until)
        except FormRefused as refused:
            faults = refused.faults
        else:
            return dismiss(to(request, "portal:account-in", told="set"))
    return show(request, "portal/account/forgotten.html", {**context, "faults": faults}, status=422)


_NEEDED = {"phone": "请填写电话。", "id_number": "请填写证件号码。", "code": "请填写查询码。"}


def too_often(request: PublicRequest, until: datetime) -> HttpResponseBase:
    """Says when one may try again."""
    return show(request, "portal/account/too_often.html", {"title": "请稍后再试", "until": until}, status=429)
