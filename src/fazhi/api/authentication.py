"""Who calls, and how often they may: bearer tokens, and a limit of calls a minute for each token."""

import threading
import time

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from ninja.throttling import BaseThrottle

from fazhi import clock
from fazhi.api import recognising
from fazhi.api.recognising import Caller
from fazhi.government.actors import Actor


class TokenAuth(HttpBearer):
    """Recognises the token of the Authorization header. No session and no cookie counts here, so none can be forged."""

    openapi_scheme = "bearer"
    openapi_description = (
        "接口令牌，由系统管理员在服务器上用 fazhi token create 登录名 签发，只显示一次。"
        "请求头写 Authorization: Bearer 令牌。"
        "令牌以签发对象本人的身份办事，权限随其当日角色；没有另外的授权范围（scope），各操作所需权限见 x-permission。"
    )

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002 -- called by django-ninja
        return recognising.caller(secret=token.strip(), on=clock.today())


class PerMinute(BaseThrottle):
    """At most `settings.API_CALLS_PER_MINUTE` calls a minute with one token, counted in each server process.

    A counter in memory costs no statement. It guards against a program that has run wild, not against an attack.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._minute = 0
        self._calls: dict[int, int] = {}

    def allow_request(self, request: HttpRequest) -> bool:
        number = caller_of(request).token.pk
        minute = int(time.monotonic() // 60)
        with self._lock:
            if minute != self._minute:
                self._minute, self._calls = minute, {}
            self._calls[number] = self._calls.get(number, 0) + 1
            return self._calls[number] <= settings.API_CALLS_PER_MINUTE

    def wait(self) -> float:
        """Seconds until the next minute of the count begins."""
        return 60 - time.monotonic() % 60


def caller_of(request: HttpRequest) -> Caller:
    """The caller that `TokenAuth` found."""
    found = request.auth  # type: ignore[attr-defined]  # set by django-ninja
    assert isinstance(found, Caller)
    return found


def actor_of(request: HttpRequest) -> Actor:
    return caller_of(request).actor
