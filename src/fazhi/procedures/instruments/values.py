"""How values are written on paper: days as 2026年3月2日, amounts plain or in capitals, choices by their titles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import cn2an

from fazhi.procedures.chinese_dates import chinese_day, chinese_moment
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.language.fields import Column, Field, Kind, PartyKind
from fazhi.procedures.language.limits import Parameter
from fazhi.procedures.pauses import PLACE

PARTY_PARTS = {
    "name": "名称", "kind": "类别", "id_number": "证件号码", "address": "地址", "phone": "电话",
    "representative": "法定代表人（负责人）", "born_on": "出生日期", "email": "电子邮箱", "postcode": "邮政编码",
}  # fmt: skip
PERSON_PARTS = {"name": "姓名", "organization": "单位", "card_number": "证件编号"}
ENTRY_PARTS = {"title": "名称", "key": "编码"}
PARTS: dict[Kind, dict[str, str]] = {
    Kind.PARTY: PARTY_PARTS,
    Kind.PARTIES: PARTY_PARTS,
    Kind.PERSON: PERSON_PARTS,
    Kind.PEOPLE: PERSON_PARTS,
    Kind.ENTRY: ENTRY_PARTS,
    Kind.ENTRIES: ENTRY_PARTS,
}
"""The parts that ``{{ name.part }}`` may ask of a field, by its type, with their titles."""

AMOUNTS = (Kind.MONEY, Kind.NUMBER)
_CARDS = {"enforcement_card": "执法证号"}


def written(field: Field | Column, kept: Any) -> str:
    """A kept value as it is printed; '' for one that is not filled in."""
    if kept in (None, "", [], {}):
        return ""
    match field.type:
        case Kind.PARTY | Kind.ORGANIZATION:
            return str(kept.get("name", ""))
        case Kind.PARTIES:
            return _joined([str(each.get("name", "")) for each in kept])
        case Kind.ENTRY:
            return str(kept.get("title", ""))
        case Kind.ENTRIES:
            return _joined([str(each.get("title", "")) for each in kept])
        case Kind.CHANGES:
            return _changes(kept)
        case Kind.PERSON:
            return _person(field, kept)
        case Kind.PEOPLE:
            return _joined([_person(field, each) for each in kept])
        case Kind.CHOICES:
            return _joined([field.options.get(each, str(each)) for each in kept])
        case Kind.CHOICE:
            return field.options.get(kept, str(kept))
    return _plain(field.type, kept)


def _plain(kind: Kind, kept: Any) -> str:
    match kind:
        case Kind.DATE:
            return chinese_day(date.fromisoformat(kept))
        case Kind.MOMENT:
            return chinese_moment(datetime.fromisoformat(kept).astimezone(PLACE))
        case Kind.MONEY | Kind.NUMBER:
            return amount(kept)
        case Kind.BOOLEAN:
            return "是" if kept else "否"
        case Kind.DURATION:
            return parse_duration(str(kept)).chinese
    return str(kept).strip()


def written_part(kept: Any, part: str) -> str:
    """A part of a party or a person; of several, each one's, joined."""
    if kept in (None, "", [], {}):
        return ""
    records = kept if isinstance(kept, list) else [kept]
    return _joined([text for each in records if (text := _part(each, part))])


def _part(record: Mapping[str, Any], part: str) -> str:
    value = record.get(part)
    if value in (None, ""):
        return ""
    if part == "kind":
        return PartyKind(value).label
    return chinese_day(date.fromisoformat(str(value))) if part == "born_on" else str(value)


def written_parameter(parameter: Parameter, value: Any) -> str:
    """A parameter of the procedure as it is printed; '' where nobody has set it."""
    if value is None or value == "":
        return ""
    return _plain(Kind(parameter.type.value), str(value) if isinstance(value, Decimal) else value)


def amount(kept: Any) -> str:
    """``5000.00`` as 5000, ``5000.50`` as it is: amounts on paper have no separators."""
    text = str(kept)
    return text.removesuffix(".00")


def in_capitals(kept: Any) -> str:
    """An amount in capitals 大写金额: 伍仟元整."""
    return str(cn2an.an2cn(str(kept), "rmb"))


def _person(field: Field | Column, person: Mapping[str, Any]) -> str:
    name, card = str(person.get("name", "")), person.get("card_number")
    holds = getattr(field, "holds", None)
    return f"{name}（{_CARDS.get(holds, '证号')}{card}）" if card and holds else name


def _changes(kept: Mapping[str, Any]) -> str:
    """What proposed changes come to: 新增3项、取消1项."""
    counts = (("added", "新增"), ("changed", "变更"), ("withdrawn", "取消"))
    return f"{kept.get('title', '')}（{'、'.join(f'{word}{kept[key]}项' for key, word in counts if kept.get(key))}）"


def _joined(texts: list[str]) -> str:
    """With 、 between them, or ； where they hold 、 or ， themselves."""
    return ("；" if any("、" in text or "，" in text for text in texts) else "、").join(texts)


def party_lines(title: str, party: Mapping[str, Any], blank: str) -> tuple[list[str], list[str]]:
    """How a party is introduced, and the titles of what is missing and stands as ``blank``.

    A person with number and home, a sole trader with whoever runs it, a legal person with whoever represents it.
    """
    missing: list[str] = []

    def shown(label: str, part: str, *, needed: bool = True) -> str:
        text = _part(party, part)
        if not text and needed:
            missing.append(f"{title}的{label}")
        return f"{label}：{text or blank}" if text or needed else ""

    kind = party.get("kind", PartyKind.PERSON.value)
    first, second, runs = {
        PartyKind.SOLE_TRADER.value: ("统一社会信用代码", "经营场所", "经营者"),
        PartyKind.LEGAL_PERSON.value: ("统一社会信用代码", "住所", "法定代表人"),
        PartyKind.OTHER.value: ("统一社会信用代码", "住所", "负责人"),
    }.get(kind, ("证件号码", "住址", ""))
    lines = [
        [f"{title}：{party.get('name', '')}", shown("出生日期", "born_on", needed=False), shown(first, "id_number")],
        [
            shown(second, "address"),
            shown(runs, "representative") if runs else "",
            shown("联系电话", "phone", needed=False),
        ],
    ]
    return ["　".join(each for each in line if each) for line in lines], missing
