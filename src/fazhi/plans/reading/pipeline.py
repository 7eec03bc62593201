"""The passes in order: fold, drop noise, join lines, find marks, infer the outline, pick items, read units."""

import re
from collections.abc import Iterable

from fazhi.plans.reading import titles
from fazhi.plans.reading.details import deadlines_of, targets_of
from fazhi.plans.reading.fields import field_marks
from fazhi.plans.reading.folding import fold
from fazhi.plans.reading.items import Item, ItemPicker
from fazhi.plans.reading.mapped import Mapped, concatenated, inserted
from fazhi.plans.reading.marks import find_marks
from fazhi.plans.reading.model import ReadPlan, ReadTask, ReadUnit
from fazhi.plans.reading.noise import lines_of, without_noise
from fazhi.plans.reading.outline import Node, build_outline, plain_marks
from fazhi.plans.reading.paragraphs import paragraphs_of
from fazhi.plans.reading.plantitle import issuer_of, plan_title, years_of
from fazhi.plans.reading.sections import NO_TASKS, is_no_plan
from fazhi.plans.reading.tables import Row, Table, find_tables
from fazhi.plans.reading.units.conventions import Conventions, conventions_of
from fazhi.plans.reading.units.statements import Entry, Part, Statement, read_statement, settle
from fazhi.plans.reading.units.wordings import FIRST_IS_LEAD

Units = tuple[ReadUnit, ...]
Roles = tuple[Units, Units, Units]
"""Lead, supporting, and named with no distinction."""


def read_plan_text(text: str) -> ReadPlan:
    """Read a plan from its text. Offsets in the result are code points of `text`; any text can be read."""
    decisions: list[str] = []
    clean = _cleaned(text, decisions)
    tables = find_tables(clean.folded)
    outline = _outline(clean.folded, tables)
    title = plan_title(clean, _begins(clean, outline, tables))
    plain = "".join(fold(title).folded.split())
    years = years_of(plain)
    picker = ItemPicker(clean, years, decisions.append)
    items = [item for item in picker.pick(outline) if not _holds_table(item, tables)]
    if is_no_plan(plain):
        items = [item for item in items if picker.statements(item.start, item.end)]
    reader = _TaskReader(clean, picker, conventions=_conventions(clean.folded, items, picker))
    tasks = [reader.item(item) for item in items]
    for table in tables:
        path = _path_to(outline, table, picker)
        if path is not None:
            tasks += [reader.row(row, path) for row in table.rows]
    tasks.sort(key=lambda task: (task.start, task.end))
    return ReadPlan(title, issuer_of(plain), years, tuple(tasks), tuple(_warnings(tasks)), tuple(decisions))


def _cleaned(text: str, decisions: list[str]) -> Mapped:
    folded = fold(text)
    return paragraphs_of(folded, without_noise(folded, lines_of(folded), decisions))


def _outline(folded: str, tables: list[Table]) -> Node:
    """The outline of everything outside tables."""
    marks = sorted(
        [*find_marks(folded), *plain_marks(folded), *field_marks(folded)], key=lambda mark: (mark.start, mark.end)
    )
    if tables:
        marks = [mark for mark in marks if not any(t.start <= mark.start < t.end for t in tables)]
    return build_outline(folded, marks)


def _holds_table(item: Item, tables: list[Table]) -> bool:
    """Whether the item is but the heading of a task table."""
    return any(item.start <= table.start < item.node.end for table in tables)


def _path_to(outline: Node, table: Table, picker: ItemPicker) -> list[Node] | None:
    """The sections a table stands in, outermost first; None where they hold no tasks."""
    path: list[Node] = []
    node = outline
    while True:
        inside = next((c for c in node.children if c.start <= table.start < c.end), None)
        if inside is None:
            return path
        if inside.mark.family == "note":
            return path
        if picker.kind(inside) in NO_TASKS - {"note"}:
            return None
        if inside.mark.family not in ("part", "plain"):
            path.append(inside)
        node = inside


def _conventions(folded: str, items: list[Item], picker: ItemPicker) -> Conventions:
    """What the document says once of all its lists of units."""
    named = [item.start for item in items if picker.statements(item.start, item.end)][:1]
    return conventions_of(folded, [(item.start, item.end) for item in items], named)


class _TaskReader:
    """Turns items and table rows into tasks."""

    def __init__(self, text: Mapped, picker: ItemPicker, *, conventions: Conventions) -> None:
        self.picker = picker
        self.text = text
        self.folded = text.folded
        self.conventions = conventions
        self._headings: dict[int, str] = {}

    def item(self, item: Item) -> ReadTask:
        """The task of a numbered item."""
        body = self.text.cut(item.start, item.end)
        statements = self.picker.found(item.start, item.end)
        units = self._settled(body, statements, item.start)
        if not units[0]:
            units = self._with_group(item, units)
        first = item.node.mark.end - item.start
        stops = tuple(statement.start for statement in statements)
        start, end = titles.first_sentence(body.folded, min(first, len(body)), len(body), stops)
        title = titles.tidy(_closed(body.shown[start:end]))
        begin, stop = body.source_span(0, len(body))
        path = tuple(self.heading(node) for node in item.path)
        number = body.shown[: len(item.node.mark.number)]
        details = body.cut(min(first, len(body)), len(body))
        return self._task(number, title, body, details, (begin, stop), path, units)

    def row(self, row: Row, path: list[Node]) -> ReadTask:
        """The task of a table row."""
        text = self.text
        task = next(span for column, _, span in row.cells if column == "task")
        start, end = titles.first_sentence(self.folded, *task)
        number = self.folded[row.number[0] : row.number[1]].strip("()., 、")
        statement = _row_statement(self.folded, row)
        body = concatenated(_row_parts(text, row, "\n"))
        details = concatenated(_row_parts(text, row, "。"))
        units = self._settled(text, [statement], row.start)
        headings = [self.heading(node) for node in path] + [titles.tidy(text.shown[a:b]) for a, b in row.headings]
        span = text.source_span(row.start, row.end)
        return self._task(number, titles.tidy(text.shown[start:end]), body, details, span, tuple(headings), units)

    def _task(
        self,
        number: str,
        title: str,
        body: Mapped,
        details: Mapped,
        span: tuple[int, int],
        path: tuple[str, ...],
        units: Roles,
    ) -> ReadTask:
        dense = _dense(details)
        return ReadTask(
            number="".join(number.split()), title=title, body=body.shown, start=span[0], end=span[1], heading_path=path,
            lead_units=units[0], supporting_units=units[1], all_units=units[2],
            deadlines=deadlines_of(dense), targets=targets_of(dense, title),
        )  # fmt: skip

    def heading(self, node: Node) -> str:
        """A heading as it stands in the text, its unit bracket and final stop left out."""
        if id(node) not in self._headings:
            stated = self.picker.statements(node.start, node.own_end)
            stops = tuple(start for start, _ in stated if self.folded[start] in "([【〔")
            start, end = titles.heading_span(self.text, node, stops)
            self._headings[id(node)] = titles.tidy(self.text.shown[start:end])
        return self._headings[id(node)]

    def _with_group(self, item: Item, own: Roles) -> Roles:
        """The item's units and those of its list: the list's lead leads what the item only supports or names."""
        group = self._group_units(item)
        if not any(own):
            return group
        lead, _, _ = group
        if not lead:
            return own
        leading = {unit.name for unit in lead}
        return lead, tuple(unit for unit in (*own[2], *own[1]) if unit.name not in leading), ()

    def _group_units(self, item: Item) -> Roles:
        """The units said once for the list an item stands in: of the nearest list that says some."""
        for start, end in reversed(item.group_units):
            units = self._settled(self.text.cut(start, end), self.picker.found(start, end), item.start)
            if any(units):
                return units
        return (), (), ()

    def _settled(self, text: Mapped, statements: list[Statement], place: int) -> Roles:
        """Units by role, of the task that begins at `place`.

        One named as lead anywhere in the task is not repeated as supporting, and so on.
        """
        found: tuple[dict[str, list[tuple[int, int]]], ...] = ({}, {}, {})
        first_is_lead, signed_is_lead = self.conventions.first_is_lead(place), self.conventions.signed_is_lead
        for statement in statements:
            settled = settle(statement, first_is_lead=first_is_lead, signed_is_lead=signed_is_lead)
            for place, spans in enumerate((settled.lead, settled.supporting, settled.named)):
                for start, end in spans:
                    name = "".join(text.shown[start:end].split())
                    found[place].setdefault(name, []).append(text.source_span(start, end))
        lead, supporting, named = found
        for name in lead:
            supporting.pop(name, None)
            named.pop(name, None)
        for name in supporting:
            named.pop(name, None)
        return _as_units(lead), _as_units(supporting), _as_units(named)


def _as_units(found: dict[str, list[tuple[int, int]]]) -> Units:
    return tuple(ReadUnit(name, tuple(spans)) for name, spans in found.items())


def _dense(text: Mapped) -> Mapped:
    """The text without blanks between Chinese characters and figures, as copies from PDF files scatter them."""
    return text.without(m.span() for m in re.finditer(r"(?<=[^\x00-\x7f]) +| +(?=[^\x00-\x7f])", text.folded))


def _closed(title: str) -> str:
    """A title that was cut before a bracket of units does not end in that bracket's opening sign."""
    return title.rstrip("（(【[〔")


def _row_statement(folded: str, row: Row) -> Statement:
    statement = Statement(row.start, row.end)
    for column, name, (start, end) in row.cells:
        if column in ("lead", "support", "guide", "named"):
            part: Part = {"lead": "lead", "support": "support", "guide": "guide"}.get(column, "named")  # type: ignore[assignment]  # the values are parts
            read = read_statement(folded, start, end)
            statement.first_is_lead |= bool(FIRST_IS_LEAD.search(name))
            for entry in read.entries:
                keep = read.has_verb or entry.part in ("lead", "support")
                statement.entries.append(
                    Entry(entry.start, entry.end, entry.part if keep and entry.part != "named" else part)
                )
    return statement


def _row_parts(text: Mapped, row: Row, separator: str) -> Iterable[Mapped]:
    """The cells of a row as one text; times stand after their column's name, so that 2025年9月 is read as a limit."""
    cells = [cell for cell in row.cells if cell[0] != "number"]
    for index, (column, name, (start, end)) in enumerate(cells):
        place = text.at[start] if start < len(text) else 0
        if index:
            yield inserted(separator, place)
        if column in ("deadline", "lead", "support", "guide", "named"):
            yield inserted(f"{''.join(name.split())}:", place)
        yield text.cut(start, end)


def _begins(clean: Mapped, outline: Node, tables: list[Table]) -> int:
    """Where the first item or table begins: what is before it holds the title."""
    items = [node.start for node in outline.children if node.mark.family not in ("part", "note")]
    return min([*items, *(table.start for table in tables), len(clean)])


def _warnings(tasks: list[ReadTask]) -> Iterable[str]:
    if not tasks:
        yield "没有读出任务：请确认这是一份规划计划，任务有序号（如“1.”“（一）”“一是”）或列成任务分解表。"
        return
    without = [task for task in tasks if not (task.lead_units or task.supporting_units or task.all_units)]
    if without:
        yield f"{len(tasks)} 项任务中有 {len(without)} 项没有写明单位，需要人工指定。"
