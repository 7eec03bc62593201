"""Who an account belongs to: held against its formats, sealed field by field, opened for its owner alone.

Nothing is sealed with an index by which values are found but the telephone, so that nobody who has the database and
the key can look for a person in it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from fazhi.citizens.models import Account
from fazhi.intake.entering import LONGEST_TEXT, Entered, about_field
from fazhi.procedures.applications.definition import Need
from fazhi.procedures.casework.entries import Unfit, fit
from fazhi.procedures.casework.formats import Malformed, fit_format
from fazhi.procedures.language.fields import Format, PartyKind
from fazhi.procedures.pauses import PLACE
from fazhi.procedures.registers.masking import masked_text
from fazhi.registers import sealing

REGISTER = "citizens.account"
OF_AGE = 14
"""个人信息保护法第二十八条、第三十一条: data of a child under fourteen are sensitive, and the parents' to give."""
_ORGANIZATIONS = (PartyKind.LEGAL_PERSON.value, PartyKind.SOLE_TRADER.value)


def needs_of(kind: str) -> dict[str, Need]:
    """What is asked of the owner of an account. Only what the forms ask again and again."""
    asked = {"name": Need.REQUIRED, "id_number": Need.REQUIRED, "phone": Need.REQUIRED, "address": Need.OPTIONAL}
    return {**asked, "representative": Need.OPTIONAL} if kind in _ORGANIZATIONS else asked


def checked(kind: str, given: Mapping[str, Any], *, on: date) -> Entered:
    """What was given in the form in which it is kept, and what is to be mended, by field."""
    values: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for name, need in needs_of(kind).items():
        field = about_field(name, kind)
        try:
            value = fit(field, given.get(name))
            if isinstance(value, str) and len(value) > LONGEST_TEXT:
                raise Unfit(f"“{field.title}”有{len(value)}字，请不要超过{LONGEST_TEXT}字。")
        except Unfit as unfit:
            faults[name] = str(unfit)
            continue
        if value is not None:
            values[name] = value
        elif need is Need.REQUIRED:
            faults[name] = f"请填写“{field.title}”。"
    if fault := _one_line(values.get("phone", "")):
        faults["phone"] = fault
    if kind == PartyKind.PERSON.value and "id_number" in values and _age(values["id_number"], on) < OF_AGE:
        faults["id_number"] = f"不满{OF_AGE}周岁的，不能开账号。请父母或者其他监护人用自己的账号、电话来办。"
    return Entered(values, faults)


def sealed(about: Mapping[str, Any]) -> dict[str, Any]:
    """As it is kept."""
    return {name: {**sealing.seal(each, register=REGISTER, field=name), "find": ""} for name, each in about.items()}


def opened(account: Account) -> dict[str, str]:
    """Who the account belongs to, open. Asks nobody whether they may: the caller does."""
    kept = [(name, account.about[name]) for name in needs_of(account.kind) if name in account.about]
    return {name: str(sealing.open_(each, register=REGISTER, field=name)) for name, each in kept}


def masked(account: Account) -> dict[str, str]:
    """The same as it may stand on a screen that others see too: 110***********002X, 138****5678."""
    starred = {"phone": Format.PHONE}
    if account.kind == PartyKind.PERSON.value:
        starred["id_number"] = Format.ID_CARD
    return {
        name: masked_text(each, starred[name]) if name in starred else each for name, each in opened(account).items()
    }


def phone_index(text: str) -> str:
    """The blind index of a telephone as somebody typed it. Not that of applications: neither leads to the other."""
    try:
        phone = fit_format(Format.PHONE, text[:40])
    except Malformed:
        phone = text[:40]
    return sealing.find(phone or "-", register="citizens", field="phone")


def at_place(at: datetime) -> date:
    """The day of a moment, in China."""
    return at.astimezone(PLACE).date()


def _one_line(phone: str) -> str:
    """What is wrong with a telephone to which an account belongs; "" for nothing."""
    if "、" in phone:
        return "请只填一个电话：以后用它登录。"
    is_own = "-" in phone or (len(phone) == 11 and phone.startswith("1"))
    return "" if not phone or (is_own and "转" not in phone) else "请填手机号，或者带区号的座机，不带分机。"


def _age(number: str, on: date) -> int:
    born = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
