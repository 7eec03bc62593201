"""Correcting a draft before it becomes a plan. Each verb says which version of the draft it saw.

Two coordinators may have the same draft open: the second to save is told so instead of undoing the first one's work.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.organizations import learn_alias
from fazhi.government.permissions import PLAN_IMPORT
from fazhi.government.refusals import Refused as AliasRefused
from fazhi.plans.intake.draft import Draft, DraftDeadline, DraftTarget, DraftTask, DraftUnit, Naming, from_json, to_json
from fazhi.plans.intake.drafting import LONGEST_TITLE, named
from fazhi.plans.intake.matching import directory_of
from fazhi.plans.kinds import clean_extra, kind_of
from fazhi.plans.models import Intake, Target, Task, TaskUnit
from fazhi.plans.reach import require_in
from fazhi.plans.refusals import Refused

_PARTS = frozenset(TaskUnit.Part.values)
_COMPARISONS = frozenset(Target.Comparison.values)
_FREQUENCIES = frozenset(Task.Frequency.values)


def locked(*, actor: Actor, intake: Intake, version: int | None) -> Intake:
    """The intake's row, locked, if the actor may change it, it is still open, and nobody changed it since `version`.

    To be called inside a transaction. `version` None asks for no particular one. Raises NotAllowed, Refused.
    """
    require_in(actor, PLAN_IMPORT, intake.jurisdiction_id)
    found = (
        Intake.objects.select_for_update(of=("self",))
        .select_related("jurisdiction", "adjusts", "file", "changed_by")
        .get(pk=intake.pk)
    )
    if found.state != Intake.State.OPEN:
        raise Refused(f"这份草稿{found.get_state_display()}，不能再改。")
    if version is not None and found.version != version:
        when = f"于{timezone.localtime(found.changed_at):%m月%d日 %H:%M}" if found.changed_at else ""
        who = found.changed_by or "他人"
        raise Refused(f"这份草稿在您打开之后已由{who}{when}修改，本次没有保存。请刷新页面，在最新内容上重新修改。")
    return found


@transaction.atomic
def describe(
    *,
    actor: Actor,
    intake: Intake,
    version: int,
    title: str,
    document_number: str,
    starts_on: date,
    ends_on: date,
    at: datetime,
) -> Intake:
    """Sets what the plan itself is called and from when to when it runs; its deadlines are read in that light."""
    found = locked(actor=actor, intake=intake, version=version)
    if not title.strip():
        raise Refused("请填写名称。", field="title")
    if starts_on > ends_on:
        raise Refused(f"结束日期不能早于开始日期 {starts_on}。", field="ends_on")
    if ends_on.year - starts_on.year > 30:
        raise Refused("规划期超过 30 年，请检查起止日期。", field="ends_on")
    found.title, found.document_number = title.strip()[:200], document_number.strip()[:60]
    found.starts_on, found.ends_on = starts_on, ends_on
    return _save(found, from_json(found.draft), actor, at)


def change_task(*, actor: Actor, intake: Intake, version: int, task: DraftTask, at: datetime) -> Intake:
    """Replaces the draft task that has the same key. Raises Refused for a task that is gone or wrong values."""
    checked = _checked(task, intake)
    return _edit(actor, intake, version, at, lambda draft: _known(draft, task.key) and draft.with_task(checked))


def add_task(
    *, actor: Actor, intake: Intake, version: int, task: DraftTask, at: datetime, after: int | None = None
) -> Intake:
    """Puts a task in behind the one with key `after` (None: at the end); it gets a key of its own."""
    checked = _checked(task, intake)

    def put(draft: Draft) -> Draft:
        keyed = replace(checked, key=draft.next_key)
        place = _place(draft, after) + 1 if after is not None else len(draft.tasks)
        return replace(draft, tasks=(*draft.tasks[:place], keyed, *draft.tasks[place:]))

    return _edit(actor, intake, version, at, put)


def delete_tasks(*, actor: Actor, intake: Intake, version: int, keys: Collection[int], at: datetime) -> Intake:
    """Takes tasks out of the draft: what the reader took for a task and is none."""
    if not keys:
        raise Refused("请先勾选要删除的任务。")
    gone = frozenset(keys)
    return _edit(
        actor,
        intake,
        version,
        at,
        lambda draft: replace(draft, tasks=tuple(task for task in draft.tasks if task.key not in gone)),
    )


def merge_tasks(*, actor: Actor, intake: Intake, version: int, keys: Collection[int], at: datetime) -> Intake:
    """Makes one task of several: the first keeps its name, the others' texts, units, deadlines and targets join it."""
    wanted = frozenset(keys)
    if len(wanted) < 2:
        raise Refused("合并至少要勾选两项任务。")

    def merge(draft: Draft) -> Draft:
        parts = [_known_task(draft, key) for key in sorted(wanted, key=lambda key: _place(draft, key))]
        merged = _merged(parts)
        rest = frozenset(part.key for part in parts[1:])
        return replace(
            draft.with_task(merged),
            tasks=tuple(merged if task.key == merged.key else task for task in draft.tasks if task.key not in rest),
        )

    return _edit(actor, intake, version, at, merge)


def split_task(*, actor: Actor, intake: Intake, version: int, key: int, second_title: str, at: datetime) -> Intake:
    """Makes two tasks of one: the second begins in the body where `second_title` stands, units are copied to it."""

    def split(draft: Draft) -> Draft:
        task = _known_task(draft, key)
        title = second_title.strip()
        place = task.body.find(title) if title else -1
        if not title:
            raise Refused("请填写第二项任务的开头文字。", field="second_title")
        if place <= 0 and place != -1:
            raise Refused("第二项任务不能从正文开头开始。", field="second_title")
        if place == -1:
            raise Refused(f"正文中找不到“{title}”，请从正文复制第二项任务的开头文字。", field="second_title")
        first = replace(task, body=task.body[:place].rstrip())
        second = replace(
            task,
            key=draft.next_key,
            number="",
            title=title.rstrip("。")[:LONGEST_TITLE],
            body=task.body[place:].strip(),
            targets=(),
        )
        at_place = _place(draft, key)
        return replace(draft, tasks=(*draft.tasks[:at_place], first, second, *draft.tasks[at_place + 1 :]))

    return _edit(actor, intake, version, at, split)


@transaction.atomic
def settle_name(
    *,
    actor: Actor,
    intake: Intake,
    version: int,
    name: str,
    organizations: Collection[Organization],
    at: datetime,
    remember: bool = False,
) -> Intake:
    """Says once for all tasks what a unit name means: one unit, several, or none here (不对应本区单位, kept as text).

    `remember` makes the name an alias of the one unit chosen, so that the next document needs no question.
    """
    found = locked(actor=actor, intake=intake, version=version)
    draft = from_json(found.draft)
    if name not in draft.used_names():
        raise Refused(f"草稿中没有“{name}”这个单位名称，可能已被改掉。请刷新页面。")
    strangers = [unit for unit in organizations if unit.jurisdiction_id != found.jurisdiction_id or unit.dissolved_on]
    if strangers:
        raise Refused(f"“{strangers[0]}”不是本辖区现有单位，请重新选择。", field="organizations")
    if remember and len(organizations) != 1:
        raise Refused("只有对应到一个单位时才能记住这个名称。", field="remember")
    if remember:
        _remember(actor, next(iter(organizations)), name, at)
    naming = Naming("chosen", tuple(unit.pk for unit in organizations)) if organizations else Naming("text")
    return _save(found, replace(draft, names={**draft.names, name: naming}), actor, at)


def _remember(actor: Actor, unit: Organization, name: str, at: datetime) -> None:
    try:
        learn_alias(actor=actor, organization=unit, name=name, at=at)
    except AliasRefused as refusal:
        raise Refused(refusal.say, field="remember") from refusal


@transaction.atomic
def _edit(actor: Actor, intake: Intake, version: int, at: datetime, change: Callable[[Draft], Draft]) -> Intake:
    found = locked(actor=actor, intake=intake, version=version)
    draft = change(from_json(found.draft))
    if set(draft.used_names()) - set(draft.names):
        draft = named(draft, directory_of(found.jurisdiction))
    return _save(found, draft, actor, at)


def _save(intake: Intake, draft: Draft, actor: Actor, at: datetime) -> Intake:
    intake.draft = to_json(draft)
    intake.version += 1
    intake.changed_by, intake.changed_at = actor.person, at
    intake.save()
    return intake


def _known(draft: Draft, key: int) -> Draft:
    _known_task(draft, key)
    return draft


def _known_task(draft: Draft, key: int) -> DraftTask:
    task = draft.task(key)
    if task is None:
        raise Refused("这项任务已从草稿中删除，请刷新页面。")
    return task


def _place(draft: Draft, key: int) -> int:
    return draft.tasks.index(_known_task(draft, key))


def _checked(task: DraftTask, intake: Intake) -> DraftTask:
    """The task with its texts trimmed. Raises Refused with the field that is wrong."""
    title = task.title.strip()
    if not title:
        raise Refused("请填写任务名称。", field="title")
    if len(title) > LONGEST_TITLE:
        raise Refused(f"任务名称有 {len(title)} 字，最多 {LONGEST_TITLE} 字。", field="title")
    if task.frequency not in _FREQUENCIES:
        raise Refused("请从列表中选择频次。", field="frequency")
    units = tuple(dict.fromkeys(_checked_unit(unit) for unit in task.units if unit.name.strip()))
    targets = tuple(_checked_target(target) for target in task.targets)
    deadlines = tuple(DraftDeadline(line.text.strip()[:100], line.norm) for line in task.deadlines)
    if unread := [line.text for line in deadlines if not line.norm]:
        raise Refused(
            f"期限“{'、'.join(unread)}”看不懂，请写成 2026年6月底前、每季度、长期坚持 或 2026-06-30。",
            field="deadlines",
        )
    extra = clean_extra(kind_of(intake.kind), _as_texts(task.extra))
    return replace(
        task,
        number=task.number.strip()[:20],
        title=title,
        units=units,
        targets=targets,
        deadlines=deadlines,
        extra=extra,
    )


def _checked_unit(unit: DraftUnit) -> DraftUnit:
    if unit.part not in _PARTS:
        raise Refused("单位的职责应为牵头、责任或配合。", field="units")
    return DraftUnit(unit.name.strip()[:100], unit.part)


def _checked_target(target: DraftTarget) -> DraftTarget:
    if target.comparison not in _COMPARISONS:
        raise Refused("指标的要求应为不低于、不超过或等于。", field="targets")
    return target


def _as_texts(extra: Mapping[str, str | int]) -> dict[str, str]:
    return {key: str(value) for key, value in extra.items()}


def _merged(parts: list[DraftTask]) -> DraftTask:
    first = parts[0]
    bodies = [first.body, *(part.body or part.title for part in parts[1:])]
    ends = [part.end for part in parts if part.end is not None]
    return replace(
        first,
        body="\n".join(dict.fromkeys(body for body in bodies if body)),
        end=max(ends) if ends else first.end,
        units=tuple(dict.fromkeys(unit for part in parts for unit in part.units)),
        deadlines=tuple(dict.fromkeys(line for part in parts for line in part.deadlines)),
        targets=tuple(dict.fromkeys(target for part in parts for target in part.targets)),
    )
