"""References to entries of registers, found for all changes at once by id, key or title; refused when not in force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fazhi.procedures.casework.entries import Unfit
from fazhi.procedures.language.fields import Field, Kind
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.definitions import definition
from fazhi.registers.models import Entry
from fazhi.registers.standing import standing

_BETWEEN = re.compile(r"[;；\n]")


@dataclass(frozen=True, slots=True)
class Target:
    """An entry that can be meant."""

    id: UUID
    key: str
    title: str

    def record(self) -> dict[str, str]:
        return {"id": str(self.id), "key": self.key, "title": self.title}


class Targets:
    """The entries of one register that a set of references may mean; two statements, three where titles are used.

    ``beside`` are entries that the same changes add to this register: a child may come with its parent.
    """

    def __init__(
        self, jurisdiction_id: int, register: str, given: Iterable[Any], *, on: date, beside: Sequence[Target] = ()
    ) -> None:
        self._defined: RegisterDefinition = definition(register)
        self._on = on
        self._by_id: dict[UUID, Target] = {}
        self._by_key: dict[str, Target] = {}
        self._by_title: dict[str, list[Target]] = {}
        for each in beside:
            self._add(each)
        self._new = frozenset(self._by_id)
        ids, words = _asked(given)
        rows = Entry.objects.filter(jurisdiction_id=jurisdiction_id, register=register)
        self._read(rows.filter(pk__in=ids) if ids else rows.none())
        self._read(rows.filter(key__in=words) if words else rows.none())
        left = [word for word in words if word not in self._by_key and word not in self._by_title]
        self._read(rows.filter(title__in=left) if left else rows.none())
        self._standing = standing([each for each in self._by_id if each not in self._new], on=on)

    def fitted(self, spec: Field, given: Any) -> Any:
        """What is kept for the field: a record, or a list of them. Raises Unfit."""
        if spec.type is Kind.ENTRY:
            return self._one(spec, given).record()
        found: dict[UUID, Target] = {}
        for each in listed(given):
            target = self._one(spec, each)
            if target.id in found:
                raise Unfit(f"“{spec.title}”里“{target.title}”出现了两次，请删去一个。")
            found[target.id] = target
        return [each.record() for each in found.values()]

    def _one(self, spec: Field, given: Any) -> Target:
        number, word = _meant(given)
        found = [self._by_id[number]] if number in self._by_id else []
        if not found and word:
            found = [self._by_key[word]] if word in self._by_key else self._by_title.get(word, [])
        where = f"《{self._defined.title}》"
        if not found:
            raise Unfit(f"“{spec.title}”写的“{(word or str(number))[:40]}”不在{where}中，请核对编码或者名称。")
        if len(found) > 1:
            keys = "、".join(each.key for each in found[:5])
            raise Unfit(f"“{spec.title}”写的“{word}”在{where}中有{len(found)}条（{keys}），请改写编码。")
        stand = self._standing.get(found[0].id)
        if stand is not None and stand.ended:
            raise Unfit(f"“{spec.title}”所指的“{found[0].title}”{stand.why}，请改选有效的条目。")
        return found[0]

    def _read(self, rows: Any) -> None:
        for pk, key, title in rows.values_list("pk", "key", "title"):
            if pk not in self._by_id:
                self._add(Target(pk, key, title))

    def _add(self, target: Target) -> None:
        self._by_id[target.id] = target
        self._by_key.setdefault(target.key, target)
        self._by_title.setdefault(target.title, []).append(target)


def listed(given: Any) -> list[Any]:
    """Several entries as they are given: a list, or keys and titles with semicolons or line ends between them."""
    if isinstance(given, str):
        return [each.strip() for each in _BETWEEN.split(given) if each.strip()]
    return list(given) if isinstance(given, list | tuple) else [given]


def _asked(given: Iterable[Any]) -> tuple[set[UUID], set[str]]:
    ids, words = set(), set()
    for each in given:
        number, word = _meant(each)
        if number is not None:
            ids.add(number)
        if word:
            words.add(word)
    return ids, words


def _meant(given: Any) -> tuple[UUID | None, str]:
    """An id, or a key or title."""
    if isinstance(given, UUID):
        return given, ""
    if isinstance(given, Mapping):
        number = _uuid(given.get("id"))
        return number, "" if number else str(given.get("key") or given.get("title") or "").strip()
    word = str(given).strip()
    number = _uuid(word)
    return number, "" if number else word


def _uuid(given: Any) -> UUID | None:
    with suppress(ValueError, TypeError, AttributeError):
        return given if isinstance(given, UUID) else UUID(given)
    return None
