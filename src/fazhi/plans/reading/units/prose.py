"""Clauses that name units in running text: 由X牵头，Y配合.

A unit that does something (市司法局要…, 市司法局会同有关部门对试点进行评估) is told in prose, and is no statement of
who is responsible; 由X会同Y…, X会同Y办理 and a clause that begins with X会同 and names Y are.
"""

import re
from collections.abc import Iterator

from fazhi.plans.reading.units import names
from fazhi.plans.reading.units.statements import Statement, read_statement
from fazhi.plans.reading.units.times import without_times

Span = tuple[int, int]
_OPEN, _CLOSE = "(〔[【", ")〕]】"
_CLAUSE_END = frozenset(",;。:\n!?")
_CLAUSE_VERB = re.compile(
    r"(?P<adverb>(?:共同|予以|积极|主动|联合|分别|具体|统一|统筹|按照?(?:各自)?(?:职责|职能|分工|任务)+(?:分工)?)*)(?P<verb>牵头|负责(?!人|同志|制|任)|配合|参与|参加|会同|指导|协助|协办|主办|承办|落实|协同)"
)
_STARTING_VERBS = ("牵头", "负责", "会同", "主办", "承办", "指导")
_NAME_STOPS = re.compile(
    r"组建|组织|建[立设]|开展|推[进行动]|制[定作]|每[月年季半周]|负责|落实|实施|出台|印发|做好|抓好|加强|完善|定期|共同|联合|对|在|于|完成|梳理|编制|打造|探索|排查|召开|举办|成立|健全|研究|按|及时|进行|适时|通过|"
    r"围绕|全面|深入|统筹|协调|督促|指导|检查|切实|依法|设立|清理|修订|起草|发布|公布|评查|抽查|提出|报送|解决|化解|受理|汇总|\d"
)
# 会同有关部门对试点进行评估, 经市司法局会同…同意: how something is done, not who is responsible.
_TOGETHER_END = re.compile(r"(?:牵头|负责|办理|承办|主办|落实|组织实施|具体实施)[落实施组织办理抓好推进做工作]*$")
_WITH_ANYBODY = re.compile(r"(?:各|其他|市|县|区|省)?(?:有关|相关|职能|成员|责任)(?:职能)?(?:部门|单位|方面|机构|科室)")
_THROUGH = re.compile(r"经(?=[省市县区州镇乡各有相])")
_FORMED = re.compile(r"组[建织成]|成立|召开|举办|开展")
_AFTER_VERB = "".join(sorted(set("落实施组织办理抓好推进做工作等 ")))
_OWN_MARK = re.compile(
    r"\s*(?:\(?[一二三四五六七八九十百\d]{1,4}(?:\)[、.]?|[、.])|[一二三四五六七八九十]{1,3}是|第.{1,4}条\s|[①-⑳⑴-⒇])\s*"
)


def clause_statements(text: str) -> Iterator[Statement]:
    """The statements that clauses of a task's text make, clauses that follow each other taken as one."""
    open_statement: Statement | None = None
    mark = _OWN_MARK.match(text)
    for start, end in _clauses(text, mark.end() if mark else 0):
        if open_statement and _is_time(text, start, end):
            continue
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


def _is_time(text: str, start: int, end: int) -> bool:
    """Whether a clause only says by when: 由市司法局牵头，6月底前完成，各县配合."""
    begin, stop = without_times(text, start, end)
    return end - start < 40 and begin >= stop and text[start : start + 1] != "\n"


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
    if together and by < 0 and _is_told(text, start, verb, end):
        return None
    sure = names.is_sure_name if by < 0 and not ends_here and not together else names.is_name
    if (
        not pieces
        or not all(sure(piece) for piece in pieces)
        or not (by >= 0 or together or any(map(names.is_sure_name, pieces)))
    ):
        return None
    return _read_clause(text, begin, verb, end)


def _is_told(text: str, start: int, verb: "re.Match[str]", end: int) -> bool:
    """Whether X会同Y only tells how something is done: with nobody named, or as a step that it goes through."""
    if _TOGETHER_END.search(text, verb.end(), end):
        return False
    return bool(_WITH_ANYBODY.match(text, verb.end(), end) or _THROUGH.search(text, start, verb.start()))


def _read_clause(text: str, begin: int, verb: "re.Match[str]", end: int) -> Statement | None:
    if verb["verb"] != "会同":
        statement = read_statement(text, begin, verb.end())
        if text[begin - 1 : begin] == "由":
            statement.start = begin - 1
        # 由A牵头、B配合 in one clause: the rest is read on as long as it holds nothing but names and verbs.
        rest = read_statement(text, verb.end(), end)
        if rest.has_verb and _all_names(text, rest) and text[verb.end() : end][:1] in ("、", " ", ""):
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
        formed = _FORMED.search(text, begin + 2, piece_end)
        if formed and names.is_name(text[begin : formed.start()]):
            return formed.start()
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


def _all_names(text: str, statement: Statement) -> bool:
    return bool(statement.entries) and all(names.is_name(text[e.start : e.end]) for e in statement.entries)
