"""What stands in the part of an article that is cited, and where else a phrase stands."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from fazhi.statutes.reading.editions import Problem
from fazhi.statutes.reading.model import Article, Item, Line, Paragraph, Place, StatuteText
from fazhi.statutes.reading.numerals import to_chinese
from fazhi.statutes.reading.phrases import condensed

_EXCERPT = 120
_PLACES_NAMED = 4


def says_anything(phrase: str) -> bool:
    return bool(condensed(phrase))


def stands_in(line: Line, phrase: str) -> bool:
    """Whether the line holds the phrase. A phrase never runs from one line into the next."""
    return condensed(phrase) in condensed(line.text)


def scope(article: Article, place: Place) -> Sequence[Line] | Problem:
    """The lines that a place in an article covers, or why there is no such place.

    An item without its paragraph is looked for in all paragraphs; where several have it, the paragraph must be named.
    """
    exact = locate(article, place)
    if isinstance(exact, Problem):
        return exact
    return [line for line in article.lines if exact.holds(line.place)]


def excerpt_near(lines: Sequence[Line], phrase: str) -> str:
    """Some of the text, around what comes nearest to the phrase; cut ends are marked with …."""
    text, wanted = condensed("".join(line.text for line in lines)), condensed(phrase)
    if len(text) <= _EXCERPT:
        return text
    nearest = SequenceMatcher(None, text, wanted, autojunk=False).find_longest_match()
    middle = nearest.a + nearest.size // 2 if nearest.size > 1 else 0
    start = max(0, min(middle - _EXCERPT // 2, len(text) - _EXCERPT))
    end = start + _EXCERPT
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"


def elsewhere(statute: StatuteText, phrase: str) -> str:
    """Where in the statute the phrase stands, as a sentence."""
    found = [
        f"{article.number}{line.place if len(article.lines) > 1 else ''}"
        for article in statute.articles
        for line in article.lines
        if stands_in(line, phrase)
    ]
    if not found:
        return f"《{statute.name}》全文都没有这个词句。"
    more = f"等 {len(found)} 处" if len(found) > _PLACES_NAMED else ""
    return f"这个词句在{'、'.join(found[:_PLACES_NAMED])}{more}。"


def locate(article: Article, place: Place) -> Place | Problem:
    """The place with its paragraph filled in where only the item was named, or why there is no such place."""
    if place.item is None:
        if place.paragraph is not None and place.paragraph > len(article.paragraphs):
            return Problem(
                "no_paragraph",
                f"{article.number}只有 {len(article.paragraphs)} 款，没有第{to_chinese(place.paragraph)}款。",
            )
        return place
    paragraph = _paragraph_of_item(article, place)
    if isinstance(paragraph, Problem):
        return paragraph
    item = _item(paragraph, place.item)
    here = f"{article.number}{Place(paragraph.number) if len(article.paragraphs) > 1 else ''}"
    if item is None:
        return _no_item(here, paragraph.items, place.item)
    if place.subitem is not None and all(each.number != place.subitem for each in item.subitems):
        return Problem("no_subitem", f"{here}{Place(item=item.number)}没有第{place.subitem}目。")
    return Place(paragraph.number, item.number, place.subitem)


def _paragraph_of_item(article: Article, place: Place) -> Paragraph | Problem:
    assert place.item is not None
    if place.paragraph is not None:
        if place.paragraph > len(article.paragraphs):
            located = locate(article, Place(place.paragraph))
            assert isinstance(located, Problem)
            return located
        return article.paragraphs[place.paragraph - 1]
    having = [each for each in article.paragraphs if _item(each, place.item)]
    if len(having) > 1:
        named = "、".join(str(Place(each.number)) for each in having)
        key = f"#{article.number.key}.{having[0].number}.{place.item}"
        return Problem(
            "ambiguous_item",
            f"{article.number}的{named}都有第（{to_chinese(place.item)}）项，请写明是哪一款，如“{key}”。",
        )
    if having:
        return having[0]
    return next(
        (each for each in article.paragraphs if each.items),
        Problem("no_item", f"{article.number}没有分项。"),
    )


def _item(paragraph: Paragraph, number: int) -> Item | None:
    return next((each for each in paragraph.items if each.number == number), None)


def _no_item(here: str, items: Sequence[Item], number: int) -> Problem:
    if not items:
        return Problem("no_item", f"{here}没有分项。")
    return Problem("no_item", f"{here}只有 {len(items)} 项，没有第（{to_chinese(number)}）项。")
