"""Chinese full text by bigrams 二元切分: 法制审核 is indexed as 法制, 制审, 审核 with their positions.

A query becomes the same pairs in the same distances, so that a phrase is found exactly where it stands, whatever a
dictionary would have cut. The tsvector and the tsquery are written here as literals: PostgreSQL's own parser depends on
the locale of the database, which differs between machines.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_WIDE = {chr(0xFF01 + place): chr(0x21 + place) for place in range(94)}
_FOLDED = str.maketrans(_WIDE | {"\u3000": " "})
# Runs of Chinese characters, or of Latin letters and digits, which are words of their own.
_RUN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+|[a-z0-9]+")
_BLANK = re.compile(r"[\s\u200b\u2060\ufeff]+")
# PostgreSQL keeps positions up to this; a phrase beyond it is found by its words, not by their order.
LAST_POSITION = 16383
# Between paragraphs, so that no phrase is found across them.
GAP = 10
MOST_WORDS = 6
LONGEST_WORD = 60


class Token(NamedTuple):
    """A lexeme and its position; `whole` is False for the last character of a run, which only fills its place."""

    lexeme: str
    position: int
    whole: bool = True


def fold(text: str) -> str:
    """Half width, lower case; of the same length."""
    folded = text.translate(_FOLDED).lower()
    # Lower case of a few letters (İ) is longer; offsets must stay true.
    return folded if len(folded) == len(text) else text.translate(_FOLDED)


def tokens(text: str, start: int = 1) -> Iterator[Token]:
    """The lexemes of a text. Blanks take no position, punctuation takes one: a phrase does not run over a comma."""
    folded = _BLANK.sub("", fold(text))
    position, reached = start, 0
    for run in _RUN.finditer(folded):
        position += run.start() - reached
        reached = run.end()
        word = run[0]
        if word[0].isascii():
            yield Token(word, position)
            position += 1
            continue
        for place in range(len(word) - 1):
            yield Token(word[place : place + 2], position + place)
        yield Token(word[-1], position + len(word) - 1, whole=len(word) == 1)
        position += len(word)


def vector(parts: Sequence[tuple[str, str]]) -> str:
    """The literal of a tsvector. `parts` are (text, weight): weight A, B, C or D; texts stand GAP positions apart."""
    places: dict[str, list[str]] = {}
    start = 1
    for text, weight in parts:
        last = start
        for token in tokens(text, start):
            last = token.position
            # A literal without a letter means D.
            mark = "" if weight == "D" else weight
            places.setdefault(token.lexeme, []).append(f"{min(last, LAST_POSITION)}{mark}")
        start = last + GAP
    return " ".join(f"'{lexeme}':{','.join(found)}" for lexeme, found in places.items())


def words_of(query: str) -> list[str]:
    """The words of a query: parted by blanks, at most MOST_WORDS, each at most LONGEST_WORD characters."""
    return [word[:LONGEST_WORD] for word in fold(query).split()][:MOST_WORDS]


def query(words: Sequence[str]) -> str:
    """The literal of a tsquery that finds texts with every word as a phrase; "" where no word can be looked for."""
    phrases = [_phrase(list(tokens(word))) for word in words]
    return " & ".join(f"({phrase})" for phrase in phrases if phrase)


def _phrase(found: Sequence[Token]) -> str:
    # The last character of a run is inside the pair before it. Alone, it is looked for as the beginning of any pair.
    needed = [token for token in found if token.whole]
    said = ""
    for place, token in enumerate(needed):
        alone = len(token.lexeme) == 1 and not token.lexeme.isascii()
        distance = token.position - needed[place - 1].position
        said += f" <{distance}> " if place else ""
        said += f"'{token.lexeme}'{':*' if alone else ''}"
    return said
