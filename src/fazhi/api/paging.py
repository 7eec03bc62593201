"""Pages by cursor: each begins after the last row of the one before, so that new rows hide no others."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from fazhi.api.problems import Unfit
from fazhi.cases.models import Case


@dataclass(frozen=True)
class Order:
    """Rows by a day, then by their identifier, so that every row has its one place."""

    key: str
    column: str
    descending: bool = False


ORDERS = {"newest": Order("n", "opened_on", descending=True), "due": Order("d", "due_on")}


def page(rows: QuerySet[Case], order: Order, *, cursor: str | None, limit: int) -> tuple[list[Case], str | None]:
    """The rows after the cursor, and the cursor of the next page; one query. Raises Unfit for a strange cursor."""
    sign, than = ("-", "lt") if order.descending else ("", "gt")
    rows = rows.exclude(**{order.column: None}).order_by(f"{sign}{order.column}", f"{sign}pk")
    if cursor:
        day, pk = _read(cursor, order)
        later = Q(**{f"{order.column}__{than}": day}) | Q(**{order.column: day, f"pk__{than}": pk})
        rows = rows.filter(later)
    found = list(rows[: limit + 1])
    if len(found) <= limit:
        return found, None
    return found[:limit], _write(found[limit - 1], order)


def _write(case: Case, order: Order) -> str:
    day: date = getattr(case, order.column)
    return base64.urlsafe_b64encode(json.dumps([order.key, day.isoformat(), case.pk.hex]).encode()).decode()


def _read(cursor: str, order: Order) -> tuple[date, UUID]:
    try:
        key, day, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        if key != order.key:
            raise ValueError(key)
        return date.fromisoformat(day), UUID(pk)
    except (ValueError, TypeError, AttributeError, binascii.Error):
        raise Unfit("cursor 不是上一页给出的 next，或者换了排序，请从第一页重新取。", field="cursor") from None
