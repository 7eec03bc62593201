"""What keeps a draft from becoming a plan (all of it at once), and what a person should look at before confirming."""

from collections.abc import Sequence
from dataclasses import dataclass

from fazhi.catalog.plan_kinds import PlanKind
from fazhi.plans.intake.draft import Draft, DraftTask, due_of
from fazhi.plans.intake.drafting import LONGEST_TITLE
from fazhi.plans.kinds import missing_fields
from fazhi.plans.models import Intake
from fazhi.plans.refusals import Refused


@dataclass(frozen=True, slots=True)
class DraftProblem:
    """One thing about a draft: the task (by key) or the unit name it is about, and a Chinese sentence."""

    say: str
    task_key: int | None = None
    name: str = ""


class Blocked(Refused):
    """A draft that cannot be confirmed; `problems` lists everything in its way."""

    def __init__(self, problems: Sequence[DraftProblem]) -> None:
        listed = "".join(problem.say for problem in problems[:5])
        more = f"等共 {len(problems)} 处" if len(problems) > 5 else ""
        super().__init__(f"还不能确认，请先处理{more}：{listed}")
        self.problems = tuple(problems)


def blocks(draft: Draft, intake: Intake, kind: PlanKind) -> list[DraftProblem]:
    """Everything that must be mended first, in the order of the page: the plan, the names, the tasks."""
    found: list[DraftProblem] = []
    if not intake.title.strip():
        found.append(DraftProblem("请填写规划计划名称。"))
    if intake.starts_on > intake.ends_on:
        found.append(DraftProblem(f"开始日期 {intake.starts_on} 晚于结束日期 {intake.ends_on}，请改正。"))
    if not draft.tasks:
        found.append(DraftProblem("草稿里没有任务，请手工添加，或放弃后换一个文件。"))
    for name, count in draft.unsettled().items():
        found.append(DraftProblem(f"“{name}”（{count} 项任务）还没有对应到单位。", name=name))
    for task in draft.tasks:
        found.extend(DraftProblem(say, task.key) for say in _task_blocks(task, kind))
    return found


def warnings(draft: Draft, intake: Intake) -> list[DraftProblem]:
    """What may be right but deserves a look: days outside the plan, years not written, tasks without units."""
    found: list[DraftProblem] = []
    for task in draft.tasks:
        name = _short(task)
        due = due_of(task, starts_on=intake.starts_on, ends_on=intake.ends_on)
        for line, resolved in due.deadlines:
            if resolved.assumed and resolved.day:
                say = f"{name}的期限“{line.text}”没有写年份，按 {resolved.day} 计算，请核对。"
                found.append(DraftProblem(say, task.key))
            elif resolved.day and not intake.starts_on <= resolved.day <= intake.ends_on:
                say = f"{name}的期限“{line.text}”（{resolved.day}）不在规划期内，请核对。"
                found.append(DraftProblem(say, task.key))
        if not any(True for _ in draft.parts(task)) and not any(unit.name in draft.unsettled() for unit in task.units):
            found.append(DraftProblem(f"{name}没有责任单位，导入后没有单位能看到和填报。", task.key))
    return found


def _task_blocks(task: DraftTask, kind: PlanKind) -> list[str]:
    found = []
    name = _short(task)
    if not task.title.strip():
        found.append(f"{name}没有名称。")
    if len(task.title) > LONGEST_TITLE:
        found.append(f"{name}的名称有 {len(task.title)} 字，最多 {LONGEST_TITLE} 字。")
    found.extend(f"{name}的期限“{line.text}”看不懂，请改写。" for line in task.deadlines if not line.norm)
    if missing := missing_fields(kind, task.extra):
        found.append(f"{name}缺少{'、'.join(missing)}。")
    return found


def _short(task: DraftTask) -> str:
    title = task.title.strip()
    shown = title if len(title) <= 16 else title[:15] + "…"
    row = f"（第 {task.row} 行）" if task.row else ""
    return f"任务“{shown}”{row}" if shown else f"第 {task.key} 项任务{row}"
