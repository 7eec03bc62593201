"""PDF files with a text layer."""

import io
import logging
import unicodedata
from collections.abc import Iterator

from pypdf import PageObject, PdfReader
from pypdf.errors import FileNotDecryptedError, PyPdfError
from pypdf.generic import DictionaryObject

from fazhi.documents.archives import encrypted
from fazhi.documents.document import Document, Line, assemble
from fazhi.documents.errors import UnreadableDocument, damaged
from fazhi.documents.limits import MAX_CHARACTERS, MAX_PDF_CONTENT_BYTES, MAX_PDF_PAGE_BYTES, MAX_PDF_PAGES

MEDIA_TYPE = "application/pdf"
_WHAT = "PDF 文件"

# pypdf tells every oddity of a file to its log; without a handler Python would print them on a clerk's terminal.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

# PDF fonts often map a character to the radical that looks the same (⼀ for 一), which no search would find.
# Kangxi radicals are normalised by Unicode itself; these simplified ones of the supplement are not.
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)} | str.maketrans(
    "⺁⺠⺼⻁⻄⻅⻆⻉⻋⻓⻔⻘⻙⻚⻛⻜⻝⻢⻣⻤⻥⻦⻧⻨⻩⻬⻮⻰⻳",
    "厂民月虎西见角贝车长门青韦页风飞食马骨鬼鱼鸟卤麦黄齐齿龙龟",
)

# Above this share of characters that mean nothing, the fonts carry no mapping to Unicode and the text is garbage.
_GARBLED_SHARE = 0.2
_MEANINGLESS = frozenset({"Co", "Cn", "Cs", "Cc"})


def read_pdf(name: str, data: bytes) -> Document:
    """The text of all pages, one after the other. Raises UnreadableDocument: encrypted, scanned, garbled, damaged..."""
    try:
        reader = PdfReader(io.BytesIO(data))
        _unlock(reader)
        count = len(reader.pages)
        if count > MAX_PDF_PAGES:
            raise UnreadableDocument(
                "too_large",
                f"PDF 有 {count} 页，超出 {MAX_PDF_PAGES} 页的读取上限。",
                "请只保留需要的页，另存一份再上传。",
            )
        pages = list(_texts(reader))
        pictures = [at for at, text in enumerate(pages, 1) if not text.strip() and _has_picture(reader.pages[at - 1])]
    except FileNotDecryptedError as fault:
        raise encrypted(_WHAT) from fault
    except PyPdfError as fault:
        raise damaged(_WHAT) from fault
    _refuse_scans(count, len(pictures))
    text = "\n".join(pages).translate(_RADICALS)
    _refuse_garbage(text)
    return assemble(name, MEDIA_TYPE, map(Line, text.splitlines()), _notices(pictures))


def _unlock(reader: PdfReader) -> None:
    # An owner's password alone (printing forbidden, say) opens with an empty user password, as in every viewer.
    if reader.is_encrypted and not reader.decrypt(""):
        raise encrypted(_WHAT)


def _texts(reader: PdfReader) -> Iterator[str]:
    characters = content_bytes = 0
    for page in reader.pages:
        contents = page.get_contents()
        size = len(contents.get_data()) if contents is not None else 0
        content_bytes += size
        if size > MAX_PDF_PAGE_BYTES or content_bytes > MAX_PDF_CONTENT_BYTES or characters > MAX_CHARACTERS:
            raise UnreadableDocument(
                "too_large", "PDF 的页面内容异常巨大，已停止读取。", "请用办公软件重新导出文字版 PDF，或改传 .docx。"
            )
        text = page.extract_text() if size else ""
        characters += len(text)
        yield text


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")  # inherited ones are already in place
    return isinstance(resources, DictionaryObject) and "/XObject" in resources


def _refuse_scans(count: int, pictures: int) -> None:
    # A scan with a typed cover page is still a scan: most of what it says cannot be read.
    if pictures * 2 > count:
        raise UnreadableDocument(
            "scanned",
            f"这是扫描件：共 {count} 页，其中 {pictures} 页是图片，没有文字可读。",
            "请上传原来的 .docx 或文字版 PDF；只有扫描件时，请先做文字识别（OCR），另存为 .docx 再上传。",
        )


def _refuse_garbage(text: str) -> None:
    visible = "".join(text.split())
    meaningless = sum(char == "\ufffd" or unicodedata.category(char) in _MEANINGLESS for char in visible)
    if meaningless > len(visible) * _GARBLED_SHARE:
        raise UnreadableDocument(
            "garbled", "PDF 的字体没有文字对照表，读出来是乱码。", "请上传原来的 .docx，或从办公软件重新导出 PDF。"
        )


def _notices(pictures: list[int]) -> tuple[str, ...]:
    if not pictures:
        return ()
    pages = "、".join(map(str, pictures))
    return (f"第 {pages} 页是图片，没有读到文字，请人工核对。",)
