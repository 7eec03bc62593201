"""What lies in storage and in packs, as plain values that writer and verifier both speak of."""

from typing import NamedTuple


class StoredAct(NamedTuple):
    """An act (办理记录) as it lies in storage: its number from 1, the very bytes hashed, and the 32-byte hash."""

    seq: int
    body: bytes
    hash: bytes
