"""Where legal services are to be had: stations by level, bodies and mediators by kind, as registers publish them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from fazhi.desk.registers.open_pages import plain_names
from fazhi.government.models import Jurisdiction, Organization
from fazhi.government.models.organization import OrganizationKind
from fazhi.portal import registers
from fazhi.procedures.language.fields import Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.models import Entry

STATIONS, BODIES, MEDIATORS = "legal_service_stations", "legal_service_bodies", "mediation_committees"
CENTRE, AID = "centre", "legal_aid"
MOST = 400
_ABOUT_BODIES: Mapping[str, str] = {
    # What a body of the kind is for, in the words of somebody who needs it.
    "legal_aid": "打官司请不起律师，国家免费派。",
    "law_firm": "请律师代理、写材料、看合同。收费先问清、签合同。",
    "legal_service": "乡镇、街道上的代理和咨询，收费先问清。",
    "notary": "证明继承、委托、签名、合同，或者出国要用的材料。",
    "forensic": "鉴定伤情、笔迹、亲子关系等。打官司用的，先问法院要不要。",
    "arbitration": "合同里写了“由仲裁委员会仲裁”的，找它，不去法院。",
}


@dataclass(frozen=True)
class Place:
    """A place to go to or to call; ``services`` what is done there, ``state`` what is not as usual."""

    title: str
    address: str
    hours: str
    phone: str
    services: str
    state: str
    is_accessible: bool


@dataclass(frozen=True)
class Group:
    """Places of one level or kind."""

    key: str
    title: str
    about: str
    places: tuple[Place, ...]

    @property
    def is_first(self) -> bool:
        """Whether its places are shown without opening the group: the centre, which everybody can go to."""
        return self.key == "county"


@dataclass(frozen=True)
class Coverage:
    """建成率、有效运行率: how many streets and villages have a station, and how many stations work as usual."""

    towns: int
    towns_covered: int
    villages: int
    villages_covered: int
    stations: int
    running: int

    @property
    def built(self) -> int | None:
        """建成率 in whole percent, never rounded up to the full hundred; None where nothing needs a station."""
        needed = self.towns + self.villages
        return 100 * (self.towns_covered + self.villages_covered) // needed if needed else None

    @property
    def works(self) -> int:
        """有效运行率, likewise."""
        return 100 * self.running // self.stations if self.stations else 0


class Register:
    """A public register of places, read once; nothing where it is not kept or not public."""

    def __init__(self, register: str, jurisdiction: Jurisdiction, today: date) -> None:
        self.definition: RegisterDefinition | None = registers.public_registers().get(register)
        self.public = frozenset(plain_names(self.definition)) if self.definition else frozenset[str]()
        self.rows: list[Entry] = []
        if self.definition is not None:
            self.rows = list(registers.rows(self.definition, jurisdiction, today).order_by("key")[:MOST])

    def value(self, entry: Entry, name: str) -> Any:
        """A published value as it is kept; None for what is not published."""
        return entry.data.get(name) if name in self.public else None

    def words(self, entry: Entry, name: str) -> str:
        """A published value in words; "" where there is none."""
        kept, definition = self.value(entry, name), self.definition
        if kept in (None, "", []) or definition is None:
            return ""
        field = definition.fields[name]
        if field.type is Kind.CHOICE:
            return field.options.get(kept, "")
        if field.type is Kind.CHOICES:
            return "、".join(field.options.get(each, each) for each in kept)
        return str(kept)

    def options(self, name: str) -> Mapping[str, str]:
        """The choices of a field, in their order."""
        return self.definition.fields[name].options if self.definition and name in self.public else {}

    def place(self, entry: Entry, services: str) -> Place:
        """An entry as a place; ``services`` names the field that says what is done there."""
        running = self.value(entry, "running")
        return Place(
            title=entry.title,
            address=self.words(entry, "address"),
            hours=self.words(entry, "hours"),
            phone=self.words(entry, "phone"),
            services=self.words(entry, services),
            state=self.words(entry, "running") if running not in (None, "normal") else "",
            is_accessible=self.value(entry, "access") is True,
        )

    def groups(self, by: str, services: str, about: Mapping[str, str], *, but: tuple[str, ...] = ()) -> list[Group]:
        """The places by a choice, in its order; choices in ``but`` are left out."""
        found = []
        for key, title in self.options(by).items():
            rows = [each for each in self.rows if self.value(each, by) == key and key not in but]
            if rows:
                places = tuple(self.place(each, services) for each in rows)
                found.append(Group(key, title, about.get(key, ""), places))
        return found

    @property
    def address(self) -> str:
        """Its public list; "" where there is none."""
        return reverse("desk:open-register", args=[self.definition.id]) if self.definition else ""


def stations(jurisdiction: Jurisdiction, today: date) -> Register:
    """公共法律服务站点."""
    return Register(STATIONS, jurisdiction, today)


def bodies(jurisdiction: Jurisdiction, today: date) -> tuple[Register, list[Group]]:
    """法律服务机构 by kind, without the centres, which are among the stations."""
    register = Register(BODIES, jurisdiction, today)
    return register, register.groups("kind", "scope", _ABOUT_BODIES, but=(CENTRE,))


def coverage(jurisdiction: Jurisdiction, register: Register) -> Coverage | None:
    """None where no station is listed. One statement."""
    rows = register.rows
    if not rows:
        return None
    below = (OrganizationKind.STREET, OrganizationKind.COMMUNITY)
    known = Organization.objects.filter(jurisdiction=jurisdiction, kind__in=below, dissolved_on=None)
    kinds = dict(known.values_list("pk", "kind"))
    covered = {(register.value(each, "covers") or {}).get("id") for each in rows}
    reached = [kind for pk, kind in kinds.items() if str(pk) in covered]
    every = list(kinds.values())
    return Coverage(
        towns=every.count(OrganizationKind.STREET),
        towns_covered=reached.count(OrganizationKind.STREET),
        villages=every.count(OrganizationKind.COMMUNITY),
        villages_covered=reached.count(OrganizationKind.COMMUNITY),
        stations=len(rows),
        running=sum(register.value(each, "running") == "normal" for each in rows),
    )
