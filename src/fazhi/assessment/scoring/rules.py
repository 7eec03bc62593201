"""One item's points from the values of figures, with the working shown step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from fazhi.assessment.language.checking import names_in
from fazhi.assessment.language.definition import Empty, Item, Veto, plain
from fazhi.assessment.scoring.readings import Readings
from fazhi.procedures.conditions import Compiled, Number, Unknown, compile, explain, parse  # noqa: A004 - as in re.compile
from fazhi.procedures.conditions import Name as NameType

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Worked:
    """What a rule came to. ``points`` are of the item's own points, before they are spread; None waits for a judgement.

    ``lines`` is the working in Chinese: the values, the rule, the points.
    """

    points: Decimal | None
    lines: tuple[str, ...]
    applicable: bool = True


def work(item: Item, readings: Readings, judged: Decimal | None = None) -> Worked:
    """The points of an item. ``judged`` is the level that a reviewer picked, for items that are judged.

    A figure without a value (nothing to divide by, or not counted) makes the item what its ``empty`` says.
    """
    if item.judged is not None:
        return _judged(item, judged)
    assert item.expression is not None
    value = _value(item.expression, readings)
    said = [readings[name].said for name in _compiled(item.expression).names if name in readings]
    if any(name not in readings for name in _compiled(item.expression).names):
        return Worked(None, (*sorted(said), "有的数据没有取到，由评审人评分"))
    if value is None:
        return _empty(item, tuple(sorted(said)))
    points, rule = _points(item, value, readings)
    return Worked(points, (*sorted(said), rule, f"得 {plain(points)} 分（分值 {plain(item.points)} 分）"))


def holds(veto: Veto, readings: Readings) -> tuple[bool, tuple[str, ...]] | None:
    """Whether a veto applies, with the working; None for one that a reviewer decides, or that cannot be worked out."""
    if veto.when is None:
        return None
    value = _value(veto.when, readings)
    if value is None:
        return None
    said = tuple(readings[name].said for name in names_in(parse(veto.when)) if name in readings)
    return bool(value), (*said, f"{_words(veto.when, readings)}：{'是' if value else '否'}")


def _judged(item: Item, judged: Decimal | None) -> Worked:
    assert item.judged is not None
    if judged is None:
        return Worked(None, ("待评审",))
    level = next((each for each in item.judged.scale if each.points == judged), None)
    said = f"评审档次：{level.says}" if level else "评审给分"
    return Worked(judged, (said, f"得 {plain(judged)} 分（分值 {plain(item.points)} 分）"))


def _empty(item: Item, said: tuple[str, ...]) -> Worked:
    lines = (*said, f"没有应计算的事项：{item.empty.label}")
    if item.empty is Empty.INAPPLICABLE:
        return Worked(None, lines, applicable=False)
    return Worked(item.points if item.empty is Empty.FULL else Decimal(0), lines)


def _points(item: Item, value: Any, readings: Readings) -> tuple[Decimal, str]:
    """The points for a value, and the rule with the value put in."""
    assert item.expression is not None
    words = _words(item.expression, readings)
    if item.full is not None:
        return (item.points if value else Decimal(0)), f"得分条件：{words}。{'符合' if value else '不符合'}"
    number = Decimal(value)
    if item.formula is not None:
        share = min(max(number, Decimal(0)), Decimal(1))
        rate = f"{plain((share * 100).quantize(CENT))}%"
        return _cents(item.points * share), f"得分率＝{words}＝{rate}；{plain(item.points)} × {rate}"
    if item.deduct is not None:
        points = max(item.points - item.deduct.each * max(number, Decimal(0)), item.deduct.floor)
        rule = f"{words}：{plain(number)}，每件扣 {plain(item.deduct.each)} 分，最低 {plain(item.deduct.floor)} 分"
        return _cents(points), rule
    return _band(item, number)


def _band(item: Item, number: Decimal) -> tuple[Decimal, str]:
    assert item.bands is not None
    for step in item.bands.steps:
        if step.at_least is not None and number < step.at_least:
            continue
        if step.at_most is not None and number > step.at_most:
            continue
        return step.points, f"达到“{step.words}”一档：{plain(step.points)} 分"
    return Decimal(0), f"没有达到最低一档（{item.bands.steps[-1].words}）：0 分"


def _cents(points: Decimal) -> Decimal:
    return points.quantize(CENT, ROUND_HALF_UP)


def _value(text: str, readings: Readings) -> Any:
    """What an expression gives; None where it rests on a figure without a value, or divides by nought."""
    facts: Mapping[str, Any] = {name: reading.number for name, reading in readings.items()}
    value = _compiled(text).evaluate(facts)
    return None if isinstance(value, Unknown) else value


def _words(text: str, readings: Readings) -> str:
    names = {name: NameType(Number(unit=each.unit), each.title) for name, each in readings.items()}
    return explain(parse(text), names)


@lru_cache(maxsize=1000)
def _compiled(text: str) -> Compiled:
    return compile(parse(text))
