"""Notices as files: CSV for spreadsheet programs, JSON for others. What the page shows, and no more."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from fazhi.portal.opendata.datasets import ALWAYS, LICENCE, DataField
from fazhi.publishing.models import Notice
from fazhi.publishing.showing import NUMBER

BOM = "\ufeff"
"""Without it spreadsheet programs take UTF-8 for something else."""
GUARDED = ("=", "+", "-", "@", "\t", "\r")
"""How a cell begins that a spreadsheet program would take for a formula; a ' in front keeps it a text."""
PageOf = Callable[[Notice], str]


def as_csv(notices: Iterable[Notice], fields: Sequence[DataField], page_of: PageOf) -> bytes:
    """One line a notice, with the titles of the fields above."""
    file = io.StringIO(newline="")
    file.write(BOM)
    lines = csv.writer(file)
    lines.writerow([each.title for each in fields])
    for notice in notices:
        values = _values(notice, page_of)
        lines.writerow([_guarded(str(values.get(each.name, ""))) for each in fields])
    return file.getvalue().encode()


def as_json(
    notices: Iterable[Notice], fields: Sequence[DataField], page_of: PageOf, *, title: str, place: str, day: date
) -> bytes:
    """With what the fields mean and what may be done with them; a field that a notice does not have is left out."""
    whole = {
        "title": title,
        "jurisdiction": place,
        "as_of": day.isoformat(),
        "licence": LICENCE,
        "fields": {each.name: each.title for each in fields},
        "notices": [
            {name: value for name, value in _values(notice, page_of).items() if value != ""} for notice in notices
        ],
    }
    return json.dumps(whole, ensure_ascii=False, indent=1).encode()


def _values(notice: Notice, page_of: PageOf) -> dict[str, Any]:
    """The texts that the page shows: masked ones masked. Values behind them stay here."""
    always = (
        str(notice.pk),
        notice.title,
        notice.organization.name,
        next((str(each["text"]) for each in notice.fields if each["name"] == NUMBER), ""),
        notice.published_on.isoformat() if notice.published_on else "",
        notice.removes_on.isoformat() if notice.removes_on else "",
        page_of(notice),
    )
    found: dict[str, Any] = {name: value for (name, _, _), value in zip(ALWAYS, always, strict=True)}
    for each in notice.fields:
        found.setdefault(str(each.get("name", "")), str(each.get("text", "")))
    return found


def _guarded(text: str) -> str:
    return f"'{text}" if text.startswith(GUARDED) else text
