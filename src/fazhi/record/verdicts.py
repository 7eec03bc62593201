"""What a verifier says."""

from dataclasses import dataclass
from typing import Literal

BreakKind = Literal[
    "header", "gap", "case", "order", "hash", "root", "form", "attachment", "column", "head", "log", "signature", "file"
]


@dataclass(frozen=True)
class Break:
    """The first thing wrong: at which act (0: the header or the whole), in Chinese what, and its kind for programs."""

    seq: int
    say: str
    kind: BreakKind


@dataclass(frozen=True)
class Verdict:
    """The outcome for one case. acts, bytes, attachments: how much was found in order before the break, if any."""

    first_break: Break | None
    acts: int
    bytes: int
    attachments: int = 0

    @property
    def ok(self) -> bool:
        """Whether the whole chain holds."""
        return self.first_break is None


@dataclass(frozen=True)
class LedgerVerdict:
    """The outcome for one ledger 台账: how much was found in order before the break, if any."""

    first_break: Break | None
    revisions: int
    versions: int
    bytes: int = 0

    @property
    def ok(self) -> bool:
        """Whether the whole chain holds."""
        return self.first_break is None


@dataclass(frozen=True)
class LogVerdict:
    """The outcome for the log. `unsigned`: entries after the last checkpoint, in order but not signed yet."""

    first_break: Break | None
    entries: int
    checkpoints: int
    unsigned: int = 0

    @property
    def ok(self) -> bool:
        """Whether the whole log holds."""
        return self.first_break is None


@dataclass(frozen=True)
class ExportVerdict:
    """The outcome for an exported file.

    ledger: the id where the file holds a register's ledger instead of a case; acts are its revisions then, versions the
    entries as they left them; logged: the last act that a signed checkpoint covers (-1: none, 0: the header); signed:
    the list of hashes carries the office's signature; fingerprint: of the key in the file, to be compared with the one
    the office publishes.
    """

    first_break: Break | None
    case: str = ""
    acts: int = 0
    bytes: int = 0
    attachments: int = 0
    logged: int = -1
    signed: bool = False
    fingerprint: str = ""
    ledger: str = ""
    versions: int = 0

    @property
    def ok(self) -> bool:
        """Whether everything in the file holds together."""
        return self.first_break is None
