"""草案的文本: what a kept file says, as passages for a page, and the articles that an opinion can be about."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.reading import read_bytes
from fazhi.files import store
from fazhi.files.models import KeptFile

Passage = tuple[str, str]
"""Kind (heading, paragraph, table_row) and text."""

READABLE = (".docx", ".txt", ".html", ".htm", ".pdf")
MOST_PASSAGES = 3_000
"""Of a longer paper the page shows the beginning, and all of it is there to be downloaded."""
MOST_POINTS = 400
_NUMERAL = "零〇一二三四五六七八九十百千0-9"
_ARTICLE = re.compile(rf"^(第[{_NUMERAL}]{{1,9}}条(?:之[{_NUMERAL}]{{1,3}})?)")
_PART = re.compile(rf"^([一二三四五六七八九十]{{1,3}}、.{{1,30}}|第[{_NUMERAL}]{{1,6}}[章节].{{0,30}})$")


def passages_of(kept: KeptFile) -> list[Passage]:
    """The text of a paper; nothing where it cannot be read (a picture, an old format): it is downloaded then."""
    if not kept.name.lower().endswith(READABLE):
        return []
    try:
        read = read_bytes(kept.name, store.content(kept))
    except UnreadableDocument:
        return []
    return [(block.kind, read.text[block.start : block.end]) for block in read.blocks[:MOST_PASSAGES]]


def point_of(text: str) -> str:
    """The article that a passage begins (第五条), or ""."""
    found = _ARTICLE.match(text)
    return found[1] if found else ""


def points_of(passages: Iterable[Sequence[str]]) -> list[str]:
    """What an opinion can be about: the articles, else the headings; each once, in order."""
    texts = [passage[1] for passage in passages]
    articles = [point for text in texts if (point := point_of(text))]
    found = articles or [text[:40] for text in texts if _PART.match(text)]
    return list(dict.fromkeys(found))[:MOST_POINTS]
