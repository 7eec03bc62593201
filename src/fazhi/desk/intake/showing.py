"""What the page of an application shows: the matter, who asks (masked until opened), what was said, what is alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fazhi.desk.components import Mark
from fazhi.desk.fieldwork.values import shown
from fazhi.desk.intake.words import address_of, due_mark, form_title, state_mark
from fazhi.files.models import KeptFile
from fazhi.government.actors import Actor
from fazhi.intake import duplicates, entering, personal, reading
from fazhi.intake.models import FROM_CITIZEN, HIDDEN, Application, Message, MessageKind
from fazhi.intake.revealing import Opened
from fazhi.procedures.applications.definition import ApplicationForm
from fazhi.procedures.applications.fields import KINDS, FormField, form_fields
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.pauses import PLACE
from fazhi.procedures.registers.masking import masked

PICTURES = frozenset({"image/jpeg", "image/png"})


@dataclass(frozen=True)
class Paper:
    """A file of the citizen; ``picture``: it can be looked at on the page."""

    title: str
    kept: KeptFile
    picture: bool
    new: bool


@dataclass(frozen=True)
class Said:
    """A message as the timeline shows it."""

    title: str
    message: Message
    by: str
    mark: Mark | None
    papers: list[Paper]


@dataclass(frozen=True)
class AlikeLine:
    """An earlier application beside this one."""

    number: str
    title: str
    url: str
    why: str
    mark: Mark
    received: date
    unit: str
    certain: bool
    can_take: bool


def matter_of(
    application: Application, form: ApplicationForm | None, opened: Opened | None, *, own_work: bool
) -> list[tuple[str, Any]]:
    """What was entered, in the form's order; what is personal is masked until it was opened.

    ``own_work``: the reader handles it, and reads the story without opening who tells it.
    """
    data = opened.data if opened else personal.opened(application)[1]
    return [
        (each.field.title, _value(each, data[name], opened=opened is not None, own_work=own_work))
        for name, each in _fields(application, form).items()
        if name in data
    ]


def applicant_of(application: Application, opened: Opened | None) -> list[tuple[str, str]]:
    """Who asks: masked, or open."""
    if opened is None:
        shown_as: Mapping[str, Any] = personal.masked(application)
    else:
        shown_as = dict(opened.applicant)
    lines = []
    for name, value in shown_as.items():
        if not value:
            continue
        words = _person(value) if isinstance(value, Mapping) else str(value)
        if name == "kind":
            words = KINDS.get(words, words)
        lines.append((personal.LABELS.get(name, name), words))
    return lines


def papers_of(application: Application, *, message: Message | None = None, whole: bool = False) -> list[Paper]:
    """Files that came with the application, or with one message; ``whole``: all."""
    rows = application.attachments.select_related("kept")
    found = rows if whole else rows.filter(message=message)
    return [Paper(each.title, each.kept, each.kept.media_type in PICTURES, new=False) for each in found]


def said_of(application: Application) -> list[Said]:
    """The messages, the latest first; two queries."""
    files: dict[int, list[Paper]] = {}
    for each in application.attachments.exclude(message=None).select_related("kept"):
        paper = Paper(each.title, each.kept, each.kept.media_type in PICTURES, new=False)
        files.setdefault(each.message_id or 0, []).append(paper)
    rows = application.messages.select_related("by", "organization").order_by("-id")
    return [_said(message, files.get(message.pk, [])) for message in rows]


def alike_of(actor: Actor, application: Application, today: date) -> list[AlikeLine]:
    """Earlier applications that may be the same matter; those that the reader may not see are left out."""
    found = duplicates.similar(application)
    if not found:
        return []
    seen = set(
        reading.visible(actor).filter(pk__in=[each.application.pk for each in found]).values_list("pk", flat=True)
    )
    return [
        AlikeLine(
            number=each.application.number,
            title=each.application.title,
            url=address_of(each.application) if each.application.pk in seen else "",
            why=each.why,
            mark=state_mark(each.application) if each.application.due_on is None else due_mark(each.application, today),
            received=each.application.received_at.astimezone(PLACE).date(),
            unit=str(each.application.organization),
            certain=each.certain,
            can_take=each.application.organization_id == application.organization_id,
        )
        for each in found
    ]


def heading_of(application: Application) -> list[tuple[str, Any]]:
    """The facts of its head."""
    return [
        ("编号", application.number),
        ("事项", form_title(application)),
        ("渠道", application.get_channel_display()),
        ("经办人", application.handler.name if application.handler else "—"),
    ]


def _fields(application: Application, form: ApplicationForm | None) -> dict[str, FormField]:
    if form is None:
        return {}
    return form_fields(form, entering.definition_of(form, application.received_at.astimezone(PLACE).date()))


def _value(each: FormField, kept: Any, *, opened: bool, own_work: bool) -> Any:
    """A story is read by whoever works on it, encrypted though it lies; what names a person is masked."""
    is_story = own_work and each.field.type is Kind.LONG_TEXT
    names_a_person = (each.field.personal and not is_story) or each.field.type is Kind.PARTY
    return masked(each.field, kept) if names_a_person and not opened else shown(each.field, kept)


def _person(value: Mapping[str, Any]) -> str:
    return "　".join(str(each) for each in value.values() if each)


def _said(message: Message, papers: list[Paper]) -> Said:
    kind = MessageKind(message.kind)
    if kind in FROM_CITIZEN:
        return Said(kind.label, message, "申请人", Mark("blue", "群众"), papers)
    name = message.by.name if message.by else "平台"
    by = f"{name}（{message.organization}）" if message.organization else name
    return Said(kind.label, message, by, Mark("grey", "内部") if kind in HIDDEN else None, papers)
