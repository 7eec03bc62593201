"""引证: 行政处罚法#58.1.2, or as people write it 《行政处罚法》第五十八条第一款第（二）项. Both ways, in and out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi.statutes.reading.model import ArticleNumber, Place
from fazhi.statutes.reading.naming import short_name
from fazhi.statutes.reading.numerals import CHARACTERS, from_chinese
from fazhi.statutes.reading.phrases import clean

_DAY = r"\d{4}(?:-\d{2}-\d{2})?"
_CODE = re.compile(
    rf"(?P<name>[^#@]*)(?:@(?P<edition>{_DAY}))?#(?P<article>\d+(?:-\d+)?)"
    r"(?:\.(?P<paragraph>\d*))?(?:\.(?P<item>\d+))?(?:\.(?P<subitem>\d+))?"
)
_N = rf"(?:[{CHARACTERS}]+|\d+)"
_SAID = re.compile(
    r"(?:《(?P<quoted>.+)》|(?P<name>.*?))"
    r"(?:[（(](?P<year>\d{4})年?(?:(?P<month>\d{1,2})月(?P<day>\d{1,2})日)?版?[）)])?"
    rf"第(?P<article>{_N})条(?:之(?P<branch>{_N}))?"
    rf"(?:第(?P<paragraph>{_N})款)?(?:第[（(]?(?P<item>{_N})[）)]?项)?(?:第(?P<subitem>{_N})目)?"
)
_LONGEST_NAME = 100
HOW = "应写作“法名#条.款.项”（如“行政处罚法#58.1.2”，没有款只有项时“#58..2”），或“行政处罚法第五十八条第一款第（二）项”"


class BadCitation(ValueError):  # noqa: N818 -- it says what the citation is
    """A citation that cannot be read. `say` is Chinese: what is wrong, how to write it."""

    def __init__(self, say: str) -> None:
        super().__init__(say)
        self.say = say


@dataclass(frozen=True, slots=True)
class Citation:
    """What is cited. `edition` is "" (the one in force on the day in question), a year, or a day as YYYY-MM-DD.

    An item may be cited without its paragraph; a sub-item not without its item.
    """

    statute: str
    article: ArticleNumber
    paragraph: int | None = None
    item: int | None = None
    subitem: int | None = None
    edition: str = ""

    @classmethod
    def parse(cls, text: str, *, statute: str = "") -> Citation:
        """From either form. `statute` stands in where the text names none (#58.1). Raises BadCitation."""
        plain = "".join(clean(text).split())
        if found := _CODE.fullmatch(plain):
            return cls._of_code(text, found, statute)
        if found := _SAID.fullmatch(plain):
            return cls._of_said(text, found, statute)
        raise BadCitation(f"“{text}”不是引证。{HOW}。")

    @property
    def place(self) -> Place:
        """Where in the article."""
        return Place(self.paragraph, self.item, self.subitem)

    @property
    def chinese(self) -> str:
        """《行政处罚法》第五十八条第一款第（二）项."""
        name = self.statute.replace("《", "〈").replace("》", "〉")
        return f"《{name}》{self._edition_said()}{self.article}{self.place}"

    def __str__(self) -> str:
        said = f"{self.statute}{f'@{self.edition}' if self.edition else ''}#{self.article.key}"
        if self.item is None:
            return said + (f".{self.paragraph}" if self.paragraph else "")
        said += f".{self.paragraph or ''}.{self.item}"
        return said + (f".{self.subitem}" if self.subitem else "")

    def _edition_said(self) -> str:
        if not self.edition:
            return ""
        year, *rest = self.edition.split("-")
        return f"（{year}年{f'{int(rest[0])}月{int(rest[1])}日' if rest else ''}）"

    @classmethod
    def _of_code(cls, text: str, found: re.Match[str], statute: str) -> Citation:
        if found["paragraph"] == "" and not found["item"]:
            raise BadCitation(f"“{text}”的点号后面缺少数字。{HOW}。")
        numbers = [int(found[key]) if found[key] else None for key in ("paragraph", "item", "subitem")]
        try:
            article = ArticleNumber.parse(found["article"])
        except ValueError:
            article = None
        return cls._checked(text, found["name"] or statute, article, numbers, found["edition"] or "")

    @classmethod
    def _of_said(cls, text: str, found: re.Match[str], statute: str) -> Citation:
        number, branch = _number(found["article"]), _number(found["branch"]) if found["branch"] else 0
        article = ArticleNumber(number, branch or 0) if number and branch is not None else None
        numbers: list[int | None] = []
        for key in ("paragraph", "item", "subitem"):
            value = _number(found[key]) if found[key] else None
            if found[key] and value is None:
                raise BadCitation(f"“{text}”里的“{found[key]}”不是数字。{HOW}。")
            numbers.append(value)
        edition = found["year"] or ""
        if found["month"]:
            edition += f"-{int(found['month']):02}-{int(found['day']):02}"
        name = (found["quoted"] or found["name"] or statute).replace("〈", "《").replace("〉", "》")
        return cls._checked(text, name, article, numbers, edition)

    @classmethod
    def _checked(
        cls, text: str, name: str, article: ArticleNumber | None, numbers: list[int | None], edition: str
    ) -> Citation:
        paragraph, item, subitem = numbers
        name = short_name(name)
        if not name or len(name) > _LONGEST_NAME:
            raise BadCitation(f"“{text}”没有写明是哪部法。{HOW}。")
        if article is None or 0 in numbers:
            raise BadCitation(f"“{text}”的条、款、项应从 1 数起。{HOW}。")
        if subitem is not None and item is None:
            raise BadCitation(f"“{text}”写了目，没有写项。{HOW}。")
        return cls(name, article, paragraph, item, subitem, edition)


def _number(said: str) -> int | None:
    return int(said) if said.isdecimal() else from_chinese(said)
