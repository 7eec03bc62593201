"""Pass 6f, letters: the covering letter (印发通知) before the plan it sends out, whose numbered points are no tasks."""

import re

from fazhi.plans.reading.marks import LINE
from fazhi.plans.reading.outline import Node
from fazhi.plans.reading.plantitle import ends_like_title

_SENDS_OUT = re.compile(r"(?:印发|转发|下发)给?你们|现予?(?:以)?印发|请(?:认真|遵照)(?:组织|贯彻)")
_DATE = re.compile(r"(?:20\d\d|二\S{3})年\S{1,3}月\S{1,3}日")
_LINES_AFTER_DATE = 5


def cover_letter(root: Node, folded: str) -> Node | None:
    """The letter, its points gathered under one node and taken out of `root`'s way; None where there is none.

    Told by chapters that begin anew, by an annex, or by a date and a plan's title between two lists of different kind;
    and by the words 印发给你们 before the first point, which date and title together make up for.
    """
    nodes = root.children
    opening = folded[: nodes[0].start] if nodes else ""
    sent_out = bool(_SENDS_OUT.search(opening))
    for index in range(1, len(nodes)):
        node = nodes[index]
        between = _signed_and_titled(folded[nodes[index - 1].start : node.start])
        anew = node.restarts or node.mark.family == "part"
        begins = node.mark.value <= 1 and node.mark.strength == LINE
        if (sent_out and (anew or (begins and between))) or (begins and between == 2):
            letter = nodes[0]
            letter.end = node.start
            del nodes[1:index]
            return letter
        if anew:
            return None
    return None


def holds_only_letter_points(root: Node, folded: str) -> bool:
    """Whether all there is are the 一是…二是… of a letter, and the plan it sends out is not in the text."""
    points = all(node.mark.family in ("namely", "urge") and not node.children for node in root.children)
    return bool(root.children) and points and bool(_SENDS_OUT.search(folded[: root.children[0].start]))


def _signed_and_titled(text: str) -> int:
    """How much of a letter's end stands in the text: a date on a line of its own, and a title on one of the next."""
    lines = [line.strip() for line in text.split("\n")[1:]]
    for index, line in enumerate(lines):
        if _DATE.fullmatch("".join(line.split())):
            after = lines[index + 1 : index + 1 + _LINES_AFTER_DATE]
            return 2 if any(ends_like_title(below) for below in after) else 1
    return 0
