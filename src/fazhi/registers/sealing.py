"""Personal data at rest 个人信息加密存储: sealed with SM4 in GCM, found by a blind index.

A sealed value is {"sealed": base64, "find": hex}. It opens only in the field of the register for which it was sealed:
copied into another field, whoever may see that one could read it. ``find`` is a keyed digest of the value as people
mean it (without blanks, half width, capitals), so that an identity number is found without opening all of them; without
the key nobody can try numbers against it.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeGuard

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import SM4
from cryptography.hazmat.primitives.ciphers.modes import GCM
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings

from fazhi.registers.refusals import Refused

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
# The first byte says how the rest was sealed, so that a later cipher can stand beside this one.
SM4_GCM = b"\x01"
_OTHERS = 0o077
_NOT_MEANT = re.compile(r"[\s\-\u200b\u2060\ufeff]+")


@dataclass(frozen=True)
class Keys:
    """Derived from the one secret in the key file: for sealing, and for finding."""

    seal: bytes
    find: bytes


def key_path() -> Path:
    """The file with the secret: in the installation's folder, made with the first value that is sealed."""
    return Path(settings.HOME) / "register-key"


def seal(value: Any, *, register: str, field: str) -> dict[str, str]:
    """The value (any JSON) sealed for this field of this register. Raises Refused where the key file is unfit."""
    keys = _keys(str(key_path()))
    nonce = os.urandom(NONCE_BYTES)
    work = Cipher(SM4(keys.seal), GCM(nonce)).encryptor()
    work.authenticate_additional_data(_place(register, field))
    plain = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    closed = work.update(plain) + work.finalize()
    sealed = base64.b64encode(SM4_GCM + nonce + closed + work.tag).decode()
    return {"sealed": sealed, "find": find(value, register=register, field=field)}


def open_(sealed: Any, *, register: str, field: str) -> Any:
    """The value that was sealed. Raises Refused where it was sealed for another field, by another key, or changed."""
    keys = _keys(str(key_path()))
    try:
        data = base64.b64decode(sealed["sealed"], validate=True)
        nonce, closed, tag = data[1 : 1 + NONCE_BYTES], data[1 + NONCE_BYTES : -TAG_BYTES], data[-TAG_BYTES:]
        if data[:1] != SM4_GCM:
            raise ValueError("another cipher")
        work = Cipher(SM4(keys.seal), GCM(nonce, tag)).decryptor()
        work.authenticate_additional_data(_place(register, field))
        return json.loads(work.update(closed) + work.finalize())
    except (InvalidTag, ValueError, KeyError, TypeError, binascii.Error):
        raise Refused(
            "个人信息无法解开：内容被改动，或者密钥文件不是加密时的那一个。请联系系统管理员从备份恢复 register-key。",
            field=field,
        ) from None


def find(value: Any, *, register: str, field: str) -> str:
    """The keyed digest (32 hexadecimal digits) by which equal values of a field are found."""
    work = HMAC(_keys(str(key_path())).find, SM3())
    work.update(_place(register, field) + b"\n" + _meant(value).encode())
    return work.finalize().hex()[:32]


def is_sealed(value: Any) -> TypeGuard[dict[str, str]]:
    """Whether a kept value is a sealed one."""
    return isinstance(value, dict) and value.keys() == {"sealed", "find"}


def _meant(value: Any) -> str:
    if isinstance(value, str):
        return _NOT_MEANT.sub("", unicodedata.normalize("NFKC", value)).upper()
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _place(register: str, field: str) -> bytes:
    return f"{register}\n{field}".encode()


@lru_cache(maxsize=8)
def _keys(path: str) -> Keys:
    secret = _secret(Path(path))
    return Keys(_derived(secret, b"fazhi register seal 1")[:16], _derived(secret, b"fazhi register find 1"))


def _derived(secret: bytes, purpose: bytes) -> bytes:
    work = HMAC(secret, SM3())
    work.update(purpose)
    return work.finalize()


def _secret(path: Path) -> bytes:
    try:
        secret = path.read_bytes()
    except FileNotFoundError:
        return _made(path)
    if os.name == "posix" and path.stat().st_mode & _OTHERS:
        raise Refused(f"个人信息的密钥文件 {path.name} 可被他人读取，请改为仅属主可读写（chmod 600）后重试。")
    if len(secret) != KEY_BYTES:
        raise Refused(f"个人信息的密钥文件 {path.name} 已损坏，请从备份恢复。")
    return secret


def _made(path: Path) -> bytes:
    """Written whole beside and linked into place: of two processes at first use one wins, and both use its key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    secret = os.urandom(KEY_BYTES)
    beside = path.with_name(f"{path.name}.{os.getpid()}.new")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(secret)
            out.flush()
            os.fsync(out.fileno())
        try:
            os.link(beside, path)
        except FileExistsError:
            return _secret(path)
    finally:
        beside.unlink()
    return secret
