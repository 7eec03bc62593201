"""How exams are spoken of on pages: their state, a candidate's outcome, the tabs of this part of the site."""

from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from fazhi.desk.components import Colour, Mark, Tab
from fazhi.exams.marking.scoring import plain
from fazhi.exams.models import Candidate, Exam, ExamState, Mode, PaperKind
from fazhi.government.actors import Actor
from fazhi.government.permissions import EXAM_MANAGE, EXAM_SIT, may

TRAIL = ("考试管理", "desk:exams:manage")


def exam_mark(exam: Exam, now: datetime) -> Mark:
    """Where an exam stands now; open and over follow from its window."""
    if exam.state == ExamState.DRAFT:
        return Mark(Colour.GREY, "筹备中")
    if exam.state == ExamState.CANCELLED:
        return Mark(Colour.GREY, "已取消")
    if exam.confirmed_at is not None:
        return Mark(Colour.GREEN, "成绩已确认")
    if exam.mode == Mode.OUTSIDE:
        return Mark(Colour.BLUE, "登记成绩")
    if now < exam.opens_at:
        return Mark(Colour.BLUE, "未开始")
    return Mark(Colour.BLUE, "进行中") if now < exam.closes_at else Mark(Colour.YELLOW, "已结束，待确认成绩")


def outcome_mark(candidate: Candidate) -> Mark:
    """合格, 不合格, 未考."""
    if candidate.passed is None:
        return Mark(Colour.GREY, "未考")
    return Mark(Colour.GREEN, "合格") if candidate.passed else Mark(Colour.ORANGE, "不合格")


def score_words(candidate: Candidate) -> str:
    return plain(candidate.score) if candidate.score is not None else ""


def window(exam: Exam) -> str:
    """2026-03-02 09:00 至 11:00, with the second day where it is another."""
    opens, closes = timezone.localtime(exam.opens_at), timezone.localtime(exam.closes_at)
    end = f"{closes:%H:%M}" if opens.date() == closes.date() else f"{closes:%Y-%m-%d %H:%M}"
    return f"{opens:%Y-%m-%d %H:%M} 至 {end}"


def rule_words(exam: Exam) -> str:
    """How often one may sit: 可考 2 次，补考间隔 3 天."""
    again = f"，补考间隔 {exam.days_between} 天" if exam.attempts > 1 and exam.days_between else ""
    return f"可考 {exam.attempts} 次{again}"


def paper_words(exam: Exam) -> str:
    return str(PaperKind(exam.paper_kind).label)


def sections(actor: Actor, current: str) -> list[Tab]:
    """The tabs of this part of the site, those that the actor may open."""
    every = (
        ("home", "我的考试", EXAM_SIT),
        ("manage", "考试管理", EXAM_MANAGE),
        ("cards", "执法证件", EXAM_MANAGE),
        ("trainings", "培训学时", EXAM_MANAGE),
        ("figures", "统计", EXAM_MANAGE),
    )
    return [
        Tab(label, reverse(f"desk:exams:{name}"), current=name == current)
        for name, label, permission in every
        if may(actor, permission)
    ]
