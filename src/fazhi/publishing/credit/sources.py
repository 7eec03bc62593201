"""What the names of sources in a field set of 双公示 stand for, in one decision of one case.

`party.name`, `paper.penalty_decision`, `case.fine`, `latest.renewed_until` (of whatever thread has the latest value);
of several with a bar between them the first that there is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from fazhi.cases.models import Case
from fazhi.procedures.casework.events import Event
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.instruments.values import written
from fazhi.procedures.language.fields import Kind, PartyKind
from fazhi.publishing.credit.checking import SOLE_TRADER_CODE
from fazhi.publishing.credit.tables import Category, CreditField, CreditTable, Further
from fazhi.publishing.models import Notice

TEN_THOUSAND = Decimal(10_000)
CENT = Decimal("0.000001")
ID_CARD, OTHER_PAPER = "身份证", "其他证件"
IN_FORCE, ENDED = "1", "2"
_LIKE_ID_CARD = re.compile(r"\d{15}|\d{17}[\dXx]")

Numbers = Mapping[tuple[UUID, str], Mapping[int, str]]
"""The numbers of papers by case and instrument, each by the act that made it, in the order of making."""


@dataclass(frozen=True)
class Decision:
    """One decision of a case that is a row; ``row`` says of which kind, where the case has several."""

    case: Case
    state: CaseState
    event: Event
    row: Further
    notice: Notice | None

    @property
    def facts(self) -> Mapping[str, Any]:
        """What the case, and the thread in which it was decided, hold by now."""
        return self.state.facts_of(self.event.thread)


class Source:
    """Finds the values of one decision, as texts; "" for what there is none of."""

    def __init__(
        self, defined: CreditTable, decision: Decision, *, numbers: Numbers, codes: Mapping[int, str], on: date
    ) -> None:
        self.defined, self.decision, self.on = defined, decision, on
        self.case, self.facts = decision.case, decision.facts
        self.numbers, self.codes = numbers, codes
        self.party: Mapping[str, Any] = self.facts.get(decision.state.definition.subject or "") or {}

    def values(self) -> dict[str, str]:
        """The whole row by code."""
        return {code: self._value(code, field) for code, field in self.defined.fields.items()}

    def _value(self, code: str, field: CreditField) -> str:
        source = self.decision.row.instead.get(code, field.source)
        for each in (source or "").split("|"):
            if found := self._found(each.strip(), field).strip():
                return found
        return field.unless_said or ""

    def _found(self, source: str, field: CreditField) -> str:
        of, _, name = source.partition(".")
        if of in ("case", "latest"):
            return self._of_case(name, field, self.facts if of == "case" else self._threads())
        found: dict[str, Callable[[str], str]] = {
            "": lambda _: "",
            "decided_on": lambda _: self.decision.event.on.isoformat(),
            "status": lambda _: self._status(),
            "party": self._of_party,
            "paper": self._number_of,
            "title": lambda paper: self.decision.state.definition.instruments[paper].title,
            "notice": lambda part: str(getattr(self.decision.notice, part) or "") if self.decision.notice else "",
            "body": self._of_body,
        }
        text = found[of](name)
        return field.codes.get(text, "") if field.codes else text

    def _number_of(self, paper: str) -> str:
        """Of the paper that this decision made; of the newest of its kind, where the case decides only once."""
        made = self.numbers.get((self.case.pk, paper), {})
        newest = "" if self.decision.event.thread else next(reversed([*made.values()]), "")
        return made.get(self.decision.event.seq, newest)

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

    def _threads(self) -> dict[str, str]:
        """The latest day, or whatever sorts last, of every field that the threads of the case hold."""
        latest: dict[str, str] = {}
        for _, own in self.decision.state.threads.values():
            latest |= {name: max(str(kept), latest.get(name, "")) for name, kept in own.items() if kept is not None}
        return latest

    def _of_case(self, name: str, field: CreditField, facts: Mapping[str, Any]) -> str:
        if name == "licence":
            taken = {"suspend_license", "revoke_license"} & set(facts.get("penalty_kinds") or ())
            return str(facts.get("penalty_content") or "") if taken else ""
        declared, kept = self.decision.state.definition.fields[name], facts.get(name)
        if kept in (None, "", []):
            return ""
        if field.codes:
            return field.codes.get(str(kept), "")
        if declared.type is Kind.MONEY:
            return f"{(Decimal(str(kept)) / TEN_THOUSAND).quantize(CENT):f}"
        return str(kept)[:10] if declared.type is Kind.DATE else written(declared, kept)

    def _status(self) -> str:
        """Whether what was decided holds on the day: not ended by a later step, and not over."""
        if any(self.decision.state.done(each) for each in self.defined.ended_by):
            return ENDED
        code = self.defined.named(self.defined.valid_until)
        until = self._value(code, self.defined.fields[code]) if code else ""
        return ENDED if until and until < self.on.isoformat() else IN_FORCE


def _is_id_card(number: str) -> bool:
    """Whether it was meant for one: whether it is right, the check says."""
    return _LIKE_ID_CARD.fullmatch(number) is not None
