"""登记来件: what came by telephone, counter or letter, entered with the same questions that citizens answer."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse

from fazhi.desk.fields import read_date
from fazhi.desk.fieldwork.inputs import Input, make, typed
from fazhi.desk.fieldwork.people import Roster
from fazhi.desk.fieldwork.reading_forms import MORE, given, read
from fazhi.desk.intake.finding import HOME, PAGE
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.files.store import FileRefused
from fazhi.government import permissions
from fazhi.government.models import Organization
from fazhi.government.permissions import INTAKE_HANDLE
from fazhi.intake import cleaning, entering, registering
from fazhi.intake.applying import Handed, Submitted
from fazhi.intake.models import Channel
from fazhi.intake.refusals import FormRefused, Refused
from fazhi.procedures.applications.definition import ApplicationForm, Need, Paper
from fazhi.procedures.applications.fields import form_fields
from fazhi.procedures.applications.library import UnknownFormError, forms
from fazhi.procedures.language.fields import Field, Kind

AGENT = ("name", "phone", "id_number")


@dataclass
class Entry:
    """The form as it is shown and as it was sent."""

    form: ApplicationForm
    body: Organization
    roster: Roster
    today: date
    key: str
    kind: str
    kinds: dict[str, str]
    channel: str = Channel.PHONE.value
    received_on: str = ""
    place: str = ""
    about: list[Input] = field(default_factory=list)
    agent: list[Input] = field(default_factory=list)
    parts: list[tuple[str, str, list[Input]]] = field(default_factory=list)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def channels(self) -> list[tuple[str, str]]:
        return [(each.value, each.label) for each in registering.BY_CLERK]

    @property
    def papers(self) -> list[Paper]:
        """The materials of the form, and an agent's letter where one may come."""
        agent = [Paper(title="授权委托书和代理人身份证明")] if self.form.applicant.agent_files else []
        return [*self.form.attachments, *(agent if self.form.applicant.agent else [])]

    @property
    def loose(self) -> list[str]:
        """Faults that no input shows: of files, and of the whole."""
        shown = {each.name for each in self.inputs} | {"channel", "received_on", "place", "kind"}
        return [say for name, say in self.faults.items() if _input_name(name, self.form) not in shown]

    @property
    def inputs(self) -> list[Input]:
        return [*self.about, *self.agent, *(each for _, _, inputs in self.parts for each in inputs)]


@page(permission=INTAKE_HANDLE, methods=("GET",))
def choose(request: DeskRequest) -> HttpResponse:
    """Every form by what people come for."""
    context = {"title": "登记来件", "trail": [("群众来件", reverse(HOME))], "wishes": forms().by_wish()}
    return show(request, "desk/intake/choose.html", context)


@page(permission=INTAKE_HANDLE)
def register(request: DeskRequest, form: str) -> HttpResponse:
    """One form on one page; what was sent wrongly comes again. The query code is shown once, to be told on."""
    try:
        chosen = forms().get(form)
    except UnknownFormError:
        raise Http404 from None
    entry = _entry(request, chosen)
    if request.method == "POST" and MORE not in request.POST:
        submitted = _submitted(request, entry)
        if submitted is not None:
            return _receipt(request, submitted)
        _blame(entry)
    context = {
        "title": f"登记：{chosen.title}",
        "trail": [("群众来件", reverse(HOME)), ("登记来件", reverse("desk:intake:register"))],
        "entry": entry,
        "bodies": _bodies(request),
    }
    response = show(request, "desk/intake/register.html", context)
    response.status_code = 422 if entry.faults else 200
    return response


def _bodies(request: DeskRequest) -> list[Organization]:
    reach = permissions.within_reach(request.actor, INTAKE_HANDLE)
    rows = Organization.objects.filter(reach, dissolved_on=None).select_related("jurisdiction")
    return list(rows.order_by("order", "pk"))


def _entry(request: DeskRequest, form: ApplicationForm) -> Entry:
    bodies = _bodies(request)
    if not bodies:
        raise Http404
    post, today = request.POST, request.now.date()
    body = next((each for each in bodies if str(each.pk) == post.get("organization", "")), bodies[0])
    kinds = entering.kinds_of(form)
    entry = Entry(
        form,
        body,
        Roster(actor=request.actor, organization_id=body.pk, on=today),
        today,
        key=post.get("key") or secrets.token_hex(16),
        kind=post.get("kind") or next(iter(kinds)),
        kinds=kinds,
        channel=post.get("channel") or Channel.PHONE.value,
        received_on=post.get("received_on") or today.isoformat(),
        place=post.get("place", ""),
    )
    entry.about = [_asked(entry, request, f"a.{name}", each, need) for name, each, need in _about(entry)]
    if form.applicant.agent:
        entry.agent = [_asked(entry, request, f"g.{name}", entering.ABOUT[name], Need.OPTIONAL) for name in AGENT]
    fields = form_fields(form, entering.definition_of(form, today))
    entry.parts = [
        (
            part.title,
            part.help or "",
            [_input(entry, request, f"d.{name}", fields[name].field, asked.required and not asked.when)
             for name, asked in part.fields.items() if name in fields],
        )
        for part in form.parts
    ]  # fmt: skip
    return entry


def _about(entry: Entry) -> list[tuple[str, Field, Need]]:
    """Whatever any kind of applicant is asked: the page does not know yet which it is."""
    found: dict[str, tuple[Field, Need]] = {}
    for kind in entry.kinds:
        for name, need in entering.needs_of(entry.form, kind).items():
            found.setdefault(name, (entering.about_field(name, kind), need))
    return [(name, each, need) for name, (each, need) in found.items()]


def _asked(entry: Entry, request: DeskRequest, name: str, spec: Field, need: Need) -> Input:
    return _input(entry, request, name, spec, need is Need.REQUIRED)


def _input(entry: Entry, request: DeskRequest, name: str, spec: Field, required: bool) -> Input:
    post = request.POST if request.method == "POST" else None
    value = read(spec, post, name) if post is not None else typed(spec, spec.default)
    return make(spec, name=name, value=value, required=required, roster=entry.roster)


def _submitted(request: DeskRequest, entry: Entry) -> Submitted | None:
    """What was handed in, or None with the faults in the entry."""
    day = read_date(entry.received_on)
    if day is None:
        entry.faults["received_on"] = "请填写收件日期，如 2026-03-02。"
    files = _files(request, entry)
    if entry.faults:
        return None
    try:
        return registering.register(
            actor=request.actor,
            form=entry.form,
            organization=entry.body,
            channel=Channel(entry.channel) if entry.channel in Channel.values else Channel.PORTAL,
            applicant=_applicant(request, entry),
            data=_data(request, entry),
            attachments=files,
            place=entry.place,
            at=request.now,
            received_on=day,
            key=entry.key,
        )
    except FormRefused as refused:
        entry.faults |= refused.faults
    except Refused as refused:
        entry.faults[refused.field or "form"] = refused.say
    except FileRefused as refused:
        entry.faults["files"] = refused.say
    return None


def _applicant(request: DeskRequest, entry: Entry) -> dict[str, Any]:
    post = request.POST
    wanted = entering.needs_of(entry.form, entry.kind) if entry.kind in entry.kinds else {}
    found: dict[str, Any] = {name: post.get(f"a.{name}", "").strip() for name in wanted}
    agent = {name: post.get(f"g.{name}", "").strip() for name in AGENT}
    return {"kind": entry.kind, **found, **({"agent": agent} if any(agent.values()) else {})}


def _data(request: DeskRequest, entry: Entry) -> dict[str, Any]:
    fields = form_fields(entry.form, entering.definition_of(entry.form, entry.today))
    found = {
        name: given(each.field, read(each.field, request.POST, f"d.{name}"), entry.roster)
        for name, each in fields.items()
    }
    return {name: _truth(fields[name].field, value) for name, value in found.items() if value is not None}


def _truth(spec: Field, value: Any) -> Any:
    return value if spec.type is not Kind.BOOLEAN or not isinstance(value, str) else value == "true"


def _files(request: DeskRequest, entry: Entry) -> list[Handed]:
    """The files, cleaned like those of citizens; a wrong one says so."""
    handed = []
    for index, paper in enumerate(entry.papers):
        for number, upload in enumerate(request.FILES.getlist(f"file.{index}"), 1):
            try:
                clean = cleaning.clean(name=str(upload.name), data=upload.read(), title=paper.title, number=number)
            except FileRefused as refused:
                entry.faults[f"file.{index}"] = refused.say
                continue
            handed.append(Handed(paper.title, clean))
    return handed


def _blame(entry: Entry) -> None:
    """Puts each fault at its input."""
    at = {each.name: each for each in entry.inputs}
    for name, say in entry.faults.items():
        shown = at.get(_input_name(name, entry.form))
        if shown is not None:
            shown.errors.append(say)


def _input_name(name: str, form: ApplicationForm) -> str:
    """The input that a fault of `entering` belongs to."""
    if name.startswith("agent."):
        return f"g.{name.removeprefix('agent.')}"
    if name in form.asked:
        return f"d.{name}"
    return name if name in ("channel", "received_on", "place", "kind") else f"a.{name}"


def _receipt(request: DeskRequest, submitted: Submitted) -> HttpResponse:
    application = submitted.application
    context = {
        "title": "已登记",
        "trail": [("群众来件", reverse(HOME))],
        "application": application,
        "code": submitted.code,
        "url": reverse(PAGE, args=[application.pk]),
    }
    return show(request, "desk/intake/receipt.html", context)
