"""Static checking 静态检查: whether a condition fits the fields, steps and threads that a procedure declares.

What is checked here cannot go wrong when cases run, so the messages are for the person who writes the procedure: each
names the field by its Chinese title, says what does not fit, and how to mend it.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from fazhi.procedures.conditions.errors import ConditionError
from fazhi.procedures.conditions.functions import FUNCTIONS, QUESTIONS, Function, Question
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
)
from fazhi.procedures.conditions.types import (
    ANYTHING,
    BOOLEAN,
    NULL,
    NUMBER,
    TEXT,
    Anything,
    Date,
    ListOf,
    Name,
    Null,
    Number,
    Record,
    Text,
    Type,
    as_name,
    compatible,
    described,
    merged,
)


def check(
    expression: Expression,
    names: Mapping[str, Type | Name],
    *,
    expects: Type = BOOLEAN,
    steps: Container[str] | None = None,
    threads: Container[str] | None = None,
) -> None:
    """Raises ConditionError where a condition does not fit.

    Args: ``names`` are the fields, parameters and named conditions it may read. ``steps`` holds every ``step`` and
    ``step.result`` it may ask about, ``threads`` every kind of thread; None leaves these unchecked.
    """
    found = _Checker(steps, threads).type(expression, Scope(names))
    if not compatible(found, expects) or isinstance(found, Null):
        raise ConditionError(
            f"这里应当得出{described(expects)}，写的条件得出的是{described(found)}。", expression.position
        )


def type_of(expression: Expression, scope: Scope) -> Type:
    """The type of what a part of a condition gives. Raises ConditionError where it does not fit."""
    return _Checker(None, None).type(expression, scope)


@dataclass(frozen=True, slots=True)
class _Checker:
    steps: Container[str] | None
    threads: Container[str] | None

    def type(self, node: Expression, scope: Scope) -> Type:
        match node:
            case Literal(value=value):
                return _literal_type(value)
            case Reference():
                return _reference(node, scope)
            case Member():
                return self._member(node, scope)
            case Items():
                return self._items(node, scope)
            case Unary():
                return self._unary(node, scope)
            case Binary():
                return self._binary(node, scope)
            case Conditional():
                return self._conditional(node, scope)
            case Call():
                return self._call(node, scope)
            case Macro():
                return self._macro(node, scope)

    def _expect(self, node: Expression, scope: Scope, kind: Type, place: str) -> None:
        found = self.type(node, scope)
        if not compatible(found, kind) or isinstance(found, Null):
            raise ConditionError(
                f"{place}应当是{described(kind)}：{scope.subject(node)} 是{described(found)}。", node.position
            )

    def _member(self, node: Member, scope: Scope) -> Type:
        of = self.type(node.of, scope)
        if not isinstance(of, Record):
            advice = "：清单请用 all、exists 或 filter 逐项判断" if isinstance(of, ListOf) else ""
            raise ConditionError(
                f"{scope.subject(node.of)} 是{described(of)}，没有下级内容，不能写“.{node.name}”{advice}。",
                node.position,
            )
        if node.name not in of.fields:
            known = f"可用：{'、'.join(sorted(of.fields))}。"
            said = _unknown(f"{scope.subject(node.of)} 没有名为 {node.name} 的内容", node.name, of.fields, known)
            raise ConditionError(said, node.position)
        return as_name(of.fields[node.name]).type

    def _items(self, node: Items, scope: Scope) -> Type:
        of: Type = ANYTHING
        for item in node.items:
            found = self.type(item, scope)
            if isinstance(found, Null):
                raise ConditionError("清单里不能写 null，请删去。", item.position)
            if not compatible(of, found):
                said = f"清单各项应当是同一类：前面是{described(of)}，{scope.subject(item)} 是{described(found)}。"
                raise ConditionError(said, item.position)
            of = merged(of, found)
        return ListOf(of)

    def _unary(self, node: Unary, scope: Scope) -> Type:
        kind: Type = BOOLEAN if node.sign == "!" else NUMBER
        self._expect(node.operand, scope, kind, f"“{node.sign}”后面")
        return kind

    def _binary(self, node: Binary, scope: Scope) -> Type:
        match node.sign:
            case "&&" | "||":
                self._expect(node.left, scope, BOOLEAN, f"“{node.sign}”左边")
                self._expect(node.right, scope, BOOLEAN, f"“{node.sign}”右边")
                return BOOLEAN
            case "==" | "!=":
                self._equality(node, scope)
                return BOOLEAN
            case "in":
                self._membership(node, scope)
                return BOOLEAN
            case "<" | "<=" | ">" | ">=":
                self._order(node, scope)
                return BOOLEAN
        return self._arithmetic(node, scope)

    def _equality(self, node: Binary, scope: Scope) -> None:
        left, right = self.type(node.left, scope), self.type(node.right, scope)
        if isinstance(left, Null) or isinstance(right, Null):
            for side in (node.left, node.right):
                _presence(side)
            return
        _alike(node, left, right, scope)
        if isinstance(left, Record) or (isinstance(left, ListOf) and isinstance(left.of, Record)):
            raise ConditionError(
                f"{scope.subject(node.left)} 由几项组成，不能整个比较：请比较其中的一项。", node.position
            )
        _option(node.left, left, node.right, scope)
        _option(node.right, right, node.left, scope)

    def _membership(self, node: Binary, scope: Scope) -> None:
        left, right = self.type(node.left, scope), self.type(node.right, scope)
        if not isinstance(right, ListOf):
            raise ConditionError(
                f"“in”右边应当是清单：{scope.subject(node.right)} 是{described(right)}。文字是否包含请用 contains。",
                node.right.position,
            )
        _alike(node, left, right.of, scope)
        _option(node.left, left, node.right, scope)
        _option(node.right, right.of, node.left, scope)

    def _order(self, node: Binary, scope: Scope) -> None:
        left, right = self.type(node.left, scope), self.type(node.right, scope)
        _alike(node, left, right, scope)
        for side, kind in ((node.left, left), (node.right, right)):
            if not isinstance(kind, Number | Date | Anything):
                raise ConditionError(
                    f"只有数字和日期能比较大小、先后：{scope.subject(side)} 是{described(kind)}。", side.position
                )

    def _arithmetic(self, node: Binary, scope: Scope) -> Type:
        left, right = self.type(node.left, scope), self.type(node.right, scope)
        if isinstance(left, Date) or isinstance(right, Date):
            raise ConditionError("日期不能加减：请用 days(较早的日期, 较晚的日期) 求相隔天数。", node.position)
        joins = isinstance(left, Text | ListOf) and node.sign == "+" and compatible(left, right)
        if joins:
            return TEXT if isinstance(left, Text) else merged(left, right)
        for side, kind in ((node.left, left), (node.right, right)):
            if not isinstance(kind, Number | Anything):
                raise ConditionError(
                    f"“{node.sign}”两边应当是数字：{scope.subject(side)} 是{described(kind)}。", side.position
                )
        return NUMBER

    def _conditional(self, node: Conditional, scope: Scope) -> Type:
        self._expect(node.test, scope, BOOLEAN, "“?”前面")
        yes, no = self.type(node.yes, scope), self.type(node.no, scope)
        if not compatible(yes, no) or isinstance(yes, Null):
            raise ConditionError(f"“:”两边应当是同一类：左边是{described(yes)}，右边是{described(no)}。", node.position)
        return merged(yes, no)

    def _call(self, node: Call, scope: Scope) -> Type:
        if node.function in QUESTIONS and not node.method:
            return self._question(node, QUESTIONS[node.function])
        function = find_function(node)
        if len(node.arguments) != len(function.takes):
            raise ConditionError(
                f"{node.function} 要写{len(function.takes) - function.method}项，这里写了"
                f"{len(node.arguments) - node.method}项：请写成 {function.example}。",
                node.position,
            )
        for argument, accepted in zip(node.arguments, function.takes, strict=True):
            found = self.type(argument, scope)
            if isinstance(found, Null) or not any(compatible(found, each) for each in accepted):
                wanted = "或".join(map(described, accepted))
                said = f"{node.function} 里应当是{wanted}：{scope.subject(argument)} 是{described(found)}。"
                raise ConditionError(f"{said}请写成 {function.example}。", argument.position)
        prepared(node, function)
        return function.gives

    def _question(self, node: Call, question: Question) -> Type:
        asked = asked_about(node)
        known = self.threads if question.of_thread else self.steps
        if known is not None and asked not in known:
            word = "并行事项" if question.of_thread else "步骤或结果"
            choices = known if isinstance(known, Iterable) else ()
            said = _unknown(f"没有名为 {asked} 的{word}", asked, choices, "请核对 steps 中的写法。")
            raise ConditionError(said, node.arguments[0].position)
        return question.gives

    def _macro(self, node: Macro, scope: Scope) -> Type:
        over = self.type(node.over, scope)
        if not isinstance(over, ListOf):
            raise ConditionError(
                f"{node.kind} 前面应当是清单：{scope.subject(node.over)} 是{described(over)}。", node.position
            )
        if scope.find(node.variable):
            raise ConditionError(f"{node.kind} 里的 {node.variable} 与已有的名字重名，请换一个。", node.position)
        inner = scope.inside(node, over)
        if node.kind == "map":
            found = self.type(node.body, inner)
            if isinstance(found, Null):
                raise ConditionError("map 里不能写 null。", node.body.position)
            return ListOf(found)
        self._expect(node.body, inner, BOOLEAN, f"{node.kind} 里")
        return over if node.kind == "filter" else BOOLEAN


def find_function(node: Call) -> Function:
    """The function that a call names. Raises ConditionError for none, or one written the wrong way round."""
    function = FUNCTIONS.get(node.function)
    if function is None:
        every = [*FUNCTIONS, *QUESTIONS]
        said = _unknown(f"没有名为 {node.function} 的函数", node.function, every, f"可用：{'、'.join(sorted(every))}。")
        raise ConditionError(said, node.position)
    if function.method != node.method:
        raise ConditionError(f"{node.function} 的写法不对：请写成 {function.example}。", node.position)
    return function


def prepared(node: Call, function: Function) -> object:
    """What the call's written-out last argument stands for, None for a function without one. Raises ConditionError."""
    if function.literal is None:
        return None
    last = node.arguments[-1]
    if not isinstance(last, Literal) or not isinstance(last.value, str):
        raise ConditionError(
            f"{node.function} 里的文字要直接写出，不能用要素代替：请写成 {function.example}。", last.position
        )
    try:
        return function.literal(last.value)
    except ValueError as error:
        raise ConditionError(f"{error}。", last.position) from None


def asked_about(node: Call) -> str:
    """The step or thread that a question names. Raises ConditionError unless it is a text written out."""
    if len(node.arguments) == 1:
        argument = node.arguments[0]
        if isinstance(argument, Literal) and isinstance(argument.value, str):
            return argument.value
    example = QUESTIONS[node.function].example
    raise ConditionError(f"{node.function} 里只写一个步骤名（带引号）：请写成 {example}。", node.position)


def _literal_type(value: object) -> Type:
    if value is None:
        return NULL
    if isinstance(value, bool):
        return BOOLEAN
    return TEXT if isinstance(value, str) else NUMBER


def _reference(node: Reference, scope: Scope) -> Type:
    found = scope.find(node.name)
    if found is None:
        known = [*scope.names, *scope.variables]
        said = _unknown(f"没有名为 {node.name} 的要素", node.name, known, "请先写明这个要素、参数或条件。")
        raise ConditionError(said, node.position)
    return found.type


def _unknown(said: str, name: str, known: Iterable[str], otherwise: str) -> str:
    near = get_close_matches(name, list(known), n=1)
    return f"{said}，是不是 {near[0]}？" if near else f"{said}。{otherwise}"


def _presence(node: Expression) -> None:
    """Whether it makes sense to ask of this part if it is there. Raises ConditionError."""
    asked = isinstance(node, Call) and node.function in ("on", "by")
    null = isinstance(node, Literal) and node.value is None
    if not (asked or null or isinstance(node, Reference | Member)):
        raise ConditionError("null 表示“未填写”，只能与一个要素比较，如 fine == null。", node.position)


def _alike(node: Binary, left: Type, right: Type, scope: Scope) -> None:
    if isinstance(left, Null) or isinstance(right, Null):
        raise ConditionError("null 只能用“==”或“!=”比较，如 fine == null。", node.position)
    if not compatible(left, right):
        raise ConditionError(
            f"{scope.subject(node.left)} 是{described(left)}，不能与{described(right)}比较。", node.position
        )


def _option(choice: Expression, kind: Type, written: Expression, scope: Scope) -> None:
    """Raises ConditionError where a choice is compared with a text written out that is none of its options."""
    if not isinstance(kind, Text) or kind.options is None:
        return
    for each in written.items if isinstance(written, Items) else (written,):
        if isinstance(each, Literal) and isinstance(each.value, str) and each.value not in kind.options:
            listed = [f"{one}（{kind.titles[one]}）" if one in kind.titles else one for one in sorted(kind.options)]
            said = f"{scope.subject(choice)} 没有“{each.value}”这一选项，可选：{'、'.join(listed)}。"
            raise ConditionError(said, each.position)
