"""The rows of 双公示 from the cases that were decided in a period: every ordinary penalty, every licence granted,
changed or renewed, whether it is published here or not; none that a head has held back, none that has been annulled or
withdrawn, none that is secret, and no penalty made on the spot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from fazhi.cases.models import Act, Case, Paper
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import NOTICE_VIEW, within_reach
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.counting import due
from fazhi.procedures.durations import parse_duration
from fazhi.publishing.credit.checking import Fault, check_all
from fazhi.publishing.credit.sources import Decision, Source
from fazhi.publishing.credit.tables import PENALTY, Category, CreditTable, Further, table
from fazhi.publishing.models import Notice, NoticeState, Removal
from fazhi.publishing.people_names import public_name
from fazhi.publishing.scrubbing import Persons
from fazhi.registers.models import Entry, EntryState

BODIES = "enforcement_bodies"


@dataclass(frozen=True)
class CreditRow:
    """One decision. ``values`` by code, as texts; ``faults``: why it cannot be handed in yet.

    ``due_on``: by when it has to be; ``is_public``: whether everybody may see its masked form.
    """

    case_id: UUID
    case_title: str
    organization_id: int
    organization: str
    decided_on: date
    due_on: date | None
    values: Mapping[str, str]
    masked: Mapping[str, str]
    faults: tuple[Fault, ...]
    is_public: bool

    @property
    def is_right(self) -> bool:
        return not self.faults


def rows(
    *,
    jurisdiction: Jurisdiction,
    first: date,
    last: date,
    on: date,
    actor: Actor | None = None,
    defined: CreditTable | None = None,
) -> tuple[CreditRow, ...]:
    """What was decided from one day to another, both included, in the order of the days; checked as of ``on``.

    ``defined``: the field set, that of penalties where nothing is said. ``actor``: only of bodies that they may look
    into.
    """
    defined = defined or table(PENALTY)
    made = list(_decided(defined, jurisdiction, first, last, actor, on))
    faults = check_all(defined, [each.values for each in made], today=on)
    within = parse_duration(defined.within)
    return tuple(
        CreditRow(
            case_id=each.decision.case.pk,
            case_title=each.decision.case.title,
            organization_id=each.decision.case.organization_id,
            organization=str(each.decision.case.organization),
            decided_on=each.decision.event.on,
            due_on=due(each.decision.event.on, within, calendar=standard_calendar()).on,
            values=each.values,
            masked=masked(defined, each.values, each.persons),
            faults=found,
            is_public=_is_public(each.decision.notice, on),
        )
        for each, found in zip(made, faults, strict=True)
    )


def _is_public(notice: Notice | None, on: date) -> bool:
    """Whether everybody may see it on that day. Its time may be over though nobody has taken it down yet: nights do."""
    if notice is None or notice.state != NoticeState.PUBLISHED:
        return False
    return notice.removes_on is None or on <= notice.removes_on


def masked(defined: CreditTable, values: Mapping[str, str], persons: Persons | None = None) -> dict[str, str]:
    """The public form: no number of a person, no name of one in any text, and a natural person by the family name."""
    name, category = defined.named("xdr_mc"), defined.named("xdr_lb")
    shown = {code: "" if defined.fields[code].personal else text for code, text in values.items()}
    if persons is not None:
        coded = {code for code, field in defined.fields.items() if field.format or field.type != "text"}
        shown = {code: text if code in coded else persons.without(text) for code, text in shown.items()}
    if values.get(category) == Category.PERSON:
        shown[name] = public_name(values.get(name, ""))
    else:
        shown[name] = values.get(name, "")
    return shown


@dataclass(frozen=True)
class _Decided:
    """A decision and its row."""

    decision: Decision
    values: dict[str, str]
    persons: Persons


def _decided(
    defined: CreditTable, jurisdiction: Jurisdiction, first: date, last: date, actor: Actor | None, on: date
) -> Iterator[_Decided]:
    found = _decisions(defined, jurisdiction, first, last, actor)
    keys = {case.pk for case, _, _, _ in found}
    notices = _notices(keys)
    numbers: dict[tuple[UUID, str], dict[int, str]] = {}
    papers = Paper.objects.filter(case__in=keys).exclude(number="").order_by("pk")
    for pk, instrument, seq, number in papers.values_list("case_id", "instrument", "seq", "number"):
        numbers.setdefault((pk, instrument), {})[seq] = number
    codes = _codes(jurisdiction)
    for case, state, event, row in found:
        notice = _notice_of(notices.get((case.pk, row.publication or ""), ()), event)
        decision = Decision(case, state, event, row, notice)
        if not _is_out(defined, decision):
            values = Source(defined, decision, numbers=numbers, codes=codes, on=on).values()
            yield _Decided(decision, values, Persons(state))


def _decisions(
    defined: CreditTable, jurisdiction: Jurisdiction, first: date, last: date, actor: Actor | None
) -> list[tuple[Case, CaseState, Event, Further]]:
    """What was decided in the period, in the order of the days: the case, its state, the act, the kind of row."""
    decided = Q()
    for reference in defined.decisions:
        step, _, result = reference.partition(".")
        decided |= Q(step=step, result=result)
    acts = Act.objects.filter(decided, jurisdiction=jurisdiction, performed_on__range=(first, last))
    acts = acts.filter(case__procedure=defined.procedure)
    cases = Case.objects.filter(pk__in=acts.values("case_id")).select_related("organization").defer("search", "header")
    if actor is not None:
        cases = cases.filter(within_reach(actor, NOTICE_VIEW, "organization", area="jurisdiction"))
    made = []
    for case in cases:
        state = case.folded
        for reference, row in defined.decisions.items():
            # The day may have been corrected since, the decision made anew.
            made += [(case, state, event, row) for event in _last(state, reference) if first <= event.on <= last]
    return sorted(made, key=lambda each: (each[2].on, each[0].number, each[2].seq))


def _last(state: CaseState, reference: str) -> list[Event]:
    """The decision that stands; of a step in threads one in each."""
    return list({event.thread: event for event in state.found(reference)}.values())


def _notices(cases: set[UUID]) -> Mapping[tuple[UUID, str], Sequence[Notice]]:
    found: dict[tuple[UUID, str], list[Notice]] = {}
    for notice in Notice.objects.filter(case__in=cases).defer("search").order_by("pk"):
        found.setdefault((notice.case_id, notice.publication), []).append(notice)
    return found


def _notice_of(notices: Sequence[Notice], event: Event) -> Notice | None:
    """That of the act; where the case decides only once, the newest, whichever act made it due."""
    own = next((each for each in notices if each.seq == event.seq), None)
    return own or (notices[-1] if notices and not event.thread else None)


def _is_out(defined: CreditTable, decision: Decision) -> bool:
    if any(decision.state.done(each) for each in defined.annulled_by):
        return True
    if any(decision.facts.get(name) in secret for name, secret in defined.kept_back.items()):
        return True
    notice = decision.notice
    if notice is None:
        return False
    return notice.state == NoticeState.HELD or notice.removal in (Removal.WITHDRAWN, Removal.DECIDED)


def _codes(jurisdiction: Jurisdiction) -> dict[int, str]:
    """The credit codes of bodies, from the list of enforcement bodies."""
    entries = Entry.objects.filter(ledger__jurisdiction=jurisdiction, register=BODIES, state=EntryState.IN_FORCE)
    return {
        organization: str(data.get("uscc") or "")
        for organization, data in entries.exclude(organization=None).values_list("organization_id", "data")
    }
