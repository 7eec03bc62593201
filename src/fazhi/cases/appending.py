"""The acts of one transaction on one case: linked to the chain in memory, then written with what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fazhi.cases import alerting, storage
from fazhi.cases.models import Case
from fazhi.cases.models.act import ActKind
from fazhi.cases.projections import Shift, clock_rows, nearest, shifts, title_of, uses_of
from fazhi.files.models import KeptFile
from fazhi.government.models import Person
from fazhi.procedures.casework.becoming import next_event
from fazhi.procedures.casework.context import Context
from fazhi.procedures.casework.requests import Raised, Request
from fazhi.procedures.casework.short_facts import short_facts
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.pauses import PLACE
from fazhi.record.chain import act_body, act_hash
from fazhi.statutes.searching.bigrams import vector


@dataclass(frozen=True)
class Entry:
    """Who enters an act, in which role, for whom, with which files and papers."""

    kind: ActKind
    person: Person | None
    role: str
    on_behalf_of: str
    key: str | None
    attachments: Sequence[KeptFile]
    papers: Sequence[tuple[str, str]]


class Pending:
    """Acts that are about to be written. `state` is the case after those added so far."""

    def __init__(self, case: Case, state: CaseState, context: Context, at: datetime) -> None:
        self.case, self.state, self.context, self.at = case, state, context, at
        self._head = bytes(case.head_hash)
        self._seq = case.head_seq
        self._batch = storage.Batch()
        self._uses = uses_of(state)

    @property
    def next_seq(self) -> int:
        return self._seq + 1

    def add(self, entry: Entry, request: Request, findings: Sequence[Raised], **more: Any) -> int:
        """Adds the act that takes a step; returns its number.

        ``more`` is said in the act too: ``number`` 案号 and ``source`` in the first, ``recorded`` and ``revised`` in
        one that changed a register.
        """
        event = next_event(self.state, request, seq=self.next_seq)
        self.state = self.state.taken(event, request.data)
        thread = str(event.thread) if event.thread else ""
        about = {"step": request.step, "result": request.result, "thread": thread, "data": dict(request.data), **more}
        if request.at is not None:
            about["performed_at"] = request.at.astimezone(PLACE).isoformat()
        return self.append(entry, request.on, about, findings)

    def append(self, entry: Entry, on: date, about: Mapping[str, Any], findings: Sequence[Raised] = ()) -> int:
        """Adds an act of any kind: links it to the chain, and keeps the rows that belong to it."""
        self._seq += 1
        seq, case = self._seq, self.case
        body = act_body(
            {
                "case": str(case.pk),
                "seq": seq,
                "kind": str(entry.kind),
                "step": "",
                "result": "",
                "thread": "",
                "data": {},
                "person": {"id": str(entry.person.pk), "name": entry.person.name} if entry.person else None,
                "role": entry.role,
                "for": entry.on_behalf_of,
                "performed_on": on.isoformat(),
                "recorded_at": self.at.astimezone(PLACE).isoformat(),
                "attachments": [{"name": f.name, "sm3": f.sm3, "size": f.size} for f in entry.attachments],
                "papers": [{"instrument": name, "number": number} for name, number in entry.papers],
                **about,
            }
        )
        self._head = act_hash(self._head, body)
        self._batch.acts.append(
            (
                *(case.pk, case.jurisdiction_id, case.organization_id, case.procedure, seq, str(entry.kind)),
                *(about.get("step", ""), about.get("result", ""), about.get("thread", "")),
                *(entry.person.pk if entry.person else None, on, self.at, body.decode(), self._head, entry.key),
            )
        )
        self._batch.findings += [
            {
                "seq": seq,
                "rule": each.rule,
                "breach": str(each.breach),
                "say": each.say[:500],
                "basis": dict(each.basis),
                "found_at": self.at.isoformat(),
            }
            for each in findings
        ]
        self._batch.attachments += [{"seq": seq, "file_id": file.pk} for file in entry.attachments]
        self._batch.papers += [{"seq": seq, "instrument": name, "number": number} for name, number in entry.papers]
        self._batch.used += [_recorded(each) for each in about.get("recorded", ())]
        if source := about.get("source"):
            self._batch.source = (source["case"], source["seq"])
        return seq

    def write(self) -> list[Shift]:
        """Writes everything and brings the case up to it; returns the clocks that moved."""
        case, state = self.case, self.state
        before = case.state.get("clocks", {})
        rows = clock_rows(state, self.context)
        moved = shifts(before, rows)
        title = title_of(state)
        changed = title != case.title or "clocks" not in case.state
        case.data = dict(state.data)
        case.state = {**state.to_json(), "clocks": rows}
        case.outcome = state.outcome
        case.closed_on = state.events[-1].on if state.outcome else None
        case.head_seq, case.head_hash = self._seq, self._head
        case.due_on, case.due_limit = (None, "") if state.outcome else nearest(rows)
        case.last_act_at, case.title = self.at, title
        standing = storage.Standing(
            data=case.data,
            state=case.state,
            facts=short_facts(state),
            outcome=case.outcome,
            closed_on=case.closed_on,
            head_seq=case.head_seq,
            head_hash=case.head_hash,
            due_on=case.due_on,
            due_limit=case.due_limit,
            at=self.at,
            title=title,
            words=vector([(case.number, "A"), (title, "B")]) if changed else None,
        )
        uses = uses_of(state)
        self._batch.used += [use_row(key, register) for key, register in uses.items() if key not in self._uses]
        self._batch.unused += [use_row(key, register) for key, register in self._uses.items() if key not in uses]
        self._uses = uses
        gone = [each for each in moved if each.key not in rows]
        stay = {each.key: each.after for each in moved if each.key in rows}
        storage.write(case.pk, self._batch, stay, standing, gone=gone)
        self._batch = storage.Batch()
        alerting.refresh(case, state, self.context)
        return moved


def use_row(key: tuple[str, str], register: str) -> dict[str, str]:
    """A use of an entry as `storage` writes it; ``key`` is field and entry."""
    name, entry = key
    return {"field": name, "entry_id": entry, "register": register}


def _recorded(said: Mapping[str, Any]) -> dict[str, str]:
    """The use of an entry that the case itself put into a register, as the act says it."""
    return use_row(("", said["entry"]), said["register"])
