"""Passwords of citizens: long enough, no common one, nothing of the person; hashed as Django hashes them.

Whether or not there is an account, one password is worked out: how long an answer takes tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from django.contrib.auth.hashers import check_password, get_hasher, make_password
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from fazhi.citizens.models import Account

SHORTEST, LONGEST = 8, 200
PART = 6
"""As many figures in a row of a telephone or a card are something of the person."""
RULE = f"至少{SHORTEST}位，有字母，也有数字或者符号；不要用电话、证件号码里的数字。"


def faults_of(password: str, again: str, about: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with a new password: ``password`` or ``again``, with what to do."""
    if say := _fault(password, about):
        return {"password": say}
    return {} if password == again else {"again": "两次输入的密码不一样，请重新输入。"}


def hashed(password: str) -> str:
    """As it is kept."""
    return make_password(password)


def is_right(account: Account | None, password: str) -> bool:
    """Whether it is the account's password. Without an account the same is worked out, for nothing."""
    kept = account.password if account is not None else _nobodys(get_hasher().algorithm)
    return check_password(password[:LONGEST], kept) and account is not None


def _fault(password: str, about: Mapping[str, str]) -> str:
    if len(password) < SHORTEST:
        return f"密码太短了，请至少用{SHORTEST}位。" if password else "请设置密码。"
    if len(password) > LONGEST:
        return f"密码太长了，请不要超过{LONGEST}位。"
    if not any(sign.isalpha() for sign in password) or password.isalpha():
        return "密码要有字母，也要有数字或者符号。"
    if any(part in password.upper() for part in _parts(about)):
        return "密码里有您的电话或者证件号码，别人容易猜到，请换一个。"
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return "这个密码用的人太多，容易被猜到，请换一个。"
    return ""


def _parts(about: Mapping[str, str]) -> set[str]:
    numbers = [re.sub(r"[^0-9X]", "", about.get(name, "").upper()) for name in ("phone", "id_number")]
    return {number[at : at + PART] for number in numbers for at in range(len(number) - PART + 1)}


@lru_cache(maxsize=4)
def _nobodys(algorithm: str) -> str:  # noqa: ARG001 -- one for each way of hashing, so that it costs the same
    return make_password("of nobody")
