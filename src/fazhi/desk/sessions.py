"""Sessions end after half an hour without a sign of life, and a person has a few at most: the oldest gives way.

This reads the real clock: a demonstration on a fixed day must still log idle people out.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.sessions.backends.base import SessionBase
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from fazhi.desk.models import LiveSession
from fazhi.government.models import Person

SEEN = "desk_seen"
# A sign of life is written down once a minute at most: reading pages costs no writes.
WRITE_EVERY = 60


class SessionLimitMiddleware:
    """Logs idle sessions out and keeps the time of the last sign of life in the others."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # Looking at the cookie first keeps static and anonymous requests free of the database.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated:
            _keep_alive_or_end(request, timezone.now())
        return self.get_response(request)


def began(*, request: HttpRequest, person: Person, now: datetime) -> None:
    """Notes a new session; ends the oldest ones when the person now has more than allowed."""
    key = request.session.session_key
    if key is None:
        return
    request.session[SEEN] = now.timestamp()
    with transaction.atomic():
        # The person is locked: two logins at the same moment must count each other.
        Person.objects.select_for_update().get(pk=person.pk)
        LiveSession.objects.filter(person=person, seen_at__lt=now - _longest()).delete()
        LiveSession.objects.update_or_create(
            key=key, defaults={"person": person, "began_at": now, "seen_at": now, "ended": ""}
        )
        alive = LiveSession.objects.filter(person=person, ended="").order_by("-began_at", "-id")
        for old in alive[settings.SESSIONS_PER_PERSON :]:
            _store(old.key).delete()
            old.ended = LiveSession.Ended.ELSEWHERE
            old.save(update_fields=["ended"])


def left(*, key: str | None) -> None:
    """Notes that a session was ended by its person."""
    LiveSession.objects.filter(key=key or "", ended="").update(ended=LiveSession.Ended.LEFT)


def renamed(*, old: str | None, new: str | None) -> None:
    """Follows a session whose key was changed, as Django does with a new password."""
    if old and new and old != new:
        LiveSession.objects.filter(key=old).update(key=new)


def why_ended(request: HttpRequest) -> str:
    """Why the session that this browser still names is over (a value of LiveSession.Ended), or an empty string."""
    told: str = getattr(request, "session_ended", "")
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
    if told or not key:
        return told
    ended = LiveSession.objects.filter(key=key).values_list("ended", flat=True).first()
    return ended if ended in (LiveSession.Ended.ELSEWHERE, LiveSession.Ended.IDLE) else ""


def _keep_alive_or_end(request: HttpRequest, now: datetime) -> None:
    seen = float(request.session.get(SEEN, now.timestamp()))
    silent = now.timestamp() - seen
    if silent > settings.SESSION_IDLE_SECONDS:
        LiveSession.objects.filter(key=request.session.session_key).update(ended=LiveSession.Ended.IDLE)
        logout(request)
        request.session_ended = LiveSession.Ended.IDLE  # type: ignore[attr-defined]  # read by why_ended
    elif silent > WRITE_EVERY or SEEN not in request.session:
        request.session[SEEN] = now.timestamp()
        LiveSession.objects.filter(key=request.session.session_key).update(seen_at=now)


def _longest() -> timedelta:
    return timedelta(seconds=settings.SESSION_COOKIE_AGE)


def _store(key: str) -> SessionBase:
    engine = import_module(settings.SESSION_ENGINE)
    store: SessionBase = engine.SessionStore(key)
    return store
