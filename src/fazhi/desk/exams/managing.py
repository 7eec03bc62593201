"""考试管理: the list of exams, a new one step by step, its page with what comes next."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.components import Tab
from fazhi.desk.exams.forms import PlanForm, ProlongForm, WhyForm, next_morning, plan_of
from fazhi.desk.exams.words import TRAIL, exam_mark, paper_words, rule_words, sections, window
from fazhi.desk.lists import Action, Choice, Column, ListPage
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.templatetags.desk import mark
from fazhi.exams import exams, queries, sittings, statistics
from fazhi.exams.marking.scoring import plain
from fazhi.exams.models import Exam, ExamState, Mode, PaperKind, Purpose
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.government.permissions import EXAM_MANAGE, reaches_jurisdiction
from fazhi.government.roles import Role

PAGE, LIST = "desk:exams:exam", "desk:exams:manage"
STEPS = (("plan", "基本设置"), ("paper", "组卷"), ("candidates", "考生"), ("exam", "发布"))


class Exams(ListPage[Exam]):
    """Exams that one organises, and those of the area into which one may enrol people."""

    title, permission, order, unit_word = "考试管理", EXAM_MANAGE, "-opens", "场"
    columns = (
        Column("title", "名称", lambda e: e.title, link=lambda e: reverse(PAGE, args=[e.pk]), wide=True, width=40),
        Column("purpose", "类别", lambda e: e.get_purpose_display(), width=16),
        Column("unit", "组织单位", lambda e: str(e.organization), sort="organization__order"),
        Column("opens", "时间", window, sort="opens_at", width=30),
        Column("state", "状态", lambda e: e.get_state_display()),
        Column("enrolled", "考生", lambda e: e.enrolled, align="end", sort="enrolled"),
        Column("passed", "合格", lambda e: e.passed_count, align="end", sort="passed_count"),
    )
    filters = (
        Choice("purpose", "类别", "purpose", choices=Purpose.choices),
        Choice("state", "状态", "state", choices=ExamState.choices),
    )
    search_fields = ("title",)
    empty = "还没有考试。点“新建考试”开始。"
    template_name = "desk/exams/list.html"

    def rows(self) -> QuerySet[Exam]:
        rows = queries.managed(self.actor).select_related("organization")
        passed = Count("candidates", filter=Q(candidates__passed=True))
        return rows.annotate(enrolled=Count("candidates"), passed_count=passed)

    def shown_columns(self) -> Sequence[Column[Exam]]:
        now = self.now
        state = Column[Exam](
            "state", "状态", lambda e: exam_mark(e, now).words, cell=lambda e: mark(exam_mark(e, now)), width=18
        )
        return [state if column.key == "state" else column for column in self.columns]

    def tabs(self) -> Sequence[Tab]:
        return sections(self.actor, "manage")

    def actions(self) -> Sequence[Action]:
        return (Action("新建考试", reverse("desk:exams:new")),)


def own_unit(actor: Actor) -> Organization:
    """The unit in whose name the actor holds exams: the coordinator's office first."""
    seats = [seat for seat in actor.seats if seat.roles & {role.value for role in EXAM_MANAGE.roles}]
    wide = [seat for seat in seats if Role.COORDINATOR in seat.roles]
    return Organization.objects.get(pk=(wide or seats)[0].organization_id)


def found(request: DeskRequest, pk: int) -> Exam:
    """An exam that the actor organises or may enrol into, or 404."""
    rows = queries.managed(request.actor).select_related("organization", "jurisdiction", "made_by", "confirmed_by")
    return get_object_or_404(rows, pk=pk)


def may_enrol(exam: Exam, now: datetime) -> bool:
    """Whether people can still be put on the list."""
    closed = exam.mode == Mode.ONLINE and exam.state == ExamState.PUBLISHED and now >= exam.closes_at
    return exam.state != ExamState.CANCELLED and exam.confirmed_at is None and not closed


def steps(exam: Exam | None, current: str) -> list[dict[str, object]]:
    """The way from a draft to its publishing; one without a paper to make has no step for it."""
    names = [step for step in STEPS if exam is None or exam.mode == Mode.ONLINE or step[0] != "paper"]
    return [
        {
            "label": label,
            "number": number,
            "current": name == current,
            "url": reverse(f"desk:exams:{name}", args=[exam.pk]) if exam else "",
        }
        for number, (name, label) in enumerate(names, 1)
    ]


@page(permission=EXAM_MANAGE)
def exam_new(request: DeskRequest) -> HttpResponse:
    """The first step of a new exam."""
    form = PlanForm.of(request, initial=next_morning(request.now))
    _narrow(form, request.actor)
    if form.is_valid():
        unit = own_unit(request.actor)
        made = apply(form, lambda: exams.make(actor=request.actor, organization=unit, plan=form.plan(), at=request.now))
        if made:
            return done(request, "已保存。", *_after_plan(made.value))
    return _plan_page(request, form, None, "新建考试")


@page(permission=EXAM_MANAGE)
def exam_plan(request: DeskRequest, pk: int) -> HttpResponse:
    """The first step again, of a draft."""
    exam = found(request, pk)
    form = PlanForm.of(request, initial=plan_of(exam))
    _narrow(form, request.actor)
    if form.is_valid():
        saved = apply(form, lambda: exams.amend(actor=request.actor, exam=exam, plan=form.plan(), at=request.now))
        if saved:
            return done(request, "已保存。", *_after_plan(saved.value))
    return _plan_page(request, form, exam, exam.title)


@page(permission=EXAM_MANAGE, methods=("GET",))
def exam(request: DeskRequest, pk: int) -> HttpResponse:
    """An exam with its figures and what can be done next."""
    shown = found(request, pk)
    if sittings.end_passed(at=request.now, exam=shown):
        shown.refresh_from_db()
    organises = queries.organises(request.actor, shown)
    over = shown.mode == Mode.OUTSIDE or request.now >= shown.closes_at
    context = {
        "title": shown.title,
        "trail": trail_to(),
        "exam": shown,
        "mark": exam_mark(shown, request.now),
        "organises": organises,
        "sees_questions": queries.sees_questions(request.actor, shown, at=request.now),
        "draft": shown.state == ExamState.DRAFT,
        "published": shown.state == ExamState.PUBLISHED,
        "online": shown.mode == Mode.ONLINE,
        "over": over,
        "may_enrol": may_enrol(shown, request.now),
        "may_confirm": over and shown.confirmed_at is None and shown.state == ExamState.PUBLISHED,
        "figures": statistics.of_exam(shown),
        "units": statistics.by_unit(shown),
        "waiting": shown.objections.filter(upheld=None).count() if organises else 0,
        "certified": shown.candidates.exclude(certificate=None).count(),
        "facts": _facts(shown),
        "steps": steps(shown, "exam"),
    }
    return show(request, "desk/exams/exam.html", context)


@page(permission=EXAM_MANAGE, methods=("POST",))
def publish(request: DeskRequest, pk: int) -> HttpResponse:
    """The last step: questions and rules are fixed, candidates see the exam."""
    exams.publish(actor=request.actor, exam=found(request, pk), at=request.now)
    return done(request, "已发布，考生可以看到这场考试。", PAGE, pk)


@page(permission=EXAM_MANAGE, methods=("POST",))
def discard(request: DeskRequest, pk: int) -> HttpResponse:
    """Throws a draft away."""
    exams.discard(actor=request.actor, exam=found(request, pk))
    return done(request, "草稿已删除。", LIST)


@page(permission=EXAM_MANAGE)
def cancel(request: DeskRequest, pk: int) -> HttpResponse:
    """Cancels an exam that nobody has sat."""
    exam = found(request, pk)
    form = WhyForm.of(request)
    if form.is_valid() and apply(
        form,
        lambda: exams.cancel(actor=request.actor, exam=exam, why=form.cleaned_data["why"], at=request.now),
    ):
        return done(request, "考试已取消。", PAGE, pk)
    return show_form(
        request,
        form,
        title=f"取消“{exam.title}”",
        submit="取消考试",
        back=reverse(PAGE, args=[pk]),
        trail=trail_to(exam),
    )


@page(permission=EXAM_MANAGE)
def prolong(request: DeskRequest, pk: int) -> HttpResponse:
    """Moves the end of an open exam further out."""
    exam = found(request, pk)
    form = ProlongForm.of(request, initial={"closes_at": exam.closes_at})
    if form.is_valid() and apply(
        form,
        lambda: exams.prolong(actor=request.actor, exam=exam, closes_at=form.cleaned_data["closes_at"], at=request.now),
    ):
        return done(request, "结束时间已延长。", PAGE, pk)
    intro = "正在作答的人仍按开考时的截止时间交卷；还没有开考的人可以考到新的结束时间。"
    back = reverse(PAGE, args=[pk])
    return show_form(request, form, title="延长考试", submit="延长", back=back, intro=intro, trail=trail_to(exam))


def _after_plan(exam: Exam) -> tuple[str, int]:
    return ("desk:exams:paper" if exam.mode == Mode.ONLINE else "desk:exams:enrol"), exam.pk


def _narrow(form: PlanForm, actor: Actor) -> None:
    if not reaches_jurisdiction(actor, EXAM_MANAGE):
        form.only_training()


def _plan_page(request: DeskRequest, form: PlanForm, exam: Exam | None, title: str) -> HttpResponse:
    context = {
        "title": title,
        "trail": trail_to(),
        "steps": steps(exam, "plan"),
        "submit": "保存，下一步",
        "back": reverse(PAGE, args=[exam.pk]) if exam else reverse(LIST),
    }
    return show(request, "desk/exams/plan.html", context, form=form)


def trail_to(exam: Exam | None = None) -> list[tuple[str, str]]:
    """Breadcrumbs to the list, or to an exam."""
    trail = [(TRAIL[0], reverse(TRAIL[1]))]
    return [*trail, (exam.title, reverse(PAGE, args=[exam.pk]))] if exam else trail


def _facts(exam: Exam) -> list[tuple[str, object]]:
    units = "、".join(str(unit) for unit in exam.units.all()) or "不限"
    facts: list[tuple[str, object]] = [
        ("类别", exam.get_purpose_display()),
        ("组织单位", exam.organization),
        ("方式", exam.get_mode_display()),
        ("时间", window(exam)),
        ("合格分", f"{plain(exam.pass_mark)} 分（满分 {plain(exam.full_mark)} 分）"),
        ("参考单位", units),
        ("报考条件", "仅限在编人员" if exam.staffed_only else "不限编制"),
    ]
    if exam.mode == Mode.ONLINE:
        picked = exam.paper_kind == PaperKind.PICKED
        count = exam.questions.count() if picked else sum(int(line["count"]) for line in exam.rules)
        facts += [
            ("答题时长", f"{exam.minutes} 分钟"),
            ("次数", rule_words(exam)),
            ("组卷", f"{paper_words(exam)}，{count} 题"),
        ]
    if exam.confirmed_at is not None:
        facts.append(("成绩确认", exam.confirmed_by))
    return facts
