"""Periods (期次) of a task with a frequency: 每月, 每季度, 每半年, 每年. A report names the period that it is about."""

from dataclasses import dataclass
from datetime import date

from fazhi.plans.due_days import last_day
from fazhi.plans.models import Task, TaskPeriod

_MONTHS = {"P1M": 1, "P3M": 3, "P6M": 6, "P1Y": 12}


@dataclass(frozen=True, slots=True)
class PeriodSpan:
    """One turn: what it is called, its first day, and the day on which it is due (its last day, or a day named)."""

    label: str
    starts_on: date
    due_on: date


def spans(
    *, frequency: str, starts_on: date, ends_on: date, yearly_on: tuple[int, int] | None = None
) -> list[PeriodSpan]:
    """The periods that touch the days from `starts_on` to `ends_on`, by the calendar; none for a task done once.

    `yearly_on` (month, day) moves the due day of yearly periods: 每年1月31日前.
    """
    step = _MONTHS.get(frequency)
    if step is None:
        return []
    found = []
    year, month = starts_on.year, (starts_on.month - 1) // step * step + 1
    while date(year, month, 1) <= ends_on:
        last = last_day(year, month + step - 1)
        due = last_day(year, *yearly_on) if yearly_on and step == 12 else last
        if starts_on <= due and due <= max(ends_on, last):
            found.append(PeriodSpan(_label(step, year, month), date(year, month, 1), min(due, max(ends_on, starts_on))))
        year, month = (year, month + step) if month + step <= 12 else (year + 1, 1)
    return found


def create(*, task: Task, starts_on: date, ends_on: date, yearly_on: tuple[int, int] | None = None) -> list[TaskPeriod]:
    """Makes those periods of a task that it does not have yet; those already there, with what was reported, stay."""
    there = set(task.periods.values_list("label", flat=True))
    wanted = spans(frequency=task.frequency, starts_on=starts_on, ends_on=ends_on, yearly_on=yearly_on)
    return TaskPeriod.objects.bulk_create(
        TaskPeriod(
            jurisdiction_id=task.jurisdiction_id,
            task=task,
            label=span.label,
            starts_on=span.starts_on,
            due_on=span.due_on,
        )
        for span in wanted
        if span.label not in there
    )


def forget_unused(task: Task) -> None:
    """Takes away the periods nobody reported on, before a changed task gets those of its new frequency."""
    task.periods.filter(met_on=None, entry=None).delete()


def first_unmet(task: Task) -> TaskPeriod | None:
    """The earliest period that nobody has met: it gives the task its deadline."""
    return task.periods.filter(met_on=None).order_by("due_on", "starts_on").first()


def current(task: Task, on: date) -> TaskPeriod | None:
    """The period that a report made on a day is most likely about: the earliest unmet one that has begun."""
    begun = task.periods.filter(met_on=None, starts_on__lte=on).order_by("starts_on").first()
    return begun or first_unmet(task)


def _label(step: int, year: int, month: int) -> str:
    match step:
        case 1:
            return f"{year}年{month}月"
        case 3:
            return f"{year}年第{(month + 2) // 3}季度"
        case 6:
            return f"{year}年{'上' if month == 1 else '下'}半年"
    return f"{year}年"
