"""Pass 6b, titles: the first sentence after a number, and what a heading is called."""

import re

from fazhi.plans.reading.mapped import Mapped
from fazhi.plans.reading.outline import Node

Span = tuple[int, int]
_SENTENCE_END = frozenset("。!?\n")
_OPEN, _CLOSE = "(《“〔【[", ")》”〕】]"
_TASK_LABEL = re.compile(r"(?:任务名称|工作任务|重点任务|主要任务|任务内容|工作内容|任务|事项|项目名称)\s?:\s*")
_MAX_HEADING = 120
_CJK = r"\u3400-\u9fff，。、；：”“（）《》,;:()"
_STRAY_BLANK = re.compile(rf"(?<=[{_CJK}])(?<!第.[章节编篇])(?<!第..[章节])(?<!第.部分)\s+(?=[{_CJK}])|\n")


def first_sentence(text: str, start: int, end: int, stops: tuple[int, ...] = ()) -> Span:
    """The span of the first sentence of text[start:end], without its full stop; it ends early at one of `stops`."""
    start = _past_blanks(text, start, end)
    label = _TASK_LABEL.match(text, start, min(end, start + 12))
    if label:
        start = _past_blanks(text, label.end(), end)
    limit = min([stop for stop in stops if stop > start] + [end])
    depth = 0
    place = start
    while place < limit:
        sign = text[place]
        if sign == "\n" or (sign in _SENTENCE_END and depth == 0):
            break
        if sign in _OPEN:
            depth += 1
        elif sign in _CLOSE:
            depth = max(0, depth - 1)
        place += 1
    while place > start and text[place - 1] in " \t\n,、;:。【〖":
        place -= 1
    return start, place


def _past_blanks(text: str, start: int, end: int) -> int:
    while start < end and text[start] in " \t\n:.、,":
        start += 1
    return start


def heading_span(text: Mapped, node: Node, brackets: tuple[int, ...] = ()) -> Span:
    """The span of a heading, mark included: its first sentence, or its first word group in a text without lines."""
    folded = text.folded
    limit = node.own_end
    start, end = first_sentence(folded, node.mark.end, limit, brackets)
    gap = folded.find(" ", start, end)
    if gap > 0 and _is_heading_then_text(folded, start, gap, end):
        end = gap
    if end - start > _MAX_HEADING:
        comma = folded.find(",", start, end)
        end = comma if start < comma else start + _MAX_HEADING
    return node.mark.start, max(end, node.mark.end)


def _is_heading_then_text(folded: str, start: int, gap: int, end: int) -> bool:
    """Whether a blank parts a heading from the text after it, which no line break does in a one-line document."""
    return gap - start >= 4 and end - gap > 12 and not re.search(r"[,;。:]", folded[start:gap])


def tidy(shown: str) -> str:
    """A heading or title as people read it: no blanks between Chinese characters, none at the ends."""
    shown = _STRAY_BLANK.sub("", shown)
    return re.sub(r"\s+", " ", shown).strip().rstrip("。:：;；,，、 ")
