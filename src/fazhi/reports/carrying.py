"""The case of a report 编制程序: begun with the report, and carried on by what is done on the report's pages.

A report and its case are one piece of work. What is done with the report (asked for opinions, submitted, approved,
sent, published) is an act of the case, taken in the same transaction: neither can say what the other does not. Steps
that have nothing to do with the text (review, check of secrecy, closing) are taken in the case alone. Which is which
stands in the template (`language.course`). The days by which a report is to be sent and published are clocks of the
case.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from fazhi.cases import taking
from fazhi.cases.models import Case, Clock
from fazhi.cases.refusals import ActRefused
from fazhi.cases.refusals import Refused as CaseRefused
from fazhi.cases.taking import Given
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import CASE_WORK
from fazhi.procedures.casework.naming import title_of
from fazhi.procedures.casework.requests import Code
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.language.fields import Field
from fazhi.procedures.language.library import library
from fazhi.procedures.pauses import PLACE
from fazhi.reports.language.course import Course, CourseAct, Known, Moment
from fazhi.reports.language.library import shelf
from fazhi.reports.locking import held, must_manage
from fazhi.reports.models import Report, Sending
from fazhi.reports.refusals import Refused

PAST = frozenset({Code.ALREADY_DONE, Code.EXCLUDED, Code.CASE_CLOSED, Code.NOT_APPLICABLE})
"""The case is beyond this step, or of a kind that has none: a correction of a published report, say."""
NOT_YET = PAST | {Code.ORDER, Code.ACTOR, Code.SEPARATION, Code.FIELD, Code.HELD}
"""Further reasons for which a step that may be left out is left out."""
PUBLISH = "publish"

Sources = Mapping[Known, Callable[[], Any]]
"""How to come by what a report knows; asked only for what an act gives."""


@dataclass(frozen=True)
class Doing:
    """Something that is being done with a report. ``asked``: what the form asked for the case."""

    moment: Moment
    on: date
    at: datetime
    sources: Sources = field(default_factory=dict)
    asked: Mapping[str, Any] = field(default_factory=dict)
    sending: Sending | None = None


def course_of(report: Report) -> Course | None:
    """The course that the report's template describes; None where its making is no case."""
    template = shelf().find(report.template)
    return template.case if template else None


def is_of_reports(case: Case) -> bool:
    """Whether the case may be that of a report: some template's making is of this procedure. No statement."""
    return any(template.case is not None and template.case.procedure == case.procedure for template in shelf())


def may_carry(actor: Actor, report: Report) -> bool:
    """Whether the actor has a part in the body that carries on the case, or would."""
    body = report.case.organization if report.case else report.maker
    return permissions.may(actor, CASE_WORK, organization=body)


@transaction.atomic
def begin(*, actor: Actor, report: Report, sources: Sources, at: datetime) -> Case:
    """Opens the case of a report; links the one that somebody has opened already for that body, year and reporter.

    Raises Refused where there is no such procedure or the case cannot be opened, NotAllowed.
    """
    report = held(report)
    must_manage(report, actor)
    course = course_of(report)
    if course is None:
        raise Refused("这种报告没有编制程序。")
    if report.case is not None:
        raise Refused(f"编制程序已经启动，案号 {report.case}。")
    case = _waiting(report, course) or _opened(actor, report, course, sources, at)
    return link(report=report, case=case)


@transaction.atomic
def link(*, report: Report, case: Case) -> Case:
    """Ties a report to its case; the days of sending and publication are from then on those of the case's clocks."""
    report = held(report)
    report.case = case
    fields = ["case"]
    if day := _due(case, PUBLISH):
        report.publish_by = day
        fields.append("publish_by")
    report.save(update_fields=fields)
    for sending in report.sendings.filter(sent_on=None).exclude(key=""):
        step = _step_of(report, sending)
        if step and (day := _due(case, step)):
            sending.due_on = day
            sending.save(update_fields=["due_on"])
    return case


def carry(*, actor: Actor, report: Report, doing: Doing) -> str:
    """Takes the acts of the case that something done with the report is; says which, for the report's own record.

    Nothing without a case, or where the case is past it. Raises Refused with every reason of the case, NotAllowed.
    """
    course = course_of(report)
    if course is None or report.case is None or report.case.closed_on:
        return ""
    taken = [_taken(actor, report, act, doing) for act in course.of(doing.moment)]
    numbers = "、".join(str(seq) for seq in taken if seq)
    return f"（{report.case.number}第{numbers}号记录）" if numbers else ""


def asks(report: Report, moment: Moment, sending: Sending | None = None) -> dict[str, tuple[Field, bool]]:
    """The fields that the case needs for this besides what the report knows, each with whether it must be filled."""
    course, case = course_of(report), report.case
    if course is None or case is None or case.closed_on:
        return {}
    state = case.folded
    found: dict[str, tuple[Field, bool]] = {}
    for act in course.of(moment):
        reference = _reference(state, act, _step_of(report, sending) if sending else None)
        if reference is None:
            continue
        name, _, result = reference.partition(".")
        step = case.definition.steps[name]
        must = {*step.collect, *(step.results[result].collect if result else ())}
        if _excluded(state, step.unless):
            continue
        found |= {each: (case.definition.fields[each], each in must) for each in act.asks}
    return found


def steps_of(report: Report) -> frozenset[str]:
    """The steps of its case that are taken on the pages of a report."""
    template = shelf().find(report.template)
    course = template.case if template else None
    if template is None or course is None:
        return frozenset()
    acts = [reference for acts in course.acts.values() for act in acts for reference in (act.step, act.again)]
    references = [*acts, *(each.step for each in template.sendings)]
    return frozenset(reference.partition(".")[0] for reference in references if reference)


def ends_at(case: Case, step: str) -> list[str]:
    """The limits that a step (or step.result) meets."""
    name = step.partition(".")[0]
    limits = case.definition.time_limits.items()
    return [key for key, limit in limits if {name, step} & set(limit.end.any)]


def limits_of_sending(report: Report, case: Case) -> frozenset[str]:
    """The limits of the case that the recipients of the report have as their days."""
    steps = (_step_of(report, sending) for sending in report.sendings.exclude(due_on=None))
    return frozenset(limit for step in steps if step for limit in ends_at(case, step))


def running_case(report: Report) -> Case | None:
    """The case of a report, while it runs."""
    return report.case if report.case is not None and report.case.closed_on is None else None


def _opened(actor: Actor, report: Report, course: Course, sources: Sources, at: datetime) -> Case:
    (act,) = course.of(Moment.BEGIN)
    today = at.astimezone(PLACE).date()
    doing = Doing(Moment.BEGIN, today, at, sources)
    assert act.step is not None
    given = Given(act.step, today, data=_data(act, doing))
    procedure = library().edition(course.procedure, today)
    try:
        taken = taking.open_case(
            actor=actor, procedure=procedure.id, organization=report.maker, given=given, at=at, key=_key(report)
        )
    except CaseRefused as refusal:
        raise Refused(f"编制程序还不能启动：{refusal.say}") from None
    return taken.case


def _key(report: Report) -> str:
    """One case a report, however often somebody presses the button."""
    return f"report/{report.pk}"


def _waiting(report: Report, course: Course) -> Case | None:
    """The case that was opened for this report before the two were tied; a running one before one that is closed."""
    own = Report.objects.exclude(case=None).values("case")
    cases = Case.objects.filter(organization=report.maker, procedure=course.procedure, data__report_year=report.year)
    if option := course.reporters.get(report.organization.kind):
        cases = cases.filter(data__reporter=option)
    return cases.exclude(pk__in=own).exclude(outcome="terminated").order_by("-closed_on", "-opened_on").first()


def _taken(actor: Actor, report: Report, act: CourseAct, doing: Doing) -> int | None:
    """The number of the act that was taken; None where it is not this step's turn and need not be."""
    case = report.case
    assert case is not None
    case.refresh_from_db()
    reference = _reference(case.folded, act, _step_of(report, doing.sending) if doing.sending else None)
    if reference is None:
        return None
    name, _, result = reference.partition(".")
    given = Given(name, doing.on, result=result, data=_data(act, doing))
    try:
        return taking.take(actor=actor, case_id=case.pk, given=given, at=doing.at).seq
    except ActRefused as refusal:
        codes = {reason.code for reason in refusal.reasons}
        if codes & PAST or (act.maybe and codes <= NOT_YET):
            return None
        title = title_of(case.definition, reference)
        field = refusal.field if refusal.field in act.asks else ""
        raise Refused(f"编制程序还不能办理“{title}”：{refusal.say}", field=field) from None


def _reference(state: CaseState, act: CourseAct, step: str | None) -> str | None:
    """The step to take now: the act's own, the one for the second time, or none."""
    reference = act.step or step
    if reference is None:
        return None
    name, _, result = reference.partition(".")
    if state.done(reference) and (result or not state.definition.steps[name].repeat):
        return act.again
    return reference


def _excluded(state: CaseState, unless: str | tuple[str, ...]) -> bool:
    return any(state.done(each) for each in ((unless,) if isinstance(unless, str) else unless))


def _data(act: CourseAct, doing: Doing) -> dict[str, Any]:
    """What the act gives: what is always the same, what the report knows, what was asked for."""
    known = {name: doing.sources[source]() for name, source in act.gives.items() if source in doing.sources}
    asked = {name: doing.asked[name] for name in act.asks if name in doing.asked}
    everything = {**act.says, **known, **asked}
    return {name: value for name, value in everything.items() if value not in (None, "", [], ())}


def _step_of(report: Report, sending: Sending) -> str | None:
    template = shelf().find(report.template)
    found = (each.step for each in template.sendings if each.key == sending.key) if template and sending.key else ()
    return next(iter(found), None)


def _due(case: Case, step: str) -> date | None:
    """The day by which a step is due in the case, the earliest of its duties."""
    limits = ends_at(case, step)
    duties = Clock.objects.filter(case=case, limit__in=limits, thread=0).exclude(due_on=None).order_by("due_on")
    return duties.values_list("due_on", flat=True).first()
