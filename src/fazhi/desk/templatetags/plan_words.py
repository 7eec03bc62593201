"""How pages speak of a plan's tasks."""

from collections.abc import Iterable

from django import template

from fazhi.plans import spoken_units
from fazhi.plans.models import TaskUnit
from fazhi.plans.spoken_units import SpokenUnits

register = template.Library()


@register.filter
def spoken(units: Iterable[TaskUnit]) -> list[SpokenUnits]:
    """The units of a task with phrases (各镇街) kept together."""
    return spoken_units.spoken(units)
