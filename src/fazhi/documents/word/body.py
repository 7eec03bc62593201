"""The running text of a .docx: paragraphs with their numbers, tables, text boxes, in the order of the document."""

from collections.abc import Iterable, Iterator

from lxml import etree

from fazhi.documents.document import Document, Kind, Line, assemble
from fazhi.documents.tables import row_line
from fazhi.documents.word.numbering import Numbering
from fazhi.documents.word.package import attribute, child, is_on, local_name, number, open_package
from fazhi.documents.word.styles import ParagraphStyle, Styles, outline_heading, read_styles

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

# Deleted and moved-away text (修订), field instructions, phonetic guides (拼音指南), notes' marks, properties.
_DROPPED = frozenset(
    "del moveFrom delText instrText delInstrText rt pPr rPr sdtPr "  # noqa: SIM905 -- a list of words reads as words
    "sdtEndPr tblPr tblGrid trPr tcPr footnoteReference endnoteReference commentReference annotationRef object".split()
)
_MARKS = {"tab": " ", "ptab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_MAX_SPAN = 100


def read_word(name: str, data: bytes) -> Document:
    """The text of a .docx as it stands on paper, list numbers included; headers, footers and notes are left out.

    Raises UnreadableDocument: damaged, encrypted, zip_bomb, empty, too_large.
    """
    package = open_package(data)
    styles = read_styles(package.styles)
    reader = _BodyReader(styles, Numbering(package.numbering, styles.lists))
    return assemble(name, MEDIA_TYPE, reader.lines(package.document))


class _BodyReader:
    def __init__(self, styles: Styles, numbering: Numbering) -> None:
        self._styles = styles
        self._numbering = numbering
        self._carried = ""  # text of a paragraph whose end was deleted: it runs on into the next one

    def lines(self, parent: etree._Element) -> Iterator[Line]:
        """Lines of everything below a body, cell or text box."""
        for element in parent.iterchildren():
            name = local_name(element)
            if name == "p":
                yield from self._paragraph(element)
            elif name == "tbl":
                yield from self._table(element)
            elif name == "AlternateContent":
                yield from self.lines(_branch(element))
            elif name not in _DROPPED and not _is_contents(element):
                yield from self.lines(element)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Line]:
        properties = child(paragraph, "pPr")
        style = self._styles.of(attribute(child(properties, "pStyle")))
        if style.is_contents:
            return
        pieces: list[str] = []
        boxes: list[etree._Element] = []
        _collect(paragraph, pieces, boxes)
        text = self._carried + "".join(pieces)
        self._carried = ""
        if child(properties, "rPr", "del") is not None:
            self._carried = text
        else:
            label = self._label(properties, style)
            outlined = outline_heading(properties)
            kind: Kind = "heading" if (style.is_heading if outlined is None else outlined) else "paragraph"
            if text.strip():
                yield Line(label + text.lstrip(), kind)
        for box in boxes:
            yield from self.lines(box)

    def _label(self, properties: etree._Element | None, style: ParagraphStyle) -> str:
        own = child(properties, "numPr")
        list_id = attribute(child(own, "numId"))
        depth = number(child(own, "ilvl"))
        if list_id is None:
            list_id = style.list_id
            if depth is None and list_id is not None and style.list_style is not None:
                depth = self._numbering.level_of_style(list_id, style.list_style)
        if depth is None:
            depth = style.list_depth or 0
        return "" if list_id is None else self._numbering.label(list_id, depth)

    def _table(self, table: etree._Element) -> Iterator[Line]:
        rows = [row for row in _unwrapped(table, "tr") if child(row, "trPr", "del") is None]
        # A frame drawn as a table of one column is running text with a border.
        if max((len(list(_unwrapped(row, "tc"))) for row in rows), default=0) < 2:
            for row in rows:
                for cell in _unwrapped(row, "tc"):
                    yield from self.lines(cell)
            return
        for row in rows:
            if line := row_line(self._cells(row)):
                yield line

    def _cells(self, row: etree._Element) -> list[str]:
        texts = [""] * _span(child(row, "trPr", "gridBefore"))
        cells = list(_unwrapped(row, "tc"))
        for cell in cells:
            properties = child(cell, "tcPr")
            text = "" if _is_covered(properties) else " ".join(line.text for line in self.lines(cell))
            width = max(1, _span(child(properties, "gridSpan")))
            texts += [text, *[""] * (width - 1)]
        return texts[:1] if len(cells) == 1 and texts[0] else texts


def _collect(element: etree._Element, pieces: list[str], boxes: list[etree._Element]) -> None:
    for inner in element.iterchildren():
        name = local_name(inner)
        if name == "t":
            pieces.append(inner.text or "")
        elif name in _MARKS:
            pieces.append(_MARKS[name])
        elif name == "sym":
            pieces.append(_symbol(inner))
        elif name == "txbxContent":
            boxes.append(inner)
        elif name == "AlternateContent":
            _collect(_branch(inner), pieces, boxes)
        elif name not in _DROPPED and not (name == "r" and is_on(child(inner, "rPr", "vanish"))):
            _collect(inner, pieces, boxes)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(attribute(element, "char") or "", 16)
    except ValueError:
        return ""
    # Symbol fonts live in the private use area, where a code means nothing outside its font.
    return chr(code) if 0x20 <= code < 0xD800 or code in range(0xF900, 0xFFFE) else ""


def _branch(alternatives: etree._Element) -> etree._Element:
    """One of the ways in which mc:AlternateContent says the same thing: the newest, which comes first."""
    return next((inner for inner in alternatives if local_name(inner) in ("Choice", "Fallback")), alternatives)


def _is_contents(element: etree._Element) -> bool:
    """Whether a content control is a generated table of contents: it would repeat every heading."""
    if local_name(element) != "sdt":
        return False
    gallery = attribute(child(element, "sdtPr", "docPartObj", "docPartGallery"))
    return gallery == "Table of Contents"


def _unwrapped(parent: etree._Element, name: str) -> Iterable[etree._Element]:
    """Rows of a table or cells of a row, also those inside content controls and tracked insertions."""
    for element in parent.iterchildren():
        here = local_name(element)
        if here == name:
            yield element
        elif here not in _DROPPED and here not in ("tbl", "p"):
            yield from _unwrapped(element, name)


def _is_covered(properties: etree._Element | None) -> bool:
    """Whether a cell only continues the one above or, in old files, the one to its left."""
    merges = (child(properties, "vMerge"), child(properties, "hMerge"))
    return any(merge is not None and attribute(merge) != "restart" for merge in merges)


def _span(element: etree._Element | None) -> int:
    return max(0, min(number(element) or 0, _MAX_SPAN))
