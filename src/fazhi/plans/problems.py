"""The problem ledger (问题整改台账, A17): registered, mended by the unit, verified by another, fed into a plan.

register → progress … → rectify → verify
                          ↑  ↓
                         return_
"""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fazhi.files.models import KeptFile
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Organization
from fazhi.plans import numbering, tasks
from fazhi.plans.entering import enter
from fazhi.plans.models import Plan, Problem, ProblemEntry, Task
from fazhi.plans.refusals import Refused
from fazhi.plans.seats import required_text
from fazhi.plans.tasks import TaskFields

Kind, State = ProblemEntry.Kind, Problem.State
NUMBER_WORD = "问"
PLAN_HEADING = "问题整改"
LONGEST_TITLE = 60


@transaction.atomic
def register(
    *,
    actor: Actor,
    unit: Organization,
    source: str,
    text: str,
    due_on: date,
    measure: str = "",
    category: str = "",
    source_note: str = "",
    files: Sequence[KeptFile] = (),
    at: datetime,
) -> Problem:
    """Enters a problem into the ledger under the next number of the year (清问〔2026〕3号)."""
    permissions.require(actor, permissions.PROBLEM_REGISTER, organization=unit)
    today = timezone.localtime(at).date()
    if source not in Problem.Source.values:
        raise Refused("请选择问题来源。", field="source")
    text = required_text(text, "请填写问题描述。", field="text")
    if due_on < today:
        raise Refused(f"整改期限 {due_on} 早于今天，请重新选择。", field="due_on")
    if len(category) > 60:
        raise Refused("类别最多 60 字。", field="category")
    if len(source_note) > 200:
        raise Refused("来源文件或批次最多 200 字。", field="source_note")
    year = today.year
    [number] = numbering.take(jurisdiction_id=unit.jurisdiction_id, kind="problem", year=year)
    problem = Problem.objects.create(
        jurisdiction_id=unit.jurisdiction_id,
        number=numbering.document_number(unit.jurisdiction, NUMBER_WORD, year, number),
        year=year,
        source=source,
        source_note=source_note.strip(),
        category=category.strip(),
        text=text,
        measure=measure.strip(),
        unit=unit,
        due_on=due_on,
        registered_by=actor.person,
        registered_at=at,
    )
    enter(problem.entries, problem.unit, Kind.REGISTER, actor, permissions.PROBLEM_REGISTER, "", files, at)
    return problem


@transaction.atomic
def progress(
    *, actor: Actor, problem: Problem, text: str, files: Sequence[KeptFile] = (), at: datetime
) -> ProblemEntry:
    """The unit says how far the mending is."""
    problem = _locked(problem)
    permissions.require(actor, permissions.PROBLEM_RECTIFY, organization=problem.unit)
    _must_be_open(problem, "填报进展")
    text = required_text(text, "请填写整改进展。", field="text")
    return enter(problem.entries, problem.unit, Kind.PROGRESS, actor, permissions.PROBLEM_RECTIFY, text, files, at)


@transaction.atomic
def rectify(*, actor: Actor, problem: Problem, text: str, files: Sequence[KeptFile] = (), at: datetime) -> ProblemEntry:
    """The unit reports the problem mended and asks for verification (申请销号)."""
    problem = _locked(problem)
    permissions.require(actor, permissions.PROBLEM_RECTIFY, organization=problem.unit)
    _must_be_open(problem, "申请销号")
    text = required_text(text, "请写明整改结果，并附佐证材料。", field="text")
    _change_state(problem, State.RECTIFIED)
    return enter(problem.entries, problem.unit, Kind.RECTIFY, actor, permissions.PROBLEM_RECTIFY, text, files, at)


@transaction.atomic
def return_(*, actor: Actor, problem: Problem, text: str, files: Sequence[KeptFile] = (), at: datetime) -> ProblemEntry:
    """The verifier is not convinced and hands the problem back (退回整改), with the reason."""
    problem = _locked(problem)
    permissions.require(actor, permissions.PROBLEM_VERIFY, organization=problem.unit)
    _must_wait_for_verification(problem, "退回")
    text = required_text(text, "请写明退回原因和继续整改的要求。", field="text")
    _change_state(problem, State.OPEN)
    return enter(problem.entries, problem.unit, Kind.RETURN, actor, permissions.PROBLEM_VERIFY, text, files, at)


@transaction.atomic
def verify(*, actor: Actor, problem: Problem, text: str, files: Sequence[KeptFile] = (), at: datetime) -> ProblemEntry:
    """Somebody other than the one who reported it mended confirms that it is (核验销号)."""
    problem = _locked(problem)
    permissions.require(actor, permissions.PROBLEM_VERIFY, organization=problem.unit)
    _must_wait_for_verification(problem, "核验")
    mended = problem.entries.filter(kind=Kind.RECTIFY).order_by("-id").first()
    if mended is not None and mended.by_id == actor.person.pk:
        raise Refused("整改情况由您本人填报，不能由本人核验，请由其他统筹或监督人员核验。")
    text = required_text(text, "请写明核验方式和结论。", field="text")
    _change_state(problem, State.VERIFIED)
    return enter(problem.entries, problem.unit, Kind.VERIFY, actor, permissions.PROBLEM_VERIFY, text, files, at)


@transaction.atomic
def into_plan(*, actor: Actor, problem: Problem, plan: Plan, at: datetime) -> Task:
    """Puts a problem into a plan as a task of the responsible unit, under the heading 问题整改, and links the two."""
    problem = _locked(problem)
    permissions.require(actor, permissions.TASK_MANAGE, organization=problem.unit)
    if plan.jurisdiction_id != problem.jurisdiction_id:
        raise Refused("该计划不属于本辖区。", field="plan")
    if plan.state != Plan.State.ACTIVE:
        raise Refused(f"“{plan}”{plan.get_state_display()}，只能列入执行中的计划。", field="plan")
    if problem.task is not None:
        raise Refused(f"该问题已列入“{problem.task.plan}”，无需重复。", field="plan")
    if problem.state == State.VERIFIED:
        raise Refused("该问题已销号，无需再列入计划。", field="plan")
    fields = TaskFields(
        title=f"整改{problem.number}问题：{_first_sentence(problem.text)}",
        body="\n".join(filter(None, [problem.text, problem.measure])),
        heading=PLAN_HEADING,
        lead=(problem.unit,),
    )
    task = tasks.add(actor=actor, plan=plan, fields=fields, at=at)
    problem.task = task
    problem.save(update_fields=["task"])
    enter(problem.entries, problem.unit, Kind.PLAN, actor, permissions.TASK_MANAGE, f"列入“{plan}”。", (), at)
    return task


def _first_sentence(text: str) -> str:
    sentence = text.split("。")[0].split("\n")[0].strip("；; ")
    return sentence if len(sentence) <= LONGEST_TITLE else sentence[: LONGEST_TITLE - 1] + "…"


def _locked(problem: Problem) -> Problem:
    """The row as it is now, held until the verb ends: unit and verifier may act on it at the same moment."""
    held = Problem.objects.select_for_update(of=("self",)).select_related("unit", "jurisdiction", "task__plan")
    return held.get(pk=problem.pk)


def _must_be_open(problem: Problem, what: str) -> None:
    if problem.state == State.RECTIFIED:
        raise Refused(f"该问题已申请销号，正等待核验，不能再{what}。如需补充，请联系核验人员退回。")
    if problem.state == State.VERIFIED:
        raise Refused(f"该问题已销号，不能再{what}。")


def _must_wait_for_verification(problem: Problem, what: str) -> None:
    if problem.state == State.OPEN:
        raise Refused(f"责任单位尚未申请销号，不能{what}。")
    if problem.state == State.VERIFIED:
        raise Refused(f"该问题已销号，不能再{what}。")


def _change_state(problem: Problem, state: Problem.State) -> None:
    problem.state = state
    problem.save(update_fields=["state"])
