"""The values that matter to a condition: for each fact it reads, those at which some comparison may change.

A fact is named by its path: ``fine``, ``party.kind``, ``officers`` and ``officers[].valid`` for the items of a list; a
question about the case by its text, ``count('notify')``. Facts that meet in one comparison share their constants: in
``fine >= base && base > 100`` both are tried around 100.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

from fazhi.procedures.conditions.evaluation import compile, is_question  # noqa: A004 - as in re.compile
from fazhi.procedures.conditions.functions import FUNCTIONS, QUESTIONS
from fazhi.procedures.conditions.patterns import compiled_pattern, sample
from fazhi.procedures.conditions.tree import (
    Binary,
    Call,
    Expression,
    Literal,
    Macro,
    Member,
    Reference,
    Unary,
    children,
    to_text,
)
from fazhi.procedures.conditions.types import (
    ANYTHING,
    Boolean,
    Date,
    ListOf,
    Name,
    Number,
    Record,
    Text,
    Type,
    as_name,
)
from fazhi.procedures.conditions.unknown import Unknown
from fazhi.procedures.durations import add_months
from fazhi.procedures.errors import CountingError

_MOST_ITEMS = 50
_MOST_COMBINED = 8
_SOME_DAY = date(2024, 3, 1)
_COMPARING = {"==", "!=", "<", "<=", ">", ">=", "in"}
_SPANS = {"days": 1, "working_days": 1, "months": 30, "years": 365}


@dataclass
class _Group:
    """Facts that are compared with each other, and the constants they are compared with."""

    paths: set[str] = field(default_factory=set)
    numbers: set[int | Decimal] = field(default_factory=set)
    texts: set[str] = field(default_factory=set)
    days: set[date] = field(default_factory=set)
    spans: set[str] = field(default_factory=set)
    arithmetic: bool = False

    def take(self, other: _Group) -> None:
        self.paths |= other.paths
        self.numbers |= other.numbers
        self.texts |= other.texts
        self.days |= other.days
        self.spans |= other.spans
        self.arithmetic |= other.arithmetic

    def add(self, value: Any) -> None:
        """Takes in a constant, and the items of one that is a list."""
        match value:
            case bool() | None:
                return
            case int() | Decimal():
                self.numbers.add(value)
            case str():
                self.texts.add(value)
            case date():
                self.days.add(value)
            case list() | tuple():
                for each in value:
                    self.add(each)
            case dict():
                for each in value.values():
                    self.add(each)


# What a variable of a macro stands for: the path of its list's items, or the list itself when it is written out.
_Variables = Mapping[str, str | Expression]


class Domains:
    """For each fact that some conditions read, the values that matter. ``fixed`` are facts known beforehand."""

    def __init__(
        self, expressions: Iterable[Expression], names: Mapping[str, Type | Name], fixed: Mapping[str, Any]
    ) -> None:
        self._names = names
        self._fixed = fixed
        self._groups: list[_Group] = []
        self._known: dict[str, tuple[Any, ...]] = {}
        for each in expressions:
            self._read(each, {})
        self.paths = frozenset().union(*(group.paths for group in self._groups)) if self._groups else frozenset()

    def type(self, path: str) -> Type:
        """The type of the fact at a path, ANYTHING for one that is not declared."""
        if path.endswith(")"):
            return QUESTIONS[path.partition("(")[0]].gives
        kind: Type = Record(self._names)
        for part in path.replace("[]", ".[]").split("."):
            if part == "[]":
                kind = kind.of if isinstance(kind, ListOf) else ANYTHING
            elif isinstance(kind, Record) and part in kind.fields:
                kind = as_name(kind.fields[part]).type
            else:
                return ANYTHING
        return kind

    def members(self, path: str) -> list[str]:
        """The parts of a record that are read."""
        under = (each[len(path) + 1 :] for each in self.paths if each.startswith(f"{path}."))
        return sorted({each.split(".")[0].split("[")[0] for each in under})

    def values(self, path: str) -> tuple[Any, ...]:
        """The values to try at a path, sizes for a list; never None."""
        if path not in self._known:
            self._known[path] = self._values(path)
        return self._known[path]

    def _values(self, path: str) -> tuple[Any, ...]:
        group = next((each for each in self._groups if path in each.paths), _Group())
        match self.type(path):
            case Boolean():
                return True, False
            case Number(least=least):
                return tuple(each for each in _numbers(group) if least is None or each >= least)
            case Text(options=options):
                return tuple(sorted(options)) if options is not None else _texts(group)
            case Date():
                return _days(group)
            case ListOf():
                return self._sizes(path)
        return ()

    def _sizes(self, path: str) -> tuple[int, ...]:
        sized = next((each for each in self._groups if f"size({path})" in each.paths), _Group())
        sizes = (int(each) for each in _numbers(sized) if 0 <= each <= _MOST_ITEMS and each == int(each))
        # A list in which several texts are looked for must have room for them all.
        items = next((each for each in self._groups if f"{path}[]" in each.paths), _Group())
        # Two items are the fewest that can differ; three the fewest of which two can and one cannot.
        return tuple(sorted({0, 1, 2, *sizes, min(len(items.texts), _MOST_ITEMS)}))

    def _read(self, node: Expression, around: _Variables) -> None:
        """Finds every comparison, and all facts outside of comparisons."""
        compares = isinstance(node, Binary) and node.sign in _COMPARING
        tests = isinstance(node, Call) and node.function in FUNCTIONS
        if compares or tests:
            self._join(self._met(node, around))
        path = self._path(node, around)
        if path:
            self._join(_Group({path}))
        elif is_question(node):
            self._join(_Group({to_text(node)}))
        if isinstance(node, Macro):
            self._read(node.over, around)
            self._read(node.body, {**around, node.variable: self._items_of(node.over, around)})
            return
        for each in children(node):
            self._read(each, around)

    def _join(self, group: _Group) -> None:
        """Adds a group, and makes one of all groups that share a fact with it."""
        apart = []
        for each in self._groups:
            if each.paths & group.paths:
                group.take(each)
            else:
                apart.append(each)
        self._groups = [*apart, group] if group.paths else apart

    def _met(self, node: Expression, around: _Variables) -> _Group:
        """All facts and constants that meet in one comparison."""
        group = _Group()
        if (constant := self._constant(node, around)) is not None:
            group.add(constant)
            return group
        if path := self._path(node, around):
            group.paths.add(f"{path}[]" if isinstance(self.type(path), ListOf) else path)
            return group
        match node:
            case Reference(name=name) if not isinstance(around.get(name, ""), str):
                return self._met(around[name], around)  # type: ignore[arg-type]  # the guard has told it from a path
            case Call() if is_question(node):
                group.paths.add(to_text(node))
                return group
            case Call(function="size", arguments=(counted,)) if path := self._path(counted, around):
                group.paths.add(f"size({path})")
                return group
            case Call(function="matches", arguments=(_, Literal(value=str() as pattern))):
                group.texts |= {made} if (made := sample(compiled_pattern(pattern))) is not None else set()
            case Macro(over=over, variable=name, body=body):
                group.take(self._met(body, {**around, name: self._items_of(over, around)}))
                group.take(self._met(over, around))
                return group
        group.arithmetic = (isinstance(node, Binary) and node.sign in "+-*/%") or isinstance(node, Unary)
        group.spans |= {node.function} & _SPANS.keys() if isinstance(node, Call) else set()
        for each in children(node):
            group.take(self._met(each, around))
        return group

    def _items_of(self, over: Expression, around: _Variables) -> str | Expression:
        if path := self._path(over, around):
            return f"{path}[]"
        if isinstance(over, Macro) and over.kind in ("filter", "map"):
            items = self._items_of(over.over, around)
            if over.kind == "filter":
                return items
            return self._path(over.body, {**around, over.variable: items}) or over
        return over

    def _path(self, node: Expression, around: _Variables) -> str:
        """The path of the fact that a part of a condition reads, '' when it is none or it is fixed."""
        match node:
            case Reference(name=name) if name in around:
                of = around[name]
                return of if isinstance(of, str) else ""
            case Reference(name=name):
                return "" if name in self._fixed else name
            case Member(of=of, name=name):
                outer = self._path(of, around)
                return f"{outer}.{name}" if outer else ""
        return ""

    def _constant(self, node: Expression, around: _Variables) -> Any:
        """What a part that rests on no open fact comes to, None when it rests on one."""
        compiled = compile(node)
        if compiled.asks or compiled.names - self._fixed.keys() or compiled.names & around.keys():
            return None
        value = compiled.evaluate(self._fixed)
        return None if isinstance(value, bool | Unknown) else value


def _numbers(group: _Group) -> tuple[int | Decimal, ...]:
    constants: set[Any] = set(group.numbers)
    if group.arithmetic:
        few: list[Any] = sorted(constants)[:_MOST_COMBINED]
        for one, other in product(few, few):
            constants |= {one * other, one + other, one - other}
            constants |= {Decimal(one) / other} if other else set()
        constants |= {0, 10 * max((abs(each) for each in constants), default=1)}
    around: set[Any] = {each + step for each in constants for step in (-1, 0, 1)}
    # Facts compared with each other need room to be apart.
    around |= set(range(min(len(group.paths), 4) + 1)) if len(group.paths) > 1 or not constants else set()
    return tuple(sorted(around))


def _texts(group: _Group) -> tuple[str, ...]:
    others = (f"其他{number}" if number > 1 else "其他" for number in range(1, max(1, min(len(group.paths), 3)) + 1))
    joined = (f"{one}{other}" for one in sorted(group.texts) for other in sorted(group.texts) if len(group.texts) < 4)
    return tuple(dict.fromkeys((*others, "", *sorted(group.texts), *joined)))


def _days(group: _Group) -> tuple[date, ...]:
    anchors = group.days or {_SOME_DAY}
    found = set(anchors) | {each for anchor in anchors for each in _moved(anchor, _spans(group))}
    near = (_shifted(each, step) for each in found for step in (-1, 0, 1))
    return tuple(sorted({each for each in near if each}))


def _spans(group: _Group) -> Iterator[tuple[str, int]]:
    for span in sorted(group.spans):
        for number in group.numbers:
            if -40_000 <= number <= 40_000:
                yield span, int(number)


def _moved(anchor: date, spans: Iterable[tuple[str, int]]) -> Iterator[date]:
    """The days at which a span from an anchor reaches its number, either way."""
    for span, number in spans:
        for sign in (1, -1):
            if span in ("days", "working_days"):
                # Working days reach no less far than five in seven; holidays need some more.
                reach = (number,) if span == "days" else (number, number * 7 // 5, number * 7 // 5 + 9)
                yield from filter(None, (_shifted(anchor, sign * each) for each in reach))
                continue
            try:
                yield add_months(anchor, sign * number * (12 if span == "years" else 1))
            except (CountingError, ValueError):
                continue


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
