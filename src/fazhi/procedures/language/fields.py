"""Fields 要素: the facts a case collects, with their types. Registers use the same types."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.procedures.language.basis import Grounded, Name, Said


class Kind(StrEnum):
    """Type of a field."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"
    CHOICE = "choice"
    CHOICES = "choices"
    PARTY = "party"
    PARTIES = "parties"
    PERSON = "person"
    PEOPLE = "people"
    ORGANIZATION = "organization"
    ROWS = "rows"
    DURATION = "duration"
    ENTRY = "entry"
    ENTRIES = "entries"
    CHANGES = "changes"

    @property
    def label(self) -> str:
        return _LABELS[self.value]


_LABELS = {
    "text": "文字", "long_text": "长文字", "number": "数字", "money": "金额", "boolean": "是否", "date": "日期",
    "moment": "日期和时刻", "choice": "单选", "choices": "多选", "party": "当事人", "parties": "当事人名单",
    "person": "人员", "people": "人员名单", "organization": "单位", "rows": "明细表", "duration": "期限长度",
    "entry": "清单条目", "entries": "清单条目（多选）", "changes": "清单拟调整内容",
}  # fmt: skip


REFERENCES = frozenset({Kind.ENTRY, Kind.ENTRIES, Kind.CHANGES})
"""Types that speak of a register 清单台账: its entries, or what is to be changed in it."""


class Format(StrEnum):
    """Form of a coded text, held by its check digits or its tables."""

    USCC = "uscc"
    ID_CARD = "id_card"
    DIVISION = "division"
    PHONE = "phone"
    POSTCODE = "postcode"

    @property
    def label(self) -> str:
        return {
            "uscc": "统一社会信用代码", "id_card": "居民身份证号", "division": "行政区划代码", "phone": "电话号码",
            "postcode": "邮政编码",
        }[self.value]  # fmt: skip


class PartyKind(StrEnum):
    """Kind of a party 当事人类别."""

    PERSON = "person"
    SOLE_TRADER = "sole_trader"
    LEGAL_PERSON = "legal_person"
    OTHER = "other"

    @property
    def label(self) -> str:
        return {"person": "自然人", "sole_trader": "个体工商户", "legal_person": "法人", "other": "其他组织"}[
            self.value
        ]


Filled = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=80)]
"""A field, or a part of one: ``party.name``."""


class Field(Grounded):
    """One field. ``title`` is its label on forms and in instruments, ``hint`` the line below the input."""

    title: Said
    type: Kind
    hint: Said | None = None
    unit: Said | None = None
    options: dict[Name, Said] = {}
    columns: dict[Name, Column] = {}
    holds: Name | None = None
    """For people: the credential 证件 they must hold, such as enforcement_card 行政执法证."""
    personal: bool = False
    """Personal data 个人信息: masked outside the case; in a register also encrypted."""
    format: Format | None = None
    """For text: the code that it is."""
    refers_to: Name | None = None
    """For references: the register 清单台账 that they speak of."""
    fills: dict[Filled, Name] = {}
    """For an entry: fields of the case (or parts of a party, ``party.name``) that take their value from a field of the
    entry; nobody types it again."""
    among: Filled | None = None
    """For text: one of the values in a column of a table of the case (``benchmark_tiers.tier``), once that is there."""
    own: bool = False
    """For an entry: it must belong to the body that carries on the case (or to one above or below it)."""
    joint: bool = False
    """For people who must hold a credential: that of another body is good too 联合执法."""
    proposed: Name | None = None
    """The field whose value a form proposes where this one has none yet; of the same type."""
    supplied: Name | None = None
    """What the platform itself fills in (see `fazhi.cases.supplying`): nobody is asked for it."""
    accumulate: bool = False
    """For rows and lists: what a later act enters is added to what is there, not put in its place."""
    default: str | int | bool | None = None
    least: int | None = None
    most: int | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        if (self.type in (Kind.CHOICE, Kind.CHOICES)) != bool(self.options):
            raise refuse("只有单选、多选要素有 options，且必须有", "请补上 options，或改类型")
        if (self.type is Kind.ROWS) != bool(self.columns):
            raise refuse("只有明细表（rows）有 columns，且必须有", "请补上 columns，或改类型")
        if self.holds and self.type not in (Kind.PERSON, Kind.PEOPLE):
            raise refuse("只有人员要素可以要求持证（holds）", "请删去 holds，或改类型", ("holds",))
        if (self.type in REFERENCES) != bool(self.refers_to):
            raise refuse("只有清单条目、拟调整内容要素有 refers_to，且必须有", "请补上 refers_to，或改类型")
        if self.fills and self.type is not Kind.ENTRY:
            raise refuse("只有清单条目要素能带出其他要素（fills）", "请删去 fills，或改类型", ("fills",))
        if self.among and (self.type is not Kind.TEXT or "." not in self.among):
            raise refuse("among 用于文字要素，写成“明细表.列”", "请改写，或删去 among", ("among",))
        if self.own and self.type not in (Kind.ENTRY, Kind.ENTRIES):
            raise refuse("只有清单条目要素能限定为本单位的条目（own）", "请删去 own，或改类型", ("own",))
        if self.joint and not self.holds:
            raise refuse("只有须持证的人员要素能写联合执法（joint）", "请删去 joint，或补上 holds", ("joint",))
        if self.format and self.type is not Kind.TEXT:
            raise refuse("只有文字要素有 format", "请删去 format，或改类型", ("format",))
        if self.accumulate and self.type not in (Kind.ROWS, Kind.PEOPLE, Kind.PARTIES, Kind.CHOICES):
            raise refuse("只有明细表、名单、多选可以累加（accumulate）", "请删去 accumulate", ("accumulate",))
        return self


class Column(CatalogModel):
    """A column of a table of rows 明细表."""

    title: Said
    type: Kind
    options: dict[Name, Said] = {}
    optional: bool = False
    format: Format | None = None
    hint: Annotated[str, StringConstraints(max_length=200)] | None = None

    @model_validator(mode="after")
    def _fits_its_type(self) -> Self:
        plain = (Kind.TEXT, Kind.LONG_TEXT, Kind.NUMBER, Kind.MONEY, Kind.BOOLEAN, Kind.DATE, Kind.CHOICE)
        if self.type not in plain:
            raise refuse(f"明细表的列不能是“{self.type.label}”", "请用文字、数字、金额、是否、日期或单选", ("type",))
        if (self.type is Kind.CHOICE) != bool(self.options):
            raise refuse("只有单选列有 options，且必须有", "请补上 options，或改类型")
        return self


Field.model_rebuild()
