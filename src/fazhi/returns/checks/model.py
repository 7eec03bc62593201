"""Tables as checks see them, and what a check says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fazhi.returns.language.layout import CellSpec, Layout

Prose = Mapping[str, str]
"""The text of a report by its parts: overview 一, published 二, requests 三, remedies 四, problems 五, other 六."""

PARTS = {
    "overview": "一、总体情况",
    "published": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "remedies": "四、政府信息公开行政复议、行政诉讼情况",
    "problems": "五、存在的主要问题及改进情况",
    "other": "六、其他需要报告的事项",
}


class Check(StrEnum):
    """The checks, in the order in which people mend."""

    BLANK = "blank"
    NUMBER = "number"
    ROWS = "rows"
    BALANCE = "balance"
    COLUMNS = "columns"
    CARRIED = "carried"
    PROSE = "prose"
    PROBLEMS = "problems"
    FEES = "fees"
    BODIES = "bodies"

    @property
    def label(self) -> str:
        """What the check asks."""
        return _LABELS[self]

    @property
    def short(self) -> str:
        """What is wrong where it fails."""
        return _SHORT[self]


_LABELS = {
    Check.BLANK: "没有空格、缺表，没有数的填0",
    Check.NUMBER: "都是不小于零的数，件数是整数",
    Check.ROWS: "各行之和等于总计行",
    Check.BALANCE: "勾稽关系成立",
    Check.COLUMNS: "各栏之和等于总计栏",
    Check.CARRIED: "上年结转与上年度表的结转下年度一致",
    Check.PROSE: "文字里的数与表一致",
    Check.PROBLEMS: "第五部分写明问题和改进情况",
    Check.FEES: "收了费的，第六部分如实报告",
    Check.BODIES: "应填报的单位都已定稿",
}

_SHORT = {
    Check.BLANK: "没有填",
    Check.NUMBER: "数值不对",
    Check.ROWS: "总计行不符",
    Check.BALANCE: "勾稽不符",
    Check.COLUMNS: "总计栏不符",
    Check.CARRIED: "结转不符",
    Check.PROSE: "文表不一",
    Check.PROBLEMS: "第五部分",
    Check.FEES: "收费未报",
    Check.BODIES: "单位未定稿",
}


@dataclass(frozen=True)
class Table:
    """A filled form of a year. A cell without a number is None; a text is what stood there instead of one."""

    layout: Layout
    year: int
    cells: Mapping[str, Decimal | str | None]

    @property
    def form(self) -> str:
        return self.layout.form.id

    def number(self, key: str) -> Decimal | None:
        """The number of a cell; None where there is none to be read."""
        kept = self.cells.get(key)
        return kept if isinstance(kept, Decimal) else None


@dataclass(frozen=True)
class Failure:
    """Something that does not agree: where, the number that stands there, the one expected, and how to mend it.

    ``cell`` is the key of the cell to jump to; ``start`` and ``end`` are the place in the text of ``part``.
    """

    check: Check
    say: str
    mend: str
    form: str = ""
    cell: str = ""
    row: str = ""
    column: str = ""
    found: Decimal | None = None
    expected: Decimal | None = None
    part: str = ""
    start: int = 0
    end: int = 0


def plain(number: Decimal) -> str:
    """A number as it is written: 12, 1,204, 0.72."""
    whole = number == number.to_integral_value()
    return f"{number:,.0f}" if whole else f"{number.normalize():,f}"


def at_cell(
    check: Check, table: Table, spec: CellSpec, say: str, mend: str, expected: Decimal | None = None
) -> Failure:
    """A failure at a cell of a table."""
    return Failure(
        check, say, mend, table.form, spec.key, spec.row_path, spec.column_path, table.number(spec.key), expected
    )
