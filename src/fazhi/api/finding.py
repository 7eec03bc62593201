"""Finding the case that a caller names: one they may not see is, to them, not there."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from uuid import UUID

from fazhi.api.problems import Unfit, Unknown
from fazhi.cases import queries
from fazhi.cases.models import Case
from fazhi.cases.refusals import ActRefused, Refused
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed

NO_CASE = "没有这个案件，或者您无权查看。"


def case_for(actor: Actor, case_id: UUID) -> Case:
    """The case. Raises Unknown."""
    found = queries.find_case(actor, case_id)
    if found is None:
        raise Unknown(NO_CASE)
    return found


@contextmanager
def acting_on(actor: Actor, case_id: UUID) -> Iterator[None]:
    """Around a verb: a refusal about a case that the caller may not even see becomes Unknown.

    Asked only after the refusal, so that an act which goes well costs nothing more.
    """
    try:
        yield
    except ActRefused:
        raise
    except (NotAllowed, Refused):
        case_for(actor, case_id)
        raise


def uploaded(actor: Actor, numbers: Sequence[int]) -> list[KeptFile]:
    """Files by number, in that order. Only the caller's own: a guessed number must not open another's file."""
    if not numbers:
        return []
    found = KeptFile.objects.filter(kept_by=actor.person).in_bulk(set(numbers))
    if missing := [str(number) for number in numbers if number not in found]:
        raise Unfit(f"没有您上传的文件{'、'.join(missing)}，请先用 POST /files 上传。", field="attachments")
    return [found[number] for number in numbers]
