"""Proof of work and a plain question 防刷: what keeps programs from flooding, without asking a stranger's captcha.

Where scripts run, the browser looks for a number whose SHA-256 with the challenge begins with some zero bits: a second
for a telephone, hours for whoever wants to send ten thousand. Without scripts a person answers a small sum, in a lane
where fewer may pass. Challenge and sum follow from the draft, so that neither serves twice.
"""

from __future__ import annotations

import hmac
import unicodedata
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings

EASY = 12
HARD = 17
"""Zero bits: 4,000 tries in the mean, and 130,000 when many come from one address."""
LONGEST = 20
_DIGITS = "零一二三四五六七八九十"


@dataclass(frozen=True)
class Challenge:
    """What a page carries."""

    text: str
    bits: int
    question: str


def challenge(token: str, *, recent: int) -> Challenge:
    """The challenge for a draft; the harder, the more came from there ``recent``ly."""
    first, second = _sum(token)
    question = f"{_DIGITS[first]}加{_DIGITS[second]}等于几？"
    return Challenge(_digest("work", token), min(EASY + recent // 3, HARD), question)


def is_worked(asked: Challenge, answer: str) -> bool:
    """Whether the number was found."""
    if not answer.isascii() or not answer.isdigit() or len(answer) > LONGEST:
        return False
    found = sha256(f"{asked.text}:{answer}".encode()).digest()
    return int.from_bytes(found[:8]) >> (64 - asked.bits) == 0


def is_answered(token: str, answer: str) -> bool:
    """Whether the sum is right, in digits or in words: 12, １２, 十二."""
    right = sum(_sum(token))
    said = unicodedata.normalize("NFKC", answer).strip().rstrip("。.")
    return said in {str(right), _word(right)}


def _sum(token: str) -> tuple[int, int]:
    digest = bytes.fromhex(_digest("sum", token))
    return 2 + digest[0] % 8, 2 + digest[1] % 8


def _word(number: int) -> str:
    return _DIGITS[number] if number <= 10 else f"十{_DIGITS[number - 10]}"


def _digest(purpose: str, token: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"{purpose}\n{token}".encode(), sha256).hexdigest()
