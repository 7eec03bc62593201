"""Where a task speaks of its units: labels, brackets, and clauses like 由X牵头，Y配合.

Running prose ("市司法局要…") names no unit. Clauses are looked at only where a task has neither label nor bracket, for
there they are the only statement; elsewhere they are part of what is to be done.
"""

import re
from collections.abc import Iterator

from fazhi.plans.reading.units import names
from fazhi.plans.reading.units.labels import Label, find_labels
from fazhi.plans.reading.units.prose import clause_statements
from fazhi.plans.reading.units.statements import Statement, read_statement

Span = tuple[int, int]
_OPEN = "(〔[【"
_BRACKET = re.compile(r"[(〔\[【)〕\]】]")
_VERB_INSIDE = re.compile(
    r"牵 ?头|负 ?责(?!人)|配 ?合|参与|会同|按.{0,6}职责|分工|落实$|[主承协]办|协助|主责|为主|领衔"
)
_MAX_STATEMENT = 1200
_LONGEST_UNKNOWN = 16
_LONGEST_LINE = 60


def find_statements(text: str) -> list[Statement]:
    """All statements about units in the folded text of one task, in order."""
    labels = list(find_labels(text))
    brackets = list(bracket_spans(text))
    found = [*_from_brackets(text, brackets, labels), *_from_labels(text, brackets, labels)]
    if not any(statement.entries for statement in found):
        clauses = list(clause_statements(text))
        for statement in clauses:
            statement.formal = False
        found += clauses
    found.sort(key=lambda statement: statement.start)
    return _merged(text, found)


def bracket_spans(text: str) -> Iterator[Span]:
    """The outermost brackets of a text. One that is never closed is none."""
    depth: list[int] = []
    kept: list[Span] = []
    for match in _BRACKET.finditer(text):
        place, sign = match.start(), match.group()
        if sign in _OPEN:
            depth.append(place)
        elif depth:
            begin = depth.pop()
            while kept and kept[-1][0] > begin:
                kept.pop()
            kept.append((begin, place + 1))
    # A lost opening bracket must not hide the good ones after it, so every balanced one counts.
    yield from kept


def _from_brackets(text: str, brackets: list[Span], labels: list[Label]) -> Iterator[Statement]:
    for start, end in brackets:
        if not 4 <= end - start <= _MAX_STATEMENT:
            continue
        inside = [label for label in labels if start < label.start < end]
        statement = _whole(text, start, end, inside)
        if any(label.role for label in inside) or (statement.first_is_lead and not inside):
            yield statement
        elif not statement.entries:
            continue
        elif statement.has_verb and _VERB_INSIDE.search(text, start + 1, end - 1):
            if _mostly_units(text, statement):
                yield statement
        elif _stands_at_stop(text, start, end) and _surely_units(text, statement):
            yield statement


def _whole(text: str, start: int, end: int, labels: list[Label]) -> Statement:
    statement = read_statement(text, start + 1, end - 1, labels)
    statement.start, statement.end = start, end
    return statement


def _mostly_units(text: str, statement: Statement) -> bool:
    """Whether a bracket with 牵头, 负责 or 配合 lists units: a name that looks like none spoils no others."""
    listed = [text[e.start : e.end] for e in statement.entries]
    known = sum(map(names.is_name, listed))
    if known == len(listed):
        return True
    return not statement.refused and known * 2 >= len(listed) and all(len(name) <= _LONGEST_UNKNOWN for name in listed)


def _surely_units(text: str, statement: Statement) -> bool:
    """Whether a bracket without such a verb is a list of units: (市司法局、市财政局), (各镇)."""
    listed = [text[e.start : e.end] for e in statement.entries]
    sure = sum(names.is_sure_name(name) and (len(name) >= 4 or name.startswith("各")) for name in listed)
    known = sum(map(names.is_name, listed))
    if statement.refused or sure * 2 < len(listed):
        return False
    return known == len(listed) or (known * 4 >= len(listed) * 3 and max(map(len, listed)) <= _LONGEST_UNKNOWN)


def _stands_at_stop(text: str, start: int, end: int) -> bool:
    """Whether a bracket stands at the end of a sentence, before or behind its stop."""
    return end >= len(text) or text[end] in "\n。;([【〔 " or text[:start].rstrip(" ")[-1:] in ("。", ";")


def _from_labels(text: str, brackets: list[Span], labels: list[Label]) -> Iterator[Statement]:
    """Labels outside brackets: each runs to the end of its sentence or paragraph, or to the next label."""
    free = [label for label in labels if not any(a < label.start < b and b - a <= _MAX_STATEMENT for a, b in brackets)]
    for index, label in enumerate(free):
        if label.role is None:
            continue
        limit = free[index + 1].start if index + 1 < len(free) else len(text)
        end = _list_end(text, label.end, limit)
        statement = read_statement(text, label.start, end, [label])
        if statement.entries or statement.first_is_lead:
            yield statement


def _list_end(text: str, start: int, limit: int) -> int:
    """Where a labelled list ends: with its sentence; a line break behind the colon or in the list is no end."""
    place = start
    while place < limit and text[place] in " \n":
        place += 1
    while place < limit and text[place] not in "\n。":
        place += 1
    while place < limit and text[place] == "\n":
        following = text.find("\n", place + 1, limit)
        stop = following if following >= 0 else limit
        if not _goes_on(text[place + 1 : stop], open_list=text[place - 1] in "、,"):
            break
        place = stop
    return place


def _goes_on(line: str, *, open_list: bool) -> bool:
    """Whether a line holds nothing but names of units, and is no signature: several, or one that the list waits for."""
    line = line.strip(" 。;,、")
    if not 2 <= len(line) <= _LONGEST_LINE or _BRACKET.search(line):
        return False
    listed = [line[a:b].strip() for a, b in names.split_list(line, 0, len(line))]
    return all(map(names.is_sure_name, listed)) and (open_list or len(listed) > 1 or line.startswith("各"))


def _merged(text: str, statements: list[Statement]) -> list[Statement]:
    """Statements that stand next to each other say one thing: 牵头单位：… and 配合单位：… on two lines."""
    merged: list[Statement] = []
    for statement in statements:
        if merged and statement.start < merged[-1].end:
            continue
        last = merged[-1] if merged else None
        between = text[last.end : statement.start] if last else ""
        if last and (not between.strip(" \n。;,、") or _only_stop_labels(between)):
            last.end = statement.end
            last.entries += statement.entries
            last.first_is_lead |= statement.first_is_lead
        else:
            merged.append(statement)
    return merged


def _only_stop_labels(between: str) -> bool:
    """Whether only lines like 完成时限：… stand between two statements."""
    lines = [line for line in between.split("\n") if line.strip(" 。;,、")]
    return all(any(label.role is None for label in find_labels(line)) and len(line) < 60 for line in lines)
