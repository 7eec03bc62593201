"""What the search box finds of tasks and plans."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.http import urlencode

from fazhi import clock
from fazhi.desk.plans.words import answering, plan_mark, task_mark, term
from fazhi.desk.search import Hit, SearchSource, matching, register
from fazhi.government.actors import Actor
from fazhi.plans import queries
from fazhi.plans.kinds import kind_of
from fazhi.plans.models import Plan


def find_tasks(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By title, text, number and unit; the nearest deadline first."""
    today = clock.today()
    found = queries.found(queries.for_lists(queries.visible_tasks(actor), today), " ".join(words))
    return [
        Hit(
            title=str(task),
            url=reverse("desk:plans:task", args=[task.pk]),
            about=f"{task.plan.title}　{answering(task)}",
            mark=task_mark(task, today),
        )
        for task in found.order_by("status", "due_on", "pk")[:limit]
    ]


def find_plans(actor: Actor, words: Sequence[str], limit: int) -> list[Hit]:
    """By title and number."""
    found = queries.visible_plans(actor).exclude(state=Plan.State.SUPERSEDED)
    return [
        Hit(
            title=plan.title,
            url=reverse("desk:plans:plan", args=[plan.pk]),
            about=f"{kind_of(plan.kind).title}　{term(plan)}",
            mark=plan_mark(plan),
        )
        for plan in found.filter(matching(words, "title", "document_number"))[:limit]
    ]


def _more(name: str, q: str) -> str:
    return f"{reverse(f'desk:plans:{name}')}?{urlencode({'q': q})}"


register(SearchSource("plans", "规划计划", find_plans, 5, lambda q: _more("list", q)))
register(SearchSource("tasks", "任务", find_tasks, 10, lambda q: _more("tasks", q)))
