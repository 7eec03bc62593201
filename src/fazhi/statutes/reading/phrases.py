"""When two texts say the same: width of digits, blanks and shapes of quotation marks do not matter, all else does."""

from collections.abc import Callable

Fold = Callable[[str], str]

_QUOTES = dict.fromkeys('“”„‟«»「」『』＂"', '"') | dict.fromkeys("‘’‚‛＇'", "'")
_DIGITS = {chr(0xFF10 + digit): str(digit) for digit in range(10)}
_SAME = str.maketrans(_QUOTES | _DIGITS)
# Zero-width characters are left over from web pages; they are no blanks to Python.
_ZERO_WIDTH = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")


def fold(text: str) -> str:
    """The same text, of the same length, with one kind of digits and of quotation marks."""
    return text.translate(_SAME)


def is_blank(char: str) -> bool:
    """Whether a character is a blank of any kind: full-width, unbreakable, zero-width."""
    return char.isspace() or char in _ZERO_WIDTH


def condensed(text: str) -> str:
    """The text folded and without blanks: equal where two texts say the same."""
    return "".join(char for char in fold(text) if not is_blank(char))


def clean(line: str) -> str:
    """A line without zero-width characters and without blanks at its ends."""
    return "".join(char for char in line if char not in _ZERO_WIDTH).strip()


def spans(text: str, phrase: str, folding: Fold = fold) -> list[tuple[int, int]]:
    """Where the phrase stands in the text, as [start, end) offsets that do not overlap; none for an empty phrase.

    `folding` must keep the length of a text.
    """
    folded = folding(text)
    kept = [place for place, char in enumerate(folded) if not is_blank(char)]
    searched = "".join(folded[place] for place in kept)
    wanted = "".join(char for char in folding(phrase) if not is_blank(char))
    found: list[tuple[int, int]] = []
    start = searched.find(wanted) if wanted else -1
    while start >= 0:
        end = start + len(wanted)
        found.append((kept[start], kept[end - 1] + 1))
        start = searched.find(wanted, end)
    return found
