"""Papers 文书: printed from what a case says, kept with it, and named in its record.

A paper is numbered with the act that makes it. It is printed when somebody first asks for it, from the acts up to that
one with the corrections entered by then. From then on it is what was handed out: a later correction changes the case
and not the paper, which keeps what it said; where another paper is needed, another act makes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fazhi.cases import parameters
from fazhi.cases.appending import Entry, Pending
from fazhi.cases.locking import lock
from fazhi.cases.models import Case, Paper
from fazhi.cases.models.act import ActKind
from fazhi.cases.rebuilding import fold_bodies
from fazhi.cases.refusals import Refused
from fazhi.files.models import KeptFile
from fazhi.files.store import keep
from fazhi.government.actors import Actor
from fazhi.government.models import Organization, OrganizationKind
from fazhi.government.permissions import CASE_WORK, require
from fazhi.procedures.casework.context import Context
from fazhi.procedures.instruments import Material, Printed, TemplateMissing, render
from fazhi.procedures.pauses import PLACE


def preview(case: Case, paper: Paper, *, at: datetime | None = None) -> Printed:
    """A paper as it would be printed now: its text, its .docx, and what would stand blank in it.

    Three queries (acts, parameters, the government) beside the case's body. Raises Refused where there is no template.
    """
    bodies = [json.loads(body) for body in case.acts.order_by("seq").values_list("body", flat=True)]
    act = next(body for body in bodies if body["seq"] == paper.seq)
    on = _day(act, bodies)
    own = parameters.values_for(jurisdiction_id=case.jurisdiction_id, procedure=case.procedure, on=on)
    material = Material(
        state=fold_bodies(case.definition, _until(bodies, paper.seq)),
        instrument=paper.instrument,
        on=on,
        organization=case.organization.name,
        case_number=case.number,
        government=_government(case.organization),
        number=paper.number,
        case_title=case.title,
        step=act["step"],
        result=act["result"],
        thread=int(act["thread"] or 0),
        attachments=len(act["attachments"]),
        parameters=own,
        made_at=at,
    )
    try:
        return render(material)
    except TemplateMissing as missing:
        raise Refused(f"{missing}请联系系统管理员。", field="instrument") from None


@transaction.atomic
def issue(*, actor: Actor, case_id: UUID, seq: int, instrument: str, at: datetime) -> Paper:
    """Prints a paper of act ``seq``, keeps the file, and enters that in the record with the file's SM3.

    A second call gives the paper that was printed first. What stood blank is said in the act (``unfilled``).
    Raises NotAllowed, Refused where the act makes no such paper.
    """
    today = at.astimezone(PLACE).date()
    held = lock(case_id, today=today, key=None)
    case = held.case
    require(actor, CASE_WORK, organization=case.organization)
    paper = case.papers.select_related("file").filter(seq=seq, instrument=instrument).first()
    if paper is None:
        raise Refused(f"第{seq}号办理记录没有文书“{instrument}”，请回到案件页面重新选择。", field="instrument")
    if paper.file_id is not None:
        return paper
    printed = preview(case, paper, at=at)
    paper.file = keep(
        name=_file_name(case, paper), data=printed.docx(), jurisdiction=case.jurisdiction, by=actor.person, at=at
    )
    pending = Pending(case, case.folded, Context(today=today, parameters=held.parameters), at)
    pending.append(_entry(actor, paper.file), today, _about(paper, printed))
    pending.write()
    Paper.objects.filter(pk=paper.pk).update(file=paper.file)
    return paper


def _government(organization: Organization) -> str:
    """The nearest government above a body, or itself; '' where there is none."""
    above = [int(each) for each in organization.path.split(".") if each]
    found = Organization.objects.filter(pk__in=above, kind=OrganizationKind.GOVERNMENT).order_by("-path").first()
    return found.name if found else ""


def _entry(actor: Actor, file: KeptFile) -> Entry:
    return Entry(ActKind.PAPER, actor.person, "", "", None, (file,), ())


def _about(paper: Paper, printed: Printed) -> dict[str, Any]:
    return {
        "prints": {"seq": paper.seq, "instrument": paper.instrument, "number": paper.number},
        "unfilled": [each.title for each in printed.unfilled],
    }


def _until(bodies: list[dict[str, Any]], seq: int) -> list[dict[str, Any]]:
    """The acts up to ``seq``, and every correction of one of them, whenever it was entered."""
    return [body for body in bodies if (body["corrects"] if body["kind"] == ActKind.CORRECTION else body["seq"]) <= seq]


def _day(act: Mapping[str, Any], bodies: list[dict[str, Any]]) -> date:
    """The day of an act as it was last corrected."""
    said = [body["corrected_on"] for body in bodies if body.get("corrects") == act["seq"] and body.get("corrected_on")]
    return date.fromisoformat(said[-1] if said else act["performed_on"])


def _file_name(case: Case, paper: Paper) -> str:
    title = case.definition.instruments[paper.instrument].title
    return f"{title} {paper.number or case.number}.docx".replace("/", "／")
