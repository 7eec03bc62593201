"""Inputs of a form as citizens see them: made by the desk's own, with what telephones need to fill them in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.http import QueryDict

from fazhi.desk.fieldwork import inputs, reading_forms
from fazhi.desk.fieldwork.inputs import Input
from fazhi.desk.fieldwork.people import Roster
from fazhi.government.models import Jurisdiction, Organization
from fazhi.intake import entering
from fazhi.procedures.applications.definition import ApplicationForm, Need
from fazhi.procedures.applications.fields import FormField, form_fields
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind

_AUTOCOMPLETE = {"name": "name", "phone": "tel", "address": "street-address", "representative": "off"}
_ORGANIZED = {"name": "organization", "phone": "tel", "address": "street-address"}
_KNOWN_OF_OTHERS = ("", "phone", "address")
"""Parts of a party that a citizen is asked about somebody else; the one without a kind is the name."""
_KEYBOARDS = {"phone": "tel", "agent.phone": "tel"}


class OpenRoster(Roster):
    """What a citizen may choose among: the bodies of the place; nobody's people, no entries."""

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        self.jurisdiction = jurisdiction

    @cached_property
    def units(self) -> list[tuple[str, str]]:
        """The living bodies of the place."""
        rows = Organization.objects.filter(jurisdiction=self.jurisdiction, dissolved_on=None).order_by("order", "pk")
        return [(str(pk), name) for pk, name in rows.values_list("pk", "name")]


@dataclass
class Line:
    """A plain line of text: a name, a number, an address."""

    name: str
    title: str
    value: str
    required: bool
    hint: str = ""
    errors: list[str] = field(default_factory=list)
    autocomplete: str = "off"
    keyboard: str = ""

    @property
    def id(self) -> str:
        return self.name.replace(".", "-")


def made(
    asked: Iterable[FormField], typed: Mapping[str, Any], faults: Mapping[str, str], roster: Roster
) -> list[Input]:
    """The inputs of questions, with what was typed and what is to be mended."""
    found = []
    for each in asked:
        value = typed.get(each.name)
        shown = inputs.typed(each.field, each.field.default) if value is None else value
        one = inputs.make(each.field, name=each.name, value=shown, required=each.asked.required, roster=roster)
        one.errors = [faults[each.name]] if each.name in faults else []
        if each.field.type is Kind.PARTY:
            _simplify(one)
        found.append(one)
    return found


def _simplify(party: inputs.Input) -> None:
    """The other side as a citizen knows it: who it is, and how it is found; numbers and days the office finds out."""
    party.parts = [each for each in party.parts if each.kind in _KNOWN_OF_OTHERS or each.widget == "radios"]
    plain = entering.PLAIN_KINDS
    kinds = party.parts[0]
    kinds.chances = [replace(each, label=plain.get(each.value, each.label)) for each in kinds.chances]


def read(asked: Iterable[FormField], post: QueryDict) -> dict[str, Any]:
    """What was typed into questions."""
    return {each.name: reading_forms.read(each.field, post, each.name) for each in asked}


def given(form: ApplicationForm, definition: Definition, typed: Mapping[str, Any], roster: Roster) -> dict[str, Any]:
    """The same as the form takes it."""
    fields = form_fields(form, definition)
    return {
        name: reading_forms.given(fields[name].field, value, roster) for name, value in typed.items() if name in fields
    }


def values(
    form: ApplicationForm, definition: Definition, typed: Mapping[str, Any], *, kind: str, on: date, roster: Roster
) -> dict[str, Any]:
    """What of it fits."""
    return entering.entered(form, definition, given(form, definition, typed, roster), kind=kind, on=on).values


def lines(
    form: ApplicationForm, kind: str, typed: Mapping[str, Any], faults: Mapping[str, str], *, is_called: bool = False
) -> list[Line]:
    """The inputs about the applicant. ``is_called``: they want to be called, so a telephone is needed."""
    known = _AUTOCOMPLETE if kind == "person" else _ORGANIZED
    needs = entering.needs_of(form, kind) | ({"phone": Need.REQUIRED} if is_called else {})
    return [
        _line(name, kind, need, typed.get(name, ""), faults, known.get(name, "off")) for name, need in needs.items()
    ]


def agent_lines(form: ApplicationForm, typed: Mapping[str, Any], faults: Mapping[str, str]) -> list[Line]:
    """The inputs about somebody who applies for them; none where the form has no agents."""
    if not form.applicant.agent:
        return []
    asked = (("name", Need.REQUIRED), ("phone", Need.REQUIRED), ("id_number", Need.OPTIONAL))
    found = [_line(name, "person", need, typed.get(name, ""), {}, "off") for name, need in asked]
    for line in found:
        bare = line.name
        line.name, line.title = f"agent.{bare}", f"代理人{line.title}"
        line.keyboard = _KEYBOARDS.get(line.name, "")
        line.errors = [faults[line.name]] if line.name in faults else []
    return found


def _line(name: str, kind: str, need: Need, value: str, faults: Mapping[str, str], autocomplete: str) -> Line:
    spec = entering.about_field(name, kind)
    return Line(
        name=name,
        title=spec.title,
        value=value,
        required=need is Need.REQUIRED,
        hint=spec.hint or _HINTS.get(name, ""),
        errors=[faults[name]] if name in faults else [],
        autocomplete=autocomplete,
        keyboard=_KEYBOARDS.get(name, ""),
    )


_HINTS = {"phone": "手机号，或者带区号的座机。工作人员会打这个电话；以后也可以用它加查询码查进度。"}
