"""A sheet of an .xlsx file as a grid of text: what people see in the cells, merged ranges beside it."""

import io
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from lxml import etree
from openpyxl import load_workbook
from openpyxl.cell.read_only import EMPTY_CELL
from openpyxl.utils import range_boundaries

from fazhi.documents.archives import Archive
from fazhi.documents.errors import UnreadableDocument, damaged
from fazhi.documents.limits import MAX_FILE_BYTES, MAX_TABLE_COLUMNS, MAX_TABLE_ROWS, MEGABYTE

WHAT = "Excel 文件"
_MAX_PART_BYTES = 100 * MEGABYTE
_SIGNIFICANT = ".15g"  # digits that Excel itself keeps of a number
_MIDNIGHT = time()


@dataclass(frozen=True, slots=True)
class Merge:
    """A merged range, 1-based and inclusive."""

    left: int
    top: int
    right: int
    bottom: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows that hold something, as (1-based number, texts from column A on)."""

    title: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    merges: tuple[Merge, ...]


def read_grids(data: bytes) -> Iterator[Grid]:
    """The visible sheets in their order. Raises UnreadableDocument: empty, too_large, wrong_type, encrypted, ..."""
    _check(data)
    try:
        # Read-only: it streams, and a merged range over the whole sheet does not become millions of cells.
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for sheet in workbook.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # some programs write a wrong size, which would cut rows off
                path = posixpath.normpath(str(sheet._worksheet_path)).lstrip("/")  # type: ignore[attr-defined]  # not in the stubs
                yield Grid(sheet.title, tuple(_rows(sheet.iter_rows(max_col=MAX_TABLE_COLUMNS))), _merges(data, path))
    except UnreadableDocument:
        raise
    except Exception as fault:  # openpyxl raises anything on a broken workbook
        raise damaged(WHAT) from fault


def _check(data: bytes) -> None:
    """Refuse what is no .xlsx, in words that fit, before openpyxl sees it."""
    if not data:
        raise UnreadableDocument("empty", "文件是空的（0 字节）。", "请重新保存或重新下载文件后再上传。")
    if len(data) > MAX_FILE_BYTES:
        size = MAX_FILE_BYTES // MEGABYTE
        raise UnreadableDocument(
            "too_large", f"文件超过 {size} MB，超出读取上限。", "请只保留需要的表，另存一份再上传。"
        )
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise UnreadableDocument("encrypted", "Excel 文件设有打开密码，无法读取。", "请取消密码后另存一份再上传。")
        raise UnreadableDocument(
            "wrong_type", "这是旧版 .xls 或 .et 格式，不能直接读取。", "请用 WPS 或 Excel 打开，另存为 .xlsx 后再上传。"
        )
    if not data.startswith(b"PK"):
        raise _not_xlsx()
    with Archive(data, what=WHAT) as archive:
        names = archive.names
        if not any(name.startswith("xl/") for name in names):
            raise _not_xlsx()
        for name in names:
            if name.endswith((".xml", ".rels")):
                archive.xml(name, at_most=_MAX_PART_BYTES)


def _not_xlsx() -> UnreadableDocument:
    return UnreadableDocument(
        "wrong_type", "这不是 Excel 表格（.xlsx）。", "请用 WPS 或 Excel 另存为 .xlsx 格式后再上传。"
    )


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[tuple[int, tuple[str, ...]]]:
    count = 0
    blank: tuple[object, ...] | None = None
    for number, cells in enumerate(rows, 1):
        # A stray cell at the very bottom brings a million missing rows; openpyxl fills in the same object for each.
        if cells is blank:
            continue
        texts = tuple(["" if cell is EMPTY_CELL else _shown(cell) for cell in cells])
        if not any(texts):
            blank = cells
        else:
            count += 1
            if count > MAX_TABLE_ROWS:
                raise UnreadableDocument(
                    "too_large", f"表格超过 {MAX_TABLE_ROWS} 行，超出读取上限。", "请只保留需要的行，另存一份再上传。"
                )
            yield number, texts


def _shown(cell: object) -> str:
    value = getattr(cell, "value", None)
    # The format costs more to look up than all the rest, and only numbers need it.
    return cell_text(value, getattr(cell, "number_format", "") if isinstance(value, (int, float)) else "")


def cell_text(value: object, number_format: str = "") -> str:
    """A cell's value as text: ISO dates, 3 for 3.0, 95% for 0.95 shown in percent, text without outer blanks."""
    match value:
        case None:
            return ""
        case str():
            return value.replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n").strip()
        case bool():
            return "是" if value else "否"
        case int() | float() | Decimal():
            percent = "%" in (number_format or "")
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
    return str(value)


def _merges(data: bytes, path: str) -> tuple[Merge, ...]:
    """Merged ranges of a sheet, which read-only openpyxl does not tell."""
    with Archive(data, what=WHAT) as archive:
        part = archive.xml(path, at_most=_MAX_PART_BYTES)
    if part is None:
        return ()
    merges = []
    for _event, element in etree.iterparse(io.BytesIO(part), tag="{*}mergeCell", resolve_entities=False):
        left, top, right, bottom = range_boundaries(element.get("ref", "A1"))
        if left and top and right and bottom:
            merges.append(Merge(left, top, right, bottom))
    return tuple(merges)
