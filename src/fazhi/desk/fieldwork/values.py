"""Kept values of fields as people read them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe

from fazhi.procedures.durations import parse_duration
from fazhi.procedures.errors import CountingError
from fazhi.procedures.instruments.values import written
from fazhi.procedures.language.definition import Definition
from fazhi.procedures.language.fields import Column, Field, Kind, PartyKind

PARTY_LABELS = {
    "id_number": "证件号码",
    "address": "地址",
    "phone": "电话",
    "born_on": "出生日期",
    "representative": "法定代表人（负责人）",
    "email": "电子邮箱",
    "postcode": "邮政编码",
}


def facts_of(definition: Definition, data: Mapping[str, Any]) -> list[tuple[str, str | SafeString]]:
    """The labels and words of what was entered, in the order of the procedure's fields."""
    return [
        (field.title, shown(field, data[name]))
        for name, field in definition.fields.items()
        if data.get(name) not in (None, "", [], {})
    ]


def shown(field: Field | Column, kept: Any) -> str | SafeString:
    """A kept value in words (or safe HTML for long texts and tables); a dash for none."""
    if kept in (None, "", [], {}):
        return "—"
    return _SHOWN.get(field.type, _text)(field, kept)


def money(kept: Any) -> str:
    """12000.00 → 12,000元; 12.50 → 12.50元."""
    return f"{Decimal(str(kept)):,.2f}".removesuffix(".00") + "元"


def party_words(party: Mapping[str, Any]) -> str:
    """Name, kind, and what else is known, in one line."""
    kind = str(party.get("kind", ""))
    said = [PartyKind(kind).label] if kind in set(PartyKind) else []
    head = "法定代表人" if kind == PartyKind.LEGAL_PERSON else "负责人"
    labels = PARTY_LABELS | {"representative": head}
    said += [f"{label}{party[name]}" for name, label in labels.items() if party.get(name)]
    return str(party.get("name", "")) + (f"（{'，'.join(said)}）" if said else "")


def _text(field: Field | Column, kept: Any) -> str:  # noqa: ARG001 -- one signature for all
    return str(kept)


def _long(field: Field | Column, kept: Any) -> str | SafeString:  # noqa: ARG001
    text = str(kept)
    return mark_safe(linebreaks(text, autoescape=True)) if "\n" in text else text  # noqa: S308 -- escaped


def _number(field: Field | Column, kept: Any) -> str:
    return f"{kept}{getattr(field, 'unit', None) or ''}"


def _moment(field: Field | Column, kept: Any) -> str:  # noqa: ARG001
    return f"{datetime.fromisoformat(str(kept)):%Y-%m-%d %H:%M}"


def _choices(field: Field | Column, kept: Any) -> str:
    return "、".join(field.options.get(str(each), str(each)) for each in kept)


def _person(field: Field | Column, kept: Any) -> str:
    holds = getattr(field, "holds", None)
    name = str(kept.get("name", ""))
    if kept.get("card_number") and kept.get("card_valid"):
        return f"{name}（证号{kept['card_number']}）"
    return f"{name}（无有效证件）" if holds else name


def _duration(field: Field | Column, kept: Any) -> str:  # noqa: ARG001
    try:
        return parse_duration(str(kept)).chinese
    except CountingError:
        return str(kept)


def _entry(field: Field | Column, kept: Mapping[str, Any]) -> str | SafeString:
    """The title, leading to the entry's page; its key behind it where it says more."""
    assert isinstance(field, Field)
    title, key = str(kept.get("title", "")), str(kept.get("key", ""))
    try:
        address = reverse("desk:registers:entry", args=[field.refers_to, kept["id"]])
    except NoReverseMatch:
        return title
    behind = format_html(' <span class="quiet">{}</span>', key) if key and key != title else ""
    return format_html('<a href="{}">{}</a>{}', address, title, behind)


def _changes(field: Field | Column, kept: Mapping[str, Any]) -> str | SafeString:
    words = written(field, kept)
    try:
        address = reverse("desk:registers:draft", args=[int(kept["draft"])])
    except (NoReverseMatch, ValueError):
        return words
    return format_html('<a href="{}">{}</a>', address, words)


def _rows(field: Field | Column, kept: Sequence[Mapping[str, Any]]) -> SafeString:
    assert isinstance(field, Field)
    heads = format_html_join("", '<th scope="col">{}</th>', ((each.title,) for each in field.columns.values()))
    lines = format_html_join("", "<tr>{}</tr>", ((_line(field, row),) for row in kept))
    return format_html(
        '<div class="scroll"><table class="list small" aria-label="{}"><thead><tr>{}</tr></thead><tbody>{}</tbody>'
        "</table></div>",
        field.title, heads, lines,
    )  # fmt: skip


def _line(field: Field, row: Mapping[str, Any]) -> SafeString:
    cells = ((column.title, shown(column, row.get(name))) for name, column in field.columns.items())
    return format_html_join("", '<td data-label="{}">{}</td>', cells)


_SHOWN: dict[Kind, Callable[[Field | Column, Any], str | SafeString]] = {
    Kind.LONG_TEXT: _long,
    Kind.NUMBER: _number,
    Kind.MONEY: lambda _, kept: money(kept),
    Kind.BOOLEAN: lambda _, kept: "是" if kept else "否",
    Kind.MOMENT: _moment,
    Kind.CHOICE: lambda field, kept: field.options.get(str(kept), str(kept)),
    Kind.CHOICES: _choices,
    Kind.PARTY: lambda _, kept: party_words(kept),
    Kind.PARTIES: lambda _, kept: "；".join(party_words(each) for each in kept),
    Kind.PERSON: _person,
    Kind.PEOPLE: lambda field, kept: "、".join(_person(field, each) for each in kept),
    Kind.ORGANIZATION: lambda _, kept: str(kept.get("name", "")),
    Kind.ENTRY: lambda field, kept: _entry(field, kept),
    Kind.ENTRIES: lambda field, kept: format_html_join("、", "{}", ((_entry(field, each),) for each in kept)),
    Kind.CHANGES: _changes,
    Kind.ROWS: _rows,
    Kind.DURATION: _duration,
}
