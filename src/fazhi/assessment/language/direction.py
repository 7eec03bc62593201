"""Which way points go when a figure grows: worked out from the formula, not from its values.

The answer is safe rather than sharp: where it cannot be told, a figure is said to move the result both ways.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum

from fazhi.procedures.conditions import Expression
from fazhi.procedures.conditions.tree import Binary, Conditional, Literal, Member, Reference, Unary, walk


class Way(Enum):
    """With the figure, or against it."""

    UP = "up"
    DOWN = "down"


Ways = dict[str, frozenset[Way]]
BOTH = frozenset(Way)
_TURNED = {Way.UP: Way.DOWN, Way.DOWN: Way.UP}


def ways(node: Expression, *, kin: Mapping[str, frozenset[str]] | None = None) -> Ways:
    """For each figure that the expression reads, whether its value (or truth) can rise or fall when the figure grows.

    ``kin`` gives the records that a figure counts: in a division, what counts the same records as the divisor is the
    numerator of a rate, and does not reward their number.
    """
    return _ways(node, kin or {})


def _ways(node: Expression, kin: Mapping[str, frozenset[str]]) -> Ways:
    match node:
        case Literal():
            return {}
        case Reference(name=name):
            return {name: frozenset({Way.UP})}
        case Unary(operand=operand):
            return _turned(_ways(operand, kin))
        case Binary():
            return _binary(node, kin)
        case Conditional():
            return _conditional(node, kin)
    return _every_way(node)


def _binary(node: Binary, kin: Mapping[str, frozenset[str]]) -> Ways:
    left, right = _ways(node.left, kin), _ways(node.right, kin)
    match node.sign:
        case "+" | "&&" | "||":
            return _joined(left, right)
        case "-" | ">" | ">=":
            return _joined(left, _turned(right))
        case "<" | "<=":
            return _joined(_turned(left), right)
        case "*":
            return _joined(_by_sign(left, _sign(node.right)), _by_sign(right, _sign(node.left)))
        case "/":
            rated = _rated(node, kin)
            above = {name: found for name, found in left.items() if name not in rated}
            return _joined(_by_sign(above, _sign(node.right)), _by_sign(_turned(right), _sign(node.left)))
    return _every_way(node)


def _rated(node: Binary, kin: Mapping[str, frozenset[str]]) -> set[str]:
    """The figures above the line that count records which the divisor counts too."""
    below = frozenset[str]().union(*(kin.get(name, frozenset()) for name in _names(node.right)))
    return {name for name in _names(node.left) if kin.get(name, frozenset()) & below}


def _conditional(node: Conditional, kin: Mapping[str, frozenset[str]]) -> Ways:
    branches = _joined(_ways(node.yes, kin), _ways(node.no, kin))
    return _joined(branches, _by_sign(_ways(node.test, kin), _compared(node.yes, node.no)))


def _compared(yes: Expression, no: Expression) -> int | None:
    """Whether the first branch gives more (1), less (-1) or the same (0) as the second; None where it may be either."""
    one, other = _constant(yes), _constant(no)
    if one is None or other is None:
        return None
    return (one > other) - (one < other)


def _constant(node: Expression) -> Decimal | None:
    if isinstance(node, Unary) and node.sign == "-":
        inner = _constant(node.operand)
        return None if inner is None else -inner
    if isinstance(node, Literal) and isinstance(node.value, bool | int | Decimal):
        return Decimal(node.value)
    return None


def _sign(node: Expression) -> int | None:
    """1 for what is never below nought, -1 for what is never above, None for what may be either.

    A figure is a count or a share: never below nought. A difference of figures may be.
    """
    constant = _constant(node)
    if constant is not None:
        return 1 if constant >= 0 else -1
    match node:
        case Reference():
            return 1
        case Binary(sign="+", left=left, right=right):
            return _sign(left) if _sign(left) == _sign(right) else None
        case Binary(sign="*" | "/", left=left, right=right):
            one, other = _sign(left), _sign(right)
            return None if one is None or other is None else one * other
        case Unary(sign="-", operand=operand):
            inner = _sign(operand)
            return None if inner is None else -inner
    return None


def _by_sign(found: Ways, sign: int | None) -> Ways:
    if sign is None:
        return dict.fromkeys(found, BOTH)
    if sign == 0:
        return {}
    return found if sign > 0 else _turned(found)


def _turned(found: Ways) -> Ways:
    return {name: frozenset(_TURNED[each] for each in which) for name, which in found.items()}


def _joined(one: Ways, other: Ways) -> Ways:
    return {name: one.get(name, frozenset()) | other.get(name, frozenset()) for name in {**one, **other}}


def _every_way(node: Expression) -> Ways:
    return dict.fromkeys(_names(node), BOTH)


def _names(node: Expression) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(each.name for each in walk(node) if isinstance(each, Reference) and not isinstance(each, Member))
    )
