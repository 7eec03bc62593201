"""Drawing a paper 组卷: which questions, in which order, with which order of options. The same seed, the same paper.

Everything is ordered by SM3(seed ‖ use ‖ key): no library's random numbers, so that any program can repeat it years on.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from fazhi.exams.marking.questions import Question, QuestionKind
from fazhi.record.sm3 import sm3


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule: so many questions of a subject and kind, so many marks each. No difficulty means any."""

    subject: str
    kind: QuestionKind
    difficulty: str
    count: int
    marks: Decimal


@dataclass(frozen=True, slots=True)
class Item:
    """A question of the pool as drawing sees it."""

    key: int
    subject: str
    kind: QuestionKind
    difficulty: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A question on a paper, and what it is worth."""

    key: int
    kind: QuestionKind
    marks: Decimal


@dataclass(frozen=True, slots=True)
class Shortage:
    """A line that the pool cannot fill: `left` questions are left for it."""

    line: Line
    left: int


def draw(pool: Iterable[Item], lines: Sequence[Line], seed: str) -> tuple[Drawn, ...]:
    """The questions that the lines ask for, none twice, in the order of the pool's keys.

    Lines that name a difficulty choose first: a line without one takes what is left, so that no line starves another.
    Raises ValueError when the pool is too small; ask `shortages` first.
    """
    taken, short = _take(_ranked(pool, seed), lines)
    if short:
        raise ValueError("the pool does not fill the paper")
    return tuple(sorted(taken, key=lambda drawn: drawn.key))


def shortages(pool: Iterable[Item], lines: Sequence[Line]) -> tuple[Shortage, ...]:
    """The lines that the pool cannot fill; empty when a paper can be drawn."""
    return tuple(_take(list(pool), lines)[1])


def in_order(drawn: Iterable[Drawn], seed: str, *, shuffled: bool) -> tuple[Drawn, ...]:
    """The paper as it is laid out: kind by kind, within a kind by the seed, or by key where nothing is shuffled."""
    kinds = list(QuestionKind)
    if not shuffled:
        return tuple(sorted(drawn, key=lambda each: (kinds.index(each.kind), each.key)))
    return tuple(sorted(drawn, key=lambda each: (kinds.index(each.kind), _rank(seed, "order", str(each.key)))))


def option_order(question: Question, key: int, seed: str, *, shuffled: bool) -> str:
    """The letters of the options in the order in which they are shown."""
    letters = list(question.options)
    if shuffled and not question.keeps_order:
        letters.sort(key=lambda letter: _rank(seed, "option", f"{key}{letter}"))
    return "".join(letters)


def seed_of(*parts: object) -> str:
    """A seed derived from others: that of one sitting from that of its exam."""
    return sm3("\n".join(str(part) for part in parts).encode()).hex()


def _ranked(pool: Iterable[Item], seed: str) -> list[Item]:
    return sorted(pool, key=lambda item: _rank(seed, "draw", str(item.key)))


def _rank(seed: str, use: str, key: str) -> bytes:
    return sm3(f"{seed}\n{use}\n{key}".encode())


def _take(ranked: list[Item], lines: Sequence[Line]) -> tuple[list[Drawn], list[Shortage]]:
    left = list(ranked)
    taken: list[Drawn] = []
    short: list[Shortage] = []
    for line in sorted(lines, key=lambda each: not each.difficulty):
        fitting = [item for item in left if _fits(item, line)]
        if len(fitting) < line.count:
            short.append(Shortage(line, len(fitting)))
        chosen = fitting[: line.count]
        taken += [Drawn(item.key, item.kind, line.marks) for item in chosen]
        gone = {item.key for item in chosen}
        left = [item for item in left if item.key not in gone]
    return taken, short


def _fits(item: Item, line: Line) -> bool:
    return (item.subject, item.kind) == (line.subject, line.kind) and line.difficulty in ("", item.difficulty)
