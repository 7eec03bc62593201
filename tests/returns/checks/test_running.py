"""The checks of the annual report on open government information: what agrees passes, every slip is caught."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fazhi.returns.checks import Check, Failure, Table, failures
from fazhi.returns.language.library import forms
from tests.returns.tables import COLUMNS, SETTLED, changed, requests_table, table_of

REQUESTS = requests_table({"granted": 40, "partial": 12, "not_held": 3}, brought=2, carried=5)
REMEDIES = table_of("disclosure_4", {"cases.review_upheld": 2, "cases.review_pending": 1, "cases.after_other": 1})


@st.composite
def agreeing(draw: st.DrawFn) -> Table:
    """A table three that keeps its equation in every column."""
    numbers: dict[str, int] = {}
    for column in COLUMNS:
        settled = {row: draw(st.integers(0, 400)) for row in SETTLED}
        carried = draw(st.integers(0, 50))
        brought = draw(st.integers(0, sum(settled.values()) + carried))
        numbers |= {f"{row}.{column}": number for row, number in settled.items()}
        numbers |= {f"brought.{column}": brought, f"carried.{column}": carried}
        numbers[f"received.{column}"] = sum(settled.values()) + carried - brought
    return table_of("disclosure_3", numbers)


def checks(*tables: Table, **more: object) -> list[Check]:
    return [each.check for each in failures(tables, **more)]  # type: ignore[arg-type]  # passed on as it comes


@settings(max_examples=25, deadline=None)
@given(agreeing())
def test_a_table_that_agrees_passes(table: Table) -> None:
    assert failures([table]) == ()


@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("table", [REQUESTS, REMEDIES], ids=["table three", "table four"])
def test_any_cell_that_is_one_off_is_caught(table: Table, by: int) -> None:
    caught = []
    for key, number in table.cells.items():
        assert isinstance(number, Decimal)
        slipped = changed(table, key, number + by)
        row, column = key.split(".")
        places = {tuple(place.cell.split(".")) for place in failures([slipped])}
        if any(row == one or column == other for one, other in places):
            caught.append(key)
    assert len(caught) == len(table.cells) == {"disclosure_3": 175, "disclosure_4": 15}[table.form]


def test_a_failure_names_the_cell_and_both_numbers() -> None:
    slipped = changed(REQUESTS, "granted.total", Decimal(41))
    across, down = (
        next(each for each in failures([slipped]) if each.check is check) for check in (Check.COLUMNS, Check.ROWS)
    )
    assert (across.form, across.cell, across.found, across.expected) == (
        "disclosure_3", "granted.total", Decimal(41), Decimal(40),
    )  # fmt: skip
    assert across.say == "“三、本年度办理结果 （一）予以公开（申请人情况 总计）”为 41，本行各栏相加为 40，多 1"
    assert (down.cell, down.found, down.expected) == ("settled.total", Decimal(55), Decimal(56))


def test_a_column_out_of_balance_says_by_how_much() -> None:
    slipped = changed(REQUESTS, "received.person", Decimal(59))
    found = next(each for each in failures([slipped]) if each.check is Check.BALANCE)
    assert found.cell == "carried.person"
    assert found.say == (
        "“申请人情况 自然人”一栏：本年新收加上年结转，等于办理结果总计加结转下年度；现在前者为 61，后者为 60，少 1"
    )
    assert (found.found, found.expected) == (Decimal(5), Decimal(6))


@pytest.mark.parametrize("kept", [None, "/", "—", ""])
def test_a_cell_without_a_number_is_said_once(kept: str | None) -> None:
    assert checks(changed(REQUESTS, "queries.research", kept)) == [Check.BLANK]


def test_a_number_below_zero_or_in_parts_is_refused() -> None:
    table = changed(changed(REQUESTS, "secret.person", Decimal(-1)), "secret.other", Decimal("0.5"))
    assert checks(table)[:2] == [Check.NUMBER, Check.NUMBER]


def test_fees_may_have_decimals() -> None:
    table = changed(table_of("disclosure_2", {}), "fees.charged", Decimal("0.0305"))
    assert failures([table]) == ()


def test_a_missing_table_is_said() -> None:
    needed = [(form.id, form.title) for form in forms().family("disclosure")]
    found = failures([REQUESTS, REMEDIES], needed=needed)
    assert [(each.check, each.form) for each in found] == [(Check.BLANK, "disclosure_2")]


def test_what_last_year_carried_on_must_be_carried_in() -> None:
    before = {"disclosure_3": requests_table({"granted": 4}, carried=3).cells}
    person, total = failures([REQUESTS], last=before)
    assert (person.check, person.cell, person.found, person.expected) == (
        Check.CARRIED, "brought.person", Decimal(2), Decimal(3),
    )  # fmt: skip
    assert total.cell == "brought.total"
    assert failures([REQUESTS], last={"disclosure_3": requests_table({"granted": 4}, carried=2).cells}) == ()


PROSE = {
    "overview": (
        "2025年，全区新收政府信息公开申请58件，上年结转2件，同比增长12%；办结55件，其中予以公开40件，部分公开12件；"
        "结转下年度继续办理5件。2024年收到政府信息公开申请31件。"
    ),
    "remedies": "因政府信息公开工作被申请行政复议3件，提起行政诉讼1件。",
    "problems": "一些单位检索不够全面，已组织培训并抽查答复文书。",
    "other": "本年度没有收取信息处理费。",
}


def test_prose_that_says_the_same_passes() -> None:
    assert failures([REQUESTS, REMEDIES], prose=PROSE) == ()


@pytest.mark.parametrize(
    ("part", "was", "says", "cell", "expected"),
    [
        ("overview", "新收政府信息公开申请58件", "新收政府信息公开申请57件", "received.total", 58),
        ("overview", "上年结转2件", "上年结转3件", "brought.total", 2),
        ("overview", "继续办理5件", "继续办理4件", "carried.total", 5),
        ("overview", "予以公开40件", "予以公开41件", "granted.total", 40),
        ("remedies", "行政复议3件", "行政复议4件", "cases.review_total", 3),
        ("remedies", "行政诉讼1件", "行政诉讼2件", "cases.direct_total", 1),
    ],
)
def test_a_number_of_the_prose_that_differs_is_caught(part: str, was: str, says: str, cell: str, expected: int) -> None:
    prose = PROSE | {part: PROSE[part].replace(was, says)}
    (found,) = failures([REQUESTS, REMEDIES], prose=prose)
    assert (found.check, found.part, found.cell, found.expected) == (Check.PROSE, part, cell, Decimal(expected))
    assert prose[part][found.start : found.end] == f"{int(found.found or 0)}件"


def test_all_requests_may_mean_those_carried_in_too() -> None:
    prose = PROSE | {"overview": "全年共收到政府信息公开申请60件。"}
    assert failures([REQUESTS], prose=prose) == ()


@pytest.mark.parametrize("text", ["无", "无。", "暂无", "没有。", "还在整改。", ""])
def test_the_part_on_problems_must_say_something(text: str) -> None:
    assert checks(REQUESTS, prose=PROSE | {"problems": text}) == [Check.PROBLEMS]


@pytest.mark.parametrize(
    ("text", "passes"), [("无", False), ("无其他需要报告的事项。", False), ("收取信息处理费0.3万元。", True)]
)
def test_fees_must_be_reported(text: str, passes: bool) -> None:
    charged = changed(table_of("disclosure_2", {}), "fees.charged", Decimal("0.3"))
    found: tuple[Failure, ...] = failures([charged], prose={"other": text})
    assert [each.check for each in found] == ([] if passes else [Check.FEES])
    assert failures([table_of("disclosure_2", {})], prose={"other": "无"}) == ()
