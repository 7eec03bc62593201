"""What the sample's cases make public: settled act by act, as the platform would have done it when they were entered.

One of what is still due is held back by its head, and one that was public is taken down, so that both can be seen.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, QuerySet

from fazhi.cases.locking import lock
from fazhi.cases.models import Act, Case
from fazhi.cases.models.act import ActKind
from fazhi.government.models import Membership
from fazhi.government.roles import Role
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE
from fazhi.publishing import holding, sweeping
from fazhi.publishing.models import Bookmark, Notice, NoticeState
from fazhi.publishing.rules import ending_of
from fazhi.publishing.settling import folded_before, settle, settle_state
from fazhi.sample.stage import Stage

Tell = Callable[[str], object]
LATER = timedelta(minutes=1)
HELD = "第三方书面说明所涉工艺参数为商业秘密，不同意公开；经权衡不公开不会对公共利益造成重大影响"
REMOVED = "公开的处罚内容与决定书不一致，核对更正后重新公开。"


def load_notices(*, stage: Stage, tell: Tell) -> None:
    """Settles every case of the district; then two decisions, and what has been public long enough."""
    publishing = [each.id for each in library().latest() if each.publish]
    cases = Case.objects.filter(jurisdiction=stage.jurisdiction, procedure__in=publishing)
    for case in cases.order_by("opened_on", "pk").iterator():
        _replay(case)
    sweeping.remove_expired(at=stage.now)
    _decide(stage)
    last = Act.objects.aggregate(last=Max("id"))["last"] or 0
    for name in (sweeping.MINUTE, sweeping.NIGHT):
        Bookmark.objects.update_or_create(name=name, defaults={"act": last})
    made = Notice.objects.filter(jurisdiction=stage.jurisdiction)
    tell(f"  应当公开的事项 {made.count()} 项，已公开 {made.filter(state=NoticeState.PUBLISHED).count()} 项")


@transaction.atomic
def _replay(case: Case) -> None:
    """As of each act that publication speaks of, at the moment it was entered; then once for what followed."""
    acts = list(case.acts.order_by("seq"))
    bodies, matters = [act.content for act in acts], _matters(case.definition)
    for act in acts[:-1]:
        if act.step in matters or act.kind == ActKind.CORRECTION:
            at = act.recorded_at + LATER
            held = lock(case.pk, today=at.astimezone(PLACE).date(), key=None)
            state = folded_before(case.definition, bodies, act.seq + 1)
            settle_state(held=held, state=state, until=act.seq, at=at)
    settle(case_id=case.pk, at=acts[-1].recorded_at + LATER)


def _matters(definition: Definition) -> frozenset[str]:
    """The steps that make something public, or take it down."""
    found = set()
    for name, block in definition.publish.items():
        references = (*listed(block.after), *listed(block.by), *ending_of(definition.id, name).withdrawn_by)
        found |= {reference.partition(".")[0] for reference in references}
    return frozenset(found)


def _decide(stage: Stage) -> None:
    notices = Notice.objects.filter(jurisdiction=stage.jurisdiction, procedure="administrative_penalty")
    at = stage.now - timedelta(hours=20)
    if (found := _first(notices.filter(state=NoticeState.DUE))) and (head := _head(stage, found, at)):
        holding.hold(actor=stage.actor(head), notice_id=found.pk, ground="trade_secret", reason=HELD, at=at)
    if (found := _first(notices.filter(state=NoticeState.PUBLISHED))) and (head := _head(stage, found, at)):
        holding.remove(actor=stage.actor(head), notice_id=found.pk, ground="inaccurate", said=REMOVED, at=at)


def _first(notices: QuerySet[Notice]) -> Notice | None:
    return notices.select_related("organization").order_by("-due_from", "pk").first()


def _head(stage: Stage, notice: Notice, at: datetime) -> str | None:
    """The login of the head of the body that publishes it."""
    seats = Membership.objects.filter(
        organization=notice.organization, roles__contains=[str(Role.HEAD)], started_on__lte=at.date(), ended_on=None
    )
    login = seats.order_by("pk").values_list("person__login", flat=True).first()
    return login if login in stage.people else None
