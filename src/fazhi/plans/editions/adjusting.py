"""Adopting a new edition of a plan (中期调整).

Tasks that go on keep their row, and with it everything that was ever reported on them; what changed is told by an
adjustment entry. The old edition stays showable: its tasks as they stood are put into its snapshot before they move on.
Dropped tasks stay with the old edition, marked as dropped.
"""

from datetime import datetime

from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.plans import building, progress
from fazhi.plans.editions.comparison import Comparison, Pair, compare
from fazhi.plans.editions.faces import faces_of_draft, faces_of_tasks, leaves
from fazhi.plans.editions.snapshots import kept_task
from fazhi.plans.intake.draft import Draft
from fazhi.plans.kinds import kind_of
from fazhi.plans.models import Entry, Intake, Plan, Task
from fazhi.plans.refusals import Refused


def check(plan: Plan, kind: str) -> None:
    """Raises Refused unless a new edition of the kind may follow `plan` now."""
    if plan.state != Plan.State.ACTIVE:
        raise Refused(f"“{plan.title}”{plan.get_state_display()}，请选择它的最新版。", field="adjusts")
    if plan.kind != kind:
        raise Refused(f"调整后的类型应与“{plan.title}”相同（{kind_of(plan.kind).title}）。", field="kind")


def adopt(*, actor: Actor, acting: Organization, intake: Intake, draft: Draft, at: datetime) -> Plan:
    """Makes the next edition from an adjusting intake. `intakes.confirm` has asked the permission."""
    assert intake.adjusts_id is not None
    # Lock against another adjustment of the same plan: one plan has one next edition.
    old = Plan.objects.select_for_update().get(pk=intake.adjusts_id)
    check(old, intake.kind)
    kind = kind_of(intake.kind)
    rows = {task.pk: task for task in leaves(old)}
    found = compare(faces_of_tasks(rows.values(), kind), faces_of_draft(draft, intake, kind))
    plan = _next_edition(old, intake, actor, at)
    _build(plan, draft, found, rows)
    _tell(actor, acting, plan, found, rows, at)
    return plan


def _next_edition(old: Plan, intake: Intake, actor: Actor, at: datetime) -> Plan:
    old.snapshot = [
        kept_task(task) for task in old.tasks.prefetch_related("units__organization", "targets").order_by("order")
    ]
    old.state = Plan.State.SUPERSEDED
    old.save(update_fields=["snapshot", "state"])
    return Plan.objects.create(
        jurisdiction_id=old.jurisdiction_id,
        kind=old.kind,
        title=intake.title.strip() or old.title,
        document_number=intake.document_number,
        issuer=old.issuer,
        starts_on=intake.starts_on,
        ends_on=intake.ends_on,
        series=old.series,
        edition=old.edition + 1,
        previous=old,
        source=intake.file,
        source_text=intake.text,
        made_by=actor.person,
        made_at=at,
    )


def _build(plan: Plan, draft: Draft, found: Comparison, rows: dict[int, Task]) -> None:
    partner = {pair.new.ref: rows[pair.old.ref] for pair in (*found.changed, *found.same)}
    building.build(
        plan,
        [
            building.task_of_draft(task, draft, plan.starts_on, plan.ends_on, carries=partner.get(task.key))
            for task in draft.tasks
        ],
    )


def _tell(
    actor: Actor, acting: Organization, plan: Plan, found: Comparison, rows: dict[int, Task], at: datetime
) -> None:
    """Writes the entries: what changed on tasks that go on, and the end of those dropped."""

    def entry(task: Task, kind: Entry.Kind, text: str, changes: dict[str, list[str]]) -> Entry:
        return Entry.objects.create(
            jurisdiction_id=plan.jurisdiction_id, task=task, kind=kind, unit=acting, text=text, changes=changes,
            by=actor.person, at=at,
        )  # fmt: skip

    edition = f"第 {plan.edition} 版“{plan.title}”"
    for pair in found.changed:
        entry(rows[pair.old.ref], Entry.Kind.ADJUST, f"按{edition}调整。", _as_changes(pair))
    for face in found.dropped:
        entry(rows[face.ref], Entry.Kind.DROP, f"{edition}不再列入。", {})
    for face in found.dropped:
        progress.rebuild(rows[face.ref])
    for pair in found.changed:
        progress.rebuild(rows[pair.old.ref])


def _as_changes(pair: Pair) -> dict[str, list[str]]:
    return {change.field: [change.before, change.after] for change in pair.changes}
