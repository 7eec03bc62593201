"""Lists of exams, trainings and applications behind figures: who sat, who came, who asked is not for all to read.

Whoever may see figures sees what was counted: exams and courses, bodies, days, results. Names and scores are for those
who organise exams; what citizens hand in is listed for those who may read it, and only as far as they may.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.safestring import SafeString

from fazhi.desk.exams.words import outcome_mark, score_words
from fazhi.desk.figures.listings import Guard, Listing, two_lines
from fazhi.desk.intake.words import address_of, form_title, state_mark
from fazhi.desk.lists import Column, by_key
from fazhi.desk.templatetags.desk import mark
from fazhi.government.actors import Actor
from fazhi.government.permissions import EXAM_MANAGE, INTAKE_VIEW, may, reaches_jurisdiction
from fazhi.intake import reading

_SEALED = ("applicant", "data", "likeness")


def _organises(actor: Actor) -> bool:
    """Whether somebody organises the exams of the whole place."""
    return reaches_jurisdiction(actor, EXAM_MANAGE, area=actor.jurisdiction_id)


def _reads(actor: Actor) -> bool:
    return may(actor, INTAKE_VIEW)


def _readable(actor: Actor, records: QuerySet[Any]) -> QuerySet[Any]:
    return records.filter(pk__in=reading.visible(actor).order_by().values("pk"))


def _exam_url(exam: Any) -> str:
    return reverse("desk:exams:exam", args=[exam.pk])


def _training_url(training: Any) -> str:
    return reverse("desk:exams:training", args=[training.pk])


def _outcome(candidate: Any) -> SafeString:
    return mark(outcome_mark(candidate))


def _with_numbers(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With how many were to sit, how many sat and how many passed."""
    numbers = {
        "enrolled": Count("candidates"),
        "present": Count("candidates", filter=~Q(candidates__passed=None)),
        "good": Count("candidates", filter=Q(candidates__passed=True)),
    }
    counted: QuerySet[Any] = by_key(rows).select_related("organization").annotate(**numbers)
    return counted


_OF_EXAM: tuple[Column[Any], ...] = (
    Column("unit", "组织单位", lambda e: str(e.organization), sort="organization__order", width=18),
    Column("purpose", "类别", lambda e: e.get_purpose_display(), sort="purpose", width=18),
    Column("mode", "方式", lambda e: e.get_mode_display(), width=24, phone=False),
    Column("held", "开考", lambda e: e.opens_at, sort="opens_at", width=18),
    Column("enrolled", "应考", lambda e: e.enrolled, align="end", width=8),
    Column("sat", "参考", lambda e: e.present, align="end", width=8),
    Column("passed", "合格", lambda e: e.good, align="end", width=8),
)
EXAMS = Listing(
    (Column("title", "考试", lambda e: e.title, wide=True, width=44), *_OF_EXAM),
    "-held",
    ("title",),
    "名称",
    _with_numbers,
    "场",
    Guard(
        EXAM_MANAGE,
        _organises,
        (Column("title", "考试", lambda e: e.title, link=_exam_url, wide=True, width=44), *_OF_EXAM),
        ("title",),
        "名称",
    ),
)

_EXAM_SAT: Column[Any] = Column("exam", "考试", lambda c: c.exam.title, sort="exam__title", wide=True, width=44)
_OF_CANDIDATE: tuple[Column[Any], ...] = (
    Column("unit", "单位", lambda c: str(c.organization), sort="organization__order", width=18),
    Column("purpose", "类别", lambda c: c.exam.get_purpose_display(), sort="exam__purpose", width=18),
    Column("held", "开考", lambda c: c.exam.opens_at, sort="exam__opens_at", width=18),
    Column("outcome", "结果", lambda c: outcome_mark(c).words, cell=_outcome, sort="passed", width=10),
)
CANDIDATES = Listing(
    (_EXAM_SAT, *_OF_CANDIDATE),
    "-held",
    ("exam__title",),
    "考试名称",
    lambda rows: rows.select_related("exam", "organization"),
    "人",
    Guard(
        EXAM_MANAGE,
        _organises,
        (
            Column("name", "姓名", lambda c: c.name, sort="name", width=10),
            Column(
                "exam", "考试", lambda c: c.exam.title, link=lambda c: _exam_url(c.exam), sort="exam__title",
                wide=True, width=44,
            ),
            *_OF_CANDIDATE,
            Column("score", "成绩", lambda c: c.score, cell=score_words, sort="score", align="end", width=8),
        ),
        ("exam__title", "name"),
        "考试名称、姓名",
    ),
)  # fmt: skip

_OF_TRAINING: tuple[Column[Any], ...] = (
    Column("unit", "举办单位", lambda t: str(t.organization), sort="organization__order", width=18),
    Column("form", "形式", lambda t: t.get_form_display(), sort="form", width=12),
    Column("held", "日期", lambda t: t.held_on, sort="held_on", width=12),
    Column("hours", "学时", lambda t: t.hours, sort="hours", align="end", width=8),
    Column("people", "参训", lambda t: t.people, align="end", width=8),
)
TRAININGS = Listing(
    (Column("title", "课程", lambda t: t.title, wide=True, width=44), *_OF_TRAINING),
    "-held",
    ("title",),
    "课程",
    lambda rows: by_key(rows).select_related("organization").annotate(people=Count("attendances")),
    "期",
    Guard(
        EXAM_MANAGE,
        _organises,
        (Column("title", "课程", lambda t: t.title, link=_training_url, wide=True, width=44), *_OF_TRAINING),
        ("title",),
        "课程",
    ),
)

_OF_ATTENDANCE: tuple[Column[Any], ...] = (
    Column("unit", "单位", lambda a: str(a.organization), sort="organization__order", width=18),
    Column("held", "日期", lambda a: a.training.held_on, sort="training__held_on", width=12),
    Column("hours", "学时", lambda a: a.hours, sort="hours", align="end", width=8),
)
ATTENDANCES = Listing(
    (Column("training", "课程", lambda a: a.training.title, wide=True, width=44), *_OF_ATTENDANCE),
    "-held",
    ("training__title",),
    "课程",
    lambda rows: rows.select_related("training", "organization", "person"),
    "人次",
    Guard(
        EXAM_MANAGE,
        _organises,
        (
            Column("person", "姓名", lambda a: a.person.name, sort="person__name", width=10),
            Column(
                "training", "课程", lambda a: a.training.title, link=lambda a: _training_url(a.training), wide=True,
                width=44,
            ),
            *_OF_ATTENDANCE,
        ),
        ("training__title", "person__name"),
        "课程、姓名",
    ),
)  # fmt: skip

_OF_APPLICATION: tuple[Column[Any], ...] = (
    Column("form", "事项", form_title, sort="form", width=24),
    Column("unit", "单位", lambda a: str(a.organization), sort="organization__order", width=18),
    Column("channel", "渠道", lambda a: a.get_channel_display(), sort="channel", width=10, phone=False),
    Column("received", "收件", lambda a: a.received_at, sort="received_at", width=18),
    Column(
        "state", "状态", lambda a: a.get_state_display(), cell=lambda a: mark(state_mark(a)), sort="state", width=14
    ),
    Column("satisfaction", "满意度", lambda a: a.satisfaction, sort="satisfaction", align="end", width=8, phone=False),
)
APPLICATIONS = Listing(
    (Column("number", "来件", lambda a: a.number, sort="number", wide=True, width=24), *_OF_APPLICATION),
    "-received",
    ("number",),
    "编号",
    lambda rows: rows.select_related("organization").defer(*_SEALED),
    "件",
    Guard(
        INTAKE_VIEW,
        _reads,
        (
            Column(
                "title", "来件", lambda a: a.title, wide=True, width=40,
                cell=lambda a: two_lines(address_of(a), a.title, a.number),
            ),
            Column("number", "编号", lambda a: a.number, sort="number", page=False, width=24),
            *_OF_APPLICATION,
        ),
        ("number", "title"),
        "编号、事由",
        _readable,
    ),
)  # fmt: skip
