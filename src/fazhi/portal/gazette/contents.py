"""目录: what an issue prints, by section, numbered through, each with the way to its entry in the catalogue.

An issue is history: what has been repealed since stays in its contents, and says so instead of leading on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from fazhi.desk.registers.open_pages import plain_names
from fazhi.portal import registers
from fazhi.portal.frame import Frame
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers.models import Entry

ISSUES, NORMATIVE, DOCUMENTS = "gazette_issues", "normative_documents", "public_documents"
_SECTIONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    # The kinds of `public_documents` in each; what has no kind any more comes with the last.
    ("政府和政府办文件", ("document", "office")),
    ("决定和批复", ("decision",)),
    ("人事任免", ("personnel",)),
    ("部门文件和其他", ("department", "other", "")),
)


@dataclass(frozen=True)
class Item:
    """A document in the contents. ``url`` is empty where it is no longer in the public catalogue."""

    place: int
    title: str
    number: str
    body: str
    issued_on: str
    url: str
    text_url: str


@dataclass(frozen=True)
class Section:
    """A part of the contents."""

    title: str
    items: tuple[Item, ...]


def contents(issue: Entry, frame: Frame, today: date) -> list[Section]:
    """The sections of an issue that print something, in their order. Two statements at most."""
    known = registers.public_registers()
    normative = _read(known.get(NORMATIVE), issue.data.get("normative") or [], today)
    documents = _read(known.get(DOCUMENTS), issue.data.get("documents") or [], today)
    parts = [("规范性文件", normative)]
    for title, kinds in _SECTIONS:
        parts.append((title, [each for each in documents if each.kind in kinds]))
    found, place = [], 0
    for title, rows in parts:
        if rows:
            items = tuple(each.item(place + index, frame) for index, each in enumerate(rows, start=1))
            found.append(Section(title, items))
            place += len(rows)
    return found


@dataclass(frozen=True)
class _Printed:
    """A document as the issue names it, with what its catalogue says of it openly."""

    title: str
    kind: str
    data: Mapping[str, Any]
    entry: Entry | None

    def item(self, place: int, frame: Frame) -> Item:
        """Its line in the contents; ``entry`` is there only while the catalogue shows it."""
        address = str(self.data.get("address") or "")
        return Item(
            place=place,
            title=self.title,
            number=str(self.data.get("document_number") or self.data.get("number") or ""),
            body=str((self.data.get("maker") or self.data.get("body") or {}).get("name", "")),
            issued_on=str(self.data.get("issued_on") or ""),
            url=frame.with_area(registers.entry_address(self.entry)) if self.entry else "",
            text_url=address if self.entry and address.startswith(("https://", "http://")) else "",
        )


def _read(definition: RegisterDefinition | None, given: Iterable[Mapping[str, Any]], today: date) -> list[_Printed]:
    references = list(given)
    if definition is None or not references:
        return []
    ids = [UUID(str(each["id"])) for each in references if each.get("id")]
    rows = {each.pk: each for each in Entry.objects.filter(pk__in=ids, register=definition.id)}
    shown = set(Entry.objects.filter(registers.good_today(today), pk__in=ids).values_list("pk", flat=True))
    return list(_printed(definition, references, rows, shown, today))


def _printed(
    definition: RegisterDefinition,
    references: Iterable[Mapping[str, Any]],
    rows: Mapping[UUID, Entry],
    shown: set[UUID],
    today: date,
) -> Iterator[_Printed]:
    public = plain_names(definition)
    for each in references:
        entry = rows.get(UUID(str(each["id"]))) if each.get("id") else None
        if entry is not None and entry.valid_from is not None and _is_to_come(definition, entry, today):
            continue
        data = {name: entry.data.get(name) for name in public} if entry is not None else {}
        title = str(data.get(definition.named_by) or each.get("title") or "")
        yield _Printed(title, str(data.get("kind") or ""), data, entry if entry and entry.pk in shown else None)


def _is_to_come(definition: RegisterDefinition, entry: Entry, today: date) -> bool:
    """Whether it becomes public only later. A normative document is public before it is in effect."""
    return definition.id == DOCUMENTS and entry.valid_from is not None and entry.valid_from > today
