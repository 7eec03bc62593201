"""SM3 (国密杂凑算法, GB/T 32905), as the record uses it."""

import re

from cryptography.hazmat.primitives.hashes import SM3, Hash

SM3_BYTES = 32
# OpenSSL looks the algorithm up anew for each digest begun; a copy of an empty one need not.
_empty = Hash(SM3())
begin = _empty.copy
_written = re.compile(r"[0-9a-f]{64}").fullmatch


def sm3(*parts: bytes) -> bytes:
    """The 32-byte SM3 digest of the parts joined."""
    digest = begin()
    for part in parts:
        digest.update(part)
    return digest.finalize()


def is_sm3_hex(value: object) -> bool:
    """Whether this is a digest written out: 64 hexadecimal digits, lower case."""
    return isinstance(value, str) and _written(value) is not None
