"""Conditions in Chinese words, for people who read procedures and never their files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from fazhi.procedures.chinese_dates import chinese_day
from fazhi.procedures.conditions.checking import type_of
from fazhi.procedures.conditions.errors import ConditionError
from fazhi.procedures.conditions.functions import QUESTIONS
from fazhi.procedures.conditions.parser import parse
from fazhi.procedures.conditions.scopes import Scope
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
    to_text,
)
from fazhi.procedures.conditions.types import ANYTHING, Boolean, Date, ListOf, Name, Number, Text, Type

_MORE = {">=": "不少于", ">": "超过", "<=": "不超过", "<": "少于", "==": "等于", "!=": "不等于"}
_LATER = {">=": "不早于", ">": "晚于", "<=": "不晚于", "<": "早于", "==": "与", "!=": "不与"}
_SWAPPED = {">=": "<=", ">": "<", "<=": ">=", "<": ">"}
_SPANS = {"days": "自然日数", "working_days": "工作日数", "months": "整月数", "years": "整年数"}
_QUESTIONS = {
    "done": "已办理“{}”",
    "count": "办理“{}”的次数",
    "on": "办理“{}”的日期",
    "by": "办理“{}”的人员",
    "open": "未办结的“{}”数量",
}
_EACH = {"all": "每一项{over}都满足：{body}", "exists": "至少一项{over}满足：{body}"}
_EACH |= {"exists_one": "恰有一项{over}满足：{body}", "filter": "满足“{body}”的{over}", "map": "各项{over}的{body}"}
_ITEM = "该项"
_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}
_METHODS = {"startsWith": "以{}开头", "endsWith": "以{}结尾", "contains": "含有{}", "matches": "符合格式{}"}


def explain(
    expression: Expression,
    names: Mapping[str, Type | Name],
    *,
    steps: Mapping[str, str] | None = None,
    threads: Mapping[str, str] | None = None,
) -> str:
    """A checked condition in Chinese words: ``fine >= 5000`` is 罚款金额不少于5000.

    ``steps`` and ``threads`` give the titles of what it asks about (a result as ``review.passed``). What has no title
    is quoted as it is written.
    """
    return _Words({**(steps or {}), **(threads or {})}).said(expression, Scope(names))


def explain_missing(
    missing: Iterable[str], names: Mapping[str, Type | Name], *, steps: Mapping[str, str] | None = None
) -> str:
    """What `Unknown.missing` comes to in Chinese: 未填写“罚款金额”、“当事人的类型”；尚未办理“送达”. '' for nothing."""
    fields, asked = [], []
    for each in sorted(missing):
        node = parse(each)
        if isinstance(node, Call):
            asked.append(_quoted_step(node, steps or {}))
        else:
            fields.append(_path_title(node, names) or each)
    said = [f"未填写{'、'.join(f'“{each}”' for each in dict.fromkeys(fields))}"] if fields else []
    if asked:
        said.append(f"尚未办理{'、'.join(f'“{each}”' for each in dict.fromkeys(asked))}")
    return "；".join(said)


def _quoted_step(node: Call, steps: Mapping[str, str]) -> str:
    asked = node.arguments[0]
    name = str(asked.value) if isinstance(asked, Literal) else to_text(asked)
    return steps.get(name, name)


def _path_title(node: Expression, names: Mapping[str, Type | Name]) -> str:
    """The title of a dotted name, in which the items of a list are written like parts of it (``officers.valid``)."""
    path: list[str] = []
    while isinstance(node, Member):
        path.insert(0, node.name)
        node = node.of
    scope = Scope(names)
    at: Expression = node
    for name in path:
        kind = _safe_type(at, scope)
        if isinstance(kind, ListOf):
            scope = Scope(names, {"item": Name(kind.of, scope.title(at))})
            at = Reference("item")
        at = Member(at, name)
    return scope.title(at)


def _safe_type(node: Expression, scope: Scope) -> Type:
    try:
        return type_of(node, scope)
    except ConditionError:
        return ANYTHING


@dataclass(frozen=True, slots=True)
class _Words:
    steps: Mapping[str, str] = field(default_factory=dict)

    def said(self, node: Expression, scope: Scope) -> str:
        match node:
            case Literal(value=value):
                return _value(value)
            case Reference() | Member():
                return self._name(node, scope)
            case Items(items=items):
                return "、".join(self.said(each, scope) for each in items) or "空清单"
            case Unary():
                return self._unary(node, scope)
            case Binary():
                return self._binary(node, scope)
            case Conditional(test=test, yes=yes, no=no):
                return f"{self.said(test, scope)}的，{self.said(yes, scope)}；否则，{self.said(no, scope)}"
            case Call():
                return self._call(node, scope)
            case Macro():
                return self._macro(node, scope)

    def _name(self, node: Expression, scope: Scope) -> str:
        title = scope.title(node) or f"“{to_text(node)}”"
        whether = isinstance(_safe_type(node, scope), Boolean)
        title = title.removeprefix(f"{_ITEM}的")
        return title.removeprefix("是否") if whether else title

    def _unary(self, node: Unary, scope: Scope) -> str:
        if node.sign == "-":
            return f"负的{self._bracketed(node.operand, scope)}"
        operand = node.operand
        if isinstance(operand, Call) and operand.function == "done":
            return self.said(operand, scope).replace("已", "未", 1)
        if isinstance(operand, Unary) and operand.sign == "!":
            return self.said(operand.operand, scope)
        if isinstance(operand, Binary) and operand.sign in _OPPOSITE:
            return self.said(Binary(_OPPOSITE[operand.sign], operand.left, operand.right), scope)
        return f"并非{self._bracketed(operand, scope)}"

    def _bracketed(self, node: Expression, scope: Scope) -> str:
        said = self.said(node, scope)
        joined = isinstance(node, Conditional | Macro) or (isinstance(node, Binary) and node.sign not in _MORE)
        return f"（{said}）" if joined else said

    def _binary(self, node: Binary, scope: Scope) -> str:
        if node.sign in ("&&", "||"):
            word = "，且" if node.sign == "&&" else "，或者"
            return word.join(self._operand(each, scope) for each in _chained(node, node.sign))
        if node.sign in _SIGNS:
            return f"{self._bracketed(node.left, scope)}{_SIGNS[node.sign]}{self._bracketed(node.right, scope)}"
        if node.sign == "%":
            return f"{self._bracketed(node.left, scope)}除以{self._bracketed(node.right, scope)}的余数"
        if isinstance(node.left, Literal) and not isinstance(node.right, Literal) and node.sign != "in":
            node = Binary(_SWAPPED.get(node.sign, node.sign), node.right, node.left)
        if isinstance(node.right, Literal) and node.right.value is None:
            return self._filled(node, scope)
        return self._compared(node, scope)

    def _filled(self, node: Binary, scope: Scope) -> str:
        there = node.sign == "!="
        if isinstance(node.left, Call) and node.left.function in QUESTIONS:
            return f"{'已' if there else '未'}办理“{_quoted_step(node.left, self.steps)}”"
        return f"{'已' if there else '未'}填写{self.said(node.left, scope)}"

    def _operand(self, node: Expression, scope: Scope) -> str:
        said = self.said(node, scope)
        loose = isinstance(node, Conditional | Macro) or (isinstance(node, Binary) and node.sign in ("&&", "||"))
        return f"（{said}）" if loose else said

    def _compared(self, node: Binary, scope: Scope) -> str:
        kind = _safe_type(node.left, scope)
        left = self._operand(node.left, scope)
        if node.sign == "in":
            return self._membership(left, node.right, kind, scope)
        right = self._right(node.right, kind, scope)
        match kind:
            case Number():
                return f"{left}{_MORE[node.sign]}{right}"
            case Date():
                return f"{left}{_LATER[node.sign]}{right}{'为同一日' if node.sign in ('==', '!=') else ''}"
            case Boolean() if isinstance(node.right, Literal):
                holds = (node.sign == "==") is bool(node.right.value)
                return left if holds else self._unary(Unary("!", node.left), scope)
        return f"{left}{'为' if node.sign == '==' else '不是'}{right}"

    def _membership(self, left: str, items: Expression, kind: Type, scope: Scope) -> str:
        if isinstance(items, Items):
            listed = "、".join(self._right(each, kind, scope) for each in items.items)
            return f"{left}为{listed}" + ("之一" if len(items.items) > 1 else "")
        return f"{self.said(items, scope)}中有{left}"

    def _right(self, node: Expression, kind: Type, scope: Scope) -> str:
        """The right side of a comparison: an option by its title, a number with the unit of the left side."""
        if isinstance(node, Literal):
            if isinstance(kind, Text) and isinstance(node.value, str):
                return f"“{kind.titles.get(node.value, node.value)}”"
            if isinstance(kind, Number):
                return f"{_value(node.value)}{kind.unit}"
        return self._operand(node, scope)

    def _call(self, node: Call, scope: Scope) -> str:
        if node.function in QUESTIONS and not node.method:
            return _QUESTIONS[node.function].format(_quoted_step(node, self.steps))
        said = [self.said(each, scope) for each in node.arguments]
        match node.function, said:
            case "size", [counted]:
                return (
                    f"{counted}的字数" if isinstance(_safe_type(node.arguments[0], scope), Text) else f"{counted}的数量"
                )
            case ("days" | "working_days" | "months" | "years") as span, [start, end]:
                return f"自{start}至{end}的{_SPANS[span]}"
            case "sum", [summed]:
                return f"{summed}合计"
            case "date", [day]:
                return chinese_day(date.fromisoformat(day.strip("“”")))
            case method, [text, part] if method in _METHODS:
                return f"{text}{_METHODS[method].format(part)}"
        return f"“{to_text(node)}”"

    def _macro(self, node: Macro, scope: Scope) -> str:
        # Within its own sentence an item needs no name: 每一项执法人员都满足：证件有效.
        inner = scope.inside(node, _safe_type(node.over, scope), title=_ITEM)
        return _EACH[node.kind].format(over=self.said(node.over, scope), body=self.said(node.body, inner))


_OPPOSITE = {"==": "!=", "!=": "==", "<": ">=", ">=": "<", ">": "<=", "<=": ">"}


def _chained(node: Expression, sign: str) -> list[Expression]:
    """The operands of a chain of one sign: a && b && c, however it is bracketed."""
    if isinstance(node, Binary) and node.sign == sign:
        return [*_chained(node.left, sign), *_chained(node.right, sign)]
    return [node]


def _value(value: bool | int | Decimal | str | None) -> str:
    match value:
        case None:
            return "未填写"
        case bool():
            return "是" if value else "否"
        case str():
            return f"“{value}”"
        case Decimal():
            return format(value.normalize(), "f")
    return str(value)
