"""Values that the platform itself fills in 平台填写: fields that a procedure marks ``supplied``.

An app that knows a value registers how to come by it under the name that stands in the procedure; the value is worked
out when an act is taken and stands in the act like any other. Nobody can type it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from fazhi.cases.models import Case
from fazhi.government.models import Organization
from fazhi.procedures.casework.requests import Code, Reason
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import entered

Supplier = Callable[[Case | None, Mapping[str, Any], Organization, date], Any]
"""The case (None while it is being opened), what the act gives with entries filled in, the case's body, the act's day.

Returns a value that fits the field, None where there is none.
"""

_SUPPLIERS: dict[str, Supplier] = {}


def register(name: str, supplier: Supplier) -> None:
    """Makes a value known by the name that procedures call it by; called when an app is ready."""
    _SUPPLIERS[name] = supplier


def known(name: str) -> bool:
    """Whether some app supplies the value."""
    return name in _SUPPLIERS


def supply(
    definition: Definition,
    values: dict[str, Any],
    *,
    step: str,
    result: str,
    case: Case | None,
    organization: Organization,
    on: date,
) -> list[Reason]:
    """Puts the supplied fields of an act into ``values``; gives a reason for each that somebody typed."""
    wrong = []
    for name in sorted(entered(definition, definition.steps[step], result or None)):
        field = definition.fields[name]
        if field.supplied is None:
            continue
        if values.pop(name, None) not in (None, "", [], {}):
            wrong.append(Reason(Code.FIELD, f"“{field.title}”由平台自动填写，请不要填。", field=name))
        supplier = _SUPPLIERS.get(field.supplied)
        if supplier is not None:
            values[name] = supplier(case, values, organization, on)
    return wrong
