"""Writing the administration log (管理日志): one line for each change to accounts, seats and units."""

from datetime import datetime

from fazhi.government.actors import Actor
from fazhi.government.models import AdministrationRecord


def record(
    *,
    actor: Actor | None,
    verb: str,
    subject: object,
    at: datetime,
    jurisdiction_id: int | None = None,
    **detail: object,
) -> None:
    """Adds a line; `actor` is None for what the installation itself does. `detail` must be plain JSON values."""
    AdministrationRecord.objects.create(
        jurisdiction_id=jurisdiction_id or (actor.jurisdiction_id if actor else None),
        at=at,
        by=actor.person if actor else None,
        verb=verb,
        subject=str(subject)[:200],
        detail=detail,
    )
