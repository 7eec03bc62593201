"""The cases of one application one after another: that which was closed, and those that do it again 重办."""

from __future__ import annotations

from datetime import datetime

from fazhi.cases import leading
from fazhi.cases.leading import FollowUp
from fazhi.cases.models import Case
from fazhi.cases.taking import context_for
from fazhi.intake.models import Application


def cases_of(application: Application) -> list[Case]:
    """The cases of an application, the earliest first: more than one where it was done again."""
    case = application.case or (application.merged_into.case if application.merged_into else None)
    if case is None:
        return []
    return [*leading.done_before(case), case] if case.definition.can_be_done_again else [case]


def may_be_asked(case: Case, *, at: datetime) -> bool:
    """Whether a wish to have a closed case done again can be fulfilled. A procedure that never leads to itself leaves
    that to the office.
    """
    return not case.definition.can_be_done_again or leads_again(case, at=at) is not None


def leads_again(case: Case, *, at: datetime) -> FollowUp | None:
    """What a closed case can be done again by; None while it is open, and once that was opened."""
    if case.closed_on is None:
        return None
    found = leading.follow_ups(case, context_for(case, at))
    return next((each for each in found if each.procedure == case.procedure), None)
