"""Corrections 更正 and supplements 补充材料: later acts that put right what an earlier one said, or add papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fazhi.cases import resolving
from fazhi.cases.appending import Entry, Pending
from fazhi.cases.locking import lock
from fazhi.cases.models import Act, Case
from fazhi.cases.models.act import ActKind
from fazhi.cases.rebuilding import refolded
from fazhi.cases.refusals import ActRefused, Refused
from fazhi.cases.taking import Taken, context_for, roles_in
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_WORK, require
from fazhi.procedures.casework.entries import fit_all, not_in_force
from fazhi.procedures.casework.requests import Code, Reason
from fazhi.procedures.language.entering import entered
from fazhi.procedures.pauses import PLACE


@transaction.atomic
def correct(
    *,
    actor: Actor,
    case_id: UUID,
    seq: int,
    reason: str,
    at: datetime,
    performed_on: date | None = None,
    data: Mapping[str, Any] | None = None,
    attachments: Sequence[KeptFile] = (),
    key: str | None = None,
) -> Taken:
    """Corrects the day or the contents of an act; what it does not name stays, and the first wording stays readable.

    Open due dates are derived anew from the corrected facts; the answer says which moved. The person who took the act
    may correct it, or the head of the body. A closed case may be corrected too, but not its outcome.
    Raises ActRefused, Refused, NotAllowed.
    """
    held = lock(case_id, today=at.astimezone(PLACE).date(), key=key)
    case = held.case
    require(actor, CASE_WORK, organization=case.organization)
    if held.used is not None:
        return Taken(case, held.used, repeated=True)
    act = case.acts.filter(seq=seq).first()
    if act is None or act.kind not in (ActKind.STEP, ActKind.DEEMED):
        raise Refused(f"没有可以更正的第{seq}号办理记录。", field="seq")
    if not reason.strip():
        raise Refused("请写明更正的理由，原来的记录会保留。", field="reason")
    if act.person_id != actor.person.pk and "head" not in roles_in(actor, case.organization_id):
        raise Refused("办理记录由原办理人或者本单位负责人更正。")
    today = at.astimezone(PLACE).date()
    if performed_on is not None and performed_on > today:
        raise Refused("更正后的办理日期晚于今天，请核对。", field="performed_on")
    was, was_on = _as_corrected(act)
    fitted = _fitted(case, act, data or {}, performed_on or was_on)
    fitted = {name: value for name, value in fitted.items() if was.get(name) != value}
    if performed_on in (None, was_on) and not fitted and not attachments:
        raise Refused("没有要更正的内容：日期和各项都与原记录相同。")
    context = context_for(case, at)
    pending = Pending(case, case.folded, context, at)
    about: dict[str, Any] = {"corrects": seq, "reason": reason.strip(), "data": fitted}
    if performed_on is not None:
        about["corrected_on"] = performed_on.isoformat()
    entry = Entry(ActKind.CORRECTION, actor.person, "", "", key, tuple(attachments), ())
    made = pending.append(entry, today, about)
    before = case.folded
    pending.state = refolded(case, extra=about | {"seq": made})
    if pending.state.outcome != before.outcome:
        raise Refused("更正不能改变案件的办理结果。")
    return Taken(case, made, (), tuple(pending.write()))


def _fitted(case: Case, act: Act, data: Mapping[str, Any], on: date) -> dict[str, Any]:
    definition = case.definition
    step = definition.steps[act.step]
    result = step.results.get(act.result)
    allowed = entered(definition, step, act.result if result else None)
    wrong = [
        Reason(
            Code.FIELD,
            f"这条记录没有“{definition.fields[name].title if name in definition.fields else name}”，不能更正。",
            field=name,
        )
        for name in data
        if name not in allowed
    ]
    values, unknown = resolving.resolve(
        definition,
        {n: v for n, v in data.items() if n in allowed},
        step=act.step,
        result=act.result,
        on=on,
        organization=case.organization,
        case=case,
        corrects=True,
    )
    fitted, problems = fit_all(definition.fields, values)
    wrong += [
        *unknown,
        *not_in_force(definition, fitted),
        *(Reason(Code.FIELD, say, field=name) for name, say in problems.items()),
    ]
    if wrong:
        raise ActRefused(wrong)
    return fitted


def _as_corrected(act: Act) -> tuple[dict[str, Any], date]:
    """What an act says by now: its fields and its day, earlier corrections heeded."""
    data, on = dict(act.content["data"]), act.performed_on
    for later in Act.objects.filter(case_id=act.case_id, kind=ActKind.CORRECTION, seq__gt=act.seq).order_by("seq"):
        if later.content["corrects"] == act.seq:
            data |= later.content["data"]
            on = date.fromisoformat(later.content["corrected_on"]) if later.content.get("corrected_on") else on
    return data, on


@transaction.atomic
def supplement(
    *,
    actor: Actor,
    case_id: UUID,
    text: str,
    attachments: Sequence[KeptFile],
    at: datetime,
    key: str | None = None,
) -> Taken:
    """Adds papers to a case outside any step, with a word on what they are; also to a closed one (归档补充)."""
    held = lock(case_id, today=at.astimezone(PLACE).date(), key=key)
    case = held.case
    require(actor, CASE_WORK, organization=case.organization)
    if held.used is not None:
        return Taken(case, held.used, repeated=True)
    if not attachments:
        raise Refused("请选择要补充的材料文件。", field="files")
    pending = Pending(case, case.folded, context_for(case, at), at)
    entry = Entry(ActKind.SUPPLEMENT, actor.person, "", "", key, tuple(attachments), ())
    made = pending.append(entry, at.astimezone(PLACE).date(), {"note": text.strip()})
    return Taken(case, made, (), tuple(pending.write()))
