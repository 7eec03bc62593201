"""What exams mean for the register of officers 执法人员台账: passes entered, cards issued and renewed from one sheet.

A pass alone changes no card: the register holds that a card is issued after the exam that it rests on. So a pass waits
on the list of applications 申领名单 until the card comes, and both are entered in one revision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from fazhi.exams.models import UNSTAFFED, Candidate, Exam, Purpose
from fazhi.exams.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import REGISTER_KEEP, require
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.models import Entry, EntryState
from fazhi.registers.models.ledger import RevisionKind
from fazhi.registers.refusals import ChangesRefused
from fazhi.registers.refusals import Refused as RegisterRefused
from fazhi.registers.revising import revise

CREDENTIAL = "enforcement_card"
ENDING = frozenset({"merits", "appraisal"})
"""Fields of an old card's entry that belong to its time and are not carried into a new one."""


@dataclass(frozen=True)
class Card:
    """A card as it was issued: to whom, its number, its days, its kind and issuer as the register knows them.

    `entry` is the card that it renews, where it renews one; `candidate` the pass that it rests on, where it does.
    """

    number: str
    issued_on: date
    valid_until: date
    candidate: int | None = None
    entry: UUID | None = None
    kind: str = "unified"
    issuer: str = ""
    staffing: str = ""


@dataclass(frozen=True)
class Application:
    """Somebody who passed and waits for a card; `entry` is the card they hold already, to be renewed."""

    candidate: Candidate
    entry: Entry | None

    @property
    def is_renewal(self) -> bool:
        return self.entry is not None


@dataclass(frozen=True)
class CardFault:
    """What is wrong with a line of a sheet of cards: its number from 0, the field of the register, a sentence."""

    number: int
    field: str
    say: str


class CardsRefused(Refused):
    """A sheet of which nothing was entered; `faults` has everything that is wrong, line by line."""

    def __init__(self, faults: Sequence[CardFault]) -> None:
        super().__init__(f"有 {len({fault.number for fault in faults})} 行有误，全部没有录入。请改正后再提交。")
        self.faults = tuple(faults)


def register() -> RegisterDefinition:
    """The register that says who holds an enforcement card. Raises Refused where the catalog has none."""
    found = library.shelf().credentials.get(CREDENTIAL)
    if found is None:
        raise Refused("目录中没有执法证件台账，不能办理证件。")
    return found


def holder_of(entry: Entry) -> int | None:
    """The number of the person whose card this is."""
    credential = register().credential
    kept = entry.data.get(credential.holder) if credential else None
    number = kept.get("id") if isinstance(kept, Mapping) else None
    return int(number) if number else None


def cards_of(people: Iterable[int], *, jurisdiction_id: int) -> dict[int, list[Entry]]:
    """Every card that people hold or held, by person, the latest first. One query."""
    numbers = [str(number) for number in people]
    defined = register()
    assert defined.credential is not None
    rows = Entry.objects.filter(jurisdiction_id=jurisdiction_id, register=defined.id)
    path = f"data__{defined.credential.holder}"
    # One person is found by the index over the data; of many the whole register is read, which is no longer than they.
    one = {f"{path}__contains": {"id": numbers[0]}} if len(numbers) == 1 else {f"{path}__id__in": numbers}
    found: dict[int, list[Entry]] = {}
    for entry in rows.filter(**one).select_related("organization").order_by("-valid_until", "key"):
        if (number := holder_of(entry)) is not None:
            found.setdefault(number, []).append(entry)
    return found


def staffing_of(people: Iterable[int], *, jurisdiction_id: int, on: date) -> dict[int, str]:  # noqa: ARG001 -- today's
    """How people are employed, as far as the register of officers says so."""
    return {
        number: entry.data["staffing"]
        for number, entries in cards_of(people, jurisdiction_id=jurisdiction_id).items()
        for entry in reversed(entries)
        if entry.state != EntryState.WITHDRAWN and entry.data.get("staffing")
    }


def enter_passes(*, actor: Actor, exam: Exam, at: datetime) -> int | None:
    """Enters the passes of an exam at the cards that were issued after it; the others wait for theirs.

    Gives the number of the revision, None where there was nothing to enter.
    """
    passed = {each.person_id: each for each in exam.candidates.filter(passed=True).exclude(person=None)}
    cards = cards_of([number for number in passed if number], jurisdiction_id=exam.jurisdiction_id)
    changes = [
        Change(ChangeKind.AMEND, entry.pk, _pass_fields(passed[number]))
        for number, entries in cards.items()
        for entry in entries
        if entry.state == EntryState.IN_FORCE and _rests_on(entry, passed[number])
    ]
    if not changes:
        return None
    return _revise(actor, exam.jurisdiction, changes, f"{exam.title}成绩合格", "", at)


def applications(*, jurisdiction_id: int) -> list[Application]:
    """Who passed a qualification exam whose results stand, and has no card that rests on it. Two queries."""
    passed = (
        Candidate.objects.filter(
            exam__jurisdiction_id=jurisdiction_id,
            exam__purpose=Purpose.QUALIFICATION,
            passed=True,
            person__is_active=True,
        )
        .exclude(exam__confirmed_at=None)
        .select_related("exam", "person", "organization", "certificate")
        .order_by("person_id", "-sat_on", "-id")
        .distinct("person_id")
    )
    latest = {each.person_id: each for each in passed if each.person_id}
    cards = cards_of(latest, jurisdiction_id=jurisdiction_id) if latest else {}
    waiting = [
        Application(candidate, next((card for card in cards.get(number, []) if _is_held(card)), None))
        for number, candidate in latest.items()
        if not any(_day(card, "exam_passed_on") >= str(candidate.sat_on) for card in cards.get(number, []))
    ]
    return sorted(waiting, key=lambda each: (each.candidate.organization.order, each.candidate.pk))


@transaction.atomic
def enter_cards(
    *, actor: Actor, jurisdiction: Jurisdiction, cards: Sequence[Card], reason: str, document: str, at: datetime
) -> int:
    """Enters a sheet of cards in one revision: new ones, renewed ones, ones with a new number. All or nothing.

    Gives the number of the revision. Raises NotAllowed; CardsRefused with everything that is wrong.
    """
    require(actor, REGISTER_KEEP)
    if not cards:
        raise Refused("没有填写任何证件。请至少填写一行。")
    candidates = _passes(jurisdiction, [card.candidate for card in cards if card.candidate])
    held = Entry.objects.filter(jurisdiction=jurisdiction, register=register().id).in_bulk(
        [card.entry for card in cards if card.entry]
    )
    changes: list[Change] = []
    rows: list[int] = []
    for number, card in enumerate(cards):
        made = _changes(card, candidates.get(card.candidate or 0), held.get(card.entry) if card.entry else None)
        changes += made
        rows += [number] * len(made)
    try:
        return _revise(actor, jurisdiction, changes, reason or "发放、换发行政执法证件", document, at)
    except ChangesRefused as refused:
        raise CardsRefused(
            [CardFault(rows[fault.number], fault.field, fault.say) for fault in refused.faults]
        ) from None


def _passes(jurisdiction: Jurisdiction, numbers: Sequence[int]) -> dict[int, Candidate]:
    """The passes that cards rest on. Raises Refused for one that is none: not passed, not confirmed, not from here."""
    rows = Candidate.objects.select_for_update(of=("self",)).select_related("exam", "organization", "certificate")
    found = rows.filter(exam__jurisdiction=jurisdiction, exam__purpose=Purpose.QUALIFICATION, passed=True)
    passes = {each.pk: each for each in found.exclude(exam__confirmed_at=None).filter(pk__in=numbers)}
    if len(passes) != len(set(numbers)):
        raise Refused("名单中有人的考试成绩没有确认或者不合格，请刷新申领名单后再填。")
    return passes


def _changes(card: Card, candidate: Candidate | None, held: Entry | None) -> list[Change]:
    data: dict[str, Any] = {
        "card_number": card.number.strip() or (held.data.get("card_number") if held else ""),
        "card_kind": card.kind,
        "issued_on": card.issued_on.isoformat(),
        "valid_until": card.valid_until.isoformat(),
    }
    data |= {"issuer": card.issuer.strip()} if card.issuer.strip() else {}
    data |= {"staffing": card.staffing} if card.staffing else {}
    data |= _pass_fields(candidate) if candidate else {}
    if held is None:
        if candidate is None:
            raise Refused("新发的证件要有合格的考试成绩，请从申领名单中填写。")
        assert candidate.person_id is not None
        who = {"person": {"id": str(candidate.person_id)}, "body": {"id": str(candidate.organization_id)}}
        known = {} if candidate.staffing in UNSTAFFED else {"staffing": candidate.staffing}
        return [Change(ChangeKind.ADD, data=known | data | who)]
    if data["card_number"] == held.data.get("card_number"):
        del data["card_number"]
        return [Change(ChangeKind.AMEND, held.pk, data)]
    # The number is what a card is known by: with a new number the old card ends and another begins.
    kept = {name: value for name, value in held.data.items() if name not in ENDING}
    return [Change(ChangeKind.WITHDRAW, held.pk), Change(ChangeKind.ADD, data=kept | data)]


def _pass_fields(candidate: Candidate) -> dict[str, Any]:
    assert candidate.sat_on is not None
    assert candidate.score is not None
    fields = {
        "exam_passed_on": candidate.sat_on.isoformat(),
        "exam_name": candidate.exam.title,
        "exam_score": str(candidate.score.normalize()),
    }
    return fields | ({"certificate": candidate.certificate.number} if hasattr(candidate, "certificate") else {})


def _revise(
    actor: Actor, jurisdiction: Jurisdiction, changes: Sequence[Change], reason: str, document: str, at: datetime
) -> int:
    try:
        revised = revise(
            actor=actor,
            jurisdiction=jurisdiction,
            register=register().id,
            changes=changes,
            reason=reason,
            document=document,
            since=timezone.localtime(at).date(),
            at=at,
            kind=RevisionKind.EXAM,
        )
    except ChangesRefused:
        raise
    except RegisterRefused as refused:
        raise Refused(refused.say) from None
    return revised.revision.seq


def _rests_on(entry: Entry, candidate: Candidate) -> bool:
    """Whether a card was issued after this pass, and does not say so yet."""
    sat_on = str(candidate.sat_on)
    return _day(entry, "exam_passed_on") < sat_on <= _day(entry, "issued_on")


def _is_held(entry: Entry) -> bool:
    return entry.state != EntryState.WITHDRAWN


def _day(entry: Entry, name: str) -> str:
    """A day of an entry as 2026-03-02, which sorts as days do; "" where there is none."""
    return str(entry.data.get(name) or "")
