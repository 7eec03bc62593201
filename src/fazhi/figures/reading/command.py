"""`fazhi report read FILE [--json]`: read a report without a database and print its figures."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_document
from fazhi.figures.reading import ReadFigure, ReadReport, read_report

USAGE = "用法：fazhi report read 文件 [--json]\n"
_KINDS = {"count": "数量", "rate": "比率", "amount": "金额或者量值", "duration": "时长"}


def run(argv: Sequence[str]) -> int:
    """Read the file named in `argv`. Returns 0, or 2 with a message in Chinese for what cannot be read."""
    options = {word for word in argv if word.startswith("--")}
    names = [word for word in argv if not word.startswith("--")]
    if len(names) != 1 or options - {"--json"}:
        sys.stderr.write(USAGE)
        return 2
    path = Path(names[0])
    try:
        document = read_document(path)
    except UnreadableDocument as error:
        sys.stderr.write(f"{error}\n")
        return 2
    report = read_report(document)
    if "--json" in options:
        json.dump(as_data(path.stem, report), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(_listing(report))
    for notice in (*document.notices, *report.warnings):
        sys.stderr.write(f"提示：{notice}\n")
    return 0


def as_data(name: str, report: ReadReport) -> dict[str, Any]:
    """The report as the data that `--json` prints."""
    return {"doc": name, "figures": [_figure(figure) for figure in report.figures]}


def _figure(figure: ReadFigure) -> dict[str, Any]:
    return {
        "start": figure.start,
        "text": figure.text,
        "value": _number(figure.value),
        "value_max": None if figure.high is None else _number(figure.high),
        "unit": figure.unit,
        "what": figure.what,
        "qualifier": list(figure.qualifiers),
        "kind": figure.kind.value,
    }


def _number(value: float) -> int | float:
    """30 rather than 30.0, as the text has it."""
    return int(value) if value.is_integer() else value


def _listing(report: ReadReport) -> str:
    """The figures one a line, for people."""
    lines = [report.title or "（没有标题）", f"共 {len(report.figures)} 个数字", ""]
    for figure in report.figures:
        value = f"{figure.value:.15g}" if figure.high is None else f"{figure.value:.15g}至{figure.high:.15g}"
        notes = "、".join((_KINDS[figure.kind.value], *figure.qualifiers))
        lines.append(f"  {figure.what or '（没有说明）'}：{value}{figure.unit}（{notes}；第 {figure.start} 字）")
    return "\n".join(lines) + "\n"
