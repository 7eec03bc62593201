"""Following 查询: finds an application by what only the applicant has, and tells nobody whether a number exists."""

from __future__ import annotations

import unicodedata
from hmac import compare_digest

from fazhi.intake import codes, personal
from fazhi.intake.models import Application
from fazhi.intake.refusals import Refused
from fazhi.procedures.casework.formats import Malformed, fit_format
from fazhi.procedures.language.fields import Format

SAY = "没有查到。请核对编号（或者电话）和查询码：查询码是12位字母和数字，没有字母 O、I、L 和数字 0、1。"


def find(*, number: str, code: str) -> Application:
    """The application of this number (or of whoever has this telephone) with this query code.

    Whatever is wrong, the same is done and the same is said: one row is looked for by the keyed digest of the code, and
    both its number and its telephone are compared. Raises Refused.
    """
    digest = codes.digest(code)
    found = (
        Application.objects.filter(code=digest)
        .select_related("organization__jurisdiction", "case__organization", "merged_into__case__organization")
        .first()
    )
    typed = _digits(number)
    by_number = compare_digest(found.number if found else "-", typed or "?")
    by_phone = compare_digest(found.phone if found else "-", _phone_index(number) or "?")
    if found is None or not (by_number or by_phone):
        raise Refused(SAY, field="code")
    return found


def _digits(number: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", number) if sign.isascii() and sign.isalnum())


def _phone_index(text: str) -> str:
    """Always worked out, so that a number and a telephone take the same time."""
    try:
        phone = fit_format(Format.PHONE, text[:40])
    except Malformed:
        phone = text[:40]
    return personal.phone_index(phone or "-")
