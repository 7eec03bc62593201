"""Replaying what was done in the sample district: every event through its verb, at its moment, in order."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from fazhi.catalog.sample_work import (
    FollowUpStep,
    ProblemStep,
    SampleFollowUp,
    SampleFollowUpEntry,
    SampleMonth,
    SampleMonthlyReport,
    SampleProblem,
    SampleProblemEntry,
    SampleProgress,
    SampleWork,
)
from fazhi.plans import monthly, problems, progress
from fazhi.plans.followup import followups, reminders
from fazhi.plans.models import Entry, FollowUp, MonthlyRound, Plan, Problem, Task
from fazhi.sample.stage import Stage

FOLLOWUP_VERBS: dict[FollowUpStep, Callable[..., object]] = {
    FollowUpStep.RESPOND: followups.respond,
    FollowUpStep.FEEDBACK: followups.feedback,
    FollowUpStep.SETTLE: followups.settle,
    FollowUpStep.RETURN: followups.return_,
    FollowUpStep.CLOSE: followups.close,
}
PROBLEM_VERBS: dict[ProblemStep, Callable[..., object]] = {
    ProblemStep.PROGRESS: problems.progress,
    ProblemStep.RECTIFY: problems.rectify,
    ProblemStep.RETURN: problems.return_,
    ProblemStep.VERIFY: problems.verify,
}


@dataclass(order=True)
class Event:
    """Something to be done at a moment; events of one moment keep the order in which they are listed."""

    at: datetime
    place: int
    do: Callable[[datetime], object] = field(compare=False)


def replay(work: SampleWork, *, stage: Stage, plan: Plan) -> None:
    """Does everything in `work`, oldest first, with the daily reminders in between."""
    tasks = {task.number: task for task in Task.objects.filter(plan=plan)}
    told: list[tuple[datetime, Callable[[datetime], object]]] = [
        *(event for each in work.progress for event in _progress(each, stage, tasks)),
        *(event for each in work.followups for event in _followup(each, stage, tasks)),
        *(event for each in work.problems for event in _problem(each, stage)),
        *(event for each in work.monthly for event in _month(each, stage)),
    ]
    events = sorted(Event(at, place, do) for place, (at, do) in enumerate(told) if at <= stage.now)
    day = date.min
    for event in events:
        if event.at.date() != day:
            day = event.at.date()
            reminders.remind(jurisdiction=stage.jurisdiction, at=event.at)
        event.do(event.at)


Told = Iterator[tuple[datetime, Callable[[datetime], object]]]


def _progress(told: SampleProgress, stage: Stage, tasks: dict[str, Task]) -> Told:
    task = tasks[told.task]

    def report(at: datetime) -> None:
        targets = list(task.targets.all())
        values = {
            next(target.pk for target in targets if value.metric in f"{target.metric} {target.text}"): str(value.value)
            for value in told.values
        }
        entry = progress.report(
            actor=stage.actor(told.by),
            task=task,
            unit=stage.units[told.unit],
            text=told.text,
            percent=told.percent,
            values=values,
            period=task.periods.filter(met_on=None).first(),
            at=at,
        )
        reported.append(entry)

    def review(at: datetime) -> None:
        assert told.review is not None
        actor = stage.actor(told.review.by)
        if told.review.result == "accepted":
            progress.accept(actor=actor, entry=reported[0], text=told.review.reason or "", at=at)
        else:
            progress.return_(actor=actor, entry=reported[0], reason=told.review.reason or "", at=at)

    reported: list[Entry] = []
    yield stage.moment(told), report
    if told.review is not None:
        yield stage.moment(told.review), review


def _followup(told: SampleFollowUp, stage: Stage, tasks: dict[str, Task]) -> Told:
    issued: list[FollowUp] = []

    def issue(at: datetime) -> None:
        issued.extend(
            followups.issue(
                actor=stage.actor(told.issued.by),
                units=[stage.units[told.unit]],
                matter=told.matter,
                source=told.source,
                rule=told.rule,
                difficulty=told.difficulty,
                task=tasks[told.task] if told.task else None,
                at=at,
            )
        )

    yield stage.moment(told.issued), issue
    for entry in told.entries:

        def enter(at: datetime, entry: SampleFollowUpEntry = entry) -> None:
            verb = FOLLOWUP_VERBS[entry.kind]
            verb(actor=stage.actor(entry.by), followup=issued[0], text=entry.text, at=at)

        yield stage.moment(entry), enter


def _problem(told: SampleProblem, stage: Stage) -> Told:
    registered: list[Problem] = []

    def register(at: datetime) -> None:
        registered.append(
            problems.register(
                actor=stage.actor(told.registered.by),
                unit=stage.units[told.unit],
                source=told.source,
                source_note=told.source_note,
                category=told.category,
                text=told.text,
                measure=told.measure,
                due_on=stage.now.date() + timedelta(days=told.due_in_days),
                at=at,
            )
        )

    yield stage.moment(told.registered), register
    for entry in told.entries:

        def enter(at: datetime, entry: SampleProblemEntry = entry) -> None:
            verb = PROBLEM_VERBS[entry.kind]
            verb(actor=stage.actor(entry.by), problem=registered[0], text=entry.text, at=at)

        yield stage.moment(entry), enter


def _month(told: SampleMonth, stage: Stage) -> Told:
    """The round opens at eight on the first of the month after; the sample says which units are expected."""
    opening = _opening(stage.now, told.months_ago)
    opened: list[MonthlyRound] = []

    def open_round(at: datetime) -> None:
        found = monthly.open_round(jurisdiction=stage.jurisdiction, at=at)
        assert found is not None
        found.units.set([stage.units[key] for key in told.units])
        opened.append(found)

    yield opening, open_round
    for each in told.reports:

        def report(at: datetime, each: SampleMonthlyReport = each) -> None:
            monthly.report(
                actor=stage.actor(each.by),
                round=opened[0],
                unit=stage.units[each.unit],
                progress=each.progress,
                problems=each.problems or "",
                requests=each.requests or "",
                next_steps=each.next_steps or "",
                at=at,
            )

        yield opening + timedelta(days=each.days_after_opening, hours=2), report


def _opening(now: datetime, months_ago: int) -> datetime:
    """Eight in the morning on the first day after the month that lies so many months back."""
    index = now.year * 12 + now.month - months_ago
    return datetime.combine(date(index // 12, index % 12 + 1, 1), time(8), tzinfo=now.tzinfo)
