"""Tables in the text of a report: a number in a cell counts what its row, and its column, are named."""

from __future__ import annotations

import re

from fazhi.figures.reading.measures import MEASURES
from fazhi.plans.reading.numerals import read_numeral
from fazhi.plans.reading.quantities import Quantity

_MARK = re.compile(r"[|｜\t]")
_WORDED = re.compile(r"[\u4e00-\u9fff]{2,}")
_NUMBERED = re.compile(r"^\s*(?:[\d.、()%+,-]|[一二三四五六七八九十]+、?)*\s*$")
_PLAIN_COLUMN = re.compile(
    r"(?:数量|数值|数据|数|件数|合计|总计|完成情况|情况|指标值|备注|20\d\d年?|本年度?|今年|结果|单位)+(?:\(.*\))?"
)
_UNIT = re.compile(r"\((?:单位:)?([^()\d]{1,4})\)")
_FACTORS = {"万": 10_000, "亿": 100_000_000}
_BARE_CELL = re.compile(r"(?:(?<=[|｜\t])|(?<=[|｜\t] ))(\d[\d,]*(?:\.\d+)?)(?=\s*(?:[|｜\t\n]|$))")
_LONGEST_ROW = 400


def cells_of(text: str) -> list[Quantity]:
    """Numbers alone in a cell whose unit the column's head or the row's name tells: 受理数(件)."""
    found = []
    for match in _BARE_CELL.finditer(text):
        subject = row_subject(text, match.start())
        named = _UNIT.search(subject) or (_UNIT.search(_head_over(text, match.start())) if subject else None)
        number = read_numeral(text, match.start())
        unit, factor = ("", 1) if named is None else _unit_in(named[1])
        if number is not None and unit:
            found.append(Quantity(match.start(), match.end(), number.value * factor, unit, False))
    return found


def _unit_in(named: str) -> tuple[str, int]:
    """The unit that a head names, and what one of it stands for: 万元 → 元, 10 000."""
    if named == "%":
        return "%", 1
    factor = _FACTORS.get(named[0], 1)
    unit = named if factor == 1 else named[1:]
    return (unit if MEASURES.at(unit, 0) == unit else ""), factor


def row_subject(text: str, pos: int) -> str:
    """The name of the row that `pos` stands in, with the column's where it says more (同比); "" outside tables."""
    start, end = text.rfind("\n", 0, pos) + 1, text.find("\n", pos)
    row = text[start : end if end >= 0 else len(text)]
    if len(row) > _LONGEST_ROW or len(_MARK.findall(row)) < 2:
        return ""
    cells, column = _MARK.split(row), len(_MARK.findall(row[: pos - start]))
    own = re.sub(r"\d.*", "", cells[column]).strip(" +-:约近")
    name = next((cell.strip() for cell in cells[:column] if _WORDED.search(cell) and not _NUMBERED.match(cell)), "")
    if not name or len(_WORDED.findall(own)) > 1:
        return ""
    head = _column(text, start, column)
    if head and not own and _PLAIN_COLUMN.fullmatch(name):  # a row 数量 under 投诉 | 举报 adds nothing
        return head
    return (own or name) + head


def without_unit(name: str) -> str:
    """受理数 for 受理数(件)."""
    return _UNIT.sub(lambda unit: "" if _unit_in(unit[1])[0] else unit.group(), name)


def _column(text: str, row_start: int, column: int) -> str:
    """The head of the column where it adds to the row's name."""
    words = _head(text, row_start, column)
    return "" if not words or _PLAIN_COLUMN.fullmatch(words) or any(char.isdigit() for char in words) else words


def _head_over(text: str, pos: int) -> str:
    """The head of the column that `pos` stands in, plain or not."""
    start = text.rfind("\n", 0, pos) + 1
    return _head(text, start, len(_MARK.findall(text[start:pos])))


def _head(text: str, row_start: int, column: int) -> str:
    line_end, head = row_start - 1, ""
    while line_end > 0:
        line_start = text.rfind("\n", 0, line_end) + 1
        line = text[line_start:line_end]
        if len(_MARK.findall(line)) < 2:
            break
        head, line_end = line, line_start - 1
    cells = _MARK.split(head)
    return cells[column].strip() if column < len(cells) else ""
