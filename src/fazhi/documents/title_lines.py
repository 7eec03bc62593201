"""Where a long title goes on to the next line 标题回行: at the end of a meaning, not within a word (GB/T 9704-2012).

A title of two or three lines is broken after the name of the body that issues it, before 关于 or a year, and so on; of
the ways that need the fewest lines, the one that reads best and is most even is taken.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

LINE = 20
"""Characters of 二号 that a line of 156 mm holds."""
MOST_LINES = 4
SHORTEST = 4
"""A last line shorter than this looks left behind."""
# After what a line may end and before what one may begin, and how good a place that is: the less the better.
_AFTER: tuple[tuple[float, re.Pattern[str]], ...] = (
    (0, re.compile(r"人民政府(?!办公室)|委员会(?!办公室)|办公室|办事处|[局院厅](?=关于|\d)")),
    (1, re.compile(r"》(?!的)|、")),
    (2, re.compile(r"的|印发")),
)
_BEFORE: tuple[tuple[float, re.Pattern[str]], ...] = (
    (0, re.compile(r"关于")),
    (1, re.compile(r"(?<!\d)\d{4}年")),
    (2, re.compile(r"《")),
    (
        3,
        re.compile(
            r"工作年度|工作情况|建设情况|实施方案|实施意见|实施办法|管理办法|管理规定|工作要点|工作总结|任务分解"
        ),
    ),
    (4, re.compile(r"(?:年度报告|情况报告|报告|通知|意见|方案|办法|规定|规划|决定|通报)$")),
)


def title_lines(title: str, most: float = LINE) -> list[str]:
    """The lines of a title; put together they are the title. One that has no good place to break is left whole.

    Args: most: the width of a line in Chinese characters; figures and Latin letters count half.
    """
    if _width(title) <= most:
        return [title]
    places = _places(title)
    for breaks in range(1, MOST_LINES):
        ways = [(_cost(lines, chosen), lines) for chosen, lines in _ways(title, places, breaks, most)]
        if ways:
            return min(ways)[1]
    return [title]


def _places(title: str) -> dict[int, float]:
    """Positions at which a line may end, with how good they are."""
    after = [(rank, each.end()) for rank, pattern in _AFTER for each in pattern.finditer(title)]
    before = [(rank, each.start()) for rank, pattern in _BEFORE for each in pattern.finditer(title)]
    found: dict[int, float] = {}
    for rank, place in sorted(after + before):
        if 0 < place < len(title):
            found.setdefault(place, rank)
    return found


def _ways(
    title: str, places: dict[int, float], breaks: int, most: float
) -> Iterator[tuple[Sequence[float], list[str]]]:
    for chosen in combinations(sorted(places), breaks):
        edges = [0, *chosen, len(title)]
        lines = [title[start:end] for start, end in pairwise(edges)]
        if all(_width(line) <= most for line in lines):
            yield [places[each] for each in chosen], lines


def _cost(lines: Sequence[str], ranks: Sequence[float]) -> float:
    widths = [_width(line) for line in lines]
    left_behind = 10 if widths[-1] < SHORTEST else 0
    return sum(ranks) + (max(widths) - min(widths)) / 5 + left_behind


def _width(text: str) -> float:
    return sum(1 if unicodedata.east_asian_width(each) in "WF" else 0.5 for each in text)
