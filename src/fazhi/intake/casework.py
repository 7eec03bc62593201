"""From an application to the act that opens its case 立案: what the citizen entered, in the fields of the procedure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fazhi.intake import entering, personal
from fazhi.intake.models import Application
from fazhi.procedures.applications.definition import ApplicationForm, Receiving
from fazhi.procedures.applications.fields import ANONYMOUS
from fazhi.procedures.applications.library import forms
from fazhi.procedures.casework.entries import PARTY_FIELDS
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.steps import asked
from fazhi.procedures.pauses import PLACE


def values_for_case(application: Application) -> dict[str, Any]:
    """Values by field of the opening step: what was entered, the applicant as party, the place, the body, the day.

    Opens what is sealed: only for whoever may work on it. Raises UnknownFormError.
    """
    form = forms().get(application.form)
    on = application.received_at.astimezone(PLACE).date()
    definition = entering.definition_of(form, on)
    applicant, data = personal.opened(application)
    kind = str(applicant.get("kind", ""))
    facts = entering.facts_of(form, definition, data, kind=kind, on=on)
    values = _given(form, facts)
    values |= {name: on.isoformat() for name in form.received}
    values |= _around(form, definition, application)
    values |= {name: value for name, value in data.items() if name in definition.fields}
    if form.applicant.party and kind != ANONYMOUS:
        values[form.applicant.party] = _party(definition, form.applicant.party, applicant)
    takes = asked(definition.steps[form.opens], form.result)
    return {name: value for name, value in values.items() if name in takes}


def _given(form: ApplicationForm, facts: Mapping[str, Any]) -> dict[str, Any]:
    """What the form itself says of this application."""
    values: dict[str, Any] = {}
    for name in form.values:
        given = form.given(name)
        if entering.applies(given.when, facts):
            values[name] = _plain(given.value)
        elif given.otherwise is not None:
            values[name] = _plain(given.otherwise)
    return values


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _around(form: ApplicationForm, definition: Definition, application: Application) -> dict[str, Any]:
    """The place and the body that was chosen, where fields take them."""
    values: dict[str, Any] = {}
    if form.place and form.place.fills and application.place:
        values[form.place.fills] = application.place
    fills = form.receives.fills
    if fills and form.receives.by is Receiving.CHOSEN:
        body = application.organization
        whole = definition.fields[fills].type is Kind.ORGANIZATION
        values[fills] = {"id": str(body.pk), "name": body.name} if whole else body.name
    return values


def _party(definition: Definition, name: str, applicant: Mapping[str, Any]) -> Any:
    party = {key: each for key, each in applicant.items() if key in PARTY_FIELDS and each}
    return [party] if definition.fields[name].type is Kind.PARTIES else party
