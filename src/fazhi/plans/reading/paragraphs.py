"""Pass 3, paragraphs: lines that were broken by a printer, a PDF or a mail program become paragraphs again.

Whether a line break is soft is decided from the document's own lines: where a sentence plainly runs on (open bracket,
comma, a number cut in two) always; where a line is as long as the document's full lines; and where the document never
ends a paragraph without a full stop.
"""

import re

from fazhi.plans.reading.celltables import cell_table_lines
from fazhi.plans.reading.mapped import Mapped, concatenated
from fazhi.plans.reading.marks import Mark, find_line_marks
from fazhi.plans.reading.noise import Line
from fazhi.plans.reading.outline import is_plain_heading
from fazhi.plans.reading.units.labels import find_labels
from fazhi.plans.reading.units.names import is_name
from fazhi.plans.reading.wrappedrows import wrapped_rows

_SENTENCE_END = frozenset("。!?;:")
_RUNS_ON = frozenset(",、(《“〔【—-")
_CONTINUES = frozenset(",。、;:)》”〕】%!?")
_DIGIT_TAIL = re.compile(r"(?:\d|[一二三四五六七八九十百])$")
_DIGIT_HEAD = re.compile(
    r"\d{1,4}(?:\.\d+)?\s?(?:%|个|年|月|日|次|件|家|户|人|名|项|场|期|天|小时|万|亿|倍|类|部|处|学时|工作日|以上|以内)|[\d%]+[,。、;)]"
)
_NUMBER_AFTER_WORDS = re.compile(r"[\u4e00-\u9fff]\d[\d.]*$")
_NAMED_BY_NUMBER = re.compile(r"(?:附件|附表|附录|表|图|第|专栏)\s?\d+$")
_UNIT_HEAD = re.compile(r"(?:%|个工作日|个百分点|年|月|日|次|件|家|户|个|万|亿|以上|以内)")
_NOTE = re.compile(r"(?:附件|附表|附:|注:|备注:|说明:|抄送|主送|\(此件)")
_SIGNATURE = re.compile(r"\S{2,30}(?:办公室|人民政府|委员会|局|办|组)\s+(?:20|二)|(?:20\d\d|二.{3})年.{1,3}月.{1,3}日")
_BODY_OF_NAME = re.compile(r"(?:人民)?(?:政府|管委会|法院|检察院|办事处)(?:[、,;。)]|$)")
_GROUND = re.compile(r"(?:[省市县区州旗镇乡]|街道|\))$")
_MARK_ALONE = re.compile(r"(?:\d{1,2}[.、]|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\))")
_NUMBER_FIELD = re.compile(r"(?:序号|编号|任务编号|项目编号|任务序号)\s?:\s*(?=\d{1,3}[.、]?$)")
_FULL_STOP = re.compile(r"[。;]|[)】〕]$")
_PUNCTUATION = re.compile(r"[,。;:!?]")
_OPENERS = "(《“〔【"
_BRACKETS = re.compile(r"[(《“〔【)》”〕】]")
_MAX_OPEN = 300


def paragraphs_of(text: Mapped, lines: list[Line]) -> Mapped:
    """Join the lines that are one paragraph; the result has one paragraph a line, no blank ones."""
    if not lines:
        return text.cut(0, 0)
    lines = [_numbered(text, line) for line in lines]
    starts = find_line_marks(text.folded, (line.start for line in lines))
    rigid = cell_table_lines(text, lines)
    rows = wrapped_rows([text.folded[line.start : line.end] for line in lines])
    width = full_width(text, lines, starts)
    joins_heading = set() if width else _broken_headings(text, lines, starts)
    parts: list[Mapped] = []
    opened = 0
    for index, line in enumerate(lines):
        if index:
            previous = lines[index - 1]
            soft = index in joins_heading or _is_soft(text, previous, line, starts, width, opened)
            soft = (soft and not (index in rigid or index - 1 in rigid)) or index in rows
            if not soft:
                opened = 0
                parts.append(text.cut(previous.end, previous.end + 1) if previous.end < line.start else text.cut(0, 0))
                if parts[-1].folded != "\n":
                    parts[-1] = Mapped("\n", "\n", [text.at[previous.end - 1]])
        parts.append(text.cut(line.start, line.end))
        opened = _open_after(text, line, opened)
    return concatenated(parts)


def _numbered(text: Mapped, line: Line) -> Line:
    """A line 序号：3 of a task told field by field is the number of that task, and begins where the number does."""
    field = _NUMBER_FIELD.match(text.folded[line.start : line.end])
    return Line(line.start + field.end(), line.end, line.indent) if field else line


def full_width(text: Mapped, lines: list[Line], starts: dict[int, Mark]) -> int:
    """The display width of the document's full lines, 0 when its lines were not broken to a width.

    A document is broken to a width when many of its lines end in the middle of a sentence at nearly the same place.
    """
    widths = [_display_width(text.folded[line.start : line.end]) for line in lines]
    cut = [
        widths[i]
        for i in range(len(lines) - 1)
        if text.folded[lines[i].end - 1] not in _SENTENCE_END and lines[i + 1].start not in starts and widths[i] >= 16
    ]
    if len(cut) < 3:
        return 0
    cut.sort()
    widest = cut[-1 - len(cut) // 20]
    if widest > 160:
        return 0
    full = sum(1 for width in cut if width >= widest - 6)
    return widest if full >= max(3, len(cut) * 0.45) and full * 8 >= len(lines) else 0


def _display_width(line: str) -> int:
    return sum(1 if c < "\u2000" else 2 for c in line)


def _is_soft(text: Mapped, above: Line, below: Line, starts: dict[int, Mark], width: int, opened: int) -> bool:
    folded = text.folded
    before, after = folded[above.start : above.end], folded[below.start : below.end]
    if "|" in before or "|" in after or "\t" in before or "\t" in after:
        return before.startswith("|") and not before.endswith("|") and not after.startswith("|")
    if _cut_number(before) and _DIGIT_HEAD.match(after):
        return True
    if below.start in starts and not _cuts_figure(before, after):
        return False
    if after[0] in _CONTINUES or before[-1] in _RUNS_ON or (opened and opened < _MAX_OPEN):
        return not _starts_label(after) or bool(opened)
    if before[-1] in _SENTENCE_END:
        return before[-1] == ":" and _is_label_only(before) and len(after) < 120
    if _starts_label(after) or _NOTE.match(after):
        return False
    if _DIGIT_TAIL.search(before) and _UNIT_HEAD.match(after):
        return True
    if _MARK_ALONE.fullmatch(before):
        return True
    if width:
        return _display_width(before) >= width - 6 and not (below.indent >= 2 and above.indent < 2 and not _mid(before))
    if _BODY_OF_NAME.match(after) and _GROUND.search(before):
        return True
    if _SIGNATURE.match(after) or _ends_unit_list(before) or (above.start in starts and not _FULL_STOP.search(before)):
        return False
    return _mid(before) and below.indent < 2


def _broken_headings(text: Mapped, lines: list[Line], starts: dict[int, Mark]) -> set[int]:
    """Indexes of lines that go on with the words of a numbered line above, which stops without any punctuation.

    Where the items of a family are written with their text on the same line, a bare one was broken. Where they are
    headings, one was broken if nothing but a few words stand between it and the next number.
    """
    told: dict[str, list[bool]] = {}
    for line in lines:
        mark = starts.get(line.start)
        if mark:
            told.setdefault(mark.family, []).append(bool(_FULL_STOP.search(text.folded, mark.end, line.end)))
    found: set[int] = set()
    for index in range(1, len(lines)):
        mark, below = starts.get(lines[index - 1].start), lines[index]
        words = text.folded[below.start : below.end]
        if (
            not mark
            or mark.end == lines[index - 1].end
            or below.start in starts
            or _starts_label(words)
            or "|" in words
            or "\t" in words
        ):
            continue
        if _FULL_STOP.search(text.folded, mark.end, lines[index - 1].end) or is_plain_heading(words):
            continue
        with_text = sum(told[mark.family]) * 5 >= len(told[mark.family]) * 3
        alone = index + 1 >= len(lines) or lines[index + 1].start in starts
        if with_text or (alone and len(words) <= 25 and not _PUNCTUATION.search(words) and index + 1 < len(lines)):
            found.add(index)
    return found


def _cut_number(line: str) -> bool:
    """Whether words lead up to a number at the line's end (均达到1|00%), one that does not name a thing (附件1)."""
    led_up_to = line[-1].isdigit() and (len(line) >= 6 or bool(_NUMBER_AFTER_WORDS.search(line)))
    return led_up_to and not _NAMED_BY_NUMBER.search(line)


def _cuts_figure(before: str, after: str) -> bool:
    """Whether the line break stands inside a number: 12月|31.日 never, 合格率98.|5% always."""
    return bool(re.search(r"\d[.]$", before)) and after[0].isdigit()


def _mid(line: str) -> bool:
    """Whether the line ends inside a sentence: something was said in full before, and this end is a piece of more."""
    last = max(line.rfind("。"), line.rfind(";"), line.rfind("!"))
    tail = line[last + 1 :]
    return bool(tail) and (last > 0 or "," in tail) and tail[-1] not in ")】〕”》"


def _starts_label(line: str) -> bool:
    return any(label.start <= 2 for label in find_labels(line[:40]))


def _ends_unit_list(line: str) -> bool:
    """Whether the line ends with a labelled list of units that may well be complete."""
    tail = line[-120:]
    labels = [label for label in find_labels(tail) if label.role]
    if not labels or "。" in tail[labels[-1].end :]:
        return False
    last = re.split(r"[、,;: ]", tail)[-1]
    return is_name(last) and len(last) >= 3


def _is_label_only(line: str) -> bool:
    return any(label.end == len(line) and label.role for label in find_labels(line[-30:])) and len(line) < 30


def _open_after(text: Mapped, line: Line, opened: int) -> int:
    """How many characters ago a bracket was opened that is still open at the end of the line; 0 for none."""
    depth = 1 if opened else 0
    since = opened
    last = line.start
    for match in _BRACKETS.finditer(text.folded, line.start, line.end):
        since += match.start() - last if depth else 0
        last = match.start()
        if match.group() in _OPENERS:
            depth += 1
        elif depth:
            depth -= 1
            since = since if depth else 0
    return since + line.end - last if depth else 0
