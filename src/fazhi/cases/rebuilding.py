"""Rebuilds what is kept of a case from its acts alone. What this gives and what `taking` keeps are always the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fazhi.cases import alerting, storage
from fazhi.cases.appending import use_row
from fazhi.cases.models import Case, CaseLink, Clock, EntryUse
from fazhi.cases.models.act import ActKind
from fazhi.cases.projections import clock_rows, nearest, title_of, uses_of
from fazhi.cases.taking import context_for
from fazhi.procedures.casework.becoming import marked_fields
from fazhi.procedures.casework.correcting import Correction, corrected
from fazhi.procedures.casework.events import SYSTEM, Event
from fazhi.procedures.casework.short_facts import short_facts
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.definition import Definition
from fazhi.statutes.searching.bigrams import vector


def refolded(case: Case, *, extra: Mapping[str, Any] | None = None) -> CaseState:
    """The state of a case from its acts; ``extra`` is the contents of an act that is about to be added."""
    bodies = [json.loads(body) for body in case.acts.order_by("seq").values_list("body", flat=True)]
    if extra is not None:
        bodies.append({"kind": ActKind.CORRECTION, **extra})
    return fold_bodies(case.definition, bodies)


def fold_bodies(definition: Definition, bodies: Iterable[Mapping[str, Any]]) -> CaseState:
    """The state that the bodies of a case's acts lead to, corrections heeded."""
    acts: list[tuple[Event, Mapping[str, Any]]] = []
    corrections: list[Correction] = []
    for body in bodies:
        if body["kind"] in (ActKind.STEP, ActKind.DEEMED):
            acts.append((_event(definition, body), body["data"]))
        elif body["kind"] == ActKind.CORRECTION:
            on = date.fromisoformat(body["corrected_on"]) if body.get("corrected_on") else None
            corrections.append(Correction(body["corrects"], on=on, data=body["data"]))
    return corrected(definition, acts, corrections)


def _event(definition: Definition, body: Mapping[str, Any]) -> Event:
    at = body.get("performed_at")
    person = body["person"]
    return Event(
        seq=body["seq"],
        step=body["step"],
        result=body["result"],
        thread=int(body["thread"] or 0),
        by=person["id"] if person else SYSTEM,
        on=date.fromisoformat(body["performed_on"]),
        at=datetime.fromisoformat(at) if at else None,
        marks={name: body["data"][name] for name in marked_fields(definition) if name in body["data"]},
    )


@transaction.atomic
def rebuild(case_id: UUID, *, at: datetime) -> Case:
    """Drops what is kept of a case and makes it anew from its acts."""
    case = Case.objects.select_for_update().get(pk=case_id)
    state = refolded(case)
    context = context_for(case, at)
    rows = clock_rows(state, context)
    Clock.objects.filter(case=case).delete()
    EntryUse.objects.filter(case=case).delete()
    CaseLink.objects.filter(case=case).delete()
    last = case.acts.latest("seq")
    due_on, due_limit = (None, "") if state.outcome else nearest(rows)
    title = title_of(state)
    standing = storage.Standing(
        data=dict(state.data),
        state={**state.to_json(), "clocks": rows},
        facts=short_facts(state),
        outcome=state.outcome,
        closed_on=state.events[-1].on if state.outcome else None,
        head_seq=last.seq,
        head_hash=bytes(last.hash),
        due_on=due_on,
        due_limit=due_limit,
        at=last.recorded_at,
        title=title,
        words=vector([(case.number, "A"), (title, "B")]),
    )
    storage.write(case.pk, _outward(case, state), rows, standing)
    alerting.refresh(case, state, context)
    case.refresh_from_db()
    return case


def _outward(case: Case, state: CaseState) -> storage.Batch:
    """What the case names outside of itself: entries of registers, and the case that it comes from."""
    bodies = [json.loads(body) for body in case.acts.order_by("seq").values_list("body", flat=True)]
    recorded = [use_row(("", each["entry"]), each["register"]) for body in bodies for each in body.get("recorded", ())]
    source = bodies[0].get("source")
    return storage.Batch(
        used=[*recorded, *(use_row(key, register) for key, register in uses_of(state).items())],
        source=(source["case"], source["seq"]) if source else None,
    )
