"""A register explained in Chinese, as `fazhi catalog show` prints it."""

from __future__ import annotations

from collections.abc import Iterator

from fazhi.procedures import conditions
from fazhi.procedures.language.basis import Grounded
from fazhi.procedures.language.citing import said
from fazhi.procedures.language.fields import Field
from fazhi.procedures.registers.checking import names_of
from fazhi.procedures.registers.definition import RegisterDefinition

MOST_OPTIONS = 10


def text(definition: RegisterDefinition) -> str:
    """What the register holds, who keeps it, what is asked, what is public and what all that rests on."""
    return "\n".join(_lines(definition)) + "\n"


def _lines(definition: RegisterDefinition) -> Iterator[str]:
    yield f"{definition.title}（{definition.id}）　{definition.family}"
    yield definition.about
    changed = f"，只能经程序“{definition.changed_by}”变更" if definition.changed_by else ""
    yield f"维护：{definition.kept_by.label}{changed}"
    yield f"唯一标识：{_titles(definition, definition.key)}"
    yield from (f"不得重复：{_titles(definition, names)}" for names in definition.unique)
    yield from _validity(definition)
    if definition.credential:
        credential = definition.credential
        holder, number = (_titles(definition, (name,)) for name in (credential.holder, credential.number))
        yield f"证件：{credential.kind}，持证人“{holder}”，编号“{number}”"
    yield from _grounds(definition, "依据：")
    yield ""
    yield "【要素】"
    yield from (line for name, field in definition.fields.items() for line in _field(definition, name, field))
    if definition.rules:
        yield ""
        yield "【规则】"
        for rule in definition.rules.values():
            yield f"· {rule.say}"
            yield f"   条件：{conditions.explain(conditions.parse(rule.that), names_of(definition))}"
            yield from _grounds(rule, "   依据：")
    yield from _publishing(definition)


def _field(definition: RegisterDefinition, name: str, field: Field) -> Iterator[str]:
    marks = ["必填"] if name in {*definition.required, *definition.key} else []
    marks += ["个人信息，加密保存"] if field.personal else []
    marks += [f"{field.format.label}，按校验规则核对"] if field.format else []
    marks += [f"选自清单“{field.refers_to}”"] if field.refers_to else []
    inner = tuple(field.options.values()) or tuple(column.title for column in field.columns.values())
    more = f"：{'／'.join(inner)}" if inner and len(inner) <= MOST_OPTIONS else ""
    yield f"· {field.title}（{field.type.label}{'，' if marks else ''}{'，'.join(marks)}）{more}"
    if field.hint:
        yield f"   {field.hint}"


def _validity(definition: RegisterDefinition) -> Iterator[str]:
    validity = definition.validity
    starts, ends = (_titles(definition, (each,)) if each else "" for each in (validity.starts, validity.ends))
    if starts or ends:
        warned = f"，届满前 {validity.warn} 提醒" if validity.warn and ends else ""
        yield f"有效期：{f'自“{starts}”' if starts else ''}{f'至“{ends}”' if ends else ''}{warned}"


def _publishing(definition: RegisterDefinition) -> Iterator[str]:
    yield ""
    yield "【公开】"
    if definition.publish is None:
        yield "不公开"
        return
    yield f"· {definition.publish.title}：{_titles(definition, definition.publish.fields)}"
    if definition.publish.masked:
        yield f"   遮蔽：{_titles(definition, definition.publish.masked)}"
    yield from _grounds(definition.publish, "   依据：")


def _grounds(part: Grounded, label: str) -> Iterator[str]:
    grounds = [*(said(citation) for citation in part.basis), *(f"{source}（未核实）" for source in part.sources)]
    if grounds:
        yield f"{label}{'；'.join(grounds)}"


def _titles(definition: RegisterDefinition, names: tuple[str, ...]) -> str:
    return "、".join(definition.fields[name].title for name in names)
