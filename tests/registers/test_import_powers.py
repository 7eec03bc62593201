"""A powers list of 20,000 rows with 37 mistakes: each is reported in one pass at its cell, and nothing else."""

import io
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from fazhi.government.actors import Actor
from fazhi.registers import revising
from fazhi.registers.changes import Change, ChangeKind
from fazhi.registers.importing import imports, rows, workbooks
from fazhi.registers.models import Entry, ImportOutcome, ImportState
from tests.conftest import District
from tests.registers import power_list

ROWS = 20_000
COLUMNS = (*power_list.item(1), "@state", "@entry")
LONG = "一" * 20_001
FIRST = 3
"""The row of the first item."""


@pytest.fixture(autouse=True)
def own_key(settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path


def plant(items: list[dict[str, Any]], numbers: list[int], there: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Puts mistakes into items, and yields the item's number from 0 and the column at which each must be reported."""
    key = power_list.definition().key[0]
    mistakes: list[tuple[str, dict[str, Any]]] = [
        # left out
        ("name", {"name": ""}),
        ("kind", {"kind": ""}),
        ("body", {"body": ""}),
        ("legal_basis", {"legal_basis": ""}),
        ("duties", {"duties": ""}),
        ("supervision_phone", {"supervision_phone": ""}),
        # codes
        ("code", {"code": "12345678901"}),
        ("code", {"code": "12-45"}),
        ("code", {"code": "12\u200b345"}),
        ("implementation_code", {"implementation_code": "1199010200000000000000001"}),
        # bodies and options that are none
        ("body", {"body": "区不存在的局"}),
        ("body", {"body": "清和区水务局"}),
        ("kind", {"kind": "行政决定"}),
        ("exercise_level", {"exercise_level": "区级别"}),
        ("basis_levels", {"basis_levels": "法律、内部通知"}),
        ("service_targets", {"service_targets": "自然人、外星人"}),
        ("body_nature", {"body_nature": "法定机关2"}),
        # numbers
        ("statutory_limit", {"statutory_limit": "二十"}),
        ("statutory_limit", {"statutory_limit": "-3"}),
        ("promised_limit", {"promised_limit": "10个"}),
        ("promised_limit", {"promised_limit": "1e20"}),
        # yes or no, telephones, lengths, signs that nobody sees
        ("charged", {"charged": "有时"}),
        ("supervision_phone", {"supervision_phone": "8800123"}),
        ("supervision_phone", {"supervision_phone": "1380000000"}),
        ("supervision_phone", {"supervision_phone": "见网站"}),
        ("legal_basis", {"legal_basis": LONG}),
        ("name", {"name": "对餐饮服务\u202e提供者的处罚"}),
        # what does not go together
        ("kind", {"kind": "行政处罚", "basis_levels": "规范性文件"}),
        ("statutory_limit", {"statutory_unit": "", "promised_limit": "", "promised_unit": ""}),
        ("charged", {"charged": "是"}),
        # states and entries
        ("@state", {"@state": "停用"}),
        ("@state", {"@state": "取消"}),
        ("@entry", {"@entry": "00000000-0000-7000-8000-000000000000"}),
        ("@entry", {"@entry": "第七条"}),
        (key, {"@entry": there["standing"]}),
        ("@state", {"@state": "暂停", "@entry": there["withdrawn"], key: there["withdrawn_key"]}),
    ]
    for number, (column, change) in zip(numbers, mistakes, strict=False):
        items[number].update(change)
        yield number, column
    twice = numbers[len(mistakes)]
    items[twice][key] = items[twice - 1][key]
    yield twice, key


@pytest.mark.django_db
def test_every_one_of_37_mistakes_in_20000_rows_is_reported_at_its_cell(
    coordinator: Actor, district: District, at: datetime
) -> None:
    there = two_entries(district, at)
    items = [power_list.item(number) for number in range(1, ROWS + 1)]
    planted = list(plant(items, [11 + 540 * each for each in range(37)], there))
    assert len(planted) == 37
    data = power_list.sheet(items, COLUMNS)

    found = imports.receive(actor=coordinator, register="power_items", name="权责清单.xlsx", data=data, at=at)
    found = imports.check(actor=coordinator, sheet_import=found, at=at)

    definition = power_list.definition()
    reported = {
        (row.number, fault.column): fault.say
        for row in found.rows.filter(outcome=ImportOutcome.FAULT)
        for fault in rows.faults_of(definition, row)[1]
    }
    assert sorted(reported) == sorted((FIRST + number, COLUMNS.index(column)) for number, column in planted)
    assert (found.state, found.counts["rows"], found.counts["faults"]) == (ImportState.FAULTY, ROWS, 37)
    assert len(set(reported.values())) > 30  # sentences of their own
    assert Entry.objects.filter(register="power_items").count() == 2

    marked = workbooks.marked_sheet(imports.sheet_of(found), {
        row.number: rows.faults_of(definition, row)[1] for row in found.rows.filter(outcome=ImportOutcome.FAULT)
    })  # fmt: skip
    book = load_workbook(io.BytesIO(marked), read_only=True)
    listed = list(book["问题清单"].iter_rows(min_row=2, max_col=2, values_only=True))
    places = [f"{get_column_letter(COLUMNS.index(column) + 1)}{FIRST + number}" for number, column in planted]
    assert [place for _, place in listed] == places


def two_entries(district: District, at: datetime) -> dict[str, str]:
    """One item that stands and one that is withdrawn: their numbers, and the key of the second."""
    definition = power_list.definition()
    cells = [power_list.item(ROWS + 1), power_list.item(ROWS + 2)]
    labels = {name: {label: key for key, label in field.options.items()} for name, field in definition.fields.items()}
    data = [
        {
            name: [labels[name][each] for each in text.split("、")]
            if definition.fields[name].type.value == "choices"
            else text
            for name, text in each.items()
        }
        for each in cells
    ]
    said: dict[str, Any] = {
        "actor": None, "jurisdiction": district.jurisdiction, "register": "power_items", "reason": "建立清单",
        "since": at.date(), "at": at,
    }  # fmt: skip
    first, second = revising.revise(changes=[Change(ChangeKind.ADD, data=each) for each in data], **said).entries
    revising.revise(changes=[Change(ChangeKind.WITHDRAW, second)], **said)
    key = definition.key[0]
    return {"standing": str(first), "withdrawn": str(second), "withdrawn_key": cells[1][key]}
