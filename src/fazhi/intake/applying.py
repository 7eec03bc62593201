"""Handing in 提交: the one gate by which an application comes to be, whether a citizen typed it or a clerk.

Everything is checked here again, whatever a page has checked before. Who asks is sealed; what is kept plain says
nothing of a person. The query code is given back once and kept as a keyed digest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from fazhi.cases import numbering
from fazhi.files import store
from fazhi.files.models import KeptFile
from fazhi.government.models import Organization, Person
from fazhi.intake import codes, deadlines, entering, likeness, personal
from fazhi.intake.cleaning import Cleaned
from fazhi.intake.models import Application, Attachment, Channel
from fazhi.intake.refusals import FormRefused
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.applications.fields import form_fields
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.pauses import PLACE

NUMBER = "{year}{seq:06}"
"""Digits alone: it is read aloud and typed on telephones. One series for the whole place."""
MOST_FILES = 20
LONGEST_PLACE = 200
_POSITION = re.compile(r"-?\d{1,3}\.\d{1,7},-?\d{1,3}\.\d{1,7}")


@dataclass(frozen=True)
class Handed:
    """A file as it was handed in for a material; cleaned."""

    title: str
    file: Cleaned


@dataclass(frozen=True)
class Submitted:
    """What was made of it. ``code`` is empty where the form had been sent before: it is told once."""

    application: Application
    code: str
    repeated: bool = False


def submit(
    *,
    form: ApplicationForm,
    organization: Organization,
    applicant: Mapping[str, Any],
    data: Mapping[str, Any],
    attachments: Sequence[Handed] = (),
    place: str = "",
    position: str = "",
    at: datetime,
    key: str | None = None,
    channel: Channel = Channel.PORTAL,
    by: Person | None = None,
) -> Submitted:
    """Hands in an application to the body that receives it.

    Args: ``applicant`` and ``data`` as they were entered (see `entering`), ``key`` of the form as it was served: used
    again it gives what was handed in then, without its code. ``position``: "纬度,经度" of the telephone, where the
    person let us have it. ``by``: the clerk who entered it for somebody.
    Raises FormRefused with everything to mend, by field; FileRefused for a file that is not kept.
    """
    on = at.astimezone(PLACE).date()
    definition = entering.definition_of(form, on)
    who = entering.applicant_of(form, applicant)
    what = entering.entered(form, definition, data, kind=str(applicant.get("kind") or ""), on=on)
    kind = str(applicant.get("kind") or "")
    called = entering.phone_wanted(form, definition, what.values, kind=kind, on=on)
    faults = who.faults | what.faults | entering.without_phone(who, wanted=called)
    faults |= _further(form, definition, who, what, attachments, place, at)
    if faults:
        raise FormRefused(faults)
    if key and (earlier := Application.objects.filter(key=key).first()):
        return Submitted(earlier, "", repeated=True)
    code = codes.new()
    if form.place and form.place.position and _POSITION.fullmatch(position):
        who.values["position"] = position
    made = _application(form, definition, organization, who.values, what.values, place.strip(), at)
    made.code, made.key, made.channel, made.handler = codes.digest(code), key, channel, by
    try:
        _save(made, attachments, by, at)
    except IntegrityError:
        # Sent twice at once: the other one has won, and is the answer to both.
        if key and (earlier := Application.objects.filter(key=key).first()):
            return Submitted(earlier, "", repeated=True)
        raise
    return Submitted(made, code)


def kept_files(
    attachments: Sequence[Handed], *, organization: Organization, by: Person | None, at: datetime
) -> list[tuple[str, KeptFile]]:
    """Keeps files, each with the title of its material. Raises FileRefused."""
    return [
        (
            each.title,
            store.keep(name=each.file.name, data=each.file.data, jurisdiction=organization.jurisdiction, by=by, at=at),
        )
        for each in attachments
    ]


def _further(
    form: ApplicationForm,
    definition: Definition,
    who: entering.Entered,
    what: entering.Entered,
    attachments: Sequence[Handed],
    place: str,
    at: datetime,
) -> dict[str, str]:
    """What is wrong with the place and the materials."""
    faults = {}
    if form.place and form.place.required and not place.strip():
        faults["place"] = f"请填写“{form.place.label}”。"
    if len(place) > LONGEST_PLACE:
        faults["place"] = f"地点请不要超过{LONGEST_PLACE}字。"
    wanted = entering.papers_of(
        form,
        definition,
        what.values,
        kind=str(who.values.get("kind", "")),
        on=at.astimezone(PLACE).date(),
        agent="agent" in who.values,
    )
    faults |= {
        f"file.{index}": f"请上传“{paper.title}”。"
        for index, paper in enumerate(wanted)
        if paper.required and not any(each.title == paper.title for each in attachments)
    }
    if len(attachments) > MOST_FILES:
        faults["files"] = f"一共最多交{MOST_FILES}个文件，请合并后再交。"
    return faults


def _application(
    form: ApplicationForm,
    definition: Definition,
    organization: Organization,
    applicant: Mapping[str, Any],
    values: Mapping[str, Any],
    place: str,
    at: datetime,
) -> Application:
    fields = form_fields(form, definition)
    texts = [
        str(value) for name, value in values.items() if name in fields and fields[name].field.type is Kind.LONG_TEXT
    ]
    title = entering.title_of(form, definition, {**_given(form, definition, applicant, values, at), **values})
    return Application(
        jurisdiction_id=organization.jurisdiction_id,
        organization=organization,
        form=form.id,
        title=title,
        applicant=personal.sealed_applicant(form.id, applicant),
        data=personal.sealed_data(form.id, values, {name for name, each in fields.items() if each.sealed}),
        place=place,
        phone=personal.phone_index(applicant.get("phone")),
        identity=personal.identity_index(applicant.get("id_number")),
        likeness=likeness.of("\n".join([title, *texts]), place),
        received_at=at,
        due_on=deadlines.first_look(form, at.astimezone(PLACE).date()).ends_on,
    )


def _given(
    form: ApplicationForm, definition: Definition, applicant: Mapping[str, Any], values: Mapping[str, Any], at: datetime
) -> dict[str, Any]:
    """The values that the form itself gives."""
    on = at.astimezone(PLACE).date()
    facts = entering.facts_of(form, definition, values, kind=str(applicant["kind"]), on=on)
    found = {name: form.given(name) for name in form.values}
    return {name: each.value for name, each in found.items() if entering.applies(each.when, facts)}


@transaction.atomic
def _save(made: Application, attachments: Sequence[Handed], by: Person | None, at: datetime) -> None:
    """The number comes last: its series is locked from there to the end of the transaction."""
    kept = kept_files(attachments, organization=made.organization, by=by, at=at)
    on = at.astimezone(PLACE).date()
    made.number = numbering.give(organization=made.organization, patterns=[NUMBER], on=on)[0]
    made.save(force_insert=True)
    Attachment.objects.bulk_create(Attachment(application=made, title=title, kept=file) for title, file in kept)
