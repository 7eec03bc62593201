"""Fields of an invented procedure, and how hypothesis writes conditions over them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from fazhi.procedures.conditions import BOOLEAN, DATE, TEXT, Expression, ListOf, Name, Number, Record, Text
from fazhi.procedures.conditions.tree import Binary, Call, Conditional, Items, Literal, Macro, Member, Reference, Unary

KINDS = {"person": "自然人", "entity": "单位"}
OFFICER = Record({"valid": Name(BOOLEAN, "证件有效"), "name": Name(TEXT, "姓名"), "age": Name(Number(), "年龄")})
NAMES = {
    "party": Name(
        Record({"kind": Name(Text(frozenset(KINDS), KINDS), "类型"), "born": Name(DATE, "出生日期")}), "当事人"
    ),
    "fine": Name(Number("金额", "元", 0), "罚款金额"),
    "base": Name(Number("金额", "元"), "较大数额"),
    "count_of": Name(Number(), "次数"),
    "officers": Name(ListOf(OFFICER), "执法人员"),
    "tags": Name(ListOf(TEXT), "标签"),
    "acted_on": Name(DATE, "行为日期"),
    "revokes": Name(BOOLEAN, "是否吊销许可证"),
    "complex": Name(BOOLEAN, "案情复杂"),
    "reason": Name(TEXT, "事由"),
}

numbers = st.one_of(st.integers(-20, 20), st.sampled_from([Decimal("0.5"), Decimal("-2.25"), Decimal("5000")]))
texts = st.sampled_from(["", "a", "b", "ab", "重大", "it's", "a\\b", "一\n二"])
days = st.dates(date(2000, 1, 1), date(2030, 12, 31))


def maybe(some: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | some


def records(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: maybe(each) for name, each in fields.items()})


officers = records({"valid": st.booleans(), "name": texts, "age": numbers})
facts = records(
    {
        "party": records({"kind": st.sampled_from(sorted(KINDS)), "born": days}),
        "fine": numbers,
        "base": numbers,
        "count_of": numbers,
        "officers": st.lists(officers, max_size=3),
        "tags": st.lists(texts, max_size=3),
        "acted_on": days,
        "revokes": st.booleans(),
        "complex": st.booleans(),
        "reason": texts,
    }
)


class Conditions:
    """Writes well-typed conditions. ``closed`` ones read no facts; ``whole`` ones have whole numbers and no division.

    Both together are what any CEL evaluator gives the same answer to.
    """

    def __init__(self, *, closed: bool = False, whole: bool = False) -> None:
        self.closed = closed
        self.whole = whole

    def booleans(self, depth: int = 3, officer: bool = False) -> st.SearchStrategy[Expression]:
        leaves: list[st.SearchStrategy[Any]] = [st.booleans().map(Literal)]
        if officer:
            leaves.append(st.just(Member(Reference("o"), "valid")))
        if not self.closed:
            leaves.append(st.sampled_from(["revokes", "complex"]).map(Reference))
            leaves.append(st.builds(_null_test, st.sampled_from(["==", "!="]), st.sampled_from(sorted(NAMES))))
        if depth == 0:
            return st.one_of(leaves)
        deeper, count = st.deferred(lambda: self.booleans(depth - 1, officer)), self.numbers(depth - 1, officer)
        text = self.texts(officer)
        more: list[st.SearchStrategy[Any]] = [
            st.builds(Unary, st.just("!"), deeper),
            st.builds(Binary, st.sampled_from(["&&", "||"]), deeper, deeper),
            st.builds(Binary, st.sampled_from(["==", "!="]), deeper, deeper),
            st.builds(Binary, st.sampled_from(["<", "<=", ">", ">=", "==", "!="]), count, count),
            st.builds(Binary, st.sampled_from(["==", "!="]), text, text),
            st.builds(Conditional, deeper, deeper, deeper),
            st.builds(Binary, st.just("in"), count, st.lists(count, max_size=3).map(tuple).map(Items)),
            st.builds(Binary, st.just("in"), text, self.lists(officer)),
            st.builds(_method, st.sampled_from(["startsWith", "endsWith", "contains"]), text, text),
        ]
        if not self.closed and not officer:
            body = st.deferred(lambda: self.booleans(depth - 1, officer=True))
            kinds = st.sampled_from(["all", "exists", "exists_one"])
            more.append(st.builds(Macro, kinds, st.just(Reference("officers")), st.just("o"), body))
            more.append(st.builds(Binary, st.sampled_from(["<", ">="]), self.spans(), count))
            more.append(st.sampled_from(["file", "review.passed"]).map(lambda step: Call("done", (Literal(step),))))
        return st.one_of(*leaves, *more)

    def numbers(self, depth: int, officer: bool = False) -> st.SearchStrategy[Expression]:
        plain = st.integers(0, 20) if self.whole else numbers.map(abs)
        leaves: list[st.SearchStrategy[Any]] = [plain.map(Literal)]
        if not self.closed:
            leaves.append(st.sampled_from(["fine", "base", "count_of"]).map(Reference))
        if officer:
            leaves.append(st.just(Member(Reference("o"), "age")))
        leaves.append(self.lists(officer).map(lambda each: Call("size", (each,))))
        if depth <= 0:
            return st.one_of(leaves)
        deeper = st.deferred(lambda: self.numbers(depth - 1, officer))
        signs = ["+", "-", "*"] if self.whole else ["+", "-", "*", "/", "%"]
        more: list[st.SearchStrategy[Any]] = [
            st.builds(Binary, st.sampled_from(signs), deeper, deeper),
            st.builds(Unary, st.just("-"), deeper),
        ]
        return st.one_of(*leaves, *more)

    def texts(self, officer: bool) -> st.SearchStrategy[Expression]:
        leaves: list[st.SearchStrategy[Any]] = [texts.map(Literal)]
        if not self.closed:
            leaves.append(st.just(Reference("reason")))
        if officer:
            leaves.append(st.just(Member(Reference("o"), "name")))
        return st.one_of(leaves)

    def lists(self, officer: bool) -> st.SearchStrategy[Expression]:
        written = st.lists(self.texts(officer), max_size=3).map(tuple).map(Items)
        longest = Binary("==", Reference("t"), Literal("a"))
        over = written if self.closed else written | st.just(Reference("tags"))
        return over | over.map(lambda each: Macro("filter", each, "t", longest))

    def spans(self) -> st.SearchStrategy[Expression]:
        day = st.sampled_from(
            [Reference("acted_on"), Member(Reference("party"), "born"), Call("on", (Literal("file"),))]
        )
        return st.builds(_call, st.sampled_from(["days", "months", "years", "working_days"]), day, day)


def _null_test(sign: str, name: str) -> Expression:
    return Binary(sign, Reference(name), Literal(None))


def _method(name: str, text: Expression, other: Expression) -> Expression:
    return Call(name, (text, other), method=True)


def _call(name: str, *arguments: Expression) -> Expression:
    return Call(name, arguments)


class Case:
    """A case as conditions ask about it."""

    def __init__(self, done: dict[str, date] | None = None, by: str | None = None) -> None:
        self._done = done or {}
        self._by = by

    def done(self, step: str, /) -> bool:
        return step in self._done

    def count(self, step: str, /) -> int:
        return int(step in self._done)

    def on(self, step: str, /) -> date | None:
        return self._done.get(step)

    def by(self, step: str, /) -> str | None:
        return self._by if step in self._done else None

    def open(self, thread: str, /) -> int:
        return int(thread in self._done)


cases = st.none() | st.builds(Case, st.dictionaries(st.sampled_from(["file", "review.passed"]), days))
