"""Adjusting a system for a place: other weights and thresholds, never other rules, with the same refusals."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from pydantic import ValidationError

from fazhi.assessment.language.checking import faults
from fazhi.assessment.language.definition import Item, System, plain
from fazhi.assessment.language.volume import Figures
from fazhi.assessment.language.weights import Fault
from fazhi.catalog.loading import Place
from fazhi.catalog.messages import explain_schema_error

CENT = Decimal("0.01")


class AdjustmentRefused(Exception):  # noqa: N818 -- reads as what it says
    """A copy that the loader would refuse too. ``faults`` says each reason with its place."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("；".join(fault.wrong for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number (or the stated reason) that a place may set for itself. ``key`` is its place as text: parts.0.points."""

    key: str
    title: str
    value: str
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """What an edition sets differently from the one it was made of."""

    title: str
    before: str
    after: str


def parameters(system: System) -> tuple[Parameter, ...]:
    """Everything that may be adjusted, in the order of the tree."""
    return tuple(_parameters(system))


def adjusted(
    system: System, given: Mapping[str, str], *, figures: Figures, systems: Mapping[str, System]
) -> tuple[System, tuple[Change, ...]]:
    """A copy with other values, and what changed. Bands and scales grow with their item unless they are given too.

    Raises AdjustmentRefused with every reason: a value that is no number, weights that do not add up, an upper system
    undercut, volume rewarded.
    """
    known = {each.key: each for each in parameters(system)}
    wanted = {key: given[key].strip() for key in known if key in given and given[key].strip() != known[key].value}
    data: dict[str, Any] = system.model_dump(mode="json")
    wrong = tuple(_set(data, known[key], text) for key, text in wanted.items())
    if any(wrong):
        raise AdjustmentRefused(tuple(fault for fault in wrong if fault))
    for key in wanted:
        _grow(data, system, key, wanted)
    made = _validated(data, known)
    if found := faults(made, figures=figures, systems=systems):
        raise AdjustmentRefused(found)
    changes = tuple(
        Change(known[key].title, known[key].value or "（无）", text or "（无）") for key, text in wanted.items()
    )
    return made, changes


def _validated(data: dict[str, Any], known: Mapping[str, Parameter]) -> System:
    try:
        return from_data(data)
    except ValidationError as error:
        details = error.errors()
        # A list of which one is wrong is said to be empty besides: that is no fault of its own.
        own = [each for each in details if each["type"] != "too_short"] or details
        said = [(tuple(each["loc"]), *explain_schema_error(each)) for each in own]
        faults = (Fault(place, f"{_named(place, known)}{wrong}", mend) for place, wrong, mend in said)
        raise AdjustmentRefused(tuple(faults)) from None


def _named(place: Place, known: Mapping[str, Parameter]) -> str:
    """What the form calls the number at a place, or the item around it, with a colon; empty for neither."""
    for length in range(len(place), 0, -1):
        key = _key(place[:length])
        if key in known:
            return f"{known[key].title}："
        if f"{key}.points" in known:
            return f"{known[f'{key}.points'].title.removesuffix('分值')}："
    return ""


def from_data(data: dict[str, Any]) -> System:
    """A system from its plain data, as an edition keeps it. Raises pydantic's ValidationError."""
    return System.model_validate(data, strict=False)


def _parameters(system: System) -> Iterator[Parameter]:
    yield _number(("total",), "总分", system.total)
    if system.weight is not None:
        yield _number(("weight",), "在绩效考核中的分值权重（%）", system.weight)
    for a, part in enumerate(system.parts):
        yield _number(("parts", a, "points"), f"“{part.title}”分值", part.points)
        for b, indicator in enumerate(part.indicators):
            place: Place = ("parts", a, "indicators", b)
            yield _number((*place, "points"), f"“{indicator.title}”分值", indicator.points)
            for c, item in enumerate(indicator.items):
                yield from _of_item((*place, "items", c), item)
    if system.bonus is not None:
        yield _number(("bonus", "cap"), "加分上限", system.bonus.cap)
        for at, item in enumerate(system.bonus.items):
            yield from _of_item(("bonus", "items", at), item)
    for at, veto in enumerate(system.vetoes):
        yield _number(("vetoes", at, "cap"), f"“{veto.title}”总分上限", veto.cap)


def _of_item(place: Place, item: Item) -> Iterator[Parameter]:
    said = f"“{item.title}”"
    yield _number((*place, "points"), f"{said}分值", item.points)
    for at, band in enumerate(item.bands.steps if item.bands else ()):
        here: Place = (*place, "bands", "steps", at)
        if band.at_least is not None:
            yield _number((*here, "at_least"), f"{said}第{at + 1}档不低于", band.at_least)
        if band.at_most is not None:
            yield _number((*here, "at_most"), f"{said}第{at + 1}档不高于", band.at_most)
        yield _number((*here, "points"), f"{said}第{at + 1}档得分", band.points)
    if item.deduct is not None:
        yield _number((*place, "deduct", "each"), f"{said}每件扣分", item.deduct.each)
        yield _number((*place, "deduct", "floor"), f"{said}最低得分", item.deduct.floor)
    for at, level in enumerate(item.judged.scale if item.judged else ()):
        yield _number((*place, "judged", "scale", at, "points"), f"{said}第{at + 1}档得分", level.points)
    if item.reason:  # numbers alone never make an item reward volume: only what has a reason already can word it anew
        yield Parameter(_key((*place, "reason")), f"{said}保留数量指标的理由", item.reason, is_text=True)


def _number(place: Place, title: str, value: Decimal) -> Parameter:
    return Parameter(_key(place), title, plain(value))


def _key(place: Place) -> str:
    return ".".join(str(part) for part in place)


def _place(key: str) -> Place:
    return tuple(int(part) if part.isdigit() else part for part in key.split("."))


def _set(data: dict[str, Any], parameter: Parameter, text: str) -> Fault | None:
    place = _place(parameter.key)
    holder = _holder(data, place)
    if parameter.is_text:
        holder[place[-1]] = text or None
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        return Fault(place, f"{parameter.title}“{text}”不是数字", "请填写数字，如 2 或 1.5")
    holder[place[-1]] = str(number)
    return None


def _holder(data: Any, place: Place) -> Any:
    for part in place[:-1]:
        data = data[part]
    return data


def _grow(data: dict[str, Any], system: System, key: str, wanted: Mapping[str, str]) -> None:
    """An item's points were changed: its bands, its scale, its deductions keep their share of them."""
    place = _place(key)
    if place[-1] != "points" or len(place) < 2 or place[-3:-2] != ("items",):
        return
    item = _holder(data, place)
    before = dict(_points(system))[key]
    after = Decimal(str(item["points"]))
    if after < 0:  # refused as it is, once
        return
    for at in ("bands", "judged"):
        rows = (item.get(at) or {}).get("steps" if at == "bands" else "scale", [])
        for number, row in enumerate(rows):
            own = _key((*place[:-1], at, "steps" if at == "bands" else "scale", number, "points"))
            if own not in wanted:
                row["points"] = str((Decimal(str(row["points"])) * after / before).quantize(CENT, ROUND_HALF_UP))


def _points(system: System) -> Iterator[tuple[str, Decimal]]:
    for place, each in system.places():
        if isinstance(each, Item):
            yield _key((*place, "points")), each.points
