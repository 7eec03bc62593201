"""Evaluating conditions: a tree becomes closures once, and these run over the facts of a case.

Three values, as Kleene's logic has them: what rests on a missing fact is `Unknown`, and an answer that no missing fact
could change is given all the same (``false && unknown`` is false). CEL absorbs errors the same way. Evaluation never
raises for facts of the declared types: what cannot be worked out (a division by nought) is Unknown with its reason.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, TypeGuard

from fazhi.procedures.calendar import WorkCalendar
from fazhi.procedures.conditions.checking import asked_about, find_function, prepared
from fazhi.procedures.conditions.functions import QUESTIONS, CaseFacts
from fazhi.procedures.conditions.tree import (
    Binary,
    Call,
    Conditional,
    Expression,
    Items,
    Literal,
    Macro,
    Member,
    Reference,
    Unary,
    children,
    to_text,
    walk,
)
from fazhi.procedures.conditions.unknown import Frame, Run, Unknown, equal, folded, joined, some_unknown, unless_unknown

Value = bool | int | Decimal | str | date | list[Any] | Unknown


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition ready to be evaluated.

    ``names`` are the fields, parameters and conditions it reads; ``asks`` are its questions about the case, as
    ``("done", "review.passed")``.
    """

    expression: Expression
    names: frozenset[str]
    asks: frozenset[tuple[str, str]]
    _run: Run

    def evaluate(
        self, facts: Mapping[str, Any], case: CaseFacts | None = None, *, calendar: WorkCalendar | None = None
    ) -> Value:
        """What the condition gives for these facts; numbers are int or Decimal.

        A fact that is absent or None is missing. Without a ``case`` its questions are unknown, without a ``calendar``
        working days are. An Unknown must be told apart with ``is True`` or isinstance: its own truth raises TypeError.
        """
        value: Value = self._run(Frame(facts, case, calendar))
        return value


def compile(expression: Expression) -> Compiled:  # noqa: A001 - the field's word for it, as in re.compile
    """Makes a condition ready to run. Raises ConditionError for calls that `check` would refuse."""
    run = _build(expression, {})
    bound = _free_names(expression, frozenset())
    asks = frozenset((each.function, asked_about(each)) for each in walk(expression) if is_question(each))
    return Compiled(expression, bound, asks, run)


def is_question(node: Expression) -> TypeGuard[Call]:
    """Whether a part of a condition asks about the course of the case."""
    return isinstance(node, Call) and not node.method and node.function in QUESTIONS


def _free_names(node: Expression, variables: frozenset[str]) -> frozenset[str]:
    match node:
        case Reference(name=name):
            return frozenset() if name in variables else frozenset((name,))
        case Macro(over=over, variable=variable, body=body):
            return _free_names(over, variables) | _free_names(body, variables | {variable})
    return frozenset().union(*(_free_names(each, variables) for each in children(node)))


# Where each variable's value is kept while its macro runs, and the field its list came from.
Variables = Mapping[str, tuple[int, str]]


def _build(node: Expression, around: Variables) -> Run:
    match node:
        case Literal(value=value):
            return _constant(Unknown() if value is None else value)
        case Reference():
            return _reference(node, around)
        case Member():
            return _member(node, around)
        case Items(items=items):
            return _items([_build(each, around) for each in items])
        case Unary(sign=sign, operand=operand):
            return _negation(_build(operand, around)) if sign == "!" else _negative(_build(operand, around))
        case Binary():
            return _binary(node, around)
        case Conditional(test=test, yes=yes, no=no):
            return _conditional(_build(test, around), _build(yes, around), _build(no, around))
        case Call() if is_question(node):
            return _question(node)
        case Call():
            return _call(node, around)
        case Macro():
            return _macro(node, around)


def _origin(node: Expression, around: Variables) -> str:
    """The dotted name of the field that a part of a condition reads, '' when it is none."""
    match node:
        case Reference(name=name):
            return around[name][1] if name in around else name
        case Member(of=of, name=name):
            return f"{_origin(of, around)}.{name}".lstrip(".")
        case Macro(kind="filter", over=over):
            return _origin(over, around)
        case Macro(kind="map", over=over, variable=variable, body=body):
            return _origin(body, {**around, variable: (0, _origin(over, around))})
    return ""


def _missing(name: str) -> Unknown:
    return Unknown(frozenset((name,)) if name else frozenset())


def _constant(value: object) -> Run:
    return lambda _: value


def _reference(node: Reference, around: Variables) -> Run:
    if node.name in around:
        slot, origin = around[node.name]
        absent = _missing(origin)

        def variable(frame: Frame) -> Any:
            value = frame.variables[slot]
            return absent if value is None else value

        return variable
    name, missing = node.name, _missing(node.name)

    def run(frame: Frame) -> Any:
        value = frame.facts.get(name)
        return missing if value is None else value

    return run


def _member(node: Member, around: Variables) -> Run:
    of, name, missing = _build(node.of, around), node.name, _missing(_origin(node, around))

    def run(frame: Frame) -> Any:
        record = of(frame)
        if record.__class__ is Unknown:
            return record
        value = record.get(name)
        return missing if value is None else value

    return run


def _items(items: list[Run]) -> Run:
    def run(frame: Frame) -> Any:
        return unless_unknown(values := [each(frame) for each in items], values)

    return run


def _negation(operand: Run) -> Run:
    def run(frame: Frame) -> Any:
        value = operand(frame)
        return value if value.__class__ is Unknown else not value

    return run


def _negative(operand: Run) -> Run:
    def run(frame: Frame) -> Any:
        value = operand(frame)
        return value if value.__class__ is Unknown else -value

    return run


def _conditional(test: Run, yes: Run, no: Run) -> Run:
    def run(frame: Frame) -> Any:
        value = test(frame)
        if value.__class__ is not Unknown:
            return yes(frame) if value else no(frame)
        one, other = yes(frame), no(frame)
        if one.__class__ is not Unknown and other.__class__ is not Unknown:
            return one if equal(one, other) is True else value
        return joined(joined(value, one), other)

    return run


def _binary(node: Binary, around: Variables) -> Run:
    if node.sign in ("==", "!="):
        for side, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(side, Literal) and side.value is None:
                return _presence(_build(other, around), there=node.sign == "!=")
    left, right = _build(node.left, around), _build(node.right, around)
    if node.sign == "in" and isinstance(node.right, Items):
        return _one_of(left, [_build(each, around) for each in node.right.items])
    if node.sign in ("&&", "||"):
        return _logical(left, right, node.sign == "||")
    return _operation(_OPERATIONS[node.sign], left, right)


def _presence(operand: Run, *, there: bool) -> Run:
    """``x == null`` and ``x != null``. Only of a fact that a search has not decided yet is the answer open."""

    def run(frame: Frame) -> Any:
        value = operand(frame)
        if value.__class__ is not Unknown:
            return there
        return value if value.undecided else not there

    return run


def _logical(left: Run, right: Run, decisive: bool) -> Run:
    """``&&`` (decided by a false) and ``||`` (decided by a true), whichever side it stands on."""

    def run(frame: Frame) -> Any:
        one = left(frame)
        if one is decisive:
            return decisive
        other = right(frame)
        if other is decisive:
            return decisive
        if one.__class__ is Unknown or other.__class__ is Unknown:
            return joined(one, other)
        return not decisive

    return run


def _operation(work: Callable[[Any, Any], Any], left: Run, right: Run) -> Run:
    def run(frame: Frame) -> Any:
        one, other = left(frame), right(frame)
        if one.__class__ is Unknown or other.__class__ is Unknown:
            return joined(one, other)
        try:
            return work(one, other)
        except ArithmeticError:
            return Unknown(reasons=frozenset((_say_arithmetic(other),)))

    return run


def _say_arithmetic(divisor: object) -> str:
    return "除数为零，无法计算" if divisor == 0 else "数字过大，无法计算"


def _divided(one: int | Decimal, other: int | Decimal) -> Decimal:
    return Decimal(one) / Decimal(other)


def _remainder(one: Any, other: Any) -> Any:
    """As CEL has it: the sign of the dividend, for whole numbers as for others."""
    rest = abs(one) % abs(other)
    return -rest if one < 0 else rest


def _unequal(one: Any, other: Any) -> Any:
    same = equal(one, other)
    return same if same.__class__ is Unknown else not same


def _within(one: Any, items: list[Any]) -> Any:
    return folded((equal(one, each) for each in items), True)


def _one_of(left: Run, items: list[Run]) -> Run:
    """``x in [a, b]``: one item that is equal settles it, though another is unknown."""

    def run(frame: Frame) -> Any:
        value = left(frame)
        return _within(value, [each(frame) for each in items])

    return run


_OPERATIONS: dict[str, Callable[[Any, Any], Any]] = {
    "==": equal,
    "!=": _unequal,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": _within,
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": _divided,
    "%": _remainder,
}


def _question(node: Call) -> Run:
    function, asked = node.function, asked_about(node)
    missing = _missing(to_text(node))

    def run(frame: Frame) -> Any:
        if frame.case is None:
            return missing
        value = getattr(frame.case, function)(asked)
        return missing if value is None else value

    return run


_NO_CALENDAR = Unknown(reasons=frozenset(("没有工作日历，无法计算工作日",)))


def _call(node: Call, around: Variables) -> Run:
    function = find_function(node)
    arguments = [_build(each, around) for each in node.arguments]
    if function.literal is not None:
        arguments[-1] = _constant(prepared(node, function))
    apply, by_calendar, lists = function.apply, function.by_calendar, node.function == "sum"

    def run(frame: Frame) -> Any:
        values = [each(frame) for each in arguments]
        unknown = some_unknown([*values, *values[0]] if lists and values[0].__class__ is not Unknown else values)
        if unknown is not None:
            return unknown
        if by_calendar:
            return _NO_CALENDAR if frame.calendar is None else apply(frame.calendar, *values)
        try:
            return apply(*values)
        except ArithmeticError:
            return Unknown(reasons=frozenset((_say_arithmetic(None),)))

    return run


def _macro(node: Macro, around: Variables) -> Run:
    slot = 1 + max((each for each, _ in around.values()), default=-1)
    over = _build(node.over, around)
    body = _build(node.body, {**around, node.variable: (slot, _origin(node.over, around))})
    finish = _MACROS[node.kind]

    def run(frame: Frame) -> Any:
        items = over(frame)
        if items.__class__ is Unknown:
            return items
        found = []
        for item in items:
            frame.variables[slot] = item
            found.append(body(frame))
        return finish(items, found)

    return run


def _only_one(_: Any, found: list[Any]) -> Any:
    """Two that hold settle it, whatever the unknown ones are."""
    if sum(each is True for each in found) > 1:
        return False
    return unless_unknown(found, True in found)


def _kept(items: Any, found: list[Any]) -> Any:
    return unless_unknown(found, [item for item, holds in zip(items, found, strict=True) if holds is True])


_MACROS: dict[str, Callable[[Any, list[Any]], Any]] = {
    "all": lambda _, found: folded(found, False),
    "exists": lambda _, found: folded(found, True),
    "exists_one": _only_one,
    "filter": _kept,
    "map": lambda _, found: unless_unknown(found, found),
}
