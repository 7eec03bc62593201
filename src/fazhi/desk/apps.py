from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.http import HttpRequest
from django.utils import timezone


class DeskConfig(AppConfig):
    name = "fazhi.desk"
    verbose_name = "工作台"

    def ready(self) -> None:
        """Sessions are counted wherever a login comes from; pages enter their work and search sources."""
        user_logged_in.connect(_began, dispatch_uid="desk session began")
        user_logged_out.connect(_left, dispatch_uid="desk session left")


def _began(*, request: HttpRequest, user: Any, **_: object) -> None:
    from fazhi.desk import sessions  # noqa: PLC0415 -- models are not ready when this module is read

    sessions.began(request=request, person=user, now=timezone.now())


def _left(*, request: HttpRequest, **_: object) -> None:
    from fazhi.desk import sessions  # noqa: PLC0415 -- as above

    sessions.left(key=request.session.session_key)
