"""Paragraph styles: which are headings, which carry list numbers, which belong to a table of contents."""

import re
from dataclasses import dataclass

from lxml import etree

from fazhi.documents.word.package import attribute, child, local_name, number

_HEADING_NAME = re.compile(r"(?:heading|标题)\s*[1-9]|title|subtitle|标题|副标题", re.IGNORECASE)
_CONTENTS_NAME = re.compile(r"(?:toc|目录)\s*[1-9]", re.IGNORECASE)
_BODY_TEXT = 9  # the outline level that means "no heading"


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """What a style, with all it is based on, says about a paragraph."""

    is_heading: bool = False
    is_contents: bool = False
    list_id: str | None = None
    list_depth: int | None = None
    list_style: str | None = None  # the style in the chain that brought the list: levels are tied to it


@dataclass(frozen=True, slots=True)
class Styles:
    """Paragraph styles by id, the default one, and the list each numbering style points to."""

    paragraphs: dict[str, ParagraphStyle]
    default: ParagraphStyle
    lists: dict[str, str]

    def of(self, style_id: str | None) -> ParagraphStyle:
        """The style of a paragraph that names `style_id`, the default for none or an unknown one."""
        return self.paragraphs.get(style_id or "", self.default)


def read_styles(root: etree._Element | None) -> Styles:
    """All that the styles part says. A missing part means no headings and no numbers by style."""
    elements = [] if root is None else [element for element in root if local_name(element) == "style"]
    by_id = {attribute(element, "styleId") or "": element for element in elements}
    paragraphs = {
        style_id: _resolved(style_id, by_id)
        for style_id, element in by_id.items()
        if attribute(element, "type") in (None, "paragraph")
    }
    default = next((key for key in paragraphs if attribute(by_id[key], "default") in ("1", "true", "on")), "")
    lists = {
        style_id: list_id
        for style_id, element in by_id.items()
        if attribute(element, "type") == "numbering"
        and (list_id := attribute(child(element, "pPr", "numPr", "numId"))) is not None
    }
    return Styles(paragraphs, paragraphs.get(default, ParagraphStyle()), lists)


def outline_heading(properties: etree._Element | None) -> bool | None:
    """Whether the outline level in paragraph properties makes a heading; None where none is given."""
    level = number(child(properties, "outlineLvl"))
    return None if level is None else 0 <= level < _BODY_TEXT


def _resolved(style_id: str, by_id: dict[str, etree._Element]) -> ParagraphStyle:
    heading: bool | None = None
    contents = False
    list_id = list_style = None
    depth: int | None = None
    seen: set[str] = set()
    here: str | None = style_id
    while here and here in by_id and here not in seen:
        seen.add(here)
        element = by_id[here]
        name = attribute(child(element, "name")) or ""
        properties = child(element, "pPr")
        contents = contents or _CONTENTS_NAME.fullmatch(name) is not None
        if heading is None:
            heading = True if _HEADING_NAME.fullmatch(name) else outline_heading(properties)
        numbered = child(properties, "numPr")
        if depth is None:
            depth = number(child(numbered, "ilvl"))
        if list_id is None and (list_id := attribute(child(numbered, "numId"))) is not None:
            list_style = here
        here = attribute(child(element, "basedOn"))
    return ParagraphStyle(bool(heading), contents, list_id, depth, list_style)
