"""From the unit names of a document to organizations (单位对应).

A name is taken by itself only where nothing else could be meant: it is an alias, a full or short name, or the catalog's
synonym of one single unit. Anything less is a proposal that a person must accept.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Literal

from fazhi.catalog.organizations import LEVEL_MARK, BodyName, CollectiveName, CollectiveScope, load_organization_names
from fazhi.catalog.organizations import OrganizationKind as NamedKind
from fazhi.government.models import Alias, Jurisdiction, Organization, OrganizationKind
from fazhi.government.names import fold, places_of

State = Literal["exact", "collective", "likely", "unknown"]
_names = lru_cache(maxsize=1)(load_organization_names)
_LEAST_LIKENESS = 0.6
_PROPOSALS = 5
_BRACKETS = (("（", "）"), ("(", ")"), ("〔", "〕"), ("[", "]"))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A unit that a name might mean, with a likeness from 0 to 1."""

    organization_id: int
    score: float


@dataclass(frozen=True, slots=True)
class NameMatch:
    """What a name was found to mean. `organization_ids` is filled for exact (one) and collective (several) only."""

    state: State
    organization_ids: tuple[int, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """A living organization of the jurisdiction, as matching sees it."""

    id: int
    name: str
    short_name: str
    kind: str
    parent_kind: str
    folded: frozenset[str]
    bodies: frozenset[str]


@dataclass(frozen=True)
class Directory:
    """Every unit of a jurisdiction under every name, read once for all names of a document."""

    places: tuple[str, ...]
    word: str
    units: tuple[Unit, ...]
    aliases: dict[str, int]
    by_name: dict[str, tuple[int, ...]] = field(default_factory=dict)
    by_body: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def match(self, name: str) -> NameMatch:
        """What `name` means here."""
        whole = self._match_form(name)
        if whole.state in {"exact", "collective"}:
            return whole
        outside, inside = _bracketed(name)
        for form in (outside, inside):
            if form and form != name:
                part = self._match_form(form)
                if part.state in {"exact", "collective"}:
                    return part
        return whole

    def _match_form(self, name: str) -> NameMatch:
        folded = fold(name, self.places)
        if not folded:
            return NameMatch("unknown")
        if folded in self.aliases:
            return NameMatch("exact", (self.aliases[folded],), why="别名")
        if found := self.by_name.get(folded, ()):
            return _settled(found, "名称相同")
        if collective := _collective_named(folded, self.places):
            members = tuple(unit.id for unit in self.units if self._is_member(unit, collective))
            return NameMatch("collective", members, why=collective.meaning) if members else NameMatch("unknown")
        return self._through_catalog(folded) or self._alike(folded)

    def _through_catalog(self, folded: str) -> NameMatch | None:
        body = _bodies_by_name(self.places, self.word).get(folded)
        if body is None:
            return None
        if found := self.by_body.get(body.key, ()):
            return _settled(found, f"“{body.name}”的通用叫法")
        parents = [unit for key in body.often_part_of for unit in self.by_body.get(key, ())]
        if parents:
            proposals = tuple(Candidate(unit, 0.8) for unit in dict.fromkeys(parents))
            return NameMatch("likely", candidates=proposals[:_PROPOSALS], why=f"没有“{body.name}”，职责可能已并入")
        return None

    def _alike(self, folded: str) -> NameMatch:
        scored = []
        for unit in self.units:
            score = max((SequenceMatcher(None, folded, form).ratio() for form in unit.folded), default=0.0)
            if score >= _LEAST_LIKENESS:
                scored.append(Candidate(unit.id, round(score, 2)))
        scored.sort(key=lambda candidate: -candidate.score)
        if not scored:
            return NameMatch("unknown")
        return NameMatch("likely", candidates=tuple(scored[:_PROPOSALS]), why="名称相近")

    def _is_member(self, unit: Unit, collective: CollectiveName) -> bool:
        names = _names()
        groups = [group for group in names.groups if group.key in collective.groups]
        bodies = {key for group in groups for key in group.bodies}
        kinds = {*collective.kinds, *(kind for group in groups for kind in group.kinds)}
        if bodies & unit.bodies:
            return True
        if collective.scope is CollectiveScope.BELOW:
            return _is_below(unit, self.units)
        return any(_is_kind(unit, kind) for kind in kinds)


def directory_of(jurisdiction: Jurisdiction) -> Directory:
    """Reads the living units and aliases of a jurisdiction in two queries."""
    places = places_of(jurisdiction)
    found = Organization.objects.filter(jurisdiction=jurisdiction, dissolved_on=None).select_related("parent")
    known = _bodies_by_name(places, jurisdiction.word)
    units = []
    for organization in found:
        forms = frozenset({fold(organization.name, places), fold(organization.short_name, places)} - {""})
        bodies = frozenset(known[form].key for form in forms if form in known)
        parent_kind = organization.parent.kind if organization.parent else ""
        units.append(
            Unit(organization.pk, organization.name, str(organization), organization.kind, parent_kind, forms, bodies)
        )
    living = {unit.id for unit in units}
    listed = Alias.objects.filter(jurisdiction=jurisdiction).values_list("key", "organization_id")
    aliases = {key: owner for key, owner in listed if owner in living}
    by_name = _grouped((form, unit.id) for unit in units for form in unit.folded)
    by_body = _grouped((body, unit.id) for unit in units for body in unit.bodies)
    return Directory(places, jurisdiction.word, tuple(units), aliases, by_name, by_body)


def _settled(found: tuple[int, ...], why: str) -> NameMatch:
    if len(found) == 1:
        return NameMatch("exact", found, why=why)
    return NameMatch(
        "likely", candidates=tuple(Candidate(unit, 1.0) for unit in found[:_PROPOSALS]), why="有多个同名单位"
    )


def _grouped(pairs: Iterable[tuple[str, int]]) -> dict[str, tuple[int, ...]]:
    groups: dict[str, list[int]] = defaultdict(list)
    for key, value in pairs:
        if value not in groups[key]:
            groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


@lru_cache(maxsize=64)
def _bodies_by_name(places: tuple[str, ...], word: str) -> dict[str, BodyName]:
    """The catalog's bodies under every folded name; the level mark is read as this jurisdiction's word (区, 市 …)."""
    found: dict[str, BodyName] = {}
    for body in _names().bodies:
        for name in body.all_names:
            folded = fold(name.replace(LEVEL_MARK, word), places)
            if folded:
                found.setdefault(folded, body)
    return found


@lru_cache(maxsize=64)
def _collectives(places: tuple[str, ...]) -> dict[str, CollectiveName]:
    return {fold(phrase, places): collective for collective in _names().collectives for phrase in collective.phrases}


def _collective_named(folded: str, places: tuple[str, ...]) -> CollectiveName | None:
    return _collectives(places).get(folded)


def _is_kind(unit: Unit, kind: NamedKind) -> bool:
    """Whether a unit is of a kind of the catalog, which tells streets from towns and villages from communities."""
    match kind:
        case NamedKind.STREET:
            return unit.kind == OrganizationKind.STREET and not _is_town(unit)
        case NamedKind.TOWN:
            return unit.kind == OrganizationKind.STREET and _is_town(unit)
        case NamedKind.VILLAGE:
            return unit.kind == OrganizationKind.COMMUNITY and _is_village(unit)
        case NamedKind.COMMUNITY:
            return unit.kind == OrganizationKind.COMMUNITY and not _is_village(unit)
        case NamedKind.MASS | NamedKind.OUTSIDE:
            return unit.kind == OrganizationKind.OUTSIDE
        case NamedKind.DEPARTMENT:
            # A brigade under a bureau is a department too, but 各部门 does not speak to it.
            return unit.kind == OrganizationKind.DEPARTMENT and unit.parent_kind != OrganizationKind.DEPARTMENT
    return unit.kind == kind.value


def _is_below(unit: Unit, units: tuple[Unit, ...]) -> bool:
    """One of the governments below; in a district, which has none, its towns and streets stand for them."""
    below = [other for other in units if other.kind == OrganizationKind.GOVERNMENT and other.parent_kind]
    if below:
        return unit in below
    return unit.kind == OrganizationKind.STREET


def _is_town(unit: Unit) -> bool:
    return any(form.endswith(("镇", "乡")) for form in unit.folded)


def _is_village(unit: Unit) -> bool:
    return any(form.endswith("村") for form in unit.folded)


def _bracketed(name: str) -> tuple[str, str]:
    """区司法局（区委依法治区办） → the name outside the brackets and the one inside; empty where there are none."""
    for opening, closing in _BRACKETS:
        before, found, rest = name.partition(opening)
        inside, closed, after = rest.partition(closing)
        if found and closed:
            return (before + after).strip(), inside.strip()
    return "", ""
