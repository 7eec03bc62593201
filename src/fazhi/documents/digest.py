"""SM3 digests (国密杂凑算法, GB/T 32905) of files and attachments."""

from pathlib import Path

from cryptography.hazmat.primitives.hashes import SM3, Hash

_CHUNK_BYTES = 1024 * 1024


def sm3_hex(data: bytes) -> str:
    """The SM3 digest of `data` as 64 lower-case hexadecimal digits."""
    digest = Hash(SM3())
    digest.update(data)
    return digest.finalize().hex()


def sm3_of_file(path: Path) -> str:
    """The SM3 digest of a file of any size, read piece by piece. OSError passes through."""
    digest = Hash(SM3())
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.finalize().hex()
