"""Data model of ``sample/registers/*.yaml``: what stands in the registers of the sample district, and since when.

Written for reading: what many entries share is said once. Days are counted from the day of installing, so that what
ends in two months does so whenever somebody starts; units stand by the keys of ``district.yaml``, people by login.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator

from fazhi.catalog.loading import CatalogModel, Located, catalog_path, load_located, refuse
from fazhi.catalog.sample_district import Login, SampleCredential, SamplePeople, SamplePerson
from fazhi.catalog.sample_simulation import Name
from fazhi.catalog.sample_work import ClockTime

Text = Annotated[str, StringConstraints(min_length=1, max_length=300)]
Value = str | int | bool | list[Any] | dict[str, Any] | None
DaysAgo = Annotated[int, Field(ge=0, le=4000)]


class SampleChangeKind(StrEnum):
    """What is done to entries that are there already."""

    AMEND = "amend"
    SUSPEND = "suspend"
    RESUME = "resume"
    WITHDRAW = "withdraw"
    RESTORE = "restore"


class SampleChange(CatalogModel):
    """``of`` are the keys of entries as this file writes them, parts with a slash between: ``2026/scj/3``."""

    kind: SampleChangeKind
    of: tuple[Text, ...] = Field(min_length=1)
    data: dict[Name, Value] = {}


class SampleRevision(CatalogModel):
    """Entries changed together. Nobody ``by`` means: as the platform was installed.

    A row of ``add`` has a value for each of ``columns``. ``common`` holds for every row, ``defaults`` for rows in which
    a column has a certain value (``kind: {penalty: {duties: …}}``); what a row says itself goes before both.
    """

    days_ago: DaysAgo
    time: ClockTime = "09:30"
    by: Login | None = None
    reason: Text
    document: Text | None = None
    columns: tuple[Name, ...] = ()
    common: dict[Name, Value] = {}
    defaults: dict[Name, dict[str, dict[Name, Value]]] = {}
    add: tuple[tuple[Value, ...], ...] = ()
    change: tuple[SampleChange, ...] = ()
    undoes: Annotated[int, Field(ge=1)] | None = None
    """The revision of this file, counted from 1, that is taken back."""

    @model_validator(mode="after")
    def _says_what_it_does(self) -> Self:
        if self.undoes is None and not (self.add or self.change):
            raise refuse("没有新增，也没有变更", "请写 add、change 或者 undoes", ("reason",))
        for index, row in enumerate(self.add):
            if len(row) != len(self.columns):
                wrong = f"这一行有 {len(row)} 个值，columns 有 {len(self.columns)} 列"
                raise refuse(wrong, "请对齐；没有值的写 null", ("add", index))
        return self

    def entries(self) -> Iterator[dict[str, Value]]:
        """The rows of ``add`` in full."""
        for row in self.add:
            own: dict[str, Value] = {
                name: value for name, value in zip(self.columns, row, strict=True) if value is not None
            }
            entry = dict(self.common)
            for name, cases in self.defaults.items():
                entry |= cases.get(str(own.get(name, self.common.get(name))), {})
            yield entry | own


class SampleRegister(CatalogModel):
    """One file: a register's revisions in the order in which they were made."""

    id: Name
    revisions: tuple[SampleRevision, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _revisions_follow_each_other(self) -> Self:
        for index, revision in enumerate(self.revisions):
            if index and revision.days_ago > self.revisions[index - 1].days_ago:
                raise refuse("早于前一次修订", "请按先后顺序排列", ("revisions", index, "days_ago"))
            if revision.undoes is not None and revision.undoes > index:
                raise refuse("撤销的修订还没有写到", "请写前面某次修订的序号", ("revisions", index, "undoes"))
        return self


OFFICERS, QUALIFICATIONS = "enforcement_officers", "legal_qualifications"
CARD, QUALIFICATION = "enforcement_card", "legal_qualification"
POLICE = "gaj"
FOUNDED_DAYS_AGO = 730


def with_credentials(files: Iterable[SampleRegister], people: SamplePeople) -> dict[str, SampleRegister]:
    """The registers by id, those of officers and of qualifications begun with what `people.yaml` says people hold."""
    registers = {file.id: file for file in files}
    for register, first in (
        (OFFICERS, _of_cards(people)),
        (QUALIFICATIONS, _of_qualifications(people)),
    ):
        later = registers[register].revisions if register in registers else ()
        registers[register] = SampleRegister(id=register, revisions=(first, *later))
    return registers


def _held(people: SamplePeople, kind: str) -> Iterator[tuple[SamplePerson, SampleCredential]]:
    for person in people.people:
        for credential in person.credentials:
            if credential.kind == kind:
                yield person, credential


def _of_cards(people: SamplePeople) -> SampleRevision:
    return SampleRevision(
        days_ago=FOUNDED_DAYS_AGO,
        reason="启用平台，导入执法证件台账",
        document="示司发〔2024〕11号",
        columns=(
            "person", "body", "post", "staffing", "card_kind", "card_number", "issued_on", "valid_until",
            "exam_passed_on", "exam_score", "certificate",
        ),
        common={"issuer": "示例省人民政府", "area": "示例区", "exam_name": "行政执法人员资格考试"},
        add=tuple(_card(person, held) for person, held in _held(people, CARD)),
    )  # fmt: skip


def _card(person: SamplePerson, held: SampleCredential) -> tuple[Value, ...]:
    seat = person.memberships[0]
    police = seat.at == POLICE
    serial = int(held.number[-3:])
    ends = 1200 if held.ends_in_days is None else held.ends_in_days
    return (
        person.login, seat.at, seat.position,
        "police" if police else "reference" if "队" in seat.position else "civil",
        "police" if police else "unified",
        held.number, -held.begins_days_ago, ends, -held.begins_days_ago - 45, 71 + serial * 7 % 27,
        f"ZFKS{held.number[-6:]}",
    )  # fmt: skip


def _of_qualifications(people: SamplePeople) -> SampleRevision:
    return SampleRevision(
        days_ago=FOUNDED_DAYS_AGO,
        reason="启用平台，登记工作人员的法律职业资格",
        document="示司发〔2024〕12号",
        columns=("person", "body", "number", "qualified_on"),
        common={"qualification_class": "a"},
        add=tuple(
            (person.login, person.memberships[0].at, held.number, -held.begins_days_ago)
            for person, held in _held(people, QUALIFICATION)
        ),
    )


def written_key(key: tuple[str, ...], entry: dict[str, Value]) -> str:
    """How `SampleChange.of` names an entry whose key fields are ``key``."""
    return "/".join(str(entry.get(name, "")) for name in key)


def load_sample_registers() -> tuple[Located[SampleRegister], ...]:
    """Every file of ``sample/registers/``, by name. Raises CatalogError."""
    return tuple(
        load_located(path, SampleRegister) for path in sorted(catalog_path("sample", "registers").glob("*.yaml"))
    )
