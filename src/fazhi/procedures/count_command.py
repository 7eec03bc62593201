"""`fazhi limit count`: when a limit ends that starts on a given day, with the counting explained. Needs no database."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from fazhi.catalog.loading import CatalogError
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.command_words import day_in, pause_in
from fazhi.procedures.counting import due
from fazhi.procedures.due_dates import DueDate
from fazhi.procedures.durations import Duration, parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.pauses import Extension, Pause

USAGE = """用法：fazhi limit count --from 日期 --within 期限 [选项]

  --from 2024-09-09             起算之日（当日不计）；以小时计的写时刻 2024-09-09T15:20
  --within "90 days"            期限：90 days、7 working days、3 months、1 year、24 hours，或 7个工作日
  --rolls                       末日是休息日的，顺延至其后第一个工作日
  --pause 2024-10-08:2024-10-17 中止期间，首尾两日都不计；未恢复的写 2024-10-08: ；可以写多次
  --extend "30 days"            延长；可以写多次
  --done 2024-12-11             再说明这一天是第几日、是否逾期
  --days                        逐日列出
  --json                        输出 JSON

例：fazhi limit count --from 2024-09-09 --within "90 days" --done 2024-12-11
"""


@dataclass
class _Asked:
    """What the words of the command ask for."""

    start: date | None = None
    within: Duration | None = None
    done: date | None = None
    pauses: list[Pause] = field(default_factory=list)
    extensions: list[Extension] = field(default_factory=list)
    flags: set[str] = field(default_factory=set)


FLAGS = frozenset({"--rolls", "--days", "--json"})
ONCE = frozenset({"--from", "--within", "--done"})


def run(words: list[str]) -> int:
    """Counts one limit and prints it. Returns 0, or 2 with a message in Chinese for what was not understood."""
    if not words or {"-h", "--help"} & set(words):
        (sys.stdout if words else sys.stderr).write(USAGE)
        return 0 if words else 2
    try:
        asked = _read(words)
        if asked.start is None or asked.within is None:
            missing = "--from（起算日期）" if asked.start is None else "--within（期限）"
            raise CountingError(f"缺少 {missing}。\n\n{USAGE.rstrip()}")
        result = due(
            asked.start,
            asked.within,
            calendar=standard_calendar(),
            rolls="--rolls" in asked.flags,
            pauses=asked.pauses,
            extensions=asked.extensions,
        )
        sys.stdout.write(_as_json(result, asked) if "--json" in asked.flags else _as_text(result, asked))
    except (CountingError, CatalogError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _read(words: list[str]) -> _Asked:
    asked, seen, rest = _Asked(), set[str](), iter(words)
    for word in rest:
        name, equals, value = word.partition("=")
        if name in ONCE and name in seen:
            raise CountingError(f"{name} 写了两次。请只保留一个。")
        seen.add(name)
        if name in FLAGS and not equals:
            asked.flags.add(name)
        else:
            _set(asked, name, value if equals else None, rest)
    return asked


def _set(asked: _Asked, name: str, value: str | None, rest: Iterator[str]) -> None:
    """Takes in one option with its value, which may be the next word."""
    if name not in (*ONCE, "--pause", "--extend"):
        raise CountingError(f"不认识“{name}”。\n\n{USAGE.rstrip()}")
    text = next(rest, "") if value is None else value
    if not text or text.startswith("--"):
        raise CountingError(f"{name} 后面缺少内容。")
    match name:
        case "--from":
            asked.start = day_in(name, text)
        case "--within":
            asked.within = parse_duration(text)
        case "--done":
            asked.done = day_in(name, text)
        case "--pause":
            asked.pauses.append(pause_in(text))
        case _:
            asked.extensions.append(Extension(parse_duration(text)))


def _as_text(result: DueDate, asked: _Asked) -> str:
    lines = result.explain()
    if asked.done:
        lines.append(result.judge(asked.done))
    if "--days" in asked.flags:
        lines += ["", *(f"{day.date}  {day.number or '':>4}  {day.reason}" for day in result.days)]
    return "\n".join(lines) + "\n"


def _as_json(result: DueDate, asked: _Asked) -> str:
    data = result.to_json(days="--days" in asked.flags)
    if asked.done:
        data["done"] = {
            "on": asked.done.isoformat(),
            "day": result.day_number(asked.done) if result.stretches else None,
            "late": result.is_late(asked.done),
            "said": result.judge(asked.done),
        }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
