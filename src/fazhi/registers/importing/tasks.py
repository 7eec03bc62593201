"""Long imports in the background; `fazhi.registers.background` brings these tasks to the worker."""

from __future__ import annotations

from collections.abc import Callable

from procrastinate.contrib.django import app

from fazhi import clock
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Person
from fazhi.jobs import progress
from fazhi.jobs.models import Job
from fazhi.registers.importing import applying, imports
from fazhi.registers.importing.applying import APPLY_TASK, PROPOSE_TASK
from fazhi.registers.importing.imports import CHECK_TASK
from fazhi.registers.models import ImportState, SheetImport


@app.task(name=CHECK_TASK)
def check(*, job_id: int, import_id: int, person_id: int, next_url: str) -> None:
    """Checks a sheet of many rows."""
    actor, found = _asked(import_id, person_id)

    def work(job: Job) -> tuple[str, KeptFile | None, str]:
        try:
            done = imports.check(
                actor=actor,
                sheet_import=found,
                at=clock.now(),
                told=lambda done, total: progress.told(job=job, done=done, total=total),
            )
        finally:
            imports.reopen(sheet_import=found, was=ImportState.CHECKING, becomes=ImportState.MATCHING)
        counts = done.counts
        if done.state == ImportState.FAULTY:
            return f"核对了 {counts['rows']} 行，{counts['fault']} 行有错误，共 {counts['faults']} 处。", None, next_url
        return f"核对了 {counts['rows']} 行，没有错误。", None, next_url

    progress.run(job_id=job_id, work=work, now=clock.now)


@app.task(name=APPLY_TASK)
def apply(
    *, job_id: int, import_id: int, person_id: int, reason: str, document: str, withdraw_missing: bool, next_url: str
) -> None:
    """Applies a checked import of many rows."""

    def change(actor: Actor, found: SheetImport) -> str:
        done = applying.apply(
            actor=actor,
            sheet_import=found,
            reason=reason,
            document=document,
            withdraw_missing=withdraw_missing,
            at=clock.now(),
        )
        return f"已导入，{applying.said(done)}。"

    _change(job_id, import_id, person_id, next_url, change)


@app.task(name=PROPOSE_TASK)
def propose(*, job_id: int, import_id: int, person_id: int, title: str, withdraw_missing: bool, next_url: str) -> None:
    """Makes a draft of a checked import of many rows."""

    def change(actor: Actor, found: SheetImport) -> str:
        draft = applying.propose(
            actor=actor, sheet_import=found, title=title, withdraw_missing=withdraw_missing, at=clock.now()
        )
        return (
            f"已生成拟调整“{draft.title}”：新增 {draft.added} 条，变更 {draft.changed} 条，取消 {draft.withdrawn} 条。"
        )

    _change(job_id, import_id, person_id, next_url, change)


def _change(
    job_id: int, import_id: int, person_id: int, next_url: str, change: Callable[[Actor, SheetImport], str]
) -> None:
    actor, found = _asked(import_id, person_id)

    def work(job: Job) -> tuple[str, KeptFile | None, str]:
        # One statement does most of the work, and cannot tell how far it is.
        progress.told(job=job, done=found.row_count // 3, total=found.row_count)
        try:
            return change(actor, found), None, next_url
        finally:
            imports.reopen(sheet_import=found, was=ImportState.APPLYING, becomes=ImportState.READY)

    progress.run(job_id=job_id, work=work, now=clock.now)


def _asked(import_id: int, person_id: int) -> tuple[Actor, SheetImport]:
    actor = actor_for(person=Person.objects.get(pk=person_id), on=clock.now().date())
    return actor, SheetImport.objects.select_related("jurisdiction").get(pk=import_id)
