"""Forms as data: the catalog's own are in order and have the official shape; mistakes are told where they stand."""

from pathlib import Path

import pytest

from fazhi.catalog.loading import CatalogError
from fazhi.returns.language.layout import CellKind
from fazhi.returns.language.library import forms, load_forms, read_forms

SMALL = """
id: small
title: 小表
short: 表
family: disclosure
order: 9
source: 自拟
count: {counts: cases, of: disclosure_on_request, dated: received_on}
parts:
  - columns:
      - {id: person, title: 自然人, count: {where: applicant_category == 'natural_person'}}
      - {id: other, title: 其他, count: {where: applicant_category == 'other'}}
      - {id: total, title: 总计, sum: [person, other]}
    rows:
      - {id: received, title: 新收}
"""


def problems(tmp_path: Path, text: str) -> list[str]:
    (tmp_path / "small.yaml").write_text(text, encoding="utf-8")
    return [f"{each.wrong}。{each.mend}" for each in read_forms(tmp_path)[1]]


def test_the_catalogs_forms_are_in_order() -> None:
    files, found = read_forms()
    assert found == []
    assert [file.value.id for file in files] == [
        "disclosure_2", "disclosure_3", "disclosure_4", "litigation", "reconsideration",
    ]  # fmt: skip


def test_the_tables_have_their_official_shape() -> None:
    shapes = {
        form.id: [(part.width - part.stub, len(part.rows)) for part in forms().layout(form.id).parts]
        for form in forms()
    }
    assert shapes == {
        "disclosure_2": [(3, 2), (1, 1), (1, 2), (1, 1)],
        "disclosure_3": [(7, 25)],
        "disclosure_4": [(15, 1)],
        "reconsideration": [(47, 10)],
        "litigation": [(38, 4)],
    }


def test_headings_span_what_they_stand_over() -> None:
    part = forms().layout("disclosure_3").parts[0]
    assert [[(each.title, each.columns, each.rows) for each in row] for row in part.head] == [
        [("申请人情况", 7, 1)],
        [("自然人", 1, 2), ("法人或其他组织", 5, 1), ("总计", 1, 2)],
        [(title, 1, 1) for title in ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他")],
    ]
    secret = next(row for row in part.rows if row.row.id == "secret")
    assert [(each.title, each.columns, each.rows) for each in secret.headings] == [
        ("（三）不予公开", 1, 8), ("1.属于国家秘密", 1, 1),
    ]  # fmt: skip


def test_a_total_of_totals_is_worked_out_by_its_row() -> None:
    cells = forms().layout("disclosure_3").cells
    assert cells["settled.total"].of[:2] == ("granted.total", "partial.total")
    assert {cell.kind for cell in cells.values()} == {CellKind.COUNTED, CellKind.SUM}


def test_a_cell_counts_what_its_row_and_its_column_say(tmp_path: Path) -> None:
    assert problems(tmp_path, SMALL) == []
    cell = load_forms(tmp_path).layout("small").cells["received.other"]
    assert cell.count is not None
    assert (cell.count.where, cell.title) == ("applicant_category == 'other'", "新收（其他）")


@pytest.mark.parametrize(
    ("was", "now", "says"),
    [
        ("== 'other'", "== 'others'", "others"),
        ("disclosure_on_request", "disclosure", "disclosure"),
        ("received_on", "receipt_on", "receipt_on"),
        ("sum: [person, other]", "sum: [person, others]", "合计项“others”不在本表"),
        ("sum: [person, other]", "sum: [person, total]", "合计项绕回了自身"),
        ("counts: cases, ", "", "单元格“received.person”没有写明如何取数"),
        ("{id: received, title: 新收}", "{title: 新收}", "每一行（列）要么有 id"),
    ],
)
def test_a_mistake_is_told(tmp_path: Path, was: str, now: str, says: str) -> None:
    (found, *_) = problems(tmp_path, SMALL.replace(was, now))
    assert says in found


def test_a_form_twice_is_told(tmp_path: Path) -> None:
    (tmp_path / "again.yaml").write_text(SMALL, encoding="utf-8")
    assert problems(tmp_path, SMALL) == ["报表“small”已在别处定义。请换一个标识"]


def test_a_broken_file_stops_loading(tmp_path: Path) -> None:
    (tmp_path / "small.yaml").write_text("id: small", encoding="utf-8")
    with pytest.raises(CatalogError):
        load_forms(tmp_path)
