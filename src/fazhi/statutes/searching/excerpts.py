"""Texts cut into marked and plain pieces: what was searched for, what is cited."""

from collections.abc import Sequence
from dataclasses import dataclass

from fazhi.statutes.reading import phrases
from fazhi.statutes.reading.phrases import Fold

_BEFORE = 24


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `marked` where one of the phrases stands."""

    text: str
    marked: bool = False


def marked(text: str, wanted: Sequence[str], *, folding: Fold = phrases.fold) -> list[Piece]:
    """The whole text in pieces; overlapping phrases make one mark."""
    found = sorted(span for phrase in wanted for span in phrases.spans(text, phrase, folding))
    pieces: list[Piece] = []
    reached = 0
    for start, end in _merged(found):
        if start > reached:
            pieces.append(Piece(text[reached:start]))
        pieces.append(Piece(text[start:end], marked=True))
        reached = end
    if reached < len(text):
        pieces.append(Piece(text[reached:]))
    return pieces


def excerpt(text: str, wanted: Sequence[str], *, length: int, folding: Fold = phrases.fold) -> list[Piece]:
    """About `length` characters around the first mark, in pieces; cut ends are said by …."""
    found = sorted(span for phrase in wanted for span in phrases.spans(text, phrase, folding))
    first = found[0][0] if found else 0
    start = max(0, min(first - _BEFORE, len(text) - length))
    end = min(len(text), start + length)
    cut = f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
    return marked(cut.replace("\n", ""), wanted, folding=folding)


def _merged(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
