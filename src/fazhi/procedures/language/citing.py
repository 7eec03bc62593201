"""Citations 引证 in a basis: their form, and how they are said (《行政处罚法》第五十八条第一款第（二）项)."""

from __future__ import annotations

import re

import cn2an

_ONE = r"(?:[1-9][0-9]?)"
_CITATION = re.compile(
    r"(?P<law>[^#@\s.]+)(?:@(?P<edition>[0-9]{4}(?:-[0-9]{2}-[0-9]{2})?))?"
    rf"#(?P<article>[1-9][0-9]{{0,3}})(?:-(?P<branch>{_ONE}))?"
    rf"(?:\.(?P<paragraph>{_ONE})?(?:\.(?P<item>{_ONE})(?:\.(?P<subitem>{_ONE}))?)?)?"
)


def is_citation(text: str) -> bool:
    """Whether the text is a citation by article, paragraph, item and sub-item."""
    found = _CITATION.fullmatch(text)
    return found is not None and not text.endswith(".")


def said(citation: str) -> str:
    """The citation as people write it; as it is where it cannot be read."""
    found = _CITATION.fullmatch(citation)
    if found is None:
        return citation
    text = f"《{found['law'].replace('《', '〈').replace('》', '〉')}》"
    text += f"（{found['edition']}）" if found["edition"] else ""
    text += f"第{_number(found['article'])}条"
    text += f"之{_number(found['branch'])}" if found["branch"] else ""
    text += f"第{_number(found['paragraph'])}款" if found["paragraph"] else ""
    text += f"第（{_number(found['item'])}）项" if found["item"] else ""
    return text + (f"第{_number(found['subitem'])}目" if found["subitem"] else "")


def _number(digits: str) -> str:
    text = str(cn2an.an2cn(int(digits)))
    return text.removeprefix("一") if text.startswith("一十") else text
