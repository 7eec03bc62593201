"""对比: what differs between two days of a register, on the page and as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.urls import reverse

from fazhi.desk.components import Mark
from fazhi.desk.fields import DateField
from fazhi.desk.lists import XLSX
from fazhi.desk.pages import DeskRequest, page, show
from fazhi.desk.registers.asking import asked, ledger_of
from fazhi.desk.registers.history import COLOURS, kind_of
from fazhi.desk.registers.revisions import trail_of
from fazhi.desk.registers.showing import Difference, cell_of, difference
from fazhi.documents import spreadsheet
from fazhi.government.permissions import REGISTER_VIEW
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import reading
from fazhi.registers.changes import ChangeKind

MOST_SHOWN = 200
USUAL_DAYS = 30


class DaysForm(forms.Form):
    """Which two days."""

    use_required_attribute = False
    first = DateField(label="从")
    second = DateField(label="到")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        first, second = cleaned.get("first"), cleaned.get("second")
        if first and second and first >= second:
            self.add_error("second", "后一天要晚于前一天，请改正。")
        return cleaned


@dataclass(frozen=True)
class Line:
    """An entry that differs between the two days."""

    title: str
    about: str
    """Its key and its body: several bodies have entries of one name."""
    url: str
    kind: ChangeKind
    fields: Sequence[Difference]

    @property
    def mark(self) -> Mark:
        return Mark(COLOURS[self.kind], self.kind.label)


@dataclass(frozen=True)
class Part:
    """新增, 变更 or 取消: so many of them, and those that the page shows."""

    title: str
    count: int
    lines: Sequence[Line]

    @property
    def cut(self) -> int:
        return self.count - len(self.lines)


@page(permission=REGISTER_VIEW, methods=("GET",))
def compare(request: DeskRequest, register: str) -> HttpResponse:
    """Two days of a register side by side."""
    definition = asked(register, request.actor)
    today = request.now.date()
    usual = {"first": (today - timedelta(days=USUAL_DAYS)).isoformat(), "second": today.isoformat()}
    form = DaysForm(request.GET if "first" in request.GET else usual, label_suffix="")
    ledger = ledger_of(request.actor, register)
    days = (form.cleaned_data["first"], form.cleaned_data["second"]) if form.is_valid() else None
    found = reading.compare(ledger, *days) if days and ledger else None
    if request.GET.get("export") == "xlsx" and found and days:
        return _workbook(request, definition, found, days)
    context = {
        "title": f"{definition.title}对比",
        "trail": trail_of(definition),
        "definition": definition,
        "form": form,
        "days": days,
        "parts": parts_of(definition, found) if found else [],
        "export_url": f"?first={days[0]}&second={days[1]}&export=xlsx" if days else "",
        "most": MOST_SHOWN,
    }
    return show(request, "desk/registers/compare.html", context, form=form)


def parts_of(definition: RegisterDefinition, found: reading.Comparison) -> list[Part]:
    """The three kinds of difference, each as far as the page shows it."""
    groups = (("新增", found.added), ("变更", found.changed), ("取消", found.withdrawn))
    return [
        Part(title, len(group), [_line(definition, each) for each in group[:MOST_SHOWN]]) for title, group in groups
    ]


def _line(definition: RegisterDefinition, each: reading.Difference) -> Line:
    before, after = each.before, each.after
    kind = kind_of(before.state if before else None, after.state) if after else ChangeKind.WITHDRAW
    shown = each.fields if before and after else ()
    address = reverse("desk:registers:entry", args=[definition.id, each.entry_id])
    fields = [difference(definition, field.name, field.before, field.after) for field in shown]
    last = after or before
    kept = last.data.get(definition.organization or "") if last else None
    about = "　".join(part for part in (each.key, kept.get("name", "") if isinstance(kept, dict) else "") if part)
    return Line(each.title or definition.entry, about, address, kind, fields)


def _workbook(
    request: DeskRequest, definition: RegisterDefinition, found: reading.Comparison, days: tuple[date, date]
) -> HttpResponse:
    """Every difference, one row a field that changed, and one for an entry that came or went."""
    title = f"{definition.title}对比（{days[0]}至{days[1]}）"
    sheet = spreadsheet.Sheet(
        title="对比",
        heading=title,
        subheading=f"导出时间：{request.now:%Y-%m-%d %H:%M}　导出人：{request.actor.person}",
        columns=[
            spreadsheet.Column(label, width)
            for label, width in (("变化", 10), (definition.entry, 40), ("项目", 20), ("原为", 40), ("改为", 40))
        ],
        rows=_rows(definition, (*found.added, *found.changed, *found.withdrawn)),
    )
    response = HttpResponse(spreadsheet.write_workbook([sheet]), content_type=XLSX)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(f'{title}.xlsx')}"
    return response


def _rows(definition: RegisterDefinition, found: Iterable[reading.Difference]) -> Iterator[list[spreadsheet.CellValue]]:
    for each in found:
        line = _line(definition, each)
        if not line.fields:
            yield [line.kind.label, line.title, None, None, None]
            continue
        for field in each.fields:
            values = [_cell(definition, field.name, kept) for kept in (field.before, field.after)]
            yield [line.kind.label, line.title, field.title, *values]


def _cell(definition: RegisterDefinition, name: str, kept: Any) -> spreadsheet.CellValue:
    """As in a list's workbook; fields that the definition no longer has are not shown."""
    return cell_of(definition, name, kept) if name in definition.fields else None
