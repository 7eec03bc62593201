"""Data model of ``government/names.yaml``: how government bodies are called, shortened, and named collectively.

The same body is 司法局 at home, 区司法局 in a district plan, 市司法局 in a city plan, 示例区司法局 on its letters.
This module only describes the names; comparing a name in a plan with the organizations of a jurisdiction is the work
of the government app.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, Place, catalog_path, load_yaml, refuse

LEVEL_MARK = "{级}"
"""Stands in a name where the level word must be: ``{级}委政法委`` is 区委政法委 in a district, 市委政法委 in a city."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]


class OrganizationKind(StrEnum):
    """Kind of organization 单位类型."""

    GOVERNMENT = "government"
    PARTY = "party"
    DEPARTMENT = "department"
    MASS = "mass"
    STREET = "street"
    TOWN = "town"
    COMMUNITY = "community"
    VILLAGE = "village"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        return _KIND_LABELS[self]

    @property
    def tree_kind(self) -> str:
        """The kind as the tree of organizations keeps it: one for 街道/乡镇, one for 社区/村, one for all outside."""
        return {"town": "street", "village": "community", "mass": "outside"}.get(self.value, self.value)


_KIND_LABELS = {
    OrganizationKind.GOVERNMENT: "人民政府",
    OrganizationKind.PARTY: "党委机构",
    OrganizationKind.DEPARTMENT: "政府部门",
    OrganizationKind.MASS: "群团组织",
    OrganizationKind.STREET: "街道",
    OrganizationKind.TOWN: "乡镇",
    OrganizationKind.COMMUNITY: "社区",
    OrganizationKind.VILLAGE: "村",
    OrganizationKind.OUTSIDE: "法院检察院和垂直管理单位",
}


class CollectiveScope(StrEnum):
    """Where the members of a collective phrase are looked for, seen from the government that issues the plan."""

    OWN = "own"
    BELOW = "below"
    ABOVE = "above"


class BodyName(CatalogModel):
    """One kind of body and all its names. A name without ``{级}`` may stand alone or after a level word or place name.

    ``often_part_of`` lists bodies that carry its duties where the two were merged: 体育局 → 教育和体育局. They are to
    be tried only when no body of that very name exists.
    """

    key: Key
    name: Text
    kind: OrganizationKind
    synonyms: tuple[Text, ...] = ()
    often_part_of: tuple[Key, ...] = ()
    note: Text | None = None

    @property
    def all_names(self) -> tuple[str, ...]:
        return (self.name, *self.synonyms)


class BodyGroup(CatalogModel):
    """Bodies spoken of together that are not a kind of their own, such as 行政执法部门."""

    key: Key
    title: Text
    bodies: tuple[Key, ...] = Field(min_length=1)
    kinds: tuple[OrganizationKind, ...] = ()


class CollectiveName(CatalogModel):
    """A phrase for many bodies at once (各镇街), and which organizations it means: the union of kinds and groups."""

    key: Key
    phrases: tuple[Text, ...] = Field(min_length=1)
    meaning: Text
    scope: CollectiveScope = CollectiveScope.OWN
    kinds: tuple[OrganizationKind, ...] = ()
    groups: tuple[Key, ...] = ()

    @model_validator(mode="after")
    def _means_something(self) -> Self:
        if not self.kinds and not self.groups:
            raise refuse("没有说明包括哪些单位", "请填写 kinds（单位类型）或 groups（单位组）", ("phrases",))
        return self


class OrganizationNames(CatalogModel):
    """The whole file: every name in it belongs to exactly one body or collective phrase."""

    title: Text
    note: Text
    level_words: tuple[Text, ...] = Field(min_length=1)
    bodies: tuple[BodyName, ...] = Field(min_length=1)
    groups: tuple[BodyGroup, ...] = ()
    collectives: tuple[CollectiveName, ...] = ()

    @model_validator(mode="after")
    def _names_are_unique(self) -> Self:
        seen: dict[str, str] = {}
        for owner, name, place in self._named():
            if name in seen:
                raise refuse(f"“{name}”已经属于 {seen[name]}", "一个名称只能归一处，请删去其中之一", place)
            seen[name] = owner
        return self

    @model_validator(mode="after")
    def _keys_are_known_and_unique(self) -> Self:
        _refuse_repeated_keys("bodies", [item.key for item in self.bodies])
        _refuse_repeated_keys("groups", [item.key for item in self.groups])
        _refuse_repeated_keys("collectives", [item.key for item in self.collectives])
        bodies = {body.key for body in self.bodies}
        groups = {group.key for group in self.groups}
        for index, body in enumerate(self.bodies):
            _refuse_unknown(body.often_part_of, bodies - {body.key}, ("bodies", index, "often_part_of"))
        for index, group in enumerate(self.groups):
            _refuse_unknown(group.bodies, bodies, ("groups", index, "bodies"))
        for index, collective in enumerate(self.collectives):
            _refuse_unknown(collective.groups, groups, ("collectives", index, "groups"))
        return self

    def _named(self) -> Iterator[tuple[str, str, Place]]:
        for index, body in enumerate(self.bodies):
            yield body.key, body.name, ("bodies", index, "name")
            for at, synonym in enumerate(body.synonyms):
                yield body.key, synonym, ("bodies", index, "synonyms", at)
        for index, collective in enumerate(self.collectives):
            for at, phrase in enumerate(collective.phrases):
                yield collective.key, phrase, ("collectives", index, "phrases", at)


def load_organization_names() -> OrganizationNames:
    """Reads ``government/names.yaml``. Raises CatalogError."""
    return load_yaml(catalog_path("government", "names.yaml"), OrganizationNames)


def _refuse_repeated_keys(part: str, keys: list[str]) -> None:
    for index, key in enumerate(keys):
        if key in keys[:index]:
            raise refuse(f"标识“{key}”重复", "请换一个未用过的标识", (part, index, "key"))


def _refuse_unknown(keys: tuple[str, ...], known: set[str], place: Place) -> None:
    for index, key in enumerate(keys):
        if key not in known:
            raise refuse(f"没有标识为“{key}”的条目", "请检查拼写，或先在文件中加上该条目", (*place, index))
