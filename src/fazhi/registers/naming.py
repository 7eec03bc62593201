"""People and bodies that entries name, found for all changes at once: by number, by login, or as people write them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db.models import Q

from fazhi.government.models import Alias, Jurisdiction, Organization, Person
from fazhi.government.names import fold, places_of
from fazhi.procedures.casework.entries import Unfit

OUTSIDE = re.compile(r"[（(]\s*(?:外单位|外部人员|外部)\s*[）)]$")
"""Written behind a name, it says that nobody of the platform is meant: 某某大学（外单位）."""
_OF_UNIT = re.compile(r"^(?P<name>.+?)\s*[（(](?P<unit>.+)[）)]$")
_BETWEEN = re.compile(r"[、,，;；\s]+(?![^（(]*[）)])")


class Units:
    """The bodies of a jurisdiction, read once when the first is asked for; two queries."""

    def __init__(self, jurisdiction: Jurisdiction) -> None:
        self._jurisdiction = jurisdiction
        self._found: dict[str, tuple[int, ...]] = {}

    def record(self, title: str, given: Any, *, outside: bool) -> dict[str, str]:
        """{"id", "name"} of the body that is meant; only the name where it is ``outside`` and that is allowed.

        Raises Unfit.
        """
        number = _number(given)
        if number is not None:
            if number not in self._names:
                raise Unfit(f"“{title}”所选的单位不在本辖区，请重新选择。")
            return {"id": str(number), "name": self._names[number]}
        name, said_outside = _name(given, title)
        found = () if said_outside else self.find(name)
        if len(found) == 1:
            return {"id": str(found[0]), "name": self._names[found[0]]}
        if found:
            meant = "、".join(self._names[each] for each in found)
            raise Unfit(f"“{title}”写的“{name}”可以指{meant}，请写全称。")
        if outside and (said_outside or isinstance(given, Mapping)):
            return {"name": name}
        hint = "；确是本辖区以外的单位的，请在名称后加“（外单位）”" if outside else ""
        raise Unfit(f"“{title}”写的“{name[:30]}”不是本辖区的单位，请核对名称或者先设立单位{hint}。")

    def find(self, name: str) -> tuple[int, ...]:
        """The bodies that a name can mean."""
        if name not in self._found:
            exact = self._exact.get(name)
            self._found[name] = (exact,) if exact else tuple(sorted(self._folded.get(fold(name, self._places), ())))
        return self._found[name]

    @cached_property
    def _rows(self) -> list[tuple[int, str, str, Any]]:
        units = Organization.objects.filter(jurisdiction=self._jurisdiction)
        return list(units.values_list("pk", "name", "short_name", "dissolved_on"))

    @cached_property
    def _names(self) -> dict[int, str]:
        return {pk: name for pk, name, _, _ in self._rows}

    @cached_property
    def _exact(self) -> dict[str, int]:
        return {name: pk for pk, name, _, gone in self._rows if gone is None}

    @cached_property
    def _places(self) -> tuple[str, ...]:
        return places_of(self._jurisdiction)

    @cached_property
    def _folded(self) -> dict[str, set[int]]:
        folded: dict[str, set[int]] = {}
        for pk, name, short_name, gone in self._rows:
            if gone is None:
                for each in {fold(name, self._places), fold(short_name, self._places)}:
                    folded.setdefault(each, set()).add(pk)
        aliases = Alias.objects.filter(jurisdiction=self._jurisdiction, organization__dissolved_on=None)
        for key, pk in aliases.values_list("key", "organization_id"):
            folded.setdefault(key, {pk})
        return folded


class People:
    """The people whom a set of changes names; one query for all of them."""

    def __init__(self, jurisdiction: Jurisdiction, units: Units, given: Iterable[Any]) -> None:
        self._units = units
        self._by_number: dict[int, str] = {}
        self._by_login: dict[str, int] = {}
        self._by_name: dict[str, set[int]] = {}
        self._seats: dict[int, set[int]] = {}
        wanted = [_asked(each) for each in given]
        numbers = {each for each in wanted if isinstance(each, int)}
        names = {each for each in wanted if isinstance(each, str) and each}
        if numbers or names:
            self._read(jurisdiction, numbers, names)

    def record(self, title: str, given: Any, *, near: int | None, outside: bool) -> dict[str, str]:
        """{"id", "name"} of the person who is meant; ``near`` is the body that decides between people of one name.

        Raises Unfit.
        """
        number = _number(given)
        if number is not None:
            if number not in self._by_number:
                raise Unfit(f"“{title}”里有一人不在本平台，请重新选择。")
            return {"id": str(number), "name": self._by_number[number]}
        name, said_outside = _name(given, title)
        found = [] if said_outside else self._find(name, _unit(given), near)
        if len(found) == 1:
            return {"id": str(found[0]), "name": self._by_number[found[0]]}
        if found:
            raise Unfit(f"“{title}”写的“{name}”有{len(found)}人同名，请写成“{name}（单位）”或者写登录名。")
        if outside and (said_outside or isinstance(given, Mapping)):
            return {"name": name}
        hint = "；确不使用本平台的，请在姓名后加“（外部人员）”" if outside else ""
        raise Unfit(f"“{title}”写的“{name[:30]}”没有账号，请核对姓名或者先登记人员{hint}。")

    def _find(self, name: str, unit: str, near: int | None) -> list[int]:
        if name in self._by_login:
            return [self._by_login[name]]
        apart = _OF_UNIT.match(name)
        if apart and not unit:
            name, unit = apart["name"], apart["unit"]
        found = self._by_name.get(name, set())
        if unit:
            meant = set(self._units.find(unit))
            return sorted(each for each in found if self._seats.get(each, set()) & meant)
        if len(found) > 1 and near is not None:
            at_home = [each for each in found if near in self._seats.get(each, set())]
            return at_home or sorted(found)
        return sorted(found)

    def _read(self, jurisdiction: Jurisdiction, numbers: set[int], names: set[str]) -> None:
        here = Q(name__in=names, memberships__organization__jurisdiction=jurisdiction)
        people = Person.objects.filter(Q(pk__in=numbers) | Q(login__in=names) | here)
        rows = people.values_list("pk", "login", "name", "memberships__organization_id")
        for pk, login, name, unit in rows.order_by("pk").distinct():
            self._by_number[pk] = name
            self._by_login[login] = pk
            self._by_name.setdefault(name, set()).add(pk)
            if unit is not None:
                self._seats.setdefault(pk, set()).add(unit)


def listed(given: Any) -> list[Any]:
    """Several people as they are given: a list, or names with 、 between them."""
    if isinstance(given, str):
        return [each for each in _BETWEEN.split(given.strip()) if each]
    return list(given) if isinstance(given, list | tuple) else [given]


def _asked(given: Any) -> int | str:
    """What has to be looked up: a number, or a login or bare name."""
    number = _number(given)
    if number is not None:
        return number
    name = given.get("name", "") if isinstance(given, Mapping) else given
    name = str(name).strip()
    apart = _OF_UNIT.match(name)
    return apart["name"] if apart else name


def _number(given: Any) -> int | None:
    kept = given.get("id") if isinstance(given, Mapping) else given
    if isinstance(kept, bool):
        return None
    number = str(kept).strip() if isinstance(kept, int | str) else ""
    return int(number) if number.isascii() and number.isdigit() and len(number) < 16 else None


def _name(given: Any, title: str) -> tuple[str, bool]:
    name = given.get("name") if isinstance(given, Mapping) else given
    if not isinstance(name, str) or not name.strip():
        raise Unfit(f"“{title}”没有写名称，请重新选择或者填写。")
    bare = OUTSIDE.sub("", name.strip()).strip()
    return bare, bare != name.strip()


def _unit(given: Any) -> str:
    unit = given.get("organization") if isinstance(given, Mapping) else ""
    return unit.strip() if isinstance(unit, str) else ""
