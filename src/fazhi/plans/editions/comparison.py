"""Comparing two editions of a plan (中期调整): what is added, changed field by field, dropped, the same. Pure.

Numbers shift when a task is put in or taken out, so a number alone proves nothing: tasks are paired by what they say,
and the number only tips the scale. Every old and every new task takes part in exactly one pair or stands alone.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

_ALIKE = 0.55
_CUT_FROM = 24
_NOISE = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class TaskFace:
    """What two editions are compared by: `fields` are the shown texts of everything a change of which matters.

    `ref` is whatever the caller knows the task by (a row's id, a draft's key).
    """

    ref: int
    number: str
    title: str
    body: str
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a change: `kind` is same, old or new."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field that differs, as people read it."""

    field: str
    before: str
    after: str

    @property
    def runs(self) -> tuple[Run, ...]:
        """Before and after as one text: long ones cut where they differ, short ones as they are."""
        if min(len(self.before), len(self.after)) < _CUT_FROM:
            whole = (Run("old", self.before), Run("new", self.after))
            return tuple(run for run in whole if run.text)
        found: list[Run] = []
        steps = SequenceMatcher(None, self.before, self.after, autojunk=False).get_opcodes()
        for step, before, before_end, after, after_end in steps:
            if step == "equal":
                found.append(Run("same", self.before[before:before_end]))
                continue
            pieces = (Run("old", self.before[before:before_end]), Run("new", self.after[after:after_end]))
            found.extend(run for run in pieces if run.text)
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Pair:
    """A task that goes on from the old edition into the new one."""

    old: TaskFace
    new: TaskFace
    changes: tuple[FieldChange, ...] = ()

    @property
    def is_renumbered(self) -> bool:
        return self.old.number != self.new.number


@dataclass(frozen=True, slots=True)
class Comparison:
    """The result, each part in the order of its document."""

    added: tuple[TaskFace, ...]
    changed: tuple[Pair, ...]
    dropped: tuple[TaskFace, ...]
    same: tuple[Pair, ...]


def compare(old: Sequence[TaskFace], new: Sequence[TaskFace]) -> Comparison:
    """Pairs the tasks of two editions and tells what became of each. A changed number alone leaves a task the same."""
    partner = _paired(old, new)
    pairs = [Pair(old[at], face, field_changes(old[at], face)) for at, face in _in_new_order(partner, new)]
    kept = set(partner.values())
    return Comparison(
        added=tuple(face for place, face in enumerate(new) if place not in partner),
        changed=tuple(pair for pair in pairs if pair.changes),
        dropped=tuple(face for place, face in enumerate(old) if place not in kept),
        same=tuple(pair for pair in pairs if not pair.changes),
    )


def _in_new_order(partner: dict[int, int], new: Sequence[TaskFace]) -> list[tuple[int, TaskFace]]:
    return [(partner[place], face) for place, face in enumerate(new) if place in partner]


def _paired(old: Sequence[TaskFace], new: Sequence[TaskFace]) -> dict[int, int]:
    """Which place of `new` goes with which of `old`. Equal titles first, then the likest of what is left."""
    partner = _equal_titles(old, new)
    taken = set(partner.values())
    left_old = [place for place in range(len(old)) if place not in taken]
    left_new = [place for place in range(len(new)) if place not in partner]
    pieces_old = {place: _pieces(old[place]) for place in left_old}
    scored = []
    for place in left_new:
        pieces = _pieces(new[place])
        for other in left_old:
            score = _likeness(pieces_old[other], pieces, old[other].number == new[place].number)
            if score >= _ALIKE:
                scored.append((-score, abs(place - other), place, other))
    for _, _, place, other in sorted(scored):
        if place not in partner and other not in taken:
            partner[place] = other
            taken.add(other)
    return partner


def _equal_titles(old: Sequence[TaskFace], new: Sequence[TaskFace]) -> dict[int, int]:
    """Titles that stand once on either side; of repeated ones those with the same number, then in their order."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for place, face in enumerate(old):
        by_title[_plain(face.title)].append(place)
    partner: dict[int, int] = {}
    for same_number in (True, False):
        for place, face in enumerate(new):
            waiting = by_title.get(_plain(face.title), [])
            fitting = [at for at in waiting if not same_number or old[at].number == face.number]
            if place not in partner and fitting:
                partner[place] = fitting[0]
                waiting.remove(fitting[0])
    return partner


def _pieces(face: TaskFace) -> tuple[frozenset[str], frozenset[str]]:
    return _bigrams(_plain(face.title)), _bigrams(_plain(face.body))


def _likeness(
    old: tuple[frozenset[str], frozenset[str]], new: tuple[frozenset[str], frozenset[str]], same_number: bool
) -> float:
    """From 0 to 1: titles weigh more than bodies, an equal number adds a little."""
    title = _dice(old[0], new[0])
    body = _dice(old[1], new[1]) if old[1] and new[1] else title
    return min(
        1.0, max(0.65 * title + 0.35 * body, 0.9 * body if len(old[1]) > 20 else 0) + (0.1 if same_number else 0)
    )


def _dice(first: frozenset[str], second: frozenset[str]) -> float:
    return 2 * len(first & second) / (len(first) + len(second)) if first or second else 1.0


def _bigrams(text: str) -> frozenset[str]:
    return frozenset(text[place : place + 2] for place in range(max(1, len(text) - 1))) if text else frozenset()


def field_changes(old: TaskFace, new: TaskFace) -> tuple[FieldChange, ...]:
    """The fields in which two faces differ, their number aside."""
    before, after = dict(_all_fields(old)), dict(_all_fields(new))
    names = dict.fromkeys((*before, *after))
    return tuple(
        FieldChange(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if _plain(before.get(name, "")) != _plain(after.get(name, ""))
    )


def _all_fields(face: TaskFace) -> tuple[tuple[str, str], ...]:
    # The body often begins with the task's own number, which is not what it says.
    return (("任务名称", face.title), ("任务内容", face.body.strip().removeprefix(face.number)), *face.fields)


def _plain(text: str) -> str:
    """Punctuation, spaces and widths do not make a change; the signs of a number (95%, 3.5, ≥) do."""
    folded = unicodedata.normalize("NFKC", text)
    return _NOISE.sub(lambda found: "".join(sign for sign in found[0] if sign in "%.<>=≥≤~-"), folded).rstrip(".-")
