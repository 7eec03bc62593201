"""Data model of the sample district 示例区: places, organizations, people and plan documents. All of it is invented."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, Place, catalog_path, refuse
from fazhi.catalog.organizations import OrganizationKind

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
PlanId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
Login = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z]+$", max_length=40)]
SampleCode = Annotated[str, StringConstraints(pattern=r"^99[0-9]{4}$")]
"""Division code. No province has the prefix 99, so a sample can never be taken for a real place."""


class SampleRole(StrEnum):
    """Roles a person can hold, by the keys of ``fazhi.government.roles`` (which needs Django and so stands above)."""

    HANDLER = "handler"
    LEGAL_REVIEWER = "legal_reviewer"
    HEAD = "head"
    SUPERVISOR = "supervisor"
    COORDINATOR = "coordinator"
    UNIT_ADMIN = "unit_admin"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"


ADMINISTRATORS = frozenset({SampleRole.SYSTEM_ADMIN, SampleRole.SECURITY_ADMIN, SampleRole.AUDIT_ADMIN})
"""三员: three different people, none of whom takes part in the business they administer."""


class SampleJurisdiction(CatalogModel):
    code: SampleCode
    name: Text
    level: Literal["province", "city", "county"]
    parent: SampleCode | None = None


class SampleOrganization(CatalogModel):
    """``body`` names the entry of ``government/names.yaml`` that knows its synonyms; ``aliases`` are the local ones."""

    key: Key
    name: Text
    short_name: Text
    kind: OrganizationKind
    parent: Key | None = None
    body: Key | None = None
    aliases: tuple[Text, ...] = ()
    note: Text | None = None

    @property
    def all_names(self) -> tuple[str, ...]:
        return (self.name, self.short_name, *self.aliases)


class SampleDistrict(CatalogModel):
    """``district.yaml``. Parents stand before their children, so that it can be installed from top to bottom."""

    title: Text
    note: Text
    jurisdictions: tuple[SampleJurisdiction, ...] = Field(min_length=1)
    home: SampleCode
    organizations: tuple[SampleOrganization, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _places_are_in_order(self) -> Self:
        _refuse_repeats((place.code, ("jurisdictions", at, "code")) for at, place in enumerate(self.jurisdictions))
        parents = ((place.code, place.parent) for place in self.jurisdictions)
        _refuse_unknown_parents("jurisdictions", parents)
        if self.home not in {place.code for place in self.jurisdictions}:
            raise refuse(f"区划“{self.home}”不存在", "请改为 jurisdictions 中的代码", ("home",))
        return self

    @model_validator(mode="after")
    def _organizations_are_in_order(self) -> Self:
        units = self.organizations
        _refuse_repeats((unit.key, ("organizations", at, "key")) for at, unit in enumerate(units))
        _refuse_repeats((name, ("organizations", at)) for at, unit in enumerate(units) for name in unit.all_names)
        _refuse_unknown_parents("organizations", ((unit.key, unit.parent) for unit in units))
        return self


class SampleMembership(CatalogModel):
    """A person's post 职务 in an organization, with the roles that come with it."""

    at: Key
    position: Text
    roles: tuple[SampleRole, ...] = Field(min_length=1)


class SampleCredential(CatalogModel):
    """A credential 证件. Its days are counted from the day of installing; a number beginning 99 is nobody's."""

    kind: Literal["enforcement_card", "legal_qualification"]
    number: Annotated[str, StringConstraints(pattern=r"^99[0-9]{8}$")]
    begins_days_ago: Annotated[int, Field(ge=1, le=4000)] = 900
    ends_in_days: Annotated[int, Field(ge=-899, le=4000)] | None = None
    """Of a card: a little over three years, where nothing is said. A qualification does not end."""

    @model_validator(mode="after")
    def _begins_before_it_ends(self) -> Self:
        if self.ends_in_days is not None and -self.ends_in_days >= self.begins_days_ago:
            raise refuse("有效期止日早于起日", "请核对两个天数", ("ends_in_days",))
        return self

    def valid_from(self, today: date) -> date:
        return today - timedelta(days=self.begins_days_ago)

    def valid_until(self, today: date) -> date | None:
        if self.ends_in_days is None and self.kind == "legal_qualification":
            return None
        return today + timedelta(days=1200 if self.ends_in_days is None else self.ends_in_days)


class SamplePerson(CatalogModel):
    login: Login
    name: Annotated[str, StringConstraints(min_length=2, max_length=10)]
    memberships: tuple[SampleMembership, ...] = Field(min_length=1)
    credentials: tuple[SampleCredential, ...] = ()

    @property
    def roles(self) -> frozenset[SampleRole]:
        return frozenset(role for membership in self.memberships for role in membership.roles)

    def holds(self, roles: Iterable[SampleRole], unit: str | None = None) -> bool:
        """Whether the person has one of the roles, in the given unit if one is given."""
        return any(
            role in membership.roles
            for role in roles
            for membership in self.memberships
            if unit in (None, membership.at)
        )


class SampleLogin(CatalogModel):
    """An account shown to the newcomer who has just started the system."""

    login: Login
    role: SampleRole
    title: Text


class SamplePeople(CatalogModel):
    """``people.yaml``."""

    people: tuple[SamplePerson, ...] = Field(min_length=1)
    sample_logins: tuple[SampleLogin, ...]

    def find(self, login: str) -> SamplePerson | None:
        return next((person for person in self.people if person.login == login), None)

    @model_validator(mode="after")
    def _people_are_distinct(self) -> Self:
        _refuse_repeats((person.login, ("people", at, "login")) for at, person in enumerate(self.people))
        _refuse_repeats((person.name, ("people", at, "name")) for at, person in enumerate(self.people))
        return self

    @model_validator(mode="after")
    def _credentials_are_distinct(self) -> Self:
        _refuse_repeats(
            (credential.number, ("people", at, "credentials", index, "number"))
            for at, person in enumerate(self.people)
            for index, credential in enumerate(person.credentials)
        )
        return self

    @model_validator(mode="after")
    def _administrators_are_apart(self) -> Self:
        for index, person in enumerate(self.people):
            if person.roles & ADMINISTRATORS and len(person.roles) > 1:
                wrong = f"“{person.name}”任管理员又兼任其他角色"
                raise refuse(wrong, "系统、安全、审计管理员须分设，且不得兼任业务角色", ("people", index))
        return self

    @model_validator(mode="after")
    def _sample_logins_hold_their_role(self) -> Self:
        for index, sample in enumerate(self.sample_logins):
            person = self.find(sample.login)
            if person is None or sample.role not in person.roles:
                wrong = f"“{sample.login}”不存在或没有角色“{sample.role}”"
                raise refuse(wrong, "请改为 people 中担任该角色的登录名", ("sample_logins", index, "login"))
        return self


class SamplePlan(CatalogModel):
    """A plan document. ``unknown_units`` are named in it on purpose although no organization carries the name."""

    id: PlanId
    title: Text
    kind: Key
    file: Text
    starts_on: date
    ends_on: date
    tasks: Annotated[int, Field(ge=1)]
    revises: PlanId | None = None
    unknown_units: tuple[Text, ...] = ()

    @property
    def path(self) -> Path:
        return catalog_path("sample", "plans", self.file)

    @model_validator(mode="after")
    def _can_be_used(self) -> Self:
        if self.ends_on < self.starts_on:
            raise refuse("结束日期早于开始日期", "请核对两个日期", ("ends_on",))
        if not self.path.is_file():
            raise refuse(f"文件“{self.file}”不在 sample/plans 目录中", "请核对文件名", ("file",))
        return self


class SamplePlans(CatalogModel):
    """``plans.yaml``. A revised edition 中期调整 stands after the plan it revises."""

    plans: tuple[SamplePlan, ...] = Field(min_length=1)

    def find(self, plan_id: str) -> SamplePlan | None:
        return next((plan for plan in self.plans if plan.id == plan_id), None)

    @model_validator(mode="after")
    def _plans_are_in_order(self) -> Self:
        _refuse_repeats((plan.id, ("plans", at, "id")) for at, plan in enumerate(self.plans))
        _refuse_unknown_parents("plans", ((plan.id, plan.revises) for plan in self.plans), "revises")
        return self


def _refuse_repeats(named: Iterable[tuple[str, Place]]) -> None:
    seen: set[str] = set()
    for name, place in named:
        if name in seen:
            raise refuse(f"“{name}”重复", "请改为未用过的名称", place)
        seen.add(name)


def _refuse_unknown_parents(part: str, items: Iterator[tuple[str, str | None]], field: str = "parent") -> None:
    earlier: set[str] = set()
    for index, (key, parent) in enumerate(items):
        if parent is not None and parent not in earlier:
            raise refuse(f"上级“{parent}”不存在或排在后面", "请核对，并把上级写在前面", (part, index, field))
        earlier.add(key)
