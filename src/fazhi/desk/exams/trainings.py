"""培训学时: courses that were held, each officer's hours of a year, the threshold and who falls short."""

from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.components import Tab
from fazhi.desk.exams.forms import ThresholdForm, TrainingForm, WhyForm
from fazhi.desk.exams.managing import own_unit
from fazhi.desk.exams.words import sections
from fazhi.desk.lists import Action, Choice, Column, DateRange, ListPage
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.documents import spreadsheet
from fazhi.exams import trainings as verbs
from fazhi.exams.models import Training
from fazhi.exams.people_lists import read_people
from fazhi.exams.trainings import Course
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import EXAM_MANAGE, reaches_jurisdiction, within_reach

LIST, PAGE, HOURS = "desk:exams:trainings", "desk:exams:training", "desk:exams:hours"
TRAIL = "培训学时"
FIRST_YEAR = 2000


def visible(actor: Actor) -> QuerySet[Training]:
    """The courses of units that the actor looks after."""
    reach = within_reach(actor, EXAM_MANAGE, "organization")
    return Training.objects.filter(reach).select_related("organization", "entered_by")


class Trainings(ListPage[Training]):
    """Courses that were held."""

    title, permission, order, unit_word = "培训学时", EXAM_MANAGE, "-held", "次"
    columns = (
        Column("title", "课程", lambda t: t.title, link=lambda t: reverse(PAGE, args=[t.pk]), wide=True, width=40),
        Column("form", "形式", lambda t: t.get_form_display()),
        Column("unit", "举办单位", lambda t: str(t.organization), sort="organization__order"),
        Column("held", "日期", lambda t: t.held_on, sort="held_on"),
        Column("hours", "学时", lambda t: t.hours, align="end", sort="hours"),
        Column("people", "人数", lambda t: t.people, align="end", sort="people"),
        Column("withdrawn", "备注", lambda t: f"已作废：{t.withdrawn_why}" if t.withdrawn_why else t.note, phone=False),
    )
    filters = (Choice("form", "形式", "form", choices=Training.Form.choices), DateRange("held", "日期", "held_on"))
    search_fields = ("title", "note")
    empty = "还没有培训记录。点“登记培训”开始。"

    def rows(self) -> QuerySet[Training]:
        return visible(self.actor).annotate(people=Count("attendances"))

    def tabs(self) -> Sequence[Tab]:
        return sections(self.actor, "trainings")

    def actions(self) -> Sequence[Action]:
        return (
            Action("本年学时", reverse(HOURS), icon="people", primary=False),
            Action("登记培训", reverse("desk:exams:training_new")),
        )


@page(permission=EXAM_MANAGE)
def training_new(request: DeskRequest) -> HttpResponse:
    """Enters a course with those who were there."""
    form = TrainingForm.of(request, initial={"held_on": request.now.date()})
    unit = own_unit(request.actor)
    if form.is_valid() and (made := apply(form, lambda: _record(request, form))):
        return done(request, f"已登记，参训 {made.value.attendances.count()} 人。", PAGE, made.value.pk)
    return show_form(
        request,
        form,
        title="登记培训",
        submit="登记",
        back=reverse(LIST),
        intro=f"举办单位：{unit}。只登记培训结束后的实际学时。",
        trail=[(TRAIL, reverse(LIST))],
    )


@page(permission=EXAM_MANAGE)
def training(request: DeskRequest, pk: int) -> HttpResponse:
    """A course, who was there, and withdrawing it when it was entered wrongly."""
    shown = get_object_or_404(visible(request.actor), pk=pk)
    form = WhyForm.of(request)
    if form.is_valid() and apply(
        form, lambda: verbs.withdraw(actor=request.actor, training=shown, why=form.cleaned_data["why"])
    ):
        return done(request, "这次培训已作废，不再计入学时。", PAGE, pk)
    context = {
        "title": shown.title,
        "trail": [(TRAIL, reverse(LIST))],
        "training": shown,
        "people": shown.attendances.select_related("person", "organization").order_by("organization__order", "id"),
        "facts": [
            ("举办单位", shown.organization),
            ("形式", shown.get_form_display()),
            ("日期", shown.held_on),
            ("学时", f"{shown.hours.normalize():f}"),
            ("登记人", shown.entered_by),
        ],
    }
    return show(request, "desk/exams/training.html", context, form=form)


@page(permission=EXAM_MANAGE, methods=("GET",))
def hours(request: DeskRequest) -> HttpResponse:
    """Each officer's hours of a year; those who fall short can be shown alone. By unit, in no order of hours."""
    asked = whole(request.GET.get("year", "")) or 0
    this_year = request.now.year
    year = asked if FIRST_YEAR <= asked <= this_year else this_year
    area = request.actor.jurisdiction_id or 0
    accounts = verbs.accounts(actor=request.actor, jurisdiction_id=area, year=year)
    short = [each for each in accounts if each.missing]
    only_short = request.GET.get("short") == "1"
    shown = short if only_short else accounts
    if request.GET.get("export") == "xlsx":
        return _workbook(shown, year)
    context = {
        "title": f"{year}年培训学时",
        "trail": [(TRAIL, reverse(LIST))],
        "accounts": shown,
        "count": len(accounts),
        "short": len(short),
        "only_short": only_short,
        "year": year,
        "years": range(this_year, this_year - 5, -1),
        "threshold": verbs.threshold(jurisdiction_id=area, year=year),
        "may_set": reaches_jurisdiction(request.actor, EXAM_MANAGE),
    }
    return show(request, "desk/exams/hours.html", context)


@page(permission=EXAM_MANAGE)
def threshold(request: DeskRequest) -> HttpResponse:
    """Sets the hours of a year, with the document that says so."""
    form = ThresholdForm.of(request, initial={"year": request.now.year})
    if form.is_valid():
        area = Jurisdiction.objects.get(pk=request.actor.jurisdiction_id or 0)
        if apply(
            form,
            lambda: verbs.set_threshold(actor=request.actor, jurisdiction=area, at=request.now, **form.cleaned_data),
        ):
            return done(request, "已设定年度学时要求。", HOURS)
    return show_form(
        request,
        form,
        title="设定年度学时要求",
        submit="设定",
        back=reverse(HOURS),
        intro="全国没有统一的学时规定，按本地区文件设定。新的要求从所填年度起适用，以前年度不变。",
        trail=[(TRAIL, reverse(LIST))],
    )


def _record(request: DeskRequest, form: TrainingForm) -> Training:
    given = form.cleaned_data
    unit = own_unit(request.actor)
    people = read_people(jurisdiction=unit.jurisdiction, text=given["lines"], on=request.now.date())
    course = Course(given["title"], given["held_on"], given["hours"], given["form"], given["note"])
    return verbs.record(actor=request.actor, organization=unit, course=course, people=people, at=request.now)


def _workbook(accounts: Sequence[verbs.Account], year: int) -> HttpResponse:
    sheet = spreadsheet.Sheet(
        title="学时",
        heading=f"{year}年行政执法人员培训学时",
        columns=[
            spreadsheet.Column("姓名"),
            spreadsheet.Column("单位", 30),
            *map(spreadsheet.Column, ("学时", "还差")),
        ],
        rows=[[each.name, str(each.organization or ""), each.hours, each.missing] for each in accounts],
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(spreadsheet.write_workbook([sheet]), content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="hours-{year}.xlsx"'
    return response
