"""The parts of an .xlsx file, read straight from their XML: sheets, shared strings, formats, cells.

A list of 20,000 rows has half a million cells, and a general workbook library makes an object of each; here a cell
costs one look at its element.
"""

import io
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from lxml import etree
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils import column_index_from_string, range_boundaries
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900, from_excel

from fazhi.documents.archives import Archive
from fazhi.documents.limits import MAX_TABLE_COLUMNS, MEGABYTE

MAX_PART_BYTES = 100 * MEGABYTE
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_DIGITS = "0123456789"
_SIGNIFICANT = ".15g"  # digits that Excel itself keeps of a number
_SHORT_INTEGER = 15
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, 1-based and inclusive."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its title and the member that holds it."""

    title: str
    path: str
    visible: bool


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """How numbers of a style show."""

    is_date: bool = False
    is_span: bool = False
    is_percent: bool = False


class Parts:
    """An open workbook. Any fault of its XML is raised as it comes: `grid` knows what to say of it."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive

    def sheets(self) -> Iterator[SheetPart]:
        """The worksheets in their order; sheets of charts are left out."""
        targets = self._targets(self._main)
        book = self._tree(self._main)
        for sheet in book.iterfind("{*}sheets/{*}sheet"):
            kind, path = targets[sheet.get(_RELATION) or sheet.get(_STRICT_RELATION) or ""]
            if kind == "worksheet":
                yield SheetPart(sheet.get("name") or "", path, sheet.get("state", "visible") == "visible")

    def rows(self, sheet: SheetPart, merges: list[Merge]) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Rows as (1-based number, texts from column A on). `merges` is filled by the time the rows end."""
        part = self._archive.xml(sheet.path, at_most=MAX_PART_BYTES) or b""
        shown = _Shown(self)
        number = 0
        for _event, element in etree.iterparse(
            io.BytesIO(part), tag=("{*}row", "{*}mergeCell"), resolve_entities=False, huge_tree=True
        ):
            if _name(element) == "mergeCell":
                left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
                if left and top and right and bottom:
                    merges.append(Merge(left, top, right, bottom))
                continue
            number = int(element.get("r") or number + 1)
            yield number, shown.texts(element)
            element.clear()
            while (before := element.getprevious()) is not None:
                before.getparent().remove(before)  # type: ignore[union-attr]  # what has a neighbour has a parent

    @cached_property
    def shared(self) -> list[str]:
        """The strings that cells refer to by number."""
        path = next((path for kind, path in self._targets(self._main).values() if kind == "sharedStrings"), "")
        part = self._archive.xml(path, at_most=MAX_PART_BYTES) if path else None
        if part is None:
            return []
        found = []
        for _event, item in etree.iterparse(io.BytesIO(part), tag="{*}si", resolve_entities=False, huge_tree=True):
            found.append(cell_text(_plain(item)))
            item.clear()
        return found

    @cached_property
    def formats(self) -> list[NumberFormat]:
        """What each cell style does to a number."""
        path = next((path for kind, path in self._targets(self._main).values() if kind == "styles"), "")
        if not path:
            return []
        tree = self._tree(path)
        codes = dict(BUILTIN_FORMATS)
        for each in tree.iterfind("{*}numFmts/{*}numFmt"):
            codes[int(each.get("numFmtId", "0"))] = each.get("formatCode") or ""
        styles = tree.iterfind("{*}cellXfs/{*}xf")
        return [_format_of(codes.get(int(style.get("numFmtId", "0")), "")) for style in styles]

    @cached_property
    def epoch(self) -> datetime:
        """The day from which the workbook counts."""
        properties = self._tree(self._main).find("{*}workbookPr")
        old = properties is not None and properties.get("date1904") in ("1", "true")
        return CALENDAR_MAC_1904 if old else CALENDAR_WINDOWS_1900

    @cached_property
    def _main(self) -> str:
        return next(path for kind, path in self._targets("").values() if kind == "officeDocument")

    def _targets(self, path: str) -> dict[str, tuple[str, str]]:
        """What a part relates to, by id: the last word of the relation's type, and the member."""
        folder, name = posixpath.split(path)
        part = self._archive.xml(posixpath.join(folder, "_rels", f"{name}.rels"), at_most=MAX_PART_BYTES)
        if part is None:
            return {}
        found = {}
        for each in _parsed(part).iterfind("{*}Relationship"):
            target = each.get("Target", "")
            whole = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            found[each.get("Id", "")] = (each.get("Type", "").rpartition("/")[2], posixpath.normpath(whole))
        return found

    def _tree(self, path: str) -> etree._Element:
        return _parsed(self._archive.xml(path, at_most=MAX_PART_BYTES) or b"")


class _Shown:
    """Cells of one sheet as text. Whatever is the same for all cells of a style is looked up once."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._columns: dict[str, int] = {}
        self._kinds: dict[str, Callable[[str], str]] = {
            "str": cell_text,
            "b": lambda text: cell_text(text in ("1", "true")),
            "e": lambda text: text,
            "d": lambda text: cell_text(datetime.fromisoformat(text)),
        }

    @cached_property
    def _shared(self) -> list[str]:
        return self._parts.shared

    def texts(self, row: etree._Element) -> tuple[str, ...]:
        found: list[str] = []
        for cell in row:
            if not len(cell):
                continue
            reference = cell.get("r")
            at = self._column(reference) if reference else len(found)
            if at >= MAX_TABLE_COLUMNS:
                continue
            if at > len(found):
                found.extend([""] * (at - len(found)))
            if at == len(found):
                found.append(self._text(cell))
            else:
                found[at] = self._text(cell)
        return tuple(found)

    def _column(self, reference: str) -> int:
        """0-based."""
        letters = reference.rstrip(_DIGITS)
        at = self._columns.get(letters)
        if at is None:
            at = self._columns[letters] = column_index_from_string(letters) - 1
        return at

    def _text(self, cell: etree._Element) -> str:
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            inside = cell.find("{*}is")
            return cell_text(_plain(inside)) if inside is not None else ""
        last = cell[-1]  # after the formula where there is one; a formula that was never reckoned has no value
        value = last.text if str(last.tag).endswith("}v") else None
        if not value:
            return ""
        if kind == "s":
            return self._shared[int(value)]
        if kind != "n":
            return self._kinds[kind](value)
        return self._number(value, cell.get("s"))

    def _number(self, value: str, style: str | None) -> str:
        shape = self._parts.formats[int(style)] if style else _GENERAL
        if shape.is_date:
            moment = from_excel(float(value), self._parts.epoch, timedelta=shape.is_span)
            return cell_text(moment)
        if not shape.is_percent and len(value) <= _SHORT_INTEGER and value.isdigit():
            return str(int(value))
        return cell_text(float(value) + 0.0, percent=shape.is_percent)  # never -0


_GENERAL = NumberFormat()


def _format_of(code: str) -> NumberFormat:
    return NumberFormat(is_date_format(code), is_timedelta_format(code), "%" in code)


def _parsed(part: bytes) -> etree._Element:
    return etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _plain(item: etree._Element) -> str:
    """The text of a string, its runs joined; readings above the signs (rPh) are no text of it."""
    texts = []
    for part in item:
        name = _name(part)
        if name == "t":
            texts.append(part.text or "")
        elif name == "r":
            texts += [run.text or "" for run in part if _name(run) == "t"]
    joined = "".join(texts)
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), joined) if "_x" in joined else joined


def cell_text(value: object, *, percent: bool = False) -> str:
    """A cell's value as text: ISO dates, 3 for 3.0, 95% for 0.95 shown in percent, text without outer blanks."""
    match value:
        case None:
            return ""
        case str():
            return value.replace("\r\n", "\n").replace("\r", "\n").strip()
        case bool():
            return "是" if value else "否"
        case int() | float() | Decimal():
            exact = Decimal(format(value, _SIGNIFICANT))
            if not exact.is_finite():
                return ""
            exact = exact * 100 if percent else exact
            text = f"{exact:f}"
            return (text.rstrip("0").rstrip(".") if "." in text else text) + ("%" if percent else "")
        case datetime():
            return value.date().isoformat() if value.time() == _MIDNIGHT else value.isoformat(timespec="seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
    return str(value)
