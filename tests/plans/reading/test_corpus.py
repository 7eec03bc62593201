"""The reader on labelled made-up plans: thresholds a little under what is reached, so that a step back is noticed."""

import json
from collections import Counter
from pathlib import Path

import pytest

from fazhi.plans.reading import ReadTask, read_plan_text

CORPUS = Path(__file__).parent / "corpus"
ROLES = ("lead_units", "supporting_units", "all_units")


def _dense(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


def _counts(folder: Path) -> Counter[str]:
    """Over all documents of a folder: found, missed and invented tasks (by place and number) and units (any role)."""
    count: Counter[str] = Counter()
    for labels in sorted(folder.glob("*.tasks.json")):
        # Bytes, not read_text: some files have CRLF, and labels count each character.
        text = labels.with_name(labels.name.replace(".tasks.json", ".txt")).read_bytes().decode()
        wanted = {task["start"]: task for task in json.loads(labels.read_text(encoding="utf-8"))["tasks"]}
        found = {task.start: task for task in read_plan_text(text).tasks}
        count["tasks missed"] += len(wanted.keys() - found.keys())
        count["tasks invented"] += len(found.keys() - wanted.keys())
        for start in wanted.keys() & found.keys():
            count["tasks found"] += 1
            count["titles right"] += _dense(found[start].title) == _dense(wanted[start]["title"])
            _count_units(count, found[start], wanted[start])
    return count


def _count_units(count: Counter[str], found: ReadTask, wanted: dict[str, list[str]]) -> None:
    here = {(role, _dense(unit.name)) for role in ROLES for unit in getattr(found, role)}
    there = {(role, _dense(name)) for role in ROLES for name in wanted[role]}
    count["units found"] += len(here & there)
    count["units missed"] += len(there - here)
    count["units invented"] += len(here - there)


def _f1(count: Counter[str], what: str) -> float:
    both = 2 * count[f"{what} found"]
    return both / (both + count[f"{what} missed"] + count[f"{what} invented"])


@pytest.mark.parametrize(
    ("folder", "tasks", "units"),
    [("dev", 0.99, 0.98), ("dev2", 0.98, 0.97), ("dev3", 0.97, 0.96), ("heldout", 0.97, 0.93)],
)
def test_corpus_is_read(folder: str, tasks: float, units: float) -> None:
    count = _counts(CORPUS / folder)
    assert _f1(count, "tasks") >= tasks
    assert _f1(count, "units") >= units
