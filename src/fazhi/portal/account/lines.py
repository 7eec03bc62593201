"""The lines in which somebody says who they are: those of the forms, with what accounts say beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from fazhi.citizens import personal
from fazhi.intake.entering import about_field
from fazhi.portal.applying.inputs import Line
from fazhi.procedures.applications.definition import Need
from fazhi.procedures.language.fields import PartyKind

_AUTOCOMPLETE = {"name": "name", "phone": "tel", "address": "street-address"}
_ORGANIZED = {**_AUTOCOMPLETE, "name": "organization"}
_HINTS = {
    "phone": "以后用这个电话登录。手机号，或者带区号的座机。",
    "address": "有些事要留联系地址，存在这里就不用每次填。",
}


def lines(kind: str, typed: Mapping[str, str], faults: Mapping[str, str], *, without: Iterable[str] = ()) -> list[Line]:
    """The lines for an account of that kind, with what was typed and what is to be mended."""
    known = _AUTOCOMPLETE if kind == PartyKind.PERSON.value else _ORGANIZED
    left_out = set(without)
    return [
        Line(
            name=name,
            title=about_field(name, kind).title,
            value=typed.get(name, ""),
            required=need is Need.REQUIRED,
            hint=_HINTS.get(name, ""),
            errors=[faults[name]] if name in faults else [],
            autocomplete=known.get(name, "off"),
            keyboard="tel" if name == "phone" else "",
        )
        for name, need in personal.needs_of(kind).items()
        if name not in left_out
    ]
