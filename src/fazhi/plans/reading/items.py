"""Pass 6c, items: the lowest numbered items of the sections that ask for action.

An item with a list of its own lines under it is a heading. A list inside its paragraph (一是…二是…, ①…②…) makes it one
only if the points are given to units one by one, or if it is a chapter: else the points are how the task is told.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from fazhi.plans.reading import sections, titles
from fazhi.plans.reading.letters import cover_letter, holds_only_letter_points
from fazhi.plans.reading.mapped import Mapped
from fazhi.plans.reading.marks import LINE
from fazhi.plans.reading.outline import Node
from fazhi.plans.reading.units.finding import find_statements
from fazhi.plans.reading.units.labels import find_labels
from fazhi.plans.reading.units.statements import Statement

Span = tuple[int, int]
_RHETORIC = frozenset({"namely", "urge", "first"})
_SILENT = frozenset({"part", "note", "root"})
_CLOSING = re.compile(
    r"(?:附件|附表|附:|注:|备注|抄送|主送|联系人|联系电话|\(此件|.{2,30}(?:人民政府|委员会|办公室|司法局|领导小组)(?:办公室)?$|(?:二○|二〇|20)\S{2,4}年\S{1,3}月\S{1,3}日$|各[^。,]{1,20}(?:要|请|应|于)|[^。,]{2,20}(?:要|负责|将)[^。]{0,12}(?:督促|督查|督察|检查|考核|通报|落实情况)|请各|本(?:方案|要点|计划|规划|意见|清单)|以上)"
)


@dataclass(slots=True)
class Item:
    """A task to be: the span of its text, its node and the sections above it (outermost first)."""

    node: Node
    start: int
    end: int
    path: list[Node]
    group_units: list[Span] = field(default_factory=list)
    """Statements made once for the list it stands in."""


class ItemPicker:
    """Goes down the outline and collects the tasks of a document."""

    def __init__(self, text: Mapped, years: tuple[int, ...], tell: Callable[[str], None]) -> None:
        self.text = text
        self.years = years
        self.folded = text.folded
        self.tell = tell
        self.items: list[Item] = []
        self._found: dict[Span, list[Statement]] = {}
        self._listing: dict[tuple[int, str], bool] = {}

    def pick(self, root: Node) -> list[Item]:
        """All items of the outline, in order."""
        cover = cover_letter(root, self.folded)
        past = self._told_in_the_past(root)
        if cover:
            self.tell(f"通知正文，不取任务：{self._head(cover)}")
            root.children.remove(cover)
        if not cover and holds_only_letter_points(root, self.folded):
            self.tell("通知正文里的“一是…二是…”，不取任务")
            return []
        families = {child.mark.family for child in root.children} - _SILENT
        for node in self._split_children(root):
            if len(families) < 2 or not self._is_said_beforehand(node):
                self._descend(node, [], past, [])
        return _trimmed(self.items, self)

    def _is_said_beforehand(self, node: Node) -> bool:
        """Whether it is a point of a list inside a paragraph outside all chapters: of the preamble."""
        inline = node.mark.strength != LINE or node.mark.family in _RHETORIC
        return inline and not node.children and not self.statements(node.start, node.end)

    def statements(self, start: int, end: int, *, formal: bool = False) -> list[Span]:
        """Where text[start:end] speaks of units; `formal`: in labels and brackets only."""
        start, end = self.text.trimmed(start, end)
        return [
            (start + s.start, start + s.end) for s in self.found(start, end) if s.entries and (s.formal or not formal)
        ]

    def found(self, start: int, end: int) -> list[Statement]:
        """The statements about units in text[start:end]; their offsets count from `start`."""
        key = (start, end)
        if key not in self._found:
            self._found[key] = find_statements(self.folded[start:end])
        return self._found[key]

    def _head(self, node: Node) -> str:
        start, end = titles.heading_span(self.text, node)
        return self.folded[start:end]

    def kind(self, node: Node) -> sections.Kind:
        """What a node's own words make of its section."""
        if node.mark.family == "note":
            return "note"
        if node.mark.family == "part":
            return sections.kind_of_annex(self.folded[node.start : min(node.own_end, node.start + 160)])
        end = titles.heading_span(self.text, node)[1]
        heading = self.folded[node.mark.end : end]
        kind = sections.kind_of_heading(heading)
        if node.children and sections.names_a_past_year(heading, self.years):
            return "background"
        if node.children and kind in ("neutral", "action") and (self._is_reference(node) or self._is_explained(node)):
            return "note"
        return kind

    def _is_explained(self, node: Node) -> bool:
        """Whether it is the chapter 主要内容 of an explanation that follows a plan, beside its 起草背景."""
        if node.parent is None or not sections.tells_contents(self._words(node)):
            return False
        return sections.explains_plan([self._words(sibling) for sibling in node.parent.children])

    def _words(self, node: Node) -> str:
        return self.folded[node.mark.end : titles.heading_span(self.text, node)[1]].strip("、.。: \n")

    def _is_reference(self, node: Node) -> bool:
        """Whether the items explain terms or set points to score by, and are given to nobody."""
        leaves = [child for child in node.children if not child.children]
        told = sum(sections.is_reference(self.folded[c.start : min(c.end, c.start + 400)]) for c in leaves)
        return told * 2 > len(node.children) and not any(self.statements(c.start, c.end) for c in leaves)

    def _descend(self, node: Node, path: list[Node], past: set[int], group: list[Span]) -> None:
        kind = self.kind(node)
        if kind in sections.NO_TASKS and self._has_own_units(node, kind):
            kind = "neutral"
        if kind in sections.NO_TASKS or id(node) in past:
            self.tell(
                f"{'  ' * len(path)}不取（{kind if id(node) not in past else '已做的事'}）：{self._head(node)[:40]}"
            )
            return
        children = self._split_children(node)
        if not children:
            self._take(node, path, group)
            return
        self.tell(f"{'  ' * len(path)}分级（{kind}）：{self._head(node)[:40]}")
        own = self.statements(node.start, node.own_end)
        below = path if node.mark.family in _SILENT or node.mark.family == "plain" else [*path, node]
        shared = self._shared_units(children)
        for child in children:
            self._descend(child, below, past, [*group, *own, *shared])

    def _has_own_units(self, node: Node, kind: sections.Kind) -> bool:
        """A section called 目标 whose items are given to units is one of tasks by another name."""
        if kind not in ("goal", "background") or sections.names_a_past_year(self._head(node), self.years):
            return False
        if not node.children:
            return bool(self.statements(node.start, node.end))
        return sum(bool(self.statements(child.start, child.end)) for child in node.children) * 2 > len(node.children)

    def _split_children(self, node: Node) -> list[Node]:
        """The children that are items, group by group; none when the node itself is the task."""
        if not node.children:
            return []
        kept: list[Node] = []
        groups = _groups(node.children)
        demands = self._only_demands(node)
        last_of_lines = max((i for i, group in enumerate(groups) if not _is_inline(group)), default=-1)
        for place, group in enumerate(groups):
            before = self.folded[max(node.mark.end, group[0].start - 200) : group[0].start]
            lead_in = sections.kind_of_lead_in(before)
            if lead_in in sections.NO_TASKS:
                self.tell(f"引语说的是{lead_in}，不取其下各项：{before[-30:].strip()}")
                continue
            if all(child.mark.family in ("note",) for child in group):
                continue
            if _is_inline(group) and (place < last_of_lines or demands) and not self._is_set_to_anybody(group):
                self.tell(f"段中概述，不取：{self._head(group[0])[:30]}")
                continue
            kept += group
        if kept and self._is_told_in_points(node, kept):
            return []
        if not kept:
            return []
        return kept

    def _is_set_to_anybody(self, group: list[Node]) -> bool:
        """Whether some point of a list has points of its own or names units."""
        return any(child.children or self.statements(child.start, child.end) for child in group)

    def _only_demands(self, node: Node) -> bool:
        """Whether it is a closing chapter 工作要求 of running text, whose 一要…二要… exhort and set no task."""
        rhetoric = all(child.mark.family in _RHETORIC for child in node.children)
        return rhetoric and sections.only_demands(self._head(node)[len(node.mark.number) :])

    def _is_told_in_points(self, node: Node, children: list[Node]) -> bool:
        """Whether the list under a node is only the way its one task is told."""
        inline = [child for child in children if child.mark.strength != LINE or child.mark.family in _RHETORIC]
        if len(inline) * 2 < len(children):
            return False
        with_units = [child for child in children if self.statements(child.start, child.end)]
        if len(with_units) >= 2:
            return False
        if len(children) > 1 and with_units == [children[-1]]:
            return True
        if with_units or self._is_bare_heading(node):
            return False
        if self.statements(node.start, node.own_end):
            return True
        return node.mark.family not in ("comma", "chapter", "section", "plain", "root")

    def _is_bare_heading(self, node: Node) -> bool:
        """Whether the list begins right after a heading, with no sentence between."""
        own = self.folded[node.mark.end : node.own_end].strip(" \n")
        first = node.children[0]
        return (
            first.mark.family not in _RHETORIC
            and len(own) <= 40
            and "," not in own
            and own.count("。") <= (1 if own.endswith("。") else 0)
        )

    def _shared_units(self, children: list[Node]) -> list[Span]:
        """A line of units after the last of several items that name none is meant for all of them."""
        last = children[-1]
        if len(children) < 2 or last.children or any(self.statements(c.start, c.end) for c in children[:-1]):
            return []
        if all(self.folded[c.start : c.end].rstrip().endswith(";") for c in children[:-1]):
            return self.statements(last.start, last.end)
        paragraph_end = self.folded.find("\n", last.start, last.end)
        if paragraph_end < 0:
            return []
        if any(label.role for label in find_labels(self.folded[last.start : paragraph_end])):
            return []
        return [span for span in self.statements(last.start, last.end, formal=True) if span[0] > paragraph_end]

    def _take(self, node: Node, path: list[Node], group: list[Span]) -> None:
        if (
            node.mark.family in ("part", "plain", "note", "root")
            or self._is_empty_heading(node)
            or sections.is_formality(self.folded[node.mark.end : min(node.end, node.mark.end + 80)])
            or (node.mark.number.startswith("问题") and not self.statements(node.start, node.end))
        ):
            self.tell(f"{'  ' * len(path)}无编号事项，不取：{self._head(node)[:40]}")
            return
        self.items.append(Item(node, node.start, node.end, path, group))

    def _is_empty_heading(self, node: Node) -> bool:
        """Whether a node is a chapter's heading without numbered items: its neighbours are chapters with items."""
        own = self.folded[node.mark.end : node.end].strip()
        if not own:
            return True
        if not self._has_listing_neighbours(node) or self.statements(node.start, node.end):
            return False
        title_end = titles.heading_span(self.text, node)[1]
        rest = self.folded[title_end : node.end]
        return (
            rest.strip(" 。:\n") == ""
            or rest.startswith("\n")
            or (rest[:1] == " " and "。" not in self.folded[node.mark.end : title_end])
        )

    def _has_listing_neighbours(self, node: Node) -> bool:
        """Whether some item of the node's own list has a list under it; the node itself has none."""
        if node.parent is None:
            return False
        key = (id(node.parent), node.mark.family)
        if key not in self._listing:
            self._listing[key] = any(s.children for s in node.parent.children if s.mark.family == node.mark.family)
        return self._listing[key]

    def _told_in_the_past(self, root: Node) -> set[int]:
        """Sections that nothing in their heading gives away, but whose items all report what was done."""
        past: set[int] = set()
        units_elsewhere = any(self.statements(leaf.start, leaf.end) for leaf in root.walk() if not leaf.children)
        for section in root.children:
            levels = [section, *section.children] if section.mark.family in _SILENT else [section]
            for node in levels:
                leaves = [leaf for leaf in node.walk() if not leaf.children]
                if len(leaves) < 2 or not sections.may_report(self.kind(node), self._head(node)):
                    continue
                told = [self._reports(leaf) for leaf in leaves]
                sure, likely = told.count("surely"), len(told) - told.count("no")
                # Bare counts are also how tasks are set; they tell of the past only beside sections given to units.
                reports = sure * 2 >= len(leaves) or (units_elsewhere and likely * 5 >= len(leaves) * 3)
                if reports and not any(self.statements(leaf.start, leaf.end) for leaf in leaves):
                    past.add(id(node))
        return past

    def _reports(self, leaf: Node) -> Literal["surely", "perhaps", "no"]:
        return sections.tells_of_the_past(self.folded[leaf.start : min(leaf.end, leaf.start + 600)])


def _is_inline(group: list[Node]) -> bool:
    """Whether a list stands inside paragraphs."""
    return all(child.mark.strength != LINE or child.mark.family in _RHETORIC for child in group)


def _groups(children: list[Node]) -> list[list[Node]]:
    """Children cut where a list begins anew or another family follows."""
    groups: list[list[Node]] = []
    for child in children:
        if groups and child.mark.family == groups[-1][-1].mark.family and not child.restarts:
            groups[-1].append(child)
        else:
            groups.append([child])
    return groups


def _trimmed(items: list[Item], picker: ItemPicker) -> list[Item]:
    """Cut off paragraphs after an item that are no longer its own: closing words, signatures, notes."""
    folded = picker.folded
    lone = [item for item in items if "\n" not in folded[item.start : item.end].strip()]
    mostly_one = len(lone) * 2 > len(items)
    for item in items:
        stated = picker.statements(item.start, item.end, formal=True)
        if stated:
            item.end = _paragraph_end(folded, stated[-1][1] - 1, item.end)
        elif mostly_one or item is items[-1]:
            item.end = _own_end(folded, item, mostly_one)
        item.start, item.end = picker.text.trimmed(item.start, item.end, " \t\n【〖")
    return items


def _paragraph_end(folded: str, place: int, end: int) -> int:
    """The end of the paragraph, and of lines right below it that give a time limit or the like."""
    stop = folded.find("\n", place, end)
    while stop >= 0:
        following = folded.find("\n", stop + 1, end)
        line = folded[stop + 1 : following if following >= 0 else end]
        if not any(label.start <= 2 for label in find_labels(line[:24])) or line.startswith(
            ("注", "说明", "备注", "联系")
        ):
            return stop
        stop = following
    return end


def _own_end(folded: str, item: Item, mostly_one: bool) -> int:
    """Where an item without units ends: before the first closing paragraph, or after its only one."""
    place = folded.find("\n", item.start, item.end)
    first = True
    while place >= 0:
        following = folded.find("\n", place + 1, item.end)
        paragraph = folded[place + 1 : following if following >= 0 else item.end].strip()
        heading_only = first and not re.search(r"[。;]", folded[item.start : place])
        labelled = any(label.start <= 2 for label in find_labels(paragraph[:24]))
        if not heading_only and not labelled and (mostly_one or _CLOSING.match(paragraph)):
            return place
        place, first = following, False
    return item.end
