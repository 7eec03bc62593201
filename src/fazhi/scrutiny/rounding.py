"""What a number as written can stand for: 300余 from 300 to 400, 93.1% from 93.05 to 93.15, 462项 exactly 462."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fazhi.figures.reading import FigureKind, ReadFigure

_DIGITS = re.compile(r"(\d[\d,， ]*)(?:[.．](\d+))?")
_MULTIPLIERS = {"亿": 1e8, "万": 1e4, "千": 1e3, "百": 1e2}
_ABOVE = frozenset({"余", "多", "超", "超过", "逾", "突破"})
_BELOW = frozenset({"近", "接近"})
_ABOUT = frozenset({"约", "左右"})
_AT_LEAST = frozenset({"以上", "不少于", "不低于", "至少"})
_AT_MOST = frozenset({"以内", "以下", "内", "不超过", "不高于"})
VAGUE = _ABOVE | _BELOW | _ABOUT | _AT_LEAST | _AT_MOST
_WIDE_SHARE = 0.1
_ROUGH_SHARE = 5.0
_HALF = ("一半", "半数")
_SLACK, _ALL_BUT_WHOLE = 1e-9, 0.9999


@dataclass(frozen=True, slots=True)
class Band:
    """Every value from `low` to `high`, both included."""

    low: float
    high: float

    def holds(self, value: float) -> bool:
        slack = _SLACK * max(1.0, abs(value))
        return self.low - slack <= value <= self.high + slack

    def meets(self, other: Band) -> bool:
        slack = _SLACK * max(1.0, abs(self.high), abs(other.high))
        return self.low <= other.high + slack and other.low <= self.high + slack

    def plus(self, other: Band) -> Band:
        return Band(self.low + other.low, self.high + other.high)

    def gap(self, value: float) -> float:
        """How far a value lies outside, 0 inside."""
        return 0.0 if self.holds(value) else self.low - value if value < self.low else value - self.high


def is_exact(figure: ReadFigure) -> bool:
    """Whether the text claims the number itself, and not about so many."""
    return figure.high is None and not VAGUE.intersection(figure.qualifiers) and not _in_words(figure)


def step_of(figure: ReadFigure) -> float:
    """The last place written, in the figure's unit: 0.1 of 93.1%, 10000 of 61万件; 0 of a whole count like 462项."""
    found = _DIGITS.search(_half_width(figure.text))
    if found is None:
        return _step_in_words(figure)
    after = figure.text[found.end() :].replace("百分", "")
    times = 1.0
    for sign, each in _MULTIPLIERS.items():
        if sign in after:
            times *= each
    if "‰" in after:
        times *= 0.1
    if "成" in after:
        times *= 10
    places = len(found[2] or "")
    whole = places == 0 and times == 1 and figure.kind is not FigureKind.RATE
    return 0.0 if whole else times / 10**places


def band_of(figure: ReadFigure) -> Band:
    """The values that the number as written can stand for."""
    if figure.high is not None:
        return Band(figure.value, figure.high)
    half = step_of(figure) / 2
    low, high = figure.value - half, figure.value + half
    said = set(figure.qualifiers)
    place = max(_last_place(figure.value), step_of(figure))
    if said & _ABOVE:
        return Band(figure.value, figure.value + max(place, figure.value * _WIDE_SHARE))
    if said & _BELOW:
        return Band(figure.value - max(place, figure.value * _WIDE_SHARE), figure.value)
    if said & _ABOUT:
        wide = max(place / 2, figure.value * _WIDE_SHARE / 2)
        return Band(figure.value - wide, figure.value + wide)
    if said & _AT_LEAST:
        return Band(figure.value, float("inf"))
    if said & _AT_MOST:
        return Band(float("-inf"), figure.value)
    if _in_words(figure):
        return Band(figure.value - _ROUGH_SHARE, figure.value + _ROUGH_SHARE)
    return Band(low, high)


def cut_off(figure: ReadFigure) -> Band:
    """The values that a number can stand for whose writer cut places off instead of rounding: 126.6 of 126.65."""
    return Band(figure.value, figure.value + step_of(figure) * _ALL_BUT_WHOLE)


def _last_place(value: float) -> float:
    """100 of 300, 10 of 320: the place of the last digit that is not 0."""
    whole = int(abs(value))
    if not whole:
        return 1.0
    place = 1
    while whole % (place * 10) == 0:
        place *= 10
    return float(place)


def _in_words(figure: ReadFigure) -> bool:
    return figure.text.startswith(_HALF)


def _step_in_words(figure: ReadFigure) -> float:
    if figure.kind is not FigureKind.RATE:
        return 0.0
    if "成" in figure.text:
        return 10.0
    return 10.0 ** -len(figure.text.partition("点")[2]) if "点" in figure.text else 1.0


def _half_width(text: str) -> str:
    return text.translate({code: code - 0xFEE0 for code in range(0xFF10, 0xFF1A)})
