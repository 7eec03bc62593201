"""A forgotten password 忘记密码: the telephone is not verified, so what is asked for is what only the owner has.

Telephone, number of the card, and a query code of a matter that is kept with the account; or instead of that the code
that the counter gave 重设码 to whoever showed their card there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from hmac import compare_digest

from django.db import transaction

from fazhi.citizens import accounts, matters, passwords, personal, tries
from fazhi.citizens.models import Account
from fazhi.government.actors import Actor
from fazhi.government.permissions import INTAKE_HANDLE, require
from fazhi.government.records import record
from fazhi.intake import codes
from fazhi.intake.models import Application
from fazhi.intake.refusals import FormRefused, Refused
from fazhi.procedures.casework.formats import Malformed, fit_format
from fazhi.procedures.language.fields import Format

WRONG = "电话、证件号码和查询码对不上，没有重设。请核对三样；都记不清的，请带身份证件到窗口。"
GIVEN = timedelta(hours=24)
"""How long the counter's code is good."""


def reset(*, phone: str, id_number: str, code: str, password: str, again: str, address: str, at: datetime) -> Account:
    """Sets a new password. Raises FormRefused (the same whatever of the three is wrong), TooMany."""
    index = personal.phone_index(phone)
    tries.count(index, address, at=at, limit=tries.RESETS)
    if faults := passwords.faults_of(password, again, {"phone": phone, "id_number": id_number}):
        raise FormRefused(faults)
    account = Account.objects.filter(phone=index).first()
    application = Application.objects.filter(code=codes.digest(code)).first()
    is_theirs = matters.is_kept(account or Account(), application or Application())
    is_given = account is not None and _is_given(account, code, at)
    if account is None or not _is_number(account, id_number) or not (is_theirs or is_given):
        raise FormRefused({"code": WRONG})
    accounts.set_password(account=account, password=password, again=again, keep=None, at=at)
    return account


@transaction.atomic
def give_code(*, actor: Actor, phone: str, id_number: str, at: datetime) -> str:
    """The counter's code for an account whose owner has shown their card; good for a day, and once.

    Raises NotAllowed; Refused where there is no such account, or it was opened with another number.
    """
    require(actor, INTAKE_HANDLE)
    account = _of_phone(phone)
    if not _is_number(account, id_number):
        say = "这个电话的账号登记的是别的证件号码，不能重设。请核对；确实是别人占用了本人的电话，可以注销那个账号。"
        raise Refused(say, field="id_number")
    code = codes.new()
    account.reset, account.reset_until = codes.digest(code), at + GIVEN
    account.save(update_fields=["reset", "reset_until"])
    record(actor=actor, verb="重设群众账号密码", subject=account.pk, at=at)
    return code


@transaction.atomic
def release(*, actor: Actor, phone: str, id_number: str, at: datetime) -> None:
    """Closes an account that somebody opened with another's telephone, so that its owner can open their own.

    The clerk has seen the card and called the telephone. Raises NotAllowed; Refused where there is no such account,
    or it was opened with this very number.
    """
    require(actor, INTAKE_HANDLE)
    account = _of_phone(phone)
    if _is_number(account, id_number):
        raise Refused("这个账号登记的就是这个证件号码，不是被别人占用。本人忘了密码，请给重设码。", field="id_number")
    record(actor=actor, verb="注销被占用电话的群众账号", subject=account.pk, at=at)
    account.delete()


def _of_phone(phone: str) -> Account:
    """The account of a telephone, held to the end of the transaction. Raises Refused."""
    account = Account.objects.select_for_update().filter(phone=personal.phone_index(phone)).first()
    if account is None:
        raise Refused("这个电话没有开过账号。", field="phone")
    return account


def _is_given(account: Account, code: str, at: datetime) -> bool:
    is_good = account.reset_until is not None and at < account.reset_until
    return is_good and compare_digest(account.reset or "-", codes.digest(code))


def _is_number(account: Account, typed: str) -> bool:
    kept = personal.opened(account).get("id_number", "-")
    return compare_digest(kept.encode(), _read(typed).encode())


def _read(text: str) -> str:
    for form in (Format.ID_CARD, Format.USCC):
        try:
            return fit_format(form, text[:40])
        except Malformed:
            continue
    return "?"
