"""Pass 5, outline: which candidates are marks, and the tree they make.

The document's own grammar decides. Candidates come in order; a mark that continues a list that is open (一→二, 3→4)
closes what is deeper; a first mark (一, 1) of a family that is not open begins a list below; a number that runs through
(1–44 over all chapters) goes on wherever it stands. What fits nowhere (2021., 3.5个, a list quoted in a sentence) is no
mark. Weaker candidates, inside lines, must be confirmed by a next one.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from fazhi.plans.reading.marks import BOUNDARY, GLUED, LINE, Mark

_RANK = {
    "part": 0, "chapter": 1, "section": 2, "article": 3, "comma": 4, "plain": 4, "note": 4, "word": 5, "bracket": 6,
    "point": 7, "decimal1": 8, "small": 9, "decimal2": 9, "boxed": 7, "circle": 10, "namely": 11, "urge": 11,
    "first": 11, "field": 8,
}  # fmt: skip
_NOTE_LISTS = frozenset({"point", "small", "circle"})
_MAX_DEPTH = 9
_MAX_GAP = {"chapter": 9, "section": 9, "article": 9, "comma": 9, "bracket": 9}
_POINTS = frozenset({"namely", "urge", "first"})
_BEGINS_TEXT = re.compile(r"\s*[\u3400-\u9fff“《〈(【A-Za-z0-9]")
_PLAIN_WORDS = (
    "指导思想|总体要求|总体思路|工作思路|基本原则|工作原则|主要目标|工作目标|总体目标|目标任务|工作任务|主要任务|重点任务|重点工作|主要工作|工作重点|工作要点|工作措施|主要措施|重点措施|保障措施|"
    "组织保障|工作保障|组织实施|组织领导|工作要求|有关要求|实施步骤|工作步骤|方法步骤|进度安排|时间安排|工作安排|工作回顾|工作总结|主要成效|工作成效|存在问题|存在的问题|主要问题|"
    "下一步工作|下一步打算|下一步工作安排|下一步工作计划|下一步工作打算|工作计划|工作打算|规划背景|发展基础|基本情况|附则|总则|名词解释|术语解释|名词注释|指标解释|评分标准|填报说明|填表说明"
)
_PLAIN = re.compile(
    rf"(?:20\d\d年(?:度)?)?(?:全?[省市县区州]|我[省市县区])?(?:法治政府建设)?(?:的)?(?:{_PLAIN_WORDS})(?:(?:和|与|及|、)(?:{_PLAIN_WORDS}))?"
)
_NOTE = re.compile(r"(?:注|备注|附注|说明|填表说明)\d?[:]|附件?\d*[:]\s*\S|(?:抄送|主送|联系人|联系电话)[:]")
_TITLE_END = re.compile(r"(?:要点|方案|规划|计划|纲要|意见|清单|安排|办法|措施|任务|打算)$")
_TITLE_BEFORE = re.compile(r"(?:^|[\s。])[^。,;:\n]{6,50}(?:要点|方案|规划|计划|纲要|意见|清单|安排)$")
_YEAR_TITLE = re.compile(r"[^。,;:\n]{0,20}20\d\d年度?[^。,;:\n]{4,40}")
_IN_SENTENCE = re.compile(r"[。;,:]")
_ANNEX = re.compile(r"附件\s?\d{0,2}[:]\s?(?!\d|[一二三四五]、|《?.{0,40}》?[;、])\S")
_PART = re.compile(r"附件\s?\d{0,2}|附件[一二三四五]|附[:]?")


@dataclass(slots=True, eq=False)
class Node:
    """A numbered item with all that stands under it: text[start:end], mark included."""

    mark: Mark
    parent: "Node | None"
    end: int = 0
    children: list["Node"] = field(default_factory=list)
    restarts: bool = False
    """The list begins anew at this node although its parent already has such a list."""

    @property
    def start(self) -> int:
        """Where the item begins: at its mark."""
        return self.mark.start

    @property
    def own_end(self) -> int:
        """Where the node's own text ends and that of its children begins."""
        return self.children[0].start if self.children else self.end

    def walk(self) -> Iterable["Node"]:
        """The node and all below it, in the order of the text."""
        open_nodes = [self]
        while open_nodes:
            node = open_nodes.pop()
            yield node
            open_nodes.extend(reversed(node.children))


def is_plain_heading(words: str) -> bool:
    """Whether a line is a heading without a number: 主要任务, 2024年重点任务."""
    return len(words) <= 24 and bool(_PLAIN.fullmatch("".join(words.split())))


def plain_marks(text: str) -> list[Mark]:
    """Headings without a number (主要任务), notes (注：) and the beginnings of annexes (附件1), as marks."""
    found = []
    place = 0
    paragraphs = text.split("\n")
    head = True
    for index, paragraph in enumerate(paragraphs):
        bare = paragraph.strip()
        head = head and not _IN_SENTENCE.search(bare)
        family = ""
        if bare and is_plain_heading(bare):
            broken_title = head and index > 0 and _is_second_half(paragraphs[index - 1].strip(), bare)
            family = "" if broken_title else "plain"
        elif _ANNEX.match(bare) and index + 1 < len(paragraphs) and begins_chapters(paragraphs[index + 1]):
            family = "part"
        elif _NOTE.match(bare):
            family = "note"
        elif _PART.fullmatch(bare) and place:
            family = "part"
        if family:
            found.append(Mark(family, 0, place, place if family != "part" else place + len(paragraph), "", LINE))
        place += len(paragraph) + 1
    return found


def begins_chapters(paragraph: str) -> bool:
    """Whether a paragraph is the first chapter of a document."""
    return bool(re.match(r"\s*(?:一、|第一[章部]|\(一\)|1[.、])", paragraph))


def _is_second_half(above: str, line: str) -> bool:
    """Whether a line is the end of a title broken in two, 青溪县法治政府建设 | 2024年度工作计划, and no heading."""
    return 6 <= len(above) <= 50 and bool(_TITLE_END.search(line)) and not _TITLE_END.search(above.rstrip("》)"))


def build_outline(text: str, marks: list[Mark]) -> Node:
    """The tree of accepted marks under a root that spans the whole text."""
    root = Node(Mark("root", 0, 0, 0, "", LINE), None, len(text))
    builder = _Builder(text, marks, root)
    for mark in marks:
        builder.take(mark)
    _close(root)
    return root


def _close(root: Node) -> None:
    for node in root.walk():
        for child, following in zip(node.children, node.children[1:], strict=False):
            child.end = following.start
        if node.children:
            node.children[-1].end = node.end


class _Builder:
    """Walks over the candidates with the stack of open items."""

    def __init__(self, text: str, marks: list[Mark], root: Node) -> None:
        self.text = text
        self.stack: list[Node] = [root]
        self.last: dict[str, int] = {}
        self.done = 0
        # In a text without lines marks stand glued to what is before them, and have to be believed sooner.
        at_lines = sum(1 for mark in marks if mark.strength == LINE)
        self.lineless = len(text) > 400 * (text.count("\n") + 1) or at_lines * 6 < len(marks)
        # Of each family the firm candidates (not glued to running text), to look ahead in.
        self.firm: dict[tuple[str, int], list[int]] = {}
        self.values: dict[tuple[str, int], list[int]] = {}
        self.line_starts = {mark.start for mark in marks if mark.strength == LINE}
        for mark in marks:
            for strength in range(mark.strength, 0, -1):
                self.firm.setdefault((mark.family, strength), []).append(mark.start)
                self.values.setdefault((mark.family, strength), []).append(mark.value)

    def take(self, mark: Mark) -> None:
        """Accept or pass over one candidate."""
        if mark.start < self.done:
            return
        if mark.family in ("plain", "note", "part"):
            self._open_section(mark)
            return
        depth = self._depth_of(mark.family)
        if depth and mark.number == "最后":
            mark = replace(mark, value=self.stack[depth].mark.value + 1)
        if depth:
            self._continue_list(mark, depth)
        else:
            self._begin_list(mark)

    def _depth_of(self, family: str) -> int:
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].mark.family == family:
                return depth
        return 0

    def _next_value(self, mark: Mark, strength: int) -> int:
        """The value of the next candidate of the family that is at least so firm; 0 for none."""
        starts = self.firm.get((mark.family, strength), [])
        place = bisect_right(starts, mark.start)
        return self.values[mark.family, strength][place] if place < len(starts) else 0

    def _continue_list(self, mark: Mark, depth: int) -> None:
        last = self.stack[depth].mark.value
        step = mark.value - last
        firmly = mark.strength == LINE
        if step == 1:
            if firmly or self._next_value(mark, mark.strength + 1) != mark.value:
                self._open(mark, depth)
        elif mark.value == 1:
            self._restart(mark, depth)
        elif (
            firmly
            and mark.family not in _POINTS
            and _BEGINS_TEXT.match(self.text, mark.end)
            and self._plausible(mark, last)
        ):
            self._open(mark, depth)

    def _plausible(self, mark: Mark, last: int) -> bool:
        """Whether an item out of order (a number left out, written twice) is one all the same."""
        if self.text[mark.end - 1].isdigit():
            return False
        if mark.value == last:
            return True
        return last < mark.value <= last + _MAX_GAP.get(mark.family, 3) and self._next_value(mark, LINE) != last + 1

    def _restart(self, mark: Mark, depth: int) -> None:
        """A list of an open family begins anew."""
        if not self._first_is_sure(mark):
            return
        if mark.family == "comma" and mark.strength == LINE:
            self._open(mark, 1 if self.stack[1].mark.family in ("comma", "plain", "note", "part") else depth)
            if self.stack[1].mark.family != "part":
                self.last = {"comma": 1}
        else:
            self._open(mark, depth)
        self.stack[-1].restarts = True

    def _first_is_sure(self, mark: Mark) -> bool:
        """Whether a first mark begins a list: a line of its own does, one inside a line only if a second follows."""
        bare = self.text[mark.end - 1].isdigit()
        if mark.strength == LINE and not bare:
            return mark.family not in _POINTS or self._next_value(mark, BOUNDARY) == 2
        if self._heads_next_line(mark) or self._heads_list_in_line(mark):
            return True
        if mark.strength == GLUED:
            below = self._directly_under_heading(mark) or self._ends_title(mark)
            return below and self._next_value(mark, GLUED) == 2
        return self._next_value(mark, GLUED if self.lineless else BOUNDARY) == 2

    def _directly_under_heading(self, mark: Mark) -> bool:
        """Whether only a short heading stands between the last accepted mark and this one: 二、主要任务(一)…"""
        between = self.text[self.done : mark.start]
        return (
            len(self.stack) > 1
            and 2 <= len(between) <= 40
            and not re.search(r"[。;\n]" if self.lineless else r"[。;,\n]", between)
            and mark.family != "comma"
        )

    def _heads_next_line(self, mark: Mark) -> bool:
        """Whether it is the second of two headings on one line, 二、重点任务(一)健全机制, with a list right below."""
        stop = self.text.find("\n", mark.end)
        return (
            mark.family == "bracket"
            and stop + 1 in self.line_starts
            and stop - mark.end <= 40
            and not _IN_SENTENCE.search(self.text, mark.end, stop - 1)
            and self._directly_under_heading(mark)
        )

    def _heads_list_in_line(self, mark: Mark) -> bool:
        """Whether, in a text without lines, the only chapter 一、 stands right before its own first section (一)."""
        if mark.family != "comma" or mark.strength != BOUNDARY or not self.lineless:
            return False
        starts = self.firm.get(("bracket", GLUED), [])
        place = bisect_right(starts, mark.end)
        if place >= len(starts) or self.values["bracket", GLUED][place] != 1:
            return False
        return starts[place] - mark.end <= 40 and not _IN_SENTENCE.search(self.text, mark.end, starts[place])

    def _ends_title(self, mark: Mark) -> bool:
        """Whether the first chapter stands right after the plan's title, in a text without lines."""
        if not self.lineless or len(self.stack) > 1:
            return False
        before = self.text[max(0, mark.start - 60) : mark.start]
        return bool(_TITLE_BEFORE.search(before)) or (mark.start < 60 and bool(_YEAR_TITLE.fullmatch(before)))

    def _begin_list(self, mark: Mark) -> None:
        """A mark of a family that is not open."""
        running_on = mark.value == self.last.get(mark.family, 0) + 1 and mark.value > 1
        if mark.value == 1:
            if not self._first_is_sure(mark):
                return
        elif running_on:
            if mark.strength != LINE and self._next_value(mark, mark.strength + 1) == mark.value:
                return
            if mark.strength == GLUED and not self._directly_under_heading(mark):
                return
        elif not self._orphan_is_item(mark):
            return
        self._open(mark, self._depth_for_new(mark))

    def _orphan_is_item(self, mark: Mark) -> bool:
        """A list that does not begin with one: a page torn out of a document, a number left out."""
        if mark.strength != LINE or mark.family in _POINTS | {"circle"} or self.text[mark.end - 1].isdigit():
            return False
        after_last = mark.value - self.last.get(mark.family, 0)
        goes_on = self._next_value(mark, LINE) == mark.value + 1
        return (
            bool(_BEGINS_TEXT.match(self.text, mark.end))
            and (goes_on or 0 < after_last <= _MAX_GAP.get(mark.family, 3))
            and mark.value <= 99
        )

    def _depth_for_new(self, mark: Mark) -> int:
        """Below the deepest open item, but above those of a lower rank whose list does not go on after it."""
        depth = len(self.stack)
        rank = _RANK.get(mark.family, 8)
        while depth > 1:
            open_mark = self.stack[depth - 1].mark
            if open_mark.family == "note" and not self._belongs_to_note(mark, open_mark):
                depth -= 1
                continue
            if _RANK.get(open_mark.family, 8) <= rank or open_mark.family in ("plain", "part"):
                break
            if mark.value > 1 and mark.strength == LINE and self._is_torn(depth - 1):
                depth -= 1
                continue
            if self._next_value(Mark(open_mark.family, 0, mark.start, mark.end, "", LINE), LINE) == open_mark.value + 1:
                break
            depth -= 1
        return min(depth, _MAX_DEPTH)

    def _belongs_to_note(self, mark: Mark, note: Mark) -> bool:
        """Whether a list goes on with a note: its points mostly do, any list does that begins on its own line."""
        same_line = mark.strength != LINE and self.text.find("\n", note.start, mark.start) < 0
        return mark.family in _NOTE_LISTS or same_line

    def _is_torn(self, depth: int) -> bool:
        """Whether the open list begins in its middle: of a torn document the chapters above it were lost."""
        node = self.stack[depth]
        first = next(c for c in self.stack[depth - 1].children if c.mark.family == node.mark.family)
        return depth == 1 and first.mark.value > 1

    def _open_section(self, mark: Mark) -> None:
        """A plain heading or note stands under the open chapter when the chapters' numbers go on, else beside it."""
        depth = 1
        if mark.family != "part" and len(self.stack) > 1:
            top = self.stack[1].mark
            probe = Mark(top.family, 0, mark.start, mark.end, "", LINE)
            if top.family == "part" or (top.value and self._next_value(probe, LINE) == top.value + 1):
                depth = 2
        if mark.family == "part":
            self.last = {}
        self._open(mark, depth)

    def _open(self, mark: Mark, depth: int) -> None:
        del self.stack[depth:]
        parent = self.stack[-1]
        node = Node(mark, parent, 0)
        parent.children.append(node)
        self.stack.append(node)
        if mark.value:
            self.last[mark.family] = mark.value
        self.done = max(mark.end, mark.start)
