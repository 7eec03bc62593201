"""Coming in, going out, and changing the password. Wrong and unknown names get the same answer."""

import math

from axes.models import AccessAttempt
from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout, password_validation, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters

from fazhi.desk import sessions
from fazhi.desk.forms import Form
from fazhi.desk.models import LiveSession
from fazhi.desk.pages import DeskRequest, apply, as_private, done, page, show
from fazhi.government import people

WRONG = "登录名或密码不正确。"
ENDED = {
    LiveSession.Ended.IDLE: f"您已 {settings.SESSION_IDLE_SECONDS // 60} 分钟没有操作，为安全起见已退出，请重新登录。",
    LiveSession.Ended.ELSEWHERE: f"同一账号最多同时登录 {settings.SESSIONS_PER_PERSON} 处。"
    "您的账号刚在别处登录，这里已退出。如果不是您本人，请立即登录并修改密码。",
}


class LoginForm(Form):
    username = forms.CharField(
        label="登录名",
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
    )
    password = forms.CharField(
        label="密码",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(Form):
    old = forms.CharField(
        label="原密码",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label="新密码",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label="再输一遍新密码",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """Both must be the same."""
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("new") not in (None, again):
            raise forms.ValidationError("两次输入的新密码不一样，请重新输入。", code="differ")
        return again


@sensitive_post_parameters("password")
def enter(request: HttpRequest) -> HttpResponse:
    """The login page."""
    following = _following(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(following)
        return _page(request, LoginForm())
    form = LoginForm(request.POST)
    if form.is_valid():
        name = form.cleaned_data["username"].strip().lower()
        person = authenticate(request, username=name, password=form.cleaned_data["password"])
        if person is not None:
            login(request, person)
            return redirect(following)
        form.add_error(None, f"{WRONG}连续输错 {settings.AXES_FAILURE_LIMIT} 次，账号将锁定 {_cooloff():.0f} 分钟。")
    return _page(request, form)


def locked_out(
    request: HttpRequest,
    response: HttpResponse | None,  # noqa: ARG001 -- what axes hands over
    credentials: dict[str, str] | None,
) -> HttpResponse:
    """What django-axes answers while a name is locked: how long to wait, whether or not there is such an account."""
    name = (credentials or {}).get("username", "")
    last = AccessAttempt.objects.filter(username=name).order_by("-attempt_time").first()
    passed = (timezone.now() - last.attempt_time).total_seconds() / 60 if last else 0
    wait = max(1, math.ceil(_cooloff() - passed))
    form = LoginForm(request.POST)
    form.is_valid()
    form.add_error(None, f"密码连续输错 {settings.AXES_FAILURE_LIMIT} 次，该登录名已锁定，请 {wait} 分钟后再试。")
    answer = _page(request, form)
    answer.status_code = 429
    answer["Retry-After"] = str(wait * 60)
    return answer


@page(methods=("POST",))
def leave(request: DeskRequest) -> HttpResponse:
    """Ends the session."""
    logout(request)
    return redirect("desk:login")


@page(methods=("GET",))
def alive(_request: DeskRequest) -> HttpResponse:
    """A sign of life from a form that is being filled: long typing must not end in a logout that loses the text."""
    return HttpResponse(status=204)


@sensitive_post_parameters("old", "new", "again")
@page()
def password(request: DeskRequest) -> HttpResponse:
    """Changes one's own password; a first password must be changed before anything else."""
    form = PasswordForm.of(request)
    person = request.actor.person
    if form.is_valid():
        old, new = form.cleaned_data["old"], form.cleaned_data["new"]
        if apply(form, lambda: people.change_password(person=person, old=old, new=new, at=request.now)):
            before = request.session.session_key
            update_session_auth_hash(request, person)
            sessions.renamed(old=before, new=request.session.session_key)
            return done(request, "密码已修改，其他地方的登录已全部退出。", "desk:home")
    context = {
        "title": "设置新密码" if person.must_change_password else "修改密码",
        "first": person.must_change_password,
        "rules": [_polite(rule) for rule in password_validation.password_validators_help_texts()],
    }
    return show(request, "desk/password.html", context, form=form)


def _page(request: HttpRequest, form: LoginForm) -> HttpResponse:
    ended = ENDED.get(LiveSession.Ended(code)) if (code := request.GET.get("ended", "")) in ENDED else ""
    context = {"title": "登录", "ended": ended if not form.is_bound else "", "next": request.GET.get("next", "")}
    response = show(request, "desk/login.html", context, form=form)
    as_private(response)
    return response


def _following(request: HttpRequest) -> str:
    address = request.GET.get("next", "")
    if url_has_allowed_host_and_scheme(address, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return address
    return reverse("desk:home")


def _polite(rule: str) -> str:
    """Django's sentences say 你; an office says nothing, or names what is meant."""
    return rule.replace("你的其他个人信息", "登录名或姓名").replace("你的密码", "密码")


def _cooloff() -> float:
    """Minutes."""
    return float(settings.AXES_COOLOFF_TIME) * 60
