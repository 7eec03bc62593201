"""From bytes to text: which encoding a Chinese text file is in."""

import codecs
import re

from fazhi.documents.errors import UnreadableDocument

# The two UTF-16 marks come after UTF-8's; UTF-32 is not listed because no Chinese office program writes it.
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))

# Tab, line feeds, form feed, DOS end-of-file (1A) and escape do turn up in text exported from old systems.
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x19\x1c-\x1f\x7f]")

# One wrong byte in a long file should not cost a person the file; a page of replacement marks is no text.
_TOLERATED_SHARE = 0.002

# Names that pages declare, to the codec that reads them and their errors: GB18030 holds all of GB2312 and GBK.
_DECLARED = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "gb18030": "gb18030",
    "x-gbk": "gb18030",
    "cp936": "gb18030",
    "big5": "big5hkscs",
    "big5-hkscs": "big5hkscs",
    "iso-8859-1": "cp1252",
    "windows-1252": "cp1252",
}
_DECLARATION = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_\-]{2,20})""", re.IGNORECASE)
_DECLARED_WITHIN_BYTES = 4096


def decode(data: bytes, *, declared: str | None = None) -> str:
    """The whole text of `data`, a byte order mark included as U+FEFF, so that offsets are offsets in the file.

    Order: byte order mark; UTF-8 where it fits without error (text in another encoding practically never does); the
    encoding the file declares; GB18030. A handful of broken bytes become U+FFFD. Raises UnreadableDocument (not_text).
    """
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    codecs_to_try = [marked] if marked else ["utf-8", *([declared] if declared else []), "gb18030"]
    for codec in codecs_to_try:
        try:
            text = data.decode(codec)
        except UnicodeDecodeError:
            continue
        return _checked(text)
    attempts = (data.decode(codec, "replace") for codec in codecs_to_try)
    return _checked(min(attempts, key=lambda text: text.count("\ufffd")))


def declared_encoding(data: bytes) -> str | None:
    """The Python codec for the encoding an HTML page declares in its head, if it declares one we read."""
    found = _DECLARATION.search(data, 0, _DECLARED_WITHIN_BYTES)
    return _DECLARED.get(found[1].decode("ascii").lower()) if found else None


def _checked(text: str) -> str:
    doubtful = len(_CONTROL.findall(text)) + text.count("\ufffd")
    # A text too short for a share to mean anything may hold one broken character, but no NUL.
    if "\x00" in text or doubtful > max(1, len(text) * _TOLERATED_SHARE):
        raise UnreadableDocument(
            "not_text",
            "文件内容不是文字，或者文字编码无法识别。",
            "请确认选对了文件；如果是文本文件，请用记事本打开，另存为 UTF-8 编码后再上传。",
        )
    return text
