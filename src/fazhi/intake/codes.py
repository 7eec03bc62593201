"""Query codes 查询码: twelve characters that only the applicant has, read aloud and typed without mistakes.

The alphabet has no character that looks like another (no 0 O, 1 I L) and thirty-one of them: a prime, so that the last
character, a weighted sum of the others, finds every single wrong character and every two that changed places. Eleven
random ones make 54 bits.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from fazhi.registers import sealing

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 12
GROUP = 4
_BETWEEN = re.compile(r"[\s\-—–·.]+")


def new() -> str:
    """A fresh code."""
    return completed("".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1)))


def completed(body: str) -> str:
    """Eleven characters with their check character behind."""
    return body + ALPHABET[_weighed(body) % len(ALPHABET)]


def spaced(code: str) -> str:
    """As it is shown: ``7KQ4-XW2M-9FHD``."""
    return "-".join(code[at : at + GROUP] for at in range(0, len(code), GROUP))


def read(text: str) -> str:
    """What somebody typed as it was meant: without blanks and hyphens, half width, capitals."""
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", text)).upper()


def is_code(code: str) -> bool:
    """Whether a text can be a code at all, by its check character."""
    return len(code) == LENGTH and all(sign in ALPHABET for sign in code) and completed(code[:-1]) == code


def digest(code: str) -> str:
    """What is kept of a code: a digest under the installation's key."""
    return sealing.find(read(code), register="intake", field="code")


def _weighed(body: str) -> int:
    """The check character stands at weight 1, so weights from 2 on differ from it and from each other."""
    return -sum(weight * ALPHABET.index(sign) for weight, sign in enumerate(body, 2))
