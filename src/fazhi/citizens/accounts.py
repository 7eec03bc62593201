"""Opening, changing and closing an account 开通、修改、注销: each the one gate for what it does."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from fazhi.citizens import passwords, personal, signing_in, tries
from fazhi.citizens.models import Account, SignedIn
from fazhi.intake.refusals import FormRefused, Refused

TAKEN = "这个电话已经开过账号。是您开的，请直接登录，忘了密码可以重设；不是您开的，请带身份证件到窗口，或者换一个电话。"
WRONG = "密码不对，请重新输入。"
_KINDS = {kind for kind, _ in Account.KINDS}


def faults_of(*, kind: str, about: Mapping[str, Any], password: str, again: str, at: datetime) -> dict[str, str]:
    """What is to be mended before an account can be opened, by field; says nothing of other accounts."""
    if kind not in _KINDS:
        return {"kind": "请选择您是哪一类单位。"}
    found = personal.checked(kind, about, on=personal.at_place(at))
    typed = {name: str(about.get(name) or "") for name in ("phone", "id_number")}
    return found.faults | passwords.faults_of(password, again, typed | found.values)


def open_account(*, kind: str, about: Mapping[str, Any], password: str, again: str, at: datetime) -> Account:
    """A new account. Raises FormRefused with everything to mend, by field."""
    if faults := faults_of(kind=kind, about=about, password=password, again=again, at=at):
        raise FormRefused(faults)
    values = personal.checked(kind, about, on=personal.at_place(at)).values
    try:
        with transaction.atomic():
            return Account.objects.create(
                kind=kind, about=personal.sealed(values), phone=personal.phone_index(values["phone"]),
                password=passwords.hashed(password), opened_at=at, password_at=at,
            )  # fmt: skip
    except IntegrityError:
        # The telephone has an account, if only since a moment ago.
        raise FormRefused({"phone": TAKEN}) from None


def change_about(*, account: Account, about: Mapping[str, Any], password: str, address: str, at: datetime) -> None:
    """Changes name, number, address …; the telephone stays. Raises FormRefused, TooMany."""
    found = personal.checked(
        account.kind, {**about, "phone": personal.opened(account)["phone"]}, on=personal.at_place(at)
    )
    if found.faults:
        raise FormRefused(found.faults)
    confirm(account=account, password=password, address=address, at=at)
    with transaction.atomic():
        kept = _locked(account)
        kept.about = personal.sealed({**found.values, "phone": personal.opened(kept)["phone"]})
        kept.save(update_fields=["about"])


def change_phone(*, account: Account, phone: str, password: str, address: str, at: datetime) -> None:
    """Changes the telephone with which one signs in. Raises FormRefused, TooMany."""
    confirm(account=account, password=password, address=address, at=at)
    with transaction.atomic():
        kept = _locked(account)
        found = personal.checked(kept.kind, {**personal.opened(kept), "phone": phone}, on=personal.at_place(at))
        index = personal.phone_index(str(found.values.get("phone") or ""))
        if "phone" not in found.faults and Account.objects.filter(phone=index).exclude(pk=kept.pk).exists():
            raise FormRefused({"phone": TAKEN})
        if "phone" in found.faults:
            raise FormRefused({"phone": found.faults["phone"]})
        kept.about, kept.phone = personal.sealed(found.values), index
        try:
            with transaction.atomic():
                kept.save(update_fields=["about", "phone"])
        except IntegrityError:
            raise FormRefused({"phone": TAKEN}) from None


def change_password(
    *, account: Account, old: str, password: str, again: str, keep: SignedIn, address: str, at: datetime
) -> None:
    """Sets a new password and ends every other sign-in. Raises FormRefused, TooMany."""
    try:
        confirm(account=account, password=old, address=address, at=at)
    except FormRefused as refused:
        raise FormRefused({"old": refused.say}) from None
    set_password(account=account, password=password, again=again, keep=keep, at=at)


@transaction.atomic
def set_password(*, account: Account, password: str, again: str, keep: SignedIn | None, at: datetime) -> None:
    """Sets a password. Asks nobody whether they may: the caller does. Raises FormRefused."""
    kept = _locked(account)
    if faults := passwords.faults_of(password, again, personal.opened(kept)):
        raise FormRefused(faults)
    kept.password, kept.password_at, kept.reset, kept.reset_until = passwords.hashed(password), at, "", None
    kept.save(update_fields=["password", "password_at", "reset", "reset_until"])
    signing_in.end_others(account=kept, but=keep)


def close(*, account: Account, password: str, address: str, at: datetime) -> None:
    """Closes an account 注销: everything that it knows is erased, applications stay. Raises FormRefused, TooMany.

    个人信息保护法第四十七条: who takes back their consent has their data erased.
    """
    confirm(account=account, password=password, address=address, at=at)
    with transaction.atomic():
        signing_in.end_others(account=account, but=None)
        Account.objects.filter(pk=account.pk).delete()


def confirm(*, account: Account, password: str, address: str, at: datetime) -> None:
    """Has the owner say the password once more. Raises FormRefused, TooMany."""
    tries.count(account.phone, address, at=at)
    if not passwords.is_right(account, password):
        raise FormRefused({"password": WRONG})


def _locked(account: Account) -> Account:
    """The account as it is now, held to the end of the transaction. Raises Refused once it is closed."""
    found = Account.objects.select_for_update().filter(pk=account.pk).first()
    if found is None:
        raise Refused("这个账号已经注销。")
    return found
