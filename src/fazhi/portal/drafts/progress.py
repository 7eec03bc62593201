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

from django.db.models import Q, QuerySet

from fazhi.cases.models import Case
from fazhi.consultations import reading
from fazhi.consultations.kinds import Progress, Stage, kinds
from fazhi.consultations.models import Consultation, State
from fazhi.desk.fieldwork.articles import ArticleLink, articles_of
from fazhi.government.models import Jurisdiction
from fazhi.publishing import reading as notices
from fazhi.publishing.models import Notice


class Reached(StrEnum):
    """How far a stage is."""

    DONE = "done"
    NOW = "now"
    TO_COME = "to_come"
    UNRECORDED = "unrecorded"
    NEVER = "never"

    @property
    def label(self) -> str:
        return _LABELS[self.value]


_LABELS = {"done": "已完成", "now": "正在进行", "to_come": "尚未进行", "unrecorded": "未记录", "never": "没有进行"}


@dataclass(frozen=True)
class Step:
    """A stage with its day, its articles, its public notices and consultations.

    ``asked`` says when the law wants it, of a stage that is not always needed and of which nothing is recorded.
    """

    title: str
    reached: Reached
    on: date | None
    articles: Sequence[ArticleLink]
    asked: str
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
    procedures = [progress.procedure for progress in kinds().progress]
    noticed = notices.public(jurisdiction, on=today).filter(procedure__in=procedures).order_by().values("case")
    asked = reading.public(jurisdiction).exclude(case=None).order_by().values("case")
    # From the few that are public to their cases: the other way round every case of the procedures would be read.
    found = Case.objects.filter(shown, pk__in=noticed.union(asked), jurisdiction=jurisdiction)
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
    """The stages in their order. One that nobody recorded is shown as such: silence would look like law observed."""
    reached = {stage.title: _reached_on(stage, case) for stage in progress.stages}
    shown = [
        stage
        for stage in progress.stages
        if reached[stage.title] or not stage.optional or stage.asked or _own(stage, told)
    ]
    last = max((index for index, stage in enumerate(shown) if reached[stage.title]), default=-1)
    following = next((index for index, stage in enumerate(shown) if index > last and not stage.optional), None)
    is_asking = any(each.state == State.OPEN for each in asked)
    steps = []
    for index, stage in enumerate(shown):
        on, own = reached[stage.title], _own(stage, told)
        if stage.consultations and is_asking:
            how_far = Reached.NOW
        elif on or own:
            how_far = Reached.DONE
        elif index < last:
            how_far = Reached.UNRECORDED
        elif case.closed_on is not None:
            how_far = Reached.NEVER
        else:
            # While a draft is open, that is what is going on; what comes next has not begun.
            how_far = Reached.NOW if index == following and not is_asking else Reached.TO_COME
        asked_when = stage.asked or "" if how_far not in (Reached.DONE, Reached.NOW) else ""
        asking = asked if stage.consultations else ()
        steps.append(Step(stage.title, how_far, on, _articles(stage, case), asked_when, own, asking))
    return steps


def _articles(stage: Stage, case: Case) -> Sequence[ArticleLink]:
    """What the stage rests on: its own articles, else those of the first of its steps that the procedure has."""
    if stage.basis:
        return articles_of(stage.basis, stage.sources)
    known = case.definition.steps
    first = next((known[name] for name in (each.partition(".")[0] for each in stage.steps) if name in known), None)
    return articles_of(first.basis, first.sources) if first else ()


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
