"""How plans say who does what: a table of wordings, read through the front door."""

from pathlib import Path

import pytest
import yaml

from fazhi.plans.reading import ReadTask, ReadUnit, read_plan_text

WORDINGS = yaml.safe_load((Path(__file__).parent / "unit_wordings.yaml").read_text(encoding="utf-8"))
SINGLE = [wording for wording in WORDINGS if "text" in wording]
DOCUMENTS = [wording for wording in WORDINGS if "document" in wording]
Roles = tuple[list[str], list[str], list[str]]


def _names(units: tuple[ReadUnit, ...]) -> list[str]:
    return [unit.name for unit in units]


def _roles(task: ReadTask) -> Roles:
    return _names(task.lead_units), _names(task.supporting_units), _names(task.all_units)


def _split(line: str) -> Roles:
    lead, supporting, named = (part.split() for part in line.split("|"))
    return lead, supporting, named


@pytest.mark.parametrize("wording", SINGLE, ids=lambda wording: wording["text"])
def test_wording_is_read(wording: dict[str, str]) -> None:
    plan = read_plan_text(f"一、主要任务\n1.清理文件。公布目录。{wording['text']}\n2.开展培训。全员参训。\n")
    task = plan.tasks[0]
    assert _roles(task) == tuple((wording.get(role) or "").split() for role in ("lead", "supporting", "all"))
    if "deadlines" in wording:
        assert [deadline.norm for deadline in task.deadlines] == wording["deadlines"].split()


@pytest.mark.parametrize("wording", DOCUMENTS, ids=lambda wording: wording["document"][:40])
def test_convention_holds_for_the_document(wording: dict[str, object]) -> None:
    plan = read_plan_text(str(wording["document"]))
    tasks = wording["tasks"]
    assert isinstance(tasks, list)
    assert [_roles(task) for task in plan.tasks] == [_split(line) for line in tasks]
