"""Files that come with a form: kept together with what the verb writes, or not at all."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import transaction

from fazhi.desk.pages import DeskRequest
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction
from fazhi.plans.refusals import Refused

T = TypeVar("T")


def with_files(
    request: DeskRequest, uploads: Sequence[Any], jurisdiction: Jurisdiction, verb: Callable[[list[KeptFile]], T]
) -> T:
    """Keeps what was uploaded and calls the verb with it; a refusal of either leaves no record of a file behind."""
    with transaction.atomic():
        return verb([_kept(request, each, jurisdiction) for each in uploads])


def _kept(request: DeskRequest, upload: Any, jurisdiction: Jurisdiction) -> KeptFile:
    try:
        return store.keep(
            name=str(upload.name),
            data=upload.read(),
            jurisdiction=jurisdiction,
            by=request.actor.person,
            at=request.now,
        )
    except store.FileRefused as refused:
        raise Refused(refused.say, field="attachments") from None
