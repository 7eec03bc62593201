"""A filled sheet for machines 机读: every cell with its number, what was counted, and why it differs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from fazhi.returns.filling import Filled, FilledCell


def as_json(filled: Filled) -> dict[str, Any]:
    """Plain data; numbers as text where they have decimals, None for a blank."""
    sheet, form = filled.sheet, filled.layout.form
    return {
        "form": form.id,
        "title": form.title,
        "source": form.source,
        "known": form.known,
        "jurisdiction": sheet.jurisdiction.code,
        "organization": sheet.organization.name if sheet.organization else None,
        "year": sheet.year,
        "state": sheet.state,
        "root": bytes(sheet.root).hex() if sheet.root else None,
        "cells": [_cell(cell) for cell in filled.cells.values()],
    }


def _cell(cell: FilledCell) -> dict[str, Any]:
    said = cell.correction
    return {
        "cell": cell.spec.key,
        "row": cell.spec.row_path,
        "column": cell.spec.column_path,
        "unit": cell.spec.unit,
        "kind": cell.kind.value,
        "value": _number(cell.value),
        "counted": _number(cell.counted),
        "correction": {"reason": said.reason, "by": said.by, "at": said.at.isoformat()} if said else None,
    }


def _number(number: Decimal | None) -> int | str | None:
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else format(number.normalize(), "f")
