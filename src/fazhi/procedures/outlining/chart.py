"""What a flow chart of a procedure shows: boxes for steps, arrows for their order, lanes for threads.

Steps that nothing comes after are set apart in a band of their own (变更人员, 延长, 撤回 …): an arrow to each would
hide the way a case usually takes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fazhi.procedures.language.basis import Breach, listed
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.limits import LimitKind
from fazhi.procedures.language.names import after_references
from fazhi.procedures.language.steps import alternatives, parts_of
from fazhi.procedures.outlining.wording import Wording


@dataclass(frozen=True, slots=True)
class Box:
    """A step as drawn: its lines of text, and the outcomes with which it closes the case."""

    name: str
    number: int
    title: str
    by: str
    badges: tuple[str, ...]
    notes: tuple[str, ...]
    ends: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a step to one that may follow; ``label`` is the result, ``either`` marks one of several ways."""

    start: str
    end: str
    label: str
    either: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """A thread: its steps one below the other."""

    title: str
    begins: str
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that is drawn."""

    title: str
    subtitle: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    lanes: tuple[Lane, ...]
    band: tuple[Box, ...]


def chart(definition: Definition) -> Chart:
    """The chart of a procedure."""
    words = Wording(definition)
    order = list(definition.steps)
    main = _main_steps(definition)
    arrows = _arrows(definition, main)
    return Chart(
        title=definition.title,
        subtitle=f"{definition.edition} 版 · {definition.begins.label}",
        boxes=tuple(_box(words, name, order, _later(definition, name, main)) for name in main),
        arrows=tuple(_direct(arrows)),
        lanes=tuple(_lane(words, name, order) for name in definition.threads),
        band=tuple(
            _box(words, name, order, (words.after(step),))
            for name, step in definition.steps.items()
            if name not in main and step.thread is None
        ),
    )


def _before(definition: Definition, name: str) -> Iterator[tuple[str, bool]]:
    """What comes before a step: each reference, and whether there are other ways or it is only asked in some cases."""
    step = definition.steps[name]
    for group in alternatives(step.after):
        yield from ((reference, len(group) > 1) for reference in group)
    for part in parts_of(step):
        for requirement in part.requires:
            if requirement.breach is Breach.INVALID:
                some = part is not step or requirement.when is not None or len(requirement.any) > 1
                yield from ((reference, some) for reference in requirement.any)


def _main_steps(definition: Definition) -> list[str]:
    """Steps of the case on the way: the opening, whatever something comes after, and whatever ends that way."""
    of_case = [name for name, step in definition.steps.items() if step.thread is None]
    followed = {reference.partition(".")[0] for name in of_case for reference, _ in _before(definition, name)}
    first = next(iter(definition.steps))
    return [name for name in of_case if name == first or name in followed or _ends_the_way(definition, name, first)]


def _ends_the_way(definition: Definition, name: str, first: str) -> bool:
    """A closing step that does not come right after the opening; such as 撤回 belong to the band."""
    step = definition.steps[name]
    closes = step.close or any(result.close for result in step.results.values())
    before = {reference.partition(".")[0] for reference, _ in _before(definition, name)}
    return bool(closes) and bool(before - {first}) and any(definition.steps[each].thread is None for each in before)


def _arrows(definition: Definition, main: list[str]) -> list[Arrow]:
    """Arrows forward in the order of the file; what leads back is told in words in the box."""
    places = {name: place for place, name in enumerate(main)}
    found: dict[tuple[str, str, str], Arrow] = {}
    for name in main:
        for reference, either in _before(definition, name):
            before, _, result = reference.partition(".")
            if before in places and places[before] < places[name]:
                label = definition.steps[before].results[result].title if result else ""
                key = (before, name, label)
                if key not in found or found[key].either:
                    found[key] = Arrow(before, name, label, either)
    return list(found.values())


def _direct(arrows: list[Arrow]) -> list[Arrow]:
    """Without arrows that only repeat what others say: what comes after a step comes after all before it."""
    after: dict[str, set[str]] = {}
    for arrow in arrows:
        if not arrow.either:
            after.setdefault(arrow.end, set()).add(arrow.start)

    def before(name: str) -> set[str]:
        direct = after.get(name, set())
        return direct.union(*(before(each) for each in direct))

    return [
        arrow
        for arrow in arrows
        if arrow.either
        or arrow.label
        or not any(arrow.start in before(other) for other in after[arrow.end] - {arrow.start})
    ]


def _later(definition: Definition, name: str, main: list[str]) -> tuple[str, ...]:
    """What the arrows do not show of a step's order: steps of threads, and steps further down the file."""
    words = Wording(definition)
    places = {each: place for place, each in enumerate(main)}
    other = [
        words.step(reference)
        for _, reference in after_references(definition.steps[name], ())
        if places.get(reference.partition(".")[0], len(main)) > places[name]
    ]
    return (f"也在“{'”“'.join(dict.fromkeys(other))}”之后",) if other else ()


def _lane(words: Wording, name: str, order: list[str]) -> Lane:
    definition = words.definition
    thread = definition.threads[name]
    steps = [each for each, step in definition.steps.items() if step.thread == name]
    boxes = tuple(
        _box(words, each, order, () if each == thread.opens else (words.after(definition.steps[each]),))
        for each in steps
    )
    return Lane(thread.title, words.after(definition.steps[thread.opens]), boxes)


def _box(words: Wording, name: str, order: list[str], notes: tuple[str, ...]) -> Box:
    definition, step = words.definition, words.definition.steps[name]
    again = [("", each) for each in listed(step.resets)]
    again += [(f"{result.title}：", each) for result in step.results.values() for each in listed(result.resets)]
    closing = [step.close, *(result.close for result in step.results.values())]
    by = "、".join(words.actor(each).partition("（")[0] for each in step.actors)
    return Box(
        name=name,
        number=order.index(name) + 1,
        title=step.title,
        by=by + (" · 可重复" if step.repeat else ""),
        badges=_badges(words, name),
        notes=notes + tuple(dict.fromkeys(f"{why}重新办理{words.step(each)}" for why, each in again)),
        ends=tuple(dict.fromkeys(definition.outcomes[each] for each in closing if each)),
    )


def _badges(words: Wording, name: str) -> tuple[str, ...]:
    """Limits that end with the step, and windows that begin with it."""
    found = []
    for limit in words.definition.time_limits.values():
        window = limit.kind in (LimitKind.RIGHT, LimitKind.WAIT)
        point = limit.start if window else limit.end
        if name in {each.partition(".")[0] for each in point.any}:
            length = words.length(limit.within)
            short = "由本地区定" if "法律未定" in length else length.rpartition("（")[2].rstrip("）")
            found.append(f"{short}：{limit.title}" if window else f"限 {short}")
    return tuple(dict.fromkeys(found))
