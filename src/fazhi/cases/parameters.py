"""Parameters 程序参数 of a jurisdiction: what it has set itself, from which day, by which document."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fazhi.cases.models import ParameterValue
from fazhi.cases.refusals import Refused
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction
from fazhi.government.permissions import PARAMETER_SET, require
from fazhi.government.records import record
from fazhi.procedures.casework.entries import Unfit, fit
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Field, Kind


def values_for(*, jurisdiction_id: int, procedure: str, on: date) -> dict[str, Any]:
    """The jurisdiction's own values on a day, by name; one query. Of lines of one day the later one stands."""
    lines = ParameterValue.objects.filter(jurisdiction_id=jurisdiction_id, procedure=procedure, since__lte=on)
    return dict(lines.order_by("since", "id").values_list("name", "value"))


@transaction.atomic
def set_value(
    *,
    actor: Actor,
    jurisdiction: Jurisdiction,
    definition: Definition,
    name: str,
    value: Any,
    since: date,
    source: str,
    at: datetime,
) -> ParameterValue:
    """Sets a parameter from a day on. The change is recorded; values of earlier days stay for the acts of those days.

    Raises Refused for a value of the wrong type, and for one without the document it rests on.
    """
    require(actor, PARAMETER_SET)
    if actor.jurisdiction_id != jurisdiction.pk:
        raise Refused("只能设定本辖区的参数。")
    parameter = definition.parameters.get(name)
    if parameter is None:
        raise Refused(f"“{definition.title}”没有参数“{name}”。", field="name")
    if not source.strip():
        raise Refused("请填写依据的文件名称和文号，没有依据不能设定。", field="source")
    kind = {"money": Kind.MONEY, "number": Kind.NUMBER, "duration": Kind.DURATION, "boolean": Kind.BOOLEAN}
    try:
        kept = fit(Field(title=parameter.title, type=kind.get(parameter.type.value, Kind.TEXT)), value)
    except Unfit as error:
        raise Refused(str(error), field="value") from None
    if kept is None:
        raise Refused(f"请填写“{parameter.title}”的取值。", field="value")
    line = ParameterValue.objects.create(
        jurisdiction=jurisdiction,
        procedure=definition.id,
        name=name,
        value=kept,
        since=since,
        source=source.strip(),
        set_by=actor.person,
        set_at=at,
    )
    record(
        actor=actor,
        verb="设定程序参数",
        subject=f"{definition.title}·{parameter.title}",
        at=at,
        value=kept,
        since=since.isoformat(),
        source=source.strip(),
    )
    return line
