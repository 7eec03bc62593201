"""A statute as it is read: parts, articles 条, paragraphs 款, items 项, sub-items 目. Values that never change."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from fazhi.statutes.reading.numerals import to_chinese


@dataclass(frozen=True, slots=True, order=True)
class ArticleNumber:
    """第六十四条 is (64, 0), 第六十四条之一 is (64, 1). Sorts as articles stand in a statute."""

    number: int
    branch: int = 0

    @classmethod
    def parse(cls, key: str) -> ArticleNumber:
        """From "64" or "64-1". Raises ValueError."""
        found = re.fullmatch(r"([1-9][0-9]{0,3})(?:-([1-9][0-9]{0,1}))?", key)
        if not found:
            raise ValueError(f"not an article number: {key!r}")
        return cls(int(found[1]), int(found[2] or 0))

    @property
    def key(self) -> str:
        """64, 64-1: for addresses, citations and anchors."""
        return f"{self.number}-{self.branch}" if self.branch else str(self.number)

    def __str__(self) -> str:
        return f"第{to_chinese(self.number)}条" + (f"之{to_chinese(self.branch)}" if self.branch else "")


@dataclass(frozen=True, slots=True)
class SubItem:
    """目: 1.、2.、3. below an item."""

    number: int
    text: str

    def __str__(self) -> str:
        return f"{self.number}.{self.text}"


@dataclass(frozen=True, slots=True)
class Item:
    """项: （一）、（二）. `text` is without the mark, which str() puts before it."""

    number: int
    text: str
    subitems: tuple[SubItem, ...] = ()

    def __str__(self) -> str:
        return f"（{to_chinese(self.number)}）{self.text}"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款: a natural paragraph of an article with the items that follow it; `text` is what stands before them."""

    number: int
    text: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where in an article: paragraph, item, sub-item; None means the level above as a whole."""

    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None

    def __str__(self) -> str:
        said = f"第{to_chinese(self.paragraph)}款" if self.paragraph else ""
        said += f"第（{to_chinese(self.item)}）项" if self.item else ""
        return said + (f"第{self.subitem}目" if self.subitem else "")

    @property
    def is_whole(self) -> bool:
        """Whether the whole article is meant."""
        return self.paragraph is None and self.item is None

    def holds(self, other: Place) -> bool:
        """Whether the other place is this one or lies in it."""
        pairs = ((self.paragraph, other.paragraph), (self.item, other.item), (self.subitem, other.subitem))
        return all(own is None or own == their for own, their in pairs)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an article as it is printed, mark included, and where it stands."""

    place: Place
    text: str


@dataclass(frozen=True)
class Article:
    """条. `headings` are the texts of the part, chapter and section it stands in; `line` is its line in the file."""

    number: ArticleNumber
    paragraphs: tuple[Paragraph, ...]
    headings: tuple[str, ...] = ()
    line: int = 0

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines in order, without the article's own number."""
        return tuple(self._lines())

    @property
    def text(self) -> str:
        """The lines, one below the other."""
        return "\n".join(line.text for line in self.lines)

    def _lines(self) -> Iterator[Line]:
        for paragraph in self.paragraphs:
            if paragraph.text:
                yield Line(Place(paragraph.number), paragraph.text)
            for item in paragraph.items:
                yield Line(Place(paragraph.number, item.number), str(item))
                for subitem in item.subitems:
                    yield Line(Place(paragraph.number, item.number, subitem.number), str(subitem))


@dataclass(frozen=True, slots=True)
class Heading:
    """编、分编、章、节. `level` 1 to 4 in that order, whatever the number of # in the file."""

    level: int
    text: str
    line: int = 0


class InForceSource(StrEnum):
    """What the day in force was read from."""

    ARTICLE = "article"
    HISTORY = "history"
    EDITION = "edition"

    @property
    def label(self) -> str:
        return {
            "article": "正文“施行”条款",
            "history": "题注",
            "edition": "按版本日期推定",
        }[self.value]


@dataclass(frozen=True, slots=True)
class InForce:
    """The day an edition is in force from, and how sure that is: EDITION means taken from the file's name."""

    on: date
    source: InForceSource


@dataclass(frozen=True, slots=True)
class Remark:
    """Something odd that does not keep a file from being read: a missing number, two items of the same number."""

    line: int
    say: str


@dataclass(frozen=True)
class StatuteText:
    """One edition 版本 of a statute.

    title: 全称.  name: 法名, the file's name without date and without 中华人民共和国: what citations use.
    edition: the day in the file's name, on which it was passed, revised or made public.
    in_force: the day it applies from, which can be months later.
    history: 题注, one entry a passing or revision.  preamble: what stands before the first article without being one.
    parts: headings and articles in order.
    """

    title: str
    name: str
    edition: date
    in_force: InForce
    history: tuple[str, ...]
    preamble: tuple[str, ...]
    parts: tuple[Heading | Article, ...]
    remarks: tuple[Remark, ...] = ()
    source: str = ""

    @cached_property
    def articles(self) -> tuple[Article, ...]:
        return tuple(part for part in self.parts if isinstance(part, Article))

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        return tuple(part for part in self.parts if isinstance(part, Heading))

    @cached_property
    def _by_number(self) -> dict[ArticleNumber, Article]:
        return {article.number: article for article in self.articles}

    def article(self, number: ArticleNumber) -> Article | None:
        """The article of this number, or None."""
        return self._by_number.get(number)

    @property
    def in_force_on(self) -> date:
        return self.in_force.on
