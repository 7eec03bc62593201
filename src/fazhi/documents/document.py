"""What reading a file gives: its whole text, and where each paragraph, heading and table row stands in it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.limits import MAX_CHARACTERS

Kind = Literal["paragraph", "heading", "table_row"]

# A byte order mark and a zero width space are no text, though str.isspace() says otherwise.
INVISIBLE = "\ufeff\u200b"
# C0 and C1 controls have no place in text taken out of XML or PDF, and a lone surrogate breaks the next UTF-8 encoder.
_UNWANTED = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\u200b\ufffe\uffff]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_LINE_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]+")


class Block(NamedTuple):
    """A run of `Document.text` from `start` up to, not including, `end`, in code points."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Document:
    """A file that has been read.

    Blocks are in order, do not overlap, begin and end with a visible character and cover all visible text. `notices`
    are Chinese sentences about what could not be read although the rest could (pages that are only pictures).
    """

    name: str
    media_type: str
    text: str
    blocks: tuple[Block, ...]
    notices: tuple[str, ...] = ()


class Line(NamedTuple):
    """One line of extracted text before it has its place in a document."""

    text: str
    kind: Kind = "paragraph"


def assemble(name: str, media_type: str, lines: Iterable[Line], notices: tuple[str, ...] = ()) -> Document:
    """Join extracted lines to a document, one block a line. Raises UnreadableDocument for no text or too much."""
    texts: list[str] = []
    blocks: list[Block] = []
    offset = 0
    for line in lines:
        for text in _visible_parts(line.text):
            blocks.append(Block(offset, offset + len(text), line.kind))
            texts.append(text)
            offset += len(text) + 1
            if offset > MAX_CHARACTERS:
                raise too_long()
    if not texts:
        raise no_text()
    return Document(name, media_type, "\n".join(texts), tuple(blocks), notices)


def _visible_parts(text: str) -> Iterable[str]:
    text = _SURROGATE.sub("\ufffd", _UNWANTED.sub("", text))
    return filter(None, (part.strip() for part in _LINE_BREAK.split(text)))


def too_long() -> UnreadableDocument:
    """The error for text beyond the limit."""
    return UnreadableDocument(
        "too_large",
        f"文件的文字超过 {MAX_CHARACTERS // 10_000} 万字，超出读取上限。",
        "请确认选对了文件，或拆成几个文件分别上传。",
    )


def no_text() -> UnreadableDocument:
    """The error for a file in which nothing is written."""
    return UnreadableDocument("empty", "文件里没有文字。", "请打开文件确认内容，保存后重新上传。")
