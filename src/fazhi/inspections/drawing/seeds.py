"""The seed: what was frozen and what chance gave afterwards, joined in one digest."""

from collections.abc import Iterable
from hashlib import sha256

from fazhi.inspections.drawing.model import CannotDraw, Part

LONGEST_TEXT = 300


def hexadecimal(text: str) -> str:
    """SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits."""
    return sha256(text.encode()).hexdigest()


def seed_of(pool_digest: str, parts: Iterable[Part]) -> str:
    """SHA-256 over the pool's digest and the texts of the parts in their order, a line each."""
    return hexadecimal("\n".join([pool_digest, *(part.text for part in parts)]))


def committed_text(value: str, salt: str) -> str:
    """What a commitment is the digest of."""
    return f"{value},{salt}"


def commitment_of(value: str, salt: str) -> str:
    """The commitment to a value: SHA-256 of ``value,salt``. The salt keeps a short value from being guessed."""
    return hexadecimal(committed_text(value, salt))


def one_line(text: str) -> str:
    """The text with outer blanks removed and inner runs of white space as one space.

    Raises CannotDraw when nothing is left, and when it is longer than a figure ever is.
    """
    line = " ".join(text.split())
    if not line or len(line) > LONGEST_TEXT:
        raise CannotDraw(f"随机数请写 1 至 {LONGEST_TEXT} 个字符，照公布的原文填写。")
    return line
