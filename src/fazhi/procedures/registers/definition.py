"""The definition of a register 清单台账: one YAML file, with the same fields as procedures have."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, refuse
from fazhi.procedures.language.basis import Condition, Grounded, Name, Said
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.language.limits import Length

KEYS = frozenset({Kind.TEXT, Kind.CHOICE, Kind.DATE, Kind.NUMBER, Kind.PERSON, Kind.ORGANIZATION})
"""Types of fields that can identify an entry."""


class Keeper(StrEnum):
    """Who keeps a register: one office for all 统一维护, or each body its own entries 各单位维护."""

    CENTRAL = "central"
    UNIT = "unit"

    @property
    def label(self) -> str:
        return {"central": "统一维护", "unit": "各单位维护"}[self.value]


class Seen(StrEnum):
    """Who of the staff reads a register: everybody 全员, or only those who keep it 维护人员."""

    ALL = "all"
    KEEPERS = "keepers"


class Validity(CatalogModel):
    """Between which days an entry is good; ``warn`` is how long before its end people are told."""

    starts: Name | None = None
    ends: Name | None = None
    warn: Length | None = None


class Credential(CatalogModel):
    """The register says who may do something 持证: a person holds the credential while their entry is good."""

    kind: Name
    holder: Name
    number: Name


class Rule(Grounded):
    """What must hold within an entry; ``say`` tells the person what is wrong and how to mend it."""

    that: Condition
    say: Said


class Listing(CatalogModel):
    """How the list looks: its columns, what it is filtered by, its order (``-published_on`` for falling)."""

    columns: tuple[Name, ...]
    filters: tuple[Name, ...] = ()
    order: Annotated[str, StringConstraints(pattern=r"^-?[a-z][a-z0-9_]*$")] | None = None


class Publishing(Grounded):
    """What is public 公开: which fields, which of them masked. Entries that are not in force are not public."""

    title: Said
    fields: tuple[Name, ...]
    masked: tuple[Name, ...] = ()


class RegisterDefinition(Grounded):
    """One register. The order of fields in the file is the order in which people read them."""

    id: Name
    title: Said
    entry: Annotated[str, StringConstraints(max_length=12)]
    """What one entry is called: 事项、人员、主体."""
    family: Said
    about: Said
    serves: tuple[str, ...] = ()
    """Rows of the inventory."""
    kept_by: Keeper
    seen_by: Seen = Seen.ALL
    changed_by: Name | None = None
    """The procedure through which alone it is changed; none: its keeper changes it directly."""
    fields: dict[Name, Field]
    required: tuple[Name, ...]
    key: tuple[Name, ...]
    """Fields that together identify an entry; they never change while it stands."""
    unique: tuple[tuple[Name, ...], ...] = ()
    """Further fields that no two entries in force may share."""
    named_by: Name
    organization: Name | None = None
    """The field with the body that an entry belongs to."""
    beyond: bool = False
    """Whether that body may be one outside the tree of organizations; such an entry belongs to no unit."""
    validity: Validity = Validity()
    credential: Credential | None = None
    rules: dict[Name, Rule] = {}
    counted: tuple[Name, ...] = ()
    """Choices by which the list is counted; the counts come to the total 分类合计."""
    list: Listing
    publish: Publishing | None = None

    @model_validator(mode="after")
    def _names_are_fields(self) -> Self:
        for place, names in self._mentions():
            for name in names:
                if name not in self.fields:
                    raise refuse(f"没有要素“{name}”", "请核对名称，或在 fields 里补上", place)
        for name in self.key:
            if self.fields[name].type not in KEYS or self.fields[name].personal:
                raise refuse(
                    f"要素“{name}”不能作为唯一标识", "请用文字、单选、日期、数字、人员或者单位，且非个人信息", ("key",)
                )
        if not self.key:
            raise refuse("没有唯一标识", "请写明由哪些要素唯一确定一个条目", ("key",))
        if self.kept_by is Keeper.UNIT and self.organization is None:
            raise refuse("各单位维护的清单须写明条目属于哪个单位", "请补上 organization", ("kept_by",))
        if self.beyond and (self.organization is None or self.kept_by is Keeper.UNIT):
            raise refuse("只有统一维护、写明单位要素的清单可以登记本辖区以外的单位", "请删去 beyond", ("beyond",))
        if self.publish and self.seen_by is Seen.KEEPERS:
            raise refuse("只给维护人员看的清单不能公开", "请删去 publish 或者 seen_by", ("seen_by",))
        if self.organization and self.fields[self.organization].type is not Kind.ORGANIZATION:
            raise refuse("organization 指的不是单位要素", "请改为类型为 organization 的要素", ("organization",))
        return self

    def _mentions(self) -> tuple[tuple[tuple[str | int, ...], tuple[str, ...]], ...]:
        validity = tuple(name for name in (self.validity.starts, self.validity.ends) if name)
        credential = (self.credential.holder, self.credential.number) if self.credential else ()
        published = (*self.publish.fields, *self.publish.masked) if self.publish else ()
        order = (self.list.order.removeprefix("-"),) if self.list.order else ()
        return (
            (("required",), self.required),
            (("key",), self.key),
            (("unique",), tuple(name for names in self.unique for name in names)),
            (("named_by",), (self.named_by,)),
            (("organization",), (self.organization,) if self.organization else ()),
            (("validity",), validity),
            (("credential",), credential),
            (("counted",), self.counted),
            (("list", "columns"), self.list.columns),
            (("list", "filters"), self.list.filters),
            (("list", "order"), order),
            (("publish",), published),
        )

    @property
    def personal(self) -> frozenset[str]:
        """Fields that are encrypted at rest and masked on screen."""
        return frozenset(name for name, field in self.fields.items() if field.personal)
