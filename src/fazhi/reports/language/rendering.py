"""The text of a section as it is read: figures worded, clauses with nothing to state left out.

A clause ends with 、，；。！？ outside brackets, or with its line. One that holds a figure marked ``?`` is left out
where that figure is zero or has no basis. What stays is still a sentence: the clause before it takes over the stop, and
the one after it the 其中 that it began with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from fazhi.reports.language.tokens import Fault, Piece, Plain, Token, parse
from fazhi.reports.language.wording import Standing, Worded

_STOPS = {"、": 1, "，": 2, "；": 3, "。": 4, "！": 4, "？": 4}
"""How much each stop parts: a clause that stays takes over a stronger stop of one that goes."""
_FULL = 4
_OPENING, _CLOSING = "（(“《", "）)”》"
_AMONG = "其中"
_NUMBER = re.compile(r"\s*(\d{1,2})[.．]")
_LEFT_OUT = (Standing.ZERO, Standing.EMPTY)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a paragraph: plain, or a figure with what it says, or what could not be read."""

    text: str
    token: Token | None = None
    worded: Worded | None = None
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)


Wording = Callable[[Token], Worded]


def paragraphs(text: str, wording: Wording) -> tuple[Paragraph, ...]:
    """The text as paragraphs, each figure worded by `wording`. Empty lines and lines left out are no paragraphs."""
    found = []
    gone = 0
    for line in _lines(parse(text)):
        runs, left_out = _kept(line, wording)
        if left_out and _NUMBER.match("".join(run.text for run in runs)) and _is_lead_alone(runs):
            gone += 1
        elif any(run.text.strip() for run in runs):
            found.append(Paragraph(_trimmed(_renumbered(runs, gone))))
    return tuple(found)


def _lines(pieces: Iterable[Piece]) -> Iterator[list[list[Piece]]]:
    """Lines of clauses of pieces."""
    line: list[list[Piece]] = [[]]
    depth = 0
    for piece in pieces:
        if not isinstance(piece, Plain):
            line[-1].append(piece)
            continue
        start = 0
        for at, sign in enumerate(piece.source):
            depth += (sign in _OPENING) - (sign in _CLOSING and depth > 0)
            if sign != "\n" and (depth or sign not in _STOPS):
                continue
            text = piece.source[start : at if sign == "\n" else at + 1]
            line[-1] += [Plain(text)] if text else []
            start = at + 1
            if sign == "\n":
                yield line
                line, depth = [[]], 0
            else:
                line.append([])
        if start < len(piece.source):
            line[-1].append(Plain(piece.source[start:]))
    yield line


def _kept(line: list[list[Piece]], wording: Wording) -> tuple[list[Run], bool]:
    """The runs of a line that stay, and whether any clause was left out."""
    runs: list[Run] = []
    among = left_out = False
    for clause in filter(None, line):
        said = [_run(piece, wording) for piece in clause]
        if any(_leaves_out(run) for run in said):
            stop = said[-1].text[-1:]
            left_out = True
            among = (among or said[0].text.startswith(_AMONG)) and _STOPS.get(stop, 0) < _STOPS["；"]
            _take_over(runs, stop)
            continue
        if among and not said[0].text.startswith(_AMONG):
            said.insert(0, Run(_AMONG))
        among = False
        runs += said
    return runs, left_out


def _is_lead_alone(runs: list[Run]) -> bool:
    """Whether of 1.加强复议。受理… only the lead sentence is left."""
    text = "".join(run.text for run in runs).strip()
    return all(run.token is None for run in runs) and text.endswith("。") and text.count("。") == 1


def _renumbered(runs: list[Run], gone: int) -> list[Run]:
    """The paragraph with its number lowered by those before it that were left out."""
    match = _NUMBER.match(runs[0].text) if gone else None
    if match is None or int(match[1]) <= gone:
        return runs
    return [Run(f"{int(match[1]) - gone}{runs[0].text[match.end(1) :]}"), *runs[1:]]


def _take_over(runs: list[Run], stop: str) -> None:
    """Lets the clause that stays end as the one that goes did; the line's end takes a comma away."""
    if not runs or runs[-1].token is not None or runs[-1].fault:
        return
    text = runs[-1].text
    here, there = _STOPS.get(text[-1:], 0), _STOPS.get(stop, 0)
    if here in (0, _FULL):
        return
    if there > here:
        runs[-1] = Run(text[:-1] + stop)
    elif not there:
        runs[-1] = Run(text[:-1])


def _leaves_out(run: Run) -> bool:
    if run.token is None or run.worded is None:
        return False
    return run.token.optional and run.worded.standing in _LEFT_OUT


def _run(piece: Piece, wording: Wording) -> Run:
    if isinstance(piece, Token):
        said = wording(piece)
        return Run(said.text, token=piece, worded=said)
    return Run(piece.source, fault=piece.say if isinstance(piece, Fault) else "")


def _trimmed(runs: list[Run]) -> tuple[Run, ...]:
    """Without blanks at both ends: an indent that somebody typed is set by the layout."""
    if runs[0].token is None and not runs[0].fault:
        runs[0] = Run(runs[0].text.lstrip())
    if runs[-1].token is None and not runs[-1].fault:
        runs[-1] = Run(runs[-1].text.rstrip())
    return tuple(run for run in runs if run.text)
