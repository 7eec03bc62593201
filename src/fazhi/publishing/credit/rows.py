"""The rows of 双公示 from the cases that were decided in a period: every ordinary penalty, whether it is published here
or not; none that a head has held back, none that has been annulled or withdrawn, and none made on the spot."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from fazhi.cases.models import Act, Case, Paper
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import NOTICE_VIEW, within_reach
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.counting import due
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.instruments.values import written
from fazhi.procedures.language.fields import PartyKind
from fazhi.publishing.credit.checking import SOLE_TRADER_CODE, Fault, check_all
from fazhi.publishing.credit.tables import PENALTY, Category, CreditTable, table
from fazhi.publishing.models import Notice, NoticeState, Removal
from fazhi.publishing.people_names import public_name
from fazhi.publishing.scrubbing import Persons
from fazhi.registers.models import Entry, EntryState

TEN_THOUSAND = Decimal(10_000)
CENT = Decimal("0.000001")
ID_CARD, OTHER_PAPER = "身份证", "其他证件"
BODIES = "enforcement_bodies"
_LIKE_ID_CARD = re.compile(r"\d{15}|\d{17}[\dXx]")


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
    *, jurisdiction: Jurisdiction, first: date, last: date, on: date, actor: Actor | None = None
) -> tuple[CreditRow, ...]:
    """The penalties decided from one day to another, both included, in the order of their days; checked as of ``on``.

    ``actor``: only those of the bodies that they may look into.
    """
    defined = table(PENALTY)
    made = list(_decided(defined, jurisdiction, first, last, actor))
    faults = check_all(defined, [each.values for each in made], today=on)
    return tuple(
        CreditRow(
            case_id=each.case.pk,
            case_title=each.case.title,
            organization_id=each.case.organization_id,
            organization=str(each.case.organization),
            decided_on=each.decided_on,
            due_on=due(each.decided_on, parse_duration(defined.within), calendar=standard_calendar()).on,
            values=each.values,
            masked=masked(defined, each.values, each.persons),
            faults=found,
            is_public=each.notice is not None and each.notice.state == NoticeState.PUBLISHED,
        )
        for each, found in zip(made, faults, strict=True)
    )


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
    """A decision and what its row is made of."""

    case: Case
    decided_on: date
    values: dict[str, str]
    notice: Notice | None
    persons: Persons


def _decided(
    defined: CreditTable, jurisdiction: Jurisdiction, first: date, last: date, actor: Actor | None
) -> Iterator[_Decided]:
    cases = _cases(defined, jurisdiction, first, last, actor)
    keys = [case.pk for case, _, _ in cases]
    notices = {
        each.case_id: each
        for each in Notice.objects.filter(case__in=keys, publication=defined.publication).defer("search").order_by("pk")
    }
    numbers: dict[tuple[UUID, str], str] = {
        (case, instrument): number
        for case, instrument, number in Paper.objects.filter(case__in=keys)
        .exclude(number="")
        .order_by("pk")
        .values_list("case_id", "instrument", "number")
    }
    codes = _codes(jurisdiction)
    for case, state, decided_on in cases:
        notice = notices.get(case.pk)
        if _is_out(defined, state, notice):
            continue
        source = _Source(case, state, decided_on, notice, numbers, codes)
        values = {code: source.text(field.source) for code, field in defined.fields.items()}
        yield _Decided(case, decided_on, values, notice, Persons(state))


def _cases(
    defined: CreditTable, jurisdiction: Jurisdiction, first: date, last: date, actor: Actor | None
) -> list[tuple[Case, CaseState, date]]:
    """The cases, their states and the days of their decisions, in the order of these."""
    step, _, result = defined.decided.partition(".")
    acts = Act.objects.filter(jurisdiction=jurisdiction, step=step, result=result, performed_on__range=(first, last))
    acts = acts.filter(case__procedure=defined.procedure)
    found = Case.objects.filter(pk__in=acts.values("case_id")).select_related("organization").defer("search", "header")
    if actor is not None:
        found = found.filter(within_reach(actor, NOTICE_VIEW, "organization", area="jurisdiction"))
    made = []
    for case in found:
        state = case.folded
        decided = state.found(defined.decided)
        # The day may have been corrected since, the decision made anew.
        if decided and first <= decided[-1].on <= last:
            made.append((case, state, decided[-1].on))
    return sorted(made, key=lambda each: (each[2], each[0].number))


def _is_out(defined: CreditTable, state: CaseState, notice: Notice | None) -> bool:
    if any(state.done(each) for each in defined.annulled_by):
        return True
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


class _Source:
    """What the names of sources in the table stand for, in one case."""

    def __init__(
        self,
        case: Case,
        state: CaseState,
        decided_on: date,
        notice: Notice | None,
        numbers: Mapping[tuple[UUID, str], str],
        codes: Mapping[int, str],
    ) -> None:
        self.case, self.state, self.decided_on, self.notice = case, state, decided_on, notice
        self.numbers, self.codes = numbers, codes
        self.party: Mapping[str, Any] = state.data.get(state.definition.subject or "") or {}

    def text(self, source: str | None) -> str:
        """The value of a source, "" for none."""
        if source is None:
            return ""
        if source == "decided_on":
            return self.decided_on.isoformat()
        of, _, name = source.partition(".")
        found: Callable[[str], str] = {
            "party": self._of_party,
            "paper": lambda paper: self.numbers.get((self.case.pk, paper), ""),
            "case": self._of_case,
            "notice": lambda name: str(getattr(self.notice, name) or "") if self.notice else "",
            "body": lambda name: (
                self.codes.get(self.case.organization_id, "") if name == "code" else self.case.organization.name
            ),
        }[of]
        return found(name).strip()

    def _of_party(self, name: str) -> str:
        kind, number = self.party.get("kind"), str(self.party.get("id_number") or "")
        natural = kind in (None, "", PartyKind.PERSON)
        match name:
            case "category":
                sole = kind == PartyKind.SOLE_TRADER or (not natural and number.startswith(SOLE_TRADER_CODE))
                return (Category.PERSON if natural else Category.SOLE_TRADER if sole else Category.BODY).value
            case "code":
                return "" if natural else number
            case "representative":
                return "" if natural else str(self.party.get("representative") or "")
            case "paper_kind":
                return (ID_CARD if _is_id_card(number) else OTHER_PAPER if number else "") if natural else ""
            case "paper_number":
                return number if natural else ""
        return str(self.party.get(name) or "")

    def _of_body(self, name: str) -> str:
        return self.codes.get(self.case.organization_id, "") if name == "code" else self.case.organization.name

    def _of_case(self, name: str) -> str:
        definition, data = self.state.definition, self.state.data
        if name == "licence":
            taken = {"suspend_license", "revoke_license"} & set(data.get("penalty_kinds") or ())
            return str(data.get("penalty_content") or "") if taken else ""
        field, kept = definition.fields[name], data.get(name)
        if kept in (None, "", []):
            return ""
        if field.type.value == "money":
            return f"{(Decimal(str(kept)) / TEN_THOUSAND).quantize(CENT):f}"
        return written(field, kept)


def _is_id_card(number: str) -> bool:
    """Whether it was meant for one: whether it is right, the check says."""
    return _LIKE_ID_CARD.fullmatch(number) is not None
