"""A figure by unit, by month, by kind or by outcome: a table whose every number opens its list, and its chart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fazhi.desk.figures import charts
from fazhi.desk.figures.asking import Asked
from fazhi.desk.figures.stats import leaves, opened
from fazhi.figures.counting import By, Key, Value
from fazhi.figures.language import names as naming
from fazhi.figures.language.definition import Figure
from fazhi.figures.language.library import shelf
from fazhi.figures.meaning import one_of
from fazhi.figures.periods import Period
from fazhi.government.models import Organization
from fazhi.procedures.conditions.types import Text

NOWHERE = {By.UNIT: "未列单位", By.KIND: "未填类别", By.OUTCOME: "尚无结果", By.MONTH: ""}
# More bars than this are read in the table.
MOST_BARS = 12


@dataclass(frozen=True)
class Number:
    """A value of a cell and where it opens; no address where there is nothing to open."""

    value: Value
    url: str

    @property
    def words(self) -> str:
        """A share says its sign; what is counted stands in a column that names it."""
        return self.value.text if self.value.figure.ratio is not None else self.value.plain


@dataclass(frozen=True)
class Line:
    """A row: its name, its number, those that it is made of, and last year's."""

    key: Key
    label: str
    number: Number
    parts: tuple[Number, ...] = ()
    before: Number | None = None


@dataclass(frozen=True)
class Breakdown:
    """A figure by one dimension. `heads` are the columns of the parts."""

    name: str
    by: By
    figure: Figure
    heads: tuple[str, ...]
    compared: bool
    lines: tuple[Line, ...]
    chart: charts.Chart | None

    @property
    def title(self) -> str:
        return self.by.label

    @property
    def note(self) -> str:
        """What is said of rows that do not come to the total; '' where they do."""
        counted = [figure for _, figure in leaves(self.name) if figure.distinct]
        if not counted or self.figure.ratio is not None:
            return ""
        return f"各行分别去重：同一{one_of(counted[0])}在几行里各算一次，各行相加可以大于总数。"

    @property
    def first(self) -> str:
        """The head of the first column."""
        return {By.UNIT: "单位", By.MONTH: "月份", By.KIND: "类别", By.OUTCOME: "办理结果"}[self.by]

    @property
    def bars_left_out(self) -> int:
        return max(0, len(self.lines) - MOST_BARS) if self.by is not By.MONTH else 0


def breakdown(name: str, asked: Asked, by: By, *, compare: bool = True) -> Breakdown | None:
    """One statement for each source of records, two with last year's; None where there is nothing to show."""
    figure = shelf().get(name)
    names = [name, *figure.parts]
    now = asked.numbers.table(names, period=asked.period, by=by)
    before: Mapping[Key, Value] = {}
    if compare:
        before = asked.numbers.table([name], period=asked.earlier, by=by)[name]
    keys = _keys(by, asked, now[name], before)
    if not keys:
        return None
    titles = titles_of([each for _, each in leaves(name)], by, keys)
    lines = [_line(name, figure, key, titles.get(key, str(key)), now, before, asked, by) for key in keys]
    if by is not By.MONTH:
        lines.sort(key=lambda line: (line.key is None, -(line.number.value.number or Decimal(0)), line.label))
    heads = tuple(shelf().get(part).title for part in figure.parts)
    return Breakdown(name, by, figure, heads, bool(before), tuple(lines), _chart(figure, by, lines, asked))


def titles_of(figures: Sequence[Figure], by: By, keys: Sequence[Key]) -> dict[Key, str]:
    """What the keys of a dimension are called, of figures that count; one statement for units, else none."""
    found: dict[Key, str] = {None: NOWHERE[by]}
    if by is By.UNIT:
        units = Organization.objects.filter(pk__in=[key for key in keys if key is not None])
        return found | {unit.pk: str(unit) for unit in units}
    if by is By.MONTH:
        years = {str(key)[:4] for key in keys}
        return found | {key: _month(str(key), with_year=len(years) > 1) for key in keys}
    for figure in figures:
        asked = "outcome" if by is By.OUTCOME else figure.kind
        kind = naming.type_named(figure, asked) if asked else None
        if isinstance(kind, Text):
            found.update(kind.titles.items())
    return found


def _keys(by: By, asked: Asked, now: Mapping[Key, Value], before: Mapping[Key, Value]) -> list[Key]:
    if by is not By.MONTH:
        return [*now, *(key for key in before if key not in now and by is not By.UNIT)]
    months = [f"{month.first:%Y-%m}" for month in asked.period.months()]
    # Months to come are left out, unless records are placed there already (limits that will end then).
    reached = f"{asked.today:%Y-%m}"
    shown = [month for month in months if month <= reached or month in now]
    return list(shown) if len(months) > 1 else []


def _line(
    name: str,
    figure: Figure,
    key: Key,
    label: str,
    now: Mapping[str, Mapping[Key, Value]],
    before: Mapping[Key, Value],
    asked: Asked,
    by: By,
) -> Line:
    parts = tuple(_number(part, shelf().get(part), key, now[part], asked, by) for part in figure.parts)
    number = _number(name, figure, key, now[name], asked, by)
    return Line(key, label, number, parts, _last_year(name, figure, key, before, asked, by) if before else None)


def _number(name: str, figure: Figure, key: Key, cells: Mapping[Key, Value], asked: Asked, by: By) -> Number:
    value = cells.get(key) or nothing(figure)
    if value.number is None or not (value.number or value.to):
        return Number(value, "")
    if by is By.MONTH:
        # A month of a period is a period: what stands open is counted at its end, which no key of rows could say.
        return Number(value, opened(name, figure, _cut(str(key), asked.period), asked.unit_id))
    return Number(value, opened(name, figure, asked.period, asked.unit_id, by, key))


def _last_year(name: str, figure: Figure, key: Key, cells: Mapping[Key, Value], asked: Asked, by: By) -> Number:
    then = asked.within(asked.earlier)
    there = f"{int(str(key)[:4]) - 1}{str(key)[4:]}" if by is By.MONTH else key
    return _number(name, figure, there, cells, then, by)


def nothing(figure: Figure) -> Value:
    """The value of a cell without records."""
    return Value(figure, None if figure.ratio else Decimal(0))


def _cut(month: str, period: Period) -> Period:
    whole = Period.month(int(month[:4]), int(month[5:]))
    return Period(max(whole.first, period.first), min(whole.last, period.last))


def _month(key: str, *, with_year: bool) -> str:
    year, month = int(key[:4]), int(key[5:])
    return f"{year}年{month}月" if with_year else f"{month}月"


def _chart(figure: Figure, by: By, lines: Sequence[Line], asked: Asked) -> charts.Chart | None:
    """None where there is but one bar."""
    title = f"{figure.title}（{by.label}）"
    if by is not By.MONTH and len(lines) < 2:
        return None
    shown = lines if by is By.MONTH else [line for line in lines if line.number.value.number][:MOST_BARS]
    now = charts.Series(asked.period.label, tuple(_point(line.number) for line in shown), "now")
    before = charts.Series(f"{asked.earlier.first.year}年同期", tuple(_point(line.before) for line in shown), "before")
    labels = [line.label for line in shown]
    if by is not By.MONTH:
        return charts.bars(title, labels, [now], figure.unit)
    draw = charts.line if figure.ratio is not None else charts.columns
    return draw(title, labels, [before, now] if any(line.before for line in shown) else [now], figure.unit)


def _point(number: Number | None) -> charts.Point:
    if number is None or number.value.number is None:
        return charts.Point(None)
    return charts.Point(number.value.number, number.url, number.value.text)
