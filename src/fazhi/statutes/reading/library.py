"""All statutes of a folder: found by name and day, and asked whether a phrase stands where it is cited from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from fazhi.statutes.reading import wording
from fazhi.statutes.reading.citation import Citation
from fazhi.statutes.reading.editions import Problem, choose
from fazhi.statutes.reading.model import Article, Line, StatuteText
from fazhi.statutes.reading.naming import short_name
from fazhi.statutes.reading.parsing import MalformedStatute, read_statute


@dataclass(frozen=True)
class Verified:
    """The phrase stands in the article cited: in which edition, and in which line."""

    citation: Citation
    statute: StatuteText
    article: Article
    line: Line


@dataclass(frozen=True)
class Library:
    """Statutes by name, each with its editions in order. `faults` are files that could not be read."""

    statutes: dict[str, tuple[StatuteText, ...]]
    faults: tuple[MalformedStatute, ...] = ()

    @classmethod
    def load(cls, folder: Path) -> Library:
        """Reads every .md of a folder but README.md. Raises MalformedStatute where there is no folder or no file."""
        if not folder.is_dir():
            raise MalformedStatute("没有这个文件夹。", source=str(folder))
        paths = sorted(path for path in folder.glob("*.md") if path.name.lower() != "readme.md")
        if not paths:
            raise MalformedStatute("文件夹里没有 .md 文件。", source=str(folder))
        texts: list[StatuteText] = []
        faults: list[MalformedStatute] = []
        for path in paths:
            try:
                texts.append(read_statute(path))
            except MalformedStatute as fault:
                faults.append(fault)
        return cls.of(texts, faults)

    @classmethod
    def of(cls, texts: Iterable[StatuteText], faults: Iterable[MalformedStatute] = ()) -> Library:
        """Of texts read already. Two files of the same edition are a fault of the second."""
        kept: dict[str, dict[date, StatuteText]] = {}
        found = list(faults)
        for text in texts:
            editions = kept.setdefault(text.name, {})
            if text.edition in editions:
                other = editions[text.edition].source
                found.append(MalformedStatute(f"与“{other}”是同一部法的同一版本，请只留一个。", source=text.source))
            else:
                editions[text.edition] = text
        ordered = {name: tuple(editions[day] for day in sorted(editions)) for name, editions in kept.items()}
        return cls(ordered, tuple(found))

    def find(self, name: str, *, on: date | None = None, edition: str = "") -> StatuteText | Problem:
        """The edition named, or in force `on` that day, or the newest. A Problem says what there is instead."""
        short = short_name(name.replace("〈", "《").replace("〉", "》"))
        editions = self.statutes.get(short, ())
        found = choose(editions, name=short, wanted=edition, on=on)
        if not editions and isinstance(found, Problem):
            near = get_close_matches(short, self.statutes, n=3, cutoff=0.5)
            return Problem(found.code, found.say + (f"名称相近的有：{'、'.join(near)}。" if near else ""))
        return found

    def resolve(self, citation: Citation, *, on: date | None = None) -> tuple[StatuteText, Article] | Problem:
        """The edition and the article cited; paragraphs and items are not looked at."""
        statute = self.find(citation.statute, on=on, edition=citation.edition)
        if isinstance(statute, Problem):
            return statute
        article = statute.article(citation.article)
        if article is None:
            last = statute.articles[-1].number
            return Problem(
                "no_article",
                f"《{statute.name}》（{statute.edition} 版）没有{citation.article}，最后一条是{last}。",
            )
        return statute, article

    def verify(self, citation: Citation, phrase: str, *, on: date | None = None) -> Verified | Problem:
        """Whether the phrase stands in one line of what is cited; blanks, width of digits and quotation marks aside.

        A Problem says what stands there instead, and where else in the statute the phrase stands.
        """
        resolved = self.resolve(citation, on=on)
        if isinstance(resolved, Problem):
            return resolved
        statute, article = resolved
        scope = wording.scope(article, citation.place)
        if isinstance(scope, Problem):
            return Problem(scope.code, f"《{statute.name}》{scope.say}")
        if not wording.says_anything(phrase):
            return Problem("no_phrase", f"{citation.chinese}：没有写要核对的词句。")
        for line in scope:
            if wording.stands_in(line, phrase):
                return Verified(citation, statute, article, line)
        there = wording.excerpt_near(scope, phrase)
        return Problem(
            "phrase_not_there",
            f"{citation.chinese}（{statute.edition} 版）没有“{phrase}”，该处写的是：“{there}”。"
            + wording.elsewhere(statute, phrase),
        )
