"""`fazhi report check FILE --year Y [--area CODE] [--json]`: what a report says against itself and the records."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_document
from fazhi.scrutiny.checking import Answers, Examined, Line, examine
from fazhi.scrutiny.contradictions import Contradiction, Severity
from fazhi.scrutiny.matching import Matcher
from fazhi.scrutiny.verdicts import Comparison, Verdict, compare

USAGE = """用法：fazhi report check 文件 --year 年度 [--area 辖区代码] [--json]

  只给年度：核对文内各数字是否自相矛盾，不需要数据库。
  加上辖区代码：再与该辖区平台记录的数据逐个核对。
"""
_EARLIEST, _LATEST = 1980, 2100


@dataclass(frozen=True, slots=True)
class Recorded:
    """A figure's value in the records: `number` is None for a ratio without anything to divide by."""

    title: str
    unit: str
    number: Decimal | None
    text: str


class UnknownAreaError(LookupError):
    """No such jurisdiction. The message is what people read."""


@dataclass(frozen=True, slots=True)
class Records:
    """The records of one jurisdiction: how its numbers are matched, and their values for the lines of a text."""

    matcher: Matcher
    answers: Answers
    values: Callable[[Sequence[Line]], Mapping[int, Recorded]]


Open = Callable[[str], Records]
"""Opens the records of the jurisdiction with this code. Raises UnknownAreaError."""


def run(argv: Sequence[str], *, records: Open) -> int:
    """Checks the file named in `argv`. Returns 0, 1 where something is certainly wrong, 2 for what cannot be done."""
    asked = _asked(argv)
    if asked is None:
        sys.stderr.write(USAGE)
        return 2
    path, year, area, as_json = asked
    try:
        document = read_document(path)
        held = records(area) if area else None
    except (UnreadableDocument, UnknownAreaError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    found = examine(
        document.text, year=year, matcher=held.matcher if held else None, answers=held.answers if held else None
    )
    values = held.values(found.lines) if held else {}
    verdicts = [
        judged(found, line, values.get(at), with_records=held is not None) for at, line in enumerate(found.lines)
    ]
    if as_json:
        json.dump(as_data(path.stem, year, found, verdicts, values), sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
    else:
        sys.stdout.write(_listing(found, verdicts, values, with_records=held is not None))
    for notice in document.notices:
        sys.stderr.write(f"提示：{notice}\n")
    wrong = any(fault.severity is Severity.CERTAIN for fault in found.faults)
    return int(wrong or any(verdict is Verdict.DIFFERS for verdict, _ in verdicts))


def judged(
    found: Examined, line: Line, value: Recorded | None, *, with_records: bool
) -> tuple[Verdict | None, Comparison | None]:
    """The verdict on a line, and the comparison where there was one; None: nothing to hold it against."""
    comparison = None
    if value is not None and value.number is not None:
        comparison = compare(line.figure, value.number, value.unit)
    if found.contradicts(line):
        return Verdict.CONTRADICTS, comparison
    if comparison is not None:
        return (Verdict.AGREES if comparison.agrees else Verdict.DIFFERS), comparison
    if not with_records:
        return None, None
    return (Verdict.LEFT if line.aimed or (line.is_decided and line.figure_id is None) else Verdict.UNBACKED), None


def _asked(argv: Sequence[str]) -> tuple[Path, int, str, bool] | None:
    names: list[str] = []
    given = {"--year": "", "--area": ""}
    as_json, words = False, iter(argv)
    for word in words:
        if word == "--json":
            as_json = True
        elif word in given:
            given[word] = next(words, "")
        elif word.startswith("--"):
            return None
        else:
            names.append(word)
    year = given["--year"]
    if len(names) != 1 or not (year.isascii() and year.isdigit()) or not _EARLIEST <= int(year) <= _LATEST:
        return None
    return Path(names[0]), int(year), given["--area"], as_json


def as_data(
    name: str,
    year: int,
    found: Examined,
    verdicts: Sequence[tuple[Verdict | None, Comparison | None]],
    values: Mapping[int, Recorded],
) -> dict[str, Any]:
    """What `--json` prints."""
    figures = [
        {
            "start": line.figure.start,
            "text": line.figure.text,
            "value": line.figure.value,
            "unit": line.figure.unit,
            "what": line.figure.what,
            "period": line.period.words,
            "verdict": None if verdict is None else verdict.value,
            "figure": line.figure_id,
            "recorded": None if at not in values else values[at].text,
            "difference": None if comparison is None else float(comparison.difference),
            "candidates": [candidate.figure for candidate in line.match.candidates],
            "contradictions": list(line.faults),
        }
        for at, (line, (verdict, comparison)) in enumerate(zip(found.lines, verdicts, strict=True))
    ]
    return {"doc": name, "year": year, "figures": figures, "contradictions": [_fault(each) for each in found.faults]}


def _fault(fault: Contradiction) -> dict[str, Any]:
    return {
        "rule": fault.rule.value,
        "severity": fault.severity.value,
        "say": fault.say,
        "spans": [list(span) for span in fault.spans],
        "difference": fault.difference,
    }


def _listing(
    found: Examined,
    verdicts: Sequence[tuple[Verdict | None, Comparison | None]],
    values: Mapping[int, Recorded],
    *,
    with_records: bool,
) -> str:
    """For people: the contradictions, then the numbers that need attention, then how many of each."""
    certain = [fault for fault in found.faults if fault.severity is Severity.CERTAIN]
    looks = [fault for fault in found.faults if fault.severity is Severity.LOOK]
    lines = [found.title or "（没有标题）", f"共 {len(found.lines)} 个数字", ""]
    for title, faults in (("文内自相矛盾", certain), ("请核对", looks)):
        lines.append(f"{title}（{len(faults)} 处）")
        lines += [f"  第 {fault.spans[0][0]} 字 [{fault.rule.label}] {fault.say}" for fault in faults]
    if with_records:
        for verdict in (Verdict.DIFFERS, Verdict.UNBACKED, Verdict.AGREES):
            chosen = [at for at, (each, _) in enumerate(verdicts) if each is verdict]
            lines.append(f"{verdict.label}（{len(chosen)} 个）")
            lines += [f"  {_told(found.lines[at], verdicts[at][1], values.get(at))}" for at in chosen]
    return "\n".join(lines) + "\n"


def _told(line: Line, comparison: Comparison | None, value: Recorded | None) -> str:
    said = f"第 {line.figure.start} 字 {line.figure.what or '（没有说明）'} {''.join(line.figure.text.split())}"
    if value is None or comparison is None:
        return said
    return f"{said}：{value.title}，记录 {value.text}。{comparison.say}"
