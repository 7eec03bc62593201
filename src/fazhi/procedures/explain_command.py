"""`fazhi limit explain`: a time limit of a procedure, counted from a day and explained with its articles."""

from __future__ import annotations

import argparse
import difflib
import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn

from fazhi.catalog.loading import CatalogError
from fazhi.procedures.calendar import standard_calendar
from fazhi.procedures.casework.context import parameter_value
from fazhi.procedures.command_words import day_in, pause_in
from fazhi.procedures.counting import due
from fazhi.procedures.due_dates import DueDate
from fazhi.procedures.durations import Duration, Unit, parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.library import UnknownProcedureError, library
from fazhi.procedures.language.limits import TimeLimit
from fazhi.procedures.pauses import Extension

USAGE = """用法：fazhi limit explain 程序 期限 --from 日期 [选项]

  程序、期限                    标识或名称，如 administrative_penalty decision，或 “行政处罚（普通程序）” 办案期限
  --from 2026-03-02             起算之日（当日不计）；以小时计的写时刻 2026-03-02T15:20
  --pause 2026-03-10:2026-03-19 不计入期限的期间，首尾两日都不计；未恢复的写 2026-03-10: ；可以写多次
  --extend 30                   延长；只写数字的，单位同该期限；也可写 "10 working days"；可以写多次
  --edition 2021-07-15          程序版本；不写的，用起算之日施行的版本
  --param 名称=取值             本地区的参数；可以写多次
  --done 2026-06-01             再说明这一天是第几日、是否逾期
  --days                        逐日列出
  --json                        输出 JSON
"""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:  # noqa: ARG002 -- the library's words are English
        raise CountingError(f"看不懂命令。\n\n{USAGE.rstrip()}")


@dataclass(frozen=True)
class Explained:
    """A limit of a definition as counted for one start."""

    definition: Definition
    name: str
    limit: TimeLimit
    counted: DueDate

    @property
    def articles(self) -> list[str]:
        """Every article it rests on: of the limit, of its extension, and of what stops it."""
        parts = [self.limit, *self.limit.extensions]
        parts += [self.definition.intervals[name] for name in listed(self.limit.excludes)]
        return list(dict.fromkeys(key for part in parts for key in part.basis))


def run(words: list[str]) -> int:
    """Explains one limit. Returns 0, or 2 with a message in Chinese for what was not understood."""
    if not words or {"-h", "--help"} & set(words):
        (sys.stdout if words else sys.stderr).write(USAGE)
        return 0 if words else 2
    try:
        asked = _parser().parse_args(words)
        explained = _explained(asked)
        done = day_in("--done", asked.done) if asked.done else None
        sys.stdout.write(_as_json(explained, done) if asked.json else _as_text(explained, asked, done))
    except (CountingError, CatalogError, UnknownProcedureError) as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(add_help=False, allow_abbrev=False)
    parser.add_argument("procedure")
    parser.add_argument("limit")
    parser.add_argument("--from", dest="start", required=True)
    parser.add_argument("--pause", action="append", default=[])
    parser.add_argument("--extend", action="append", default=[])
    parser.add_argument("--edition")
    parser.add_argument("--param", action="append", default=[])
    parser.add_argument("--done")
    parser.add_argument("--days", action="store_true")
    parser.add_argument("--json", action="store_true")
    return parser


def _explained(asked: argparse.Namespace) -> Explained:
    start = day_in("--from", asked.start)
    definition = _definition(asked.procedure, asked.edition, start)
    name = _named(asked.limit, {key: each.title for key, each in definition.time_limits.items()}, "期限")
    limit = definition.time_limits[name]
    own = dict(_parameter(definition, each) for each in asked.param)
    within = _length(definition, limit.within, own, _day(start))
    rolls = limit.rolls if isinstance(limit.rolls, bool) else _value(definition, limit.rolls, own, _day(start))
    counted = due(
        start,
        within,
        calendar=standard_calendar(),
        rolls=bool(rolls) and within.unit is not Unit.HOUR,
        pauses=[pause_in(text) for text in asked.pause],
        extensions=[Extension(_more(text, within)) for text in asked.extend],
    )
    return Explained(definition, name, limit, counted)


def _day(start: date) -> date:
    return start.date() if isinstance(start, datetime) else start


def _definition(text: str, edition: str | None, on: date) -> Definition:
    known = {definition.id: definition.title for definition in library().latest()}
    found = _named(text, known, "程序")
    if edition:
        return library().get(found, _day(day_in("--edition", edition)))
    return library().edition(found, _day(on))


def _named(text: str, known: dict[str, str], what: str) -> str:
    """The identifier that ``text`` names, by itself or by its title. Raises CountingError with the nearest names."""
    if text in known:
        return text
    for name, title in known.items():
        if title == text:
            return name
    near = difflib.get_close_matches(text, [*known, *known.values()], 3, 0.4)
    hint = f"是不是：{'、'.join(near)}？" if near else ""
    listing = "\n".join(f"  {name:32} {title}" for name, title in known.items())
    raise CountingError(f"没有名为“{text}”的{what}。{hint}可用的{what}：\n{listing}")


def _parameter(definition: Definition, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise CountingError(f"看不懂 --param “{text}”。请写成 名称=取值。")
    return _named(name, {key: each.title for key, each in definition.parameters.items()}, "参数"), value


def _value(definition: Definition, name: str, own: dict[str, str], on: date) -> Any:
    return parameter_value(definition.parameters[name], own.get(name), on)


def _length(definition: Definition, text: str, own: dict[str, str], on: date) -> Duration:
    if text in definition.parameters:
        value = _value(definition, text, own, on)
        title = definition.parameters[text].title
        if not value:
            raise CountingError(
                f"“{title}”没有设定：条文没有写天数。请加 --param {text}=期限，如 --param {text}='7 working days'。"
            )
        return parse_duration(str(value))
    if text in definition.fields:
        title = definition.fields[text].title
        raise CountingError(f"这个期限的长度在每个案件里填写（“{title}”），请用 fazhi limit count --within 计算。")
    return parse_duration(text)


def _more(text: str, within: Duration) -> Duration:
    return Duration(int(text), within.unit) if text.isdigit() else parse_duration(text)


def _as_text(explained: Explained, asked: argparse.Namespace, done: date | None) -> str:
    definition, limit, counted = explained.definition, explained.limit, explained.counted
    lines = [f"{definition.title}（{definition.edition}施行）·{limit.title}（{limit.kind.label}）"]
    lines += counted.explain()
    if done:
        lines.append(counted.judge(done))
    lines += [f"依据：{'；'.join(_basis_lines(explained))}" if explained.articles else "依据：条文未作规定"]
    lines += [f"来源（未核实）：{source}" for source in limit.sources]
    if asked.days:
        lines += ["", *(f"{day.date}  {day.number or '':>4}  {day.reason}" for day in counted.days)]
    return "\n".join(lines) + "\n"


def _basis_lines(explained: Explained) -> Sequence[str]:
    return [f"{key}“{'”“'.join(listed(phrase))}”" for key, phrase in explained.limit.basis.items()] + [
        key for key in explained.articles if key not in explained.limit.basis
    ]


def _as_json(explained: Explained, done: date | None) -> str:
    data: dict[str, Any] = {
        "procedure": explained.definition.id,
        "edition": explained.definition.edition.isoformat(),
        "limit": explained.name,
        "title": explained.limit.title,
        "kind": explained.limit.kind.value,
        **explained.counted.to_json(days=True),
        "articles": explained.articles,
        "sources": list(explained.limit.sources),
    }
    if done:
        data["done"] = {
            "on": done.isoformat(),
            "day": explained.counted.day_number(done) if explained.counted.stretches else None,
            "late": explained.counted.is_late(done),
            "said": explained.counted.judge(done),
        }
    return json.dumps(data, ensure_ascii=False, indent=2) + "\n"
