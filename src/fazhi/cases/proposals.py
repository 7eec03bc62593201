"""Proposed changes of a register 拟调整 that a case carries: named by their draft, kept with its digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from fazhi.cases.models import Case
from fazhi.government.models import Organization
from fazhi.procedures.casework.requests import Code, Reason
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Field, Kind
from fazhi.registers.drafts import value_of
from fazhi.registers.models import Draft
from fazhi.registers.models.draft import DraftState


def resolve(
    definition: Definition, values: dict[str, Any], *, organization: Organization, case: Case | None
) -> list[Reason]:
    """Puts what an act keeps of a draft in the place of its number; gives what is wrong with others."""
    wrong = []
    for name, given in list(values.items()):
        field = definition.fields.get(name)
        if field is None or field.type is not Kind.CHANGES or given in (None, "", {}):
            continue
        values[name], say = _kept(field, given, organization, case)
        wrong += [Reason(Code.FIELD, say, field=name)] if say else []
    return wrong


def _kept(field: Field, given: Any, organization: Organization, case: Case | None) -> tuple[dict[str, Any] | None, str]:
    number = str(given.get("draft") if isinstance(given, Mapping) else given)
    drafts = Draft.objects.filter(jurisdiction_id=organization.jurisdiction_id, register=str(field.refers_to))
    is_number = number.isascii() and number.isdigit() and len(number) < 19
    draft = drafts.filter(pk=int(number)).first() if is_number else None
    if draft is None:
        return None, f"“{field.title}”没有这份拟调整，请从清单台账的拟调整页面提交。"
    if draft.state != DraftState.SUBMITTED:
        return None, f"“{field.title}”选的“{draft.title}”{draft.get_state_display()}，请先在拟调整页面提交审核。"
    if draft.case_id is not None and (case is None or draft.case_id != case.pk):
        return None, f"“{field.title}”选的“{draft.title}”已经由另一案件办理。"
    return value_of(draft), ""
