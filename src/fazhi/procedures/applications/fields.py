"""The fields of a form with all that is known of them: the procedure's type, the form's words, what is personal."""

from __future__ import annotations

from dataclasses import dataclass

from fazhi.procedures.applications.definition import ApplicationForm, Asked
from fazhi.procedures.conditions import DATE, Name, Text
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Field, Kind, PartyKind
from fazhi.procedures.language.typing import type_of_field

ANONYMOUS = "anonymous"
KINDS = {kind.value: kind.label for kind in PartyKind} | {ANONYMOUS: "匿名"}
ABOUT_THE_APPLICATION = {
    "applicant_kind": Name(Text(frozenset(KINDS), KINDS), "申请人类别"),
    "received_on": Name(DATE, "收件日期"),
}
"""Names that every condition of a form may use besides its fields."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One question. ``field`` already carries the form's label and options."""

    name: str
    field: Field
    asked: Asked
    own: bool

    @property
    def sealed(self) -> bool:
        """Whether the value is encrypted at rest: personal data, and whatever the form asks to be kept so."""
        return self.field.personal or self.asked.sealed or self.field.type is Kind.PARTY


def form_fields(form: ApplicationForm, procedure: Definition) -> dict[str, FormField]:
    """Every field that the form asks, in its order; names that neither it nor the procedure declares are left out."""
    found = {}
    for name, asked in form.asked.items():
        declared = form.own.get(name) or procedure.fields.get(name)
        if declared is not None:
            found[name] = FormField(name, _in_plain_words(declared, asked), asked, name in form.own)
    return found


def _in_plain_words(field: Field, asked: Asked) -> Field:
    # Articles stand beside the form, not below every question.
    changed: dict[str, object] = {"title": asked.label or field.title, "hint": asked.help or field.hint, "basis": {}}
    if asked.options:
        changed["options"] = {name: field.options[name] for name in asked.options if name in field.options}
    return field.model_copy(update=changed)


def names_of(form: ApplicationForm, procedure: Definition) -> dict[str, Name]:
    """The type and title of every name that a condition of the form may read."""
    fields = form_fields(form, procedure)
    return ABOUT_THE_APPLICATION | {
        name: Name(type_of_field(each.field), each.field.title) for name, each in fields.items()
    }
