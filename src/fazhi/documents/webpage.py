"""HTML pages, as saved from government sites or from an office program."""

import re
from collections.abc import Iterator

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from fazhi.documents.document import Document, Line, assemble
from fazhi.documents.encoding import declared_encoding, decode
from fazhi.documents.errors import damaged
from fazhi.documents.tables import row_line

MEDIA_TYPE = "text/html"

_UNSEEN = frozenset(
    "head script style noscript template nav header footer iframe object svg math canvas audio video "  # noqa: SIM905 -- a list of words reads as words
    "button select textarea datalist rt rp".split()
)
_UNSEEN_ROLES = frozenset({"navigation", "banner", "contentinfo", "search"})
_HIDING_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = _HEADINGS | frozenset(
    "address article aside blockquote body br caption center dd details dialog dir div dl dt "  # noqa: SIM905 -- words
    "fieldset figcaption figure footer form header hgroup hr html legend li listing main menu ol option p plaintext "
    "pre search section summary table tbody td tfoot th thead tr ul xmp".split()
)

# A break in the source between two East Asian characters is no space (CSS Text 3, segment break transformation).
# The ideographic space is left out: as a blank it would make the search below quadratic.
_EAST_ASIAN = (
    "\u2e80-\u2fff\u3001-\u303f\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uf900-\ufaff\uff01-\uff60\uffe0-\uffe6\U00020000-\U0003ffff"
)
_SOURCE_BREAK = re.compile(rf"(?<=[{_EAST_ASIAN}])[ \t\r\f]*\n\s*(?=[{_EAST_ASIAN}])")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")

# A table that only arranges the page: one or two rows that hold a whole article.
_LAYOUT_ROWS = 2
_LAYOUT_CHARACTERS = 400
_LAYOUT_BREAKS = 4
_MAX_SPAN = 100


def read_webpage(name: str, data: bytes) -> Document:
    """The visible text of a page, one block a line, tables as rows. Raises UnreadableDocument."""
    text = decode(data, declared=declared_encoding(data))
    # Bytes again, in a known encoding: lxml refuses a str that begins with an XML declaration.
    parser = HTMLParser(encoding="utf-8", huge_tree=True, remove_pis=True, remove_comments=True)
    root = etree.fromstring(text.encode("utf-8"), parser)
    # The parser leaves out what lies deeper than its limit: better to say so than to read half a plan.
    cut = any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)
    if root is None or cut:
        raise damaged("网页文件")
    return assemble(name, MEDIA_TYPE, _lines_of(root))


def _lines_of(root: HtmlElement) -> Iterator[Line]:
    """Lines under `root`, its tail not included, walked without recursion: pages nest hundreds deep."""
    pending: list[str] = []
    headings = preformatted = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag
        if tag in _BLOCKS:  # a block ends the line before it, at its start and at its end
            yield from _flush(pending, in_heading=bool(headings))
        step = 1 if event == "start" else -1
        headings += step * (tag in _HEADINGS)
        preformatted += step * (tag == "pre")
        if event == "start":
            if _is_unseen(element):
                walk.skip_subtree()
                continue
            if tag == "table" and _is_data_table(element):
                yield from _rows_of(element)
                walk.skip_subtree()
                continue
            text = element.text
        else:
            text = element.tail if element is not root else None
        if text:
            pending.append(text.replace("\n", "\v") if preformatted else text)
    yield from _flush(pending, in_heading=False)


def _flush(pending: list[str], *, in_heading: bool) -> Iterator[Line]:
    text = _SPACES.sub(" ", _SOURCE_BREAK.sub("", "".join(pending)))
    pending.clear()
    if text and not text.isspace():
        yield Line(text, "heading" if in_heading else "paragraph")


def _is_unseen(element: HtmlElement) -> bool:
    if element.tag in _UNSEEN:
        # The header of an article holds its title; the header of a page holds the site's menu.
        return element.tag != "header" or not any(up.tag in ("article", "main") for up in element.iterancestors())
    if not element.attrib:
        return False
    get = element.get
    return (
        get("hidden") is not None
        or get("aria-hidden") == "true"
        or get("role") in _UNSEEN_ROLES
        or _HIDING_STYLE.search(get("style") or "") is not None
    )


def _is_data_table(table: HtmlElement) -> bool:
    """Whether a table holds rows of data; old pages put whole articles into tables only to arrange them."""
    if next(table.iterdescendants("table"), None) is not None or table.get("role") == "presentation":
        return False
    rows = list(table.iterdescendants("tr"))
    if max((len(_cells(row)) for row in rows), default=0) < 2:
        return False
    return len(rows) > _LAYOUT_ROWS or not any(_holds_article(cell) for row in rows for cell in _cells(row))


def _holds_article(cell: HtmlElement) -> bool:
    breaks = sum(1 for _ in cell.iterdescendants("p", "br", "div", "li"))
    return breaks >= _LAYOUT_BREAKS and len("".join(cell.itertext())) >= _LAYOUT_CHARACTERS


def _cells(row: HtmlElement) -> list[HtmlElement]:
    return [child for child in row.iterchildren("td", "th") if not _is_unseen(child)]


def _rows_of(table: HtmlElement) -> Iterator[Line]:
    for caption in table.iterchildren("caption"):
        yield from _lines_of(caption)
    below: dict[int, int] = {}  # column -> how many further rows a cell from above still covers
    for row in table.iterdescendants("tr"):
        if not _is_unseen(row) and (line := row_line(_row_cells(row, below))):
            yield line


def _row_cells(row: HtmlElement, below: dict[int, int]) -> list[str]:
    cells = _cells(row)
    texts: list[str] = []

    def skip_covered() -> None:
        while below.get(len(texts), 0):
            below[len(texts)] -= 1
            texts.append("")

    for cell in cells:
        skip_covered()
        width, height = _span(cell, "colspan"), _span(cell, "rowspan")
        for column in range(len(texts), len(texts) + width):
            below[column] = height - 1
        texts += [" ".join(line.text for line in _lines_of(cell)), *[""] * (width - 1)]
    skip_covered()
    return texts[:1] if len(cells) == 1 and texts[0] else texts


def _span(cell: HtmlElement, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(int(value), _MAX_SPAN) if value.isascii() and value.isdigit() and int(value[:6]) else 1
