"""Verifying signatures of the public log, and the fingerprint by which its key is known."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from fazhi.record.errors import RecordError
from fazhi.record.sm3 import sm3


def public_key_of(pem: bytes) -> Ed25519PublicKey:
    """The key in a PEM. Raises RecordError for anything but an Ed25519 public key, written as OpenSSL writes it."""
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        raise RecordError("公钥文件已损坏，无法读取。") from None
    if not isinstance(key, Ed25519PublicKey):
        raise RecordError("公钥不是 Ed25519 公钥。")
    if key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo) != pem:
        raise RecordError("公钥文件的写法被改动（空白或换行）。")
    return key


def fingerprint(pem: bytes) -> str:
    """SM3 of the key's DER in hexadecimal: what is printed and compared. Raises RecordError for a broken PEM."""
    return sm3(public_key_of(pem).public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hex()


def signature_holds(pem: bytes, signature: bytes, message: bytes) -> bool:
    """Whether the holder of the key signed the message. Raises RecordError for a broken PEM."""
    try:
        public_key_of(pem).verify(signature, message)
    except InvalidSignature:
        return False
    return True
