"""Where a task speaks of its units: labels, brackets, and clauses like 由X牵头，Y配合.

Running prose ("市司法局要…") names no unit. Clauses are looked at only where a task has neither label nor bracket, for
there they are the only statement; elsewhere they are part of what is to be done.
"""

import re
from collections.abc import Iterator

from fazhi.plans.reading.units import names
from fazhi.plans.reading.units.labels import Label, find_labels
from fazhi.plans.reading.units.statements import FIRST_IS_LEAD, Statement, read_statement

Span = tuple[int, int]
_OPEN, _CLOSE = "(〔[【", ")〕]】"
_BRACKET = re.compile(r"[(〔\[【)〕\]】]")
_VERB_INSIDE = re.compile(r"牵 ?头|负 ?责(?!人)|配 ?合|参与|会同|按.{0,6}职责|分工|落实$|主办|承办")
_CLAUSE_END = frozenset(",;。:\n!?")
_CLAUSE_VERB = re.compile(
    r"(?P<adverb>(?:共同|予以|积极|主动|联合|分别|具体|统一|统筹|按照?(?:各自)?(?:职责|职能|分工|任务)+(?:分工)?)*)(?P<verb>牵头|负责(?!人|同志|制|任)|配合|参与|参加|会同|指导|协助|协办|主办|承办|落实|协同)"
)
_STARTING_VERBS = ("牵头", "负责", "会同", "主办", "承办", "指导")
_NAME_STOPS = re.compile(
    r"组建|组织|建[立设]|开展|推[进行动]|制[定作]|每[月年季半周]|负责|落实|实施|出台|印发|做好|抓好|加强|完善|定期|共同|联合|对|在|于|完成|梳理|编制|打造|探索|排查|召开|举办|成立|健全|研究|按|及时|进行|适时|通过|"
    r"围绕|全面|深入|统筹|协调|督促|指导|检查|切实|依法|设立|清理|修订|起草|发布|公布|评查|抽查|提出|报送|解决|化解|受理|汇总|\d"
)
_AFTER_VERB = "".join(sorted(set("落实施组织办理抓好推进做工作等 ")))
_OWN_MARK = re.compile(
    r"\s*(?:\(?[一二三四五六七八九十百\d]{1,4}(?:\)[、.]?|[、.])|[一二三四五六七八九十]{1,3}是|第.{1,4}条\s|[①-⑳⑴-⒇])\s*"
)
_MAX_STATEMENT = 1200


def find_statements(text: str) -> list[Statement]:
    """All statements about units in the folded text of one task, in order."""
    labels = list(find_labels(text))
    brackets = list(bracket_spans(text))
    found = [*_from_brackets(text, brackets, labels), *_from_labels(text, brackets, labels)]
    if not any(statement.entries for statement in found):
        clauses = list(_from_clauses(text))
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
        if end - start > _MAX_STATEMENT or end - start < 4:
            continue
        inside = [label for label in labels if start < label.start < end]
        content = text[start + 1 : end - 1]
        if any(label.role for label in inside):
            yield _whole(text, start, end, inside)
        elif FIRST_IS_LEAD.search(content) and not inside:
            yield _whole(text, start, end, [])
        elif not inside and _VERB_INSIDE.search(content):
            statement = _whole(text, start, end, [])
            if statement.has_verb and _all_units(text, statement):
                yield statement
        elif not inside and _ends_sentence(text, end) and _is_bare_list(content):
            yield _whole(text, start, end, [])


def _whole(text: str, start: int, end: int, labels: list[Label]) -> Statement:
    statement = read_statement(text, start + 1, end - 1, labels)
    statement.start, statement.end = start, end
    return statement


def _all_units(text: str, statement: Statement) -> bool:
    return bool(statement.entries) and all(names.is_name(text[e.start : e.end]) for e in statement.entries)


def _ends_sentence(text: str, end: int) -> bool:
    return end >= len(text) or text[end] in "\n。;([【〔 "


def _is_bare_list(content: str) -> bool:
    """Whether a bracket without label or verb is a list of units: (市司法局、市财政局)."""
    pieces = [content[a:b].strip() for a, b in names.split_list(content, 0, len(content))]
    pieces = [re.sub(r"等.{0,6}$", "", piece) for piece in pieces if piece]
    sure = [names.is_sure_name(piece) and len(piece) >= 4 for piece in pieces]
    return bool(sure) and all(names.is_name(piece) for piece in pieces) and sum(sure) * 2 >= len(sure)


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
    """Where a labelled list ends: with its sentence; a line break after the colon does not end it."""
    place = start
    while place < limit and text[place] in " \n":
        place += 1
    while place < limit and text[place] not in "\n。":
        place += 1
    return place


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


def _from_clauses(text: str) -> Iterator[Statement]:
    open_statement: Statement | None = None
    mark = _OWN_MARK.match(text)
    for start, end in _clauses(text, mark.end() if mark else 0):
        statement = _clause_statement(text, start, end, following=open_statement is not None)
        if statement is None:
            if open_statement:
                yield open_statement
            open_statement = None
        elif open_statement is None:
            open_statement = statement
        else:
            open_statement.end = statement.end
            open_statement.entries += statement.entries
    if open_statement:
        yield open_statement


def _clauses(text: str, start: int) -> Iterator[Span]:
    depth = 0
    for place in range(start, len(text)):
        sign = text[place]
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        elif sign in _CLAUSE_END and (depth == 0 or sign in "。\n"):
            yield start, place
            start, depth = place + 1, 0
    yield start, len(text)


def _clause_statement(text: str, start: int, end: int, *, following: bool) -> Statement | None:
    """Read 由X、Y牵头… from one clause; None where its names are not surely units."""
    verb = _CLAUSE_VERB.search(text, start, min(end, start + 120))
    if not verb:
        return None
    if verb["verb"] == "会同" and following and not text[start : verb.start()].strip():
        return _read_clause(text, verb.start(), verb, end)
    by = text.rfind("由", start, verb.start())
    begin = by + 1 if by >= 0 else start
    ends_here = verb.end() >= end or not text[verb.end() : end].strip(_AFTER_VERB)
    if verb["verb"] not in _STARTING_VERBS and not (following and ends_here):
        return None
    pieces = [text[a:b].strip() for a, b in names.split_list(text, begin, verb.start())]
    pieces = [re.sub(r"等.{0,6}$", "", piece) for piece in pieces if piece]
    together = verb["verb"] == "会同"
    sure = names.is_sure_name if by < 0 and not ends_here and not together else names.is_name
    if (
        not pieces
        or not all(sure(piece) for piece in pieces)
        or not (by >= 0 or together or any(map(names.is_sure_name, pieces)))
    ):
        return None
    return _read_clause(text, begin, verb, end)


def _read_clause(text: str, begin: int, verb: "re.Match[str]", end: int) -> Statement | None:
    if verb["verb"] != "会同":
        statement = read_statement(text, begin, verb.end())
        if text[begin - 1 : begin] == "由":
            statement.start = begin - 1
        # 由A牵头、B配合 in one clause: the rest is read on as long as it holds nothing but names and verbs.
        rest = read_statement(text, verb.end(), end)
        if rest.has_verb and _all_units(text, rest) and text[verb.end() : end][:1] in ("、", " ", ""):
            statement.entries += rest.entries
            statement.end = end
        return statement
    stop = _CLAUSE_VERB.search(text, verb.end(), end)
    limit = stop.start() if stop else _names_end(text, verb.end(), end)
    statement = read_statement(text, begin, limit)
    statement.end = stop.end() if stop else limit
    return statement


def _names_end(text: str, start: int, end: int) -> int:
    """The end of a list of names that runs on into a verb: 市人力资源和社会保障局|建立政策兑现台账."""
    last = start
    for _, piece_end in names.split_list(text, start, end):
        begin = last
        while begin < piece_end and text[begin] in " 、,":
            begin += 1
        if names.is_name(text[begin:piece_end]):
            last = piece_end
            continue
        for verb in _NAME_STOPS.finditer(text, begin + 2, min(piece_end, begin + 30)):
            if names.is_name(text[begin : verb.start()]):
                return verb.start()
        for stop in range(min(piece_end, begin + 26), begin + 2, -1):
            if names.is_sure_name(text[begin:stop]):
                return stop
        break
    return last
