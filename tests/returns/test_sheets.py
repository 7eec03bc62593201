"""What people do with sheets: corrections with reasons, carrying over, finality, handing back; and who may."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from fazhi.figures.freezing import proves
from fazhi.government.actors import Actor
from fazhi.government.permissions import NotAllowed
from fazhi.returns import machine, sheets, supplied
from fazhi.returns.checks import Check
from fazhi.returns.filling import Filled, fill
from fazhi.returns.models import Sheet, SheetEntry
from fazhi.returns.refusals import ChecksFailed, Refused
from tests.returns.requests import reply, request

TODAY = date(2026, 3, 2)


@pytest.fixture
def opened(coordinator: Actor, district: Any, at: datetime) -> Callable[..., Sheet]:
    def make(form: str = "disclosure_3", year: int = 2025, unit: str = "market") -> Sheet:
        return sheets.open_sheet(
            actor=coordinator,
            jurisdiction=district.jurisdiction,
            organization=getattr(district, unit) if unit else None,
            form=form,
            year=year,
            at=at,
        )

    return make


@pytest.fixture
def corrected(coordinator: Actor, at: datetime) -> Callable[..., Sheet]:
    def make(sheet: Sheet, cell: str, value: str | int, reason: str = "登记簿第3号") -> Sheet:
        return sheets.correct(
            actor=coordinator, sheet_id=sheet.pk, cell=cell, value=Decimal(value), reason=reason, at=at
        )

    return make


def filled(sheet: Sheet) -> Filled:
    return fill(Sheet.objects.get(pk=sheet.pk), today=TODAY)


def refused(verb: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught, transaction.atomic():
        verb()
    return caught.value.say


def test_a_sheet_is_opened_once(opened: Callable[..., Sheet]) -> None:
    assert opened().pk == opened().pk
    assert [entry.kind for entry in SheetEntry.objects.all()] == ["opened"]


def test_a_correction_stands_beside_what_is_counted(
    opened: Callable[..., Sheet], corrected: Callable[..., Sheet]
) -> None:
    sheet = corrected(opened(), "received.person", 2)
    found = filled(sheet)
    cell = found.cells["received.person"]
    assert (cell.counted, cell.value, cell.apart) == (Decimal(0), Decimal(2), True)
    assert cell.correction is not None
    assert (cell.correction.reason, cell.correction.by) == ("登记簿第3号", "童畴")
    assert found.cells["received.total"].value == 2


def test_a_correction_taken_back_leaves_its_trace(
    opened: Callable[..., Sheet], corrected: Callable[..., Sheet], coordinator: Actor, at: datetime
) -> None:
    sheet = corrected(opened(), "received.person", 2)
    sheets.restore(actor=coordinator, sheet_id=sheet.pk, cell="received.person", at=at)
    assert filled(sheet).corrected == ()
    assert list(sheet.entries.values_list("kind", flat=True)) == ["opened", "corrected", "restored"]


@pytest.mark.parametrize(
    ("cell", "value", "reason", "says"),
    [
        ("received.person", 2, "  ", "请写明理由：为什么与记录不同，数从哪里来。"),
        ("received.total", 2, "台账", "合计由各项相加得出，请调整各项。"),
        ("received.person", -1, "台账", "数不能小于零。"),
        ("received.person", "1.5", "台账", "请填整数。"),
        ("received.nobody", 1, "台账", "本表没有单元格“received.nobody”。"),
    ],
)
def test_a_correction_that_cannot_be(
    opened: Callable[..., Sheet], corrected: Callable[..., Sheet], cell: str, value: Any, reason: str, says: str
) -> None:
    sheet = opened()
    assert refused(lambda: corrected(sheet, cell, value, reason)) == says


def test_a_table_that_does_not_agree_is_not_made_final(
    opened: Callable[..., Sheet], corrected: Callable[..., Sheet], coordinator: Actor, at: datetime
) -> None:
    sheet = corrected(opened(), "received.person", 2)
    with pytest.raises(ChecksFailed) as caught, transaction.atomic():
        sheets.finalise(actor=coordinator, sheet_id=sheet.pk, at=at)
    assert [(each.check, each.cell) for each in caught.value.failures] == [
        (Check.BALANCE, "carried.person"), (Check.BALANCE, "carried.total"),
    ]  # fmt: skip
    assert Sheet.objects.get(pk=sheet.pk).state == "draft"


def test_a_final_table_keeps_its_numbers_and_its_records(
    opened: Callable[..., Sheet], handler: Actor, head: Actor, district: Any, at: datetime
) -> None:
    reply(handler, request(handler, district.market, date(2025, 3, 3)), date(2025, 3, 5), "granted")
    sheet = sheets.finalise(actor=head, sheet_id=opened().pk, at=at)
    request(handler, district.market, date(2025, 12, 30))
    found = filled(sheet)
    assert (found.cells["received.person"].value, found.sheet.final) == (Decimal(1), True)
    kept = Sheet.objects.get(pk=sheet.pk)
    assert sheets.root_of(kept.cells) == bytes(kept.root or b"")
    frozen = [row for snapshot in kept.snapshots.all() for row in snapshot.figures.all()]
    assert {row.figure: row.count for row in frozen} == {"received.person": 1, "granted.person": 1}
    assert all(proves(row) for row in frozen)
    assert refused(lambda: sheets.finalise(actor=head, sheet_id=sheet.pk, at=at)) == "这张表已经定稿。"
    assert machine.as_json(found)["cells"][0]["value"] == 1


def test_last_year_is_carried_over(
    opened: Callable[..., Sheet], corrected: Callable[..., Sheet], coordinator: Actor, at: datetime
) -> None:
    before = opened(year=2024)
    for cell, value in (("received.charity", 3), ("granted.charity", 1), ("carried.charity", 2)):
        corrected(before, cell, value)
    sheet = opened(year=2025)
    assert refused(lambda: sheets.carry_over(actor=coordinator, sheet_id=sheet.pk, at=at)) == (
        "2024年度的表还没有定稿，不能照填上年结转。"
    )
    sheets.finalise(actor=coordinator, sheet_id=before.pk, at=at)
    with pytest.raises(ChecksFailed) as caught, transaction.atomic():
        sheets.finalise(actor=coordinator, sheet_id=sheet.pk, at=at)
    assert {each.check for each in caught.value.failures} == {Check.CARRIED}
    assert sheets.carry_over(actor=coordinator, sheet_id=sheet.pk, at=at) == 1
    brought = filled(sheet).cells["brought.charity"]
    assert brought.correction is not None
    assert (brought.value, brought.correction.reason) == (Decimal(2), "按2024年度表的“四、结转下年度继续办理”填列")


def test_the_whole_waits_for_its_bodies_or_says_why_not(
    opened: Callable[..., Sheet], coordinator: Actor, at: datetime
) -> None:
    part, whole = opened("disclosure_4"), opened("disclosure_4", unit="")
    sheets.finalise(actor=coordinator, sheet_id=part.pk, at=at)
    with pytest.raises(ChecksFailed) as caught, transaction.atomic():
        sheets.finalise(actor=coordinator, sheet_id=whole.pk, at=at)
    assert [each.say for each in caught.value.failures] == ["3 个单位还没有定稿：区司法局、区城管局、东街街道"]
    sheets.finalise(actor=coordinator, sheet_id=whole.pk, at=at, without="这些单位没有复议诉讼，已电话核对")
    entry = SheetEntry.objects.get(sheet=whole, kind="finalised")
    assert (entry.reason, len(entry.body["missing"])) == ("这些单位没有复议诉讼，已电话核对", 3)
    say = refused(lambda: sheets.reopen(actor=coordinator, sheet_id=part.pk, reason="漏了一件", at=at))
    assert say == "汇总表已经定稿，请先退回汇总表，再退回本单位的表。"
    for sheet in (whole, part):
        sheets.reopen(actor=coordinator, sheet_id=sheet.pk, reason="漏了一件", at=at)
    assert set(Sheet.objects.values_list("state", flat=True)) == {"draft"}
    assert SheetEntry.objects.get(sheet=part, kind="reopened").body["cells"]["cases.review_total"]["value"] == "0"


def test_who_may(
    opened: Callable[..., Sheet], handler: Actor, head: Actor, other_head: Actor, outsider: Actor, at: datetime
) -> None:
    own, whole = opened(), opened(unit="")

    def correct(actor: Actor, sheet: Sheet) -> None:
        with transaction.atomic():
            sheets.correct(actor=actor, sheet_id=sheet.pk, cell="received.person", value=Decimal(0), reason="无", at=at)

    correct(handler, own)
    for actor, sheet in ((other_head, own), (outsider, own), (head, whole)):
        with pytest.raises(NotAllowed):
            correct(actor, sheet)
    with pytest.raises(NotAllowed):
        sheets.finalise(actor=handler, sheet_id=own.pk, at=at)
    sheets.finalise(actor=head, sheet_id=own.pk, at=at)


def test_a_form_of_the_whole_is_not_for_one_body(opened: Callable[..., Sheet]) -> None:
    assert refused(lambda: opened("reconsideration")) == "《行政复议案件统计》由全辖区填一张，各单位不另填。"
    assert refused(lambda: opened(year=2027)) == "年度请填 2008 至 2026。"


def test_the_database_keeps_the_entries(opened: Callable[..., Sheet]) -> None:
    sheet = opened()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        sheet.entries.update(reason="改写")


def test_a_procedure_learns_whether_the_tables_passed(
    opened: Callable[..., Sheet], corrected: Callable[..., Sheet], head: Actor, district: Any, at: datetime
) -> None:
    def passed(**given: Any) -> bool | None:
        return supplied.disclosure_checks(None, {"report_year": 2025, **given}, district.market, at.date())

    assert passed() is None
    tables = [opened(form) for form in ("disclosure_2", "disclosure_3", "disclosure_4")]
    assert passed() is False
    corrected(tables[0], "licences.decisions", 12, "政务服务平台")
    corrected(tables[0], "fees.charged", "0.35", "非税系统")
    for sheet in tables:
        sheets.finalise(actor=head, sheet_id=sheet.pk, at=at)
    assert passed() is True
    assert passed(reporter="government") is None
