"""Charts as SVG, drawn on the server by pygal: no scripts, no styles of their own, each bar a link to its records.

Pure functions from data to a `Chart`; `static/desk/figures.css` colours them by class, so that they follow the page's
palette and print. Whoever cannot see a chart reads the same numbers in its table. See docs/decisions/0013-charts.md.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib import import_module  # pygal takes 70 ms, which a process spends when it first draws
from math import ceil, floor, log10
from typing import Any

from django.utils.safestring import SafeString
from lxml import etree

Number = int | Decimal

TALL = 240
# Height of a lying bar with its gap, and of the axis below the bars.
ROW, FOOT = 30, 30
LABEL = 12
DROPPED = frozenset({"script", "style", "desc", "title", "defs"})
OPTIONS: dict[str, Any] = {
    "margin": 4,
    "spacing": 6,
    "show_legend": False,
    "js": [],
    "css": [],
    "classes": ["chart"],
    "no_prefix": True,
    "disable_xml_declaration": True,
    "truncate_label": -1,
    "print_values": True,
    "print_zeroes": False,
    "include_x_axis": True,
    "dots_size": 4,
    "formatter": lambda value: _read(value),
}


@dataclass(frozen=True)
class Size:
    """How much room a drawing has: its width, the signs of its longest label, the steps of its scale.

    ``numbers``: from how many points on they stand too close for their numbers, which the table has.
    """

    width: int
    longest: int
    steps: int
    numbers: int


WIDE = Size(600, 16, 5, 999)
NARROW = Size(330, 8, 4, 10)
"""For telephones: letters keep their size there, so that the drawing has to be another one."""


@dataclass(frozen=True)
class Point:
    """A bar or a dot: its number (None: nothing to show), where it leads, and the number as people read it."""

    number: Number | None
    url: str = ""
    text: str = ""

    @property
    def words(self) -> str:
        return self.text or ("—" if self.number is None else f"{self.number:,}")


@dataclass(frozen=True)
class Series:
    """Points of one kind, one for each label; `colour` is a class of figures.css: now, before, green, orange, red …"""

    name: str
    points: tuple[Point, ...]
    colour: str = "now"


@dataclass(frozen=True)
class Chart:
    """A drawn chart with the same numbers as a table: `labels` name its rows, `series` are its columns.

    `narrow` is the same drawn for a narrow screen; the style sheet shows one of the two.
    """

    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    svg: SafeString
    unit: str = ""
    narrow: str = ""

    @property
    def rows(self) -> list[tuple[str, list[Point]]]:
        """The table: a label and its points."""
        return [(label, [each.points[at] for each in self.series]) for at, label in enumerate(self.labels)]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to see: every number nought or missing."""
        return not any(point.number for each in self.series for point in each.points)


def columns(title: str, labels: Sequence[str], series: Sequence[Series], unit: str = "件") -> Chart:
    """Standing bars side by side: the months of this year and last."""
    return _chart("Bar", title, labels, series, unit, TALL)


def line(title: str, labels: Sequence[str], series: Sequence[Series], unit: str = "件") -> Chart:
    """Lines over years."""
    return _chart("Line", title, labels, series, unit, TALL)


def bars(title: str, labels: Sequence[str], series: Sequence[Series], unit: str = "件") -> Chart:
    """Lying bars, the first on top: units, steps of a funnel."""
    return _chart("HorizontalBar", title, labels, series, unit, ROW * max(1, len(labels)) + FOOT)


def stacked(title: str, labels: Sequence[str], series: Sequence[Series], unit: str = "件") -> Chart:
    """Lying bars of parts: outcomes; limits kept, missed and running late."""
    return _chart("HorizontalStackedBar", title, labels, series, unit, ROW * max(1, len(labels)) + FOOT)


def _chart(kind: str, title: str, labels: Sequence[str], series: Sequence[Series], unit: str, height: int) -> Chart:
    named = tuple(labels)
    given = tuple(series)
    if not (named and given):
        return Chart(title, named, given, SafeString(""), unit)
    wide, narrow = (_drawn(kind, title, named, given, unit, height, size) for size in (WIDE, NARROW))
    return Chart(title, named, given, wide, unit, narrow)


@lru_cache(maxsize=512)
def _drawn(
    kind: str, title: str, labels: tuple[str, ...], series: tuple[Series, ...], unit: str, height: int, size: Size
) -> SafeString:
    """The SVG; kept, because a board is asked for far more often than its numbers change."""
    lying, is_stack = kind.startswith("Horizontal"), "Stacked" in kind
    # pygal draws lying bars from below.
    order = list(range(len(labels)))[:: -1 if lying else 1]
    shown = [_short(labels[at], size.longest) for at in order]
    shown = shown if lying else _apart(shown, size.width)
    ticks = _ticks(series, size.steps, together=is_stack)
    options: dict[str, Any] = {**OPTIONS, **_margins(shown, lying=lying), "height": height, "width": size.width}
    options["print_values"] = lying or len(labels) * len(series) <= size.numbers
    options["print_values_position"] = "center" if is_stack else "top"
    drawing = getattr(_pygal(), kind)(style=_style(), **options)
    drawing.x_labels, drawing.y_labels, drawing.range = shown, ticks, (0, ticks[-1])
    for each in series:
        drawing.add(each.name, [_value(each, at, labels[at], unit) for at in order])
    colours = [each.colour for each in series]
    name = "narrow" if size is NARROW else "wide"
    drawing.add_xml_filter(lambda root: _tidied(root, title, colours, kind, name))
    return SafeString(drawing.render(is_unicode=True))  # pygal escapes what it writes


@lru_cache(maxsize=1)
def _pygal() -> Any:
    """The library, without its hook for plugins, of which there are none: Python warns of it at every later import."""
    library = import_module("pygal")
    sys.meta_path[:] = [each for each in sys.meta_path if type(each).__name__ != "PluginImportFixer"]
    return library


@lru_cache(maxsize=1)
def _style() -> Any:
    """Sizes only, by which pygal keeps room for text; colours stand in figures.css."""
    return _pygal().style.Style(label_font_size=LABEL, major_label_font_size=LABEL, value_font_size=LABEL)


def _margins(labels: Sequence[str], *, lying: bool) -> dict[str, int]:
    if not lying:
        return {"margin_top": 18, "margin_right": 24}
    # pygal takes every letter for 0.6 of its size; a Chinese one is as wide as high.
    missing = max((sum(0.42 * LABEL for letter in label if letter > "\u2e80") for label in labels), default=0)
    longest = max((len(label) for label in labels), default=0)
    wide = max((len(label) for label in labels if label.isascii()), default=0)
    return {"margin_left": 4 + int(missing) if longest > wide else 4, "margin_right": 40}


def _ticks(series: Sequence[Series], steps: int, *, together: bool) -> list[float]:
    """Round numbers from nought to above the greatest: 0 5 10 15, never halves of a case."""
    sizes = [[float(point.number or 0) for point in each.points] for each in series]
    greatest = max((sum(each) if together else max(each) for each in zip(*sizes, strict=True)), default=0)
    magnitude = 10 ** max(0, floor(log10(greatest / steps))) if greatest > steps else 1
    step = next(each for each in (1, 2, 5, 10, 20) if each * magnitude * steps >= greatest) * magnitude
    return [float(step * at) for at in range(max(1, ceil(greatest / step)) + 1)]


def _value(series: Series, at: int, label: str, unit: str) -> dict[str, Any] | None:
    point = series.points[at]
    if point.number is None:
        return None
    value: dict[str, Any] = {"value": float(point.number)}
    if point.url and point.number:
        said = f"{label} {series.name}：{point.text or f'{point.number:,}{unit}'}"
        value["xlink"] = {"href": point.url, "target": "_self", "aria-label": said}
    return value


def _short(label: str, longest: int) -> str:
    return label if len(label) <= longest else f"{label[: longest - 1]}…"


def _apart(labels: Sequence[str], width: int) -> list[str]:
    """Labels below standing bars that do not run into each other: every second, every third, where all do not fit."""
    widest = max((sum(LABEL if letter > "\u2e80" else 0.6 * LABEL for letter in label) for label in labels), default=0)
    each = max(1, ceil(len(labels) * (widest + LABEL / 3) / (width - 50)))
    return [label if at % each == 0 else "" for at, label in enumerate(labels)]


def _read(value: float) -> str:
    return f"{value:,.1f}".removesuffix(".0") if value else ""


def _tidied(root: etree._Element, title: str, colours: Sequence[str], kind: str, name: str) -> etree._Element:
    """The drawing as the page wants it: no scripts, no styles, none of the hidden parts its scripts would have used."""
    for each in list(root.iter()):
        if not isinstance(each.tag, str) or etree.QName(each).localname in DROPPED:
            _drop(each)
    for group in list(root.iter("g")):
        names = group.get("class", "").split()
        if "tooltip-overlay" in names:
            _drop(group)
        elif names[:1] == ["series"]:
            group.set("class", f"series {colours[int(names[1].removeprefix('serie-'))]}")
    for link in root.iter("a"):
        # The table beside it has the same links for the keyboard.
        link.set("tabindex", "-1")
        etree.SubElement(link, "title").text = link.get("aria-label")
    _place_numbers(root, kind)
    root.attrib.pop("id", None)
    root.set("class", f"{root.get('class', '')} {name}".strip())
    root.set("role", "group")
    root.set("aria-label", f"图：{title}")
    return root


def _place_numbers(root: etree._Element, kind: str) -> None:
    """Numbers stand above dots, after lying bars, and in a part of a bar only where they fit."""
    room = {
        f"{float(rect.get('x', 0)) + float(rect.get('width', 0)) / 2:.3f}": float(rect.get("width", 0))
        for rect in root.iter("rect")
        if rect.get("class", "").startswith("rect ")
    }
    for text in [each for each in root.iter("text") if each.get("class") == "value"]:
        if kind == "Line":
            text.set("text-anchor", "middle")
            text.set("dx", f"-{LABEL}")
            text.set("dy", f"-{2 * LABEL}")
        elif kind == "HorizontalBar":
            text.set("text-anchor", "start")
        elif kind == "HorizontalStackedBar":
            width = room.get(f"{float(text.get('x', 0)):.3f}", 0)
            if width < len(text.text or "") * LABEL * 0.6 + 4:
                _drop(text)


def _drop(element: etree._Element) -> None:
    """Takes an element out, with all in it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
