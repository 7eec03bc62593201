"""Draws the flow chart of a procedure as SVG: for a screen 1200 pixels wide and for print; no scripts, no fonts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from fazhi.procedures.language.definition import Definition
from fazhi.procedures.outlining.chart import Arrow, Box, Chart, Lane, chart
from fazhi.procedures.outlining.layout import Layout, Size, arrange, layers_of

WIDTH = 1200
_BOX = 176.0
_GAP = 22.0
_BETWEEN = 64.0
_MARGIN = 24.0
_HEAD = 76.0
_LANE = _BOX + 40
_INNER = _BOX - 20
_LABEL = 96.0
_FONTS = "'Noto Sans CJK SC','Source Han Sans SC','Microsoft YaHei','PingFang SC',SimHei,sans-serif"
_STYLE = f"""
text{{font-family:{_FONTS};fill:#1f2933}}
.title{{font-size:22px;font-weight:700}} .sub{{font-size:13px;fill:#52606d}}
.name{{font-size:14px;font-weight:600}} .by{{font-size:12px;fill:#52606d}}
.badge{{font-size:11px;fill:#8a4b00}} .note{{font-size:11px;fill:#52606d}} .end{{font-size:11px;fill:#fff}}
.label{{font-size:11px;fill:#12498c}} .lane{{font-size:14px;font-weight:700;fill:#3f2f78}}
.box{{fill:#fff;stroke:#7b8794;stroke-width:1.2}} .badgebox{{fill:#fff4e0}} .endbox{{fill:#47615a}}
.panel{{fill:#f4f1fb;stroke:#b9abe0}} .bandbox{{fill:#f5f7fa;stroke:#cbd2d9}}
.arrow{{fill:none;stroke:#52606d;stroke-width:1.3}} .either{{stroke-dasharray:5 4}} .halo{{fill:#fff;fill-opacity:.92}}
"""


def drawing(definition: Definition) -> str:
    """The flow chart of a procedure as an SVG document."""
    return _document(chart(definition))


def _document(drawn: Chart) -> str:
    lanes = bool(drawn.lanes)
    room = WIDTH - 2 * _MARGIN - (_LANE + _GAP if lanes else 0)
    sizes = {box.name: Size(_BOX, _height(box)) for box in drawn.boxes}
    found = _fitting(drawn, sizes, room)
    left = _MARGIN + max(0.0, (room - found.width) / 2)
    width = max(float(WIDTH), found.width + 2 * _MARGIN + (_LANE + _GAP if lanes else 0))
    parts = [*_arrows(drawn, found, sizes, left, _HEAD)]
    for box in drawn.boxes:
        x, y = found.places[box.name]
        parts += _box(box, left + x - _BOX / 2, _HEAD + y)
    bottom = _HEAD + found.height
    lane_bottom = _HEAD
    for lane in drawn.lanes:
        drawn_lane, lane_bottom = _lane(lane, width - _MARGIN - _LANE, lane_bottom)
        parts += drawn_lane
    bottom = max(bottom, lane_bottom - _GAP)
    band, bottom = _band(drawn.band, bottom + 40, width)
    parts += band
    return "\n".join((*_opening(drawn, width, bottom + _MARGIN), *parts, "</svg>")) + "\n"


def _fitting(drawn: Chart, sizes: dict[str, Size], room: float) -> Layout:
    """The best of some layouts: the fewer boxes in a layer, the more room for arrows between them."""
    pairs = [(arrow.start, arrow.end) for arrow in drawn.arrows]
    names = [box.name for box in drawn.boxes]
    most = int((room + _GAP) // (_BOX + _GAP))
    made = [
        arrange(layers_of(names, pairs, widest), pairs, sizes, gap=_GAP, between=_BETWEEN)
        for widest in range(most, max(1, most - 3), -1)
    ]
    # What is too wide is drawn smaller, which costs more than some length.
    return min(made, key=lambda each: (max(1.0, each.width / room) ** 3) * each.height)


def _opening(drawn: Chart, width: float, height: float) -> Iterator[str]:
    shown = height * WIDTH / width
    size = f'viewBox="0 0 {width:.0f} {height:.0f}" width="{WIDTH}" height="{shown:.0f}"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="flow-title flow-desc">'
    yield f'<title id="flow-title">{escape(drawn.title)}流程图</title>'
    steps = "、".join(box.title for box in drawn.boxes)
    yield f'<desc id="flow-desc">{escape(drawn.subtitle)}。主要步骤：{escape(steps)}。</desc>'
    yield f"<style>{_STYLE}</style>"
    yield '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    yield '<path d="M0 0 8 4 0 8z" fill="#52606d"/></marker></defs>'
    yield f'<rect width="{width:.0f}" height="{height:.0f}" fill="#fff"/>'
    yield _text(_MARGIN, 36, "title", drawn.title)
    yield _text(_MARGIN, 58, "sub", f"{drawn.subtitle}；虚线表示几种前提有其一即可，或者视情形才须先办")


def _height(box: Box) -> float:
    lines = len(_wrapped(f"{box.number}. {box.title}", _INNER, 14))
    badges = len(box.badges[:4]) + (len(box.badges) > 4)
    notes = sum(len(_wrapped(note, _INNER, 11)) for note in box.notes)
    ends = sum(_end_height(end) for end in box.ends)
    return 12 + lines * 18 + 16 + badges * 18 + notes * 15 + ends + 8


def _box(box: Box, x: float, y: float) -> Iterator[str]:
    yield f'<rect class="box" x="{x:.1f}" y="{y:.1f}" width="{_BOX:.0f}" height="{_height(box):.1f}" rx="6"/>'
    at = y + 24
    for line in _wrapped(f"{box.number}. {box.title}", _INNER, 14):
        yield _text(x + 10, at, "name", line)
        at += 18
    yield _text(x + 10, at, "by", _cut(box.by, _INNER, 12))
    at += 6
    more = [f"另有 {len(box.badges) - 4} 项期限"] if len(box.badges) > 4 else []
    for badge in (*box.badges[:4], *more):
        yield f'<rect class="badgebox" x="{x + 8:.1f}" y="{at:.1f}" width="{_INNER + 4:.0f}" height="16" rx="3"/>'
        yield _text(x + 12, at + 12, "badge", _cut(badge, _INNER - 6, 11))
        at += 18
    for note in box.notes:
        for line in _wrapped(note, _INNER, 11):
            yield _text(x + 10, at + 12, "note", line)
            at += 15
    for end in box.ends:
        yield from _end(end, x + 8, at + 4)
        at += _end_height(end)


def _end_height(end: str) -> float:
    return 8 + 15 * len(_wrapped(f"结案：{end}", _INNER - 12, 11)) + 3


def _end(end: str, x: float, y: float) -> Iterator[str]:
    lines = _wrapped(f"结案：{end}", _INNER - 12, 11)
    height = 6 + 15 * len(lines)
    size = f'width="{_INNER + 4:.0f}" height="{height}" rx="{min(11, height / 2)}"'
    yield f'<rect class="endbox" x="{x:.1f}" y="{y:.1f}" {size}/>'
    for number, line in enumerate(lines):
        yield _text(x + 10, y + 14 + 15 * number, "end", line)


def _arrows(drawn: Chart, found: Layout, sizes: dict[str, Size], left: float, top: float) -> Iterator[str]:
    ports = _ports(drawn.arrows, found)
    labels: list[str] = []
    for arrow in drawn.arrows:
        x, y = found.places[arrow.start]
        port, row = ports[arrow.start, arrow.label]
        start = (left + x + port, top + y + sizes[arrow.start].height)
        x, y = found.places[arrow.end]
        points = [(left + at, top + one, top + other) for at, one, other in found.bends[arrow.start, arrow.end]]
        yield _curve(start, points, (left + x, top + y), arrow.either)
        if arrow.label:
            label = _cut(arrow.label, _LABEL, 11)
            width = _width(label, 11)
            at = start[1] + 14 + 14 * row
            box = f'x="{start[0] - width / 2 - 2:.1f}" y="{at - 10:.1f}" width="{width + 4:.1f}" height="13"'
            place = f'x="{start[0]:.1f}" y="{at:.1f}" text-anchor="middle"'
            labels.append(f'<rect class="halo" {box}/><text class="label" {place}>{escape(label)}</text>')
    # Labels come last, above all arrows, and each but once.
    yield from dict.fromkeys(labels)


def _ports(arrows: Sequence[Arrow], found: Layout) -> dict[tuple[str, str], tuple[float, int]]:
    """Where below its box each result's arrows leave (from the middle), and in which row its label stands."""
    results: dict[str, dict[str, list[float]]] = {}
    for arrow in arrows:
        bends = found.bends[arrow.start, arrow.end]
        towards = bends[0][0] if bends else found.places[arrow.end][0]
        results.setdefault(arrow.start, {}).setdefault(arrow.label, []).append(towards)
    ports = {}
    for start, labels in results.items():
        ordered = sorted(labels, key=lambda label: sum(labels[label]) / len(labels[label]))
        for number, label in enumerate(ordered):
            offset = (number + 0.5) / len(ordered) - 0.5
            ports[start, label] = (offset * (_BOX - 24), number % 3 if len(ordered) > 1 else 0)
    return ports


def _curve(
    start: tuple[float, float], bends: list[tuple[float, float, float]], end: tuple[float, float], either: bool
) -> str:
    """Down from the box, straight through the gaps it crosses, and down upon its goal."""
    x, y = start
    path = f"M{x:.1f} {y:.1f}"
    for at, top, bottom in bends:
        path += _bow(x, y, at, top) + f"V{bottom:.1f}"
        x, y = at, bottom
    path += _bow(x, y, end[0], end[1] - 1)
    return f'<path class="arrow{" either" if either else ""}" d="{path}" marker-end="url(#tip)"/>'


def _bow(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (y + to_y) / 2
    return f"C{x:.1f} {middle:.1f} {to_x:.1f} {middle:.1f} {to_x:.1f} {to_y:.1f}"


def _lane(lane: Lane, x: float, y: float) -> tuple[list[str], float]:
    """A panel with the steps of a thread, and where the next panel may begin."""
    head = _wrapped(f"自{lane.begins}起可以开始", _LANE - 24, 11)
    at = y + 32 + 15 * len(head)
    inner: list[str] = []
    for number, box in enumerate(lane.boxes):
        if number:
            inner.append(_curve((x + _LANE / 2, at - 18), [], (x + _LANE / 2, at), False) if number == 1 else "")
        inner += _box(box, x + 20, at)
        at += _height(box) + 18
    height = at - y - 4
    parts = [f'<rect class="panel" x="{x:.1f}" y="{y:.1f}" width="{_LANE:.0f}" height="{height:.1f}" rx="8"/>']
    parts.append(_text(x + 12, y + 22, "lane", _cut(f"分项：{lane.title}", _LANE - 24, 14)))
    parts += [_text(x + 12, y + 38 + 15 * number, "note", line) for number, line in enumerate(head)]
    return parts + [part for part in inner if part], y + height + _GAP


def _band(boxes: tuple[Box, ...], y: float, width: float) -> tuple[list[str], float]:
    """The steps that stand apart, in rows."""
    if not boxes:
        return [], y - 40
    parts = [_text(_MARGIN, y, "lane", "其他步骤（各注明可以办理的时机）")]
    columns = int((width - 2 * _MARGIN + _GAP) // (_BOX + _GAP))
    y += 14
    for first in range(0, len(boxes), columns):
        row = boxes[first : first + columns]
        for number, box in enumerate(row):
            parts += _box(box, _MARGIN + number * (_BOX + _GAP), y)
        y += max(_height(box) for box in row) + _GAP
    return parts, y - _GAP


def _text(x: float, y: float, kind: str, text: str) -> str:
    return f'<text class="{kind}" x="{x:.1f}" y="{y:.1f}">{escape(text)}</text>'


def _width(text: str, size: float) -> float:
    """About how wide a text is: Chinese characters and marks are square, others a little over half."""
    return sum(size if ord(char) > 0x2000 else size * 0.58 for char in text)


def _wrapped(text: str, width: float, size: float) -> list[str]:
    lines = [""]
    for char in text:
        # A closing mark does not begin a line.
        if _width(lines[-1] + char, size) > width and char not in "，。；：、”）》":
            lines.append("")
        lines[-1] += char
    return lines


def _cut(text: str, width: float, size: float) -> str:
    if _width(text, size) <= width:
        return text
    while text and _width(text + "…", size) > width:
        text = text[:-1]
    return text + "…"
