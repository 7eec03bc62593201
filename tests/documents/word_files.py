"""Builds .docx files for tests: python-docx for the package, raw XML where it has no words for what Word writes."""

import io
import re
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.text.paragraph import Paragraph


def saved(word: WordDocument) -> bytes:
    """The bytes of the file."""
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def body_of(*elements: str) -> bytes:
    """A file whose body is the given WordprocessingML elements."""
    word = docx.Document()
    for element in elements:
        word.element.body.insert(len(word.element.body) - 1, xml(element))
    return saved(word)


def xml(text: str) -> BaseOxmlElement:
    """An element from text that may use the prefixes w, r, wp, m and mc."""
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    element: BaseOxmlElement = parse_xml(re.sub(r"^<[\w:]+", rf"\g<0> {nsdecls('w', 'r', 'wp', 'm')} {mc}", text))
    return element


def level(depth: int, number_format: str, text: str, extra: str = "") -> str:
    """The definition of one list level."""
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def define_list(word: WordDocument, list_id: int, *levels: str) -> None:
    """A list of its own under `list_id`."""
    numbering = word.part.numbering_part.element
    abstract = xml(f'<w:abstractNum w:abstractNumId="{list_id + 100}">{"".join(levels)}</w:abstractNum>')
    first_num = next(at for at, child in enumerate(numbering) if child.tag.endswith("}num"))
    numbering.insert(first_num, abstract)
    add_num(word, list_id, list_id + 100)


def add_num(word: WordDocument, list_id: int, abstract: int, overrides: str = "") -> None:
    """One more w:num on an abstract list."""
    word.part.numbering_part.element.append(
        xml(f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{abstract}"/>{overrides}</w:num>')
    )


def numbered(word: WordDocument, text: str, list_id: int, depth: int = 0) -> Paragraph:
    """A paragraph in a list."""
    paragraph = word.add_paragraph(text)
    add_property(paragraph, f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>')
    return paragraph


def add_property(paragraph: Paragraph, element: str) -> None:
    """One more element among a paragraph's properties."""
    properties: BaseOxmlElement = paragraph._p.get_or_add_pPr()
    properties.insert(len(properties), xml(element))


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The package with one part replaced."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            part = old.read(member)
            new.writestr(member, change(part) if member == name else part)
    return file.getvalue()
