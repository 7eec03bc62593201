"""决策进展: how a decision is made, as far as everybody may know it.

Three things are shown and no more: the stages that ``catalog/consultations/kinds.yaml`` names, with the days on which
they were reached; notices that are public today (made by the `publish` blocks, masked by them); public consultations.
A case of which neither a notice nor a consultation is public does not exist here, and nothing is read from its data.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fazhi.cases.models import Case
from fazhi.consultations import reading
from fazhi.consultations.kinds import Progress, Stage, kinds
from fazhi.consultations.models import Consultation, State
from fazhi.government.models import Jurisdiction
from fazhi.publishing import reading as notices
from fazhi.publishing.models import Notice


class Reached(StrEnum):
    """How far a stage is."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"

    @property
    def label(self) -> str:
        return {"done": "已完成", "now": "正在进行", "to_come": "待进行"}[self.value]


@dataclass(frozen=True)
class Step:
    """A stage with its day, its public notices and consultations."""

    title: str
    reached: Reached
    on: date | None
    notices: Sequence[Notice]
    consultations: Sequence[Consultation]


@dataclass(frozen=True)
class Decision:
    """A decision on its way."""

    case: Case
    kind: str
    title: str
    steps: Sequence[Step]

    @property
    def now(self) -> Step | None:
        """The stage that is being worked on; None once all is over."""
        return next((step for step in self.steps if step.reached is Reached.NOW), None)

    @property
    def last(self) -> Step | None:
        """The stage that was reached last."""
        done = [step for step in reversed(self.steps) if step.on is not None]
        return max(done, key=lambda step: step.on or date.min, default=None)


def public_cases(jurisdiction: Jurisdiction, today: date) -> QuerySet[Case]:
    """The cases of decisions of which something is public, the newest first."""
    shown = Q(pk__in=[])
    for progress in kinds().progress:
        of_kind = Q(procedure=progress.procedure)
        if progress.hidden_when:
            named = progress.hidden_when
            of_kind &= ~Q(**{f"data__{named.field}__contains": [named.has]}) & ~Q(**{f"data__{named.field}": named.has})
        shown |= of_kind
    notice = notices.public(jurisdiction, on=today).filter(case=OuterRef("pk")).order_by()
    consultation = reading.public(jurisdiction).filter(case=OuterRef("pk")).order_by()
    found = Case.objects.filter(shown, Exists(notice) | Exists(consultation), jurisdiction=jurisdiction)
    return found.select_related("organization").order_by("-opened_on", "-id")


def is_public_case(case_id: UUID, jurisdiction: Jurisdiction, today: date) -> bool:
    """Whether a case has a page of its progress."""
    return public_cases(jurisdiction, today).filter(pk=case_id).exists()


def read(cases: Sequence[Case], jurisdiction: Jurisdiction, today: date) -> list[Decision]:
    """The decisions of these cases. Two statements, however many they are."""
    ids = [case.pk for case in cases]
    told: dict[UUID, list[Notice]] = {}
    for notice in notices.public(jurisdiction, on=today).filter(case__in=ids).order_by("published_on", "id"):
        told.setdefault(notice.case_id, []).append(notice)
    asked: dict[UUID, list[Consultation]] = {}
    for each in reading.public(jurisdiction).filter(case__in=ids).order_by("opens_on", "id"):
        if each.case_id is not None:
            asked.setdefault(each.case_id, []).append(each)
    return [_decision(case, told.get(case.pk, []), asked.get(case.pk, [])) for case in cases]


def _decision(case: Case, told: Sequence[Notice], asked: Sequence[Consultation]) -> Decision:
    progress = kinds().progress_of(case.procedure)
    assert progress is not None  # public_cases gives no others
    return Decision(case, progress.title, _title(told, asked), _steps(progress, case, told, asked))


def _title(told: Sequence[Notice], asked: Sequence[Consultation]) -> str:
    """From what is public, never from the case."""
    return told[-1].title if told else asked[-1].title


def _steps(progress: Progress, case: Case, told: Sequence[Notice], asked: Sequence[Consultation]) -> list[Step]:
    reached = {stage.title: _reached_on(stage, case) for stage in progress.stages}
    shown = [
        stage
        for stage in progress.stages
        if reached[stage.title] or not (stage.optional or case.closed_on) or _own(stage, told)
    ]
    # What comes before the stage that was reached last has been passed, whether it was needed or not.
    last = max((index for index, stage in enumerate(shown) if reached[stage.title]), default=-1)
    steps = []
    for index, stage in enumerate(shown):
        on = reached[stage.title]
        if on is None and index < last and not _own(stage, told):
            continue
        steps.append(
            Step(
                stage.title,
                _how_far(index, last, is_open=case.closed_on is None, stage=stage, asked=asked),
                on,
                _own(stage, told),
                asked if stage.consultations else (),
            )
        )
    return steps


def _how_far(index: int, last: int, *, is_open: bool, stage: Stage, asked: Sequence[Consultation]) -> Reached:
    is_asking = any(each.state == State.OPEN for each in asked)
    if stage.consultations and is_asking:
        return Reached.NOW
    if index <= last or not is_open:
        return Reached.DONE
    # While a draft is open, that is what is going on; what comes next has not begun.
    return Reached.NOW if index == last + 1 and not is_asking else Reached.TO_COME


def _reached_on(stage: Stage, case: Case) -> date | None:
    """The last day on which one of its steps was taken, as far as it still stands. Nothing else of them is read."""
    state = case.folded
    known = state.definition.steps
    days = [
        event.on
        for reference in stage.steps
        if reference.partition(".")[0] in known
        for event in state.found(reference)
    ]
    return max(days, default=None)


def _own(stage: Stage, told: Sequence[Notice]) -> list[Notice]:
    return [notice for notice in told if notice.publication in stage.notices]
