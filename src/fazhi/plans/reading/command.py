"""`fazhi plan read FILE [--json] [--explain]`: read a plan without a database and print its tasks."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_document
from fazhi.plans.reading import ReadPlan, ReadTask, ReadUnit, read_plan

USAGE = "用法：fazhi plan read 文件 [--json] [--explain]\n"


def run(argv: Sequence[str]) -> int:
    """Read the file named in `argv`. Returns 0, or 2 with a message in Chinese for what cannot be read."""
    options = {word for word in argv if word.startswith("--")}
    names = [word for word in argv if not word.startswith("--")]
    if len(names) != 1 or options - {"--json", "--explain"}:
        sys.stderr.write(USAGE)
        return 2
    path = Path(names[0])
    try:
        document = read_document(path)
    except UnreadableDocument as error:
        sys.stderr.write(f"{error}\n")
        return 2
    plan = read_plan(document)
    if "--json" in options:
        json.dump(as_data(path.stem, plan), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(_listing(plan))
    for notice in (*document.notices, *plan.warnings):
        sys.stderr.write(f"提示：{notice}\n")
    if "--explain" in options:
        sys.stderr.write("".join(f"{decision}\n" for decision in plan.decisions))
    return 0


def as_data(name: str, plan: ReadPlan) -> dict[str, Any]:
    """The plan as the data that `--json` prints."""
    return {"doc": name, "tasks": [_task(task) for task in plan.tasks]}


def _task(task: ReadTask) -> dict[str, Any]:
    return {
        "number": task.number,
        "title": task.title,
        "start": task.start,
        "heading_path": list(task.heading_path),
        "lead_units": _names(task.lead_units),
        "supporting_units": _names(task.supporting_units),
        "all_units": _names(task.all_units),
        "deadlines": [{"text": deadline.text, "norm": deadline.norm} for deadline in task.deadlines],
        "targets": [
            {"text": t.text, "metric": t.metric, "op": t.op, "value": t.value, "unit": t.unit} for t in task.targets
        ],
    }


def _names(units: Sequence[ReadUnit]) -> list[str]:
    return [unit.name for unit in units]


def _listing(plan: ReadPlan) -> str:
    """The tasks under their headings, for people."""
    lines = [plan.title or "（没有标题）", f"共 {len(plan.tasks)} 项任务", ""]
    shown: tuple[str, ...] = ()
    for task in plan.tasks:
        if task.heading_path != shown:
            lines.append(" › ".join(task.heading_path))
            shown = task.heading_path
        lines.append(f"  {task.number} {task.title}".rstrip())
        for label, words in _facts(task):
            if words:
                lines.append(f"      {label}：{'、'.join(words)}")
    return "\n".join(lines) + "\n"


def _facts(task: ReadTask) -> list[tuple[str, list[str]]]:
    return [
        ("牵头", _names(task.lead_units)),
        ("配合", _names(task.supporting_units)),
        ("单位", _names(task.all_units)),
        ("时限", [f"{deadline.text}（{deadline.norm}）" for deadline in task.deadlines]),
        ("指标", [f"{target.metric} {target.op} {target.value:g}{target.unit}" for target in task.targets]),
    ]
