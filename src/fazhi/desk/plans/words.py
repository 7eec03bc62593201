"""How plans and tasks are worded and coloured on pages; the domain gives colours, states and days."""

from datetime import date

from fazhi.desk.components import Mark, Moment
from fazhi.plans.colours import colour_of, rule_of
from fazhi.plans.models import Entry, Plan, Target, Task, TaskUnit
from fazhi.plans.spoken_units import spoken

ENTRY_COLOURS = {
    Entry.Kind.ACCEPT: "green",
    Entry.Kind.RETURN: "orange",
    Entry.Kind.ADJUST: "yellow",
    Entry.Kind.DROP: "grey",
}
PLAN_COLOURS = {Plan.State.ACTIVE: "blue", Plan.State.SUPERSEDED: "grey", Plan.State.CLOSED: "green"}


def task_colour(task: Task, today: date) -> str:
    """The annotation where the query made it, else the same from the row."""
    known: str | None = getattr(task, "colour", None)
    return known or colour_of(today=today, due_on=task.due_on, status=task.status, percent=task.percent)


def task_mark(task: Task, today: date) -> Mark:
    """The colour with its words; near and late ones say by how many days."""
    colour = task_colour(task, today)
    words = rule_of(colour).label
    if task.due_on and colour in {"red", "orange", "yellow"}:
        left = (task.due_on - today).days
        words = f"逾期 {-left} 天" if left < 0 else ("今天到期" if left == 0 else f"还有 {left} 天")
    return Mark(colour, words)


def plan_mark(plan: Plan) -> Mark:
    return Mark(PLAN_COLOURS[Plan.State(plan.state)], plan.get_state_display())


def term(plan: Plan) -> str:
    """2026 年, or 2021—2025 年; a plan that does not run over whole years shows its days."""
    first, last = plan.starts_on, plan.ends_on
    whole = (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
    if not whole:
        return f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"
    return f"{first.year} 年" if first.year == last.year else f"{first.year}—{last.year} 年"


def answering(task: Task) -> str:
    """The leading or responsible units of a task whose units were read ahead."""
    return "、".join(str(each) for each in spoken(task.units.all()) if each.part != TaskUnit.Part.SUPPORTING)


def supporting(task: Task) -> str:
    """The supporting units of such a task."""
    return "、".join(str(each) for each in spoken(task.units.all()) if each.part == TaskUnit.Part.SUPPORTING)


def due_words(task: Task) -> str:
    """The deadline for people: the day, the frequency beside it, or that there is none."""
    day = f"{task.due_on:%Y-%m-%d}" if task.due_on else ""
    if task.frequency:
        return f"{task.get_frequency_display()}（本期 {day}）" if day else task.get_frequency_display()
    return day or ("长期坚持" if task.is_ongoing else "未定")


def entry_moment(entry: Entry, metrics: dict[str, Target]) -> Moment:
    """An entry as the timeline shows it; `metrics` has the task's targets by their id."""
    facts: list[tuple[str, object]] = []
    if entry.period is not None:
        facts.append(("期次", entry.period.label))
    if entry.percent is not None:
        facts.append(("进度", f"{entry.percent}%"))
    facts.extend(_reached(metrics.get(key), value) for key, value in entry.values.items())
    if entry.kind == Entry.Kind.ADJUST:
        facts.extend((name, _change(*change)) for name, change in entry.changes.items())
    colour = ENTRY_COLOURS.get(Entry.Kind(entry.kind))
    return Moment(
        title=entry.get_kind_display(),
        at=entry.at,
        by=entry.by,
        unit=entry.unit,
        text=entry.text,
        files=list(entry.files.all()),
        mark=Mark(colour, "") if colour else None,
        facts=facts,
    )


def _change(before: str, after: str) -> str:
    return f"由“{_short(before)}”改为“{_short(after)}”"


def _short(text: str) -> str:
    return text if len(text) <= 80 else text[:79] + "…"


def _reached(target: Target | None, value: str) -> tuple[str, str]:
    return (target.metric, _plain(value) + target.unit) if target else ("指标", _plain(value))


def _plain(value: str) -> str:
    return value.rstrip("0").rstrip(".") if "." in value else value
