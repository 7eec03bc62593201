"""What is checked of an indicator system beyond the shape of its file: weights, formulas, figures, volume."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from fazhi.assessment.language.definition import Item, System, Veto
from fazhi.assessment.language.volume import Figures, VolumeRule, flags, load_volume_rule
from fazhi.assessment.language.weights import Fault, upper_faults, weight_faults
from fazhi.catalog.loading import Place
from fazhi.procedures.conditions import BOOLEAN, NUMBER, ConditionError, Expression, Number, Type, check, parse
from fazhi.procedures.conditions import Name as NameType
from fazhi.procedures.conditions.tree import Reference, walk


def faults(
    system: System, *, figures: Figures, systems: Mapping[str, System], rule: VolumeRule | None = None
) -> tuple[Fault, ...]:
    """Everything for which a system is refused, in the order of its file; nothing for one that can be used."""
    return (
        *weight_faults(system),
        *upper_faults(system, systems),
        *_ids(system),
        *(fault for place, each in system.places() for fault in _rules(place, each, figures)),
        *_kinds(system),
        *volume_faults(system, figures, rule),
    )


def volume_faults(system: System, figures: Figures, rule: VolumeRule | None = None) -> Iterator[Fault]:
    """Items that reward volume and state no reason."""
    stands = rule or load_volume_rule()
    for flag in flags(system, figures, stands):
        if not flag.reason:
            yield Fault(flag.place, f"“{flag.title}”{flag.why}", stands.mend)


def figures_of(each: Item | Veto) -> tuple[str, ...]:
    """The figures that a rule reads, in the order of its text. An unreadable rule has none."""
    text = each.when if isinstance(each, Veto) else each.expression
    if text is None:
        return ()
    try:
        return names_in(parse(text))
    except ConditionError:
        return ()


def all_figures(system: System) -> tuple[str, ...]:
    """Every figure that a system reads, in rules or as evidence, each once."""
    named = [name for _, each in system.places() for name in (*figures_of(each), *each.evidence.figures)]
    return tuple(dict.fromkeys(named))


def names_in(expression: Expression) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each.name for each in walk(expression) if isinstance(each, Reference)))


def names_of(figures: Figures) -> dict[str, Type | NameType]:
    """Figures as the language of conditions knows them: numbers with a title and a unit."""
    return {key: NameType(Number(unit=figure.unit), figure.title) for key, figure in figures.items()}


def _ids(system: System) -> Iterator[Fault]:
    """Ids are unique over all items, bonus items and vetoes, and over all parts and indicators."""
    seen: set[str] = set()
    for place, each in system.places():
        if each.id in seen:
            yield Fault((*place, "id"), f"标识“{each.id}”重复", "请换一个未用过的标识")
        seen.add(each.id)
    above: set[str] = set()
    for a, part in enumerate(system.parts):
        for at, name in [(("parts", a), part.id)] + [
            (("parts", a, "indicators", b), each.id) for b, each in enumerate(part.indicators)
        ]:
            if name in above:
                yield Fault((*at, "id"), f"标识“{name}”重复", "请换一个未用过的标识")
            above.add(name)


def _kinds(system: System) -> Iterator[Fault]:
    for place, each in system.places():
        foreign = [kind for kind in each.applies if kind not in system.kinds] if isinstance(each, Item) else []
        if foreign:
            yield Fault((*place, "applies"), f"本体系不考核 {'、'.join(foreign)} 类单位", "请修改 applies 或 kinds")


def _rules(place: Place, each: Item | Veto, figures: Figures) -> Iterator[Fault]:
    for at, name in enumerate(each.evidence.figures):
        if name not in figures:
            yield Fault(
                (*place, "evidence", "figures", at), f"没有名为“{name}”的数据", "请检查 catalog/figures 中的标识"
            )
    where, text, wanted = _expression(each)
    if text is None:
        return
    try:
        check(parse(text), names_of(figures), expects=wanted)
    except ConditionError as error:
        yield Fault((*place, *where), str(error).rstrip("。？"), "请按数据的标识和条件语言的写法修改")


def _expression(each: Item | Veto) -> tuple[Place, str | None, Type]:
    if isinstance(each, Veto):
        return ("when",), each.when, BOOLEAN
    if each.full is not None:
        return ("full", "when"), each.full.when, BOOLEAN
    if each.bands is not None:
        return ("bands", "value"), each.bands.value, NUMBER
    if each.formula is not None:
        return ("formula", "share"), each.formula.share, NUMBER
    return ("deduct", "count"), each.deduct.count if each.deduct is not None else None, NUMBER
