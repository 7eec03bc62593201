"""What is entered with an act 填报内容: brought into the form it is kept in, or refused with what to mend.

Kept values are JSON that the record can hash: no floats. Money is text with two decimals, a day is 2026-03-02, a moment
carries its offset, a person or a party is a record of texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from fazhi.procedures.casework.becoming import asked_anew
from fazhi.procedures.casework.formats import Malformed, fit_format
from fazhi.procedures.casework.requests import Code, Reason, Request
from fazhi.procedures.casework.state import CaseState
from fazhi.procedures.durations import parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.entering import filled_by
from fazhi.procedures.language.fields import Column, Field, Kind, PartyKind
from fazhi.procedures.language.steps import Result, Step
from fazhi.procedures.pauses import PLACE

LONGEST = 20_000
MOST_ROWS = 2_000
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
BLANK: tuple[Any, ...] = (None, "", [], {})
PARTY_FIELDS = (
    "kind", "name", "id_number", "address", "phone", "born_on", "representative", "email", "postcode",
)  # fmt: skip


class Unfit(Exception):  # noqa: N818 -- reads as what it says
    """A value that does not fit its field; the text says what is wrong and how to mend it."""


def fit(field: Field | Column, value: Any) -> Any:
    """A value in the form it is kept in; None for one that is blank. Raises Unfit."""
    if value is None or value == "" or value == [] or value == {}:
        return None
    return _FITS[field.type](field, value)


def fit_all(fields: Mapping[str, Field], given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """The given values in their kept form, and what is wrong with those that do not fit, by field."""
    fitted: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, value in given.items():
        try:
            kept = fit(fields[name], value)
        except Unfit as error:
            wrong[name] = str(error)
            continue
        if kept is not None:
            fitted[name] = kept
    return fitted, wrong


def entry_problems(
    definition: Definition, step: Step, result: Result | None, state: CaseState, request: Request
) -> Iterator[Reason]:
    """What is missing, what does not belong, and what does not fit."""
    required = (*step.collect, *(result.collect if result else ()))
    asked = {*required, *step.offer, *(result.offer if result else ())}
    allowed = asked | filled_by(definition, asked)
    for name in request.data:
        if name not in allowed:
            field = definition.fields.get(name)
            what = f"“{field.title}”" if field else f"“{name}”"
            yield Reason(Code.FIELD, f"办理“{step.title}”不填{what}，请删去。", field=name)
    kept, anew = state.facts_of(request.thread), asked_anew(definition, request.step)
    for name in required:
        field = definition.fields[name]
        known = None if name in anew else kept.get(name)
        if request.data.get(name) in BLANK and known in BLANK:
            yield Reason(Code.FIELD, f"请填写“{field.title}”。", step.basis if field.basis == {} else field.basis, name)
    for name, problem in fit_all(definition.fields, {n: v for n, v in request.data.items() if n in allowed})[1].items():
        yield Reason(Code.FIELD, problem, field=name)
    yield from not_in_force(definition, request.data)
    yield from _not_among(definition, state, request)


def _not_among(definition: Definition, state: CaseState, request: Request) -> Iterator[Reason]:
    """Texts that have to stand in a table of the case, and do not."""
    for name, value in request.data.items():
        field = definition.fields.get(name)
        if field is None or field.among is None or value in BLANK:
            continue
        table, _, column = field.among.partition(".")
        rows = request.data.get(table) or state.facts_of(request.thread).get(table) or ()
        known = [str(row[column]) for row in rows if row.get(column)]
        if known and value not in known:
            say = f"“{field.title}”没有“{str(value)[:20]}”，请从下列中选：{'、'.join(known)}。"
            yield Reason(Code.FIELD, say, field.basis, name)


def not_in_force(definition: Definition, given: Mapping[str, Any]) -> Iterator[Reason]:
    """Entries of registers that are not good on the day of the act. What an earlier act took stays as it was."""
    for name, value in given.items():
        field = definition.fields.get(name)
        if field is None or field.type not in (Kind.ENTRY, Kind.ENTRIES):
            continue
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, Mapping) and each.get("valid") is False:
                why = str(each.get("why") or "不在有效状态").rstrip("。")
                say = f"“{field.title}”选的“{each.get('title', '')}”{why}，不能据以办理，请另选有效的条目。"
                yield Reason(Code.ENTRY, say, field.basis, name, field.sources)


def _text(field: Field | Column, value: Any) -> str:
    if not isinstance(value, str | int):
        raise Unfit(f"“{field.title}”应为文字。")
    text = str(value).strip()
    if len(text) > LONGEST:
        raise Unfit(f"“{field.title}”有{len(text)}字，请不要超过{LONGEST}字，长的材料请作为附件上传。")
    if CONTROLS.search(text):
        raise Unfit(f"“{field.title}”含有不可见的控制字符，请删去后重新粘贴。")
    text = text.replace("\r\n", "\n")
    return _coded(field, text) if field.format and text else text


def _coded(field: Field | Column, text: str) -> str:
    assert field.format is not None
    try:
        return fit_format(field.format, text)
    except Malformed as error:
        raise Unfit(f"“{field.title}”：{error}") from None


def _number(field: Field | Column, value: Any) -> int | str:
    if isinstance(value, bool):
        raise Unfit(f"“{field.title}”应为数字。")
    try:
        number = Decimal(str(value).strip().replace(",", "").replace("，", ""))
    except InvalidOperation:
        raise Unfit(f"“{field.title}”应为数字，现为“{str(value)[:20]}”。") from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise Unfit(f"“{field.title}”超出范围，请核对。")
    least, most = getattr(field, "least", None), getattr(field, "most", None)
    if (least is not None and number < least) or (most is not None and number > most):
        raise Unfit(
            f"“{field.title}”应在{least if least is not None else '…'}到{most if most is not None else '…'}之间。"
        )
    return int(number) if number == number.to_integral_value() else str(number.normalize())


def _money(field: Field | Column, value: Any) -> str:
    try:
        amount = Decimal(str(value).strip().replace(",", "").replace("，", "").removesuffix("元"))
    except InvalidOperation:
        raise Unfit(f"“{field.title}”应为金额，单位元，如 5000 或 5000.50，现为“{str(value)[:20]}”。") from None
    if not amount.is_finite() or amount < 0 or amount >= Decimal(10) ** 15:
        raise Unfit(f"“{field.title}”不能为负，也不能超过一千万亿元，请核对。")
    if amount != amount.quantize(Decimal("0.01")):
        raise Unfit(f"“{field.title}”最多两位小数（精确到分）。")
    return str(amount.quantize(Decimal("0.01")))


def _boolean(field: Field | Column, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    words = {
        "true": True,
        "yes": True,
        "on": True,
        "是": True,
        "1": True,
        "false": False,
        "no": False,
        "否": False,
        "0": False,
    }
    if str(value).strip().lower() not in words:
        raise Unfit(f"“{field.title}”请选“是”或“否”。")
    return words[str(value).strip().lower()]


def _date(field: Field | Column, value: Any) -> str:
    if isinstance(value, datetime):
        return value.astimezone(PLACE).date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    found = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", str(value).strip())
    try:
        return date(*(int(part) for part in found.groups())).isoformat()  # type: ignore[union-attr]  # caught below
    except (AttributeError, ValueError):
        raise Unfit(f"“{field.title}”应为日期，如 2026-03-02，现为“{str(value)[:20]}”。") from None


def _moment(field: Field | Column, value: Any) -> str:
    try:
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(str(value).strip().replace(" ", "T"))
    except ValueError:
        raise Unfit(f"“{field.title}”应为日期和时刻，如 2026-03-02 09:30，现为“{str(value)[:20]}”。") from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=PLACE)
    return moment.astimezone(PLACE).isoformat(timespec="minutes")


def _choice(field: Field | Column, value: Any) -> str:
    if not isinstance(value, str):
        raise Unfit(f"“{field.title}”应为选项的代码或者名称（文字）。")
    if value in field.options:
        return value
    for name, title in field.options.items():
        if title == value:
            return name
    options = "、".join(field.options.values())
    raise Unfit(f"“{field.title}”没有选项“{value[:20]}”，请从下列选项中选：{options}。")


def _choices(field: Field | Column, value: Any) -> list[str]:
    values = value if isinstance(value, list | tuple) else [value]
    chosen = {_choice(field, each) for each in values}
    return [name for name in field.options if name in chosen]


def _record(field: Field | Column, value: Any) -> dict[str, Any]:
    if not isinstance(value, Mapping):
        raise Unfit(f"“{field.title}”的内容不完整，请重新选择或填写。")
    if not all(each is None or isinstance(each, str | int | date) for each in value.values()):
        raise Unfit(f"“{field.title}”的各项应为文字。")
    return {str(name): each for name, each in value.items() if each not in (None, "")}


def _party(field: Field | Column, value: Any) -> dict[str, Any]:
    party = _record(field, value)
    unknown = set(party) - set(PARTY_FIELDS)
    if unknown:
        raise Unfit(f"“{field.title}”没有“{'、'.join(sorted(unknown))}”这样的内容，请删去。")
    if not str(party.get("name", "")).strip():
        raise Unfit(f"请填写“{field.title}”的姓名或者名称。")
    kind = party.setdefault("kind", PartyKind.PERSON.value)
    if kind not in {each.value for each in PartyKind}:
        raise Unfit(f"“{field.title}”的类别请选：{'、'.join(each.label for each in PartyKind)}。")
    if "born_on" in party:
        party["born_on"] = _date(field, party["born_on"])
    return {name: _text(field, each) for name, each in party.items()}


def _parties(field: Field | Column, value: Any) -> list[dict[str, Any]]:
    return [_party(field, each) for each in _list(field, value)]


def _list(field: Field | Column, value: Any) -> list[Any]:
    values = list(value) if isinstance(value, list | tuple) else [value]
    if len(values) > MOST_ROWS:
        raise Unfit(f"“{field.title}”有{len(values)}行，请不要超过{MOST_ROWS}行，更多的请作为附件上传。")
    return values


def _person(field: Field | Column, value: Any) -> dict[str, Any]:
    person = _record(field, value)
    if not str(person.get("name", "")).strip():
        raise Unfit(f"“{field.title}”里有一人没有姓名，请重新选择。")
    return person


def _people(field: Field | Column, value: Any) -> list[dict[str, Any]]:
    people = [_person(field, each) for each in _list(field, value)]
    keys = [str(person.get("id") or person["name"]) for person in people]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        name = next(person["name"] for person in people if str(person.get("id") or person["name"]) == twice)
        raise Unfit(f"“{field.title}”里{name}出现了两次，请删去一个。")
    return people


def _rows(field: Field | Column, value: Any) -> list[dict[str, Any]]:
    assert isinstance(field, Field)
    rows = []
    for number, row in enumerate(_list(field, value), 1):
        if not isinstance(row, Mapping):
            raise Unfit(f"“{field.title}”第{number}行的内容不完整，请重新填写。")
        if all(each in (None, "") for each in row.values()):
            continue
        rows.append(_row(field, number, row))
    return rows


def _row(field: Field, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    fitted: dict[str, Any] = {}
    for name, column in field.columns.items():
        try:
            kept = fit(column, row.get(name))
        except Unfit as error:
            raise Unfit(f"“{field.title}”第{number}行：{error}") from None
        if kept is not None:
            fitted[name] = kept
        elif not column.optional:
            raise Unfit(f"“{field.title}”第{number}行没有填写“{column.title}”。")
    unknown = set(row) - set(field.columns)
    if unknown:
        raise Unfit(f"“{field.title}”没有“{'、'.join(sorted(unknown))}”这一列，请删去。")
    return fitted


def _duration(field: Field | Column, value: Any) -> str:
    try:
        return str(parse_duration(str(value)))
    except CountingError as error:
        raise Unfit(f"“{field.title}”：{error}") from None


def _entry(field: Field | Column, value: Any) -> dict[str, Any]:
    """An entry of a register as an act keeps it: which one, and how it stood on the day."""
    if not isinstance(value, Mapping) or not value.get("id") or not value.get("title"):
        raise Unfit(f"“{field.title}”请从清单中选择。")
    kept: dict[str, Any] = _texts(field, value, ("id", "key", "title"))
    if value.get("valid") is not None:
        kept["valid"] = value["valid"] is True
        if not kept["valid"]:
            kept |= _texts(field, value, ("why",))
    return kept


def _texts(field: Field | Column, value: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    texts = {name: value.get(name) or "" for name in names}
    if not all(isinstance(each, str | int) for each in texts.values()):
        raise Unfit(f"“{field.title}”的内容不完整，请重新选择。")
    return {name: str(each) for name, each in texts.items()}


def _entries(field: Field | Column, value: Any) -> list[dict[str, Any]]:
    entries = [_entry(field, each) for each in _list(field, value)]
    titles = {each["id"]: each["title"] for each in entries}
    if len(titles) < len(entries):
        twice = next(each["title"] for each in entries if [one["id"] for one in entries].count(each["id"]) > 1)
        raise Unfit(f"“{field.title}”里“{twice}”出现了两次，请删去一个。")
    return entries


def _changes(field: Field | Column, value: Any) -> dict[str, Any]:
    """Proposed changes 拟调整 as an act keeps them: which draft, its digest, how much it changes."""
    if not isinstance(value, Mapping) or not value.get("draft") or not value.get("sm3"):
        raise Unfit(f"“{field.title}”请从清单台账的拟调整页面提交。")
    counts = {name: value.get(name) or 0 for name in ("added", "changed", "withdrawn")}
    if not all(isinstance(count, int) and not isinstance(count, bool) for count in counts.values()):
        raise Unfit(f"“{field.title}”的条数应为数字，请重新提交拟调整。")
    if not any(counts.values()):
        raise Unfit(f"“{field.title}”没有任何新增、变更或者取消，请先编制拟调整内容。")
    return _texts(field, value, ("draft", "sm3", "title")) | counts


_FITS: dict[Kind, Callable[[Field | Column, Any], Any]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.BOOLEAN: _boolean,
    Kind.DATE: _date,
    Kind.MOMENT: _moment,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.PARTY: _party,
    Kind.PARTIES: _parties,
    Kind.PERSON: _person,
    Kind.PEOPLE: _people,
    Kind.ORGANIZATION: _record,
    Kind.ROWS: _rows,
    Kind.DURATION: _duration,
    Kind.ENTRY: _entry,
    Kind.ENTRIES: _entries,
    Kind.CHANGES: _changes,
}
