"""Applications of citizens in the sample district 群众来件: invented, in every state, made and handled by verbs."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any, Literal

from fazhi.cases.refusals import ActRefused
from fazhi.cases.taking import Given
from fazhi.catalog.loading import CatalogModel, catalog_path, load_yaml
from fazhi.government.actors import Actor, actor_for
from fazhi.government.models import Membership, Organization
from fazhi.intake import accepting, applying, duplicates, handling, receivers, speaking
from fazhi.intake.models import Application
from fazhi.intake.templates import Use, fill, fitting
from fazhi.procedures.applications.definition import ApplicationForm, Need
from fazhi.procedures.applications.library import forms
from fazhi.procedures.pauses import PLACE
from fazhi.sample.stage import Stage

Tell = Callable[[str], object]
HANDLER = "handler"
REMEDIES = "您不服本答复的，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。"


class SamplePerson(CatalogModel):
    """A citizen."""

    name: str
    phone: str
    id_number: str


class Story(CatalogModel):
    """One application; ``who``: place in the list of people, None for somebody without a name."""

    form: str
    who: int | None = None
    days_ago: int
    data: dict[str, Any]
    place: str = ""
    unit: str = ""
    then: Literal["", "accept", "answer", "return", "decline", "merge"] = ""
    later: tuple[Literal["urge", "supplement", "rate", "reopen"], ...] = ()


class SampleApplications(CatalogModel):
    """catalog/sample/applications.yaml."""

    people: tuple[SamplePerson, ...]
    stories: tuple[Story, ...]


def load_applications(*, stage: Stage, tell: Tell) -> int:
    """Hands them in, and does with each what its story says; returns how many. Unknown forms are left out."""
    known = forms()
    told = load_yaml(catalog_path("sample", "applications.yaml"), SampleApplications)
    made = 0
    for story in sorted(told.stories, key=lambda each: -each.days_ago):
        if story.form in known:
            who = told.people[story.who] if story.who is not None else None
            _told(stage, story, who, known.get(story.form))
            made += 1
    tell(f"  群众来件 {made} 件")
    return made


def _told(stage: Stage, story: Story, who: SamplePerson | None, form: ApplicationForm) -> Application:
    at = stage.days_ago(story.days_ago, time(9, 20))
    application = applying.submit(
        form=form,
        organization=_body(stage, story, form),
        applicant=_applicant(who, form),
        data=story.data,
        place=story.place,
        at=min(at, stage.now),
    ).application
    actor = _clerk(application.organization, stage.now.date())
    if actor is not None and story.then:
        _acted(actor, application, story.then, at=min(at + timedelta(hours=26), stage.now))
    for what in story.later:
        _said(application, what, at=min(at + timedelta(days=3), stage.now))
    return application


def _body(stage: Stage, story: Story, form: ApplicationForm) -> Organization:
    if story.unit:
        return stage.units[story.unit]
    return receivers.receiver_for(form, jurisdiction=stage.jurisdiction)


def _applicant(who: SamplePerson | None, form: ApplicationForm) -> dict[str, Any]:
    if who is None:
        return {"kind": "anonymous"}
    found = {"kind": "person", "name": who.name, "phone": who.phone}
    return found | {"id_number": who.id_number} if form.applicant.identity is Need.REQUIRED else found


def _clerk(organization: Organization, on: date) -> Actor | None:
    """Whoever handles for the body; None where nobody does."""
    seats = Membership.objects.filter(organization=organization, ended_on=None, roles__contains=[HANDLER])
    seat = seats.select_related("person").order_by("pk").first()
    return actor_for(person=seat.person, on=on) if seat else None


def _acted(actor: Actor, application: Application, what: str, *, at: datetime) -> None:
    common: dict[str, Any] = {"actor": actor, "application_id": application.pk, "at": at}
    today = at.astimezone(PLACE).date()
    form = forms().get(application.form)
    match what:
        case "accept":
            _accepted(actor, application, at)
        case "return":
            handling.return_for_correction(
                **common, text="请写明具体的年份和楼栋，有照片的请一并上传。", until=today + timedelta(days=10)
            )
        case "answer":
            text = f"您好！您反映的“{application.title}”已经核实办理，具体安排由工作人员电话告知。感谢您的监督。"
            handling.answer(**common, text=text, remedies=REMEDIES if form.direct and form.direct.remedies else "")
        case "decline":
            template = next(each for each in fitting(form.procedure, Use.DECLINE))
            handling.decline(
                **common,
                ground=str(template.ground),
                text="您反映的事项不属于本机关处理的范围，请通过人民调解、诉讼等途径解决，可以拨打12348咨询。",
                remedies=fill(template, application, today=today).remedies,
            )
        case "merge":
            alike = duplicates.similar(application)
            if alike:
                handling.merge(**common, into_id=alike[0].application.pk)


def _accepted(actor: Actor, application: Application, at: datetime) -> None:
    """Opened on the day after, confirmed on that day; what a procedure wants beyond that is left to people to try."""
    form = forms().get(application.form)
    today = at.astimezone(PLACE).date()
    more = {"received_on": today.isoformat(), "confirmed_on": today.isoformat()}
    data = more if form.procedure == "disclosure_on_request" else {}
    given = Given(form.opens, today, result=form.result or "", data=data)
    with suppress(ActRefused):
        accepting.accept(actor=actor, application_id=application.pk, given=given, at=at)


def _said(application: Application, what: str, *, at: datetime) -> None:
    match what:
        case "urge":
            speaking.urge(application_id=application.pk, text="已经等了几天，请快一点。", at=at)
        case "supplement":
            speaking.supplement(application_id=application.pk, text="补充：要2024年以后的。", at=at)
        case "rate":
            speaking.rate(application_id=application.pk, satisfaction=5, text="办得很快，谢谢。", at=at)
        case "reopen":
            speaking.reopen(application_id=application.pk, text="没有说在哪里办，请再答复一次。", at=at)
