"""What conditions may read: the types of a procedure's fields and parameters; and the check of every condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from fazhi.catalog.loading import Place
from fazhi.procedures import conditions
from fazhi.procedures.conditions import (
    BOOLEAN,
    DATE,
    NUMBER,
    TEXT,
    ConditionError,
    Expression,
    ListOf,
    Name,
    Number,
    Record,
    Text,
    Type,
)
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.draft import Draft
from fazhi.procedures.language.fields import Column, Field, Kind, PartyKind
from fazhi.procedures.language.following import LeadsTo, Records
from fazhi.procedures.language.limits import ParameterKind
from fazhi.procedures.language.steps import Result, Step

_PARTY = Record(
    {
        "kind": Name(Text(frozenset(PartyKind), {kind.value: kind.label for kind in PartyKind}), "当事人类别"),
        "name": Name(TEXT, "名称"),
        "id_number": Name(TEXT, "证件号码"),
        "address": Name(TEXT, "地址"),
        "phone": Name(TEXT, "电话"),
        "born_on": Name(DATE, "出生日期"),
        "representative": Name(TEXT, "法定代表人（负责人）"),
    }
)
_PERSON = Record(
    {
        "id": Name(TEXT, "人员编号"),
        "name": Name(TEXT, "姓名"),
        "organization": Name(TEXT, "单位"),
        "card_number": Name(TEXT, "证件编号"),
        "card_valid": Name(BOOLEAN, "持有有效证件"),
        "legal_qualified": Name(BOOLEAN, "取得法律职业资格"),
    }
)
_ENTRY = Record(
    {
        "id": Name(TEXT, "条目标识"),
        "key": Name(TEXT, "条目编码"),
        "title": Name(TEXT, "条目名称"),
        "valid": Name(BOOLEAN, "当日有效"),
    }
)
_AMOUNT = Number(word="金额", unit="元", least=0)
_PLAIN: dict[Kind, Type] = {
    Kind.TEXT: TEXT,
    Kind.LONG_TEXT: TEXT,
    Kind.NUMBER: NUMBER,
    Kind.MONEY: _AMOUNT,
    Kind.BOOLEAN: BOOLEAN,
    Kind.DATE: DATE,
    Kind.MOMENT: DATE,  # conditions see the day of a moment
    Kind.PARTY: _PARTY,
    Kind.PARTIES: ListOf(_PARTY),
    Kind.PERSON: _PERSON,
    Kind.PEOPLE: ListOf(_PERSON),
    Kind.ORGANIZATION: TEXT,
    Kind.DURATION: TEXT,
    Kind.ENTRY: _ENTRY,
    Kind.ENTRIES: ListOf(_ENTRY),
    Kind.CHANGES: Record(
        {
            "added": Name(Number(least=0), "新增条数"),
            "changed": Name(Number(least=0), "变更条数"),
            "withdrawn": Name(Number(least=0), "取消条数"),
        }
    ),
}
_PARAMETERS: dict[ParameterKind, Type] = {
    ParameterKind.MONEY: _AMOUNT,
    ParameterKind.NUMBER: NUMBER,
    ParameterKind.DURATION: TEXT,
    ParameterKind.BOOLEAN: BOOLEAN,
    ParameterKind.TEXT: TEXT,
}
ABOUT_THE_ACT = {
    "performed_on": Name(DATE, "办理日期"),
    "result": Name(TEXT, "办理结果"),
    "attachments": Name(Number(least=0), "附件数"),
    "opened_on": Name(DATE, "立案（收到申请）日期"),
}
"""Names that every condition may use besides fields, parameters and named conditions."""


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition where it stands. ``step`` is the step it belongs to, if it belongs to one."""

    place: Place
    text: str
    step: str | None = None
    expects: Type = BOOLEAN


def types_of(definition: Definition) -> dict[str, Name]:
    """The type and title of every name that a condition of the procedure may read, named conditions included."""
    names = dict(ABOUT_THE_ACT)
    names |= {name: Name(_PARAMETERS[each.type], each.title) for name, each in definition.parameters.items()}
    names |= {name: Name(type_of_field(each), each.title) for name, each in definition.fields.items()}
    return names | {name: Name(BOOLEAN, each.title) for name, each in definition.conditions.items()}


def type_of_field(declared: Field) -> Type:
    """The type in which conditions see a field."""
    if declared.type is Kind.ROWS:
        return ListOf(
            Record({name: Name(_type_of_column(each), each.title) for name, each in declared.columns.items()})
        )
    if declared.type is Kind.CHOICE:
        return Text(frozenset(declared.options), declared.options)
    if declared.type is Kind.CHOICES:
        return ListOf(Text(frozenset(declared.options), declared.options))
    if declared.type in (Kind.NUMBER, Kind.MONEY):
        plain = _PLAIN[declared.type]
        assert isinstance(plain, Number)
        return Number(
            plain.word, declared.unit or plain.unit, declared.least if declared.least is not None else plain.least
        )
    return _PLAIN[declared.type]


def _type_of_column(column: Column) -> Type:
    if column.type is Kind.CHOICE:
        return Text(frozenset(column.options), column.options)
    return _PLAIN[column.type]


def types_at(definition: Definition, names: Mapping[str, Name], step: str | None) -> Mapping[str, Name]:
    """`types_of` as a condition of ``step`` sees it: ``result`` can only be one of its results."""
    results = definition.steps[step].results if step else {}
    if not results:
        return names
    titles = {name: each.title for name, each in results.items()}
    return {**names, "result": Name(Text(frozenset(results), titles), "办理结果")}


def stated_conditions(definition: Definition) -> Iterator[Stated]:
    """Every condition in the procedure, the named ones first."""
    for name, named in definition.conditions.items():
        yield Stated(("conditions", name, "that"), named.that)
    for name, step in definition.steps.items():
        yield from _of_step(name, step)
    for name, alert in definition.alerts.items():
        yield Stated(("alerts", name, "when"), alert.when)
        if alert.counts is not None:
            yield Stated(("alerts", name, "counts"), alert.counts, expects=NUMBER)
    for section, parts in (("time_limits", definition.time_limits), ("publish", definition.publish)):
        for name, part in parts.items():
            if part.when is not None:
                yield Stated((section, name, "when"), part.when)


def _of_step(name: str, step: Step) -> Iterator[Stated]:
    parts: list[tuple[Place, Step | Result]] = [(("steps", name), step)]
    parts += [(("steps", name, "results", key), result) for key, result in step.results.items()]
    for place, part in parts:
        if part.when is not None:
            yield Stated((*place, "when"), part.when, name)
        for index, requirement in enumerate(part.requires):
            if requirement.when is not None:
                yield Stated((*place, "requires", index, "when"), requirement.when, name)
        for index, rule in enumerate(part.rules):
            if rule.when is not None:
                yield Stated((*place, "rules", index, "when"), rule.when, name)
            yield Stated((*place, "rules", index, "that"), rule.that, name)
        following: tuple[tuple[str, Sequence[Records | LeadsTo]], ...] = (
            ("records", part.records),
            ("leads_to", part.leads_to),
        )
        for section, parts_following in following:
            for index, each in enumerate(parts_following):
                if each.when is not None:
                    yield Stated((*place, section, index, "when"), each.when, name)


def check_conditions(draft: Draft) -> None:
    """Blames names with two meanings, and every condition that cannot be read or does not fit what is declared."""
    definition = draft.definition
    _two_meanings(draft)
    names = types_of(definition)
    named: dict[str, Expression] = {}
    for stated in stated_conditions(definition):
        expression = _parsed(draft, stated)
        if expression is None:
            continue
        if stated.place[0] == "conditions":
            named[str(stated.place[1])] = expression
        known = types_at(definition, names, stated.step)
        try:
            conditions.check(
                expression, known, expects=stated.expects, steps=draft.references, threads=definition.threads
            )
        except ConditionError as error:
            _blame(draft, stated, error)
    for name, expression in named.items():
        try:
            conditions.inline(expression, named)
        except ConditionError as error:
            _blame(draft, Stated(("conditions", name, "that"), definition.conditions[name].that), error)


def _two_meanings(draft: Draft) -> None:
    """Fields, parameters and conditions share one space of names: a word in a condition means one thing."""
    definition = draft.definition
    owners = dict.fromkeys(ABOUT_THE_ACT, "办理事实")
    spaces = (("parameters", "参数"), ("fields", "要素"), ("conditions", "条件"))
    for section, what in spaces:
        for name in getattr(definition, section):
            if name in owners:
                draft.blame((section, name), f"“{name}”已经是{owners[name]}的名称", f"请给这个{what}换一个名称")
            owners.setdefault(name, what)


def _parsed(draft: Draft, stated: Stated) -> Expression | None:
    try:
        return conditions.parse(stated.text)
    except ConditionError as error:
        _blame(draft, stated, error)
        return None


def _blame(draft: Draft, stated: Stated, error: ConditionError) -> None:
    near = stated.text[error.position : error.position + 12].strip()
    where = f"（第 {error.position + 1} 字“{near}”处）" if near else ""
    wrong, mend = _wrong_and_mend(error.say)
    draft.blame(stated.place, f"条件{where}有误：{wrong}", mend)


def _wrong_and_mend(say: str) -> tuple[str, str]:
    """What conditions say in one breath, as the two sentences of a catalog problem."""
    wrong, near, guess = say.partition("，是不是")
    if near:
        return wrong, f"是不是 {guess.strip()}请核对拼写"
    wrong, _, mend = say.removesuffix("。").partition("。")
    return wrong, mend or "请改正这个条件"
