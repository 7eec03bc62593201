"""Evidence 佐证: by query before upload. What was counted is frozen with its list; files and acts may be added."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from fazhi.assessment.counting import applies, figures_used, reading_of, written
from fazhi.assessment.holding import item_row, note, own_body
from fazhi.assessment.language.checking import all_figures
from fazhi.assessment.listing import Listed, listed
from fazhi.assessment.models import Assessment, BodyAssessment, EntryKind, Evidence, EvidenceKind, Phase
from fazhi.assessment.refusals import Refused
from fazhi.assessment.scoring.readings import Reading
from fazhi.cases.models import Act, Case
from fazhi.cases.queries import visible_cases
from fazhi.documents.digest import sm3_hex
from fazhi.figures.counting import Value
from fazhi.figures.freezing import freeze
from fazhi.figures.language.library import shelf
from fazhi.figures.models import FrozenFigure, Snapshot
from fazhi.figures.periods import Period
from fazhi.figures.scopes import Scope
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.permissions import ASSESS_MANAGE
from fazhi.record.canonical import canonical

OPEN_TO_BODIES = (Phase.SELF, Phase.OBJECTION)
"""Phases in which a body may add to its evidence."""


def freeze_figures(*, actor: Actor, body: BodyAssessment, assessment: Assessment, at: datetime) -> None:
    """Takes a body's figures for the last time, freezes them, and keeps the lists behind them as evidence.

    Called when self-assessment closes: what was frozen is what the points follow from.
    """
    known, system = shelf(), assessment.edition.system
    names = [name for name in all_figures(system) if name in known]
    scope, period = Scope.unit(body.organization), Period.year(assessment.year)
    snapshot = freeze(
        actor=actor,
        figures=names,
        period=period,
        scope=scope,
        at=at,
        title=f"{assessment.title}：{body.organization}"[:200],
        organization=body.organization,
        permission=ASSESS_MANAGE,
    )
    frozen = {row.figure: row for row in snapshot.figures.all()}
    readings = {
        name: reading_of(Value(known.get(name), frozen[name].number, frozen[name].of, frozen[name].to))
        for name in names
    }
    written(body, system, readings, at=at)
    counts = {name: row.count for name, row in frozen.items()}
    today = timezone.localtime(at).date()
    lists = {name: listed(name, scope=scope, period=period, today=today, counts=counts) for name in names}
    Evidence.objects.bulk_create(
        _frozen(body, item.id, frozen[name], readings[name], lists[name], snapshot, actor, at)
        for item in system.scored
        if applies(item, body.organization)
        for name in figures_used(item)
        if name in lists
    )
    body.snapshot = snapshot
    body.save(update_fields=["snapshot"])


@transaction.atomic
def add_file(
    *, actor: Actor, body: BodyAssessment, item: str, name: str, data: bytes, title: str, at: datetime
) -> Evidence:
    """Adds an uploaded file to an item. Raises NotAllowed; Refused outside the phases of bodies; FileRefused."""
    held = own_body(actor, body, *OPEN_TO_BODIES)
    item_row(held, item)
    kept = store.keep(name=name, data=data, jurisdiction=held.assessment.jurisdiction, by=actor.person, at=at)
    return _added(held, item, EvidenceKind.FILE, title.strip() or kept.name, actor, at, file=kept, digest=kept.sm3)


@transaction.atomic
def add_act(*, actor: Actor, body: BodyAssessment, item: str, number: str, seq: int, at: datetime) -> Evidence:
    """Adds an act of a case, by the case's number and the act's. Raises NotAllowed, Refused where there is none."""
    held = own_body(actor, body, *OPEN_TO_BODIES)
    item_row(held, item)
    case = visible_cases(actor).filter(number=number.strip()).first()
    if case is None:
        raise Refused(f"没有案号为“{number.strip()}”的案件，或者您不能查看。", field="number")
    act = Act.objects.filter(case=case, seq=seq).first()
    if act is None:
        raise Refused(f"案件“{case.number}”没有第 {seq} 项办理记录。", field="seq")
    title = f"{case.number} {case.title}（第 {seq} 项办理记录，{act.performed_on}）"
    digest = bytes(act.hash).hex()
    return _added(held, item, EvidenceKind.ACT, title[:300], actor, at, case=case, act_seq=seq, digest=digest)


@transaction.atomic
def withdraw(*, actor: Actor, evidence: Evidence, at: datetime) -> None:
    """Takes back what the body added; it stays in the log. Raises NotAllowed; Refused for what was frozen."""
    held = own_body(actor, evidence.body, *OPEN_TO_BODIES)
    found = Evidence.objects.select_for_update().get(pk=evidence.pk)
    if found.kind == EvidenceKind.QUERY:
        raise Refused("系统数据是自评截止时固定的，不能撤回。数据有误的，请更正原记录并提出异议。")
    if found.withdrawn_at is not None:
        raise Refused("这份材料已经撤回。")
    found.withdrawn_at = at
    found.save(update_fields=["withdrawn_at"])
    note(held.assessment, EntryKind.WITHDRAWN, actor, at, body=held, item=found.item, text=found.title)


def uploads(body: BodyAssessment) -> int:
    """How many files were uploaded beside what the platform held already: shown, so that it can become less."""
    return body.evidence.filter(kind=EvidenceKind.FILE, withdrawn_at=None).count()


def _added(
    body: BodyAssessment,
    item: str,
    kind: EvidenceKind,
    title: str,
    actor: Actor,
    at: datetime,
    *,
    digest: str,
    file: KeptFile | None = None,
    case: Case | None = None,
    act_seq: int | None = None,
) -> Evidence:
    made = Evidence.objects.create(
        body=body, item=item, kind=kind, title=title, digest=digest, file=file, case=case, act_seq=act_seq,
        by=actor.person, at=at,
    )  # fmt: skip
    note(body.assessment, EntryKind.EVIDENCE, actor, at, body=body, item=item, text=title)
    return made


def _frozen(
    body: BodyAssessment,
    item: str,
    row: FrozenFigure,
    reading: Reading,
    found: Listed,
    snapshot: Snapshot,
    actor: Actor,
    at: datetime,
) -> Evidence:
    return Evidence(
        body=body,
        item=item,
        kind=EvidenceKind.QUERY,
        title=f"{reading.said}，记录 {found.total} 条"[:300],
        figure=row.figure,
        value=reading.text[:60],
        root=bytes(row.root).hex(),
        snapshot=snapshot,
        records=found.rows,
        digest=sm3_hex(canonical(found.rows)),
        by=actor.person,
        at=at,
    )
