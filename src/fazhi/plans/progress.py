"""Progress (进展): units report and contribute, others accept or return; what a task stands at is the fold of it.

Nothing is edited. A report waits until an answer is written behind it; only accepted ones count. Who answers: the
coordinator answers the report of a lead or responsible unit; the head of a leading unit answers the contribution of a
supporting unit, and the coordinator may too. Nobody answers what they wrote themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.utils import timezone

from fazhi.files import store
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import TASK_REPORT, TASK_REVIEW, NotAllowed, may, require
from fazhi.plans.building import settle_due
from fazhi.plans.models import Entry, Plan, Target, Task, TaskPeriod, TaskUnit
from fazhi.plans.reach import jurisdictions_of
from fazhi.plans.refusals import Refused

WAITING = (Entry.Kind.REPORT, Entry.Kind.CONTRIBUTION)
_LONGEST = 5000


@dataclass(frozen=True, slots=True)
class Standing:
    """What a task's entries come to."""

    percent: int = 0
    status: str = Task.Status.OPEN
    done_on: date | None = None
    current: dict[int, Decimal] = field(default_factory=dict)
    met: dict[int, date] = field(default_factory=dict)


@transaction.atomic
def report(
    *,
    actor: Actor,
    task: Task,
    unit: Organization,
    text: str,
    at: datetime,
    percent: int | None = None,
    values: Mapping[int, str] | None = None,
    files: Sequence[tuple[str, bytes]] = (),
    period: TaskPeriod | None = None,
) -> Entry:
    """Files what a unit did on a task: a report by a lead or responsible unit, a contribution by a supporting one.

    `values` are what targets stand at, by target id; `files` are (name, content). It waits for an answer.
    Raises: NotAllowed; Refused with the field that is wrong; FileRefused.
    """
    require(actor, TASK_REPORT, organization=unit)
    task = _locked(task)
    part = _part_of(unit, task)
    _is_open(task)
    if _waiting_of(task, unit, period):
        raise Refused("本单位上一次填报还在等待审核，审核后才能再报。")
    text = text.strip()
    if not text:
        raise Refused("请填写进展情况。", field="text")
    if len(text) > _LONGEST:
        raise Refused(f"进展情况最多 {_LONGEST} 字，现有 {len(text)} 字。", field="text")
    is_principal = part != TaskUnit.Part.SUPPORTING
    if not is_principal and (percent is not None or values):
        raise Refused("配合单位只填报配合情况，进度和指标由牵头单位填报。", field="percent")
    entry = Entry.objects.create(
        jurisdiction_id=task.jurisdiction_id,
        task=task,
        period=_checked_period(task, period, is_principal),
        kind=Entry.Kind.REPORT if is_principal else Entry.Kind.CONTRIBUTION,
        unit=unit,
        text=text,
        percent=_checked_percent(task, percent) if is_principal else None,
        values=_checked_values(task, values or {}),
        by=actor.person,
        at=at,
    )
    kept = [
        store.keep(name=name, data=data, jurisdiction=unit.jurisdiction, by=actor.person, at=at) for name, data in files
    ]
    entry.files.add(*kept)
    return entry


@transaction.atomic
def accept(*, actor: Actor, entry: Entry, at: datetime, text: str = "") -> Entry:
    """Accepts a waiting report or contribution: from now on it counts. Raises NotAllowed, Refused."""
    answer = _answer(actor, entry, Entry.Kind.ACCEPT, text.strip(), at)
    rebuild(answer.task)
    return answer


@transaction.atomic
def return_(*, actor: Actor, entry: Entry, reason: str, at: datetime) -> Entry:
    """Gives a report or contribution back with a reason; the unit may report anew. Raises NotAllowed, Refused."""
    if not reason.strip():
        raise Refused("请写明退回原因，填报单位要据此修改。", field="reason")
    return _answer(actor, entry, Entry.Kind.RETURN, reason.strip(), at)


def why_not_review(actor: Actor, entry: Entry) -> str:
    """Why the actor may not answer an entry, in Chinese; empty when they may. Does not look whether it is answered."""
    if entry.kind not in WAITING:
        return "这条记录不需要审核。"
    if entry.by_id == actor.person.pk:
        return "不能审核自己填报的内容，请由他人审核。"
    if _coordinates(actor, entry.task):
        return ""
    if entry.kind == Entry.Kind.REPORT:
        return "牵头单位、责任单位的填报由依法治区办统筹人员审核。"
    if any(may(actor, TASK_REVIEW, organization=unit) for unit in _principals(entry.task)):
        return ""
    return "配合情况由牵头单位负责人或依法治区办统筹人员审核。"


def rebuild(task: Task) -> Task:
    """Folds the task's entries and writes what they come to: status, percent, targets, periods, deadline.

    Run after each answer; running it any time later changes nothing.
    """
    parts = list(task.units.all())
    period_ids = list(task.periods.values_list("pk", flat=True)) if task.frequency else []
    entries = list(task.entries.select_related("answers").order_by("id"))
    standing = fold(entries, parts, period_ids)
    task.percent, task.status, task.done_on = standing.percent, standing.status, standing.done_on
    task.save(update_fields=["percent", "status", "done_on"])
    for target in task.targets.all():
        if target.current != standing.current.get(target.pk):
            target.current = standing.current.get(target.pk)
            target.save(update_fields=["current"])
    for period in task.periods.all():
        if period.met_on != standing.met.get(period.pk):
            period.met_on = standing.met.get(period.pk)
            period.save(update_fields=["met_on"])
    if task.frequency:
        settle_due(task)
    return task


def fold(entries: Sequence[Entry], parts: Sequence[TaskUnit], period_ids: Sequence[int]) -> Standing:
    """What entries, in their order, come to. Pure but for reading the rows it is given.

    Leading units answer for the task together: the last accepted report of any of them counts. Units that are
    responsible side by side (各镇街) answer each for itself: the task stands at the mean of their last reports. A task
    with periods stands at the share of its periods that are met.
    """
    accepted = [entry.answers for entry in entries if entry.kind == Entry.Kind.ACCEPT and entry.answers is not None]
    reports = [entry for entry in accepted if entry.kind == Entry.Kind.REPORT]
    is_dropped = any(entry.kind == Entry.Kind.DROP for entry in entries)
    current = {int(key): Decimal(value) for entry in reports for key, value in entry.values.items()}
    own_answer = _answering_units(parts)
    met = _met(reports, own_answer, period_ids)
    percent = 100 * len(met) // len(period_ids) if period_ids else _percent(reports, own_answer)
    status = Task.Status.DONE if percent == 100 else Task.Status.OPEN
    done_on = _day(reports[-1].at) if reports and percent == 100 else None
    if is_dropped:
        status, done_on = Task.Status.DROPPED, None
    return Standing(percent, status, done_on, current, met)


def _answering_units(parts: Sequence[TaskUnit]) -> frozenset[int]:
    """Units that each answer for themselves; empty where leading units answer together."""
    if any(part.part == TaskUnit.Part.LEAD for part in parts):
        return frozenset()
    return frozenset(part.organization_id for part in parts if part.part == TaskUnit.Part.RESPONSIBLE)


def _percent(reports: Sequence[Entry], own_answer: frozenset[int]) -> int:
    last = {entry.unit_id: entry.percent for entry in reports if entry.percent is not None}
    if own_answer:
        return sum(last.get(unit) or 0 for unit in own_answer) // len(own_answer)
    told = [entry.percent for entry in reports if entry.percent is not None]
    return told[-1] if told else 0


def _met(reports: Sequence[Entry], own_answer: frozenset[int], period_ids: Sequence[int]) -> dict[int, date]:
    """The periods that are met, and the day of the report that met them."""
    met = {}
    for period in period_ids:
        about = [entry for entry in reports if entry.period_id == period]
        if about and own_answer <= {entry.unit_id for entry in about}:
            met[period] = _day(about[-1].at)
    return met


def _answer(actor: Actor, entry: Entry, kind: Entry.Kind, text: str, at: datetime) -> Entry:
    # The lock on the task is what makes “answered once” true when two reviewers press at the same moment.
    task = _locked(entry.task)
    waiting = Entry.objects.select_related("unit").get(pk=entry.pk)
    waiting.task = task
    if why_not := why_not_review(actor, waiting):
        raise NotAllowed(TASK_REVIEW, why_not)
    if Entry.objects.filter(answers=waiting).exists():
        raise Refused("这条填报已由他人审核，请刷新页面查看结果。")
    if task.status == Task.Status.DROPPED:
        raise Refused("任务已取消，不再审核。")
    return Entry.objects.create(
        jurisdiction_id=task.jurisdiction_id, task=task, period_id=waiting.period_id, kind=kind, answers=waiting,
        unit=_reviewing_unit(actor, task), text=text, by=actor.person, at=at,
    )  # fmt: skip


def _reviewing_unit(actor: Actor, task: Task) -> Organization:
    """The unit whose seat lets the actor review."""
    principals = {unit.pk for unit in _principals(task)}
    seats = [seat for seat in actor.seats if any(role in TASK_REVIEW.roles for role in seat.roles)]
    seats.sort(key=lambda seat: seat.organization_id not in principals)
    fitting = next(seat for seat in seats if seat.jurisdiction_id == task.jurisdiction_id)
    return Organization.objects.get(pk=fitting.organization_id)


def _coordinates(actor: Actor, task: Task) -> bool:
    return task.jurisdiction_id in jurisdictions_of(actor, TASK_REVIEW)


def _principals(task: Task) -> list[Organization]:
    parts = task.units.exclude(part=TaskUnit.Part.SUPPORTING).select_related("organization")
    return [part.organization for part in parts]


def _locked(task: Task) -> Task:
    return Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)


def _part_of(unit: Organization, task: Task) -> str:
    part = TaskUnit.objects.filter(task=task, organization=unit).first()
    if part is None:
        raise Refused(f"“{unit}”不是这项任务的责任单位或配合单位。", field="unit")
    return part.part


def _is_open(task: Task) -> None:
    if task.status == Task.Status.DROPPED:
        raise Refused("任务已取消，不再填报。")
    if task.plan.state == Plan.State.CLOSED:
        raise Refused(f"“{task.plan}”已办结，不再填报。")


def _waiting_of(task: Task, unit: Organization, period: TaskPeriod | None) -> bool:
    waiting = Entry.objects.filter(task=task, unit=unit, kind__in=WAITING, answer=None)
    return waiting.filter(period=period).exists()


def _checked_period(task: Task, period: TaskPeriod | None, is_principal: bool) -> TaskPeriod | None:
    if period is not None and period.task_id != task.pk:
        raise Refused("所选期次不属于这项任务，请重新选择。", field="period")
    if period is not None and period.met_on is not None and is_principal:
        raise Refused(f"{period.label}已完成，请选择其他期次。", field="period")
    if period is None and is_principal and task.frequency and task.periods.filter(met_on=None).exists():
        raise Refused("这项任务按期填报，请选择期次。", field="period")
    return period


def _checked_percent(task: Task, percent: int | None) -> int | None:
    if task.frequency:
        return None  # the share of its periods that are met says how far it is
    if percent is None:
        raise Refused("请填写进度（0 至 100）。", field="percent")
    if not 0 <= percent <= 100:
        raise Refused(f"进度应在 0 至 100 之间，现为 {percent}。", field="percent")
    return percent


def _checked_values(task: Task, values: Mapping[int, str]) -> dict[str, str]:
    """Target values as plain decimals in text; empty ones are left out."""
    known: dict[int, Target] = {target.pk: target for target in task.targets.all()}
    kept = {}
    for key, text in values.items():
        if not text.strip():
            continue
        if key not in known:
            raise Refused("所填指标不属于这项任务，请刷新页面。", field="values")
        kept[str(key)] = _number(known[key], text)
    return kept


def _number(target: Target, text: str) -> str:
    plain = text.strip().replace(",", "").replace("，", "").removesuffix("%").removesuffix(target.unit or "\0").strip()
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise Refused(f"“{target.metric}”应为数字，现为“{text}”。", field=f"value_{target.pk}") from None
    if not value.is_finite() or abs(value) >= Decimal(10) ** 14:
        raise Refused(f"“{target.metric}”的数值“{text}”过大。", field=f"value_{target.pk}")
    return f"{round(value, 4):f}"


def _day(at: datetime) -> date:
    return timezone.localtime(at).date()
