"""Kinds of plan at work: looking one up, checking the extra fields of a task, showing them."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from fazhi.catalog.plan_kinds import ExtraField, FieldType, PlanKind, load_plan_kinds
from fazhi.plans.refusals import Refused

Extra = dict[str, str | int]
_LONGEST = {FieldType.TEXT: 200, FieldType.PARAGRAPH: 2000}


def all_kinds() -> tuple[PlanKind, ...]:
    """Every kind, in the order of the catalog."""
    return load_plan_kinds().kinds


def kind_of(key: str) -> PlanKind:
    """The kind with this key. Raises Refused for an unknown one."""
    for kind in all_kinds():
        if kind.key == key:
            return kind
    raise Refused(f"没有“{key}”这种规划计划类型，请从列表中选择。", field="kind")


def clean_extra(kind: PlanKind, raw: Mapping[str, str], *, require: bool = True) -> Extra:
    """The extra fields of a task as they are kept: money and dates as text in one form, integers as numbers.

    Empty fields are left out. Raises Refused for the first wrong or, with `require`, missing one; its `field` is
    ``extra.KEY``. Unknown keys are refused: what is kept must be what the kind asks for.
    """
    known = {field.key for field in kind.fields}
    if unknown := sorted(set(raw) - known):
        raise Refused(f"“{kind.title}”没有“{'、'.join(unknown)}”这项内容。", field="extra")
    kept: Extra = {}
    for field in kind.fields:
        text = raw.get(field.key, "").strip()
        if text:
            kept[field.key] = _clean(field, text)
        elif field.required and require:
            raise Refused(f"请填写“{field.title}”。", field=f"extra.{field.key}")
    return kept


def missing_fields(kind: PlanKind, extra: Mapping[str, object]) -> list[str]:
    """Titles of the required fields that a task does not have."""
    return [field.title for field in kind.fields if field.required and not extra.get(field.key)]


def shown(kind: PlanKind, extra: Mapping[str, object]) -> list[tuple[str, str]]:
    """Titles and values of the filled fields, in the kind's order, with their units."""
    return [
        (field.title, f"{_grouped(field, extra[field.key])}{field.unit or ''}")
        for field in kind.fields
        if field.key in extra
    ]


def _grouped(field: ExtraField, value: object) -> str:
    return f"{Decimal(str(value)):,.2f}" if field.type is FieldType.MONEY else str(value)


def _clean(field: ExtraField, text: str) -> str | int:
    name, place = field.title, f"extra.{field.key}"
    match field.type:
        case FieldType.INTEGER:
            plain = text.replace(",", "").replace("，", "").removesuffix(field.unit or "\0").strip()
            if not (plain.isascii() and plain.isdigit()) or len(plain) > 12:
                raise Refused(f"“{name}”应为整数，现为“{text}”。", field=place)
            return int(plain)
        case FieldType.MONEY:
            return _money(name, place, text)
        case FieldType.DATE:
            return _day(name, place, text)
        case FieldType.CHOICE:
            if text not in field.choices:
                raise Refused(f"“{name}”应为{'、'.join(field.choices)}之一，现为“{text}”。", field=place)
            return text
    longest = _LONGEST[field.type]
    if len(text) > longest:
        raise Refused(f"“{name}”最多 {longest} 字，现有 {len(text)} 字。", field=place)
    return text


def _money(name: str, place: str, text: str) -> str:
    """Yuan with two decimals; 12.5万元 is 125000.00."""
    plain = text.replace(",", "").replace("，", "").removesuffix("元").strip()
    factor = Decimal(10_000) if plain.endswith("万") else Decimal(1)
    try:
        amount = Decimal(plain.removesuffix("万").strip()) * factor
    except InvalidOperation:
        raise Refused(f"“{name}”应为金额，例如 125000 或 12.5万元，现为“{text}”。", field=place) from None
    if not amount.is_finite() or not 0 <= amount < Decimal(10) ** 14:
        raise Refused(f"“{name}”的金额“{text}”不在 0 至 100 万亿元之间。", field=place)
    return f"{amount:.2f}"


def _day(name: str, place: str, text: str) -> str:
    plain = text.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-").replace(".", "-")
    parts = plain.split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day).isoformat()
    except ValueError:
        raise Refused(f"“{name}”应为日期，例如 2026-06-30，现为“{text}”。", field=place) from None
