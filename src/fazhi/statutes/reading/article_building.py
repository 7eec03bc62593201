"""An article while its lines come in: which 款, 项 and 目 each belongs to."""

from dataclasses import dataclass, field

from fazhi.statutes.reading.lines import item_start, subitem_start
from fazhi.statutes.reading.model import Article, ArticleNumber, Item, Paragraph, Remark, SubItem
from fazhi.statutes.reading.numerals import to_chinese


@dataclass
class _ItemDraft:
    number: int
    text: str
    subitems: list[SubItem] = field(default_factory=list)


@dataclass
class _ParagraphDraft:
    text: str
    items: list[_ItemDraft] = field(default_factory=list)


@dataclass
class ArticleDraft:
    """Collects lines; `finished` gives the article and what was odd about it."""

    number: ArticleNumber
    line: int
    headings: tuple[str, ...]
    paragraphs: list[_ParagraphDraft] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def add(self, line: int, text: str) -> None:
        """An item belongs to the paragraph before it, a sub-item to the item before it; all else is a paragraph."""
        if found := item_start(text):
            self._add_item(line, *found)
        elif (found := subitem_start(text)) and self.paragraphs and self.paragraphs[-1].items:
            self._add_subitem(line, *found)
        else:
            self.paragraphs.append(_ParagraphDraft(text))

    def finished(self) -> tuple[Article, list[Remark]]:
        """The article as a value, with the remarks on it."""
        if not self.paragraphs:
            self.remarks.append(Remark(self.line, f"{self.number}没有内容。"))
        paragraphs = tuple(
            Paragraph(
                number,
                paragraph.text,
                tuple(Item(item.number, item.text, tuple(item.subitems)) for item in paragraph.items),
            )
            for number, paragraph in enumerate(self.paragraphs, 1)
        )
        return Article(self.number, paragraphs, self.headings, self.line), self.remarks

    def _add_item(self, line: int, number: int, text: str) -> None:
        if not self.paragraphs:
            self.paragraphs.append(_ParagraphDraft(""))
        items = self.paragraphs[-1].items
        due = items[-1].number + 1 if items else 1
        if number != due:
            self.remarks.append(
                Remark(line, f"{self.number}此处应是第（{to_chinese(due)}）项，写的是（{to_chinese(number)}）。")
            )
        items.append(_ItemDraft(number, text))

    def _add_subitem(self, line: int, number: int, text: str) -> None:
        subitems = self.paragraphs[-1].items[-1].subitems
        due = subitems[-1].number + 1 if subitems else 1
        if number != due:
            self.remarks.append(Remark(line, f"{self.number}此处应是第 {due} 目，写的是第 {number} 目。"))
        subitems.append(SubItem(number, text))
