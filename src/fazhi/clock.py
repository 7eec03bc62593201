"""The one place that reads the clock: domain verbs take the moment as an argument; pages and commands ask here."""

from datetime import date, datetime

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """The present moment, aware, in the site's time zone; `settings.FIXED_NOW` (ISO 8601) takes its place where set."""
    fixed = settings.FIXED_NOW
    if not fixed:
        return timezone.localtime()
    moment = datetime.fromisoformat(fixed)
    if timezone.is_naive(moment):
        moment = timezone.make_aware(moment)
    return timezone.localtime(moment)


def today() -> date:
    """The present day in the site's time zone."""
    return now().date()
