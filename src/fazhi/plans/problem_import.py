"""Takes a problem ledger made elsewhere (.xlsx) in: every row or none, and a report that names each row in the way."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from fazhi.documents.errors import UnreadableDocument
from fazhi.documents.spreadsheet import Row, read_table
from fazhi.government import permissions
from fazhi.government.actors import Actor
from fazhi.government.models import Alias, Jurisdiction, Organization
from fazhi.government.names import fold, places_of
from fazhi.plans import problems
from fazhi.plans.models import Problem
from fazhi.plans.reach import require_in
from fazhi.plans.refusals import Refused

COLUMNS: dict[str, tuple[str, ...]] = {
    "text": ("问题描述", "存在问题", "问题", "具体问题"),
    "unit": ("责任单位", "整改单位", "牵头单位"),
    "due_on": ("整改期限", "整改时限", "完成时限", "期限"),
    "source": ("来源", "问题来源"),
    "source_note": ("来源文件", "来源文件或批次", "批次"),
    "category": ("类别", "问题类别"),
    "measure": ("整改措施", "措施"),
}
REQUIRED = ("text", "unit", "due_on")
MOST_SHOWN = 50


@dataclass(frozen=True)
class RowProblem:
    """What is wrong with a row: its number in the sheet and a sentence."""

    row: int
    say: str

    def __str__(self) -> str:
        return f"第 {self.row} 行：{self.say}"


class LedgerRefused(Refused):
    """A ledger of which nothing was taken; `rows` says what is wrong, row by row."""

    def __init__(self, rows: list[RowProblem]) -> None:
        count = len({row.row for row in rows})
        super().__init__(f"有 {count} 行不能导入，全部未导入。请按下列提示修改后重新上传。", field="file")
        self.rows = rows


@transaction.atomic
def take_in(*, actor: Actor, jurisdiction: Jurisdiction, data: bytes, at: datetime) -> list[Problem]:
    """Registers every row of a ledger.

    Raises: NotAllowed; Refused for a file that cannot be read; LedgerRefused with the rows that are wrong.
    """
    require_in(actor, permissions.PROBLEM_REGISTER, jurisdiction.pk)
    try:
        table = read_table(data, COLUMNS, REQUIRED)
    except UnreadableDocument as fault:
        raise Refused(str(fault), field="file") from None
    units = _units_by_name(jurisdiction)
    places = places_of(jurisdiction)
    today = timezone.localtime(at).date()
    wrong: list[RowProblem] = []
    right: list[tuple[Row, Organization, date]] = []
    for row in table.rows:
        unit = units.get(fold(row.values["unit"], places))
        due_on = _day(row.values["due_on"])
        faults = [RowProblem(row.number, say) for say in _faults(row.values, unit, due_on, today)]
        if not faults and unit is not None and due_on is not None:
            right.append((row, unit, due_on))
        wrong += faults
    if wrong:
        raise LedgerRefused(wrong)
    return [
        problems.register(
            actor=actor,
            unit=unit,
            source=_source(row.values["source"]) or Problem.Source.OTHER,
            text=row.values["text"],
            due_on=due_on,
            measure=row.values["measure"],
            category=row.values["category"],
            source_note=row.values["source_note"],
            at=at,
        )
        for row, unit, due_on in right
    ]


def _faults(values: Mapping[str, str], unit: Organization | None, due_on: date | None, today: date) -> Iterator[str]:
    if not values["text"]:
        yield "没有问题描述。"
    if not values["unit"]:
        yield "没有责任单位。"
    elif unit is None:
        yield f"没有名为“{values['unit']}”的单位，请改用单位全称或简称，一行只写一个单位。"
    if not values["due_on"]:
        yield "没有整改期限。"
    elif due_on is None:
        yield f"整改期限“{values['due_on']}”不是日期，请写成 2026-06-30。"
    elif due_on < today:
        yield f"整改期限 {due_on} 已经过去。"
    if values["source"] and _source(values["source"]) is None:
        yield f"来源“{values['source']}”不在可选范围，请写{'、'.join(Problem.Source.labels)}之一。"
    if len(values["category"]) > 60:
        yield "类别超过 60 字。"
    if len(values["source_note"]) > 200:
        yield "来源文件超过 200 字。"


def _units_by_name(jurisdiction: Jurisdiction) -> dict[str, Organization]:
    """Living units by the folded forms of their names and aliases; a form that two units share names neither."""
    places = places_of(jurisdiction)
    found: dict[str, Organization] = {}
    shared: set[str] = set()
    living = Organization.objects.filter(jurisdiction=jurisdiction, dissolved_on=None).select_related("jurisdiction")
    for unit in living:
        for name in {fold(unit.name, places), fold(unit.short_name, places)} - {""}:
            if name in found:
                shared.add(name)
            found[name] = unit
    aliases = Alias.objects.filter(jurisdiction=jurisdiction, organization__dissolved_on=None)
    for alias in aliases.select_related("organization__jurisdiction"):
        found.setdefault(alias.key, alias.organization)
    return {name: unit for name, unit in found.items() if name not in shared}


def _source(text: str) -> str | None:
    by_label = {label: value for value, label in Problem.Source.choices}
    return by_label.get(text) or (text if text in Problem.Source.values else None)


def _day(text: str) -> date | None:
    for mark in "年月./":
        text = text.replace(mark, "-")
    parts = text.replace("日", "").strip().split("T")[0].split("-")
    try:
        year, month, day = (int(part) for part in parts)
        return date(year, month, day)
    except ValueError:
        return None
