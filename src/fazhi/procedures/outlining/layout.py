"""Layered layout of a flow chart: layers by longest path, order by barycentres, places by least pull.

Pure geometry over names: it knows nothing of procedures. An arrow over several layers gets a bend in each, so that it
passes between the boxes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

_SWEEPS = 12
_BEND = 8.0


@dataclass(frozen=True, slots=True)
class Size:
    """Width and height of a box."""

    width: float
    height: float


@dataclass
class Layout:
    """Where boxes stand (centre and top), and through which bends each arrow goes."""

    places: dict[str, tuple[float, float]] = field(default_factory=dict)
    bends: dict[tuple[str, str], list[tuple[float, float, float]]] = field(default_factory=dict)
    """For each arrow, per layer it crosses: x, and the top and bottom of that layer."""
    width: float = 0
    height: float = 0


def layers_of(names: Sequence[str], arrows: Iterable[tuple[str, str]], widest: int) -> list[list[str]]:
    """Every name in a layer below all it comes after, with at most ``widest`` in a layer. ``names`` are in order."""
    before: dict[str, list[str]] = {name: [] for name in names}
    for start, end in arrows:
        before[end].append(start)
    layer: dict[str, int] = {}
    counts: dict[int, int] = {}
    for name in names:
        at = 1 + max((layer[each] for each in before[name]), default=-1)
        while counts.get(at, 0) >= widest:
            at += 1
        layer[name] = at
        counts[at] = counts.get(at, 0) + 1
    return [[name for name in names if layer[name] == at] for at in range(max(counts, default=-1) + 1)]


def arrange(
    layers: list[list[str]],
    arrows: Sequence[tuple[str, str]],
    sizes: Mapping[str, Size],
    *,
    gap: float,
    between: float,
) -> Layout:
    """Places for all boxes and bends for all arrows. Arrows lead from an earlier layer to a later one."""
    rows, links, bends = _with_bends(layers, arrows)
    widths = {name: sizes[name].width if name in sizes else _BEND for row in rows for name in row}
    rows = _ordered(rows, links)
    centres = _centred(rows, links, widths, gap)
    found = Layout()
    left = min((centres[name] - widths[name] / 2 for row in rows for name in row), default=0.0)
    tops: list[tuple[float, float]] = []
    y = 0.0
    for row in rows:
        height = max((sizes[name].height for name in row if name in sizes), default=0.0)
        tops.append((y, y + height))
        found.places |= {name: (centres[name] - left, y) for name in row if name in sizes}
        y += height + between
    for arrow, chain in bends.items():
        found.bends[arrow] = [(centres[name] - left, *tops[row]) for name, row in chain]
    found.width = max((centres[name] - left + widths[name] / 2 for row in rows for name in row), default=0.0)
    found.height = max(0.0, y - between)
    return found


_Bends = dict[tuple[str, str], list[tuple[str, int]]]


def _with_bends(
    layers: list[list[str]], arrows: Sequence[tuple[str, str]]
) -> tuple[list[list[str]], list[tuple[str, str]], _Bends]:
    rows = [list(layer) for layer in layers]
    level = {name: at for at, layer in enumerate(layers) for name in layer}
    links: list[tuple[str, str]] = []
    bends: _Bends = {}
    for start, end in dict.fromkeys(arrows):
        chain = []
        last = start
        for at in range(level[start] + 1, level[end]):
            name = f"{start}>{end}@{at}"
            rows[at].append(name)
            chain.append((name, at))
            links.append((last, name))
            last = name
        links.append((last, end))
        bends[start, end] = chain
    return rows, links, bends


def _ordered(rows: list[list[str]], links: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The order within rows that crosses least, of those the sweeps come by."""
    above: dict[str, list[str]] = {}
    below: dict[str, list[str]] = {}
    for start, end in links:
        above.setdefault(end, []).append(start)
        below.setdefault(start, []).append(end)
    best, fewest = [list(row) for row in rows], _crossings(rows, below)
    rows = [list(row) for row in rows]
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        neighbours = above if down else below
        for at in range(1, len(rows)) if down else range(len(rows) - 2, -1, -1):
            other = {name: place for place, name in enumerate(rows[at - 1 if down else at + 1])}
            own = {name: place for place, name in enumerate(rows[at])}
            rows[at].sort(key=lambda name: _mean(neighbours.get(name, ()), other, own[name]))
        crossings = _crossings(rows, below)
        if crossings < fewest:
            best, fewest = [list(row) for row in rows], crossings
    return best


def _mean(neighbours: Iterable[str], places: Mapping[str, int], own: float) -> float:
    found = [places[name] for name in neighbours if name in places]
    return sum(found) / len(found) if found else own


def _crossings(rows: list[list[str]], below: Mapping[str, list[str]]) -> int:
    total = 0
    for upper, lower in pairwise(rows):
        places = {name: place for place, name in enumerate(lower)}
        ends = [sorted(places[end] for end in below.get(name, ()) if end in places) for name in upper]
        seen: list[int] = []
        for each in ends:
            total += sum(sum(other > end for other in seen) for end in each)
            seen += each
    return total


def _centred(
    rows: list[list[str]], links: Sequence[tuple[str, str]], widths: Mapping[str, float], gap: float
) -> dict[str, float]:
    """The centre of everything: as near to its neighbours above and below as order and widths allow."""
    near: dict[str, list[str]] = {}
    for start, end in links:
        near.setdefault(start, []).append(end)
        near.setdefault(end, []).append(start)
    centres: dict[str, float] = {}
    for row in rows:
        x = 0.0
        for name in row:
            centres[name] = x + widths[name] / 2
            x += widths[name] + gap
        shift = x / 2
        centres |= {name: centres[name] - shift for name in row}
    for sweep in range(_SWEEPS):
        for row in rows if sweep % 2 == 0 else reversed(rows):
            wanted = [
                sum(centres[each] for each in near[name]) / len(near[name]) if name in near else centres[name]
                for name in row
            ]
            weights = [2.0 if ">" in name else 1.0 for name in row]
            centres |= dict(zip(row, _apart(row, wanted, weights, widths, gap), strict=True))
    return centres


def _apart(
    row: list[str], wanted: list[float], weights: list[float], widths: Mapping[str, float], gap: float
) -> list[float]:
    """The places nearest to the wanted ones that keep the order and the gaps (isotonic regression by pooling)."""
    offsets = [0.0]
    for one, other in pairwise(row):
        # Arrows may pass closer to each other than boxes stand.
        bends = (">" in one) + (">" in other)
        offsets.append(offsets[-1] + (widths[one] + widths[other]) / 2 + gap * (1, 0.5, 0.1)[bends])
    pools: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        pools.append((want - offset, weight, 1))
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (left, heavy, many), (right, light, few) = pools[-2], pools[-1]
            pools[-2:] = [((left * heavy + right * light) / (heavy + light), heavy + light, many + few)]
    places = [value for value, _, count in pools for _ in range(count)]
    return [place + offset for place, offset in zip(places, offsets, strict=True)]
