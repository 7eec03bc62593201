"""The chain of a register's revisions 台账修订链, from the writer's side. Section 6 of docs/record.md."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from fazhi.record.canonical import canonical
from fazhi.record.chain import written_moment
from fazhi.record.merkle import EMPTY_ROOT, leaf_hash, node_hash
from fazhi.record.sm3 import sm3

LEDGER_FORMAT = "fazhi-ledger-1"


@dataclass(frozen=True)
class LedgerHeader:
    """What stands at the head of a ledger's chain; it never changes."""

    ledger: UUID
    jurisdiction: str
    register: str
    opened_at: datetime

    def canonical(self) -> bytes:
        """The header's bytes, to be stored as they are. Raises RecordError for a moment without a time zone."""
        return canonical(
            {
                "format": LEDGER_FORMAT,
                "ledger": str(self.ledger),
                "jurisdiction": self.jurisdiction,
                "register": self.register,
                "opened_at": written_moment(self.opened_at),
            }
        )


@dataclass(frozen=True, slots=True)
class VersionLeaf:
    """An entry as a revision leaves it; `number` is its place in the revision, from 1."""

    entry: UUID
    seq: int
    number: int
    key: str
    title: str
    state: str
    since: date
    organization: int | None

    def canonical(self, data: bytes) -> bytes:
        """The leaf's bytes, around the canonical bytes of the entry's fields."""
        rest = canonical(
            {
                "entry": str(self.entry),
                "key": self.key,
                "number": self.number,
                "organization": self.organization,
                "seq": self.seq,
                "since": self.since.isoformat(),
                "state": self.state,
                "title": self.title,
            }
        )
        # The fields are written once, for the column and for the leaf; "data" is the first key in order.
        return b'{"data":' + data + b"," + rest[1:]


def ledger_header_hash(header: bytes) -> bytes:
    """The 32-byte hash that the first revision continues."""
    return sm3(LEDGER_FORMAT.encode() + b"\n", header)


def revision_body(fields: Mapping[str, object]) -> bytes:
    """The canonical bytes of a revision. Raises RecordError where a value has no canonical form."""
    return canonical(dict(fields))


def revision_hash(previous: bytes, body: bytes) -> bytes:
    """The 32-byte hash of a revision that continues `previous` (the revision before, or the header)."""
    return sm3(previous, body)


def changes_root(leaves: Iterable[bytes]) -> bytes:
    """The Merkle root over the leaves of a revision, in order."""
    level = [leaf_hash(each) for each in leaves]
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        # An odd one out goes up as it is: the tree of RFC 6962, level by level.
        odd = level[-1:] if len(level) % 2 else []
        level = [node_hash(level[place], level[place + 1]) for place in range(0, len(level) - 1, 2)] + odd
    return level[0]
