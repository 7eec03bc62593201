"""Marking answers 计分: what a question earns, and what a paper comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from fazhi.exams.marking.questions import QuestionKind

CENT = Decimal("0.01")


class Multiple(StrEnum):
    """How a question with several answers is marked 多选题计分. A wrong choice earns nothing under any rule."""

    ALL = "all"
    HALF = "half"
    SHARE = "share"

    @property
    def label(self) -> str:
        return {
            "all": "全部选对才得分",
            "half": "少选得一半分，错选不得分",
            "share": "少选按选对的比例得分，错选不得分",
        }[self.value]


class Verdict(StrEnum):
    """What became of an answer."""

    RIGHT = "right"
    PART = "part"
    WRONG = "wrong"
    BLANK = "blank"
    VOID = "void"

    @property
    def label(self) -> str:
        return {"right": "正确", "part": "部分正确", "wrong": "错误", "blank": "未答", "void": "试题作废，给满分"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question on a paper as marking sees it; `void` where it was voided after an objection."""

    key: int
    kind: QuestionKind
    answer: frozenset[str]
    marks: Decimal
    void: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What one question earned."""

    key: int
    given: str
    verdict: Verdict
    marks: Decimal
    score: Decimal


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked paper. `full` is what all right answers would have earned."""

    lines: tuple[Line, ...]
    score: Decimal
    full: Decimal


def judge(
    kind: QuestionKind, answer: Set[str], given: Set[str], marks: Decimal, rule: Multiple
) -> tuple[Verdict, Decimal]:
    """What an answer earns: everything or nothing, but for a question with several answers as the rule says."""
    if not given:
        return Verdict.BLANK, Decimal(0)
    if given == answer:
        return Verdict.RIGHT, marks
    if kind is not QuestionKind.MULTIPLE or rule is Multiple.ALL or not given < answer:
        return Verdict.WRONG, Decimal(0)
    share = Decimal(1) / 2 if rule is Multiple.HALF else Decimal(len(given)) / len(answer)
    return Verdict.PART, (marks * share).quantize(CENT, ROUND_HALF_UP)


def mark(paper: Sequence[Asked], given: Mapping[int, str], rule: Multiple) -> Marked:
    """Marks a paper. `given` has the letters by question; a voided question earns its marks for everybody."""
    lines = []
    for asked in paper:
        letters = given.get(asked.key, "")
        if asked.void:
            verdict, score = Verdict.VOID, asked.marks
        else:
            verdict, score = judge(asked.kind, asked.answer, frozenset(letters), asked.marks, rule)
        lines.append(Line(asked.key, letters, verdict, asked.marks, score))
    full = sum((asked.marks for asked in paper), Decimal(0))
    return Marked(tuple(lines), sum((line.score for line in lines), Decimal(0)), full)


def plain(marks: Decimal) -> str:
    """Marks as people write them: 60, 1.5."""
    return f"{marks.normalize():f}"
