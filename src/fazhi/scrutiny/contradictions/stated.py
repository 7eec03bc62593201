"""The read figures with their surroundings: sentence, brackets, heading; what all checks look at."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from fazhi.figures.reading import FigureKind, ReadFigure
from fazhi.figures.reading.mending import mended
from fazhi.plans.reading.mapped import Mapped

_SENTENCE = re.compile(r"[。!?\n]")
_HEADING = re.compile(
    r"^\s*(?:[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)|【|第[一二三四五六七八九十]{1,3}[部章节]|\d{1,2}[.、](?!\d))"
)
_LEVELS = (
    re.compile(r"^\s*(?:[一二三四五六七八九十]{1,3}、|【|第[一二三四五六七八九十]{1,3}[部章])"),
    re.compile(r"^\s*\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"^\s*\d{1,2}[.、]"),
)
_LONGEST_HEADING = 40
_AIMS = re.compile(
    r"(?:下一步|下步|打算|工作安排|工作计划|工作思路|今后|展望|工作目标|主要目标|预期目标|总体要求|目标任务|重点任务|重点工作|年(?:的)?(?:工作|任务))"
)
_AIMED = re.compile(
    r"力争|确保(?:到|在|实现)|计划(?:在|到|新|完成|建)|预计|拟(?:新|在|于|建)|将(?:新|再|力|达|建|完|组织|开展)|(?:奋斗|预期|工作)目标|目标(?:是|为)|控制在"
)


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure and the words around it. [start, end) is its place in `Page.text`, `left` what stands before it in its
    sentence, back to the number before; `section` are the headings above it; `aimed`: a target and no result."""

    order: int
    figure: ReadFigure
    start: int
    end: int
    sentence: int
    depth: int
    left: str
    section: str
    aimed: bool

    @property
    def value(self) -> float:
        return self.figure.value

    @property
    def unit(self) -> str:
        return self.figure.unit

    @property
    def span(self) -> tuple[int, int]:
        return self.figure.start, self.figure.end

    @property
    def is_rate(self) -> bool:
        return self.figure.kind is FigureKind.RATE

    @property
    def is_growth(self) -> bool:
        """Whether it says by how much something grew or fell."""
        return self.unit in ("百分点", "倍") or any(
            word.endswith(("增长", "下降", "上升", "减少", "增加", "提高", "提升", "降低", "压减", "缩短", "扩大"))
            for word in self.figure.qualifiers
        )


@dataclass(frozen=True, slots=True)
class Page:
    """The mended text with its figures; `source_text` is what was read, with page noise and all."""

    source_text: str
    mapped: Mapped
    stated: tuple[Stated, ...]
    sentences: tuple[tuple[int, int], ...]
    by_sentence: tuple[tuple[Stated, ...], ...]

    @property
    def text(self) -> str:
        return self.mapped.folded

    def sentence(self, each: Stated) -> str:
        start, end = self.sentences[each.sentence]
        return self.text[start:end]

    def after(self, each: Stated) -> str:
        """The words behind a number, up to the next number or the end of its sentence."""
        end = self.sentences[each.sentence][1]
        follows = self.next(each)
        return self.text[each.end : follows.start if follows else end]

    def next(self, each: Stated) -> Stated | None:
        """The next figure of the sentence."""
        at = each.order + 1
        return self.stated[at] if at < len(self.stated) and self.stated[at].sentence == each.sentence else None

    def source(self, start: int, end: int) -> tuple[int, int]:
        return self.mapped.source_span(start, end)


def page_of(text: str, figures: tuple[ReadFigure, ...]) -> Page:
    """A text and the figures read from it (`fazhi.figures.reading.read_report_text`)."""
    clean = mended(text)
    folded = clean.folded
    sentences = _sentences(folded)
    starts = [start for start, _ in sentences]
    headings = _headings(folded)
    places = [place for place, _ in headings]
    depths = _depths(folded)
    found: list[Stated] = []
    for order, figure in enumerate(figures):
        start, end = bisect_left(clean.at, figure.start), bisect_left(clean.at, figure.end)
        at = max(0, bisect_right(starts, start) - 1)
        previous = found[-1].end if found and found[-1].sentence == at else sentences[at][0]
        heading = bisect_right(places, start) - 1
        section = headings[heading][1] if heading >= 0 else ""
        aimed = bool(_AIMS.search(section)) or bool(_AIMED.search(folded[max(sentences[at][0], start - 40) : start]))
        found.append(
            Stated(order, figure, start, end, at, depths[start], folded[min(previous, start) : start], section, aimed)
        )
    grouped: list[list[Stated]] = [[] for _ in sentences]
    for each in found:
        grouped[each.sentence].append(each)
    return Page(text, clean, tuple(found), tuple(sentences), tuple(map(tuple, grouped)))


def _sentences(text: str) -> list[tuple[int, int]]:
    found, start = [], 0
    for mark in _SENTENCE.finditer(text):
        found.append((start, mark.end()))
        start = mark.end()
    return [*found, (start, len(text))]


def _depths(text: str) -> list[int]:
    depth, found = 0, []
    for char in text:
        if char in ")\n":
            depth = 0 if char == "\n" else max(0, depth - 1)
        found.append(depth)
        if char == "(":
            depth += 1
    return [*found, 0]


def _headings(text: str) -> list[tuple[int, str]]:
    """(place, headings from the outermost in force there)."""
    found: list[tuple[int, str]] = []
    levels = ["", "", ""]
    place = 0
    for line in text.split("\n"):
        if _HEADING.match(line):
            level = next((at for at, mark in enumerate(_LEVELS) if mark.match(line)), 2)
            levels[level:] = [line.strip().split("。")[0][:_LONGEST_HEADING], *[""] * (2 - level)]
            found.append((place, " ".join(filter(None, levels))))
        place += len(line) + 1
    return found
