"""Types of what conditions read and give, and of the names a procedure declares."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Boolean:
    """是或否."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number: int or Decimal, one type. ``word`` says what it counts (金额), ``unit`` how it is read out (元).

    ``least`` is the smallest value that can be entered: proofs must not rest on a fine below nought.
    """

    word: str = field(default="", compare=False)
    unit: str = field(default="", compare=False)
    least: int | Decimal | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text. ``options`` are all it may be, when it is a choice; ``titles`` are the Chinese words for them."""

    options: frozenset[str] | None = None
    titles: Mapping[str, str] = field(default_factory=dict, compare=False)


@dataclass(frozen=True, slots=True)
class Date:
    """A day: datetime.date."""


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list whose items are of one type."""

    of: Type


@dataclass(frozen=True, slots=True)
class Record:
    """A fact of several named parts, such as a party with its kind and name."""

    fields: Mapping[str, Type | Name]


@dataclass(frozen=True, slots=True)
class Null:
    """``null``, which is only ever compared with."""


@dataclass(frozen=True, slots=True)
class Anything:
    """Fits every type: the items of an empty list."""


Type = Boolean | Number | Text | Date | ListOf | Record | Null | Anything


@dataclass(frozen=True, slots=True)
class Name:
    """A declared name: its type, and the Chinese title that messages call it by."""

    type: Type
    title: str = ""


BOOLEAN, NUMBER, TEXT, DATE, NULL, ANYTHING = Boolean(), Number(), Text(), Date(), Null(), Anything()


def as_name(declared: Type | Name) -> Name:
    """A declaration with or without a title, as one with."""
    return declared if isinstance(declared, Name) else Name(declared)


def described(kind: Type) -> str:
    """What people call the type: 金额（数字）."""
    match kind:
        case Boolean():
            return "“是或否”"
        case Number(word=word):
            return f"{word}（数字）" if word else "数字"
        case Text(options=options):
            return "文字" if options is None else "选项"
        case Date():
            return "日期"
        case ListOf():
            return "清单"
        case Record():
            return "由几项组成的要素"
        case Null():
            return "null"
    return "任意内容"


def compatible(one: Type, other: Type) -> bool:
    """Whether values of the two types can be told equal or not."""
    if isinstance(one, Anything) or isinstance(other, Anything):
        return True
    if isinstance(one, ListOf) and isinstance(other, ListOf):
        return compatible(one.of, other.of)
    if isinstance(one, Record) and isinstance(other, Record):
        return one.fields.keys() == other.fields.keys()
    return type(one) is type(other)


def merged(one: Type, other: Type) -> Type:
    """The type of a value that is of one of two compatible types."""
    match one, other:
        case Anything(), _:
            return other
        case Text(options=frozenset() as first), Text(options=frozenset() as second):
            return Text(first | second, {**one.titles, **other.titles})
        case Text(), Text():
            return TEXT
        case ListOf(of=first_of), ListOf(of=second_of):
            return ListOf(merged(first_of, second_of))
    return one
