"""Ledgers 台账: a jurisdiction's own copy of a register, and the lock that gives its revisions one order."""

from __future__ import annotations

from datetime import datetime

from fazhi.database.identifiers import uuid7
from fazhi.government.models import Jurisdiction
from fazhi.procedures.pauses import day_of
from fazhi.record.ledger import LedgerHeader, ledger_header_hash
from fazhi.registers.definitions import definition
from fazhi.registers.models import Ledger


def ledger_for(jurisdiction_id: int, register: str, *, at: datetime) -> Ledger:
    """The ledger of a register in a jurisdiction, made on first use. Raises Refused for an unknown register."""
    found = ledger_if_any(jurisdiction_id, register)
    if found is not None:
        return found
    definition(register)
    made = Ledger(id=uuid7(), jurisdiction_id=jurisdiction_id, register=register, settled_on=day_of(at))
    code = Jurisdiction.objects.values_list("code", flat=True).get(pk=jurisdiction_id)
    made.header = LedgerHeader(made.id, code, register, at).canonical().decode()
    made.head_hash = ledger_header_hash(made.header.encode())
    # Of two at first use one wins; both go on with its ledger.
    Ledger.objects.bulk_create([made], ignore_conflicts=True)
    return Ledger.objects.get(jurisdiction_id=jurisdiction_id, register=register)


def ledger_if_any(jurisdiction_id: int, register: str) -> Ledger | None:
    """The same, for those who only read."""
    return Ledger.objects.filter(jurisdiction_id=jurisdiction_id, register=register).first()


def lock(ledger: Ledger) -> Ledger:
    """The ledger as it now stands, held until the transaction ends: who comes second sees what the first has done."""
    return Ledger.objects.select_for_update().get(pk=ledger.pk)
