"""Named conditions: putting what a name stands for in its place."""

from __future__ import annotations

from collections.abc import Mapping

from fazhi.procedures.conditions.errors import ConditionError
from fazhi.procedures.conditions.tree import (
    Binary,
    Call,
    Conditional,
    Expression,
    Items,
    Macro,
    Member,
    Reference,
    Unary,
    limit_depth,
    walk,
)

# A condition made of conditions may be larger than one that people read, but must stay quick to walk.
_MAX_DEPTH = 200
_MAX_NODES = 10_000


def inline(expression: Expression, definitions: Mapping[str, Expression]) -> Expression:
    """The condition with every named condition put in place of its name, and those in it likewise.

    Raises ConditionError for names that lead back to themselves, for a macro's variable that would capture a name of
    the definition, and for a result that grows beyond all measure.
    """
    found = _Inlining(definitions).inlined(expression, (), frozenset())
    limit_depth(found, _MAX_DEPTH)
    return found


class _Inlining:
    def __init__(self, definitions: Mapping[str, Expression]) -> None:
        self._definitions = definitions
        self._nodes = 0

    def inlined(self, node: Expression, path: tuple[str, ...], variables: frozenset[str]) -> Expression:
        self._nodes += 1
        if self._nodes > _MAX_NODES:
            raise ConditionError("条件互相引用后过大：请减少层层引用。", node.position)

        def inner(each: Expression) -> Expression:
            return self.inlined(each, path, variables)

        match node:
            case Reference():
                return self._reference(node, path, variables)
            case Items(items=items):
                return Items(tuple(map(inner, items)), node.position)
            case Member(of=of):
                return Member(inner(of), node.name, node.position)
            case Unary(operand=operand):
                return Unary(node.sign, inner(operand), node.position)
            case Binary(left=left, right=right):
                return Binary(node.sign, inner(left), inner(right), node.position)
            case Conditional(test=test, yes=yes, no=no):
                return Conditional(inner(test), inner(yes), inner(no), node.position)
            case Call(arguments=arguments):
                return Call(node.function, tuple(map(inner, arguments)), node.method, node.position)
            case Macro(over=over, variable=name, body=body):
                inside = self.inlined(body, path, variables | {name})
                return Macro(node.kind, inner(over), name, inside, node.position)
        return node

    def _reference(self, node: Reference, path: tuple[str, ...], variables: frozenset[str]) -> Expression:
        name = node.name
        if name in variables or name not in self._definitions:
            return node
        if name in path:
            circle = " → ".join((*path[path.index(name) :], name))
            raise ConditionError(f"条件互相引用成了圈：{circle}。请断开其中一处。", node.position)
        definition = self._definitions[name]
        captured = {each.name for each in walk(definition) if isinstance(each, Reference)} & variables
        if captured:
            raise ConditionError(
                f"条件 {name} 里的 {min(captured)} 与外层的变量重名，请给变量换一个名字。", node.position
            )
        return self.inlined(definition, (*path, name), frozenset())
