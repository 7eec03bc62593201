import stat
from pathlib import Path

import pytest

from fazhi.record.errors import RecordError
from fazhi.record.keys import load_or_make_key
from fazhi.record.signatures import fingerprint, public_key_of, signature_holds
from tests.record.small_chain import KEY

EC_PUBLIC_KEY = b"""-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEaxfR8uEsQkf4vOblY6RA8ncDfYEt
6zOg9KE5RdiYwpZP40Li/hp/m47n60p8D54WK84zV2sxXs7LtkBoN79R9Q==
-----END PUBLIC KEY-----
"""


def test_key_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "log.pem"
    made = load_or_make_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_or_make_key(path).public_pem == made.public_pem
    assert list(path.parent.iterdir()) == [path]


def test_key_that_others_can_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "log.pem"
    load_or_make_key(path)
    path.chmod(0o640)
    with pytest.raises(RecordError, match="可被他人读取"):
        load_or_make_key(path)


@pytest.mark.parametrize("content", [b"", b"nonsense", KEY.public_pem])
def test_damaged_key_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "log.pem"
    path.write_bytes(content)
    path.chmod(0o600)
    with pytest.raises(RecordError, match="已损坏"):
        load_or_make_key(path)
    assert path.read_bytes() == content


def test_signature_holds_for_its_message_only() -> None:
    signature = KEY.sign(b"root")
    assert signature_holds(KEY.public_pem, signature, b"root")
    assert not signature_holds(KEY.public_pem, signature, b"toor")
    assert not signature_holds(KEY.public_pem, signature[:-1], b"root")
    assert not signature_holds(KEY.public_pem, b"", b"root")


def test_fingerprint_is_of_the_key_and_not_of_its_writing() -> None:
    # Ed25519 SubjectPublicKeyInfo is 12 fixed bytes and the key.
    assert len(fingerprint(KEY.public_pem)) == 64
    with pytest.raises(RecordError, match="写法被改动"):
        fingerprint(KEY.public_pem + b"\n")


@pytest.mark.parametrize(("pem", "said"), [(b"", "已损坏"), (EC_PUBLIC_KEY, "不是 Ed25519")])
def test_other_public_keys_are_refused(pem: bytes, said: str) -> None:
    with pytest.raises(RecordError, match=said):
        public_key_of(pem)
