"""Tasks told field by field without any number: 任务名称：… / 责任单位：… / 完成时限：…, block after block."""

import re

from fazhi.plans.reading.marks import LINE, Mark, find_line_marks
from fazhi.plans.reading.units.labels import find_labels

_FIELD = re.compile(r"(?:(?:工作|重点|主要|具体)?任务(?:名称|事项)?|(?:工作|具体)?事项(?:名称)?|项目名称)\s?:\s*(?=\S)")


def field_marks(text: str) -> list[Mark]:
    """The beginnings of such blocks as marks without a number.

    There must be several, each followed by a line about units or time; and they must not stand right under numbers,
    where 任务：… only says what the numbered item is.
    """
    lines: list[tuple[int, str]] = []
    place = 0
    for paragraph in text.split("\n"):
        lines.append((place, paragraph))
        place += len(paragraph) + 1
    fields = [(i, match) for i, (_, words) in enumerate(lines) if (match := _FIELD.match(words))]
    if len(fields) < 2:
        return []
    above = find_line_marks(text, (lines[i - 1][0] for i, _ in fields if i))
    labelled = sum(1 for i, _ in fields if any(_is_labelled(words) for _, words in lines[i + 1 : i + 4]))
    if len(above) * 2 > len(fields) or labelled * 2 <= len(fields):
        return []
    return [
        Mark("field", value, lines[i][0], lines[i][0] + match.end(), "", LINE)
        for value, (i, match) in enumerate(fields, start=1)
    ]


def _is_labelled(line: str) -> bool:
    return any(label.start <= 2 for label in find_labels(line[:24]))
