"""Targets said without a number: 实现全覆盖 is a coverage of 100 %, 零新增 a count of none."""

from dataclasses import dataclass

from fazhi.plans.reading.clauses import Clauses
from fazhi.plans.reading.metrics import Phrase, phrase_before
from fazhi.plans.reading.wordlists import words

_REACHING = ("实现", "达到", "做到", "确保", "推动", "完成", "保持", "力争")
# 零距离, 零容忍, 零门槛 are manners of speech; these are counts.
_NONE = words("零新增 零发生 零事故 零败诉 零投诉 零差错 零积压 零拖欠 零上访 零增长 零纠错 零信访")
_AFTER_WHOLE = ("、", "并", "和", "及", "”", "。", ",", "且")


@dataclass(frozen=True, slots=True)
class Coverage:
    """A target without a number at [start, end)."""

    start: int
    end: int
    metric: str
    value: float
    unit: str


def find_coverage(clauses: Clauses) -> list[Coverage]:
    """全覆盖 and 零… that a clause reaches for, in order."""
    text, found = clauses.text, []
    for word in ("全覆盖", *_NONE):
        pos = text.find(word)
        while pos >= 0:
            coverage = _coverage(clauses, word, pos)
            if coverage is not None:
                found.append(coverage)
            pos = text.find(word, pos + len(word))
    return sorted(found, key=lambda c: c.start)


def _coverage(clauses: Clauses, word: str, pos: int) -> Coverage | None:
    text, end = clauses.text, pos + len(word)
    start = clauses.start(pos)
    after = text[end : clauses.end(end)].lstrip('”"')
    if after and not after.startswith(_AFTER_WHOLE):
        return None
    before = text[start:pos].rstrip('“"')
    verb = max(_REACHING, key=before.rfind)
    at = before.rfind(verb)
    if at < 0:
        return None
    subject = _subject(clauses, start, start + at, start + at + len(verb), start + len(before))
    if not subject.words:
        return None
    end += 1 if text[end : end + 1] in {"”", '"'} else 0
    if word == "全覆盖":
        return Coverage(subject.start, end, f"{subject.words}覆盖率", 100.0, "%")
    return Coverage(subject.start, end, subject.words, 0.0, "")


def _subject(clauses: Clauses, start: int, verb: int, verb_end: int, end: int) -> Phrase:
    """What is covered: 村居法律顾问|实现全覆盖, or 实现|村居法律顾问|全覆盖."""
    none = bytes(len(clauses.text))
    inner = phrase_before(clauses, verb_end, end, none)
    return inner if inner.words else phrase_before(clauses, start, verb, none)
