"""A sheet of an .xlsx file as a grid of text: what people see in the cells, merged ranges beside it."""

from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.documents.archives import Archive
from fazhi.documents.errors import UnreadableDocument, damaged
from fazhi.documents.limits import MAX_FILE_BYTES, MAX_TABLE_ROWS, MEGABYTE
from fazhi.documents.spreadsheet.parts import MAX_PART_BYTES, Merge, Parts, SheetPart

__all__ = ["Grid", "Merge", "read_grids"]

WHAT = "Excel 文件"


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
        with Archive(data, what=WHAT) as archive:
            parts = Parts(archive)
            for sheet in parts.sheets():
                if sheet.visible:
                    yield _grid(parts, sheet)
    except UnreadableDocument:
        raise
    except Exception as fault:  # a broken workbook breaks anywhere
        raise damaged(WHAT) from fault


def _grid(parts: Parts, sheet: SheetPart) -> Grid:
    merges: list[Merge] = []
    rows: list[tuple[int, tuple[str, ...]]] = []
    for number, texts in parts.rows(sheet, merges):
        if not any(texts):
            continue
        if len(rows) == MAX_TABLE_ROWS:
            raise UnreadableDocument(
                "too_large", f"表格超过 {MAX_TABLE_ROWS} 行，超出读取上限。", "请只保留需要的行，另存一份再上传。"
            )
        rows.append((number, texts))
    return Grid(sheet.title, tuple(rows), tuple(merges))


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
                archive.xml(name, at_most=MAX_PART_BYTES)


def _not_xlsx() -> UnreadableDocument:
    return UnreadableDocument(
        "wrong_type", "这不是 Excel 表格（.xlsx）。", "请用 WPS 或 Excel 另存为 .xlsx 格式后再上传。"
    )
