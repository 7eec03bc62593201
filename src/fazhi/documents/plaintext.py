"""Plain text (.txt): the text is the file, character for character."""

import re

from fazhi.documents.document import INVISIBLE, Block, Document, Kind, no_text, too_long
from fazhi.documents.encoding import decode
from fazhi.documents.limits import MAX_CHARACTERS

MEDIA_TYPE = "text/plain"

# First visible character of a line up to its last one; blanks at either end stay outside the block.
_VISIBLE = rf"[^\s{INVISIBLE}]"
_LINE = re.compile(rf"{_VISIBLE}(?:[^\n\r\x0b\x0c\x85\u2028\u2029]*{_VISIBLE})?")


def read_plaintext(name: str, data: bytes) -> Document:
    """A text file in UTF-8, UTF-16 with mark or GB18030. Line ends stay as they are. Raises UnreadableDocument."""
    return document_of(name, decode(data))


def document_of(name: str, text: str) -> Document:
    """A document whose text is exactly `text`, one block for each line with something on it."""
    if len(text) > MAX_CHARACTERS:
        raise too_long()
    spans = [match.span() for match in _LINE.finditer(text)]
    blocks = tuple([Block(start, end, _kind(text, start, end)) for start, end in spans])
    if not blocks:
        raise no_text()
    return Document(name, MEDIA_TYPE, text, blocks)


def _kind(text: str, start: int, end: int) -> Kind:
    # Tables come into text files as lines of "| a | b |".
    return "table_row" if text[start] == "|" and text[end - 1] == "|" and end - start > 2 else "paragraph"
