"""A question 试题 as a paper shows it, read from the fields of its entry in the question bank."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LETTERS = "ABCDEF"
_OTHER_OPTIONS = re.compile(r"以上|上述|前[两三四五]项|[A-F]\s*(?:和|、|与|项)\s*[A-F]?")
_SAYS_RIGHT = frozenset({"A", "对", "正确", "√", "T", "是"})
_SAYS_WRONG = frozenset({"B", "错", "错误", "×", "F", "否"})


class QuestionKind(StrEnum):
    """Kind of a question 题型."""

    JUDGEMENT = "judgement"
    SINGLE = "single"
    MULTIPLE = "multiple"

    @property
    def label(self) -> str:
        return {"judgement": "判断题", "single": "单选题", "multiple": "多选题"}[self.value]


class Unreadable(Exception):  # noqa: N818 -- reads as what it says
    """A question that cannot be put to anybody; the text says what is wrong with it and how to mend it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Options go by their letter in the bank; what a person gave is kept in these letters too."""

    kind: QuestionKind
    stem: str
    options: Mapping[str, str]
    answer: frozenset[str]
    subject: str = ""
    difficulty: str = ""
    article: str = ""

    @property
    def keeps_order(self) -> bool:
        """Whether the options must stand as they are: a judgement, or options that speak of others (以上都对)."""
        return self.kind is QuestionKind.JUDGEMENT or any(_OTHER_OPTIONS.search(text) for text in self.options.values())


def read(data: Mapping[str, Any]) -> Question:
    """The question in an entry of the bank. Raises Unreadable where its answer does not fit its options."""
    stem = str(data.get("stem") or "").strip()
    try:
        kind = QuestionKind(str(data.get("kind") or ""))
    except ValueError:
        raise Unreadable(f"“{stem[:20]}”没有题型，请在题库中补上。") from None
    options = {letter: str(text).strip() for letter in LETTERS if (text := data.get(f"option_{letter.lower()}"))}
    if kind is QuestionKind.JUDGEMENT:
        options = {"A": "正确", "B": "错误"}
    answer = _answer(kind, str(data.get("answer") or ""))
    _check(kind, stem, options, answer)
    return Question(
        kind,
        stem,
        options,
        answer,
        subject=str(data.get("subject") or ""),
        difficulty=str(data.get("difficulty") or ""),
        article=str(data.get("article") or ""),
    )


def given_letters(question: Question, letters: str) -> str:
    """The letters that a person chose, in their order, each once, those alone that are options of the question.

    Of a question with one answer the first counts: a page cannot send two, a program might.
    """
    chosen = "".join(letter for letter in question.options if letter in letters)
    return chosen if question.kind is QuestionKind.MULTIPLE else chosen[:1]


def _answer(kind: QuestionKind, text: str) -> frozenset[str]:
    said = text.strip().upper()
    if kind is QuestionKind.JUDGEMENT:
        return frozenset("A" if said in _SAYS_RIGHT else "B" if said in _SAYS_WRONG else "")
    return frozenset(letter for letter in said if letter.isalpha())


def _check(kind: QuestionKind, stem: str, options: Mapping[str, str], answer: frozenset[str]) -> None:
    name = f"“{stem[:20]}{'…' if len(stem) > 20 else ''}”"
    if not stem:
        raise Unreadable("有一道题没有题干，请在题库中补上。")
    if not answer or not answer <= options.keys():
        raise Unreadable(f"{name}的答案与选项对不上，请在题库中核对。")
    if kind is not QuestionKind.MULTIPLE and len(answer) > 1:
        raise Unreadable(f"{name}是{kind.label}，却有 {len(answer)} 个答案，请在题库中核对。")
    if len(options) < 2:
        raise Unreadable(f"{name}不足两个选项，请在题库中补上。")
