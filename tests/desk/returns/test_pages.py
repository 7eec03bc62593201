"""Pages of statutory tables: what others see of a body's cells, the files, and what is refused."""

import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.test import Client

from fazhi.desk.returns.addresses import cell_url, home_url, sheet_url
from fazhi.desk.returns.rendering import render
from fazhi.government.actors import Actor
from fazhi.returns import sheets
from fazhi.returns.filling import fill
from fazhi.returns.models import Sheet
from tests.returns.requests import reply, request

SignIn = Callable[[Actor], Client]


@pytest.fixture
def sheet(handler: Actor, district: Any, at: datetime) -> Sheet:
    """表三 of the market bureau for 2025, with one request that was granted."""
    reply(handler, request(handler, district.market, date(2025, 3, 3)), date(2025, 3, 5), "granted")
    return sheets.open_sheet(
        actor=handler,
        jurisdiction=district.jurisdiction,
        organization=district.market,
        form="disclosure_3",
        year=2025,
        at=at,
    )


@pytest.fixture(autouse=True)
def on_the_day(settings: Any, at: datetime) -> None:
    settings.FIXED_NOW = at.isoformat()


def text(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_cell_lists_its_cases_to_those_who_may_see_them(
    sheet: Sheet, sign_in: SignIn, handler: Actor, other_handler: Actor
) -> None:
    address = cell_url(sheet.pk, "granted.person")
    assert "某甲：老旧小区改造清单" in text(sign_in(handler), address)
    theirs = text(sign_in(other_handler), address)
    assert "老旧小区" not in theirs
    assert "有的记录在您的查看范围以外" in theirs


def test_a_total_names_what_it_adds_up(sheet: Sheet, sign_in: SignIn, handler: Actor) -> None:
    assert cell_url(sheet.pk, "granted.person") in text(sign_in(handler), cell_url(sheet.pk, "granted.total"))


def test_what_is_not_there_is_not_found(sheet: Sheet, sign_in: SignIn, handler: Actor, outsider: Actor) -> None:
    asked = sign_in(handler)
    wrong = (
        "/returns/?family=nothing",
        cell_url(sheet.pk, "granted.nobody"),
        f"{cell_url(sheet.pk, 'granted.total')}correct/",
    )
    assert [asked.get(address).status_code for address in wrong] == [404, 404, 404]
    assert sign_in(outsider).get(sheet_url(sheet.pk)).status_code == 404


def test_only_who_organizes_begins_for_all(sheet: Sheet, sign_in: SignIn, handler: Actor, coordinator: Actor) -> None:
    posted = {"family": "disclosure", "year": "2025", "unit": "all"}
    assert sign_in(handler).post("/returns/begin/", posted).status_code == 403
    answer = sign_in(coordinator).post("/returns/begin/", posted)
    assert (answer.status_code, answer["Location"]) == (302, home_url("disclosure", 2025))
    assert Sheet.objects.count() == 4 * 3


def test_a_number_without_a_reason_is_refused(sheet: Sheet, sign_in: SignIn, handler: Actor) -> None:
    answer = sign_in(handler).post(f"{cell_url(sheet.pk, 'secret.person')}correct/", {"value": "3", "reason": " "})
    assert answer.status_code == 422
    assert sheet.entries.count() == 1


def test_the_workbook_has_the_official_headings(sheet: Sheet, sign_in: SignIn, handler: Actor, at: datetime) -> None:
    sheets.correct(actor=handler, sheet_id=sheet.pk, cell="received.legal", value=Decimal(2), reason="=登记簿", at=at)
    answer = sign_in(handler).get(f"{sheet_url(sheet.pk)}table.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    page, corrections = book.worksheets
    assert (page.title, corrections.title) == ("表三", "调整说明")
    merged = {str(each) for each in page.merged_cells.ranges}
    assert {"A3:C5", "D3:J3", "D4:D5", "E4:I4", "J4:J5", "A8:A29", "B10:B17"} <= merged
    assert [page.cell(6, column).value for column in range(4, 11)] == [1, 0, 0, 0, 2, 0, 3]
    assert [cell.value for cell in corrections[2]][:5] == [
        "表三", "一、本年新收政府信息公开申请数量（申请人情况 法人或其他组织 法律服务机构）", 2, 0, "=登记簿",
    ]  # fmt: skip
    assert corrections["E2"].data_type == "s"


def test_the_data_has_every_cell(sheet: Sheet, sign_in: SignIn, handler: Actor) -> None:
    found = sign_in(handler).get(f"{sheet_url(sheet.pk)}table.json").json()
    assert (found["form"], found["year"], found["state"], len(found["cells"])) == ("disclosure_3", 2025, "draft", 175)


def test_a_table_for_a_report_has_no_links(sheet: Sheet) -> None:
    (view,) = render(fill(sheet, today=date(2026, 3, 2)), links=False)
    cells = [cell for row in view.rows for cell in row.cells]
    assert len(cells) == 175
    assert {cell.url for cell in cells} == {""}
    assert [cell.text for cell in view.rows[0].cells] == ["1", "0", "0", "0", "0", "0", "1"]
