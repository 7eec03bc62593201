"""Checks one register beyond its form: its rules, its order of names, and what its references speak of."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from fazhi.catalog.loading import CatalogProblem, Located
from fazhi.procedures import conditions
from fazhi.procedures.conditions import DATE, ConditionError, Name
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.basis import listed
from fazhi.procedures.language.citing import is_citation
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.language.grounds import grounded_parts
from fazhi.procedures.language.typing import type_of_field
from fazhi.procedures.registers.definition import Publishing, RegisterDefinition, Rule

PHRASE_LONGEST = 25
ABOUT_THE_CHANGE = {"since": Name(DATE, "施行日期")}
"""Names that every rule may use besides the fields."""


def names_of(definition: RegisterDefinition) -> dict[str, Name]:
    """The type and title of every name that a rule may read."""
    return ABOUT_THE_CHANGE | {name: Name(type_of_field(each), each.title) for name, each in definition.fields.items()}


def check_register(located: Located[RegisterDefinition], path: Path) -> list[CatalogProblem]:
    """Everything wrong with a register whose form is right; empty when it can be used."""
    definition = located.value
    problems: list[CatalogProblem] = []
    if path.stem != definition.id:
        wrong = f"文件名“{path.name}”与清单标识“{definition.id}”不一致"
        problems.append(located.problem(("id",), wrong, f"请把文件名改为 {definition.id}.yaml，或改 id"))
    for name, field in definition.fields.items():
        if field.type is Kind.CHANGES:
            problems.append(located.problem(("fields", name, "type"), "清单里不能有拟调整内容", "请改用其他类型"))
        if name in ABOUT_THE_CHANGE:
            problems.append(located.problem(("fields", name), f"“{name}”已有别的意思", "请换一个名称"))
    for bound, kind in ((definition.validity.starts, "起"), (definition.validity.ends, "止")):
        if bound and definition.fields[bound].type is not Kind.DATE:
            problems.append(located.problem(("validity",), f"有效期{kind}不是日期要素", "请改为日期要素"))
    if definition.validity.warn:
        try:
            parse_duration(definition.validity.warn)
        except CountingError as error:
            problems.append(located.problem(("validity", "warn"), str(error).removesuffix("。"), "请改写"))
    problems += _rules(located)
    problems += _grounds(located)
    return problems


def _rules(located: Located[RegisterDefinition]) -> list[CatalogProblem]:
    problems = []
    names = names_of(located.value)
    for name, rule in located.value.rules.items():
        try:
            conditions.check(conditions.parse(rule.that), names, steps=(), threads=())
        except ConditionError as error:
            wrong = f"条件有误：{error.say.removesuffix('。')}"
            problems.append(located.problem(("rules", name, "that"), wrong, "请改正这个条件"))
    return problems


def _grounds(located: Located[RegisterDefinition]) -> list[CatalogProblem]:
    """Citations that cannot be read, whole sentences for phrases, and a register or a rule that rests on nothing."""
    problems = []
    for place, part in grounded_parts(located.value):
        for citation, phrases in part.basis.items():
            where = (*place, "basis", citation)
            if not is_citation(citation):
                problems.append(located.problem(where, f"依据“{citation}”的写法不对", "请写成 行政处罚法#58.1.1"))
            long = [phrase for phrase in listed(phrases) if len(phrase) > PHRASE_LONGEST]
            if long:
                wrong = f"关键词“{long[0]}”超过 {PHRASE_LONGEST} 个字"
                problems.append(located.problem(where, wrong, "关键词只要一个术语或数字，不要抄整句"))
        rests = isinstance(part, RegisterDefinition | Rule | Publishing)
        if rests and not part.basis and not part.sources:
            wrong = f"{'规则' if isinstance(part, Rule) else '公开' if place else '清单'}没有依据"
            problems.append(located.problem(place, wrong, "请写 basis（法条和关键词）或 sources（文件名称、文号）"))
    return problems


def check_references(
    registers: Collection[Located[RegisterDefinition]], procedures: Collection[str]
) -> list[CatalogProblem]:
    """References between registers, and to the procedures that change them."""
    known = {each.value.id for each in registers}
    problems = []
    for located in registers:
        definition = located.value
        for name, field in definition.fields.items():
            if field.refers_to and field.refers_to not in known:
                place = ("fields", name, "refers_to")
                problems.append(located.problem(place, f"没有清单“{field.refers_to}”", "请核对清单标识"))
        if definition.changed_by and definition.changed_by not in procedures:
            problems.append(
                located.problem(("changed_by",), f"没有程序“{definition.changed_by}”", "请核对程序标识，或删去")
            )
    return problems
