"""Text that remembers where each of its characters stands in the source.

Every pass hands on a `Mapped`: what people see (`shown`), what rules look at (`folded`, the same length: half width,
simplified script) and, for each character, its place in the source file. So any pass may drop or join characters and
the last one can still highlight the right place.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mapped:
    """Two spellings of the same characters and their offsets in the source."""

    shown: str
    folded: str
    at: Sequence[int]

    def __len__(self) -> int:
        return len(self.folded)

    def cut(self, start: int, end: int) -> "Mapped":
        """The characters from `start` up to `end`."""
        return Mapped(self.shown[start:end], self.folded[start:end], self.at[start:end])

    def without(self, spans: Iterable[tuple[int, int]]) -> "Mapped":
        """The text with the given spans (ordered, apart from each other) left out."""
        kept: list[Mapped] = []
        done = 0
        for start, end in spans:
            kept.append(self.cut(done, start))
            done = max(done, end)
        if not kept:
            return self
        kept.append(self.cut(done, len(self)))
        return concatenated(kept)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` up to `end` begin and end in the source; an empty stretch is a point."""
        if start < end:
            return self.at[start], self.at[end - 1] + 1
        place = self.at[start] if start < len(self) else (self.at[-1] + 1 if len(self) else 0)
        return place, place

    def trimmed(self, start: int, end: int, characters: str = " \t\n") -> tuple[int, int]:
        """The span without the given characters at both ends."""
        while start < end and self.folded[start] in characters:
            start += 1
        while end > start and self.folded[end - 1] in characters:
            end -= 1
        return start, end


def concatenated(parts: Iterable[Mapped]) -> Mapped:
    """Several stretches one after the other."""
    parts = list(parts)
    at: list[int] = []
    for part in parts:
        at.extend(part.at)
    return Mapped("".join(p.shown for p in parts), "".join(p.folded for p in parts), at)


def inserted(text: str, place: int) -> Mapped:
    """Text that stands in no file (a separator, a column name repeated beside its cell), pinned to one place."""
    return Mapped(text, text, [place] * len(text))
