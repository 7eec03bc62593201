"""Bringing a plan in (导入): a file becomes a draft, a corrected draft becomes a plan, all of it or nothing.

Corrections in between are in `fazhi.plans.intake.corrections`.
"""

import uuid
from datetime import date, datetime

from django.db import transaction

from fazhi.catalog.plan_kinds import PlanKind
from fazhi.documents.digest import sm3_hex
from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_bytes
from fazhi.files import store
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import PLAN_IMPORT
from fazhi.plans import building
from fazhi.plans.editions import adjusting
from fazhi.plans.intake.corrections import locked
from fazhi.plans.intake.draft import Draft, from_json, to_json
from fazhi.plans.intake.draft_checks import Blocked, blocks
from fazhi.plans.intake.drafting import draft_from_plan
from fazhi.plans.intake.matching import Directory, directory_of
from fazhi.plans.intake.sheet_drafts import draft_from_sheet
from fazhi.plans.kinds import kind_of
from fazhi.plans.models import Intake, Plan
from fazhi.plans.reach import require_in
from fazhi.plans.reading import read_plan
from fazhi.plans.refusals import Refused


class SeenBefore(Refused):
    """The same file was brought in before: `plan` or the still open `intake` that it became."""

    def __init__(self, earlier: Intake) -> None:
        when = f"{earlier.at.astimezone():%Y-%m-%d}"
        if earlier.plan is not None:
            what = f"导入为“{earlier.plan.title}”，内容完全相同。确需再次导入"
        else:
            what = f"上传，草稿“{earlier.title}”还未确认。请继续处理那份草稿；确需另起一份"
        super().__init__(f"这个文件已于 {when} 由{earlier.by}{what}，请勾选“仍要导入”。", field="again")
        self.plan = earlier.plan
        self.intake = earlier


@transaction.atomic
def receive(
    *,
    actor: Actor,
    name: str,
    data: bytes,
    kind: str,
    at: datetime,
    adjusts: Plan | None = None,
    again: bool = False,
) -> Intake:
    """Takes a plan document (.docx, .pdf, .html, .txt) or a 任务分解表 (.xlsx) and makes a draft of it.

    `adjusts` names the plan whose new edition this is. Raises: NotAllowed; Refused for a file that cannot be read, for
    rows that are wrong (sheet_drafts.SheetRefused) and, unless `again`, for a file seen before (SeenBefore);
    FileRefused for a file that is not kept.
    """
    jurisdiction = _jurisdiction(actor, adjusts)
    require_in(actor, PLAN_IMPORT, jurisdiction.pk)
    plan_kind = kind_of(kind)
    if adjusts is not None:
        adjusting.check(adjusts, kind)
    if not again:
        _not_seen(jurisdiction, data)
    kept = store.keep(name=name, data=data, jurisdiction=jurisdiction, by=actor.person, at=at)
    directory = directory_of(jurisdiction)
    title, years, draft, text = _read(kept.name, data, plan_kind, directory)
    starts_on, ends_on = _term(years, plan_kind, at.date(), adjusts)
    return Intake.objects.create(
        jurisdiction=jurisdiction,
        file=kept,
        kind=kind,
        title=(title or (adjusts.title if adjusts else ""))[:200],
        starts_on=starts_on,
        ends_on=ends_on,
        adjusts=adjusts,
        text=text,
        draft=to_json(draft),
        by=actor.person,
        at=at,
    )


@transaction.atomic
def confirm(*, actor: Actor, intake: Intake, version: int, at: datetime) -> Plan:
    """Makes the plan with all its tasks, or nothing. An adjusting intake makes the next edition of its plan.

    Raises: NotAllowed; Blocked listing everything that must be mended first; Refused when somebody else has changed or
    confirmed the draft meanwhile.
    """
    intake = locked(actor=actor, intake=intake, version=version)
    kind = kind_of(intake.kind)
    draft = from_json(intake.draft)
    if problems := blocks(draft, intake, kind):
        raise Blocked(problems)
    acting = require_in(actor, PLAN_IMPORT, intake.jurisdiction_id)
    if intake.adjusts is not None:
        plan = adjusting.adopt(actor=actor, acting=acting, intake=intake, draft=draft, at=at)
    else:
        plan = new_plan(intake, draft, actor, at)
        tasks = [building.task_of_draft(task, draft, plan.starts_on, plan.ends_on) for task in draft.tasks]
        building.build(plan, tasks)
    intake.state, intake.plan = Intake.State.CONFIRMED, plan
    intake.version += 1
    intake.changed_by, intake.changed_at = actor.person, at
    intake.save()
    return plan


@transaction.atomic
def abandon(*, actor: Actor, intake: Intake, at: datetime) -> None:
    """Puts a draft aside for good; the file stays kept, and may be brought in again."""
    intake = locked(actor=actor, intake=intake, version=None)
    intake.state = Intake.State.ABANDONED
    intake.version += 1
    intake.changed_by, intake.changed_at = actor.person, at
    intake.save()


def new_plan(intake: Intake, draft: Draft, actor: Actor, at: datetime) -> Plan:
    """The row of a first edition made from an intake."""
    return Plan.objects.create(
        jurisdiction=intake.jurisdiction,
        kind=intake.kind,
        title=intake.title.strip(),
        document_number=intake.document_number,
        issuer=_issuer(intake.jurisdiction, draft),
        starts_on=intake.starts_on,
        ends_on=intake.ends_on,
        series=uuid.uuid4(),
        source=intake.file,
        source_text=intake.text,
        made_by=actor.person,
        made_at=at,
    )


def _read(name: str, data: bytes, kind: PlanKind, directory: Directory) -> tuple[str, tuple[int, ...], Draft, str]:
    """Title, years, draft and text of a file. A workbook is told by its name: nothing else here ends in .xlsx."""
    try:
        if name.lower().endswith(".xlsx"):
            draft, text, heading = draft_from_sheet(data, kind, directory)
            return heading or name[: -len(".xlsx")], (), draft, text
        document = read_bytes(name, data)
    except UnreadableDocument as fault:
        raise Refused(f"{fault.say}{fault.mend}", field="file") from fault
    plan = read_plan(document)
    return plan.title, plan.years, draft_from_plan(plan, directory, document.notices), document.text


def _term(years: tuple[int, ...], kind: PlanKind, today: date, adjusts: Plan | None) -> tuple[date, date]:
    """First and last day as far as the title tells; else those of the old edition, or the kind's usual term."""
    if years:
        return date(min(years), 1, 1), date(max(years), 12, 31)
    if adjusts is not None:
        return adjusts.starts_on, adjusts.ends_on
    return date(today.year, 1, 1), date(today.year + kind.years - 1, 12, 31)


def _not_seen(jurisdiction: Jurisdiction, data: bytes) -> None:
    seen = Intake.objects.filter(jurisdiction=jurisdiction, file__sm3=sm3_hex(data))
    earlier = seen.exclude(state=Intake.State.ABANDONED).select_related("plan", "by").order_by("id").first()
    if earlier is not None:
        raise SeenBefore(earlier)


def _jurisdiction(actor: Actor, adjusts: Plan | None) -> Jurisdiction:
    if adjusts is not None:
        return adjusts.jurisdiction
    if actor.jurisdiction_id is None:
        raise Refused("您没有任职单位，不能导入规划计划。请联系单位管理员。")
    return Jurisdiction.objects.get(pk=actor.jurisdiction_id)


def _issuer(jurisdiction: Jurisdiction, draft: Draft) -> Organization | None:
    if not draft.issuer:
        return None
    found = directory_of(jurisdiction).match(draft.issuer)
    return Organization.objects.get(pk=found.organization_ids[0]) if found.state == "exact" else None
