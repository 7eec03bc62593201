"""Whether rows may be handed in: what is wrong with each field, in a sentence that says how to mend it. Pure.

The platform that takes the rows sends back a lot with one bad row, days later; so everything that it looks at is looked
at here, and some that it does not (a name that belongs to another code).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from fazhi.procedures.casework.formats import Malformed, fit_format
from fazhi.procedures.language.fields import Format
from fazhi.publishing.credit.tables import Category, CreditField, CreditTable, Required

Values = Mapping[str, str]
PLACES, DIGITS = 6, 18
FIRST_YEAR = 1996
"""The year of the first 行政处罚法: an earlier decision is a slip of the pen."""
SOLE_TRADER_CODE = "92"
ID_PAPERS = ("身份证", "居民身份证", "01")
_EMPTY = frozenset({"无", "空", "null", "none", "nan", "/", "-", "—", "n/a", "0000-00-00", "暂无"})
_STARRED = re.compile(r"[*＊×]|某某|某$")


@dataclass(frozen=True)
class Fault:
    """What is wrong with one field of one row."""

    code: str
    title: str
    say: str

    def __str__(self) -> str:
        return f"{self.title}：{self.say}"


def check(table: CreditTable, values: Values, *, today: date) -> tuple[Fault, ...]:
    """Everything wrong with a row; nothing for one that can be handed in."""
    found = list(_fields(table, values))
    wrong = {each.code for each in found}
    found += [each for each in _together(table, values, today) if each.code not in wrong]
    order = list(table.fields)
    return tuple(sorted(found, key=lambda each: order.index(each.code)))


def check_all(table: CreditTable, rows: Sequence[Values], *, today: date) -> list[tuple[Fault, ...]]:
    """Each row by itself, and against the others: a number twice, a code under two names."""
    number, code, name = (table.named(ending) for ending in ("wsh", "xdr_shxym", "xdr_mc"))
    numbers = [row.get(number, "") for row in rows]
    names: dict[str, str] = {}
    found = []
    for place, row in enumerate(rows):
        faults = list(check(table, row, today=today))
        if numbers[place] and numbers[place] in numbers[:place]:
            other = numbers.index(numbers[place]) + 1
            faults.append(_fault(table, number, f"与第{other}行的文号相同，请核对是否重复。"))
        if row.get(code) and names.setdefault(row[code], row.get(name, "")) != row.get(name, ""):
            faults.append(_fault(table, code, f"同一代码在前面登记为“{names[row[code]]}”，请核对名称与代码。"))
        found.append(tuple(faults))
    return found


def _fault(table: CreditTable, code: str, say: str) -> Fault:
    return Fault(code, table.fields[code].title, say)


def _fields(table: CreditTable, values: Values) -> Iterator[Fault]:
    for unknown in values.keys() - table.fields.keys():
        raise KeyError(unknown)
    for code, field in table.fields.items():
        text = values.get(code, "").strip()
        if not text:
            if _needed(table, field.required, values):
                yield _fault(table, code, f"没有填写{_why(field.required)}。")
            continue
        if say := _wrong(field, text):
            yield _fault(table, code, say)


def _needed(table: CreditTable, required: Required, values: Values) -> bool:
    category = values.get(table.named("xdr_lb"), "")
    kinds = values.get(table.named("cflb"), "")
    match required:
        case Required.ALWAYS:
            return True
        case Required.BODY:
            return category in (Category.BODY, Category.SOLE_TRADER)
        case Required.PERSON:
            return category == Category.PERSON
        case Required.FINE:
            return "罚款" in kinds
        case Required.CONFISCATION:
            return "没收违法所得" in kinds
        case Required.LICENCE:
            return "暂扣" in kinds or "吊销" in kinds
    return False


def _why(required: Required) -> str:
    return {
        Required.BODY: "，相对人为法人、非法人组织、个体工商户的必填",
        Required.PERSON: "，相对人为自然人的必填",
        Required.FINE: "，处罚类别有罚款的必填",
        Required.CONFISCATION: "，处罚类别有没收违法所得的必填",
        Required.LICENCE: "，处罚类别有暂扣、吊销的必填",
    }.get(required, "，此项必填")


def _wrong(field: CreditField, text: str) -> str:
    """What is wrong with a value by itself; "" for nothing."""
    if text.lower() in _EMPTY:
        return f"“{text}”不是内容，没有的请留空。"
    if any(sign in text for sign in "\t\x00\x0b\x0c"):
        return "有制表符等看不见的字符，请删去。"
    if field.most and len(text) > field.most:
        return f"最多{field.most}个字，现有{len(text)}个，请压缩。"
    if field.options and text not in field.options:
        return f"“{text}”不在可选内容里，只能是{'、'.join(field.options)}。"
    if field.type == "date":
        return _wrong_date(text)
    if field.type == "amount":
        return _wrong_amount(text)
    return _wrong_code(field.format, text) if field.format else ""


def _wrong_date(text: str) -> str:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return f"“{text}”不是日期，请写成2026-03-02的样子。"
    return f"年份{day.year}太早，请核对。" if day.year < FIRST_YEAR else ""


def _wrong_amount(text: str) -> str:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return f"“{text}”不是金额，请只写数字，单位是万元。"
    if not amount.is_finite() or amount < 0:
        return "金额不能是负数，请核对。"
    exponent = amount.as_tuple().exponent
    if isinstance(exponent, int) and -exponent > PLACES:
        return f"最多{PLACES}位小数（精确到分），请核对单位是不是万元。"
    if amount >= Decimal(10) ** (DIGITS - PLACES):
        return "金额太大，请核对单位是不是万元。"
    return ""


def _wrong_code(form: Format, text: str) -> str:
    try:
        kept = fit_format(form, text)
    except Malformed as fault:
        return str(fault)
    return "" if kept == text else f"请写成“{kept}”，不带空格、横线和全角字符。"


def _together(table: CreditTable, values: Values, today: date) -> Iterator[Fault]:
    """What is wrong between fields."""

    def told(ending: str) -> str:
        return values.get(table.named(ending), "").strip()

    def fault(ending: str, say: str) -> Fault:
        return _fault(table, table.named(ending), say)

    yield from _party(told, fault)
    yield from _days(told, fault, today)
    if "罚款" in told("cflb") and told("nr_fk") and _is_nought(told("nr_fk")):
        yield fault("nr_fk", "处罚类别有罚款，金额不能是0，请核对。")
    if told("nr_fk") and told("cflb") and "罚款" not in told("cflb") and not _is_nought(told("nr_fk")):
        yield fault("nr_fk", "处罚类别没有罚款，却填了罚款金额，请核对。")


Told = Callable[[str], str]
MakeFault = Callable[[str, str], Fault]


def _party(told: Told, fault: MakeFault) -> Iterator[Fault]:
    category, code = told("xdr_lb"), told("xdr_shxym")
    if _STARRED.search(told("xdr_mc")):
        yield fault("xdr_mc", "名称是隐去以后的，报送信用平台要填全名。")
    if category == Category.PERSON and code:
        yield fault("xdr_shxym", "自然人没有统一社会信用代码，请核对类别或者清空代码。")
    if category == Category.BODY and code.startswith(SOLE_TRADER_CODE):
        yield fault("xdr_lb", "统一社会信用代码以92开头的是个体工商户，请改类别。")
    if category == Category.SOLE_TRADER and code and not code.startswith(SOLE_TRADER_CODE):
        yield fault("xdr_lb", "个体工商户的统一社会信用代码以92开头，请核对类别和代码。")
    if category in (Category.BODY, Category.SOLE_TRADER) and told("xdr_zjhm"):
        yield fault("xdr_zjhm", "只有自然人填证件号码；法定代表人的证件不用填。")
    if any(sign.isdigit() for sign in told("frdb")):
        yield fault("frdb", "姓名里有数字，请核对是否误填了证件号码或者电话。")
    if told("xdr_zjlx") in ID_PAPERS and told("xdr_zjhm") and (say := _wrong_code(Format.ID_CARD, told("xdr_zjhm"))):
        yield fault("xdr_zjhm", say)


def _days(told: Told, fault: MakeFault, today: date) -> Iterator[Fault]:
    decided = _day(told("jdrq"))
    if decided and decided > today:
        yield fault("jdrq", "决定日期晚于今天，请核对。")
    for ending, title in (("yxq", "有效期"), ("gsjzq", "公示截止期"), ("yxqzi", "有效期至")):
        until = _day(told(ending))
        if decided and until and until < decided:
            yield fault(ending, f"{title}早于决定日期，请核对。")
    begins, ends = _day(told("yxqz")), _day(told("yxqzi"))
    if begins and ends and ends < begins:
        yield fault("yxqz", "有效期自晚于有效期至，请核对。")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_nought(text: str) -> bool:
    try:
        return Decimal(text) == 0
    except InvalidOperation:
        return False
