"""A draft beside its source: every correction, the names to settle, what blocks, and the confirmation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show
from fazhi.desk.plans.forms import DescribeForm, DraftTaskForm, NameForm
from fazhi.desk.plans.passages import passages
from fazhi.government.models import Organization
from fazhi.government.permissions import PLAN_IMPORT
from fazhi.plans import queries
from fazhi.plans.intake import corrections, draft_checks, intakes
from fazhi.plans.intake.draft import Draft, DraftTask, Naming, TaskDue, due_of, from_json
from fazhi.plans.kinds import kind_of, shown
from fazhi.plans.models import Intake, Task, TaskUnit
from fazhi.plans.refusals import Refused
from fazhi.plans.target_lines import written

DRAFT = "desk:plans:draft"
NAME_WORDS = {"exact": "已对应", "collective": "集合称谓", "chosen": "人工指定", "text": "不对应本区单位"}


@dataclass(frozen=True)
class UnitChip:
    """A unit name in a task's panel: what it means, and whether somebody must still say so."""

    name: str
    part: str
    means: str
    is_settled: bool


@dataclass(frozen=True)
class Panel:
    """A task of the draft as the page shows it."""

    task: DraftTask
    chips: tuple[UnitChip, ...]
    due: TaskDue
    frequency: str
    targets: list[str]
    extra: list[tuple[str, str]]
    problems: tuple[str, ...]
    cautions: tuple[str, ...]


@dataclass(frozen=True)
class NameRow:
    """A unit name of the document in the names panel."""

    name: str
    count: int
    naming: Naming
    units: tuple[str, ...]
    proposals: tuple[tuple[Organization, int], ...]

    @property
    def words(self) -> str:
        return NAME_WORDS.get(self.naming.state, "待对应")


@page(permission=PLAN_IMPORT, methods=("GET",))
def draft(request: DeskRequest, pk: int) -> HttpResponse:
    """The draft: source text at one side, tasks at the other."""
    intake = _intake(request, pk)
    if intake.plan_id:
        return HttpResponseRedirect(reverse("desk:plans:plan", args=[intake.plan_id]))
    return _shown(request, intake)


@page(permission=PLAN_IMPORT)
def describe(request: DeskRequest, pk: int) -> HttpResponse:
    """Name, number and term of the plan."""
    intake = _intake(request, pk)
    form = DescribeForm.of(request, initial=_described(intake))
    if form.is_valid():
        data = form.cleaned_data
        if apply(form, lambda: corrections.describe(actor=request.actor, intake=intake, at=request.now, **data)):
            return done(request, "已保存。", DRAFT, pk)
    return _shown(request, intake, describing=form)


@page(permission=PLAN_IMPORT)
def change_task(request: DeskRequest, pk: int, key: int) -> HttpResponse:
    """Everything about one task, beside what the document says there."""
    intake = _intake(request, pk)
    task = from_json(intake.draft).task(key)
    if task is None:
        return done(request, "这项任务已从草稿中删除。", DRAFT, pk)
    form = DraftTaskForm.of(request, kind=intake.kind, task=task, initial={"version": intake.version})
    if form.is_valid() and apply(
        form,
        lambda: corrections.change_task(
            actor=request.actor,
            intake=intake,
            version=form.cleaned_data["version"],
            task=form.draft_task(),
            at=request.now,
        ),
    ):
        return HttpResponseRedirect(f"{reverse(DRAFT, args=[pk])}#task-{key}")
    return _task_page(request, intake, form, f"修改：{task.title[:30]}", task)


@page(permission=PLAN_IMPORT)
def add_task(request: DeskRequest, pk: int) -> HttpResponse:
    """A task that the reader did not find."""
    intake = _intake(request, pk)
    after = request.GET.get("after", "")
    form = DraftTaskForm.of(request, kind=intake.kind, initial={"version": intake.version})
    if form.is_valid() and apply(
        form,
        lambda: corrections.add_task(
            actor=request.actor,
            intake=intake,
            version=form.cleaned_data["version"],
            task=form.draft_task(),
            after=whole(after),
            at=request.now,
        ),
    ):
        return done(request, "已添加。", DRAFT, pk)
    return _task_page(request, intake, form, "添加任务")


@page(permission=PLAN_IMPORT, methods=("POST",))
def change_many(request: DeskRequest, pk: int) -> HttpResponse:
    """Deletes or merges the tasks that are ticked."""
    intake = _intake(request, pk)
    keys = [key for text in request.POST.getlist("keys") if (key := whole(text)) is not None]
    merges = request.POST.get("what") == "merge"
    verb = corrections.merge_tasks if merges else corrections.delete_tasks
    version = _version(request)
    try:
        verb(actor=request.actor, intake=intake, version=version, keys=keys, at=request.now)
    except Refused as refusal:
        return _shown(request, intake, refused=[refusal.say])
    return done(request, f"已{'合并' if merges else '删除'} {len(keys)} 项任务。", DRAFT, pk)


@page(permission=PLAN_IMPORT, methods=("POST",))
def split_task(request: DeskRequest, pk: int, key: int) -> HttpResponse:
    """Makes two tasks of one."""
    intake = _intake(request, pk)
    try:
        corrections.split_task(
            actor=request.actor,
            intake=intake,
            version=_version(request),
            key=key,
            second_title=request.POST.get("second_title", ""),
            at=request.now,
        )
    except Refused as refusal:
        return _shown(request, intake, refused=[refusal.say])
    return HttpResponseRedirect(f"{reverse(DRAFT, args=[pk])}#task-{key}")


@page(permission=PLAN_IMPORT)
def settle_name(request: DeskRequest, pk: int) -> HttpResponse:
    """What a unit name means: from the panel with one click, or here with any number of units."""
    intake = _intake(request, pk)
    name = request.POST.get("name") or request.GET.get("name", "")
    naming = from_json(intake.draft).names.get(name, Naming("unknown"))
    initial = {"name": name, "version": intake.version, "organizations": list(naming.organization_ids)}
    form = NameForm.of(request, initial=initial)
    if form.is_valid():
        data = form.cleaned_data

        def settle() -> Intake:
            if not data["organizations"] and "as_text" not in request.POST:
                raise Refused("请选择对应的单位；确实没有的，点“不对应本区单位”。", field="organizations")
            return corrections.settle_name(
                actor=request.actor,
                intake=intake,
                version=data["version"],
                name=data["name"],
                organizations=[] if "as_text" in request.POST else list(data["organizations"]),
                remember=data["remember"] and "as_text" not in request.POST,
                at=request.now,
            )

        if apply(form, settle):
            return HttpResponseRedirect(f"{reverse(DRAFT, args=[pk])}#names")
    context = {
        "title": f"“{name}”是哪个单位",
        "trail": _trail(intake),
        "intake": intake,
        "naming": naming,
        "name": name,
    }
    return show(request, "desk/plans/name.html", context, form=form)


@page(permission=PLAN_IMPORT, methods=("POST",))
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Makes the plan, or says everything that is in the way."""
    intake = _intake(request, pk)
    try:
        plan = intakes.confirm(actor=request.actor, intake=intake, version=_version(request), at=request.now)
    except draft_checks.Blocked as refusal:
        return _shown(request, intake, refused=[problem.say for problem in refusal.problems])
    except Refused as refusal:
        return _shown(request, intake, refused=[refusal.say])
    return done(request, f"“{plan.title}”已导入，各单位现在能看到自己的任务。", "desk:plans:plan", plan.pk)


def _intake(request: DeskRequest, pk: int) -> Intake:
    seen = queries.visible_intakes(request.actor).select_related("file", "jurisdiction", "adjusts", "by", "changed_by")
    return get_object_or_404(seen, pk=pk)


def _version(request: DeskRequest) -> int:
    posted = whole(request.POST.get("version", ""))
    return -1 if posted is None else posted


def _trail(intake: Intake) -> list[tuple[str, str]]:
    return [
        ("任务导入", reverse("desk:plans:intakes")),
        (intake.title or intake.file.name, reverse(DRAFT, args=[intake.pk])),
    ]


def _described(intake: Intake) -> dict[str, object]:
    fields = ("title", "document_number", "starts_on", "ends_on", "version")
    return {name: getattr(intake, name) for name in fields}


def _shown(
    request: DeskRequest, intake: Intake, *, describing: DescribeForm | None = None, refused: Sequence[str] = ()
) -> HttpResponse:
    found = from_json(intake.draft)
    blocks = draft_checks.blocks(found, intake, kind_of(intake.kind))
    cautions = draft_checks.warnings(found, intake)
    units = _units(found)
    names = [_name_row(name, count, found, units) for name, count in found.used_names().items()]
    context = {
        "title": intake.title or intake.file.name,
        "trail": [("任务导入", reverse("desk:plans:intakes"))],
        "intake": intake,
        "kind": kind_of(intake.kind),
        "is_open": intake.state == Intake.State.OPEN,
        "notices": found.notices,
        "refused": refused,
        "blocks": blocks,
        "cautions": cautions,
        "panels": [_panel(task, found, intake, units, blocks, cautions) for task in found.tasks],
        "passages": passages(intake.text, [(task.key, task.start, task.end) for task in found.tasks]),
        "open_names": [row for row in names if not row.naming.is_settled],
        "settled_names": [row for row in names if row.naming.is_settled],
        "pickable": _pickable(intake) if found.unsettled() else [],
        "describing": describing or DescribeForm(initial=_described(intake), actor=request.actor),
        "describe_open": describing is not None,
    }
    response = show(request, "desk/plans/draft.html", context, form=describing)
    if refused:
        response.status_code = 422
    return response


def _task_page(
    request: DeskRequest, intake: Intake, form: forms.Form, title: str, task: DraftTask | None = None
) -> HttpResponse:
    source = ""
    if task is not None and task.start is not None and task.end is not None:
        source = intake.text[task.start : task.end]
    context = {
        "title": title,
        "trail": _trail(intake),
        "intake": intake,
        "task": task,
        "source": source,
        "back": reverse(DRAFT, args=[intake.pk]) + (f"#task-{task.key}" if task else ""),
    }
    return show(request, "desk/plans/draft_task.html", context, form=form)


def _units(found: Draft) -> dict[int, Organization]:
    ids = {unit for naming in found.names.values() for unit in naming.organization_ids}
    ids |= {each.organization_id for naming in found.names.values() for each in naming.proposals}
    return Organization.objects.in_bulk(ids)


def _pickable(intake: Intake) -> list[tuple[str, list[Organization]]]:
    """Living units under the names of their kinds, for the select of each open name."""
    groups: dict[str, list[Organization]] = {}
    for unit in Organization.objects.filter(jurisdiction=intake.jurisdiction_id, dissolved_on=None):
        groups.setdefault(unit.get_kind_display(), []).append(unit)
    return list(groups.items())


def _name_row(name: str, count: int, found: Draft, units: dict[int, Organization]) -> NameRow:
    naming = found.names.get(name, Naming("unknown"))
    return NameRow(
        name,
        count,
        naming,
        tuple(str(units[unit]) for unit in naming.organization_ids if unit in units),
        tuple(
            (units[each.organization_id], round(each.score * 100))
            for each in naming.proposals
            if each.organization_id in units
        ),
    )


def _panel(
    task: DraftTask,
    found: Draft,
    intake: Intake,
    units: dict[int, Organization],
    blocks: list[draft_checks.DraftProblem],
    cautions: list[draft_checks.DraftProblem],
) -> Panel:
    due = due_of(task, starts_on=intake.starts_on, ends_on=intake.ends_on)
    return Panel(
        task=task,
        chips=tuple(_chip(unit.name, unit.part, found, units) for unit in task.units),
        due=due,
        frequency=Task.Frequency(due.frequency).label if due.frequency else "",
        targets=[written([target]) for target in task.targets],
        extra=shown(kind_of(intake.kind), task.extra),
        problems=tuple(problem.say for problem in blocks if problem.task_key == task.key),
        cautions=tuple(problem.say for problem in cautions if problem.task_key == task.key),
    )


def _chip(name: str, part: str, found: Draft, units: dict[int, Organization]) -> UnitChip:
    naming = found.names.get(name, Naming("unknown"))
    means = "、".join(str(units[unit]) for unit in naming.organization_ids if unit in units)
    if len(naming.organization_ids) > 3:
        means = f"{len(naming.organization_ids)} 个单位"
    if naming.state == "text":
        means = "不对应本区单位"
    label = TaskUnit.Part(part).label.removesuffix("单位") if part in TaskUnit.Part.values else part
    return UnitChip(name, label, means, naming.is_settled)
