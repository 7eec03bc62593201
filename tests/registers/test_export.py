"""What leaves a register: workbooks that come back unchanged, open data, personal data only on record."""

import csv
import io
import json
from datetime import datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.procedures.registers import library
from fazhi.procedures.registers.definition import RegisterDefinition
from fazhi.registers import exporting, reading
from fazhi.registers.changes import ChangeKind
from fazhi.registers.importing import imports, workbooks
from fazhi.registers.importing.sheets import read_sheet
from fazhi.registers.models import Entry, Unmasking
from fazhi.registers.refusals import Refused
from tests.registers.conftest import SHELF, Revise, person, stall, to

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("small_shelf")]


@pytest.fixture
def stalls(revise: Revise, handler: Actor) -> list[Entry]:
    """Stalls with every kind of field, one suspended and one withdrawn."""
    first, second, third = revise(
        [
            stall(
                "A-1",
                name="=1+1号摊",
                kind="food",
                licence="00012",
                telephone="13800000000",
                keeper=person(handler),
                helpers=[person(handler), "张外（外部人员）"],
                tags=["night", "fair"],
                fee="120.50",
                starts_on="2026-01-01",
                ends_on="2027-01-01",
                note="第一行\n第二行",
            ),
            stall("A-2", fee="50", telephone="0990-8800123"),
            stall("A-3"),
        ]
    ).entries
    revise([to(ChangeKind.AMEND, first, beside="A-2")])
    revise([to(ChangeKind.SUSPEND, second), to(ChangeKind.WITHDRAW, third)])
    return list(Entry.objects.order_by("key"))


def test_export_imported_again_changes_nothing(stalls: list[Entry], coordinator: Actor, at: datetime) -> None:
    data = exporting.workbook(SHELF.get("stalls"), stalls)
    found = imports.receive(actor=coordinator, register="stalls", name="导出.xlsx", data=data, at=at)
    assert all(each.field for each in imports.columns_of(found))
    found = imports.check(actor=coordinator, sheet_import=found, at=at)
    assert found.counts == {"rows": 3, "fault": 0, "add": 0, "change": 0, "same": 3, "faults": 0, "missing": 0}


def test_export_masks_personal_data_and_keeps_text_as_text(stalls: list[Entry]) -> None:
    told: list[int] = []
    book = load_workbook(io.BytesIO(exporting.workbook(SHELF.get("stalls"), stalls, told=told.append)))
    page = book.worksheets[0]
    row = dict(zip([cell.value for cell in page[1]], page[2], strict=True))
    assert (row["名称"].value, row["名称"].data_type) == ("=1+1号摊", "s")
    assert (row["许可证号"].value, row["电话"].value, row["摊位费"].value) == ("00012", "******", 120.5)
    assert (row["有效期起"].value, row["标签"].value) == (datetime(2026, 1, 1), "夜市、集市")  # noqa: DTZ001
    assert (row["状态"].value, row["条目编号"].value) == ("有效", str(stalls[0].pk))
    assert told == [1, 2, 3]


def test_open_export_is_recorded_for_every_value_before_it_leaves(
    stalls: list[Entry], coordinator: Actor, handler: Actor, at: datetime
) -> None:
    entries = reading.visible(coordinator, "stalls")
    said: dict[str, Any] = {"register": "stalls", "entries": entries, "at": at}
    with pytest.raises(Refused, match="请写明导出个人信息的用途"):
        exporting.open_workbook(actor=coordinator, purpose=" ", **said)
    with pytest.raises(NotAllowed):
        exporting.open_workbook(actor=handler, purpose="核对联系方式", **said)
    assert not Unmasking.objects.exists()
    book = load_workbook(io.BytesIO(exporting.open_workbook(actor=coordinator, purpose="核对联系方式", **said)))
    column = [cell.value for cell in book.worksheets[0][1]].index("电话")
    shown = {row[column] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)}
    assert shown == {"13800000000", "0990-8800123", None}
    kept = Unmasking.objects.values_list("entry_id", "field", "person", "purpose")
    assert set(kept) == {(each.pk, "telephone", coordinator.person.pk, "核对联系方式") for each in stalls[:2]}


def test_too_much_personal_data_does_not_leave_at_once(
    stalls: list[Entry], coordinator: Actor, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_OPEN", 2)
    entries = reading.visible(coordinator, "stalls")
    with pytest.raises(Refused, match="一次最多导出2条"):
        exporting.open_workbook(actor=coordinator, register="stalls", entries=entries, purpose="核对", at=at)


def test_open_data_has_the_published_fields_and_no_more(stalls: list[Entry], at: datetime) -> None:
    stalls[1].data["name"] = "=HYPERLINK(1)"
    made = exporting.open_data(SHELF.get("stalls"), stalls[:2], form="csv", day=at.date(), place="清和区")
    lines = list(csv.reader(io.StringIO(made.content.decode("utf-8-sig"))))
    assert lines[0] == ["编号", "名称", "电话"]
    assert lines[1:] == [["A-1", "'=1+1号摊", "******"], ["A-2", "'=HYPERLINK(1)", "******"]]

    made = exporting.open_data(SHELF.get("stalls"), stalls[:1], form="json", day=at.date(), place="清和区")
    whole = json.loads(made.content)
    assert whole["fields"] == {"code": "编号", "name": "名称", "telephone": "电话"}
    assert whole["entries"] == [
        {"id": str(stalls[0].pk), "since": "2026-03-02", "code": "A-1", "name": "=1+1号摊", "telephone": "******"}
    ]
    assert (whole["as_of"], whole["jurisdiction"], made.media_type) == (
        "2026-03-02",
        "清和区",
        "application/json; charset=utf-8",
    )


def test_what_is_not_public_is_no_open_data(at: datetime) -> None:
    with pytest.raises(Refused, match="不公开"):
        exporting.open_data(SHELF.get("goods"), [], form="csv", day=at.date(), place="清和区")
    with pytest.raises(Refused, match="只有 csv 和 json"):
        exporting.open_data(SHELF.get("stalls"), [], form="xml", day=at.date(), place="清和区")


@pytest.mark.parametrize("definition", [*SHELF, *library.load_shelf()], ids=lambda each: each.id)
def test_template_of_every_register_says_what_goes_where(definition: RegisterDefinition) -> None:
    book = load_workbook(io.BytesIO(workbooks.template(definition)))
    page = book.worksheets[0]
    heads = [str(cell.value).removesuffix("*") for cell in page[1]]
    assert heads == [*(field.title for field in definition.fields.values()), "状态"]
    needed = {definition.fields[name].title for name in (*definition.required, *definition.key)}
    assert {str(cell.value)[:-1] for cell in page[1] if str(cell.value).endswith("*")} == needed
    choosing = sum(field.type.value in ("choice", "boolean") for field in definition.fields.values())
    lists = [rule for rule in page.data_validations.dataValidation if rule.type == "list"]
    assert len(lists) == choosing + 1
    assert {sheet.title: sheet.sheet_state for sheet in book.worksheets[1:]} == {
        "选项": "hidden",
        "填写说明": "visible",
    }


def test_template_filled_in_is_read_with_its_headings(coordinator: Actor, at: datetime) -> None:
    definition = SHELF.get("stalls")
    book = load_workbook(io.BytesIO(workbooks.template(definition)))
    page = book.worksheets[0]
    for cell in page[1]:
        value = {"编号*": "A-1", "名称*": "一号", "类别*": "百货", "登记单位*": "区司法局"}.get(str(cell.value))
        page.cell(2, cell.column).value = value
    file = io.BytesIO()
    book.save(file)
    assert read_sheet("a.xlsx", file.getvalue(), definition).header_row == 1
    found = imports.receive(actor=coordinator, register="stalls", name="a.xlsx", data=file.getvalue(), at=at)
    found = imports.check(actor=coordinator, sheet_import=found, at=at)
    assert (found.counts["add"], found.counts["fault"]) == (1, 0)
