"""The five-colour warning (五色预警) of a task: one definition in the catalog, read as a Python function and as SQL."""

from datetime import date, timedelta

from django.db.models import Case, CharField, Q, Value, When
from django.db.models.query import QuerySet

from fazhi.catalog import plan_colours
from fazhi.catalog.plan_colours import ColourRule, load_colour_rules
from fazhi.plans.models import Task


def all_rules() -> tuple[ColourRule, ...]:
    """The rules, most urgent meaning aside, in the order in which they are tried."""
    return load_colour_rules().rules


def rule_of(colour: str) -> ColourRule:
    """The rule that gives a colour. Raises KeyError for a colour that no rule gives."""
    for rule in all_rules():
        if rule.colour == colour:
            return rule
    raise KeyError(colour)


def colour_of(*, today: date, due_on: date | None, status: str, percent: int) -> str:
    """The colour of a task on a day: grey, green, blue, yellow, orange or red."""
    for rule in all_rules():
        if _fits(rule, today, due_on, status, percent):
            return rule.colour.value
    raise AssertionError("the catalog's last rule fits everything")


def colour_case(today: date, prefix: str = "") -> Case:
    """The same as an SQL expression on tasks; `prefix` is the lookup path to the task (``"task__"``)."""
    whens = [When(condition, then=Value(rule.colour.value)) for rule, condition in _conditions(today, prefix)]
    return Case(*whens, default=Value(all_rules()[-1].colour.value), output_field=CharField())


def with_colour(tasks: "QuerySet[Task]", today: date) -> "QuerySet[Task]":
    """`tasks` with the annotation ``colour``."""
    return tasks.annotate(colour=colour_case(today))


def _fits(rule: ColourRule, today: date, due_on: date | None, status: str, percent: int) -> bool:
    kinds = plan_colours.When
    match rule.when:
        case kinds.DROPPED:
            return status == Task.Status.DROPPED
        case kinds.DONE:
            return status == Task.Status.DONE
        case kinds.OVERDUE:
            return due_on is not None and due_on < today
        case kinds.NEAR:
            assert rule.within_days is not None
            below = rule.percent_below is None or percent < rule.percent_below
            return below and due_on is not None and due_on <= today + timedelta(days=rule.within_days)
    return True


def _conditions(today: date, prefix: str) -> list[tuple[ColourRule, Q]]:
    """Each rule but the last with its condition. Mirrors `_fits` line by line; a property test holds them together."""
    kinds = plan_colours.When
    found = []
    for rule in all_rules()[:-1]:
        match rule.when:
            case kinds.DROPPED:
                condition = Q(**{f"{prefix}status": Task.Status.DROPPED})
            case kinds.DONE:
                condition = Q(**{f"{prefix}status": Task.Status.DONE})
            case kinds.OVERDUE:
                condition = Q(**{f"{prefix}due_on__lt": today})
            case _:
                assert rule.within_days is not None
                condition = Q(**{f"{prefix}due_on__lte": today + timedelta(days=rule.within_days)})
                if rule.percent_below is not None:
                    condition &= Q(**{f"{prefix}percent__lt": rule.percent_below})
        found.append((rule, condition))
    return found
