"""Times inside a list of units: (县司法局牵头,县政府办配合,6月底前完成). They are deadlines, and no names."""

import re

from fazhi.plans.reading.dates import read_date
from fazhi.plans.reading.recurrences import read_recurrence, read_time_limit

Span = tuple[int, int]

_LEAD_IN = re.compile(r"[(\s]*(?:力争|确保|务必|须|需|应|并|拟|计划)*(?:于|在|到|至|截至|截止)?")
_BEGINS = re.compile(r"[\d〇零一二两三四五六七八九十百每按逐半上下第年岁今明本当全月]")
_STEADY = (
    r"(?:(?:长期|持续|常态化|常态|常年|经常性?|动态|滚动|同步|分步|分阶段)"
    r"(?:坚持|推进|开展|实施|落实|执行|进行|保持|深化|抓好|推动|更新|调整|整改|完善|组织实施)*|立行立改|即知即改|即时|立即)"
)
# What may stand behind a time that only says by when, never who.
_DONE = re.compile(
    r"(?:[前内止起底末]|之前|以前|期间|左右)*[\s,]*(?:基本|全面|全部|初步|分别|分批|一次性|陆续|各)*"
    r"(?:完成|办结|落实到位|整改到位|落实|到位|见效|启动|实施|推进|建成|出台|印发|开展|报送|上报|公布|取得[^,;、]{0,6}(?:成效|实效|进展|突破|成果))*"
    r"(?:不少于|至少)?(?:[\d一二两三]{1,3}[次期场轮])?(?:[,\s]*并?" + _STEADY + r")?\)?"
)
_ONLY_STEADY = re.compile(r"并?(?:" + _STEADY + r")\s*")
_SCAN = 60


def without_times(text: str, begin: int, end: int) -> Span:
    """The piece text[begin:end] without a time at its head or tail; empty if it is nothing but a time."""
    if _ONLY_STEADY.fullmatch(text, begin, end):
        return end, end
    begin = _time_end(text, begin, end)
    for match in _BEGINS.finditer(text, max(begin, end - _SCAN), end):
        start = match.start()
        if start > begin and not text[start - 1].isdecimal() and _time_end(text, start, end) == end:
            lead_in = re.search(r"(?:于|在|到|至|须|应)$", text[max(begin, start - 1) : start])
            start -= len(lead_in.group()) if lead_in else 0
            return begin, start - 1 if text[start - 1] == "(" else start
    return begin, end


def _time_end(text: str, begin: int, end: int) -> int:
    """Where the time that text[begin:end] opens with ends, with the words for being done by then; else `begin`."""
    match = _LEAD_IN.match(text, begin, end)
    place = match.end() if match else begin
    done = begin
    while place < end and _BEGINS.match(text, place):
        time = read_recurrence(text, place) or read_date(text, place) or read_time_limit(text, place)
        if time is None or time.end > end:
            break
        tail = _DONE.match(text, time.end, end)
        done = place = tail.end() if tail else time.end
        while place < end and text[place] in " ,、和至到-":
            place += 1
    return done
