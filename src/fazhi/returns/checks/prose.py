"""The text of a report against its tables: every number that the text gives for a cell is the cell's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from fazhi.figures.reading import FigureKind, ReadFigure, read_report_text
from fazhi.returns.checks.model import PARTS, Check, Failure, Prose, Table, plain
from fazhi.returns.language.definition import Stated

SHORTEST = 10
"""Characters below which the part on problems says nothing."""
_SAYS_NOTHING = re.compile(
    r"^[\s，。、；]*(?:本年度|目前|暂)?[\s，]*(?:无|没有|不涉及)?(?:其他)?(?:需要报告的)?(?:事项|情况|问题)?[\s。]*$"
)
_CHANGE = re.compile(r"同比|环比|相比|增长|增加|减少|下降|上升|上年同期|平均")
_YEAR = re.compile(r"(20\d\d)\s*年")
_FEES = re.compile(r"收费|信息处理费|收取")


def stated(tables: Sequence[Table], prose: Prose) -> Iterator[Failure]:
    """Numbers of the text that differ from the cells that they speak of. Approximate ones (近、余) are left alone."""
    for part, text in prose.items():
        figures = [figure for figure in read_report_text(text).figures if _counts(figure)]
        for figure in figures:
            for table in tables:
                yield from _held_against(table, part, text, figure)


def _counts(figure: ReadFigure) -> bool:
    loose = {"近", "约", "超", "逾", "余", "多", "超过", "突破", "接近"} & set(figure.qualifiers)
    return figure.kind is FigureKind.COUNT and figure.high is None and not loose and not _CHANGE.search(figure.what)


def _held_against(table: Table, part: str, text: str, figure: ReadFigure) -> Iterator[Failure]:
    if _other_year(table.year, text, figure):
        return
    for statement in table.layout.form.stated:
        if not speaks_of(statement, figure.what):
            continue
        expected = [total for keys in (statement.cells, statement.either) if (total := _total(table, keys)) is not None]
        found = Decimal(str(figure.value))
        if not expected or found in expected:
            continue
        say = (
            f"{PARTS.get(part, part)}写“{figure.what}{figure.text}”，"
            f"{table.layout.form.short}“{statement.title}”为 {plain(expected[0])}"
        )
        key = statement.cells[0]
        spec = table.layout.cells[key]
        yield Failure(
            Check.PROSE, say, "请改正文字或者表格，使两处一致", table.form, key, spec.row_path, spec.column_path,
            found, expected[0], part, figure.start, figure.end,
        )  # fmt: skip


def speaks_of(statement: Stated, what: str) -> bool:
    """Whether these words are said of the cells of the statement."""
    return all(re.search(word, what) for word in statement.words) and not any(
        re.search(word, what) for word in statement.without
    )


def _other_year(year: int, text: str, figure: ReadFigure) -> bool:
    """Whether the sentence speaks of another year up to here."""
    begins = max(text.rfind(mark, 0, figure.start) for mark in "。；\n") + 1
    years = _YEAR.findall(text[begins : figure.start])
    return bool(years) and int(years[-1]) != year


def _total(table: Table, keys: Sequence[str]) -> Decimal | None:
    numbers = [table.number(key) for key in keys]
    present = [number for number in numbers if number is not None]
    return sum(present, Decimal(0)) if keys and len(present) == len(numbers) else None


def problems(prose: Prose) -> Iterator[Failure]:
    """The fifth part is not 无, and not a few words."""
    if "problems" not in prose:
        return
    text = re.sub(r"\s", "", prose["problems"])
    if says_nothing(text) or len(text) < SHORTEST:
        say = f"第五部分“存在的主要问题及改进情况”{'写的是“' + text[:20] + '”' if text else '没有写'}"
        yield Failure(Check.PROBLEMS, say, f"请写明存在的问题和改进情况，至少{SHORTEST}个字", part="problems")


def fees(tables: Sequence[Table], prose: Prose) -> Iterator[Failure]:
    """When fees were charged, the sixth part reports them."""
    if "other" not in prose:
        return
    for table in tables:
        key = table.layout.form.paid
        number = table.number(key) if key else None
        if key is None or not number or not says_nothing(prose["other"]):
            continue
        spec = table.layout.cells[key]
        say = f"{table.layout.form.short}“{spec.row_path}”为 {plain(number)}{spec.unit}，第六部分却写没有需要报告的事项"
        yield Failure(
            Check.FEES, say, "请在第六部分如实报告收费情况", table.form, key, spec.row_path, spec.column_path, number,
            part="other",
        )  # fmt: skip


def says_nothing(text: str) -> bool:
    """Whether a part says that there is nothing to say: 无, 没有其他需要报告的事项."""
    return bool(_SAYS_NOTHING.match(text)) and not _FEES.search(text)
