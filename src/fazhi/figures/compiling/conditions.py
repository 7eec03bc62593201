"""Conditions of the procedure language 条件语言 as SQL.

SQL's NULL behaves as the language's unknown: a comparison with what is not filled in is neither true nor false, and a
record is counted only where its condition is true. What cannot be said in SQL is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from fazhi.figures.compiling.sql import Sql, joined, sql, value
from fazhi.procedures.conditions import ConditionError, Expression
from fazhi.procedures.conditions.checking import type_of
from fazhi.procedures.conditions.patterns import compiled_pattern
from fazhi.procedures.conditions.scopes import Scope
from fazhi.procedures.conditions.tree import (
    Binary,
    Call,
    Conditional,
    Items,
    Literal,
    Macro,
    Member,
    Reference,
    Unary,
    to_text,
)
from fazhi.procedures.conditions.types import Boolean, Date, ListOf, Name, Number, Record, Type


@dataclass(frozen=True, slots=True)
class Kept:
    """A value in JSON: the part called ``key`` of ``outer``, or ``outer`` itself."""

    outer: Sql
    key: str = ""

    @property
    def json(self) -> Sql:
        return sql("({} -> {}::text)", self.outer, value(self.key)) if self.key else self.outer

    @property
    def text(self) -> Sql:
        if self.key:
            return sql("({} ->> {}::text)", self.outer, value(self.key))
        return sql("({} #>> ARRAY[]::text[])", self.outer)


@dataclass(frozen=True)
class Columns:
    """Where names of a condition stand: ``plain`` in columns of their own, the others as JSON that ``kept`` gives.

    ``objects`` are fields kept as objects of which conditions see the name, as of a body 单位. ``case`` is the
    identifier of the record's case, for questions about its course; None where there is no case.
    """

    names: Mapping[str, Name]
    plain: Mapping[str, Sql]
    kept: Callable[[str], Kept]
    objects: frozenset[str] = frozenset()
    case: Sql | None = None
    done: Sql | None = None
    """The list of what was ever done in the case, where the database keeps it."""
    parties: Mapping[str, Kept] = field(default_factory=dict)
    """Where the kind of a party 当事人类别 is kept apart from the rest."""
    variables: Mapping[str, Kept] = field(default_factory=dict)
    inner: Scope | None = None

    @property
    def scope(self) -> Scope:
        return self.inner or Scope(self.names)


def compiled(node: Expression, at: Columns) -> Sql:
    """The condition, or the value, as SQL. Raises ConditionError for what figures cannot ask."""
    match node:
        case Literal(value=kept):
            return _literal(kept)
        case Reference() | Member():
            return _named(node, at)
        case Unary(sign=sign, operand=operand):
            return sql("(NOT {})" if sign == "!" else "(- {})", compiled(operand, at))
        case Conditional(test=test, yes=yes, no=no):
            asked, one, other = (compiled(each, at) for each in (test, yes, no))
            # unknown where the question is: neither branch is taken
            return sql("(CASE WHEN {} THEN {} WHEN NOT {} THEN {} END)", asked, one, asked, other)
        case Binary():
            return _binary(node, at)
        case Call():
            return _call(node, at)
        case Macro():
            return _macro(node, at)
        case Items():
            raise _refused(node, "清单只能写在 in 的右边")


def _refused(node: Expression, why: str) -> ConditionError:
    return ConditionError(f"数据的条件里{why}：{to_text(node)}。", node.position)


def _literal(kept: bool | int | Decimal | str | None) -> Sql:
    if kept is None:
        return Sql("NULL")
    if isinstance(kept, bool):
        return Sql("TRUE" if kept else "FALSE")
    return sql("{}::text", value(kept)) if isinstance(kept, str) else sql("{}::numeric", value(kept))


def kept_of(node: Expression, at: Columns) -> Kept | None:
    """Where the node's value is kept as JSON, if it is."""
    match node:
        case Reference(name=name):
            if name in at.variables:
                return at.variables[name]
            return None if name in at.plain else at.kept(name)
        case Member(of=Reference(name=party), name="kind") if party in at.parties and party not in at.variables:
            return Kept(at.parties[party].json, "kind")
        case Member(of=of, name=name):
            outer = kept_of(of, at)
            return Kept(outer.json, name) if outer is not None else None
    return None


def _named(node: Reference | Member, at: Columns) -> Sql:
    if isinstance(node, Reference) and node.name in at.plain and node.name not in at.variables:
        return at.plain[node.name]
    kept = kept_of(node, at)
    if kept is None:
        raise _refused(node, "不能读取这一项")
    if isinstance(node, Reference) and node.name in at.objects and node.name not in at.variables:
        kept = Kept(kept.json, "name")
    return cast(kept, type_of(node, at.scope))


def cast(kept: Kept, kind: Type) -> Sql:
    """A JSON value as SQL has it, by its type. A moment counts as its day."""
    if isinstance(kind, Boolean):
        return sql("({})::boolean", kept.text)
    if isinstance(kind, Number):
        return sql("NULLIF({}, '')::numeric", kept.text)
    if isinstance(kind, Date):
        return sql("NULLIF(left({}, 10), '')::date", kept.text)
    return kept.json if isinstance(kind, ListOf | Record) else sql("NULLIF({}, '')", kept.text)


def _binary(node: Binary, at: Columns) -> Sql:
    if node.sign in ("&&", "||"):
        word = "AND" if node.sign == "&&" else "OR"
        return sql(f"({{}} {word} {{}})", compiled(node.left, at), compiled(node.right, at))
    if node.sign == "in":
        return _membership(node, at)
    if node.sign in ("==", "!="):
        for one, other in ((node.left, node.right), (node.right, node.left)):
            if isinstance(other, Literal) and other.value is None:
                return sql("({} IS NULL)" if node.sign == "==" else "({} IS NOT NULL)", _present(one, at))
    sign = {"==": "=", "!=": "<>"}.get(node.sign, node.sign)
    if sign == "%":
        sign = "%%"
    left, right = compiled(node.left, at), compiled(node.right, at)
    if sign == "/":
        return sql("({} / NULLIF({}, 0))", left, right)
    return sql(f"({{}} {sign} {{}})", left, right)


def _present(node: Expression, at: Columns) -> Sql:
    """NULL for what is not filled in: absent, or a JSON null, an empty text or list."""
    kept = kept_of(node, at)
    if kept is None:
        return compiled(node, at)
    empty = "(CASE WHEN {} IN ('null'::jsonb, '\"\"'::jsonb, '[]'::jsonb) THEN NULL ELSE {} END)"
    return sql(empty, kept.json, kept.json)


def _membership(node: Binary, at: Columns) -> Sql:
    if isinstance(node.right, Items):
        if not node.right.items:
            return Sql("FALSE")
        items = joined(", ", [compiled(each, at) for each in node.right.items])
        return sql("({} IN ({}))", compiled(node.left, at), items)
    kept = kept_of(node.right, at)
    if kept is None:
        raise _refused(node, "in 的右边要写清单要素，或者直接写出的清单")
    return sql("({} @> jsonb_build_array({}))", kept.json, compiled(node.left, at))


def _call(node: Call, at: Columns) -> Sql:
    if node.function in ("done", "count", "on") and not node.method:
        return _question(node, at)
    parts = node.arguments
    match node.function:
        case "size":
            return _size(node, at)
        case "startsWith":
            return sql("starts_with({}, {})", compiled(parts[0], at), compiled(parts[1], at))
        case "contains":
            return sql("(strpos({}, {}) > 0)", compiled(parts[0], at), compiled(parts[1], at))
        case "endsWith":
            return sql("(right({}, length({})) = {})", compiled(parts[0], at), *[compiled(parts[1], at)] * 2)
        case "matches":
            assert isinstance(parts[1], Literal)
            compiled_pattern(str(parts[1].value))
            return sql("({} ~ {})", compiled(parts[0], at), value(parts[1].value))
        case "days":
            return sql("({} - {})", compiled(parts[1], at), compiled(parts[0], at))
        case "date":
            assert isinstance(parts[0], Literal)
            return sql("{}::date", value(date.fromisoformat(str(parts[0].value))))
        case "sum":
            return _sum(node, at)
    raise _refused(node, f"不能用 {node.function}")


def _question(node: Call, at: Columns) -> Sql:
    if at.case is None:
        raise _refused(node, "没有案件可问")
    asked = node.arguments[0]
    assert isinstance(asked, Literal)
    step, _, result = str(asked.value).partition(".")
    if node.function == "done" and at.done is not None:
        return sql("({} @> to_jsonb({}::text))", at.done, value(asked.value))
    which = "q.case_id = {} AND q.kind IN ('step', 'deemed') AND q.step = {}"
    where = sql(which, at.case, value(step))
    if result:
        where = sql("{} AND q.result = {}", where, value(result))
    what = {"done": "EXISTS (SELECT 1 {})", "count": "(SELECT count(*) {})", "on": "(SELECT max(q.performed_on) {})"}
    return sql(what[node.function], sql("FROM cases_act q WHERE {}", where))


def _size(node: Call, at: Columns) -> Sql:
    kept = kept_of(node.arguments[0], at)
    if kept is None:
        raise _refused(node, "size 只能数清单要素")
    if isinstance(type_of(node.arguments[0], at.scope), ListOf):
        return sql("jsonb_array_length({})", kept.json)
    return sql("length({})", compiled(node.arguments[0], at))


def _sum(node: Call, at: Columns) -> Sql:
    over = node.arguments[0]
    if not isinstance(over, Macro) or over.kind != "map":
        raise _refused(node, "sum 要写成 sum(清单.map(变量, 数字))")
    rows, inner = _rows(over, at)
    body = compiled(over.body, inner)
    total = sql("CASE WHEN bool_or({} IS NULL) THEN NULL ELSE coalesce(sum({}), 0) END", body, body)
    return sql("(CASE WHEN {} IS NULL THEN NULL ELSE (SELECT {} FROM {}) END)", _present_list(over, at), total, rows)


def _macro(node: Macro, at: Columns) -> Sql:
    if node.kind not in ("exists", "all"):
        raise _refused(node, f"不能用 {node.kind}")
    rows, inner = _rows(node, at)
    body = compiled(node.body, inner)
    # three values: one that is true decides exists, one that is false decides all, else the unknown ones do
    shape = (
        "CASE WHEN bool_or({}) THEN TRUE WHEN bool_or(({}) IS NULL) THEN NULL ELSE FALSE END"
        if node.kind == "exists"
        else "CASE WHEN bool_or(NOT {}) THEN FALSE WHEN bool_or(({}) IS NULL) THEN NULL ELSE TRUE END"
    )
    return sql(
        "(CASE WHEN {} IS NULL THEN NULL ELSE (SELECT {} FROM {}) END)",
        _present_list(node, at),
        sql(shape, body, body),
        rows,
    )


def _present_list(node: Macro, at: Columns) -> Sql:
    kept = kept_of(node.over, at)
    assert kept is not None
    return sql("NULLIF({}, 'null'::jsonb)", kept.json)


def _rows(node: Macro, at: Columns) -> tuple[Sql, Columns]:
    """The items of a list as rows, and the columns as the body of the macro sees them."""
    kept = kept_of(node.over, at)
    if kept is None:
        raise _refused(node, "只能逐项看清单要素")
    alias = f"m{len(at.variables)}"
    listed = "jsonb_array_elements(CASE jsonb_typeof({}) WHEN 'array' THEN {} ELSE '[]'::jsonb END)"
    rows = sql(f"{listed} AS {alias}(item)", kept.json, kept.json)
    inside = at.scope.inside(node, type_of(node.over, at.scope))
    variables = {**at.variables, node.variable: Kept(Sql(f"{alias}.item"))}
    return rows, replace(at, variables=variables, inner=inside)
