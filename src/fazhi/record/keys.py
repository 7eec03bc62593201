"""The key that signs the public log's roots: Ed25519, for `cryptography` cannot sign with SM2 (国密签名) yet."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from fazhi.record.errors import RecordError

_OTHERS = 0o077


@dataclass(frozen=True)
class SigningKey:
    """A private key at hand."""

    private: Ed25519PrivateKey

    def sign(self, message: bytes) -> bytes:
        """The 64-byte Ed25519 signature."""
        return self.private.sign(message)

    @property
    def public_pem(self) -> bytes:
        """The public half in PEM (SubjectPublicKeyInfo), to be published."""
        return self.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def load_or_make_key(path: Path) -> SigningKey:
    """The key in this file (PKCS 8 PEM), made on first use and readable by its owner only.

    Raises: RecordError where the file is no Ed25519 key, or where others than its owner may read it.
    """
    try:
        pem = path.read_bytes()
    except FileNotFoundError:
        return _make(path)
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise RecordError(f"签名私钥文件 {path} 可被他人读取，请改为仅属主可读写（chmod 600）后重试。")
    try:
        key = load_pem_private_key(pem, None)
    except (ValueError, TypeError):
        raise RecordError(f"签名私钥文件 {path} 已损坏或设有口令，请从备份恢复。") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise RecordError(f"签名私钥文件 {path} 不是 Ed25519 密钥，请从备份恢复。")
    return SigningKey(key)


def _make(path: Path) -> SigningKey:
    """Written whole beside and linked into place: of two processes at first use one wins, and both use its key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    key = Ed25519PrivateKey.generate()
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            return load_or_make_key(path)
    finally:
        beside.unlink()
    return SigningKey(key)
