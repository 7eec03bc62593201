"""A condition as a tree, and its text again.

The nodes are values: two conditions are equal when they say the same, wherever they stood in their texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from fazhi.procedures.conditions.errors import ConditionError

MAX_DEPTH = 50
MACROS = ("all", "exists", "exists_one", "filter", "map")
# How tightly a sign binds, loosest first; the printer and the parser share it.
BINDING = {"||": 1, "&&": 2, "+": 4, "-": 4, "*": 5, "/": 5, "%": 5}
BINDING |= dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in"), 3)
RELATION = 3
_CONDITIONAL, _UNARY, _MEMBER, _WHOLE = 0, 6, 7, 8


@dataclass(frozen=True, slots=True)
class Literal:
    """A value written out; None is ``null``."""

    value: bool | int | Decimal | str | None
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list written out: ``[a, b]``."""

    items: tuple[Expression, ...]
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """A field, a parameter, a named condition, or the variable of an enclosing macro."""

    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Member:
    """``of.name``: one part of a record."""

    of: Expression
    name: str
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """``!x`` or ``-x``."""

    sign: str
    operand: Expression
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands and a sign between them. Its position is the sign's."""

    sign: str
    left: Expression
    right: Expression
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Conditional:
    """``test ? yes : no``."""

    test: Expression
    yes: Expression
    no: Expression
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """``function(arguments)``, or with ``method`` set ``first.function(others)``. ``x.size()`` is ``size(x)``."""

    function: str
    arguments: tuple[Expression, ...]
    method: bool = False
    position: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Macro:
    """``over.kind(variable, body)``: all, exists, exists_one, filter, map."""

    kind: str
    over: Expression
    variable: str
    body: Expression
    position: int = field(default=0, compare=False)


Expression = Literal | Items | Reference | Member | Unary | Binary | Conditional | Call | Macro


def children(node: Expression) -> tuple[Expression, ...]:
    """What a node is made of, in the order of the text."""
    match node:
        case Items(items=parts) | Call(arguments=parts):
            return parts
        case Member(of=part) | Unary(operand=part):
            return (part,)
        case Binary(left=left, right=right):
            return left, right
        case Conditional(test=test, yes=yes, no=no):
            return test, yes, no
        case Macro(over=over, body=body):
            return over, body
    return ()


def walk(node: Expression) -> Iterator[Expression]:
    """The node and all below it."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting.extend(reversed(children(each)))


def limit_depth(node: Expression, most: int = MAX_DEPTH) -> None:
    """Raises ConditionError for a tree that is too deep to walk safely, or for anyone to read.

    Looks level by level, since a tree that is too deep cannot be measured by going down it.
    """
    level = [node]
    for _ in range(most):
        level = [child for each in level for child in children(each)]
        if not level:
            return
    raise ConditionError(f"条件层次过多，最多{most}层：请把其中一部分另写成有名字的条件。", level[0].position)


def to_text(node: Expression) -> str:
    """The text of a condition, with no more parentheses than it needs; `parse` reads the same condition from it."""
    return _printed(node)[0]


def _printed(node: Expression) -> tuple[str, int]:
    """The text of a node, and how tightly its outermost sign binds."""
    match node:
        case Literal(value=value):
            return _literal(value), _WHOLE
        case Reference(name=name):
            return name, _WHOLE
        case Items(items=items):
            return f"[{', '.join(map(to_text, items))}]", _WHOLE
        case Member(of=of, name=name):
            return f"{_receiver(of)}.{name}", _MEMBER
        case Unary(sign=sign, operand=operand):
            # CEL has no mixed signs in a row: -!x is no CEL, -(!x) is.
            same = isinstance(operand, Unary) and operand.sign == sign
            return f"{sign}{_within(operand, _UNARY if same else _MEMBER)}", _UNARY
        case Conditional(test=test, yes=yes, no=no):
            return f"{_within(test, 1)} ? {_within(yes, 1)} : {to_text(no)}", _CONDITIONAL
        case Binary(sign=sign, left=left, right=right):
            level = BINDING[sign]
            least = level + 1 if level == RELATION else level
            return f"{_within(left, least)} {sign} {_within(right, level + 1)}", level
        case Call(function=name, arguments=(first, *others), method=True):
            return f"{_receiver(first)}.{name}({', '.join(map(to_text, others))})", _MEMBER
        case Call(function=name, arguments=arguments):
            return f"{name}({', '.join(map(to_text, arguments))})", _WHOLE
        case Macro(kind=kind, over=over, variable=variable, body=body):
            return f"{_receiver(over)}.{kind}({variable}, {to_text(body)})", _MEMBER


def _within(node: Expression, least: int) -> str:
    text, level = _printed(node)
    return f"({text})" if level < least else text


def _receiver(node: Expression) -> str:
    """What stands before a dot, where a bare number would read as a broken one."""
    number = isinstance(node, Literal) and isinstance(node.value, int | Decimal)
    return f"({to_text(node)})" if number else _within(node, _MEMBER)


def _literal(value: bool | int | Decimal | str | None) -> str:
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case str():
            return f"'{''.join(_QUOTED.get(char, char) for char in value)}'"
        case Decimal():
            text = format(value, "f")
            return text if "." in text else f"{text}.0"
    return str(value)


_QUOTED = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
