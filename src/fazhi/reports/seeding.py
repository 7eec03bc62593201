"""What a new section begins with: seed prose, problems from the ledger, next steps from next year's plan."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from fazhi.government.models import Organization, OrganizationKind
from fazhi.plans.models import Plan, Problem, Task
from fazhi.reports.language.definition import Kind, SectionDefinition
from fazhi.reports.language.numbering import chinese
from fazhi.reports.models import Report

MOST_PROBLEMS = 6
MOST_STEPS = 12
ANNUAL = "annual"


def seed(report: Report, section: SectionDefinition, prose: str) -> str:
    """The text that the writer of a section finds; `prose` is the template's own, its words filled in."""
    if section.kind is Kind.PROBLEMS:
        return "\n".join(filter(None, [prose, worded_problems(problems_of(report)[:MOST_PROBLEMS])]))
    if section.kind is Kind.NEXT_STEPS:
        return "\n".join(filter(None, [prose, *worded_steps(list(next_tasks(report)[: MOST_STEPS * 4]))]))
    return prose


def is_of_government(organization: Organization) -> bool:
    """Whether the report is that of the whole area; a department or street reports on itself alone."""
    return organization.kind == OrganizationKind.GOVERNMENT


def problems_of(report: Report) -> QuerySet[Problem]:
    """Problems of the year, and older ones that were still open when it began or are now: what the report owes."""
    first = date(report.year, 1, 1)
    found = Problem.objects.filter(jurisdiction_id=report.jurisdiction_id, registered_at__year__lte=report.year)
    if not is_of_government(report.organization):
        found = found.filter(unit__path__startswith=report.organization.path)
    open_still = ~Q(state=Problem.State.VERIFIED)
    return found.filter(open_still | Q(registered_at__date__gte=first)).select_related("unit").order_by("state", "id")


def next_plan(report: Report) -> Plan | None:
    """The annual plan 年度工作要点 of the year after; None while there is none."""
    found = Plan.objects.filter(jurisdiction_id=report.jurisdiction_id, kind=ANNUAL, state=Plan.State.ACTIVE)
    return found.filter(starts_on__year=report.year + 1).order_by("id").first()


def next_tasks(report: Report) -> QuerySet[Task]:
    """The tasks of that plan, in its order; a department's report those in which it has a part."""
    plan = next_plan(report)
    tasks = Task.objects.exclude(status=Task.Status.DROPPED).order_by("order", "id")
    if not is_of_government(report.organization):
        tasks = tasks.filter(units__organization=report.organization)
    return tasks.filter(plan=plan, is_branch=False) if plan else tasks.none()


def worded_problems(problems: Iterable[Problem]) -> str:
    """一是…；二是…。 as reports say it; empty without problems."""
    listed = [f"{chinese(at)}是{_clause(each.text)}" for at, each in enumerate(problems, start=1)]
    return f"{'；'.join(listed)}。" if listed else ""


def worded_steps(tasks: Sequence[Task]) -> list[str]:
    """Paragraphs by the plan's headings: 1.加强督办。做好甲；做好乙。"""
    grouped: dict[str, list[str]] = {}
    for task in tasks:
        heading = task.heading_path[0] if task.heading_path else "重点工作"
        grouped.setdefault(_bare(heading), []).append(_clause(task.title))
    chosen = list(grouped.items())[:MOST_STEPS]
    return [f"{at}.{heading}。{'；'.join(titles)}。" for at, (heading, titles) in enumerate(chosen, start=1)]


def _clause(text: str) -> str:
    """The first sentence, without what ends it."""
    for end in "。\n；;":
        text = text.split(end)[0]
    return text.strip(" ，,：:")


def _bare(heading: str) -> str:
    """A heading without its number: 二、规范执法 → 规范执法."""
    return heading.lstrip("（）()0123456789一二三四五六七八九十、.． ").rstrip("。") or heading
