"""Who may read a citizen's file: those who may read the application, or the case into which it went."""

from __future__ import annotations

from fazhi.cases.models import Attachment as CaseAttachment
from fazhi.cases.queries import visible_cases
from fazhi.desk import downloads
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.intake import reading
from fazhi.intake.models import Attachment


def may_read(actor: Actor, kept: KeptFile) -> bool | None:
    """Yes or no for a file of an application; None for any other."""
    owners = Attachment.objects.filter(kept=kept)
    if not owners.exists():
        return None
    return reading.visible(actor).filter(attachments__kept=kept).exists()


def in_visible_case(actor: Actor, kept: KeptFile) -> bool | None:
    """Yes for a file of a case that the actor may see; None otherwise, for it may be elsewhere too."""
    cases = CaseAttachment.objects.filter(file=kept).values("case")
    return True if visible_cases(actor).filter(pk__in=cases).exists() else None


def install() -> None:
    """Registers the rules."""
    downloads.register("intake", may_read)
    downloads.register("cases", in_visible_case)
