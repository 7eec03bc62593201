"""Calling a verb with what a step's form holds: files are kept together with the act, or not at all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from fazhi.cases.refusals import ActRefused, Refused
from fazhi.cases.taking import Taken
from fazhi.desk.cases.step_form import FILES, StepForm
from fazhi.desk.fieldwork.articles import articles_of
from fazhi.desk.pages import DeskRequest
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.models import Jurisdiction
from fazhi.procedures.language.basis import Breach

T = TypeVar("T")


def attempt(
    request: DeskRequest,
    form: StepForm,
    jurisdiction: Jurisdiction,
    uploads: Sequence[UploadedFile[Any]],
    verb: Callable[[list[KeptFile]], T],
) -> T | None:
    """The verb's answer; None when it refused: the form then says why."""
    try:
        if not uploads:
            return verb([])
        with transaction.atomic():
            return verb([_kept(request, each, jurisdiction) for each in uploads])
    except ActRefused as refused:
        form.refuse(refused.reasons)
    except Refused as refused:
        form.complain(refused.say, refused.field)
    except store.FileRefused as refused:
        form.complain(refused.say, FILES)
    return None


def tell(request: DeskRequest, taken: Taken, say: str) -> None:
    """The flash messages after an act: that it was taken, what it found, which clocks it moved."""
    if taken.repeated:
        messages.info(request, "这一步刚才已经提交成功，没有重复办理。")
        return
    messages.success(request, say + _moved(taken))
    for finding in taken.findings:
        articles = "、".join(link.words for link in articles_of(finding.basis, finding.sources))
        kind = "逾期" if finding.breach is Breach.LATE else "程序瑕疵"
        messages.warning(request, f"已办理，同时发现{kind}：{finding.say}{f'（{articles}）' if articles else ''}")


def _moved(taken: Taken) -> str:
    """期限变动, one line a clock whose day changed or that began."""
    limits = taken.case.definition.time_limits
    lines = []
    for shift in taken.shifts:
        before = shift.before[2] if shift.before else None
        after = shift.after[2]
        if after and after != before and shift.after[4] == "running":
            title = limits[shift.limit].title
            lines.append(f"{title}：{f'由{before}改为{after}' if before else f'{after}届满'}")
    return "".join(f"\n{line}" for line in lines)


def _kept(request: DeskRequest, upload: UploadedFile[Any], jurisdiction: Jurisdiction) -> KeptFile:
    return store.keep(
        name=str(upload.name),
        data=upload.read(),
        jurisdiction=jurisdiction,
        by=request.actor.person,
        at=request.now,
    )
