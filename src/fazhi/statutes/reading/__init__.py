"""Statutes as text files, read and cited. Pure: no Django, no database, no clock.

library = Library.load(Path("statutes"))
for fault in library.faults: print(fault)                     # files that could not be read, in Chinese
cited = Citation.parse("行政处罚法#58.1")                       # raises BadCitation with a Chinese sentence
match library.verify(cited, "法制审核", on=date(2026, 3, 2)):
    case Verified(place=place): ...
    case Problem(say=say): ...
"""

from fazhi.statutes.reading.citation import BadCitation, Citation
from fazhi.statutes.reading.editions import Problem
from fazhi.statutes.reading.library import Library, Verified
from fazhi.statutes.reading.model import (
    Article,
    ArticleNumber,
    Heading,
    InForceSource,
    Item,
    Paragraph,
    StatuteText,
    SubItem,
)
from fazhi.statutes.reading.parsing import MalformedStatute, parse_statute, read_statute

__all__ = [
    "Article",
    "ArticleNumber",
    "BadCitation",
    "Citation",
    "Heading",
    "InForceSource",
    "Item",
    "Library",
    "MalformedStatute",
    "Paragraph",
    "Problem",
    "StatuteText",
    "SubItem",
    "Verified",
    "parse_statute",
    "read_statute",
]
