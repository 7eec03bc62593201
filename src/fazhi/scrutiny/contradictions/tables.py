"""Totals of tables 合计: a row or column that is called so against the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fazhi.scrutiny.contradictions.model import Contradiction, Rule, Severity
from fazhi.scrutiny.contradictions.stated import Page
from fazhi.scrutiny.contradictions.wording import plain

_MARK = re.compile(r"[|｜\t]")
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|共\s*计|总数|合计数|总计数)$")
_SUBTOTAL = re.compile(r"小\s*计|其中|^[—-]")
_CELL = re.compile(r"^\s*([+-]?\d[\d,]*(?:\.\d+)?)\s*(?:件|起|人|次|份|项|家|户|个|名|条|场|万元|元)?\s*$")
_PLAIN = re.compile(r"^(?:序号|编号|备注|排名|同比|比率|占比|.*率.*)$")
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    start: int
    end: int

    @property
    def number(self) -> float | None:
        found = _CELL.match(self.text)
        return None if found is None else float(found[1].replace(",", ""))


def tables(page: Page) -> Iterator[Contradiction]:
    """Wrong totals of the tables in the text."""
    for rows in _tables(page.text):
        yield from _rows(page, rows)
        yield from _columns(page, rows)


def _tables(text: str) -> Iterator[list[list[_Cell]]]:
    """Runs of lines with bars and equally many cells."""
    rows: list[list[_Cell]] = []
    place = 0
    for line in [*text.split("\n"), ""]:
        cells = _cells(line, place)
        if rows and len(cells) != len(rows[-1]):
            if len(rows) >= _FEWEST:
                yield rows
            rows = []
        if len(cells) >= _FEWEST - 1 and len(_MARK.findall(line)) >= 2:
            rows.append(cells)
        place += len(line) + 1


def _cells(line: str, place: int) -> list[_Cell]:
    found, start = [], 0
    for mark in [*_MARK.finditer(line), None]:
        end = mark.start() if mark else len(line)
        text = line[start:end]
        if text.strip() or 0 < start < len(line):
            lead = len(text) - len(text.lstrip())
            found.append(_Cell(text.strip(), place + start + lead, place + start + lead + len(text.strip())))
        start = mark.end() if mark else end
    return found


def _name(row: Sequence[_Cell]) -> str:
    return next((cell.text for cell in row if cell.text and cell.number is None), "")


def _rows(page: Page, rows: list[list[_Cell]]) -> Iterator[Contradiction]:
    """The row 合计 against the rows above it (below it, where it stands first)."""
    totals = [at for at, row in enumerate(rows) if _TOTAL.match(_name(row))]
    if len(totals) != 1 or any(_SUBTOTAL.search(_name(row)) for row in rows):
        return
    at = totals[0]
    others = [row for row in (rows[1:at] if at > 1 else rows[at + 1 :]) if not _TOTAL.match(_name(row))]
    for column, total in enumerate(rows[at]):
        head = rows[0][column].text if at else ""
        cells = [row[column] for row in others]
        if total.number is not None and not _PLAIN.match(head) and len(cells) >= 2:
            yield from _judged(page, total, cells, head or "该列")


def _columns(page: Page, rows: list[list[_Cell]]) -> Iterator[Contradiction]:
    """The column 合计 against the other columns."""
    heads = [cell.text for cell in rows[0]]
    at = [column for column, head in enumerate(heads) if _TOTAL.match(head)]
    if len(at) != 1 or any(_SUBTOTAL.search(head) or (_PLAIN.match(head) and "率" in head) for head in heads):
        return
    for row in rows[1:]:
        others = [cell for column, cell in enumerate(row) if column != at[0] and not _PLAIN.match(heads[column])]
        numbers = [cell for cell in others if cell.number is not None]
        if row[at[0]].number is not None and len(numbers) >= 2:
            yield from _judged(page, row[at[0]], numbers, _name(row) or "该行")


def _judged(page: Page, total: _Cell, cells: Sequence[_Cell], name: str) -> Iterator[Contradiction]:
    numbers = [cell.number for cell in cells if cell.number is not None]
    stated = total.number
    if stated is None or len(numbers) < 2 or len(numbers) < len([cell for cell in cells if cell.text]):
        return
    summed = sum(numbers)
    apart = summed - stated
    if abs(apart) < 0.005 * max(1, len(numbers)) or stated <= 0:
        return
    more = "多" if apart > 0 else "少"
    say = f"表中“{name}”各项相加为 {plain(summed)}，合计写 {total.text}，相加{more} {plain(abs(apart))}。"
    close = 0.5 <= summed / stated <= 2
    spans = tuple(page.source(cell.start, cell.end) for cell in sorted((*cells, total), key=lambda cell: cell.start))
    yield Contradiction(Rule.SUM, Severity.CERTAIN if close else Severity.LOOK, say, spans, abs(apart))
