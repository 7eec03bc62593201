"""What an act sets going outside of its case: a register revised, an entry recorded, another case that it leads to."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Annotated

from pydantic import StringConstraints

from fazhi.catalog.loading import CatalogModel
from fazhi.procedures.language.basis import Condition, Grounded, Name, Said
from fazhi.procedures.language.fields import Field, Kind, PartyKind

Source = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=80)]
"""Where a value comes from: a field, a part of one (``party.name``), ``due.<limit>``, or a name of `ABOUT_THE_CASE`."""

Target = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)?$", max_length=80)]
"""Where a value goes: a field, or a part of a party (``party.name``)."""

ABOUT_THE_CASE: dict[str, Field] = {
    "performed_on": Field(title="办理日期", type=Kind.DATE),
    "opened_on": Field(title="立案（收到申请）日期", type=Kind.DATE),
    "case_number": Field(title="案号", type=Kind.TEXT),
    "organization": Field(title="办理单位", type=Kind.ORGANIZATION),
    "government": Field(title="本级政府", type=Kind.ORGANIZATION),
}
"""What the platform knows of every case besides its fields."""

PARTS: dict[Kind, dict[str, Field]] = {
    Kind.PARTY: {
        "kind": Field(title="类别", type=Kind.CHOICE, options={kind.value: kind.label for kind in PartyKind}),
        "name": Field(title="名称", type=Kind.TEXT),
        "id_number": Field(title="证件号码", type=Kind.TEXT),
        "address": Field(title="地址", type=Kind.TEXT),
        "phone": Field(title="电话", type=Kind.TEXT),
        "representative": Field(title="法定代表人（负责人）", type=Kind.TEXT),
        "born_on": Field(title="出生日期", type=Kind.DATE),
    },
    Kind.ENTRY: {
        "key": Field(title="条目编码", type=Kind.TEXT),
        "title": Field(title="条目名称", type=Kind.TEXT),
    },
}
"""The parts of a field that can be taken, or filled, alone."""


class Does(StrEnum):
    """What an act does to an entry of a register."""

    ADD = "add"
    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"

    @property
    def label(self) -> str:
        return {
            "add": "列入", "amend": "更新", "suspend": "暂停", "resume": "恢复", "withdraw": "取消",
        }[self.value]  # fmt: skip


class Revises(Grounded):
    """The act brings into force what a field of proposed changes 拟调整 carries."""

    changes: Name
    since: Name | None = None
    """The date field from which they hold; none: the day of the act."""
    document: Name | None = None
    """The field with the document that they rest on; none: the case's number."""


class Records(Grounded):
    """The act enters something into a register by itself: nobody types it again.

    Of several in one act into one register, those that amend (each in its cases) only add to what the first one enters.
    """

    into: Name
    """The register 清单台账."""
    does: Does = Does.ADD
    entry: Name | None = None
    """The field that says which entry; none: the one that an earlier act of the case recorded there."""
    fields: dict[Name, Source] = {}
    values: dict[Name, str | int | bool] = {}
    """Fields of the entry that always have the same value."""
    renamed: dict[Name, dict[Name, Name]] = {}
    """Options that go by another name in the register, by field of the entry."""
    since: Name | None = None
    document: Name | None = None
    when: Condition | None = None


class LeadsTo(CatalogModel):
    """A procedure that follows 据此立案: offered with the act, its first form filled from this case."""

    procedure: Name
    title: Said | None = None
    carry: dict[Target, Source] = {}
    """Fields of the other procedure's first step, and what of this case goes there."""
    files: bool = False
    """Whether the files of this case's first act go along."""
    when: Condition | None = None


def part(fields: Mapping[str, Field], path: str) -> Field | None:
    """The field at a path; of a part (``party.name``) a field with its title and type; None where there is none."""
    name, dot, inner = path.partition(".")
    found = fields.get(name)
    if found is None or not dot:
        return found
    return PARTS.get(found.type, {}).get(inner)


def renamed_options(declared: Field, names: Mapping[str, str]) -> Field:
    """A choice with some of its options under the names that a register gives them."""
    return declared.model_copy(
        update={"options": {names.get(name, name): title for name, title in declared.options.items()}}
    )


def source_field(fields: Mapping[str, Field], limits: Collection[str], path: str) -> Field | None:
    """The field that a source comes to, with its type; None where it leads nowhere."""
    name, dot, inner = path.partition(".")
    if name == "due" and dot:
        return _DUE if inner in limits else None
    return part(fields, path) or ABOUT_THE_CASE.get(path)


_DUE = Field(title="届满日", type=Kind.DATE)
