"""Checks of figures that span files 数据核对: names that exist, conditions that fit, no figure made of itself. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches

from fazhi.catalog.loading import CatalogProblem, Located, Place
from fazhi.figures.compiling.conditions import compiled
from fazhi.figures.compiling.counts import columns_of
from fazhi.figures.language import names as naming
from fazhi.figures.language.definition import OF_PROCEDURES, Counted, Domain, Figure
from fazhi.figures.language.things import NotCountableError, named
from fazhi.procedures import conditions
from fazhi.procedures.conditions import BOOLEAN, NUMBER, TEXT, ConditionError, Type
from fazhi.procedures.conditions.types import Date

_ANY_DAY = date(2000, 1, 1)
Wrong = tuple[Place, str, str]


def check_domains(files: Sequence[Located[Domain]]) -> list[CatalogProblem]:
    """Everything that is wrong with figures that could each be read."""
    figures: dict[str, Figure] = {}
    problems = []
    for file in files:
        for name, figure in file.value.figures.items():
            if name in figures:
                problems.append(file.problem(("figures", name), f"数据“{name}”已在别处定义", "请换一个名称"))
            figures[name] = figure
    for file in files:
        strange = [name for name in file.value.leads if name not in file.value.figures]
        problems += [file.problem(("leads",), f"本文件没有数据“{name}”", "请核对名称") for name in strange]
        for name, figure in file.value.figures.items():
            wrongs = check_figure(name, figure, figures)
            problems += [file.problem(("figures", name, *place), wrong, mend) for place, wrong, mend in wrongs]
    return problems


def check_figure(name: str, figure: Figure, figures: Mapping[str, Figure]) -> list[Wrong]:
    """What is wrong with one figure, as place, what, how to mend."""
    if figure.counts is None:
        return list(_parts(name, figure, figures))
    try:
        naming.names(figure)
    except naming.UnknownSourceError as error:
        return [(("of",), str(error).rstrip("。"), "请核对 of 的写法")]
    return [*_needed(figure), *_named(figure), *_conditions(figure), *_distinct(figure)]


def _parts(name: str, figure: Figure, figures: Mapping[str, Figure]) -> Iterator[Wrong]:
    for part in figure.parts:
        if part not in figures:
            near = get_close_matches(part, figures, n=1)
            yield (), f"没有数据“{part}”", f"是不是 {near[0]}？请核对拼写" if near else "请先定义它"
    if not any(part not in figures for part in figure.parts) and _made_of_itself(name, figure, figures):
        yield (), "这个数据由它自己算得", "请改正引用"
    yield from _overlapping(figure, figures)
    if figure.difference and len(figure.difference) != 2:
        yield ("difference",), "差要写两个数据", "请写成 [被减数, 减数]"


def _overlapping(figure: Figure, figures: Mapping[str, Figure]) -> Iterator[Wrong]:
    """What counts different things neither adds up nor divides by things of another sort."""
    parts = [figures[part] for part in figure.parts if part in figures]
    distinct = [part for part in parts if part.distinct]
    if distinct and figure.ratio is None:
        title = distinct[0].title
        mend = "同一个会算好几次。请另写一个数据，一次去重计数"
        yield (("sum" if figure.sum else "difference"),), f"“{title}”是去重的数，不能相加减", mend
    if figure.ratio is None or figure.unit != "%" or len(distinct) != 2:
        return
    try:
        one, other = (named(part) for part in distinct)
    except (NotCountableError, naming.UnknownSourceError):
        return  # said where the part is defined
    if not one.is_like(other):
        wrong = f"分子数的是“{one.title}”，分母数的是“{other.title}”，不是同一类"
        yield ("ratio",), wrong, "请改用同一类的数，或者不用百分比"


def _distinct(figure: Figure) -> Iterator[Wrong]:
    if figure.distinct:
        try:
            named(figure)
        except NotCountableError as error:
            yield ("distinct",), error.say, error.mend


def _made_of_itself(name: str, figure: Figure, figures: Mapping[str, Figure]) -> bool:
    waiting, seen = list(figure.parts), set[str]()
    while waiting:
        part = waiting.pop()
        if part == name:
            return True
        if part in figures and part not in seen:
            seen.add(part)
            waiting += figures[part].parts
    return False


def _needed(figure: Figure) -> Iterator[Wrong]:
    # findings and clocks may be counted over all procedures
    if figure.counts in (Counted.CASES, Counted.ACTS) and not figure.sources:
        yield ("of",), "没有写明数哪个程序的记录", "请写 of"
    if figure.counts is Counted.ACTS and not figure.steps:
        yield ("step",), "没有写明数哪个步骤", "请写 step"
    name = naming.dated(figure)
    if not name:
        yield ("dated",), "没有写明按哪个日期归入统计期", "请写 dated（日期要素，或者 at_end）"
    elif name in naming.STANDING:
        if figure.counts not in (Counted.CASES, Counted.ENTRIES):
            yield ("dated",), f"{figure.counts.label if figure.counts else ''}没有期末存量", "请改用一个日期"
    elif not isinstance(kind := naming.type_named(figure, name), Date):
        wrong = f"没有名为“{name}”的日期" if kind is None else f"“{name}”不是日期"
        yield ("dated",), wrong, "请改用记录的一个日期"


def _named(figure: Figure) -> Iterator[Wrong]:
    if figure.counts not in OF_PROCEDURES:
        return
    known = naming.steps(figure)
    for step in figure.steps:
        if step not in known:
            near = get_close_matches(step, known, n=1)
            yield ("step",), f"没有步骤或结果“{step}”", f"是不是 {near[0]}？" if near else "请核对程序里的写法"
    limits = {name for edition in naming.editions(figure) for name in edition.time_limits}
    for limit in figure.limits:
        if limit not in limits:
            near = get_close_matches(limit, limits, n=1)
            yield ("limit",), f"没有期限“{limit}”", f"是不是 {near[0]}？" if near else "请核对程序里的写法"


def _conditions(figure: Figure) -> Iterator[Wrong]:
    asked: tuple[tuple[str, str | None, Type], ...] = (
        ("where", figure.where, BOOLEAN),
        ("total", figure.total, NUMBER),
        ("kind", figure.kind, TEXT),
    )
    names = naming.names(figure)
    for place, text, expects in asked:
        if text is None:
            continue
        try:
            node = conditions.parse(text)
            conditions.check(node, names, expects=expects, steps=naming.steps(figure))
            compiled(node, columns_of(figure, _ANY_DAY))
        except ConditionError as error:
            near = text[error.position : error.position + 12].strip()
            where = f"（第 {error.position + 1} 字“{near}”处）" if near else ""
            yield (place,), f"条件{where}有误：{error.say.rstrip('。')}", "请改正这个条件"
