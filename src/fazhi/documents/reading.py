"""The way in: any file that holds a plan or report becomes a `Document`."""

from pathlib import Path

from fazhi.documents.document import Document, no_text
from fazhi.documents.errors import UnreadableDocument, damaged
from fazhi.documents.limits import MAX_FILE_BYTES, MEGABYTE
from fazhi.documents.plaintext import read_plaintext
from fazhi.documents.sniffing import Format, format_of

_WHAT: dict[Format, str] = {"text": "文本文件", "html": "网页文件", "pdf": "PDF 文件", "word": "Word 文件"}


def read_document(path: Path) -> Document:
    """The document in a file; `Document.name` is the file's name without its folder.

    Reads .docx, .pdf with a text layer, .html and .txt, told apart by content. Raises UnreadableDocument and nothing
    else, for a missing file too.
    """
    try:
        with path.open("rb") as file:
            # One byte more than allowed tells a big file from a fitting one without reading (or trusting) its size.
            data = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError as fault:
        raise UnreadableDocument("missing", f"找不到文件“{path.name}”。", "请检查路径和文件名。") from fault
    except OSError as fault:
        raise UnreadableDocument(
            "unopenable", f"打不开文件“{path.name}”。", "请检查它是不是文件、有没有读取权限。"
        ) from fault
    return read_bytes(path.name, data)


def read_bytes(name: str, data: bytes) -> Document:
    """The document in the bytes of an uploaded file called `name`. Raises UnreadableDocument and nothing else."""
    if not data:
        raise UnreadableDocument("empty", "文件是空的（0 字节）。", "请重新保存或重新下载文件后再上传。")
    if len(data) > MAX_FILE_BYTES:
        raise UnreadableDocument(
            "too_large",
            f"文件超过 {MAX_FILE_BYTES // MEGABYTE} MB，超出读取上限。",
            "请删去图片和附件，或拆成几个文件后再上传。",
        )
    if not data.strip(b"\x00\t\n\r "):
        raise no_text()
    kind = format_of(name, data)
    try:
        return _read(kind, name, data)
    except UnreadableDocument:
        raise
    except Exception as fault:  # parsers of third parties fail in any way on broken files; a person needs one answer
        raise damaged(_WHAT[kind]) from fault


def _read(kind: Format, name: str, data: bytes) -> Document:
    match kind:
        case "text":
            return read_plaintext(name, data)
        case "html":
            from fazhi.documents.webpage import read_webpage  # noqa: PLC0415 -- heavy, only for this format

            return read_webpage(name, data)
        case "pdf":
            from fazhi.documents.pdf import read_pdf  # noqa: PLC0415 -- heavy, only for this format

            return read_pdf(name, data)
        case "word":
            from fazhi.documents.word import read_word  # noqa: PLC0415 -- heavy, only for this format

            return read_word(name, data)
