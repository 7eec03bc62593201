"""PDF files without author, program, scripts and attached files; signed ones as they are."""

from __future__ import annotations

import io
import logging

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import DictionaryObject

from fazhi.files.store import FileRefused

MOST_PAGES = 500
_OF_THE_WHOLE = ("/Metadata", "/OpenAction", "/AA", "/PieceInfo", "/AF")
_OF_PAGES = ("/Metadata", "/AA", "/PieceInfo")


def cleaned_pdf(shown: str, data: bytes) -> bytes:
    """The content of the file. Raises FileRefused for one with a password, with too many pages, or damaged.

    A signed one stays as it is: changed, its signature would not hold, and that is why it was handed in.
    """
    # pypdf logs what it mends; what a citizen sends has no place in a log.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted:
            raise FileRefused(f"“{shown}”设有密码，请取消密码以后再上传。")
        if len(reader.pages) > MOST_PAGES:
            raise FileRefused(f"“{shown}”有{len(reader.pages)}页，超过{MOST_PAGES}页，请分成几份上传。")
        return data if _signed(reader) else _rewritten(reader)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError, IndexError):
        raise FileRefused(f"“{shown}”打不开，文件可能已经损坏，请重新导出或者拍成照片上传。") from None


def _signed(reader: PdfReader) -> bool:
    form = reader.root_object.get("/AcroForm")
    inner = form.get_object() if form is not None else None
    return isinstance(inner, DictionaryObject) and bool(inner.get("/SigFlags", 0))


def _rewritten(reader: PdfReader) -> bytes:
    """Cut off before it is copied: a writer takes along whatever can still be reached, and nothing else."""
    root = reader.root_object
    for key in _OF_THE_WHOLE:
        root.pop(key, None)
    names = root.get("/Names")
    if names is not None and isinstance(inner := names.get_object(), DictionaryObject):
        for key in ("/JavaScript", "/EmbeddedFiles"):
            inner.pop(key, None)
    for page in reader.pages:
        for key in _OF_PAGES:
            page.pop(key, None)
    writer = PdfWriter(clone_from=reader)
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
