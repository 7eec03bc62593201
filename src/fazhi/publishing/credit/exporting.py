"""双公示 rows as files. Two exports: the public one, masked; and the full one with numbers of persons for the credit
platform, for those who manage publication, recorded in the administration log with its purpose like any unmasking."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from io import StringIO
from typing import Literal

from django.db import transaction

from fazhi.documents import spreadsheet
from fazhi.government.actors import Actor
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.permissions import NOTICE_MANAGE, require
from fazhi.government.records import record
from fazhi.publishing.credit.rows import CreditRow
from fazhi.publishing.credit.tables import CreditTable
from fazhi.publishing.refusals import Refused

Form = Literal["xlsx", "csv", "json"]
FORMS: tuple[Form, ...] = ("xlsx", "csv", "json")
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
BOM = "\ufeff"
"""Without it the office's spreadsheet program takes Chinese text for another code."""
SHORTEST_PURPOSE, LONGEST_PURPOSE = 4, 300
NARROW, WIDE = 16, 40


def public_file(defined: CreditTable, rows: Sequence[CreditRow], form: Form, *, on: date) -> bytes:
    """The masked rows of what is public and right; those that are not are left out."""
    return write(defined, [each.masked for each in rows if each.is_right and each.is_public], form, on=on)


@transaction.atomic
def full_file(
    *,
    actor: Actor,
    jurisdiction: Jurisdiction,
    defined: CreditTable,
    rows: Sequence[CreditRow],
    form: Form,
    purpose: str,
    at: datetime,
) -> bytes:
    """All right rows, with numbers of persons; that it was made, by whom and what for, is recorded first.

    Raises NotAllowed where a row belongs to a body that the actor does not manage; Refused for no purpose, or no rows.
    """
    good = [each for each in rows if each.is_right]
    purpose = purpose.strip()
    if not SHORTEST_PURPOSE <= len(purpose) <= LONGEST_PURPOSE:
        raise Refused(f"请写明导出完整数据的用途，{SHORTEST_PURPOSE}至{LONGEST_PURPOSE}字。", field="purpose")
    if not good:
        raise Refused("这段时间没有核对无误的记录可以导出。请先照提示改正。")
    for organization in Organization.objects.filter(pk__in={each.organization_id for each in good}):
        require(actor, NOTICE_MANAGE, organization=organization)
    record(
        actor=actor,
        verb="导出信用公示完整数据",
        subject=f"{defined.title}（{len(good)}条）",
        at=at,
        jurisdiction_id=jurisdiction.pk,
        purpose=purpose,
        form=form,
        cases=[str(each.case_id) for each in good],
    )
    return write(defined, [each.values for each in good], form, on=at.date())


def write(defined: CreditTable, rows: Sequence[Mapping[str, str]], form: Form, *, on: date) -> bytes:
    """Rows in one of the forms. csv and JSON go by codes, the workbook by titles with the codes below them."""
    codes = list(defined.fields)
    if form == "csv":
        # What begins like a formula would be run by the program that opens it; such a text gets a quote before it.
        text = StringIO()
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(codes)
        writer.writerows([_harmless(row.get(code, "")) for code in codes] for row in rows)
        return (BOM + text.getvalue()).encode()
    if form == "json":
        told = {"table": defined.id, "title": defined.title, "made_on": on.isoformat(), "rows": _typed(defined, rows)}
        return json.dumps(told, ensure_ascii=False, indent=1).encode()
    sheet = spreadsheet.Sheet(
        title=defined.title,
        heading=f"双公示：{defined.title}",
        subheading=f"导出日期：{on}　金额单位：万元",
        columns=[
            spreadsheet.Column(f"{field.title}\n{code}", WIDE if (field.most or 0) > 1000 else NARROW)
            for code, field in defined.fields.items()
        ],
        rows=([row.get(code, "") for code in codes] for row in rows),
    )
    return spreadsheet.write_workbook([sheet])


def _typed(defined: CreditTable, rows: Sequence[Mapping[str, str]]) -> list[dict[str, str | None]]:
    return [{code: row.get(code) or None for code in defined.fields} for row in rows]


def _harmless(text: str) -> str:
    return f"'{text}" if text[:1] in "=+@\t\r" and text else text
