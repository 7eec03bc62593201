"""Golden cases 范例: facts and what they must come to, as YAML that a lawyer can read and add to."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.counting import Extension, Pause, due
from fazhi.procedures.due_dates import DueDate
from fazhi.procedures.durations import parse_duration

FOLDER = Path(__file__).parent / "golden"
KEYS = {"title", "from", "within", "rolls", "pauses", "extensions", "due", "due_at", "done", "provisional", "explain"}


def cases() -> list[Any]:
    loaded = [
        (path.stem, case)
        for path in sorted(FOLDER.glob("*.yaml"))
        for case in yaml.load(path.read_text(), Loader=yaml.BaseLoader)
    ]
    return [pytest.param(case, id=f"{name}: {case['title']}") for name, case in loaded]


def day(text: str) -> date:
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def counted(case: dict[str, Any]) -> DueDate:
    pauses = [
        Pause(day(p["start"]), None if p["end"] == "null" else day(p["end"]), p.get("why", ""), p.get("basis", ""))
        for p in case.get("pauses", [])
    ]
    return due(
        day(case["from"]),
        parse_duration(case["within"]),
        calendar=standard_calendar(),
        rolls=case.get("rolls") == "true",
        pauses=pauses,
        extensions=[Extension(parse_duration(text)) for text in case.get("extensions", [])],
    )


@pytest.mark.parametrize("case", cases())
def test_golden_case(case: dict[str, Any]):
    assert set(case) <= KEYS
    result = counted(case)
    data = result.to_json()
    assert str(data["due"] or "null") == case["due"]
    assert data["provisional"] is (case.get("provisional") == "true")
    if "due_at" in case:
        assert data["due_at"] == case["due_at"]
    if "explain" in case:
        assert data["explanation"] == case["explain"]
    if "done" in case:
        done = day(case["done"]["on"])
        assert result.day_number(done) == int(case["done"]["day"])
        assert result.is_late(done) is (case["done"]["late"] == "true")


def test_golden_cases_are_there():
    assert len(cases()) >= 50
