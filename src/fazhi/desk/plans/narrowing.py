"""The filter that the board, the year picture and their export share."""

from collections.abc import Mapping
from datetime import date

from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet

from fazhi.desk.fields import OrganizationField
from fazhi.desk.forms import Form
from fazhi.government.actors import Actor
from fazhi.plans import queries
from fazhi.plans.colours import all_rules, with_colour
from fazhi.plans.models import Plan, Task, TaskUnit


class BoardForm(Form):
    """What the board is narrowed to."""

    q = forms.CharField(label="关键词", required=False, widget=forms.TextInput(attrs={"type": "search"}))
    plan = forms.ModelChoiceField(
        label="规划计划", queryset=Plan.objects.none(), required=False, empty_label="全部规划计划"
    )
    unit = OrganizationField(label="单位", required=False, empty_label="全部单位")
    colour = forms.ChoiceField(
        label="预警",
        required=False,
        choices=[("", "全部预警"), *((rule.colour.value, rule.label) for rule in all_rules() if rule.colour != "grey")],
    )


def narrowed(actor: Actor, values: Mapping[str, str], today: date) -> tuple[BoardForm, QuerySet[Task]]:
    """The filled filter and the tasks it leaves: those being carried out, or all that a chosen plan has not dropped."""
    form = BoardForm(values, actor=actor)
    shown_plans = queries.visible_plans(actor).exclude(state=Plan.State.SUPERSEDED)
    form.fields["plan"].queryset = shown_plans  # type: ignore[attr-defined]  # a model choice field
    form.is_valid()
    chosen = form.cleaned_data
    seen, plan = queries.visible_tasks(actor), chosen.get("plan")
    seen = seen.filter(plan=plan).exclude(status=Task.Status.DROPPED) if plan else queries.at_work(seen)
    tasks = queries.found(with_colour(seen, today), chosen.get("q", ""))
    if unit := chosen.get("unit"):
        tasks = tasks.filter(
            Exists(TaskUnit.objects.filter(task=OuterRef("pk"), organization__path__startswith=unit.path))
        )
    if chosen.get("colour"):
        tasks = tasks.filter(Q(colour=chosen["colour"]))
    return form, tasks
