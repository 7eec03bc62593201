"""The parts of a .docx package that hold text: the main document, its styles, its lists."""

import posixpath
from dataclasses import dataclass

from lxml import etree

from fazhi.documents.archives import Archive
from fazhi.documents.errors import damaged

WHAT = "Word 文件"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
# "Strict" files say the same things in other namespaces; they are read as if they were the common, transitional kind.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", _W.encode()),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_OFF = frozenset({"0", "false", "off", "none"})


@dataclass(frozen=True, slots=True)
class Package:
    """Roots of the XML parts; a missing styles or numbering part is None."""

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None


def open_package(data: bytes) -> Package:
    """Unpack and parse a .docx. Raises UnreadableDocument: damaged, encrypted, zip_bomb."""
    with Archive(data, what=WHAT) as archive:
        main = _related(archive, "_rels/.rels", "officeDocument", "") or "word/document.xml"
        folder, file = posixpath.split(main)
        relations = f"{folder}/_rels/{file}.rels"
        document = _parsed(archive, main)
        if document is None:
            raise damaged(WHAT)
        styles = _related(archive, relations, "styles", folder) or f"{folder}/styles.xml"
        numbering = _related(archive, relations, "numbering", folder) or f"{folder}/numbering.xml"
        return Package(document, _parsed(archive, styles), _parsed(archive, numbering))


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The element reached by following WordprocessingML child names, or None."""
    for name in path:
        if element is None:
            return None
        element = element.find(f"{{{_W}}}{name}")
    return element


def attribute(element: etree._Element | None, name: str = "val") -> str | None:
    """A WordprocessingML attribute, None where the element or the attribute is missing."""
    return None if element is None else element.get(f"{{{_W}}}{name}")


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """A whole-number attribute; None where it is missing or no number."""
    value = attribute(element, name)
    try:
        return None if value is None else int(value)
    except ValueError:
        return None


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as <w:vanish/> is there and not turned off."""
    return element is not None and (attribute(element) or "1") not in _OFF


def _related(archive: Archive, relations: str, kind: str, folder: str) -> str | None:
    root = _parsed(archive, relations)
    if root is None:
        return None
    for relation in root:
        if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External":
            target = relation.get("Target", "")
            return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return None


def _parsed(archive: Archive, name: str) -> etree._Element | None:
    data = archive.xml(name)
    if data is None:
        return None
    for strict, common in _STRICT:
        data = data.replace(strict, common)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise damaged(WHAT) from fault
