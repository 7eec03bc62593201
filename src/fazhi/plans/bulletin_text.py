"""Writes the draft of a 督查通报 from what happened in a period: the text that a person then edits."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Prefetch
from django.utils import timezone

from fazhi.government.models import Jurisdiction
from fazhi.plans.followup.marks import Mark, in_force, passed, with_marks
from fazhi.plans.followup.rules import end_of, moment_words, start_of
from fazhi.plans.models import FollowUp, FollowUpNode, MonthlyReport, MonthlyRound, Plan, Task, TaskUnit

MOST_NAMED = 5
ANNEX_COLUMNS = {
    "number": "督办编号",
    "unit": "承办单位",
    "matter": "督办事项",
    "node": "逾期节点",
    "must_by": "时限",
    "mark": "亮牌",
}
DEMAND = (
    "请亮牌和逾期单位对照清单逐项说明原因、明确办结时间，经主要负责人审定后反馈；"
    "其他单位举一反三，按时办理，确保件件有着落。"
)


@dataclass(frozen=True)
class Draft:
    """A draft: the paragraphs, and the late matters row by row for the annex (keys of ANNEX_COLUMNS)."""

    title: str
    body: list[str]
    annex: list[dict[str, str]]


@dataclass(frozen=True)
class _Matter:
    """A follow-up as the bulletin sees it."""

    followup: FollowUp
    mark: Mark


def write(*, jurisdiction: Jurisdiction, since: date, until: date, at: datetime) -> Draft:
    """The draft for the days from `since` to `until`, both included, as things stood at their end or at `at`.

    A missed node stands in it when the rule says so (`in_bulletin`).
    """
    seen = min(at, end_of(until))
    matters = _matters(jurisdiction, seen)
    body = [
        f"现将{_day(since)}至{_day(until)}督查督办情况通报如下。",
        "一、总体情况",
        _overview(matters, start_of(since), seen),
        "二、亮牌情况",
        *_marked(matters),
        "三、任务逾期情况",
        *_overdue_tasks(jurisdiction, seen),
        "四、月度工作汇报情况",
        *_missing_reports(jurisdiction, since, seen),
        "五、工作要求",
        DEMAND,
    ]
    return Draft(title=f"{jurisdiction}督查通报", body=body, annex=_annex(matters, seen))


def _matters(jurisdiction: Jurisdiction, seen: datetime) -> list[_Matter]:
    late = FollowUpNode.objects.filter(in_force(seen), passed("yellow_at", seen), in_bulletin=True, actor="unit")
    found = with_marks(FollowUp.objects.filter(jurisdiction=jurisdiction, issued_at__lte=seen), seen)
    found = found.select_related("unit").prefetch_related(Prefetch("nodes", late, to_attr="late_nodes"))
    return [_Matter(each, Mark(each.mark)) for each in found.order_by("unit__order", "unit_id", "id")]  # type: ignore[attr-defined]  # annotated


def _overview(matters: Sequence[_Matter], since: datetime, seen: datetime) -> str:
    issued = [each for each in matters if each.followup.issued_at >= since]
    closed = [each for each in matters if _between(each.followup.closed_at, since, seen)]
    running = [each for each in matters if each.mark != Mark.CLOSED]
    marks = Counter(each.mark for each in running if _late_nodes(each))
    units = len({each.followup.unit_id for each in issued})
    said = (
        f"本期新交办督办事项{len(issued)}件" + (f"，涉及{units}个单位" if issued else "") + f"；销号{len(closed)}件。"
    )
    said += f"截至{moment_words(seen)}，在办{len(running)}件"
    if marks[Mark.RED] or marks[Mark.YELLOW]:
        said += f"，其中列入通报的红牌{marks[Mark.RED]}件、黄牌{marks[Mark.YELLOW]}件"
    return said + "。"


def _marked(matters: Sequence[_Matter]) -> list[str]:
    """One paragraph a colour, each unit with its matters."""
    lines = []
    for order, mark in (("（一）", Mark.RED), ("（二）", Mark.YELLOW)):
        chosen = [each for each in matters if each.mark == mark and _late_nodes(each)]
        lines.append(f"{order}{mark.label}事项{len(chosen)}件")
        for unit, group in groupby(chosen, key=lambda each: each.followup.unit):
            listed = "；".join(f"{each.followup.number}{_late_words(each)}" for each in group)
            lines.append(f"{unit}：{listed}。")
    return lines


def _late_words(matter: _Matter) -> str:
    titles = "、".join(f"“{node.title}”" for node in _late_nodes(matter))
    return f"（{titles}逾期）"


def _overdue_tasks(jurisdiction: Jurisdiction, seen: datetime) -> list[str]:
    """Open tasks past their day, by the unit that leads or is responsible."""
    today = timezone.localtime(seen).date()
    parts = (
        TaskUnit.objects.filter(
            task__jurisdiction=jurisdiction,
            task__plan__state=Plan.State.ACTIVE,
            task__status=Task.Status.OPEN,
            task__due_on__lt=today,
        )
        .exclude(part=TaskUnit.Part.SUPPORTING)
        .select_related("organization", "task")
        .order_by("organization__order", "organization_id", "task__due_on", "task_id")
    )
    by_unit: dict[str, list[Task]] = defaultdict(list)
    for part in parts:
        by_unit[str(part.organization)].append(part.task)
    if not by_unit:
        return ["没有逾期未完成的任务。"]
    return [f"{unit}{len(tasks)}项：{_some([task.title for task in tasks])}。" for unit, tasks in by_unit.items()]


def _missing_reports(jurisdiction: Jurisdiction, since: date, seen: datetime) -> list[str]:
    """Rounds that fell due in the period, each with the units that had not reported."""
    today = timezone.localtime(seen).date()
    rounds = MonthlyRound.objects.filter(jurisdiction=jurisdiction, due_on__gte=since, due_on__lt=today)
    lines = []
    for each in rounds.order_by("month").prefetch_related("units"):
        reported = set(MonthlyReport.objects.filter(round=each, at__lte=seen).values_list("unit_id", flat=True))
        missing = [str(unit) for unit in each.units.all() if unit.pk not in reported]
        total = len(each.units.all())
        said = f"{each}月报应报{total}个单位，已报{total - len(missing)}个"
        lines.append(f"{said}，未报：{'、'.join(missing)}。" if missing else f"{said}，全部报送。")
    return lines or ["本期没有到期的月度工作汇报。"]


def _annex(matters: Iterable[_Matter], seen: datetime) -> list[dict[str, str]]:
    return [
        {
            "number": each.followup.number,
            "unit": str(each.followup.unit),
            "matter": each.followup.matter,
            "node": node.title + _met_words(node, seen),
            "must_by": moment_words(node.must_by) if node.must_by else "",
            "mark": each.mark.label,
        }
        for each in matters
        if each.mark != Mark.CLOSED
        for node in _late_nodes(each)
    ]


def _late_nodes(matter: _Matter) -> list[FollowUpNode]:
    return matter.followup.late_nodes  # type: ignore[attr-defined,no-any-return]  # prefetched by _matters


def _met_words(node: FollowUpNode, seen: datetime) -> str:
    return "（逾期完成）" if node.met_at is not None and node.met_at <= seen else "（未完成）"


def _between(moment: datetime | None, since: datetime, until: datetime) -> bool:
    return moment is not None and since <= moment <= until


def _some(titles: Sequence[str]) -> str:
    named = "；".join(titles[:MOST_NAMED])
    return named if len(titles) <= MOST_NAMED else f"{named}等"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
