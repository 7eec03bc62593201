"""Whether a stated number agrees with what the records say 核对结论: rounded numbers agree with what they round."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from fazhi.figures.reading import ReadFigure
from fazhi.scrutiny.rounding import band_of, cut_off, is_exact

_TIMES = {"万元": 10_000, "亿元": 100_000_000, "千元": 1_000, "万人": 10_000, "万件": 10_000}


class Verdict(StrEnum):
    """What was found of a stated number. STATED: an earlier report's, which nothing is held against."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNBACKED = "unbacked"
    CONTRADICTS = "contradicts"
    LEFT = "left"
    STATED = "stated"

    @property
    def label(self) -> str:
        return {
            "agrees": "与记录一致", "differs": "与记录不一致", "unbacked": "没有记录支撑",
            "contradicts": "文内自相矛盾", "left": "不需核对", "stated": "历年陈述",
        }[self.value]  # fmt: skip

    @property
    def sign(self) -> str:
        """Shown beside the number, so that nobody needs to see colours."""
        return {"agrees": "✓", "differs": "≠", "unbacked": "？", "contradicts": "！", "left": "－", "stated": "○"}[
            self.value
        ]


@dataclass(frozen=True, slots=True)
class Comparison:
    """`difference` is stated less recorded, in the stated number's unit; `say` is for people."""

    agrees: bool
    difference: Decimal
    say: str


def in_stated_unit(recorded: Decimal, unit: str) -> Decimal:
    """A recorded value in the unit in which numbers are read: money is read in 元."""
    return recorded * _TIMES.get(unit, 1)


def compare(figure: ReadFigure, recorded: Decimal, unit: str) -> Comparison:
    """Holds a stated number against a recorded value in the figure's `unit`.

    Agrees: what is recorded lies within what the number as written can stand for; also where the writer cut places off
    instead of rounding (then it is said).
    """
    value = in_stated_unit(recorded, unit)
    stated = Decimal(str(figure.value))
    number = float(value)
    difference = stated - value
    if band_of(figure).holds(number):
        exact = stated == value
        return Comparison(True, difference, "" if exact else f"记录为 {plain(value)}，文中为约数或者取整，一致。")
    if is_exact(figure) and cut_off(figure).holds(number):
        return Comparison(True, difference, f"记录为 {plain(value)}，文中没有四舍五入（截去了尾数）。")
    return Comparison(False, difference, _apart(figure, value, difference))


def _apart(figure: ReadFigure, value: Decimal, difference: Decimal) -> str:
    more = "多" if difference > 0 else "少"
    unit = "个百分点" if figure.unit == "%" else figure.unit
    written = "".join(figure.text.split())
    return f"文中 {written}，记录 {plain(value)}{figure.unit}，文中{more} {plain(abs(difference))}{unit}。"


def plain(value: Decimal) -> str:
    """1204, 93.1: no exponent, at most two places, no needless zeros."""
    rounded = value.quantize(Decimal("0.01"))
    text = f"{rounded:,.2f}".rstrip("0").rstrip(".")
    return text or "0"
