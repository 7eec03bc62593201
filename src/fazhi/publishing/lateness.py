"""The clock of publication is a clock like any other: late is a finding 监督发现.

Where a procedure has a limit of its own for the step that publishes, the act that comes too late raises the finding,
as every act does. Everything else (what the platform publishes by itself, and a `within` that no limit of the procedure
stands for) is watched here. There is one finding for a notice, however often one looks.
"""

from __future__ import annotations

from datetime import date, datetime

from fazhi.cases.models import Case, Finding
from fazhi.cases.models.finding import FindingState
from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.language.basis import Breach
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE
from fazhi.publishing.deciding import own_limits
from fazhi.publishing.models import Notice, NoticeState, Removal
from fazhi.publishing.rules import limit_unless_said

UNFOUNDED = "更正后不再属于逾期公开，由平台核销。"


def watch(case: Case, notice: Notice, *, at: datetime) -> None:
    """Raises the finding of a late notice, says when it became public, or closes it where it turns out unfounded.

    The row of ``case`` is held by the caller, so that nobody raises it twice. What people have said or decided about a
    finding is never changed.
    """
    if not is_watched(case.definition, notice.publication):
        return
    rule = f"publish.{notice.publication}"
    found = Finding.objects.filter(case_id=case.pk, seq=notice.seq, rule=rule).first()
    say = _say(case.definition, notice, at.astimezone(PLACE).date())
    if say is None:
        if found and found.state == FindingState.OPEN and _is_unfounded(notice):
            found.state, found.say = FindingState.DISMISSED, f"{found.say}{UNFOUNDED}"
            found.save(update_fields=["state", "say"])
    elif found is None:
        Finding.objects.create(
            case_id=case.pk,
            jurisdiction_id=case.jurisdiction_id,
            organization_id=case.organization_id,
            seq=notice.seq,
            rule=rule,
            breach=Breach.LATE,
            say=say,
            basis=_basis(case.definition, notice.publication),
            found_at=at,
        )
    elif found.state == FindingState.OPEN and found.say != say and notice.state == NoticeState.PUBLISHED:
        found.say = say
        found.save(update_fields=["say"])


def is_watched(definition: Definition, publication: str) -> bool:
    """Whether nothing in the procedure itself would find that this was published late."""
    block = definition.publish.get(publication)
    return block is not None and not own_limits(definition, block)


def watched_kinds() -> set[tuple[str, str]]:
    """Procedure and block of all that is watched here, in any edition."""
    return {(each.id, name) for each in library() for name in each.publish if is_watched(each, name)}


def _say(definition: Definition, notice: Notice, today: date) -> str | None:
    """What is wrong; None for what is in time, or need not be public."""
    if notice.due_on is None or notice.state not in (NoticeState.DUE, NoticeState.PUBLISHED):
        return None
    until = notice.published_on if notice.state == NoticeState.PUBLISHED else today
    if until is None or until <= notice.due_on:
        return None
    fate = "才公开" if notice.state == NoticeState.PUBLISHED else "仍未公开"
    title = definition.publish[notice.publication].title
    late = (until - notice.due_on).days
    return f"“{title}”应当在{chinese_day(notice.due_on)}以前公开，到{chinese_day(until)}{fate}，逾期{late}日。"


def _is_unfounded(notice: Notice) -> bool:
    """In time after all, or not to be published at all. What was late and is held back or taken down was late."""
    return notice.state in (NoticeState.DUE, NoticeState.PUBLISHED) or notice.removal == Removal.LAPSED


def _basis(definition: Definition, publication: str) -> dict[str, object]:
    block = definition.publish[publication]
    return dict(block.basis if block.within else limit_unless_said().basis)
