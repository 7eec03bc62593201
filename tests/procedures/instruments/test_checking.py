"""The check of templates against the procedures that use them: each mistake is blamed on its line."""

import shutil
from pathlib import Path

import pytest

from fazhi.catalog.loading import catalog_path
from fazhi.procedures.instruments import check_instruments
from fazhi.procedures.language.library import Library, library

PROCEDURE = "disclosure_on_request"
REVIEW = "disclosure_review_sheet.yaml"


@pytest.fixture
def disclosure() -> Library:
    return Library(tuple(file for file in library().files if file.value.id == PROCEDURE))


@pytest.fixture
def folder(tmp_path: Path, disclosure: Library) -> Path:
    """The templates of one procedure."""
    for name in disclosure.files[0].value.instruments:
        shutil.copy(catalog_path("instruments", f"{name}.yaml"), tmp_path)
    return tmp_path


def say(disclosure: Library, folder: Path, blocks: str, file: str = REVIEW) -> list[str]:
    """What is said of a template with these blocks below its heading."""
    (folder / file).write_text(f"title: 审查表\nblocks:\n  - heading: 审查表\n{blocks}", encoding="utf-8")
    return [f"{each.line} {each.wrong}" for each in check_instruments(disclosure, folder)]


def test_the_catalog_has_every_template_and_each_fits() -> None:
    assert check_instruments(library()) == []


def test_an_instrument_without_a_template_is_blamed_on_its_procedure(disclosure: Library, folder: Path) -> None:
    (folder / REVIEW).unlink()
    problem, *rest = check_instruments(disclosure, folder)
    assert rest == []
    assert problem.file.endswith("disclosure_on_request/2019-05-15.yaml")
    assert problem.wrong == "文书“政府信息公开审查表”没有样式文件 instruments/disclosure_review_sheet.yaml"


def test_a_template_that_nothing_uses_is_blamed(disclosure: Library, folder: Path) -> None:
    (folder / "idle.yaml").write_text("title: 闲置\nblocks:\n  - heading: 闲置\n", encoding="utf-8")
    assert [each.wrong for each in check_instruments(disclosure, folder)] == ["没有任何程序使用这份样式"]


FOR = "用于《政府信息依申请公开》时，"


@pytest.mark.parametrize(
    ("blocks", "expected"),
    [
        ('  - text: "{{ informaton }}"\n', f"4 {FOR}没有名为“informaton”的要素或参数"),
        ('  - text: "{{ applicant.age }}"\n', f"4 {FOR}“申请人”（当事人）没有“age”这一部分"),
        ('  - text: "{{ information | upper }}"\n', f"4 {FOR}“申请公开的政府信息”不是金额，不能大写"),
        ('  - text: "{% if received_on > 3 %}甲{% end %}"\n', f"4 {FOR}条件“received_on > 3”有误"),
        ("  - {rows: information, columns: [a]}\n", f"4 {FOR}“申请公开的政府信息”是长文字，不是明细表"),
        ("  - {party: information}\n", f"4 {FOR}“申请公开的政府信息”是长文字，不是当事人"),
        ('  - text: "{{ instrument.number }}"\n', f"2 {FOR}样式印文号，程序却没有给这份文书编号"),
        ("  - {write: 情况, when: nothing == 1}\n", f"4 {FOR}条件“nothing == 1”有误"),
        ('  - text: "{{ information"\n', "4 “{{”没有配对"),
        ("  - {text: 甲, sign: 乙}\n", "4 一个块只写 heading、text、rows、party、table、write、sign 中的一项"),
        ("  - {table: [[甲, 乙, 丙]]}\n", "4 表格的每一行是“标签、内容”一对或者两对"),
    ],
)
def test_a_mistake_is_blamed_on_its_line(disclosure: Library, folder: Path, blocks: str, expected: str) -> None:
    (said,) = say(disclosure, folder, blocks)
    assert said.startswith(expected)


def test_a_number_that_is_given_must_be_printed(disclosure: Library, folder: Path) -> None:
    said = say(disclosure, folder, "  - text: 甲\n", "disclosure_receipt.yaml")
    assert said == [f"2 {FOR}文书有文号，样式却没有印"]


def test_what_the_law_requires_must_be_said_to_be_printed_and_be_printed(disclosure: Library, folder: Path) -> None:
    name = folder / "disclosure_clarify_notice.yaml"
    text = name.read_text(encoding="utf-8")
    name.write_text(text.replace("clarify_items, ", "补正的材料, "), encoding="utf-8")
    assert [each.wrong for each in check_instruments(disclosure, folder)] == [
        "样式里没有印“补正的材料”，而 政府信息公开条例#30 要求的内容说是印在那里"
    ]
    name.write_text(
        text.replace("contents:\n  政府信息公开条例#30: [clarify_items, clarify_within]\n", ""), encoding="utf-8"
    )
    assert [each.wrong for each in check_instruments(disclosure, folder)] == [
        f"{FOR}没有写明 政府信息公开条例#30 要求的内容印在哪里"
    ]
