"""From the text of a condition to its tree. The grammar is a part of CEL's, so that every condition is valid CEL.

What CEL has and this has not: maps, bytes, unsigned and hexadecimal numbers, messages, indexing, comments. A chain of
comparisons (``a == b == c``) is CEL and is refused all the same: it never means what it seems to say.
"""

from __future__ import annotations

import re

from fazhi.procedures.conditions.errors import ConditionError
from fazhi.procedures.conditions.tokens import Kind, Token, tokens
from fazhi.procedures.conditions.tree import (
    BINDING,
    MACROS,
    MAX_DEPTH,
    RELATION,
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
    limit_depth,
)

_PROPER_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_CONSTANTS = {"true": True, "false": False, "null": None}
_MISWRITTEN = {"and": "&&", "or": "||", "not": "!", "none": "null", "nil": "null", "is": "=="}
_RESERVED = re.compile(
    "in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return|var|void|while"
)


def parse(text: str) -> Expression:
    """Reads a condition. Raises ConditionError with what is wrong, where, and how to mend it."""
    all_tokens = tokens(text)
    if len(all_tokens) == 1:
        raise ConditionError("条件是空的：请写一个条件，如 fine >= 5000。", 0)
    reader = _Reader(all_tokens)
    found = reader.expression()
    if reader.token.kind is not Kind.END:
        raise ConditionError(_say_left_over(reader.token), reader.token.position)
    limit_depth(found)
    return found


def _say_left_over(token: Token) -> str:
    lower = token.text.lower()
    if token.kind is Kind.NAME and lower in _MISWRITTEN:
        return f"“{token.text}”请写成“{_MISWRITTEN[lower]}”。"
    if token.text == ",":
        return "这里不能写逗号：数字里不要写逗号（写 5000），两个条件之间请写“&&”或“||”。"
    if token.text in ")]":
        return f"多了一个“{token.text}”：请删去，或者补上与它成对的括号。"
    if token.text == ":":
        return "“:”前面没有“?”：请写成 条件 ? 是的时候 : 否的时候。"
    if token.text == "[":
        return "条件里不能按序号取清单中的一项：请用 all、exists 或 filter。"
    return f"“{token.text}”前面缺少连接：两个条件之间请写“&&”（并且）或“||”（或者）。"


class _Reader:
    def __init__(self, found: list[Token]) -> None:
        self._tokens = found
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._at]

    def _take(self) -> Token:
        token = self.token
        self._at += token.kind is not Kind.END
        return token

    def _is(self, sign: str) -> bool:
        return self.token.kind is Kind.SIGN and self.token.text == sign

    def _accept(self, sign: str) -> bool:
        return self._is(sign) and bool(self._take())

    def expression(self) -> Expression:
        self._enter()
        test = self._binary(1)
        if self._is("?"):
            position = self._take().position
            yes = self._binary(1)
            if not self._accept(":"):
                raise ConditionError("“?”后面缺少“:”：请写成 条件 ? 是的时候 : 否的时候。", position)
            test = Conditional(test, yes, self.expression(), position)
        self._depth -= 1
        return test

    def _enter(self) -> None:
        """Goes one level deeper. The text itself is guarded, since it is read before there is a tree to measure."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise ConditionError(
                f"条件层次过多，最多{MAX_DEPTH}层：请把其中一部分另写成有名字的条件。", self.token.position
            )

    def _binary(self, loosest: int) -> Expression:
        left = self._unary()
        while (level := self._level()) >= loosest:
            sign = self._take()
            left = Binary(sign.text, left, self._binary(level + 1), sign.position)
            if level == RELATION == self._level():
                raise ConditionError("比较不能连着写：请拆成两个，如 a < b && b < c。", self.token.position)
        return left

    def _level(self) -> int:
        return BINDING.get(self.token.text, 0) if self.token.kind in (Kind.SIGN, Kind.NAME) else 0

    def _unary(self) -> Expression:
        if not (self._is("!") or self._is("-")):
            return self._member()
        sign = self._take()
        if self._is("-" if sign.text == "!" else "!"):
            raise ConditionError("“!”和“-”不能连着写：请加括号。", self.token.position)
        self._enter()
        operand = self._unary()
        self._depth -= 1
        return Unary(sign.text, operand, sign.position)

    def _member(self) -> Expression:
        found = self._primary()
        while self._accept("."):
            name = self._take()
            if name.kind is not Kind.NAME:
                raise ConditionError("“.”后面要写要素名或函数名，如 party.kind。", name.position)
            if not self._is("("):
                found = Member(found, _proper(name), name.position)
            elif name.text in MACROS:
                found = self._macro(found, name)
            else:
                found = self._method(found, name)
        return found

    def _macro(self, over: Expression, name: Token) -> Expression:
        arguments = self._arguments()
        if len(arguments) != 2 or not isinstance(arguments[0], Reference):
            raise ConditionError(
                f"{name.text} 要写两样：一个代表每一项的名字、一个条件，如 officers.{name.text}(o, o.valid)。",
                name.position,
            )
        return Macro(name.text, over, arguments[0].name, arguments[1], name.position)

    def _method(self, receiver: Expression, name: Token) -> Expression:
        arguments = (receiver, *self._arguments())
        return Call(name.text, arguments, name.text != "size", name.position)

    def _arguments(self) -> tuple[Expression, ...]:
        opening = self._take()
        return self._listed(opening, ")")

    def _listed(self, opening: Token, closing: str) -> tuple[Expression, ...]:
        found: list[Expression] = []
        if self._accept(closing):
            return ()
        while True:
            found.append(self.expression())
            if self._accept(closing):
                return tuple(found)
            comma = self.token
            if not self._accept(","):
                raise self._unclosed(opening, closing)
            if self._is(closing):
                raise ConditionError("最后一项后面多了逗号，请删去。", comma.position)

    def _unclosed(self, opening: Token, closing: str) -> ConditionError:
        if self.token.kind is Kind.END:
            return ConditionError(f"“{opening.text}”没有成对：请补上“{closing}”。", opening.position)
        if self._is(")") or self._is("]"):
            return ConditionError(
                f"这里应当是“{closing}”，却写了“{self.token.text}”：括号要成对。", self.token.position
            )
        return ConditionError(_say_left_over(self.token), self.token.position)

    def _primary(self) -> Expression:
        token = self._take()
        match token.kind:
            case Kind.NUMBER | Kind.TEXT:
                return Literal(token.value, token.position)
            case Kind.NAME:
                return self._named(token)
            case Kind.END:
                raise ConditionError("条件没有写完：末尾还缺一部分。", token.position)
        if token.text == "(":
            found = self.expression()
            if not self._accept(")"):
                raise self._unclosed(token, ")")
            return found
        if token.text == "[":
            return Items(self._listed(token, "]"), token.position)
        if token.text == ".":
            raise ConditionError("小数请写上小数点前的数字，如 0.5。", token.position)
        raise ConditionError(f"“{token.text}”前面缺少内容：请补上，或者删去“{token.text}”。", token.position)

    def _named(self, token: Token) -> Expression:
        if token.text in _CONSTANTS:
            return Literal(_CONSTANTS[token.text], token.position)
        if self._is("("):
            return Call(token.text, self._arguments(), False, token.position)
        return Reference(_proper(token), token.position)


def _proper(token: Token) -> str:
    """The name itself. Raises ConditionError for a word that cannot be one."""
    name, lower = token.text, token.text.lower()
    if lower in _MISWRITTEN:
        raise ConditionError(f"“{name}”请写成“{_MISWRITTEN[lower]}”。", token.position)
    if lower in _CONSTANTS:
        raise ConditionError(f"“{name}”请用小写：{lower}。", token.position)
    if _RESERVED.fullmatch(name):
        raise ConditionError(f"“{name}”是条件语言保留的词，不能作名字，请换一个。", token.position)
    if not _PROPER_NAME.fullmatch(name):
        raise ConditionError(f"名字“{name}”只能用小写字母、数字和下划线：是不是 {lower}？", token.position)
    return name
