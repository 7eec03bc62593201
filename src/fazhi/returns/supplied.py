"""What this app fills into cases by itself 平台填写."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from fazhi.cases import supplying
from fazhi.cases.models import Case
from fazhi.government.models import Organization
from fazhi.returns.checked import passed
from fazhi.returns.language.library import forms
from fazhi.returns.models import Sheet

YEAR, REPORTER = "report_year", "reporter"
"""The fields in which a procedure keeps the year that its report is about, and who reports (``government``: all)."""


def register() -> None:
    """Makes the values known to procedures; called when the app is ready."""
    supplying.register("disclosure_settled_on", settled_on)
    supplying.register("disclosure_checks", disclosure_checks)


def settled_on(case: Case | None, _given: Mapping[str, Any], _organization: Organization, on: date) -> str:
    """首次办结日期: the day of the first reply (or of the end without one); a later reply does not move it."""
    kept = case.data.get("settled_on") if case is not None else None
    return str(kept or on.isoformat())


def disclosure_checks(case: Case | None, given: Mapping[str, Any], organization: Organization, on: date) -> bool | None:
    """Whether the tables of the year's report on open government information are final and agree with each other.

    The body's own tables, those of the whole where the government reports; None where none were begun here.
    """
    kept = dict(case.data if case is not None else {}) | dict(given)
    year = on.year - 1
    with suppress(TypeError, ValueError):
        year = int(str(kept.get(YEAR)))
    whose = None if kept.get(REPORTER) == "government" else organization
    area = organization.jurisdiction_id
    begun = Sheet.objects.filter(jurisdiction=area, organization=whose, year=year, form__in=_forms())
    if not begun.exists():
        return None
    return passed(jurisdiction_id=area, organization=whose, family="disclosure", year=year, today=on)


def _forms() -> list[str]:
    return [form.id for form in forms().family("disclosure")]
