"""A sheet held against itself, last year's, the bodies it adds up, and the text of its report."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from fazhi.government.models import Organization
from fazhi.returns.checks import Check, Failure, Prose, failures
from fazhi.returns.checks.model import Table
from fazhi.returns.filling import Filled, fill
from fazhi.returns.language.library import forms
from fazhi.returns.models import Sheet


def wrong_with(filled: Filled, *, prose: Prose | None = None) -> tuple[Failure, ...]:
    """What does not agree in one sheet, with last year's and, where it is given, the text of the report."""
    sheet = filled.sheet
    last = last_final(sheet)
    before = {sheet.form: final_numbers(last)} if last else {}
    return (*failures([filled.table], prose=prose, last=before), *missing_bodies(filled))


def missing_bodies(filled: Filled) -> tuple[Failure, ...]:
    """Said once for all bodies whose table is not final yet."""
    missing = filled.missing
    if not missing:
        return ()
    names = "、".join(str(part.body) for part in missing[:6]) + ("等" if len(missing) > 6 else "")
    mend = "请催办；确实不再填报的，定稿时写明理由，这些单位按记录统计"
    return (Failure(Check.BODIES, f"{len(missing)} 个单位还没有定稿：{names}", mend, filled.layout.form.id),)


def wrong_with_report(sheets: Sequence[Filled], *, family: str, prose: Prose | None = None) -> tuple[Failure, ...]:
    """What does not agree in all tables of a report of one body and year, and between them and its text."""
    last = {}
    for each in sheets:
        before = last_final(each.sheet)
        if before is not None:
            last[each.sheet.form] = final_numbers(before)
    needed = [(form.id, form.title) for form in forms().family(family)]
    tables: list[Table] = [each.table for each in sheets]
    found = failures(tables, prose=prose, last=last, needed=needed)
    return (*found, *(failure for each in sheets for failure in missing_bodies(each)))


def last_final(sheet: Sheet) -> Sheet | None:
    """The final sheet of the year before, of the same body and form."""
    return Sheet.objects.filter(
        jurisdiction_id=sheet.jurisdiction_id,
        organization=sheet.organization,
        form=sheet.form,
        year=sheet.year - 1,
        state=Sheet.State.FINAL,
    ).first()


def final_numbers(sheet: Sheet) -> dict[str, Decimal | str | None]:
    """The cells of a final sheet."""
    return {key: Decimal(kept["value"]) for key, kept in sheet.cells.items() if kept.get("value") is not None}


def passed(*, jurisdiction_id: int, organization: Organization | None, family: str, year: int, today: date) -> bool:
    """Whether all tables of a report are there and final, and agree with each other."""
    wanted = {form.id for form in forms().family(family)}
    sheets = list(
        Sheet.objects.filter(
            jurisdiction_id=jurisdiction_id,
            organization=organization,
            form__in=wanted,
            year=year,
            state=Sheet.State.FINAL,
        ).prefetch_related("entries")
    )
    if {sheet.form for sheet in sheets} != wanted:
        return False
    return not wrong_with_report([fill(sheet, today=today) for sheet in sheets], family=family)
