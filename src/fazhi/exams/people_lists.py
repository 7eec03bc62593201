"""Lists of people 名单 as offices hand them over: one a line, name, unit and one thing more, pasted out of a sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from fazhi.exams.refusals import Refused
from fazhi.government.models import Alias, Jurisdiction, Membership, Organization, Person
from fazhi.government.names import fold, places_of

MOST_SHOWN = 20
MOST_LINES = 5_000
_BETWEEN = re.compile(r"\s*[\t,，、;；|]\s*")


@dataclass(frozen=True)
class Listed:
    """A line that was read. `person` is the account of that name in that unit or below it, None where there is none."""

    name: str
    organization: Organization
    person: Person | None
    rest: str


def read_people(*, jurisdiction: Jurisdiction, text: str, on: date, field: str = "lines") -> list[Listed]:
    """Reads lines of name, unit and one thing more (parted by tabs or commas). Three queries.

    Of two people of one name in a unit the login after the name decides (李明 li.ming). Raises Refused at `field`,
    naming every line that cannot be read; then nothing of the list is taken.
    """
    lines = [line for line in text.replace("\u3000", " ").splitlines() if line.strip()]
    if not lines:
        raise Refused("请填写名单，每行一人。", field=field)
    if len(lines) > MOST_LINES:
        raise Refused(f"一次最多 {MOST_LINES} 行，现有 {len(lines)} 行，请分几次录入。", field=field)
    places = places_of(jurisdiction)
    units = _units_by_name(jurisdiction, places)
    people = _seats_by_name(jurisdiction, on)
    found: list[Listed] = []
    wrong: list[str] = []
    for number, line in enumerate(lines, 1):
        try:
            found.append(_listed(line, units, people, places))
        except Refused as fault:
            wrong.append(f"第 {number} 行：{fault.say}")
    if wrong:
        more = f"\n……共 {len(wrong)} 行有误。" if len(wrong) > MOST_SHOWN else ""
        raise Refused("\n".join(wrong[:MOST_SHOWN]) + more, field=field)
    return found


def _listed(
    line: str, units: Mapping[str, Organization], people: Mapping[str, list[Membership]], places: tuple[str, ...]
) -> Listed:
    parts = _BETWEEN.split(line.strip(), maxsplit=2)
    name, login = [*parts[0].split(maxsplit=1), "", ""][:2]
    if len(parts) < 2 or not name or not parts[1]:
        raise Refused("请写明姓名和单位，用逗号或制表符隔开。")
    unit = units.get(fold(parts[1], places))
    if unit is None:
        raise Refused(f"没有单位“{parts[1][:30]}”，请用单位的全称、简称或别名。")
    seats = people.get(login or name, [])
    fitting = {seat.person_id: seat.person for seat in seats if seat.organization.path.startswith(unit.path)}
    if len(fitting) > 1:
        raise Refused(f"“{unit}”有 {len(fitting)} 名“{name}”，请在姓名后空一格写登录名。")
    if login and not fitting:
        raise Refused(f"“{unit}”没有登录名为“{login}”的人员。")
    return Listed(name[:50], unit, next(iter(fitting.values()), None), parts[2].strip() if len(parts) > 2 else "")


def _units_by_name(jurisdiction: Jurisdiction, places: tuple[str, ...]) -> dict[str, Organization]:
    living = list(Organization.objects.filter(jurisdiction=jurisdiction, dissolved_on=None))
    units: dict[str, Organization] = {}
    for alias in Alias.objects.filter(jurisdiction=jurisdiction).select_related("organization"):
        units[alias.key] = alias.organization
    for unit in living:
        units[fold(unit.short_name, places)] = unit
    for unit in living:
        units[fold(unit.name, places)] = unit
    return units


def _seats_by_name(jurisdiction: Jurisdiction, on: date) -> dict[str, list[Membership]]:
    seats = (
        Membership.objects.filter(organization__jurisdiction=jurisdiction, person__is_active=True)
        .filter(Q(ended_on=None) | Q(ended_on__gt=on), started_on__lte=on)
        .select_related("person", "organization")
    )
    found: dict[str, list[Membership]] = {}
    for seat in seats:
        for name in {seat.person.name, seat.person.login}:
            found.setdefault(name, []).append(seat)
    return found
