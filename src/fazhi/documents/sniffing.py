"""Which kind of file some bytes are. Content decides; the name is asked only where the content leaves it open."""

import re
from typing import Literal

from fazhi.documents.errors import UnreadableDocument

Format = Literal["text", "html", "pdf", "word"]

_HTML_SUFFIXES = (".html", ".htm", ".shtml", ".xhtml", ".mht.html")
# Atomic and possessive: without that a million comments with no page behind them take forever to reject.
_PRELUDE = rb"(?:\xef\xbb\xbf)?\s*+(?:<\?xml[^>]*+>\s*+)?(?><!--.*?-->\s*+)*+"
_HTML_START = re.compile(_PRELUDE + rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_UTF16_HTML_START = re.compile(
    rb"\xff\xfe\s*<\x00(?:!\x00d\x00o\x00c\x00t\x00y\x00p\x00e\x00|h\x00t\x00m\x00l\x00)", re.IGNORECASE
)
_TAG = re.compile(rb"<\x00?[A-Za-z!/]")
_WORD_XML = re.compile(_PRELUDE + rb"<(?:\?mso-application|pkg:package|w:wordDocument)", re.DOTALL)

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_ARCHIVES = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00")
_IMAGES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\x00", b"MM\x00*", b"BM", b"AT&TFORM")
_BMP_RESERVED = slice(6, 10)

_AS_DOCX = "请用 WPS 或 Word 打开，另存为 .docx 格式后再上传。"
_READABLE = "可以读取的格式是 .docx、.pdf（文字版）、.html 和 .txt。"


def format_of(name: str, data: bytes) -> Format:
    """The reader for `data`. Raises UnreadableDocument for kinds that no reader knows, each with its own words."""
    suffix = _suffix(name)
    if _is_pdf(data):
        return "pdf"
    if data.startswith(_ZIP):
        return _inside_zip(data)
    if data.startswith(_OLE):
        raise _ole(suffix, data)
    if refusal := _foreign(data):
        raise refusal
    if _HTML_START.match(data) or _UTF16_HTML_START.match(data):
        return "html"
    return "html" if suffix in _HTML_SUFFIXES and _TAG.search(data) else "text"


def _suffix(name: str) -> str:
    dot = name.rfind(".")
    return name[dot:].strip().lower() if dot >= 0 else ""


def _is_pdf(data: bytes) -> bool:
    # The standard lets some bytes stand before the header; a text that merely speaks of "%PDF-" has no trailer.
    return data.startswith(b"%PDF-") or (b"%PDF-" in data[:1024] and b"startxref" in data)


def _inside_zip(data: bytes) -> Format:
    from fazhi.documents.archives import Archive  # noqa: PLC0415 -- zipfile is not needed for text

    with Archive(data, what="文件") as archive:
        names = archive.names
    if any(name.startswith("word/") for name in names):
        return "word"
    if any(name.startswith("xl/") for name in names):
        raise _spreadsheet()
    if any(name.startswith("ppt/") for name in names):
        raise _presentation()
    if "OFD.xml" in names:
        raise wrong_type(
            "这是 OFD 版式文件，暂不支持读取。", "请在 OFD 阅读器中导出文字版 PDF，或向发文单位索取 .docx。"
        )
    if "content.xml" in names and "mimetype" in names:
        raise wrong_type("这是 OpenDocument 文件（.odt、.ods），不能直接读取。", _AS_DOCX)
    raise _archive()


def _ole(suffix: str, data: bytes) -> UnreadableDocument:
    def holds(entry: str) -> bool:  # names of streams stand in the OLE directory in UTF-16
        return entry.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        from fazhi.documents.archives import encrypted  # noqa: PLC0415 -- zipfile is not needed for text

        return encrypted("文件")
    if suffix == ".wps":
        return UnreadableDocument("legacy_doc", "这是 WPS 文字的 .wps 格式，不能直接读取。", _AS_DOCX)
    if holds("WordDocument"):
        return UnreadableDocument("legacy_doc", "这是旧版 Word 的 .doc 格式，不能直接读取。", _AS_DOCX)
    if holds("Workbook"):
        return _spreadsheet()
    if holds("PowerPoint Document"):
        return _presentation()
    return UnreadableDocument("legacy_doc", "这是旧版办公软件的文件格式，不能直接读取。", _AS_DOCX)


def _foreign(data: bytes) -> UnreadableDocument | None:
    if _is_image(data):
        return wrong_type(
            "这是图片，里面没有可读取的文字。", "请上传原文件；只有图片时，请先做文字识别（OCR），另存为 .docx 再上传。"
        )
    if data.startswith(_ARCHIVES):
        return _archive()
    if data.startswith(b"{\\rtf"):
        return wrong_type("这是 RTF 格式，不能直接读取。", _AS_DOCX)
    if data[:64].lower().startswith((b"mime-version:", b"from: <saved by")):
        return wrong_type("这是网页归档文件（.mht），不能直接读取。", _AS_DOCX)
    if _WORD_XML.match(data[:4096]):
        return wrong_type("这是 Word XML 格式，不能直接读取。", _AS_DOCX)
    return None


def _is_image(data: bytes) -> bool:
    if data.startswith(b"BM"):  # two plain letters: a text may begin so, a bitmap also has four zero bytes
        return data[_BMP_RESERVED] == bytes(4)
    return data.startswith(_IMAGES) or (data[:4] == b"RIFF" and data[8:12] == b"WEBP") or data[4:12] == b"ftypheic"


def wrong_type(say: str, mend: str) -> UnreadableDocument:
    """The error for a kind of file that is not read here."""
    return UnreadableDocument("wrong_type", say, mend)


def _spreadsheet() -> UnreadableDocument:
    return wrong_type(
        "这是电子表格，不是规划文本。", "任务分解表请从表格导入；规划文本请上传 .docx、.pdf、.html 或 .txt。"
    )


def _presentation() -> UnreadableDocument:
    return wrong_type("这是演示文稿，不能读取。", _READABLE)


def _archive() -> UnreadableDocument:
    return wrong_type("这是压缩包，不能直接读取。", "请先解压，再上传里面的文件。" + _READABLE)
