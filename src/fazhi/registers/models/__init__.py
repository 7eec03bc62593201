from fazhi.registers.models.draft import Draft
from fazhi.registers.models.entry import Entry, EntryState
from fazhi.registers.models.importing import ImportOutcome, ImportRow, ImportState, SheetImport
from fazhi.registers.models.ledger import Ledger, Revision, Version
from fazhi.registers.models.matching import ColumnMatch
from fazhi.registers.models.unmasking import Unmasking

__all__ = [
    "ColumnMatch", "Draft", "Entry", "EntryState", "ImportOutcome", "ImportRow", "ImportState", "Ledger", "Revision",
    "SheetImport", "Unmasking", "Version",
]  # fmt: skip
