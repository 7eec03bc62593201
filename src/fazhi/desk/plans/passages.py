"""A document's text cut at the places of its tasks, so that a page can point at each."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """A run of text; `key` names the task it is of, 0 for text between tasks."""

    text: str
    key: int = 0


def passages(text: str, places: Iterable[tuple[int, int | None, int | None]]) -> list[Passage]:
    """The whole text in order. Places without an end, outside the text or inside an earlier one are left out."""
    found: list[Passage] = []
    reached = 0
    for key, start, end in sorted(places, key=lambda place: (place[1] is None, place[1] or 0)):
        if start is None or end is None or start < reached or end > len(text) or end <= start:
            continue
        if start > reached:
            found.append(Passage(text[reached:start]))
        found.append(Passage(text[start:end], key))
        reached = end
    if reached < len(text):
        found.append(Passage(text[reached:]))
    return found
