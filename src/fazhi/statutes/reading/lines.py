"""What one line of a statute file is: heading, article, item, sub-item, comment, or plain text."""

import re
from dataclasses import dataclass

from fazhi.statutes.reading.model import ArticleNumber
from fazhi.statutes.reading.numerals import CHARACTERS, from_chinese

_C = f"[{CHARACTERS}]"
_ARTICLE = re.compile(rf"(?:\*\*)?第({_C}{{1,9}})条(?:之({_C}{{1,3}}))?(?:\*\*)?(?P<gap>\s*)(?P<rest>.*)", re.DOTALL)
# Without a blank behind its number, 第五条 may as well be a sentence that speaks of article five.
_SPOKEN_OF = re.compile(r"(?:第|、|和|至|或|及|与|以|的|之|规定|所|中|项|款|，|,|。)")
_ITEM = re.compile(rf"[（(]({_C}{{1,5}})[）)]\s*(.*)", re.DOTALL)
_SUBITEM = re.compile(r"([0-9０-９]{1,2})[.．、](?![0-9０-９])\s*(.*)", re.DOTALL)
_MARKED_HEADING = re.compile(r"(#+)\s*(.*)")
_HEADING = re.compile(rf"第{_C}{{1,5}}(分编|编|章|节)(?:\s+(.*)|$)")
_LEVELS = {"编": 1, "分编": 2, "章": 3, "节": 4}
_MOST_OF_A_HEADING = 60


@dataclass(frozen=True, slots=True)
class ArticleStart:
    number: ArticleNumber
    rest: str
    parted: bool


def article_start(line: str) -> ArticleStart | None:
    """第五十八条 with what follows it; `parted` says whether a blank (or nothing) follows the number."""
    found = _ARTICLE.fullmatch(line)
    if not found:
        return None
    number, branch = from_chinese(found[1]), from_chinese(found[2]) if found[2] else 0
    if number is None or branch is None:
        return None
    parted = bool(found["gap"]) or not found["rest"]
    if not parted and _SPOKEN_OF.match(found["rest"]):
        return None
    return ArticleStart(ArticleNumber(number, branch), found["rest"].strip(), parted)


def item_start(line: str) -> tuple[int, str] | None:
    """（一）and the text behind it."""
    found = _ITEM.fullmatch(line)
    number = from_chinese(found[1]) if found else None
    return (number, found[2].strip()) if found and number else None


def subitem_start(line: str) -> tuple[int, str] | None:
    """1. and the text behind it; 2.5 is no mark."""
    found = _SUBITEM.fullmatch(line)
    return (int(found[1]), found[2].strip()) if found else None


def heading(line: str) -> tuple[int, str] | None:
    """(level, text) of a heading, marked with # or not; None for other lines. A mark without text gives "".

    The word decides the level, since files mark 附则 with ## in one place and ### in another.
    """
    marked = _MARKED_HEADING.fullmatch(line)
    text = marked[2].strip() if marked else line
    found = _HEADING.match(text)
    if found and (marked or (len(line) <= _MOST_OF_A_HEADING and not line.endswith(("。", "；", "，", "：")))):
        start = text[: found.start(2)].rstrip() if found[2] else text
        return _LEVELS[found[1]], f"{start} {_closed(found[2])}".strip() if found[2] else start
    if marked:
        # 一、受案范围: judicial interpretations have no chapters, ## stands where chapters would.
        return min(len(marked[1]) + 1, 4), _closed(text)
    return None


def _closed(text: str) -> str:
    """总 则 → 总则: blanks that only spread a heading over the line are dropped, those between Latin words stay."""
    return re.sub(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])", "", text)
