"""Making a draft out of a document: what the plan reader found, with each unit name looked up."""

from collections.abc import Iterable
from dataclasses import replace

from fazhi.plans.intake.draft import Draft, DraftDeadline, DraftTarget, DraftTask, DraftUnit, Naming, Proposal
from fazhi.plans.intake.matching import Directory, NameMatch
from fazhi.plans.models import Target, TaskUnit
from fazhi.plans.reading.deadlines import find_deadlines
from fazhi.plans.reading.model import ReadPlan, ReadTask
from fazhi.plans.reading.targets import find_targets

LONGEST_TITLE = 300
LONGEST_NUMBER = 20
_COMPARISONS = frozenset(Target.Comparison.values)


def draft_from_plan(plan: ReadPlan, directory: Directory, notices: Iterable[str] = ()) -> Draft:
    """The draft of a plan that has been read; `notices` are added to the reader's own."""
    tasks = tuple(_task(key, task) for key, task in enumerate(plan.tasks, 1))
    return named(Draft(tasks=tasks, notices=(*notices, *plan.warnings), issuer=plan.issuer), directory)


def named(draft: Draft, directory: Directory) -> Draft:
    """The draft with a naming for every name that tasks use; what is settled already stays."""
    names = dict(draft.names)
    for name in draft.used_names():
        if name not in names:
            names[name] = _naming(directory.match(name))
    return replace(draft, names=names)


def typed_deadlines(text: str) -> tuple[DraftDeadline, ...]:
    """Deadlines out of what somebody typed: lines or parts such as 2026-06-30, 6月底前, 每季度, 长期坚持.

    A part that is no time comes back with an empty norm, so that it is asked about and not lost.
    """
    found: list[DraftDeadline] = []
    for line in text.replace("；", "\n").replace(";", "\n").splitlines():
        if plain := line.strip():
            norms = [] if _iso(plain) else find_deadlines(f"完成时限：{plain}。")
            if _iso(plain):
                found.append(DraftDeadline(plain, plain))
            elif norms:
                whole = len(norms) == 1
                found.extend(DraftDeadline((plain if whole else item.text)[:100], item.norm) for item in norms)
            else:
                found.append(DraftDeadline(plain[:100], ""))
    return tuple(dict.fromkeys(found))


def typed_targets(text: str, metric: str = "") -> tuple[DraftTarget, ...]:
    """Targets out of what somebody typed, one a line; lines without a number to reach give none.

    `metric` is what a bare number (不少于4场) is about: the task itself.
    """
    return tuple(
        _target(item.metric or metric or line.strip(), item.op, item.value, item.unit, item.text)
        for line in text.splitlines()
        for item in find_targets(line)
    )


def _task(key: int, task: ReadTask) -> DraftTask:
    title = task.title.strip()
    return DraftTask(
        key=key,
        number=task.number[:LONGEST_NUMBER],
        title=title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…",
        body=task.body,
        start=task.start,
        end=task.end,
        heading_path=tuple(heading[:200] for heading in task.heading_path),
        units=_units(task),
        deadlines=tuple(DraftDeadline(line.text[:100], line.norm) for line in task.deadlines),
        targets=tuple(_target(item.metric, item.op, item.value, item.unit, item.text) for item in task.targets),
    )


def _units(task: ReadTask) -> tuple[DraftUnit, ...]:
    parts = TaskUnit.Part
    named_parts = (
        (parts.LEAD, task.lead_units),
        (parts.RESPONSIBLE, task.all_units),
        (parts.SUPPORTING, task.supporting_units),
    )
    return tuple(DraftUnit(unit.name[:100], part.value) for part, units in named_parts for unit in units)


def _target(metric: str, op: str, value: float, unit: str, text: str) -> DraftTarget:
    comparison = op if op in _COMPARISONS else Target.Comparison.AT_LEAST.value
    return DraftTarget(metric[:200], comparison, f"{value:.4f}".rstrip("0").rstrip("."), unit[:20], text[:300])


def _naming(match: NameMatch) -> Naming:
    proposals = tuple(Proposal(candidate.organization_id, candidate.score) for candidate in match.candidates)
    return Naming(match.state, match.organization_ids, proposals, match.why)


def _iso(text: str) -> bool:
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit() and text.isascii()
