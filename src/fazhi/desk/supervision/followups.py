"""督办事项: the list, a matter with its clock strip, and issuing."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from fazhi.desk.components import Mark, Moment
from fazhi.desk.lists import Action, Choice, Column, DateRange, ListPage, Unit
from fazhi.desk.numbers import whole
from fazhi.desk.pages import DeskRequest, apply, done, page, show, show_form
from fazhi.desk.supervision.forms import EntryForm, FollowUpForm
from fazhi.desk.supervision.uploads import with_files
from fazhi.desk.supervision.words import clocks, followup_mark, level_mark
from fazhi.desk.templatetags.desk import mark, shortday
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.permissions import FOLLOWUP_ANSWER, FOLLOWUP_CLOSE, FOLLOWUP_ISSUE, FOLLOWUP_VIEW
from fazhi.plans.followup import followups, marks
from fazhi.plans.followup import rules as followup_rules
from fazhi.plans.models import FollowUp, FollowUpEntry, FollowUpNode, Task, TaskUnit
from fazhi.plans.supervision_queries import followup_for_page, visible_followups

LIST = "desk:supervision:followups"
Kind = FollowUpEntry.Kind
VERBS: dict[str, tuple[str, Callable[..., FollowUpEntry], str]] = {
    "respond": ("响应", followups.respond, "已响应。"),
    "feedback": ("反馈进展", followups.feedback, "已反馈进展。"),
    "settle": ("申请办结", followups.settle, "已申请办结，等待督办人员销号。"),
    "close": ("销号", followups.close, "已销号。"),
    "return": ("退回重办", followups.return_, "已退回重办。"),
    "extend": ("转为复杂事项", followups.extend, "已转为复杂事项，时限已重新计算。"),
}
ENTRY_COLOURS = {Kind.RETURN: "orange", Kind.EXTEND: "orange", Kind.CLOSE: "green"}


def _next_words(followup: Any) -> str:
    if followup.state == FollowUp.State.SETTLED:
        return "待销号"
    if not followup.next_title:
        return ""
    limit = followup_rules.moment_words(followup.next_must_by) if followup.next_must_by else "不设时限"
    return f"{followup.next_title}（{limit}）"


class FollowUps(ListPage[FollowUp]):
    """All matters within reach, the worst first."""

    title, permission, order, unit_word = "督办事项", FOLLOWUP_VIEW, "mark", "件"
    columns = (
        Column(
            "number",
            "督办编号",
            lambda f: f.number,
            cell=lambda f: format_html('<span class="nowrap">{}</span>', f.number),
            link=lambda f: reverse("desk:supervision:followup", args=[f.pk]),
            sort="id",
            width=20,
        ),
        Column("matter", "督办事项", lambda f: f.matter, wide=True, width=60),
        Column(
            "unit",
            "承办单位",
            lambda f: str(f.unit),
            cell=lambda f: format_html('<span class="nowrap">{}</span>', f.unit),
            sort="unit__order",
            width=18,
        ),
        Column(
            "mark",
            "亮牌",
            lambda f: followup_mark(f).words,
            cell=lambda f: mark(followup_mark(f)),
            sort="urgency",
        ),
        Column(
            "state",
            "状态",
            lambda f: f.get_state_display(),
            cell=lambda f: format_html('<span class="nowrap">{}</span>', f.get_state_display()),
            sort="state",
        ),
        Column("next", "下一节点", _next_words, sort="next_must_by", width=36),
        Column("difficulty", "难易", lambda f: f.get_difficulty_display(), page=False),
        Column("rule", "规则", lambda f: followup_rules.title_of(f.rule), page=False, width=20),
        Column("source", "来源", lambda f: f.source, page=False, width=30),
        Column(
            "issued",
            "交办时间",
            lambda f: f.issued_at,
            cell=lambda f: format_html('<span class="nowrap">{}</span>', shortday(f.issued_at)),
            sort="issued_at",
            phone=False,
            width=18,
        ),
        Column("closed", "销号时间", lambda f: f.closed_at, page=False, width=18),
    )
    filters = (
        Choice("mark", "亮牌", choices=marks.Mark.choices, narrow=lambda value: Q(mark=value)),
        Choice("state", "状态", "state", choices=FollowUp.State.choices),
        Unit("unit", "承办单位", "unit"),
        Choice("rule", "规则", "rule", choices=lambda _: [(each.id, each.title) for each in followup_rules.rules()]),
        DateRange("issued", "交办", "issued_at", moment=True),
    )
    search_fields = ("number", "matter", "source")
    search_label = "编号、事项、来源"
    empty = "还没有督办事项。"

    def rows(self) -> QuerySet[FollowUp]:
        return visible_followups(self.actor, self.now)

    def actions(self) -> Sequence[Action]:
        if not permissions.may(self.actor, FOLLOWUP_ISSUE):
            return ()
        return (Action("交办督办", reverse("desk:supervision:followup_new")),)

    def row_colour(self, row: FollowUp) -> str:
        colour = followup_mark(row).colour
        return colour if colour in {"red", "yellow"} else ""


@page(permission=FOLLOWUP_VIEW)
def followup(request: DeskRequest, pk: int) -> HttpResponse:
    """A matter: clock strip, what was said and done, what comes next for this person."""
    found = followup_for_page(request.actor, pk, request.now)
    if found is None:
        raise Http404
    offered = [(name, VERBS[name][0]) for name in _open_verbs(request.actor, found)]
    known = [(name, label) for name, (label, _verb, _say) in VERBS.items()]
    form = EntryForm.of(request, known=known, offered=offered)
    if form.is_valid():
        _label, verb, say = VERBS[form.cleaned_data["verb"]]

        def write() -> FollowUpEntry:
            return with_files(
                request,
                form.cleaned_data["attachments"],
                found.jurisdiction,
                lambda files: verb(
                    actor=request.actor,
                    followup=found,
                    text=form.cleaned_data["text"],
                    files=files,
                    at=request.now,
                ),
            )

        if apply(form, write):
            return done(request, say, "desk:supervision:followup", pk)
    return show(request, "desk/supervision/followup.html", _context(request, found, bool(offered)), form=form)


def _context(request: DeskRequest, found: FollowUp, has_next: bool) -> dict[str, Any]:
    nodes = found.nodes_in_force  # type: ignore[attr-defined]  # prefetched
    reminders = [
        (reminder, level_mark(reminder), _may_sign(request.actor, found, node))
        for node in found.nodes.all()
        for reminder in node.reminders.all()
    ]
    task = found.task
    return {
        "title": found.number,
        "trail": [("督办事项", reverse(LIST))],
        "followup": found,
        "mark": followup_mark(found),
        "clocks": clocks(found, nodes, request.now),
        "entries": [_moment(entry) for entry in reversed(found.entries.all())],
        "reminders": sorted(reminders, key=lambda each: each[0].raised_at, reverse=True),
        "has_next": has_next,
        "facts": [
            ("承办单位", found.unit),
            ("状态", found.get_state_display()),
            ("难易", found.get_difficulty_display()),
            ("督办规则", followups.terms_of(found).title),
            ("来源", found.source),
            ("关联任务", _task_link(task) if task else ""),
            ("交办", f"{found.issuing_unit} {found.issued_by} {timezone.localtime(found.issued_at):%Y-%m-%d %H:%M}"),
            ("销号", f"{timezone.localtime(found.closed_at):%Y-%m-%d %H:%M}" if found.closed_at else "尚未销号"),
        ],
    }


def _task_link(task: Task) -> str:
    return format_html('<a href="{}">{}</a>', reverse("desk:plans:task", args=[task.pk]), task)


def _moment(entry: FollowUpEntry) -> Moment:
    colour = ENTRY_COLOURS.get(Kind(entry.kind))
    return Moment(
        title=entry.get_kind_display(),
        at=entry.at,
        by=entry.by,
        unit=entry.unit,
        text="" if entry.kind == Kind.ISSUE else entry.text,  # the matter stands above
        files=list(entry.files.all()),
        mark=Mark(colour, "") if colour else None,
    )


def _open_verbs(actor: Actor, found: FollowUp) -> list[str]:
    """What this person may do next with the matter as it stands."""
    verbs: list[str] = []
    unit = found.unit
    if found.state == FollowUp.State.OPEN:
        if permissions.may(actor, FOLLOWUP_ANSWER, organization=unit):
            responded = any(entry.kind == Kind.RESPOND for entry in found.entries.all())
            verbs += ([] if responded else ["respond"]) + ["feedback", "settle"]
        ordinary = found.difficulty == FollowUp.Difficulty.ORDINARY
        if ordinary and permissions.may(actor, FOLLOWUP_ISSUE, organization=unit):
            verbs.append("extend")
    elif found.state == FollowUp.State.SETTLED and permissions.may(actor, FOLLOWUP_CLOSE, organization=unit):
        verbs += ["close", "return"]
    return verbs


def _may_sign(actor: Actor, found: FollowUp, node: FollowUpNode) -> bool:
    if node.actor == FollowUpNode.Actor.UNIT:
        return permissions.may(actor, FOLLOWUP_ANSWER, organization=found.unit)
    return permissions.may(actor, FOLLOWUP_CLOSE, organization=found.issuing_unit)


@page(permission=FOLLOWUP_ISSUE)
def followup_new(request: DeskRequest) -> HttpResponse:
    """Issues a follow-up, on a task where one is named (``?task=ID``)."""
    task = _task(request)
    form = FollowUpForm.of(request, initial=_initial(task))
    if form.is_valid():
        units = list(form.cleaned_data["units"].select_related("jurisdiction"))

        def issue() -> list[FollowUp]:
            given = {key: form.cleaned_data[key] for key in ("matter", "source", "rule", "difficulty")}
            return with_files(
                request,
                form.cleaned_data["attachments"],
                units[0].jurisdiction,
                lambda files: followups.issue(
                    actor=request.actor, units=units, task=task, files=files, at=request.now, **given
                ),
            )

        if applied := apply(form, issue):
            numbers = "、".join(each.number for each in applied.value)
            if len(applied.value) == 1:
                return done(request, f"已交办 {numbers}。", "desk:supervision:followup", applied.value[0].pk)
            return done(request, f"已交办 {len(applied.value)} 件：{numbers}。", LIST)
    intro = f"对任务“{task}”交办督办。" if task else ""
    return show_form(
        request,
        form,
        title="交办督办",
        submit="交办",
        back=reverse(LIST),
        intro=intro,
        trail=[("督办事项", reverse(LIST))],
    )


def _task(request: DeskRequest) -> Task | None:
    """The task that is asked for, if the actor may see it."""
    asked = whole(request.GET.get("task", ""))
    if asked is None:
        return None
    reach = permissions.within_reach(request.actor, permissions.TASK_VIEW, "units__organization")
    return Task.objects.filter(reach, pk=asked).select_related("plan").distinct().first()


def _initial(task: Task | None) -> dict[str, Any]:
    if task is None:
        return {}
    leading = task.units.exclude(part=TaskUnit.Part.SUPPORTING).values_list("organization_id", flat=True)
    due = f"，要求{task.due_on.year}年{task.due_on.month}月{task.due_on.day}日前完成" if task.due_on else ""
    return {
        "matter": f"“{task.title}”{due}，请抓紧推进并按时反馈。",
        "source": f"{task.plan}"[:200],
        "units": list(leading),
    }
