"""How plans say who does what: a table of wordings, read through the front door."""

from pathlib import Path

import pytest
import yaml

from fazhi.plans.reading import ReadTask, ReadUnit, read_plan_text

WORDINGS = yaml.safe_load((Path(__file__).parent / "unit_wordings.yaml").read_text(encoding="utf-8"))
SINGLE = [wording for wording in WORDINGS if "text" in wording]
DOCUMENTS = [wording for wording in WORDINGS if "document" in wording]
CONVENTIONS = [wording["convention"] for wording in WORDINGS if "convention" in wording]
BRACKETS = "1.修订目录。（县司法局、县财政局）\n2.清理文件。（县财政局、县民政局）\n"
LABELS = "1.修订目录。责任单位：县司法局、县财政局\n2.清理文件。责任单位：县财政局、县民政局\n"
LABELLED_BRACKETS = "1.修订目录。（责任单位：县司法局、县财政局）\n2.清理文件。（责任单位：县财政局、县民政局）\n"
PLACES = {
    "in brackets at the head": f"青溪县任务分解\n（%s）\n一、主要任务\n{BRACKETS}",
    "as a sentence at the head": f"现将任务分解如下。%s。\n一、主要任务\n{BRACKETS}",
    "as a note": f"一、主要任务\n{BRACKETS}注：%s。\n",
    "before the signature": f"一、主要任务\n{LABELS}%s。\n青溪县人民政府\n2024年3月1日\n",
    "in brackets at the end": f"一、主要任务\n{LABELLED_BRACKETS}（%s）\n",
    "in the first list": f"一、主要任务\n{BRACKETS.replace('县财政局）', '县财政局负责，%s，下同）', 1)}",
    "behind a stop in the first list": f"一、主要任务\n{BRACKETS.replace('县财政局）', '县财政局。%s，以下同）', 1)}",
    "behind the first label": f"一、主要任务\n{LABELS.replace('县财政局', '县财政局（%s，下同）', 1)}",
    "in the closing section": f"一、主要任务\n{LABELLED_BRACKETS}二、工作要求\n各单位要高度重视。%s，要负起责任。\n",
    "in a later task": f"一、主要任务\n{LABELLED_BRACKETS}二、要求\n（一）压实责任。%s，要负责任。\n（二）定期通报。\n",
}
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


@pytest.mark.parametrize("place", PLACES)
def test_first_is_lead_wherever_it_is_said(place: str) -> None:
    expected: list[Roles] = [(["县司法局"], ["县财政局"], []), (["县财政局"], ["县民政局"], [])]
    plans = {said: read_plan_text(PLACES[place] % said) for said in CONVENTIONS}
    assert {said: [_roles(task) for task in plan.tasks[:2]] for said, plan in plans.items()} == dict.fromkeys(
        CONVENTIONS, expected
    )
