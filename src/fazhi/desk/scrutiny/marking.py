"""The text of a report cut at its numbers, so that the page can mark each where it stands."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fazhi.scrutiny.models import StatedFigure
from fazhi.scrutiny.verdicts import Verdict

EVERYTHING = "all"


@dataclass(frozen=True)
class Passage:
    """A run of text. `css`, `sign`, `words` say what was found of it, "" for plain text; `url` leads to the list.

    `anchors` are the ids at which the list points here: of a number, of the contradictions that begin here.
    """

    text: str
    css: str = ""
    sign: str = ""
    words: str = ""
    url: str = ""
    id: str = ""
    anchors: tuple[str, ...] = ()


def passages_of(
    text: str,
    rows: Sequence[StatedFigure],
    faults: Mapping[int, Sequence[Sequence[int]]],
    certain: Collection[int],
    *,
    address: str,
    shown: str,
) -> list[Passage]:
    """The whole text in order. `faults`: spans of each contradiction by its number; `certain`: the sure ones."""
    begins: dict[tuple[int, int], list[str]] = {}
    for number, spans in faults.items():
        begins.setdefault((spans[0][0], spans[0][1]), []).append(f"p-{number}")
    marked = {(row.start, row.end): _number(row, faults, certain, address, shown) for row in rows}
    for number, spans in faults.items():
        for start, end in spans:
            if (start, end) not in marked:
                marked[(start, end)] = _phrase(text[start:end], number, number in certain, address, shown)
    found: list[Passage] = []
    reached = 0
    for (start, end), passage in sorted(marked.items(), key=lambda item: item[0]):
        if start < reached or end <= start or end > len(text):
            if found and (start, end) in begins:
                found[-1] = _with(found[-1], begins[start, end])
            continue
        if start > reached:
            found.append(Passage(text[reached:start]))
        found.append(_with(passage, begins.get((start, end), [])))
        reached = end
    if reached < len(text):
        found.append(Passage(text[reached:]))
    return found


def _with(passage: Passage, anchors: Sequence[str]) -> Passage:
    return Passage(
        passage.text, passage.css, passage.sign, passage.words, passage.url, passage.id,
        (*passage.anchors, *anchors),
    )  # fmt: skip


def _number(
    row: StatedFigure, faults: Mapping[int, object], certain: Collection[int], address: str, shown: str
) -> Passage:
    verdict = row.found
    doubtful = any(number in faults and number not in certain for number in row.faults)
    listed = shown in (EVERYTHING, verdict.value)
    url = f"#f-{row.order}" if listed else f"{address}?show={EVERYTHING}#f-{row.order}"
    if row.faults and verdict is Verdict.CONTRADICTS:
        url = _of_fault(min(number for number in row.faults if number in certain), address, shown)
    words = verdict.label + ("，另有请核对的地方" if doubtful else "")
    css = verdict.value + (" doubtful" if doubtful and verdict is not Verdict.CONTRADICTS else "")
    return Passage(row.text, css, verdict.sign, words, url, f"t-{row.order}")


def _phrase(text: str, number: int, certain: bool, address: str, shown: str) -> Passage:
    css, sign = ("contradicts", "！") if certain else ("doubtful", "？")
    words = "前后矛盾" if certain else "请核对"
    return Passage(text, css, sign, words, _of_fault(number, address, shown))


def _of_fault(number: int, address: str, shown: str) -> str:
    return f"#x-{number}" if shown in (EVERYTHING, "faults") else f"{address}?show=faults#x-{number}"
