"""Brings the notices of a case into agreement with its acts: due, published, corrected, taken down. As often as asked.

Whoever settles twice finds nothing to do the second time. A notice that people have decided about (held back, taken
down) stays as they decided; what the case says about it meanwhile is kept up with, and shows when they let it go.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fazhi.cases.locking import Locked, lock
from fazhi.cases.models import Case, Paper
from fazhi.cases.models.act import ActKind
from fazhi.cases.rebuilding import fold_bodies
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.pauses import PLACE
from fazhi.publishing.deciding import Course, Due, as_json, publications, removes_on
from fazhi.publishing.lateness import watch
from fazhi.publishing.models import Notice, NoticeState, Removal, StepKind
from fazhi.publishing.stepping import enter_due, enter_published, enter_removed, index, step

SHOWN_STATES = (NoticeState.DUE, NoticeState.PUBLISHED)


@dataclass(frozen=True)
class Settled:
    """What one settling changed: notices that began, became public, were corrected, were taken down or held back."""

    due: int = 0
    published: int = 0
    corrected: int = 0
    removed: int = 0
    held: int = 0

    def __add__(self, other: Settled) -> Settled:
        return Settled(
            self.due + other.due,
            self.published + other.published,
            self.corrected + other.corrected,
            self.removed + other.removed,
            self.held + other.held,
        )

    def __bool__(self) -> bool:
        return self != NOTHING


NOTHING = Settled()


@transaction.atomic
def settle(*, case_id: UUID, at: datetime) -> Settled:
    """Settles one case; holds its row meanwhile. Raises Refused where there is none."""
    held = lock(case_id, today=at.astimezone(PLACE).date(), key=None)
    if not held.case.definition.publish:
        return NOTHING
    return settle_state(held=held, state=held.case.folded, until=None, at=at)


def settle_state(*, held: Locked, state: CaseState, until: int | None, at: datetime) -> Settled:
    """Settles a case whose row is held, as ``state`` has it: the acts up to ``until``, or all of them."""
    work = _Settling(held.case, state, Context(at.astimezone(PLACE).date(), held.parameters), at)
    return work.settled(until)


def state_before(case: Case, seq: int) -> CaseState:
    """The state of a case before an act, with the corrections that earlier acts have had since."""
    return folded_before(case.definition, [act.content for act in case.acts.order_by("seq")], seq)


def folded_before(definition: Definition, bodies: Sequence[Mapping[str, Any]], seq: int) -> CaseState:
    """The same from the bodies of all acts, in their order."""
    kept = [
        body
        for number, body in enumerate(bodies, 1)
        if (body["corrects"] < seq if body["kind"] == ActKind.CORRECTION else body.get("seq", number) < seq)
    ]
    return fold_bodies(definition, kept)


def was_held_by_case(notice: Notice) -> bool:
    """Whether it was an act of the case that decided against publication, not a head."""
    last = notice.steps.filter(kind=StepKind.HELD).last()
    return last is not None and last.by_id is None


class _Settling:
    """One settling of one case."""

    def __init__(self, case: Case, state: CaseState, context: Context, at: datetime) -> None:
        self.case, self.state, self.context, self.at = case, state, context, at
        self.done = NOTHING

    @property
    def today(self) -> date:
        return self.context.today

    def settled(self, until: int | None) -> Settled:
        there = {(each.publication, each.seq): each for each in Notice.objects.filter(case_id=self.case.pk)}
        course = Course(
            self.state,
            self.context,
            lambda seq: state_before(self.case, seq),
            number=self.case.number,
            papers=self._papers(until),
        )
        wanted = publications(course)
        for each in wanted:
            notice = there.pop((each.publication, each.seq), None)
            if notice is None:
                notice = self._begun(each)
            else:
                self._keep_up(notice, each)
            self._go_on(notice, each)
            watch(self.case, notice, at=self.at)
        for notice in there.values():
            self._lapse(notice)
            watch(self.case, notice, at=self.at)
        return self.done

    def _papers(self, until: int | None) -> Mapping[int, list[str]]:
        if not self.state.definition.instruments:
            return {}
        papers: dict[int, list[str]] = {}
        found = Paper.objects.filter(case_id=self.case.pk).exclude(number="")
        # A paper of inner business (an approval form) has no number that anybody outside could know.
        for seq, instrument, number in found.order_by("id").values_list("seq", "instrument", "number"):
            if (until is None or seq <= until) and self._goes_out(instrument):
                papers.setdefault(seq, []).append(number)
        return papers

    def _goes_out(self, instrument: str) -> bool:
        declared = self.state.definition.instruments.get(instrument)
        return declared is not None and not declared.title.endswith(("审批表", "审核表", "笔录", "呈批表"))

    def _begun(self, each: Due) -> Notice:
        notice = Notice(
            jurisdiction_id=self.case.jurisdiction_id,
            organization_id=self.case.organization_id,
            case_id=self.case.pk,
            procedure=self.case.procedure,
            publication=each.publication,
            seq=each.seq,
            title=each.title,
            fields=as_json(each.fields),
            due_from=each.due_from,
            due_on=each.due_on,
        )
        enter_due(notice, organization=self.case.organization, at=self.at)
        self.done += Settled(due=1)
        return notice

    def _keep_up(self, notice: Notice, each: Due) -> None:
        """Content, title and days follow the case; of what is public, the change is a correction that shows."""
        fields = as_json(each.fields)
        days = (each.due_from, each.due_on)
        if notice.fields == fields and notice.title == each.title and (notice.due_from, notice.due_on) == days:
            return
        changed = _changed(notice, fields, each.title)
        notice.fields, notice.title, (notice.due_from, notice.due_on) = fields, each.title, days
        notice.save(update_fields=["fields", "title", "due_from", "due_on"])
        if not changed:
            return
        index(notice, self.case.organization)
        if notice.state == NoticeState.PUBLISHED:
            step(notice, StepKind.CORRECTED, at=self.at, reason=f"更正：{'、'.join(changed)}")
            self.done += Settled(corrected=1)

    def _go_on(self, notice: Notice, each: Due) -> None:
        """From due to published, and on to what the case itself has decided about it."""
        if notice.state == NoticeState.REMOVED and notice.removal == Removal.LAPSED:
            notice.state, notice.removed_on, notice.removal = NoticeState.DUE, None, ""
            notice.save(update_fields=["state", "removed_on", "removal"])
            step(notice, StepKind.DUE, at=self.at, reason="公开的条件重新具备")
            self.done += Settled(due=1)
        if each.withheld is not None:
            self._withhold(notice, each)
        elif notice.state == NoticeState.HELD and was_held_by_case(notice):
            notice.state = NoticeState.DUE
            notice.save(update_fields=["state"])
            step(notice, StepKind.RELEASED, at=self.at, reason="案件中不公开的办理已经重新进行")
            self.done += Settled(due=1)
        if notice.state == NoticeState.DUE and (each.by_platform or each.published_on) and each.withheld is None:
            self._publish(notice, each)
        elif notice.state == NoticeState.PUBLISHED and each.published_on and notice.published_on != each.published_on:
            self._move(notice, each.published_on)
        if notice.state in SHOWN_STATES and each.withdrawn_on:
            enter_removed(
                notice,
                on=each.withdrawn_on,
                removal=Removal.WITHDRAWN,
                at=self.at,
                reason="案件中办理了撤回公开",
                said=each.withdrawn_said,
            )
            self.done += Settled(removed=1)

    def _publish(self, notice: Notice, each: Due) -> None:
        # What was held back for a time is public from today, whatever day the case has for it.
        let_go = notice.steps.filter(kind=StepKind.RELEASED).exists()
        on = notice.published_on or (each.published_on if each.published_on and not let_go else self.today)
        ends = removes_on(self.state, self.context, notice.publication, on)
        enter_published(notice, on=on, at=self.at, removes_on=ends)
        self.done += Settled(published=1)

    def _move(self, notice: Notice, on: date) -> None:
        """The day of the act was corrected."""
        if notice.steps.filter(kind=StepKind.RELEASED).exists():
            return
        notice.published_on = on
        notice.removes_on = removes_on(self.state, self.context, notice.publication, on)
        notice.save(update_fields=["published_on", "removes_on"])
        step(notice, StepKind.CORRECTED, at=self.at, reason="更正：公开日期")
        self.done += Settled(corrected=1)

    def _withhold(self, notice: Notice, each: Due) -> None:
        if notice.state in SHOWN_STATES:
            notice.state = NoticeState.HELD
            notice.save(update_fields=["state"])
            step(notice, StepKind.HELD, at=self.at, ground=each.withheld_ground, reason=each.withheld or "")
            self.done += Settled(held=1)

    def _lapse(self, notice: Notice) -> None:
        """The act no longer stands, or what made it public no longer holds. What people held back stays held back."""
        if notice.state in SHOWN_STATES:
            enter_removed(
                notice,
                on=self.today,
                removal=Removal.LAPSED,
                at=self.at,
                reason="所依据的办理已经重新进行，或者公开的条件不再具备",
            )
            self.done += Settled(removed=1)


def _changed(notice: Notice, fields: list[dict[str, object]], title: str) -> list[str]:
    """The titles of what reads differently now."""
    was = {each["name"]: each for each in notice.fields}
    now = {str(each["name"]): each for each in fields}
    names = [name for name in {**was, **now} if was.get(name) != now.get(name)]
    found = [str((now.get(name) or was[name])["title"]) for name in names]
    return found or (["标题"] if notice.title != title else [])
